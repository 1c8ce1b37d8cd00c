//! The time line of a rule: the smallest that holds all its events and its key.

use super::key::KeyRef;
use crate::sema::cx::Cx;
use crate::sema::model::{Bound, Event, EventKind, FlowId, Keyed, Pattern, Sentence, TimeLine, Ty, Until};

impl Cx<'_> {
    /// Where a rule lives.
    pub(super) fn time_line(&self, key: &KeyRef, sentences: &[Sentence]) -> TimeLine {
        match key {
            KeyRef::Case => return TimeLine::Case,
            KeyRef::Organisation => return TimeLine::Organisation,
            // A key that is a case's own is told by the case; any other outlives calls and cases.
            KeyRef::Path(path) if self.case_has(path) => return TimeLine::Case,
            KeyRef::Path(_) => return TimeLine::Organisation,
            KeyRef::None => {}
        }
        let case = |flow: FlowId| self.model.flows.get(flow.index()).is_some_and(|f| f.case);
        let mut line = TimeLine::Call;
        for sentence in sentences {
            if sentence.flow.is_some_and(case) {
                return TimeLine::Case;
            }
            let mut in_case = false;
            each_event(sentence, &mut |event| {
                in_case |= event.atoms.iter().any(|a| match &a.kind {
                    EventKind::Enter(flow, _) | EventKind::Leave(flow, _) => case(*flow),
                    EventKind::CaseClosed => true,
                    _ => false,
                });
            });
            if in_case {
                return TimeLine::Case;
            }
            // Days are not counted within a call.
            if bound_of(&sentence.pattern).is_some_and(is_civil) {
                line = TimeLine::Organisation;
            }
        }
        line
    }
}

/// Every event of a sentence.
pub(crate) fn each_event(sentence: &Sentence, see: &mut dyn FnMut(&Event)) {
    let within = &sentence.within;
    let around = within.between.iter().flat_map(|(a, b)| [a, b]).chain(&sentence.unless);
    around.chain(of_pattern(&sentence.pattern)).for_each(|k| see(&k.event));
}

/// The events of a pattern, that which triggers first.
pub(crate) fn of_pattern(pattern: &Pattern) -> Vec<&Keyed> {
    match pattern {
        Pattern::Never(a) | Pattern::Always(a) | Pattern::Times(a, ..) | Pattern::Apart(a, _) | Pattern::Only(a, ..) => vec![&a.on],
        Pattern::First(_, must) | Pattern::Last(_, must) | Pattern::EachIn(_, _, must) => vec![must],
        Pattern::Before { of, must, .. } => vec![&of.on, must],
        Pattern::After(a, b, _) | Pattern::Next(a, b) | Pattern::Between(a, b) | Pattern::Barred(a, b, _) | Pattern::Implies(a, b) => {
            vec![&a.on, b]
        }
        Pattern::Lasts { .. } => Vec::new(),
        Pattern::By { arms, must, .. } => arms.iter().chain([must]).collect(),
    }
}

fn bound_of(pattern: &Pattern) -> Option<&Bound> {
    match pattern {
        Pattern::After(.., bound) | Pattern::Barred(.., bound) => bound.as_ref(),
        _ => None,
    }
}

fn is_civil(bound: &Bound) -> bool {
    bound.most.iter().chain(&bound.least).any(|until| match until {
        Until::Length(e) => matches!(e.ty, Ty::Civil | Ty::Working),
        Until::Day(..) => true,
        Until::Instant(_) | Until::Count(..) => false,
    })
}
