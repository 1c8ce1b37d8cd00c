//! 说, 应说, 必说: lines and what they carry.

use crate::base::{Diagnostic, Edit};
use crate::sema::codes::types::{BAD_ARGUMENTS, TYPE_MISMATCH};
use crate::sema::cx::Cx;
use crate::sema::model::{ExprKind, Line, LineSource, Modality, Say, Slot, Ty};
use crate::sema::names::{Wanted, wrong_kind};
use crate::sema::scope::Symbol;
use crate::syntax::ast::{self, Arg, Mark, Path};

impl Cx<'_> {
    /// A line of the script.
    pub(super) fn say(&mut self, modality: Modality, lines: &[ast::Line], marks: &[Mark]) -> Say {
        let lines = lines.iter().map(|l| self.line(l)).collect();
        let mut say = Say { modality, lines, pace: None, pause: None, asserts: Vec::new(), promises: Vec::new() };
        for mark in marks {
            match mark {
                Mark::Pace(pace) => say.pace = Some(*pace),
                Mark::Pause(length) => say.pause = Some(self.value_for(length, &Slot::of(Ty::Duration))),
                Mark::Asserts(condition) => say.asserts.push(self.condition(condition)),
                Mark::Promises(flow) => say.promises.extend(self.case(flow)),
            }
        }
        say
    }

    /// One alternative of what is said.
    pub(crate) fn line(&mut self, line: &ast::Line) -> Line {
        let source = match &line.source {
            ast::LineSource::Text(text) => LineSource::Text(self.text(text)),
            ast::LineSource::Class(path, args) => self.class_line(path, args),
        };
        Line { source, mode: line.mode, span: line.span }
    }

    fn class_line(&mut self, path: &Path, args: &[Arg]) -> LineSource {
        if let [name] = path.parts.as_slice()
            && let Some(value) = self.inner_value(name)
        {
            return match (&value.ty, &value.kind) {
                (Ty::Phrases, ExprKind::Var(id)) => LineSource::Var(*id),
                (Ty::Bad, _) => LineSource::Bad,
                _ => {
                    let (zh, en) = value.ty.called(self.model);
                    let d = Diagnostic::new(
                        &TYPE_MISMATCH,
                        path.span,
                        format!("“{}”是{zh}，不是用语", name.text),
                        format!("`{}` is {en}, not a phrase class", name.text),
                    )
                    .help(format!("要把它的值念出来，写成 “{{{}}}”。", name.text), format!("To say its value write “{{{}}}”.", name.text));
                    self.report(d);
                    LineSource::Bad
                }
            };
        }
        let Some((entry, used)) = self.global_path(path) else {
            self.unknown_path(path, Wanted::Phrases, |s| matches!(s, Symbol::Phrases(_)));
            return LineSource::Bad;
        };
        match entry.symbol {
            Symbol::Phrases(id) if used == path.parts.len() => {
                let model = self.model;
                let Some(class) = model.phrases.get(id.index()) else { return LineSource::Bad };
                LineSource::Class(id, self.args(&class.name, class.span, &class.params, args, path.span))
            }
            symbol => {
                let name = path.parts.last().map_or("", |n| n.text.as_str());
                let d = wrong_kind(name, path.span, symbol, entry.span, Wanted::Phrases);
                let d = match symbol {
                    Symbol::Const(_) | Symbol::Param(_) => {
                        let said = format!("“{{{name}}}”");
                        d.suggest(
                            format!("要把它的值念出来，写成 {said}"),
                            format!("to say its value write {said}"),
                            vec![Edit { span: path.span, text: said }],
                        )
                    }
                    _ => d,
                };
                self.report(d);
                LineSource::Bad
            }
        }
    }

    /// Where a class is handed on by name it cannot be given arguments later.
    pub(crate) fn class_argument(&mut self, value: &crate::sema::model::Expr) {
        let ExprKind::Value(crate::sema::model::Value::Phrases(id)) = &value.kind else { return };
        let Some(class) = self.model.phrases.get(id.index()) else { return };
        if class.params.is_empty() {
            return;
        }
        let d = Diagnostic::new(
            &BAD_ARGUMENTS,
            value.span,
            format!("“{}”还要别的内容，不能只传名字", class.name),
            format!("`{}` takes arguments of its own and cannot be handed on by name", class.name),
        )
        .related(class.span, "在这里声明的", "declared here")
        .help(
            "传名字的用语不能带参数：把要的内容写成参数，或者在这里直接说。",
            "A class that is handed on by name takes no arguments: say it here, or use parameters of the session.",
        );
        self.report(d);
    }
}
