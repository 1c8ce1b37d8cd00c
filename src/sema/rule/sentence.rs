//! One line of a rule: its scopes, its pattern, 否则 and 除非.

use super::body::modal_of;
use super::key::KeyRef;
use crate::base::{Diagnostic, Span};
use crate::sema::codes::time::NO_CALENDAR;
use crate::sema::codes::types::TYPE_MISMATCH;
use crate::sema::cx::{Cx, Inner};
use crate::sema::decl::meta;
use crate::sema::flow::vars::Locals;
use crate::sema::model::{
    CalendarId, EventKind, Expr, ExprKind, FlowId, Keyed, ModalWord, Pattern, Remedy, Sentence, StretchRef, Ty, Var, Within,
};
use crate::sema::names::Wanted;
use crate::sema::scope::Symbol;
use crate::syntax::ast::{self, ScopeClause, StretchKind};

/// Variables that a sentence made in the flow it speaks of.
pub(super) type Made = Option<(FlowId, Vec<Var>)>;

impl Cx<'_> {
    /// A sentence; none where it is no sentence.
    pub(super) fn rule_sentence(
        &mut self,
        written: &ast::Sentence,
        key: &KeyRef,
        using: Option<CalendarId>,
        guarantee: bool,
    ) -> (Option<Sentence>, Made) {
        let flow = self.flow_of(written);
        if let Some(flow) = flow {
            let vars = self.model.flows.get(flow.index()).map_or(&[][..], |f| &f.vars);
            self.inner = Inner::Flow(Box::new(Locals::of(flow, vars)));
        }
        if let Some((name, ty)) = self.key_name(key) {
            self.named.add(name.text, ExprKind::Key, ty);
        }
        let sentence = self.sentence_in(written, key, using, flow);
        if let Some(sentence) = &sentence
            && guarantee
        {
            self.no_permission(sentence);
        }
        self.named = Default::default();
        let made = match (std::mem::take(&mut self.inner), flow) {
            (Inner::Flow(locals), Some(flow)) => Some((flow, locals.vars)),
            _ => None,
        };
        (sentence, made)
    }

    fn sentence_in(&mut self, written: &ast::Sentence, key: &KeyRef, using: Option<CalendarId>, flow: Option<FlowId>) -> Option<Sentence> {
        let mut within = self.scopes(&written.scopes, key, using);
        let pattern = self.pattern(&written.form, key, using, &mut within)?;
        let unless = written.unless.as_ref().map(|e| self.with_key(e, key));
        let flow = flow.or_else(|| self.case_of(key, &pattern));
        let otherwise = self.remedies(&written.otherwise, &pattern);
        if let Some(span) = written.latest
            && !matches!(pattern, Pattern::After(_, _, Some(_)))
        {
            self.no_such_sentence(
                span,
                "“末次起算”只用在“多久以内必须”的句子里",
                "`latest counts` belongs to a sentence with a limit",
                ("这一句没有时限，把它删掉。", "This sentence has no limit; leave it out."),
            );
        }
        let modal = modal_of(written);
        Some(Sentence {
            pattern,
            modal: modal.map_or(ModalWord::Must, |m| m.word),
            modal_span: modal.map_or(written.span, |m| m.span),
            within,
            flow,
            otherwise,
            unless,
            latest: written.latest.is_some(),
            yields: Vec::new(),
            span: written.span,
            meta: meta(&written.meta),
        })
    }

    /// The flow that a scope names: its variables may be read.
    fn flow_of(&mut self, written: &ast::Sentence) -> Option<FlowId> {
        let before = self.out.len();
        let own = match &written.form {
            ast::SentenceForm::While { stretch, .. } | ast::SentenceForm::Lasting { stretch, .. } => Some(stretch),
            _ => None,
        };
        let scopes = written.scopes.iter().filter_map(|s| match s {
            ScopeClause::During(stretch) => Some(stretch),
            ScopeClause::If(_) | ScopeClause::FromTo(..) | ScopeClause::Every(_) => None,
        });
        let mut flow = None;
        for stretch in scopes.chain(own) {
            flow = flow.or(match &stretch.kind {
                StretchKind::InFlow(path) => self.flow(path),
                StretchKind::InStep(path) => match self.steps_named(path).as_slice() {
                    [(flow, _)] => Some(*flow),
                    _ => None,
                },
                _ => None,
            });
        }
        // Faults are reported where the scope is read.
        self.out.truncate(before);
        flow
    }

    fn scopes(&mut self, scopes: &[ScopeClause], key: &KeyRef, using: Option<CalendarId>) -> Within {
        let mut within = Within::default();
        for scope in scopes {
            match scope {
                ScopeClause::If(condition) => within.provided.push(self.condition(condition)),
                ScopeClause::During(stretch) => within.during.push((self.stretch_ref(stretch), stretch.span)),
                ScopeClause::FromTo(from, to) => within.between = Some((self.with_key(from, key), self.with_key(to, key))),
                ScopeClause::Every(length) => within.every = self.plain_length(length, using),
            }
        }
        within
    }

    /// A length of any sort, as 每 and `V - T` take it.
    pub(super) fn plain_length(&mut self, length: &ast::Expr, using: Option<CalendarId>) -> Option<Expr> {
        let read = self.expr(length, Some(&Ty::Duration));
        if !read.ty.is_length() {
            if read.ty != Ty::Bad {
                let d = self.mismatch(&TYPE_MISMATCH, &read, &Ty::Duration);
                self.report(d);
            }
            return None;
        }
        self.counted_out(&read, using);
        Some(read)
    }

    /// 否则
    fn remedies(&mut self, written: &[ast::Remedy], pattern: &Pattern) -> Vec<Remedy> {
        let names = trigger(pattern).and_then(|on| self.own_names(on));
        let before = self.named.clone();
        for (name, kind, ty) in names.into_iter().flatten() {
            self.named.add(name, kind, ty);
        }
        let remedies = written.iter().filter_map(|r| self.remedy(r)).collect();
        self.named = before;
        remedies
    }

    /// The arguments of the event that opens an obligation, where it is of one kind.
    fn own_names(&self, on: &Keyed) -> Option<Vec<(smol_str::SmolStr, ExprKind, Ty)>> {
        let model = self.model;
        let [atom] = on.event.atoms.as_slice() else { return None };
        let (params, event) = match &atom.kind {
            EventKind::Declared(id, _) => (&model.events.get(id.index())?.params, Some(*id)),
            EventKind::Do(id) => (&model.actions.get(id.index())?.params, None),
            _ => return None,
        };
        let own = |i: usize| event.map_or(ExprKind::Arg(i as u32), |id| ExprKind::EventArg(id, i as u32));
        Some(params.iter().enumerate().map(|(i, p)| (p.name.clone(), own(i), p.slot.ty.clone())).collect())
    }

    fn remedy(&mut self, remedy: &ast::Remedy) -> Option<Remedy> {
        let model = self.model;
        match remedy {
            ast::Remedy::Do(path, args, span) => {
                let id = self.named(path, Wanted::Action, |s| match s {
                    Symbol::Action(id) => Some(id),
                    _ => None,
                })?;
                let action = model.actions.get(id.index())?;
                let args = self.args(&action.name, action.span, &action.params, args, *span);
                if action.gives.is_some() {
                    let d = Diagnostic::new(
                        &TYPE_MISMATCH,
                        *span,
                        format!("“{}”要等回话，“否则”后面没有地方等", action.name),
                        format!("`{}` waits for an answer, and nothing can wait behind `else`", action.name),
                    )
                    .related(action.span, "在这里声明的", "declared here")
                    .help("换一个不等回话的动作，或者用“升级”。", "Choose an action that gives nothing, or `escalate`.");
                    self.report(d);
                }
                Some(Remedy::Do(id, args, *span))
            }
            ast::Remedy::Escalate(path) => self
                .named(path, Wanted::Ladder, |s| match s {
                    Symbol::Ladder(id) => Some(id),
                    _ => None,
                })
                .map(|id| Remedy::Escalate(id, path.span)),
        }
    }

    /// A 保证 promises something; a permission promises nothing.
    fn no_permission(&mut self, sentence: &Sentence) {
        if sentence.modal == ModalWord::May {
            self.no_such_sentence(
                sentence.modal_span,
                "“保证”里不能写“可”：许可没有什么可保证的",
                "a guarantee holds no `may`: nothing follows from a permission",
                ("把这一句写成“规则”。", "Write it as a rule."),
            );
        }
    }

    /// A calendar's set needs its calendar alone; days need one in force.
    pub(super) fn needs_zone(&mut self, span: Span, stretch: StretchRef) {
        if let StretchRef::Calendar(id, word) = stretch
            && let Some(calendar) = self.model.calendars.get(id.index())
            && word == "休息时间"
            && calendar.data.rest.is_empty()
        {
            let name = &calendar.data.name;
            let d = Diagnostic::new(
                &NO_CALENDAR,
                span,
                format!("日历“{name}”没有写休息时间"),
                format!("the calendar `{name}` has no rest hours"),
            )
            .related(calendar.span, "这个日历", "the calendar")
            .help("在日历里写一行“休息时间 21:00-次日 08:00”。", "Add a line `rest` to the calendar.");
            self.report(d);
        }
    }
}

/// The event that opens an obligation.
fn trigger(pattern: &Pattern) -> Option<&Keyed> {
    match pattern {
        Pattern::After(on, ..) | Pattern::Next(on, _) | Pattern::Between(on, _) | Pattern::Barred(on, ..) | Pattern::Implies(on, _) => {
            Some(&on.on)
        }
        Pattern::Never(on) | Pattern::Times(on, ..) | Pattern::Apart(on, _) | Pattern::Only(on, ..) => Some(&on.on),
        Pattern::Before { of, .. } => Some(&of.on),
        Pattern::By { arms, .. } => arms.as_ref(),
        Pattern::Always(_) | Pattern::First(..) | Pattern::Last(..) | Pattern::Lasts { .. } | Pattern::EachIn(..) => None,
    }
}
