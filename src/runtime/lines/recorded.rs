//! Lines of a recording whose steps are told: what every way from a step's beginning to its first wait orders. What follows a wait depends
//! on what came, which a recording does not tell; that is left to its rules.

use super::duty::{Duty, DutyKind, Heard};
use super::order::opens_duty;
use crate::program::{Expr, Modality, Op, Pc, Say, Test};
use crate::runtime::run::Run;
use crate::runtime::state::NONE;
use crate::runtime::value::Val;

/// Branches within one another that are followed; what lies deeper is not judged.
const DEPTH: u32 = 16;
/// Operations that one step may hold before its first wait.
const STEPS: usize = 10_000;

impl Run<'_> {
    /// A recording says that a step is entered: what was ordered before had to be said by now, what it orders is to be said from now on.
    pub(crate) fn told_to_enter(&mut self, flow: u32, step: u32) {
        self.told_to_move();
        let m = self.m;
        let (Some(ix), Some(entry)) = (m.index.flows.get(flow as usize), m.entry_of(flow, step)) else { return };
        if !self.hears || self.st.core.over.is_some() {
            return;
        }
        let at = ix.first_step.saturating_add(step);
        for pc in self.ordered_from(entry, DEPTH) {
            match m.program.code.get(pc as usize) {
                Some(Op::Say(say)) => self.told_to_say(at, pc, say, say.modality),
                Some(Op::Ask(ask)) => self.told_to_say(at, pc, &ask.say, Modality::Must),
                _ => {}
            }
        }
    }

    /// A recording says that the call moves on.
    pub(crate) fn told_to_move(&mut self) {
        if self.hears {
            self.lines.push(Heard::Moved(0));
        }
    }

    fn told_to_say(&mut self, step: u32, pc: u32, say: &Say, modality: Modality) {
        let (choices, ids) = self.eval(0, &[]).choices(&say.words);
        let (at, basis) = (self.st.core.now, say.basis.clone());
        let duty = Duty { case: 0, step, pc, handler: NONE, at, seq: 0, modality, kind: DutyKind::Say, choices, ids, basis };
        self.lines.push(Heard::Ordered(Box::new(duty)));
    }

    /// The operations that order something to be said on every way from a place to the first wait, in order.
    fn ordered_from(&mut self, mut pc: Pc, depth: u32) -> Vec<Pc> {
        let mut ordered = Vec::new();
        let Some(depth) = depth.checked_sub(1) else { return ordered };
        let m = self.m;
        for _ in 0..STEPS {
            let Some(op) = m.program.code.get(pc as usize) else { return ordered };
            let next = pc.saturating_add(1);
            let ways: Vec<Pc> = match op {
                Op::Unless(condition, target) => match self.told_to_hold(condition) {
                    Some(true) => vec![next],
                    Some(false) => vec![*target],
                    None => vec![next, *target],
                },
                Op::Branch(branch) => branch.rows.iter().map(|(_, body)| *body).collect(),
                Op::Jump(target) => vec![*target],
                Op::Say(_) | Op::Tip(_) | Op::ReadBack(..) | Op::Set(..) | Op::OpenCase(..) | Op::Climb(..) => vec![next],
                Op::Do(action) if action.into.is_none() => vec![next],
                Op::Ask(_) => {
                    ordered.push(pc);
                    return ordered;
                }
                _ => return ordered,
            };
            if matches!(op, Op::Say(_)) && opens_duty(op) {
                ordered.push(pc);
            }
            match ways.as_slice() {
                [only] => pc = *only,
                [first, others @ ..] => {
                    let mut common = self.ordered_from(*first, depth);
                    for other in others {
                        let there = self.ordered_from(*other, depth);
                        common.retain(|pc| there.contains(pc));
                    }
                    ordered.append(&mut common);
                    return ordered;
                }
                [] => return ordered,
            }
        }
        ordered
    }

    /// Whether a condition holds, where it asks for nothing but parameters that are given.
    fn told_to_hold(&mut self, condition: &Expr) -> Option<bool> {
        self.is_told(condition).then(|| self.eval(0, &[]).holds(condition))
    }

    fn is_told(&self, e: &Expr) -> bool {
        match e {
            Expr::Value(_) => true,
            Expr::Param(param) => self.st.params.get(*param as usize).is_some_and(Val::is_known),
            Expr::Not(inner) => self.is_told(inner),
            Expr::And(all) | Expr::Or(all) => all.iter().all(|e| self.is_told(e)),
            Expr::Test(of, test) => match &**test {
                Test::OneOf(_) => self.is_told(of),
                Test::Compare(_, with) => self.is_told(of) && self.is_told(with),
                _ => false,
            },
            _ => false,
        }
    }
}
