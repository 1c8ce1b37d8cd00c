//! Where a call can go: steps, calls, results, options, limits, the first turn.

mod calls;
mod ends;
mod idle;
mod limits;
mod links;
mod options;
mod reach;
mod results;
mod stay;
mod trapped;
mod turn;

pub(crate) use limits::{one, positive, way_out};
pub(crate) use links::{Kind as LinkKind, Links};

use super::Context;
use super::branches::Chains;
use crate::base::Diagnostic;
use crate::sema::pass::{Check, together};

/// Runs every check on the graph of steps and flows.
pub(crate) fn check(cx: &Context<'_>, chains: &Chains, out: &mut Vec<Diagnostic>) {
    let links = Links::of(cx.model);
    let checks: [Check<'_>; 8] = [
        &|out| cx.model.flows.iter().for_each(|flow| reach::check(cx, flow, chains, out)),
        &|out| cx.model.flows.iter().for_each(|flow| limits::check(cx, flow, chains, out)),
        &|out| {
            idle::check(cx.model, out);
            trapped::check(cx, &links, chains, out);
        },
        &|out| stay::check(cx, out),
        &|out| calls::check(cx.model, &links, out),
        &|out| results::check(cx.model, &links, out),
        &|out| turn::check(cx.model, &links, out),
        &|out| options::check(cx, &links, out),
    ];
    together(&checks, out);
}
