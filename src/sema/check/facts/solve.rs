//! From the flows that the host may start on, until nothing more is lost where paths join.

use super::Facts;
use super::mentions::Shapes;
use super::nodes::{Node, Nodes};
use super::path::{Path, Root};
use super::state::{Shared, State};
use super::walk::{Sink, Walk};
use crate::sema::check::domain::Points;
use crate::sema::model::{Anytime, Flow, FlowId, Kinds, Model, Stmt, StmtKind, Ty, VarId, each_stmt};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Looks through all flows.
pub(super) fn solve(model: &Model) -> Facts<'_> {
    let nodes = Nodes::of(model);
    let shapes = Shapes::of(model, &nodes);
    let count = nodes.count();
    let mut solver = Solver {
        facts: Facts { shapes, nodes, entries: vec![None; count], exits: vec![None; model.flows.len()], roots: Vec::new() },
        queue: BTreeSet::new(),
        lost: vec![0; count],
        callers: vec![BTreeSet::new(); model.flows.len()],
    };
    for root in roots(model) {
        solver.root(root);
    }
    solver.run();
    // Flows that only lead to each other may be begun by the host at any of them.
    for (i, _) in model.flows.iter().enumerate() {
        let id = FlowId(i as u32);
        if solver.facts.nodes.entry(id).is_some_and(|n| solver.facts.entries.get(n).is_some_and(Option::is_none)) {
            solver.root(id);
            solver.run();
        }
    }
    solver.facts
}

/// The flows that nothing leads to.
pub(super) fn roots(model: &Model) -> Vec<FlowId> {
    let mut led = vec![false; model.flows.len()];
    for (i, flow) in model.flows.iter().enumerate() {
        let mut note = |stmt: &Stmt| {
            if let StmtKind::Call { flow, .. } | StmtKind::GotoFlow { flow, .. } | StmtKind::OpenCase { flow, .. } = &stmt.kind
                && flow.index() != i
                && let Some(slot) = led.get_mut(flow.index())
            {
                *slot = true;
            }
        };
        flow.each_outside(&mut note);
        flow.steps_with(Kinds::LINK).flat_map(|s| s.blocks()).for_each(|b| each_stmt(b, &mut note));
    }
    led.iter().enumerate().filter(|(_, led)| !**led).map(|(i, _)| FlowId(i as u32)).collect()
}

/// What holds where the host begins a flow: its parameters are there, and records are as complete as their forms demand.
pub(super) fn begun(shapes: &Shapes<'_>, flow: &Flow) -> State {
    let acted = if flow.case { shapes.acting.of_case() } else { Points::default() };
    let mut state = State { begun: shapes.starts.always().clone(), acted, ..State::default() };
    for (i, param) in flow.params.iter().enumerate() {
        if !param.slot.optional {
            state.vars.insert(i);
        }
        if let Ty::Record(form) = param.slot.ty {
            state.put(Path::at(Root::Var(VarId(i as u32))), shapes.host(form));
        }
    }
    state
}

/// How often ways may join at a place before only what all say alike is kept.
const PATIENCE: u8 = 8;

struct Solver<'m> {
    facts: Facts<'m>,
    /// Places to look at, the first in the text first: most ways lead down the page, so a place is looked at when all of them have come.
    queue: BTreeSet<usize>,
    /// How often something was lost at each place.
    lost: Vec<u8>,
    /// Places to look at again when a flow comes back otherwise.
    callers: Vec<BTreeSet<usize>>,
}

impl Solver<'_> {
    fn root(&mut self, id: FlowId) {
        let Some(flow) = self.facts.shapes.model.flows.get(id.index()) else { return };
        let Some(entry) = self.facts.nodes.entry(id) else { return };
        self.facts.roots.push(id);
        let state = Arc::new(begun(&self.facts.shapes, flow));
        self.join(entry, state);
    }

    fn join(&mut self, node: usize, state: Shared) {
        let Some(slot) = self.facts.entries.get_mut(node) else { return };
        let Some(lost) = self.lost.get_mut(node) else { return };
        if meet(&self.facts.shapes, slot, state, *lost > PATIENCE) {
            *lost = lost.saturating_add(1);
            self.queue.insert(node);
        }
    }

    fn run(&mut self) {
        while let Some(node) = self.queue.pop_first() {
            let Some(state) = self.facts.entries.get(node).cloned().flatten() else { continue };
            let mut found = Found::default();
            let Some(id) = self.facts.walk(node, state, &mut found) else { continue };
            for flow in found.calls {
                self.callers.get_mut(flow.index()).into_iter().for_each(|c| {
                    c.insert(node);
                });
            }
            found.leads.into_iter().for_each(|(to, state)| self.join(to, state));
            for exit in found.exits {
                if self.facts.exits.get_mut(id.index()).is_some_and(|slot| meet(&self.facts.shapes, slot, exit, false)) {
                    let callers = self.callers.get(id.index()).cloned().unwrap_or_default();
                    self.queue.extend(callers);
                }
            }
        }
    }
}

/// Joins another way in; true if that changed what holds.
fn meet(shapes: &Shapes<'_>, slot: &mut Option<Shared>, state: Shared, plainly: bool) -> bool {
    match slot {
        None => {
            *slot = Some(state);
            true
        }
        Some(known) if Arc::ptr_eq(known, &state) => false,
        Some(known) => Arc::make_mut(known).keep(shapes, &state, plainly),
    }
}

/// Where a step or handler leads.
#[derive(Default)]
pub(super) struct Found {
    /// Elsewhere.
    pub(super) leads: Vec<(usize, Shared)>,
    exits: Vec<Shared>,
    calls: Vec<FlowId>,
}

impl<'m> Sink<'m> for Found {
    fn lead(&mut self, to: usize, state: Shared) {
        self.leads.push((to, state));
    }

    fn exit(&mut self, state: Shared) {
        self.exits.push(state);
    }

    fn calls(&mut self, flow: FlowId) {
        self.calls.push(flow);
    }
}

impl<'m> Facts<'m> {
    /// Goes through a step or handler from what holds before it.
    pub(super) fn walk(&self, node: usize, state: Shared, sink: &mut dyn Sink<'m>) -> Option<FlowId> {
        let (id, at) = self.nodes.at(node)?;
        let flow = self.shapes.model.flows.get(id.index())?;
        let mut walk = Walk { shapes: &self.shapes, nodes: &self.nodes, exits: &self.exits, id, flow, sink };
        match at {
            Node::Step(step) => walk.step(step, flow.steps.get(step.index())?, state),
            Node::Anytime(n) => {
                let handler: &Anytime = flow.anytime.get(n)?;
                if let Some(state) = walk.opened(handler, &state) {
                    walk.handler(handler.body(), state);
                }
            }
            Node::Limit(n) => walk.handler(&flow.limits.get(n)?.body, state),
        }
        Some(id)
    }
}
