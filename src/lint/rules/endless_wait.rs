//! L06: a wait, or an action with a result, that may last for ever.

use crate::base::{Diagnostic, Level, Span};
use crate::lint::{Rule, codes::ENDLESS_WAIT, cx::Cx};
use crate::sema::model::{EventKind, Flow, Kinds, StmtKind, Wait};

pub(crate) static RULE: Rule = Rule { run };

fn run(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for flow in &cx.model.flows {
        let opening = opening(flow);
        // A ladder that was started before the wait rings when nothing comes.
        let mut ladder = None;
        flow.each_stmt_of(Kinds::ESCALATE.or(Kinds::WAIT).or(Kinds::DO), &mut |stmt| match &stmt.kind {
            StmtKind::Escalate { .. } => ladder = Some(stmt.span),
            StmtKind::Wait(wait)
                if wait.limit.is_none()
                    && wait.whens.is_empty()
                    && !comes_anyway(wait, Some(stmt.span) == opening)
                    && !watched(cx, ladder, stmt.span) =>
            {
                out.push(endless(stmt.span));
            }
            StmtKind::Do { into: Some(_), limit: None, .. } => out.push(Diagnostic { level: Level::Info, ..unanswered(stmt.span) }),
            _ => {}
        });
    }
}

/// The first statement of a flow: a call that comes in is answered or ends.
fn opening(flow: &Flow) -> Option<Span> {
    flow.steps.first()?.body.first().map(|s| s.span)
}

/// Only the line above counts: further up the ladder may be another matter's.
fn watched(cx: &Cx<'_>, ladder: Option<Span>, wait: Span) -> bool {
    let between =
        ladder.filter(|l| l.file == wait.file && l.end <= wait.start).map(|l| cx.slice(Span { start: l.end, end: wait.start, ..l }));
    between.is_some_and(|text| text.matches('\n').count() == 1)
}

fn comes_anyway(wait: &Wait, opening: bool) -> bool {
    wait.on.iter().flat_map(|e| &e.atoms).any(|a| match a.kind {
        EventKind::CallEnded | EventKind::Bad => true,
        EventKind::Answer => opening,
        _ => false,
    })
}

fn endless(span: Span) -> Diagnostic {
    Diagnostic::new(
        &ENDLESS_WAIT,
        span,
        "没有写等多久，它不来就一直等下去",
        "nothing says how long: if it never comes, this waits for ever",
    )
    .help(
        "后面写 `限时 30秒`（多久由您定），下面写“超时”：到时候还不来怎么办。",
        "Add a limit, such as `limit 30s`, and below it a `timeout`: what is done when it has not come by then.",
    )
}

fn unanswered(span: Span) -> Diagnostic {
    Diagnostic::new(&ENDLESS_WAIT, span, "要等它的结果，却没有写等多久", "its result is waited for, and nothing says how long").help(
        "后面写 `限时 30秒`（多久由您定），下面写“超时”：系统没有回音时跟客户说什么。",
        "Add a limit, such as `limit 30s`, and below it a `timeout`: what is said when the system does not answer.",
    )
}
