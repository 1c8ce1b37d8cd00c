//! 期望: what is looked for, and whether the script has it at all.

use super::Run;
use crate::base::Diagnostic;
use crate::sema::codes::scenarios::UNKNOWN_EXPECTATION;
use crate::sema::codes::types::TYPE_MISMATCH;
use crate::sema::decl::meta;
use crate::sema::model::{ExpectKind, Expectation, ExprKind, LimitExpect, Line, LineSource, Slot, Stand, Ty, Value};
use crate::sema::names::{Wanted, unknown};
use crate::sema::scope::Symbol;
use crate::syntax::ast::{self, Arg, Name, Path};
use smol_str::SmolStr;

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
            K::HandedTo(path) => {
                let path = self.cx.name_in_row(path);
                let role = path.parts.first().map(|n| self.cx.role(n));
                ExpectKind::HandedTo(role.flatten()?)
            }
            K::Limit(path, state) => self.limit(path, state)?,
            K::Stand { verdict, names, times } => {
                let verdict = self.verdict(verdict)?;
                let times = match times {
                    Some(n) => Some(self.count(n)?),
                    None => None,
                };
                let names = names.iter().map(|n| self.judged(n)).collect::<Vec<_>>();
                ExpectKind::Stand { verdict, names: names.into_iter().collect::<Option<_>>()?, times }
            }
            K::Total { verdict, times, prefix } => {
                let times = self.count(times)?;
                match self.verdict(verdict)? {
                    Stand::Broken => ExpectKind::Total { times, prefix: prefix.clone() },
                    Stand::Kept | Stand::OnlyBroken | Stand::Unknown => {
                        self.not_yet("“共”只数违反了几次", "totals are counted of what is violated alone", written.span);
                        ExpectKind::Later
                    }
                }
            }
            K::Timed(names) => {
                names.iter().for_each(|n| self.rule(n));
                self.not_yet(
                    "得分、在何时违反、违反得多严重，这样的期望本版还不会判",
                    "this version does not judge marks, nor when or how gravely a rule is broken",
                    written.span,
                );
                ExpectKind::Later
            }
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

    /// How something is expected to stand; a column holds the word.
    fn verdict(&mut self, written: &ast::Stand) -> Option<Stand> {
        let name = match written {
            ast::Stand::Broken => return Some(Stand::Broken),
            ast::Stand::Kept => return Some(Stand::Kept),
            ast::Stand::OnlyBroken => return Some(Stand::OnlyBroken),
            ast::Stand::Unknown => return Some(Stand::Unknown),
            ast::Stand::Column(name) => name,
        };
        let path = self.cx.name_in_row(&Path { parts: vec![name.clone()], span: name.span });
        let word = path.parts.last()?;
        let known = ["违反", "不违反", "只违反", "无法判定"];
        let which = known
            .iter()
            .position(|k| *k == word.text)
            .or_else(|| ["violates", "kept", "only", "inconclusive"].iter().position(|k| *k == word.text));
        match which {
            Some(0) => Some(Stand::Broken),
            Some(1) => Some(Stand::Kept),
            Some(2) => Some(Stand::OnlyBroken),
            Some(_) => Some(Stand::Unknown),
            None => {
                let d = unknown(word, Wanted::Outcome, None, known.into_iter());
                self.cx.report(Diagnostic { code: &UNKNOWN_EXPECTATION, ..d });
                None
            }
        }
    }

    /// The name of a rule, a 期限 or a 周期 in this row.
    fn judged(&mut self, name: &Name) -> Option<SmolStr> {
        let path = self.cx.name_in_row(&Path { parts: vec![name.clone()], span: name.span });
        let name = path.parts.last()?;
        if !self.is_limit(name) && !self.model().rules.iter().any(|r| r.name == name.text) {
            let model = self.model();
            let names = model.rules.iter().map(|r| &r.name).chain(model.deadlines.iter().map(|d| &d.name));
            let d = unknown(name, Wanted::Rule, None, names.map(SmolStr::as_str));
            self.cx.report(d);
            return None;
        }
        Some(name.text.clone())
    }

    /// Whether a name is that of a 期限 or 周期, which are judged without rules.
    fn is_limit(&self, name: &Name) -> bool {
        let model = self.model();
        model.deadlines.iter().any(|d| d.name == name.text) || model.schedules.iter().any(|s| s.name == name.text)
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

    /// The rule, limit or 禁语 that an expectation judges.
    fn rule(&mut self, name: &Name) {
        // A column may hold the verdict itself, and 属 names the beginning of a citation.
        let path = Path { parts: vec![name.clone()], span: name.span };
        let is_rule = self.cx.env.scopes.rules(self.cx.file).is_some_and(|rules| rules.contains_key(&name.text));
        if is_rule
            || name.text.starts_with(|c: char| c == '{' || c.is_ascii_alphanumeric())
            || self.cx.path_column(&path).is_some()
            || self.cx.global_path_quietly(&path).is_some()
        {
            return;
        }
        let names: Vec<SmolStr> = self.model().rules.iter().map(|r| r.name.clone()).collect();
        let d = unknown(name, Wanted::Rule, None, names.iter().map(SmolStr::as_str));
        self.cx.report(d);
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
