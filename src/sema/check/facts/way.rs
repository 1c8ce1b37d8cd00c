//! The shortest way to where something does not hold.

use super::Facts;
use super::nodes::Node;
use super::solve::{Found, begun};
use super::state::Shared;
use crate::base::{Message, Sources};
use crate::sema::model::{Anytime, Label};
use std::collections::VecDeque;
use std::sync::Arc;

/// Ways that are followed at most.
const WAYS: usize = 4_000;
/// Ways to one place that are told apart at most.
const APART: usize = 8;

/// A way through steps, and what holds at its end.
#[derive(Debug, Clone)]
pub(crate) struct Way {
    /// The places it goes through.
    nodes: Vec<usize>,
    /// What holds where the last one begins.
    pub(crate) state: Shared,
}

impl Way {
    /// The steps and handlers it goes through.
    pub(crate) fn nodes(&self) -> &[usize] {
        &self.nodes
    }
}

/// Of a long way so many steps are named where it begins,
const BEGIN: usize = 3;
/// and so many where it ends.
const END: usize = 5;

/// Which ways are followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum How {
    /// Those on which nothing breaks into a wait.
    Straight,
    /// All.
    Each,
    /// None: where there is much to tell, the place itself must do.
    Roughly,
}

struct Stop {
    node: usize,
    state: Shared,
    from: Option<usize>,
}

impl Facts<'_> {
    /// The shortest way to a place on which something is wrong there. Nothing where each single way was followed and none is wrong:
    /// then only what is kept of several ways together was too little. `wrong` is asked with what holds where the place
    /// begins;
    pub(crate) fn way(&self, target: usize, how: How, wrong: &mut dyn FnMut(&Shared) -> bool) -> Option<Way> {
        if how == How::Roughly {
            return Some(Way { nodes: vec![target], state: self.entries.get(target)?.clone()? });
        }
        let mut stops: Vec<Stop> = Vec::new();
        let mut seen: Vec<u8> = vec![0; self.nodes.count()];
        let mut open = VecDeque::new();
        let mut whole = true;
        let mut nearest = None;
        let mut add = |stops: &mut Vec<Stop>, open: &mut VecDeque<usize>, node: usize, state: Shared, from| {
            let Some(count) = seen.get_mut(node) else { return };
            let known = *count > 0
                && stops.iter().filter(|s| s.node == node).any(|s| Arc::ptr_eq(&s.state, &state) || same(&self.shapes, &s.state, &state));
            if known {
                return;
            }
            if usize::from(*count) >= APART || stops.len() >= WAYS {
                whole = false;
                return;
            }
            *count += 1;
            open.push_back(stops.len());
            stops.push(Stop { node, state, from });
        };
        for root in &self.roots {
            let Some((flow, entry)) = self.shapes.model.flows.get(root.index()).zip(self.nodes.entry(*root)) else { continue };
            add(&mut stops, &mut open, entry, Arc::new(begun(&self.shapes, flow)), None);
        }
        while let Some(at) = open.pop_front() {
            let Some((node, state)) = stops.get(at).map(|s| (s.node, s.state.clone())) else { continue };
            if node == target {
                nearest = nearest.or(Some(at));
                if wrong(&state) {
                    return Some(Way { nodes: back(&stops, at), state });
                }
            }
            let mut found = Found::default();
            self.walk(node, state, &mut found);
            for (to, state) in found.leads {
                // What breaks into a wait may be left out, unless it is the place in question.
                let breaks = !matches!(self.nodes.at(to), Some((_, Node::Step(_))));
                if breaks && to != target && how == How::Straight {
                    continue;
                }
                add(&mut stops, &mut open, to, state, Some(at));
            }
        }
        if whole || how == How::Straight {
            return None;
        }
        // Too many ways to follow each: what is kept of them together has to do.
        let state = self.entries.get(target)?.clone()?;
        Some(Way { nodes: nearest.map_or_else(|| vec![target], |at| back(&stops, at)), state })
    }

    /// A way in words.
    pub(crate) fn path(&self, way: &Way, sources: &Sources) -> Message {
        let names: Vec<Message> = way.nodes.iter().filter_map(|n| self.name(*n, sources)).collect();
        let line = |get: fn(&Message) -> &str| {
            let mut words: Vec<&str> = names.iter().map(get).collect();
            if words.len() > BEGIN + END + 1 {
                words.splice(BEGIN..words.len() - END, ["……"]);
            }
            words.join(" → ")
        };
        Message::new(line(|m| &m.zh), line(|m| &m.en))
    }

    fn name(&self, node: usize, sources: &Sources) -> Option<Message> {
        let (id, at) = self.nodes.at(node)?;
        let flow = self.shapes.model.flows.get(id.index())?;
        Some(match at {
            Node::Step(step) => {
                let name = &flow.steps.get(step.index())?.name;
                Message::new(name.as_str(), name.as_str())
            }
            Node::Anytime(n) => match flow.anytime.get(n)? {
                Anytime::Option(option) => match &option.label {
                    Label::Name(name) => Message::new(format!("随时 {name}"), format!("anytime {name}")),
                    Label::Other => Message::new("随时 其他", "anytime other"),
                },
                Anytime::When(when) => {
                    let event = sources.slice(when.on.span);
                    Message::new(format!("随时 {event}"), format!("anytime {event}"))
                }
            },
            Node::Limit(_) => Message::new("期限", "deadline"),
        })
    }
}

fn back(stops: &[Stop], mut at: usize) -> Vec<usize> {
    let mut nodes = Vec::new();
    while let Some(stop) = stops.get(at) {
        nodes.push(stop.node);
        match stop.from {
            Some(from) => at = from,
            None => break,
        }
    }
    nodes.reverse();
    nodes
}

/// Whether two ways cannot be told apart by what holds.
fn same(shapes: &super::mentions::Shapes<'_>, a: &super::state::State, b: &super::state::State) -> bool {
    !a.clone().keep(shapes, b, true) && !b.clone().keep(shapes, a, true)
}
