//! The time line of a rule or limit: the smallest that holds all its events and its key.

use super::key::KeyRef;
use crate::sema::cx::Cx;
use crate::sema::model::{Bound, Deadline, Event, EventKind, Expr, FlowId, Key, Keyed, LimitBound, Pattern, Sentence, TimeLine, Ty, Until};

impl Cx<'_> {
    /// Where a rule lives.
    pub(super) fn time_line(&self, key: &KeyRef, sentences: &[Sentence]) -> TimeLine {
        match key {
            KeyRef::Case => return TimeLine::Case,
            KeyRef::Organisation => return TimeLine::Organisation,
            KeyRef::Path(path) => return self.line_of_key(path.parts.first().map_or("", |n| n.text.as_str())),
            KeyRef::None => {}
        }
        let mut line = TimeLine::Call;
        for sentence in sentences {
            let mut in_case = sentence.flow.is_some_and(|flow| self.is_case(flow));
            each_event(sentence, &mut |event| in_case |= self.of_case(event));
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

    /// Where a 期限 outside a flow lives.
    pub(crate) fn line_of_limit(&self, limit: &Deadline) -> TimeLine {
        match &limit.key {
            Key::Case => return TimeLine::Case,
            Key::Period => return TimeLine::Organisation,
            Key::Named(key) => return self.line_of_key(&key.name),
            Key::None => {}
        }
        let pauses = limit.pauses.iter().flat_map(|(from, to, _)| [from, to]);
        if [&limit.start, &limit.stop].into_iter().chain(pauses).any(|event| self.of_case(event)) {
            return TimeLine::Case;
        }
        let counted = limit.limit.as_ref().is_some_and(|l| matches!(&l.bound, LimitBound::Length(e) if is_counted(e)));
        if counted { TimeLine::Organisation } else { TimeLine::Call }
    }

    /// A key that is a case's own is told by the case; any other outlives calls and cases.
    fn line_of_key(&self, name: &str) -> TimeLine {
        if self.case_key(name).is_some() { TimeLine::Case } else { TimeLine::Organisation }
    }

    fn is_case(&self, flow: FlowId) -> bool {
        self.model.flows.get(flow.index()).is_some_and(|f| f.case)
    }

    /// Whether an event comes only where a case is.
    fn of_case(&self, event: &Event) -> bool {
        event.atoms.iter().any(|a| match &a.kind {
            EventKind::Enter(flow, _) | EventKind::Leave(flow, _) => self.is_case(*flow),
            EventKind::CaseClosed => true,
            _ => false,
        })
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
        Until::Length(e) => is_counted(e),
        Until::Day(..) => true,
        Until::Instant(_) | Until::Count(..) => false,
    })
}

/// Whether a length is counted by a calendar.
fn is_counted(length: &Expr) -> bool {
    matches!(length.ty, Ty::Civil | Ty::Working)
}
