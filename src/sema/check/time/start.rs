//! Whether a 期限 can start, and is not stopped by what starts it.

use super::made::starts;
use super::order::{self, Order};
use crate::base::{Diagnostic, Span};
use crate::sema::check::Context;
use crate::sema::check::branches::Chains;
use crate::sema::codes::time::NEVER_STARTS;
use crate::sema::model::{Deadline, EventAtom, EventKind, Flow, Kinds, LadderId, Model, Remedy, Stmt, StmtKind, each_stmt, remedies};
use std::collections::BTreeSet;

pub(super) fn check(cx: &Context<'_>, deadline: &Deadline, chains: &Chains, out: &mut Vec<Diagnostic>) {
    if deadline.start.atoms.is_empty() || cx.faulty(deadline.span) {
        return;
    }
    for start in &deadline.start.atoms {
        if let Some(stop) = deadline.stop.atoms.iter().find(|stop| same(start, stop)) {
            out.push(
                finding(deadline, start.span, "起和止是同一件事：一开表就停了", "the same event starts and stops it")
                    .related(stop.span, "止", "the stop")
                    .help(
                        "“止”写事情办完的那一刻，比如回单到了、客户答复了。",
                        "The stop is when the thing is done: the answer comes, the form is back.",
                    ),
            );
            return;
        }
    }
    if deadline.start.atoms.iter().all(|atom| !possible(cx.model, atom)) {
        out.push(
            finding(deadline, deadline.start.span, "“起”的事在脚本里永远不会发生", "what starts it never happens anywhere in the script")
                .help(
                    "换成脚本里会发生的事；或者在该开表的地方把它写上。",
                    "Name something that happens, or write it where the clock is to start.",
                ),
        );
        return;
    }
    out.extend(match order::of(cx, deadline, chains) {
        Some(Order::Free(stop)) => Some(
            finding(
                deadline,
                stop.span,
                "不经过“起”也能走到“止”，表还没开就停了",
                "the stop can be reached without the start: it stops before it starts",
            )
            .related(deadline.start.span, "这条路上没有它", "not on that way")
            .help(
                "让每条路都先经过“起”；或者把“起”挪到更早的、都会经过的事上。",
                "Let each way pass the start first, or start with something earlier that all of them pass.",
            ),
        ),
        Some(Order::Backwards(stop)) => Some(
            finding(
                deadline,
                stop.span,
                "“止”都在“起”的前面，开了表就没有停的时候",
                "the stop only comes before the start: once started it never stops",
            )
            .related(deadline.start.span, "起在它后面", "the start comes after it")
            .help(
                "“止”换成“起”以后才会有的事；多半是两行写反了。",
                "Stop with something that comes after the start; most often the two are swapped.",
            ),
        ),
        None => None,
    });
}

fn finding(deadline: &Deadline, at: Span, zh: &str, en: &str) -> Diagnostic {
    Diagnostic::new(&NEVER_STARTS, at, format!("期限“{}”：{zh}", deadline.name), format!("the deadline `{}`: {en}", deadline.name))
}

/// Whether two patterns are for the same thing, whatever it holds.
fn same(a: &EventAtom, b: &EventAtom) -> bool {
    if a.filter.is_some() || b.filter.is_some() || a.test.is_some() || b.test.is_some() || a.actor != b.actor {
        return false;
    }
    match (&a.kind, &b.kind) {
        (EventKind::Declared(x, args), EventKind::Declared(y, others)) => x == y && args.iter().chain(others).all(Option::is_none),
        (EventKind::Do(x), EventKind::Do(y)) => x == y,
        (EventKind::Enter(f, s), EventKind::Enter(g, t)) | (EventKind::Leave(f, s), EventKind::Leave(g, t)) => (f, s) == (g, t),
        (EventKind::Submit(x), EventKind::Submit(y))
        | (EventKind::ReadBack(x), EventKind::ReadBack(y))
        | (EventKind::Complete(x), EventKind::Complete(y)) => x == y,
        (EventKind::EnterValue(x, f), EventKind::EnterValue(y, g)) => (x, f) == (y, g),
        (EventKind::Chose(x), EventKind::Chose(y)) => x == y,
        (EventKind::HandTo(x), EventKind::HandTo(y)) => x == y,
        (EventKind::End(x), EventKind::End(y)) => x == y,
        (EventKind::CaseClosed, EventKind::CaseClosed) => true,
        _ => false,
    }
}

/// Whether the machine can do what a pattern is for; what people and hosts do is always possible.
fn possible(model: &Model, atom: &EventAtom) -> bool {
    match &atom.kind {
        EventKind::Do(action) => {
            let mut done = false;
            let mut look = |stmt: &crate::sema::model::Stmt| {
                done |= matches!(&stmt.kind, StmtKind::Do { action: a, .. } if a == action);
            };
            model.flows.iter().for_each(|f| f.each_stmt_of(Kinds::DO, &mut look));
            model.loose_bodies().for_each(|arm| each_stmt(&arm.body, &mut look));
            // Rules may do it too.
            let by_rule = |r: &Remedy| matches!(r, Remedy::Do(a, ..) if a == action);
            done || remedies(model).any(by_rule)
        }
        EventKind::Submit(form) => {
            let mut filled = false;
            let mut look = |stmt: &Stmt| filled |= matches!(&stmt.kind, StmtKind::Fill { form: f, .. } if f == form);
            model.flows.iter().for_each(|f| f.each_stmt(&mut look));
            filled
        }
        EventKind::HandTo(role) => model
            .ladders
            .iter()
            .enumerate()
            .any(|(l, ladder)| ladder.rungs.iter().any(|rung| rung.role == Some(*role)) && starts(model, LadderId(l as u32))),
        EventKind::CaseClosed => model.flows.iter().any(|f| f.case),
        EventKind::Enter(flow, step) | EventKind::Leave(flow, step) => {
            model.flows.get(flow.index()).is_none_or(|f| reached(f).contains(&step.index()))
        }
        _ => true,
    }
}

/// The steps of a flow that a way from its entry or its 随时 leads to.
fn reached(flow: &Flow) -> BTreeSet<usize> {
    let mut open: Vec<usize> = vec![0];
    let mut add = |stmt: &crate::sema::model::Stmt| {
        if let StmtKind::Goto(step) = stmt.kind {
            open.push(step.index());
        }
    };
    flow.anytime.iter().for_each(|a| each_stmt(a.body(), &mut add));
    flow.limits.iter().for_each(|a| each_stmt(&a.body, &mut add));
    let mut seen = BTreeSet::new();
    while let Some(at) = open.pop() {
        if !seen.insert(at) {
            continue;
        }
        for block in flow.steps.get(at).into_iter().flat_map(|s| s.blocks()) {
            each_stmt(block, &mut |stmt| {
                if let StmtKind::Goto(step) = stmt.kind {
                    open.push(step.index());
                }
            });
        }
    }
    seen
}
