//! A wait inside a limited wait, or in a step that a 期限 watches, is not longer than it.

use super::comparable;
use crate::base::{Diagnostic, Message};
use crate::sema::check::Context;
use crate::sema::check::domain::amount_in_words;
use crate::sema::codes::time::LONGER_THAN_PARENT;
use crate::sema::model::{Deadline, EventKind, Limit, LimitBound, Stmt, StmtKind, each_stmt};

/// Looks into the 当 of a limited wait: they run while it waits.
pub(super) fn check(cx: &Context<'_>, stmt: &Stmt, out: &mut Vec<Diagnostic>) {
    let StmtKind::Wait(outer) = &stmt.kind else { return };
    let Some(whole) = outer.limit.as_ref() else { return };
    for when in &outer.whens {
        each_stmt(&when.body, &mut |inner: &Stmt| {
            let limit = match &inner.kind {
                StmtKind::Wait(wait) => wait.limit.as_ref(),
                StmtKind::Do { limit, .. } => limit.as_deref(),
                _ => None,
            };
            out.extend(limit.and_then(|limit| longer(cx, limit, whole)).map(|longer| longer.inside()));
        });
    }
}

/// A 期限 that starts where a step is entered and leaves it when it runs out: the step's first wait is never longer than that.
pub(super) fn watched(cx: &Context<'_>, deadline: &Deadline, out: &mut Vec<Diagnostic>) {
    let (Some(whole), Some(breach)) = (&deadline.limit, &deadline.breach) else { return };
    let leaves = matches!(
        breach.body.last().map(|s| &s.kind),
        Some(StmtKind::End(_) | StmtKind::Goto(_) | StmtKind::Return(_) | StmtKind::GotoFlow { and_return: false, .. })
    );
    let starts = deadline.start.atoms.iter().filter(|a| leaves && a.filter.is_none()).filter_map(|a| match a.kind {
        EventKind::Enter(flow, step) => cx.model.flows.get(flow.index())?.steps.get(step.index()),
        _ => None,
    });
    for step in starts {
        let waits = |s: &&Stmt| !matches!(s.kind, StmtKind::Say(_) | StmtKind::Tip(_) | StmtKind::Set { .. } | StmtKind::OpenCase { .. });
        let first = step.body.iter().filter(waits).find(|s| !matches!(s.kind, StmtKind::Do { into: None, .. }));
        let Some(Stmt { kind: StmtKind::Wait(wait), .. }) = first else { continue };
        let longer = wait.limit.as_ref().filter(|_| deadline.pauses.is_empty()).and_then(|limit| longer(cx, limit, whole));
        out.extend(longer.map(|longer| longer.watched_by(deadline)));
    }
}

/// Two limits, the inner one longer.
struct Longer<'m> {
    part: &'m Limit,
    all: &'m Limit,
    a: Message,
    b: Message,
}

impl Longer<'_> {
    fn inside(self) -> Diagnostic {
        let Self { part, all, a, b } = self;
        Diagnostic::new(
            &LONGER_THAN_PARENT,
            part.bound().span,
            format!("里面的时限是{}，外面一共才{}", a.zh, b.zh),
            format!("the limit inside is {}, and the one around it {}", a.en, b.en),
        )
        .related(all.bound().span, "外面的时限", "the limit around it")
        .help(
            "里面的不能比外面的长；要等更久，就转到另一个环节去等。",
            "It cannot be longer than what is around it; to wait longer, go to a step of its own.",
        )
    }

    fn watched_by(self, deadline: &Deadline) -> Diagnostic {
        let Self { part, all, a, b } = self;
        Diagnostic::new(
            &LONGER_THAN_PARENT,
            part.bound().span,
            format!("这里等{}，期限“{}”{}就到点了，这里的超时永远轮不到", a.zh, deadline.name, b.zh),
            format!("this waits {}, and the deadline `{}` runs out after {}: the time-out here never comes", a.en, deadline.name, b.en),
        )
        .related(all.bound().span, "期限先到", "this runs out first")
        .help(
            "这里写得比期限短，或者把期限放长；等多久都由期限来管的，这里不写限时。",
            "Make this shorter than the deadline or the deadline longer; where the deadline alone is meant, take the limit off here.",
        )
    }
}

fn longer<'m>(cx: &Context<'_>, part: &'m Limit, all: &'m Limit) -> Option<Longer<'m>> {
    let (LimitBound::Length(inner), LimitBound::Length(outer)) = (&part.bound, &all.bound) else { return None };
    let (ticks, whole) = comparable(cx.model, inner, outer)?;
    if ticks <= whole {
        return None;
    }
    Some(Longer { part, all, a: amount_in_words(cx.model, inner)?, b: amount_in_words(cx.model, outer)? })
}
