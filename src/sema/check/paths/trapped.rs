//! Circles of steps that no path leads out of: whoever enters one never comes to an end.

use super::ends::{self, End};
use super::links::{Kind, Links};
use crate::base::Diagnostic;
use crate::sema::check::Context;
use crate::sema::check::branches::Chains;
use crate::sema::codes::paths::NO_END;
use crate::sema::model::{Flow, Model, Step, Stmt, StmtKind, each_stmt};
use std::collections::VecDeque;

/// So many steps are named.
const SHOWN: usize = 5;

/// Reports for each flow the first steps from which no end is reached; `out` holds the circles that wait for nothing, which tell it already.
pub(super) fn check(cx: &Context<'_>, links: &Links, chains: &Chains, out: &mut Vec<Diagnostic>) {
    let model = cx.model;
    let ending = ending(model);
    // A 期限 or ladder that stands in no flow may end any case.
    if model.loose_bodies().any(|arm| leaves_in(&ending, &arm.body)) {
        return;
    }
    let armed = |flow: &Flow| {
        let bodies = flow.anytime.iter().map(|a| a.body()).chain(flow.limits.iter().map(|a| a.body.as_slice()));
        bodies.into_iter().any(|body| leaves_in(&ending, body))
    };
    let armed: Vec<bool> = model.flows.iter().map(armed).collect();
    for (at, flow) in model.flows.iter().enumerate().filter(|(_, f)| f.own && !f.steps.is_empty()) {
        let told = |d: &Diagnostic| flow.steps.iter().any(|s| s.span == d.span);
        if !let_out(&armed, links, at) && !cx.faulty(flow.span) && !out.iter().any(told) {
            out.extend(trapped(flow, &ending, chains));
        }
    }
}

/// Whether something that is armed in every step leads out: a 随时 or 期限 of the flow or of one that called it.
fn let_out(armed: &[bool], links: &Links, flow: usize) -> bool {
    let mut seen = vec![false; armed.len()];
    let mut open = vec![flow];
    while let Some(at) = open.pop() {
        let Some(slot) = seen.get_mut(at).filter(|s| !**s) else { continue };
        *slot = true;
        if armed.get(at) == Some(&true) {
            return true;
        }
        open.extend(links.all.iter().filter(|l| l.to.index() == at && l.kind == Kind::Call).map(|l| l.from.index()));
    }
    false
}

fn trapped(flow: &Flow, ending: &[bool], chains: &Chains) -> Option<Diagnostic> {
    let free: Vec<usize> = (0..flow.steps.len()).filter(|i| flow.steps.get(*i).is_some_and(|s| goes_out(s, ending, chains))).collect();
    if free.len() == flow.steps.len() {
        return None;
    }
    let next: Vec<Vec<usize>> = flow.steps.iter().map(targets).collect();
    let mut before: Vec<Vec<usize>> = vec![Vec::new(); next.len()];
    for (from, list) in next.iter().enumerate() {
        list.iter().for_each(|to| before.get_mut(*to).into_iter().for_each(|b| b.push(from)));
    }
    let (_, free) = spread(free, &before);
    // Every step behind a trapped one is trapped too: the first that is entered tells of all.
    let (entered, _) = spread(vec![0], &next);
    let caught = entered.iter().filter(|i| free.get(**i) == Some(&false));
    let steps: Vec<&Step> = caught.filter_map(|i| flow.steps.get(*i)).collect();
    let head = steps.first()?;
    let names: Vec<&str> = steps.iter().take(SHOWN).map(|s| s.name.as_str()).collect();
    let (zh, en) = match names.as_slice() {
        [_] => ("只会转回自己".to_owned(), "it only leads back to itself".to_owned()),
        names => {
            let (etc, and_more) = if steps.len() > SHOWN { (" 等", " and more") } else { ("", "") };
            (format!("{}{etc} 转来转去", names.join("、")), format!("{}{and_more} only lead to each other", names.join(", ")))
        }
    };
    let finding = Diagnostic::new(
        &NO_END,
        head.span,
        format!("进了环节“{}”就到不了结束：{zh}", head.name),
        format!("from the step “{}” no path comes to an end: {en}", head.name),
    )
    .help(
        "至少给一条路写上“结束”或“返回”；转上几回还没有结果的，也要有个了结。",
        "Give at least one path an `end` or a `return`, also when nothing comes of it after some rounds.",
    );
    let others = steps.iter().skip(1).take(SHOWN - 1);
    Some(others.fold(finding, |f, step| f.related(step.span, "这里也出不来", "nor does this one")))
}

/// What is led to from some steps, in the order in which it is come to, and marked.
fn spread(from: Vec<usize>, next: &[Vec<usize>]) -> (Vec<usize>, Vec<bool>) {
    let mut marked = vec![false; next.len()];
    let mut order = Vec::new();
    let mut open: VecDeque<usize> = from.into();
    while let Some(at) = open.pop_front() {
        let Some(slot) = marked.get_mut(at).filter(|m| !**m) else { continue };
        *slot = true;
        order.push(at);
        open.extend(next.get(at).into_iter().flatten());
    }
    (order, marked)
}

fn targets(step: &Step) -> Vec<usize> {
    let mut to = Vec::new();
    step.blocks().for_each(|block| {
        each_stmt(block, &mut |stmt| {
            if let StmtKind::Goto(step) = stmt.kind {
                to.push(step.index());
            }
        });
    });
    to
}

/// Whether a step leaves the flow itself. One that has no next step at all is another fault.
fn goes_out(step: &Step, ending: &[bool], chains: &Chains) -> bool {
    let dead = step.options.is_empty() && step.whens.is_empty() && !matches!(ends::block(&step.body, chains), End::Leaves);
    dead || step.blocks().any(|block| leaves_in(ending, block))
}

/// Whether a statement in there leaves the flow: a flow that is called may end the call itself.
fn leaves_in(ending: &[bool], block: &[Stmt]) -> bool {
    let mut leaves = false;
    each_stmt(block, &mut |stmt| {
        leaves |= match &stmt.kind {
            StmtKind::Return(_) | StmtKind::GotoFlow { and_return: false, .. } => true,
            _ => ends_all(ending, stmt),
        };
    });
    leaves
}

/// The flows in which the call or case may end, those that they call among them.
fn ending(model: &Model) -> Vec<bool> {
    let mut calls: Vec<Vec<usize>> = Vec::with_capacity(model.flows.len());
    let mut ending = Vec::with_capacity(model.flows.len());
    for flow in &model.flows {
        let (mut ends, mut called) = (false, Vec::new());
        flow.each_stmt(&mut |stmt| match &stmt.kind {
            StmtKind::GotoFlow { flow, .. } | StmtKind::Call { flow, .. } => called.push(flow.index()),
            _ => ends |= ends_all(&[], stmt),
        });
        ending.push(ends);
        calls.push(called);
    }
    loop {
        let led = |(known, called): (&bool, &Vec<usize>)| *known || called.iter().any(|to| ending.get(*to).is_none_or(|e| *e));
        let next: Vec<bool> = ending.iter().zip(&calls).map(led).collect();
        if next == ending {
            return ending;
        }
        ending = next;
    }
}

/// Whether a statement ends everything; of what could not be read it is taken that it may.
fn ends_all(ending: &[bool], stmt: &Stmt) -> bool {
    match &stmt.kind {
        StmtKind::End(_) | StmtKind::Escalate { .. } | StmtKind::Bad => true,
        StmtKind::GotoFlow { flow, .. } | StmtKind::Call { flow, .. } => ending.get(flow.index()).is_none_or(|e| *e),
        _ => false,
    }
}
