//! 期望: what is looked for, and whether the script has it at all.

use super::Run;
use crate::base::{Diagnostic, Span};
use crate::sema::codes::scenarios::UNKNOWN_EXPECTATION;
use crate::sema::codes::types::TYPE_MISMATCH;
use crate::sema::decl::meta;
use crate::sema::model::{
    ExpectKind, Expectation, ExprKind, ForbidId, FormId, Judged, LimitExpect, Line, LineSource, Modality, Slot, Stand, Step, Stmt,
    StmtKind, Ty, Value, each_stmt,
};
use crate::sema::names::{Wanted, unknown};
use crate::sema::scope::Symbol;
use crate::syntax::ast::{self, Arg, Name, Path};
use crate::syntax::word::{Asked, expectation};
use smol_str::{SmolStr, format_smolstr};

impl Run<'_, '_> {
    /// One thing that is expected; nothing where it names nothing.
    pub(super) fn expectation(&mut self, written: &ast::Expectation) -> Option<Expectation> {
        use ast::ExpectKind as K;
        let kind = match &written.kind {
            K::In(path) => self.place(path)?,
            K::Said { line, never } => ExpectKind::Said { line: self.said(line)?, never: *never },
            K::Did { action, args, times, never } => self.did(action, args, times.as_ref(), *never)?,
            K::Ended(path) => ExpectKind::Ended(self.result(path)?),
            K::Enabled { label, off } => ExpectKind::Enabled { label: self.label(label)?, off: *off },
            K::NextLine(text) => ExpectKind::NextLine(self.cx.text(text)),
            K::HandedTo(path) => self.handed_to(path)?,
            K::Limit(path, state) => self.limit(path, state)?,
            K::Stand(verdict, asked) => self.stand(*verdict, asked)?,
            K::Total { times, prefix } => ExpectKind::Total { times: self.count(times)?, prefix: prefix.clone() },
            K::Marks(marks) => self.marks(marks, written.span)?,
            K::Column(word, asked) => self.column(word, asked)?,
        };
        Some(Expectation { kind, span: written.span, meta: meta(&written.meta) })
    }

    /// 处于: a step of any flow that has one of this name, or a flow.
    fn place(&mut self, path: &Path) -> Option<ExpectKind> {
        let path = self.cx.name_in_row(path);
        let steps = self.cx.steps_named(&path);
        if !steps.is_empty() {
            return Some(ExpectKind::In(steps));
        }
        if let Some(Symbol::Flow(flow)) = self.cx.global_path_quietly(&path) {
            return Some(ExpectKind::InFlow(flow));
        }
        let name = path.parts.last()?;
        let steps = self.cx.env.index.step_names();
        let flows = self.model().flows.iter().map(|f| f.name.as_str());
        let d = unknown(name, Wanted::StepOrFlow, None, steps.into_iter().chain(flows));
        self.cx.report(Diagnostic { code: &UNKNOWN_EXPECTATION, ..d });
        None
    }

    /// 期限: a 期限, 升级, 周期, or the form of a 留存, and where it stands.
    fn limit(&mut self, path: &Path, state: &ast::LimitExpect) -> Option<ExpectKind> {
        let path = self.cx.name_in_row(path);
        let name = path.parts.last()?;
        let model = self.model();
        let kept = model.retains.iter().filter_map(|r| model.forms.get(r.form.index())).map(|f| &f.name);
        let deadlines = model.deadlines.iter().map(|d| &d.name).chain(model.ladders.iter().map(|l| &l.name));
        let names: Vec<&SmolStr> = deadlines.chain(model.schedules.iter().map(|s| &s.name)).chain(kept).collect();
        if !names.contains(&&name.text) {
            let d = unknown(name, Wanted::Rule, None, names.into_iter().map(SmolStr::as_str));
            self.cx.report(d);
            return None;
        }
        let state = match state {
            ast::LimitExpect::None => LimitExpect::None,
            ast::LimitExpect::Until(at) => LimitExpect::Until(self.value(at, &Slot::of(Ty::Instant))),
            ast::LimitExpect::Left(left) => {
                let value = self.cx.in_row(left);
                LimitExpect::Left(self.cx.in_cell(|cx| cx.length(&value)))
            }
        };
        Some(ExpectKind::Limit(name.text.clone(), state))
    }

    /// Rules, 期限 and 周期, and what is asked of their breaches.
    fn stand(&mut self, verdict: Stand, asked: &ast::Judged) -> Option<ExpectKind> {
        let times = match &asked.times {
            Some(n) => Some(self.count(n)?),
            None => None,
        };
        let at = match &asked.at {
            Some((mark, span)) => Some(self.moment(mark, *span)?),
            None => None,
        };
        let names: Vec<_> = asked.names.iter().map(|n| self.judged(n)).collect();
        let names = names.into_iter().collect::<Option<_>>()?;
        Some(ExpectKind::Stand(verdict, Judged { names, times, at, severity: asked.severity }))
    }

    /// 得分: without 评分 there is none.
    fn marks(&mut self, marks: &ast::Marks, span: Span) -> Option<ExpectKind> {
        if self.model().score.is_none() {
            let d = Diagnostic::new(&UNKNOWN_EXPECTATION, span, "脚本里没有“评分”，没有得分可期望", "without `score` nothing is scored");
            self.cx
                .report(d.help("先写一段“评分”：满分多少，多少合格。", "Declare `score` first: the full mark, and the mark that passes."));
            return None;
        }
        let mut read = |written: &ast::Expr| {
            let value = self.cx.in_row(written);
            self.cx.in_cell(|cx| cx.marks(&value))
        };
        Some(match marks {
            ast::Marks::Exactly(n) => {
                let n = Some(read(n)?);
                ExpectKind::Marks(n, n)
            }
            ast::Marks::Between(range) => ExpectKind::Marks(
                range.low.as_deref().map(&mut read).map_or(Some(None), |n| n.map(Some))?,
                range.high.as_deref().map(&mut read).map_or(Some(None), |n| n.map(Some))?,
            ),
        })
    }

    /// What the row says in a column: the word of an expectation, and what it is about.
    fn column(&mut self, word: &Name, asked: &ast::Judged) -> Option<ExpectKind> {
        let path = self.cx.name_in_row(&Path { parts: vec![word.clone()], span: word.span });
        let written = path.parts.last()?;
        let asks = match expectation(&written.text) {
            Ok(asks) => asks,
            Err(words) => {
                let d = unknown(written, Wanted::Outcome, None, words.into_iter());
                self.cx.report(d);
                return None;
            }
        };
        if let Asked::Stand(verdict) = asks {
            return self.stand(verdict, asked);
        }
        let [name] = asked.names.as_slice() else {
            let (zh, en) = (format!("“{}”后面只写一个名字", written.text), format!("`{}` takes one name", written.text));
            self.cx.report(Diagnostic::new(&UNKNOWN_EXPECTATION, word.span, zh, en));
            return None;
        };
        let path = Path { span: name.span, parts: vec![name.clone()] };
        let line = |source| ast::Line { source, mode: None, span: name.span };
        Some(match asks {
            Asked::In => self.place(&path)?,
            Asked::Ended => ExpectKind::Ended(self.result(&path)?),
            Asked::HandedTo => self.handed_to(&path)?,
            Asked::Enabled(on) => ExpectKind::Enabled { label: self.label(&ast::OptionLabel::Name(name.clone()))?, off: !on },
            Asked::Did(done) => self.did(&path, &[], asked.times.as_ref(), !done)?,
            Asked::Said(so) => ExpectKind::Said { line: self.said(&line(ast::LineSource::Class(path.clone(), Vec::new())))?, never: !so },
            Asked::Stand(_) => return None,
        })
    }

    fn handed_to(&mut self, path: &Path) -> Option<ExpectKind> {
        let path = self.cx.name_in_row(path);
        let role = path.parts.first().map(|n| self.cx.role(n));
        Some(ExpectKind::HandedTo(role.flatten()?))
    }

    /// The name of a rule that somebody watches, a 期限 or a 周期 in this row.
    fn judged(&mut self, name: &Name) -> Option<SmolStr> {
        let path = self.cx.name_in_row(&Path { parts: vec![name.clone()], span: name.span });
        let name = path.parts.last()?;
        if self.is_limit(name) {
            return Some(name.text.clone());
        }
        let model = self.model();
        // A 禁语 is judged by the rule that forbids it, else by itself.
        let forbid = || model.forbids.iter().position(|f| f.name == name.text);
        let against = |at: usize| model.rule_against(ForbidId(at as u32)).and_then(|rule| model.rules.get(rule.index()));
        let named = model.rules.iter().find(|r| r.name == name.text);
        let Some(rule) = named.or_else(|| forbid().and_then(against)) else {
            if forbid().is_some() {
                return Some(name.text.clone());
            }
            return self.judged_lines(name);
        };
        if rule.body.as_ref().is_some_and(|b| b.advice) {
            let d = Diagnostic::new(
                &UNKNOWN_EXPECTATION,
                name.span,
                format!("规则“{}”仅指导，没有人看着它，判不出违反不违反", rule.name),
                format!("the rule `{}` is for the handbook alone: nothing watches it, so it is neither kept nor broken", rule.name),
            );
            let d = d.related(rule.span, "在这里写了“仅指导”", "said to be advice here");
            self.cx.report(d.help("删掉这条期望，或者去掉规则上的“仅指导”。", "Take this expectation out, or `advice` off the rule."));
            return None;
        }
        Some(rule.name.clone())
    }

    /// Lines that are ordered: by the 用语 that a 必说, 应说 or 问 names, or by the 环节 they stand in.
    fn judged_lines(&mut self, name: &Name) -> Option<SmolStr> {
        let model = self.model();
        let steps = || model.flows.iter().flat_map(|f| &f.steps).filter(|s| s.name == name.text);
        let class = model.phrases.iter().position(|p| p.name == name.text);
        if class.is_none() && steps().next().is_none() {
            let names = model.rules.iter().map(|r| &r.name).chain(model.deadlines.iter().map(|d| &d.name));
            let names = names.chain(model.phrases.iter().map(|p| &p.name));
            let d = unknown(name, Wanted::Rule, None, names.map(SmolStr::as_str));
            self.cx.report(d);
            return None;
        }
        let mut ordered = false;
        let mut look = |stmt: &Stmt| {
            let lines = match &stmt.kind {
                StmtKind::Say(say) if say.modality != Modality::May => say.lines.as_slice(),
                StmtKind::Ask { say, .. } => say.lines.as_slice(),
                StmtKind::ReadBack { .. } if class.is_none() => return ordered = true,
                _ => return,
            };
            ordered |= match class {
                Some(class) => lines.iter().any(|l| matches!(&l.source, LineSource::Class(id, _) if id.index() == class)),
                None => !lines.is_empty(),
            };
        };
        match class {
            Some(_) => model.flows.iter().for_each(|f| f.each_stmt(&mut look)),
            None => steps().flat_map(Step::blocks).for_each(|block| each_stmt(block, &mut look)),
        }
        if !ordered {
            let (zh, en) = match class {
                Some(_) => (
                    format!("没有哪一处必说、应说“{}”，说不上违反", name.text),
                    format!("nothing orders `{}` to be said, so that it can be missed nowhere", name.text),
                ),
                None => (
                    format!("环节“{}”里没有必说、应说的话，说不上违反", name.text),
                    format!("the step `{}` orders nothing to be said, so that nothing can be missed there", name.text),
                ),
            };
            let d = Diagnostic::new(&UNKNOWN_EXPECTATION, name.span, zh, en);
            self.cx.report(d.help(
                "写一条规则、期限的名字，或者有必说、应说的用语、环节。",
                "Name a rule or limit, or a `phrases` or `step` with lines that ought to be said.",
            ));
            return None;
        }
        Some(format_smolstr!("{} {}", if class.is_some() { "用语" } else { "环节" }, name.text))
    }

    /// Whether a name is that of a 期限, a 周期 or what is kept, which are judged without rules.
    fn is_limit(&self, name: &Name) -> bool {
        let model = self.model();
        let kept = |form: FormId| model.forms.get(form.index()).is_some_and(|f| f.name == name.text);
        model.deadlines.iter().any(|d| d.name == name.text)
            || model.schedules.iter().any(|s| s.name == name.text)
            || model.retains.iter().any(|r| kept(r.form))
    }

    /// 说过: a text, a class, or the column that holds one.
    fn said(&mut self, line: &ast::Line) -> Option<Line> {
        let ast::LineSource::Class(path, args) = &line.source else { return Some(self.cx.line(line)) };
        if let Some(value) = self.cx.path_column(path)
            && let ast::ExprKind::Text(text) = &value.kind
        {
            return Some(Line { source: LineSource::Text(self.cx.text(text)), mode: line.mode, span: line.span });
        }
        let path = self.cx.name_in_row(path);
        let id = self.expected(&path, Wanted::Phrases, |s| match s {
            Symbol::Phrases(id) => Some(id),
            _ => None,
        })?;
        // Without arguments any value will do.
        let class = self.model().phrases.get(id.index())?;
        let args = if args.is_empty() { Vec::new() } else { self.cx.args(&class.name, class.span, &class.params, args, line.span) };
        Some(Line { source: LineSource::Class(id, args), mode: line.mode, span: line.span })
    }

    fn did(&mut self, action: &Path, args: &[Arg], times: Option<&ast::Expr>, never: bool) -> Option<ExpectKind> {
        let path = self.cx.name_in_row(action);
        let id = self.expected(&path, Wanted::Action, |s| match s {
            Symbol::Action(id) => Some(id),
            _ => None,
        })?;
        let declared = self.model().actions.get(id.index())?;
        let args =
            if args.is_empty() { Vec::new() } else { self.cx.args(&declared.name, declared.span, &declared.params, args, action.span) };
        let times = match times {
            Some(n) => Some(self.count(n)?),
            None => None,
        };
        Some(ExpectKind::Did { action: id, args, times, never })
    }

    /// A whole number of times, with or without its unit.
    fn count(&mut self, written: &ast::Expr) -> Option<i64> {
        let value = self.cx.in_row(written);
        let read = self.cx.in_cell(|cx| cx.expr(&value, Some(&Ty::Times)));
        match (&read.kind, &read.ty) {
            (ExprKind::Value(Value::Number(n)), Ty::Times | Ty::Integer) => n.to_int(),
            (ExprKind::Bad, _) => None,
            _ => {
                self.cx.fit(read, &Slot::of(Ty::Times), &TYPE_MISMATCH);
                None
            }
        }
    }

    /// 结束: a result that some 结束 of the script gives.
    fn result(&mut self, path: &Path) -> Option<SmolStr> {
        let path = self.cx.name_in_row(path);
        let name = path.parts.last()?;
        if self.known.results.contains(name.text.as_str()) {
            return Some(name.text.clone());
        }
        let results = self.known.results.iter().copied();
        let d = unknown(name, Wanted::Outcome, None, results);
        self.cx.report(d);
        None
    }

    fn expected<T>(&mut self, path: &Path, wanted: Wanted, pick: impl Fn(Symbol) -> Option<T>) -> Option<T> {
        let before = self.cx.out.len();
        let found = self.cx.named(path, wanted, pick);
        for d in self.cx.out.iter_mut().skip(before) {
            d.code = &UNKNOWN_EXPECTATION;
            d.level = UNKNOWN_EXPECTATION.level;
        }
        found
    }
}
