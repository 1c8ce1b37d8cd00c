//! Takes out of a program whatever has no say in a guarantee. What is left keeps its places, so that a call of the one is a call of the
//! other.

use super::cone::{Asked, Cone};
use crate::program::{Expr, Limit, LimitBound, Op, Pc, Program, Value};
use std::collections::BTreeSet;

/// Leaves in a program what can have a say in one of its rules.
pub(super) fn trim(p: &mut Program, rule: usize, judged: BTreeSet<usize>, assumed: bool) {
    let cone = Cone::of(&Asked { p, rule, judged, assumed });
    let stretches = cone.stretches(p);
    p.entries = cone.entries.iter().copied().collect();
    for (_, flow) in p.flows.iter_mut().enumerate().filter(|(at, _)| !cone.flows.contains(&(*at as u32))) {
        flow.handlers.clear();
        flow.options.clear();
        for step in &mut flow.steps {
            step.handlers.clear();
            step.options.clear();
        }
    }
    for (pc, op) in p.code.iter_mut().enumerate() {
        let pc = pc as Pc;
        if !cone.ops.contains(&pc) {
            *op = Op::Rest;
        } else if matches!(op, Op::Climb(ladder, _) if !cone.ladders.contains(ladder)) {
            *op = Op::Jump(pc.saturating_add(1));
        }
    }
    for (_, deadline) in p.deadlines.iter_mut().enumerate().filter(|(at, _)| !cone.deadlines.contains(&(*at as u32))) {
        deadline.start.clear();
        deadline.stop.clear();
        deadline.pauses.clear();
        deadline.warnings.clear();
        deadline.limit = never();
        (deadline.late, deadline.breach) = (None, None);
    }
    for (_, ladder) in p.ladders.iter_mut().enumerate().filter(|(at, _)| !cone.ladders.contains(&(*at as u32))) {
        ladder.stop.clear();
        ladder.raises.clear();
        ladder.jumps.clear();
        ladder.rungs.iter_mut().for_each(|rung| rung.limit = None);
    }
    for (_, schedule) in p.schedules.iter_mut().enumerate().filter(|(at, _)| !cone.schedules.contains(&(*at as u32))) {
        schedule.missed = None;
    }
    for (_, stretch) in p.stretches.iter_mut().enumerate().filter(|(at, _)| !stretches.contains(&(*at as u32))) {
        stretch.from.clear();
        stretch.to.clear();
        stretch.provided = None;
    }
    for (r, rule) in p.rules.iter_mut().enumerate() {
        let mut at = 0;
        rule.sentences.retain(|_| {
            at += 1;
            cone.sentences.contains(&(r, at - 1))
        });
    }
}

/// A limit of what is never opened.
fn never() -> Limit {
    let bound = LimitBound::Length(Expr::Value(Value::Duration(1)));
    Limit { bound, from: Vec::new(), calendar: None, shift: None, retroactive: false }
}
