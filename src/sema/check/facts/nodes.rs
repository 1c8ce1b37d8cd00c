//! The steps and handlers of all flows in one row.

use crate::sema::model::{FlowId, Model, StepId};
use std::ops::Range;

/// What stands at a place of the row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Node {
    /// A step.
    Step(StepId),
    /// A 随时 line, by its place among those of the flow.
    Anytime(usize),
    /// What a 期限 or 升级 of the flow does.
    Limit(usize),
}

/// Where the steps and handlers of each flow are.
#[derive(Debug)]
pub(crate) struct Nodes {
    /// Of each flow: its first place, its steps, its 随时 lines, its limits.
    flows: Vec<(usize, usize, usize, usize)>,
    count: usize,
}

impl Nodes {
    /// Counts them.
    pub(crate) fn of(model: &Model) -> Self {
        let mut count = 0;
        let flows = model
            .flows
            .iter()
            .map(|f| {
                let sizes = (count, f.steps.len(), f.anytime.len(), f.limits.len());
                count += sizes.1 + sizes.2 + sizes.3;
                sizes
            })
            .collect();
        Self { flows, count }
    }

    /// How many there are.
    pub(crate) fn count(&self) -> usize {
        self.count
    }

    /// The place of a step.
    pub(crate) fn step(&self, flow: FlowId, step: StepId) -> usize {
        self.flows.get(flow.index()).map_or(0, |f| f.0) + step.index()
    }

    /// The place of a flow's first step.
    pub(crate) fn entry(&self, flow: FlowId) -> Option<usize> {
        self.flows.get(flow.index()).filter(|f| f.1 > 0).map(|f| f.0)
    }

    /// The places of what may break into the waits of a flow.
    pub(crate) fn handlers(&self, flow: FlowId) -> Range<usize> {
        self.flows.get(flow.index()).map_or(0..0, |(first, steps, anytime, limits)| first + steps..first + steps + anytime + limits)
    }

    /// What stands at a place.
    pub(crate) fn at(&self, place: usize) -> Option<(FlowId, Node)> {
        let flow = self.flows.partition_point(|f| f.0 <= place);
        // A flow without a step or handler takes no room, and the last of several that begin at one place has some.
        let id = flow.checked_sub(1)?;
        let (first, steps, anytime, _) = self.flows.get(id)?;
        let n = place - first;
        let node = match n.checked_sub(*steps) {
            None => Node::Step(StepId(n as u32)),
            Some(n) => n.checked_sub(*anytime).map_or(Node::Anytime(n), Node::Limit),
        };
        Some((FlowId(id as u32), node))
    }
}
