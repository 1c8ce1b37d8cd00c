//! When the 期限 and 升级 of a flow begin to run: before that, what they do breaks into nothing.

use super::nodes::Nodes;
use crate::sema::check::domain::Points;
use crate::sema::model::{ActionId, Event, EventKind, FlowId, LadderId, Model, StepId};
use std::collections::HashMap;

/// What begins a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Begins {
    /// 做
    Do(ActionId),
    /// 进入
    Enter(FlowId, StepId),
    /// 升级
    Climb(LadderId),
}

/// The bodies of limits, counted, with what begins each.
#[derive(Debug, Default)]
pub(crate) struct Starts {
    by: HashMap<Begins, Vec<usize>>,
    numbers: HashMap<usize, usize>,
    /// Bodies of which it cannot be told when they begin.
    always: Points,
}

impl Starts {
    /// Looks through the limits of all flows.
    pub(crate) fn of(model: &Model, nodes: &Nodes) -> Self {
        let mut starts = Self::default();
        for (i, flow) in model.flows.iter().enumerate() {
            let first = nodes.handlers(FlowId(i as u32)).start + flow.anytime.len();
            for (n, arm) in flow.limits.iter().enumerate() {
                let number = starts.numbers.len();
                starts.numbers.insert(first + n, number);
                let begins = begins(model, arm.span);
                if begins.is_empty() {
                    starts.always.insert(number);
                }
                begins.into_iter().for_each(|b| starts.by.entry(b).or_default().push(number));
            }
        }
        starts
    }

    /// The bodies that may run from the start.
    pub(crate) fn always(&self) -> &Points {
        &self.always
    }

    /// The bodies that something begins.
    pub(crate) fn begun_by(&self, what: Begins) -> &[usize] {
        self.by.get(&what).map_or(&[], Vec::as_slice)
    }

    /// Whether what stands at a place may break into a wait where these have begun.
    pub(crate) fn runs(&self, node: usize, begun: &Points) -> bool {
        self.numbers.get(&node).is_none_or(|n| begun.has(*n))
    }
}

/// What begins the body that stands at a place; nothing where that is not one of the things a flow does itself.
fn begins(model: &Model, at: crate::base::Span) -> Vec<Begins> {
    for deadline in &model.deadlines {
        if deadline.bodies().any(|b| b.span == at) {
            return by_event(&deadline.start).unwrap_or_default();
        }
    }
    let climbs = model.ladders.iter().position(|l| l.top.as_ref().is_some_and(|top| top.span == at));
    climbs.map(|l| vec![Begins::Climb(LadderId(l as u32))]).unwrap_or_default()
}

fn by_event(event: &Event) -> Option<Vec<Begins>> {
    let begins = event.atoms.iter().map(|atom| match atom.kind {
        EventKind::Do(action) => Some(Begins::Do(action)),
        EventKind::Enter(flow, step) => Some(Begins::Enter(flow, step)),
        // An event begins a limit whether or not a wait takes it.
        _ => None,
    });
    begins.collect()
}
