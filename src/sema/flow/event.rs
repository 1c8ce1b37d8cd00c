//! Event patterns.

use super::option::label;
use crate::base::{Diagnostic, Span};
use crate::sema::codes::types::{BAD_ARGUMENTS, TYPE_MISMATCH};
use crate::sema::cx::{Cx, Inner};
use crate::sema::index::leaves_of;
use crate::sema::model::{
    BinaryOp, CompareOp, Event, EventAtom, EventId, EventKind, Expr, ExprKind, FieldId, FlowId, ForbidId, FormId, Line, LineSource, MOOD,
    Param, StepId, Test, Ty, Value,
};
use crate::sema::names::{Wanted, unknown};
use crate::sema::scope::Symbol;
use crate::syntax::ast::{self, Arg, Path};
use smol_str::SmolStr;

impl Cx<'_> {
    /// Alternatives.
    pub(crate) fn event(&mut self, event: &ast::Event) -> Event {
        Event { atoms: event.atoms.iter().map(|a| self.event_atom(a)).collect(), span: event.span }
    }

    /// One pattern.
    pub(crate) fn event_atom(&mut self, atom: &ast::EventAtom) -> EventAtom {
        let actor = atom.actor.as_ref().and_then(|a| self.actor(a, atom.span));
        let kind = self.event_kind(&atom.kind, atom.span);
        let test = atom.test.as_ref().map(|t| self.event_test(&kind, t, atom.span));
        let filter = atom.filter.as_ref().map(|f| {
            let names = self.in_hand(&kind);
            let before = self.filter.replace(names);
            let read = self.condition(f);
            self.filter = before;
            read
        });
        let filter = match &atom.kind {
            ast::EventKind::Do(_, args) if !args.is_empty() => self.done_with(&kind, args, filter, atom.span),
            // An action may be named without 做, as 须 does.
            ast::EventKind::Declared(_, args) if !args.is_empty() && matches!(kind, EventKind::Do(_)) => {
                self.done_with(&kind, args, filter, atom.span)
            }
            _ => filter,
        };
        EventAtom { actor, kind, test, filter, span: atom.span }
    }

    fn event_kind(&mut self, kind: &ast::EventKind, span: Span) -> EventKind {
        use ast::EventKind as K;
        match kind {
            K::Incoming => EventKind::Incoming,
            K::Outgoing => EventKind::Outgoing,
            K::Ring => EventKind::Ring,
            K::Answer => EventKind::Answer,
            K::Begin => EventKind::Begin,
            K::Finish => EventKind::Finish,
            K::Says(line) => match self.forbidden(line) {
                Some(forbid) => EventKind::SaysForbidden(forbid),
                None => EventKind::Says(self.heard_line(line)),
            },
            K::NoReply => EventKind::NoReply,
            K::Backchannel => EventKind::Backchannel,
            K::TalkOver => EventKind::TalkOver,
            K::CutIn => EventKind::CutIn,
            K::Reply => EventKind::Reply,
            K::Silence => EventKind::Silence,
            K::Stay => EventKind::Stay,
            K::CallTime => EventKind::CallTime,
            K::Noise(path) => EventKind::Noise(path.as_ref().map(joined)),
            K::Hold => EventKind::Hold,
            K::Resume => EventKind::Resume,
            K::Mute => EventKind::Mute,
            K::Unmute => EventKind::Unmute,
            K::Transfer(Some(path)) if is(path, "成功", "succeeded") => EventKind::Transferred(true),
            K::Transfer(Some(path)) if is(path, "失败", "failed") => EventKind::Transferred(false),
            K::Transfer(path) => EventKind::Transfer(path.as_ref().map(joined)),
            K::HangUp => EventKind::HangUp,
            K::CallEnded => EventKind::CallEnded,
            K::Mood(None) => EventKind::Mood(Vec::new()),
            K::Mood(Some(path)) => self.mood(path),
            K::MoodRise => EventKind::MoodRise,
            K::MoodFall => EventKind::MoodFall,
            K::Chose(l) => EventKind::Chose(label(l)),
            K::EnterValue(path) => match self.form_field(path) {
                Some((form, Some(field))) => EventKind::EnterValue(form, field),
                Some((form, None)) => {
                    let name = self.model.forms.get(form.index()).map_or("", |f| f.name.as_str());
                    let d = Diagnostic::new(
                        &TYPE_MISMATCH,
                        path.span,
                        format!("写明是“{name}”的哪个字段"),
                        format!("say which field of `{name}` is meant"),
                    );
                    self.report(d);
                    EventKind::Bad
                }
                None => EventKind::Bad,
            },
            K::Fill(path) => self.form_event(path, EventKind::Submit),
            K::ReadBack(path) => self.form_event(path, EventKind::ReadBack),
            K::Complete(path) => self.form_event(path, EventKind::Complete),
            K::Changed(path) => self.form_field(path).map_or(EventKind::Bad, |(form, field)| EventKind::Changed(form, field)),
            K::Enter(path) => self.step_event(path, EventKind::Enter),
            K::Leave(path) => self.step_event(path, EventKind::Leave),
            K::Do(path, _) => self.done(path),
            K::HandTo(path) => match path.parts.as_slice() {
                [name] => self.role(name).map_or(EventKind::Bad, EventKind::HandTo),
                _ => EventKind::Bad,
            },
            K::End(path) => EventKind::End(path.as_ref().map(joined)),
            K::CaseClosed => EventKind::CaseClosed,
            K::Confirms(_) => {
                let d = Diagnostic::new(
                    &TYPE_MISMATCH,
                    span,
                    "“确认”“同意”不是可以等的事件",
                    "`confirmed` and `consent` are no events that can be waited for",
                )
                .help("写成选项：选项 无误 视为 确认 …。", "Write an option: `option correct counts as confirmed …`.");
                self.report(d);
                EventKind::Bad
            }
            K::Declared(path, args) => self.declared_event(path, args, span),
        }
    }

    fn mood(&mut self, path: &Path) -> EventKind {
        let Some(name) = path.parts.last() else { return EventKind::Bad };
        match self.env.index.node(MOOD, &name.text) {
            Some(node) => EventKind::Mood(leaves_of(self.model, MOOD, node)),
            None => {
                self.leaf(MOOD, name);
                EventKind::Bad
            }
        }
    }

    /// A number or length asked of an event.
    fn event_test(&mut self, kind: &EventKind, test: &ast::Test, span: Span) -> Test {
        let ty = match kind {
            EventKind::Ring => Ty::Rings,
            EventKind::Silence | EventKind::Stay | EventKind::CallTime | EventKind::Reply | EventKind::TalkOver | EventKind::CutIn => {
                Ty::Duration
            }
            _ => Ty::Bad,
        };
        // `振铃 4`: the number of a ring needs no unit.
        if let (Ty::Rings, ast::Test::Compare(op, e)) = (&ty, test) {
            let read = self.expr(e, Some(&ty));
            let read = if read.ty == Ty::Integer {
                Expr { ty: Ty::Rings, ..read }
            } else {
                self.fit(read, &crate::sema::model::Slot::of(Ty::Rings), &TYPE_MISMATCH)
            };
            return Test::Compare(*op, read);
        }
        let subject = Expr::new(ExprKind::Bad, ty, Span { end: span.start, ..span });
        self.test(&subject, test)
    }

    fn form_event(&mut self, path: &Path, event: impl Fn(FormId) -> EventKind) -> EventKind {
        match self.form_field(path) {
            Some((form, None)) => event(form),
            Some((_, Some(_))) | None => EventKind::Bad,
        }
    }

    /// `form`, `form.field`, `record`, `record.field`
    fn form_field(&mut self, path: &Path) -> Option<(FormId, Option<FieldId>)> {
        if let Some(first) = path.parts.first()
            && !matches!(self.inner, Inner::Flow(_))
            && let Some(Symbol::Form(form)) = self.global_quietly(&first.text)
        {
            // Outside a flow there is no current record, and the form's name stands for all of them.
            return match path.parts.get(1) {
                None => Some((form, None)),
                Some(name) => self.field(form, name).map(|f| (form, Some(f))),
            };
        }
        if path.parts.len() > 1 {
            let e = ast::Expr { kind: ast::ExprKind::Path(path.clone()), span: path.span };
            let read = self.expr(&e, None);
            if let ExprKind::Field(record, field) = &read.kind
                && !matches!(read.ty, Ty::Record(_))
            {
                return self.form_of(record).map(|form| (form, Some(*field)));
            }
            return self.form_of(&read).map(|form| (form, None));
        }
        self.record_path(path).map(|(_, form)| (form, None))
    }

    fn step_event(&mut self, path: &Path, event: impl Fn(FlowId, StepId) -> EventKind) -> EventKind {
        if let ([name], Some(flow)) = (path.parts.as_slice(), self.here())
            && let Some(step) = self.env.index.step(flow, &name.text)
        {
            return event(flow, step);
        }
        if let [(flow, step), ..] = self.steps_named(path).as_slice() {
            return event(*flow, *step);
        }
        let symbol = self.global_path_quietly(path);
        if let Some(Symbol::Flow(flow)) = symbol {
            return event(flow, StepId(0));
        }
        if let Some(name) = path.parts.last() {
            let names = self.env.index.step_names();
            self.report(unknown(name, Wanted::Step, None, names.into_iter()));
        }
        EventKind::Bad
    }

    fn done(&mut self, path: &Path) -> EventKind {
        let id = self.named(path, Wanted::Action, |s| match s {
            Symbol::Action(id) => Some(id),
            _ => None,
        });
        id.map_or(EventKind::Bad, EventKind::Do)
    }

    /// `做 动作(…)` with arguments: each that is written must be equal, beside what 其中 asks.
    fn done_with(&mut self, kind: &EventKind, args: &[Arg], filter: Option<Expr>, span: Span) -> Option<Expr> {
        let model = self.model;
        let EventKind::Do(id) = kind else {
            args.iter().filter(|a| !is_any(a)).for_each(|a| drop(self.expr(&a.value, None)));
            return filter;
        };
        let action = model.actions.get(id.index())?;
        if args.len() > action.params.len() {
            self.report(too_many(&action.name, action.span, action.params.len(), args.len(), span));
        }
        let placed = self.place(&action.name, action.span, &action.params, args);
        let mut all = filter;
        for (i, (param, arg)) in action.params.iter().zip(placed).enumerate() {
            let Some(arg) = arg.filter(|a| !is_any(a)) else { continue };
            let value = self.argument(param, &arg.value);
            let at = value.span;
            let own = Expr::new(ExprKind::Arg(i as u32), param.slot.ty.clone(), at);
            let same = Expr::new(ExprKind::Test(Box::new(own), Box::new(Test::Compare(CompareOp::Eq, value))), Ty::Bool, at);
            all = Some(match all {
                Some(before) => Expr::new(ExprKind::Binary(BinaryOp::And, Box::new(before), Box::new(same)), Ty::Bool, at),
                None => same,
            });
        }
        all
    }

    /// 说 a 禁语.
    fn forbidden(&mut self, line: &ast::Line) -> Option<ForbidId> {
        match &line.source {
            ast::LineSource::Class(path, args) if args.is_empty() => match self.global_path_quietly(path) {
                Some(Symbol::Forbid(id)) => Some(id),
                _ => None,
            },
            _ => None,
        }
    }

    /// What somebody is heard to say. A class named without what it takes is heard whatever stands in its places.
    fn heard_line(&mut self, line: &ast::Line) -> Line {
        if let ast::LineSource::Class(path, args) = &line.source
            && args.is_empty()
            && let Some(Symbol::Phrases(id)) = self.global_path_quietly(path)
            && let Some(class) = self.model.phrases.get(id.index())
            && !class.params.is_empty()
        {
            let unknown =
                |p: &Param| Expr { kind: ExprKind::Value(Value::Unknown), ty: p.slot.ty.clone(), optional: true, span: path.span };
            let whatever = class.params.iter().map(unknown).collect();
            return Line { source: LineSource::Class(id, whatever), mode: line.mode, span: line.span };
        }
        self.line(line)
    }

    fn declared_event(&mut self, path: &Path, args: &[Arg], span: Span) -> EventKind {
        let Some((entry, used)) = self.global_path(path) else {
            self.unknown_path(path, Wanted::Event, |s| matches!(s, Symbol::Event(_)));
            return EventKind::Bad;
        };
        if used < path.parts.len() {
            self.unknown_path(path, Wanted::Event, |s| matches!(s, Symbol::Event(_)));
            return EventKind::Bad;
        }
        match entry.symbol {
            Symbol::Event(id) => EventKind::Declared(id, self.event_args(id, args, span)),
            Symbol::Action(id) => EventKind::Do(id),
            Symbol::Form(form) => EventKind::Submit(form),
            symbol => {
                let name = path.parts.last().map_or("", |n| n.text.as_str());
                self.report(crate::sema::names::wrong_kind(name, path.span, symbol, entry.span, Wanted::Event));
                EventKind::Bad
            }
        }
    }

    /// Argument cells: what is left out, or `_`, is not asked for.
    pub(crate) fn event_args(&mut self, id: EventId, args: &[Arg], span: Span) -> Vec<Option<Expr>> {
        let model = self.model;
        let Some(event) = model.events.get(id.index()) else { return Vec::new() };
        if args.len() > event.params.len() {
            self.report(too_many(&event.name, event.span, event.params.len(), args.len(), span));
        }
        let placed = self.place(&event.name, event.span, &event.params, args);
        let mut out = Vec::with_capacity(placed.len());
        for (param, arg) in event.params.iter().zip(placed) {
            out.push(arg.filter(|a| !is_any(a)).map(|a| self.argument(param, &a.value)));
        }
        out
    }
}

fn too_many(name: &str, declared: Span, n: usize, m: usize, span: Span) -> Diagnostic {
    Diagnostic::new(
        &BAD_ARGUMENTS,
        span,
        format!("“{name}”只带 {n} 样东西，这里写了 {m} 样"),
        format!("`{name}` carries {n}, and {m} are written"),
    )
    .related(declared, "在这里声明的", "declared here")
    .help("多写的删掉；真要多带一样，就改它的声明。", "Delete what is too many, or declare one more where it is declared.")
}

/// Whether a path is one word of either language.
fn is(path: &Path, zh: &str, en: &str) -> bool {
    matches!(path.parts.as_slice(), [name] if name.text == zh || name.text == en)
}

/// `_` or 任意 as an argument.
fn is_any(arg: &Arg) -> bool {
    match &arg.value.kind {
        ast::ExprKind::Path(path) => matches!(path.parts.as_slice(), [n] if matches!(n.text.as_str(), "_" | "任意" | "any")),
        _ => false,
    }
}

fn joined(path: &Path) -> SmolStr {
    match path.parts.as_slice() {
        [name] => name.text.clone(),
        parts => SmolStr::from(parts.iter().map(|n| n.text.as_str()).collect::<Vec<_>>().join(".")),
    }
}
