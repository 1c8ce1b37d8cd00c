//! Flows that call each other in a circle.

use super::links::{Kind, Link, Links};
use crate::base::Diagnostic;
use crate::sema::codes::paths::RECURSION;
use crate::sema::model::Model;
use petgraph::algo::kosaraju_scc;
use petgraph::graph::{DiGraph, NodeIndex};
use std::collections::{HashMap, HashSet, VecDeque};

/// Reports every circle that a call is part of, at its first call. A circle of plain 转 goes round without getting deeper.
pub(super) fn check(model: &Model, links: &Links, out: &mut Vec<Diagnostic>) {
    let deep: Vec<&Link> = links.all.iter().filter(|l| l.kind != Kind::Open).collect();
    let mut graph: DiGraph<(), ()> = DiGraph::new();
    for _ in &model.flows {
        graph.add_node(());
    }
    for link in &deep {
        if link.to.index() < model.flows.len() {
            graph.add_edge(NodeIndex::new(link.from.index()), NodeIndex::new(link.to.index()), ());
        }
    }
    for circle in kosaraju_scc(&graph) {
        let inside: HashSet<usize> = circle.iter().map(|n| n.index()).collect();
        let within: Vec<&Link> =
            deep.iter().copied().filter(|l| inside.contains(&l.from.index()) && inside.contains(&l.to.index())).collect();
        if let Some(call) = within.iter().find(|l| l.kind == Kind::Call) {
            out.push(report(model, call, &back(call, &within)));
        }
    }
}

/// The flows from the called one back to the caller.
fn back(call: &Link, within: &[&Link]) -> Vec<usize> {
    let (start, goal) = (call.to.index(), call.from.index());
    let mut from: HashMap<usize, usize> = HashMap::new();
    let mut open = VecDeque::from([start]);
    while let Some(here) = open.pop_front() {
        if here == goal {
            break;
        }
        for link in within.iter().filter(|l| l.from.index() == here) {
            let to = link.to.index();
            if to != start && !from.contains_key(&to) {
                from.insert(to, here);
                open.push_back(to);
            }
        }
    }
    let mut way = vec![goal];
    let mut at = goal;
    while at != start {
        let Some(before) = from.get(&at) else { break };
        at = *before;
        way.push(at);
    }
    way.push(goal);
    way.reverse();
    way
}

fn report(model: &Model, call: &Link, way: &[usize]) -> Diagnostic {
    let names = way.iter().filter_map(|f| model.flows.get(*f)).map(|f| f.name.as_str()).collect::<Vec<_>>().join(" → ");
    Diagnostic::new(&RECURSION, call.span, format!("流程调用成圈：{names}"), format!("flows call each other in a circle: {names}"))
        .label("这里又套进一层", "this goes one level deeper")
        .help(
            "想再来一遍，用“转”回到本流程的环节；想交给另一个流程办到底，用“转”到那个流程，不要“调用”。",
            "To try again, `goto` to a step of this flow; to hand the matter over for good, `goto` to the other flow instead of calling it.",
        )
}
