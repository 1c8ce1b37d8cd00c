//! Circles of steps that wait for nothing.

use crate::base::{Diagnostic, Span};
use crate::sema::codes::paths::IDLE_CYCLE;
use crate::sema::model::{FlowId, Model, Stmt, StmtKind};
use petgraph::algo::kosaraju_scc;
use petgraph::graph::{DiGraph, NodeIndex};
use std::collections::{HashMap, VecDeque};

/// What a block does before it waits for anything.
#[derive(Debug, Default)]
struct Idle {
    /// Steps it goes to, by node.
    targets: Vec<usize>,
    /// It gets to its end.
    passes: bool,
    /// It returns.
    returns: bool,
}

/// The steps of all flows in one row, with what is known of flows so far.
struct Map<'m> {
    model: &'m Model,
    first: Vec<usize>,
    /// Flows that may come back without having waited.
    quick: Vec<bool>,
}

/// Reports every circle once.
pub(super) fn check(model: &Model, out: &mut Vec<Diagnostic>) {
    let mut first = Vec::with_capacity(model.flows.len());
    let mut count = 0;
    for flow in &model.flows {
        first.push(count);
        count += flow.steps.len();
    }
    let mut map = Map { model, first, quick: vec![false; model.flows.len()] };
    let mut edges = map.edges();
    // Whether a call waits depends on the flow called. Calls do not go deeper than this, so neither does what is learnt.
    for _ in 0..crate::base::limits::CALL_DEPTH {
        if !map.learn(&edges) {
            break;
        }
        edges = map.edges();
    }
    let next: Vec<Vec<usize>> = edges.into_iter().map(|i| i.targets).collect();
    let mut graph: DiGraph<(), ()> = DiGraph::with_capacity(count, count);
    for _ in 0..count {
        graph.add_node(());
    }
    for (from, list) in next.iter().enumerate() {
        for to in list.iter().filter(|to| **to < count) {
            graph.add_edge(NodeIndex::new(from), NodeIndex::new(*to), ());
        }
    }
    for circle in kosaraju_scc(&graph) {
        let Some(start) = circle.iter().map(|n| n.index()).min() else { continue };
        if circle.len() > 1 || next.get(start).is_some_and(|l| l.contains(&start)) {
            let members: Vec<usize> = circle.iter().map(|n| n.index()).collect();
            out.extend(report(&map, &around(start, &members, &next)));
        }
    }
}

/// The shortest way from a step back to itself inside its circle.
fn around(start: usize, members: &[usize], next: &[Vec<usize>]) -> Vec<usize> {
    let inside: HashMap<usize, ()> = members.iter().map(|m| (*m, ())).collect();
    let mut from: HashMap<usize, usize> = HashMap::new();
    let mut open = VecDeque::from([start]);
    while let Some(here) = open.pop_front() {
        for to in next.get(here).into_iter().flatten().copied().filter(|t| inside.contains_key(t)) {
            if to == start {
                let mut way = vec![start];
                let mut at = here;
                while at != start {
                    way.push(at);
                    at = from.get(&at).copied().unwrap_or(start);
                }
                way.push(start);
                way.reverse();
                return way;
            }
            if to != start && !from.contains_key(&to) {
                from.insert(to, here);
                open.push_back(to);
            }
        }
    }
    vec![start]
}

fn report(map: &Map<'_>, way: &[usize]) -> Option<Diagnostic> {
    let steps: Vec<(String, Span)> = way.iter().filter_map(|n| map.step(*n)).collect();
    let (_, span) = steps.first()?;
    let names = steps.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(" → ");
    let finding = Diagnostic::new(
        &IDLE_CYCLE,
        *span,
        format!("这几个环节转来转去，谁也不等：{names}"),
        format!("these steps lead to each other in a circle and wait for nothing: {names}"),
    )
    .help(
        "圈里至少要有一处等：问、登记、等、选项或当。",
        "Somewhere in the circle the call must wait: `ask`, `fill`, `wait`, `option` or `on`.",
    );
    Some(
        steps
            .iter()
            .skip(1)
            .take(steps.len().saturating_sub(2))
            .fold(finding, |f, (name, place)| f.related(*place, format!("经过“{name}”"), format!("by way of “{name}”"))),
    )
}

impl Map<'_> {
    fn step(&self, node: usize) -> Option<(String, Span)> {
        let flow = self.first.partition_point(|f| *f <= node).checked_sub(1)?;
        let flow_steps = &self.model.flows.get(flow)?.steps;
        let step = flow_steps.get(node.checked_sub(*self.first.get(flow)?)?)?;
        Some((step.name.to_string(), step.span))
    }

    fn entry(&self, flow: FlowId) -> Option<usize> {
        let steps = &self.model.flows.get(flow.index())?.steps;
        (!steps.is_empty()).then(|| self.first.get(flow.index()).copied()).flatten()
    }

    fn edges(&self) -> Vec<Idle> {
        let mut all = Vec::new();
        for (flow, base) in self.model.flows.iter().zip(&self.first) {
            for step in &flow.steps {
                let mut idle = Idle::default();
                idle.passes = self.walk(&step.body, *base, &mut idle);
                all.push(idle);
            }
        }
        all
    }

    /// Goes through every block inside a statement; true if one gets to its end. Each is gone through, for what it leads to.
    fn walk_all(&self, stmt: &Stmt, base: usize, idle: &mut Idle) -> bool {
        stmt.blocks().into_iter().filter(|block| self.walk(block, base, idle)).count() > 0
    }

    /// Goes through a block as far as nothing waits; true if it gets to the end.
    fn walk(&self, stmts: &[Stmt], base: usize, idle: &mut Idle) -> bool {
        for stmt in stmts {
            let on = match &stmt.kind {
                StmtKind::Goto(step) => {
                    idle.targets.push(base + step.index());
                    false
                }
                StmtKind::GotoFlow { flow, and_return, .. } => {
                    idle.targets.extend(self.entry(*flow));
                    *and_return && self.quick.get(flow.index()) == Some(&true)
                }
                StmtKind::Call { flow, .. } => {
                    idle.targets.extend(self.entry(*flow));
                    self.quick.get(flow.index()) == Some(&true)
                }
                StmtKind::Return(_) => {
                    idle.returns = true;
                    false
                }
                StmtKind::Do { into, .. } => into.is_none(),
                StmtKind::If { otherwise, .. } => {
                    let through = self.walk_all(stmt, base, idle);
                    through || otherwise.is_none()
                }
                StmtKind::Match(_) => self.walk_all(stmt, base, idle),
                StmtKind::End(_)
                | StmtKind::Ask { .. }
                | StmtKind::Fill { .. }
                | StmtKind::Wait(_)
                | StmtKind::WaitAgain { .. }
                | StmtKind::Continue
                | StmtKind::CloseHere
                | StmtKind::Bad => false,
                StmtKind::Say(_)
                | StmtKind::Tip(_)
                | StmtKind::ReadBack { .. }
                | StmtKind::Set { .. }
                | StmtKind::OpenCase { .. }
                | StmtKind::Escalate { .. } => true,
            };
            if !on {
                return false;
            }
        }
        true
    }

    /// Finds flows that may come back without waiting; true if there is a new one.
    fn learn(&mut self, edges: &[Idle]) -> bool {
        let mut new = false;
        for flow in 0..self.model.flows.len() {
            if self.quick.get(flow) == Some(&false) && self.comes_back(FlowId(flow as u32), edges) {
                self.quick.get_mut(flow).into_iter().for_each(|q| *q = true);
                new = true;
            }
        }
        new
    }

    fn comes_back(&self, flow: FlowId, edges: &[Idle]) -> bool {
        let (Some(base), Some(count)) = (self.entry(flow), self.model.flows.get(flow.index()).map(|f| f.steps.len())) else { return false };
        let mut seen = vec![false; count];
        let mut open = vec![base];
        while let Some(node) = open.pop() {
            let Some(slot) = node.checked_sub(base).and_then(|i| seen.get_mut(i)).filter(|s| !**s) else { continue };
            *slot = true;
            let Some(idle) = edges.get(node) else { continue };
            if idle.returns {
                return true;
            }
            open.extend(&idle.targets);
        }
        false
    }
}
