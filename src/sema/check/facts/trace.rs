//! What holds before each statement of a step or handler, and where its options wait.

use super::Facts;
use super::mentions::Shapes;
use super::nodes::Node;
use super::state::{Shared, join};
use super::walk::Sink;
use crate::sema::hash::Map;
use crate::sema::model::{FlowId, Kinds, Step, Stmt};

/// What holds along one step or handler.
pub(crate) struct Trace<'w, 'm> {
    shapes: &'w Shapes<'m>,
    /// Each statement that some way reaches, with what holds before it.
    pub(crate) at: Vec<(&'m Stmt, Shared)>,
    /// Where the options and handlers of the step wait.
    pub(crate) rest: Option<(&'m Step, Shared)>,
    seen: Map<usize, usize>,
}

impl<'m> Sink<'m> for Trace<'_, 'm> {
    fn at(&mut self, stmt: &'m Stmt, state: &Shared) {
        let next = self.at.len();
        let at = *self.seen.entry(std::ptr::from_ref(stmt) as usize).or_insert(next);
        match self.at.get_mut(at) {
            Some((_, known)) => *known = join(self.shapes, Some(known.clone()), Some(state.clone())).unwrap_or_else(|| state.clone()),
            None => self.at.push((stmt, state.clone())),
        }
    }

    fn rest(&mut self, step: &'m Step, state: &Shared) {
        let before = self.rest.take().map(|(_, s)| s);
        self.rest = join(self.shapes, before, Some(state.clone())).map(|s| (step, s));
    }
}

impl<'m> Facts<'m> {
    /// What holds along a step or handler; nothing for one that no way reaches.
    pub(crate) fn trace(&self, node: usize) -> Option<(FlowId, Trace<'_, 'm>)> {
        let state = self.entries.get(node)?.clone()?;
        self.trace_from(node, state)
    }

    /// The same from something else that holds before it.
    pub(crate) fn trace_from(&self, node: usize, state: Shared) -> Option<(FlowId, Trace<'_, 'm>)> {
        let mut trace = Trace { shapes: &self.shapes, at: Vec::new(), rest: None, seen: Map::default() };
        let id = self.walk(node, state, &mut trace)?;
        Some((id, trace))
    }
}

impl<'m> Trace<'_, 'm> {
    /// What holds before a statement.
    pub(crate) fn before(&self, stmt: &Stmt) -> Option<&Shared> {
        let at = self.seen.get(&(std::ptr::from_ref(stmt) as usize))?;
        self.at.get(*at).map(|(_, state)| state)
    }
}

/// What holds along every step and handler that some check asks about.
pub(crate) struct Traces<'w, 'm> {
    /// By place; nothing where no way leads, or nobody asks.
    pub(crate) all: Vec<Option<Trace<'w, 'm>>>,
    by_stmt: Map<usize, usize>,
}

/// What most steps do not have, and no check asks of those.
const ASKED: Kinds = Kinds::VALUE.or(Kinds::CONDITION).or(Kinds::DO).or(Kinds::CLASS).or(Kinds::READ_BACK);

impl<'m> Facts<'m> {
    /// Goes through every step and handler once more, now that what holds where each begins is known. With `promised` also through
    /// those that only speak.
    pub(crate) fn traces(&self, promised: bool) -> Traces<'_, 'm> {
        let kinds = if promised { ASKED.or(Kinds::SPOKEN) } else { ASKED };
        let (mut all, mut by_stmt) = (Vec::with_capacity(self.nodes.count()), Map::default());
        for node in 0..self.nodes.count() {
            let asked = match self.nodes.at(node) {
                Some((flow, Node::Step(step))) => {
                    let steps = self.shapes.model.flows.get(flow.index()).map_or(&[][..], |f| &f.steps);
                    steps.get(step.index()).is_some_and(|s| s.holds.meets(kinds))
                }
                Some(_) => true,
                None => false,
            };
            let trace = if asked { self.trace(node).map(|(_, trace)| trace) } else { None };
            for (stmt, _) in trace.iter().flat_map(|t| &t.at) {
                by_stmt.insert(std::ptr::from_ref(*stmt) as usize, node);
            }
            all.push(trace);
        }
        Traces { all, by_stmt }
    }
}

impl<'m> Traces<'_, 'm> {
    /// What holds before a statement; nothing where no way leads to it.
    pub(crate) fn before(&self, stmt: &Stmt) -> Option<&Shared> {
        let node = self.by_stmt.get(&(std::ptr::from_ref(stmt) as usize))?;
        self.all.get(*node)?.as_ref()?.before(stmt)
    }
}
