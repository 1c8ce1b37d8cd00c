//! From step to step: the ways through a flow.

use super::{Exit, Exits, Gait, Hop, Leg, Meter, Roads, Way};
use crate::sema::model::{FlowId, StepId};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};
use std::rc::Rc;

/// Flows that are followed into each other.
const CALLS: usize = 64;

impl Meter<'_> {
    /// The ways through a flow, each measured once; none through one that is being measured, for it calls itself.
    pub(super) fn flow(&mut self, id: FlowId) -> Rc<Roads> {
        match self.flows.get(&id) {
            Some(Some(roads)) => return Rc::clone(roads),
            Some(None) => return Rc::default(),
            // Flows that call each other deeper than a call can go are not followed.
            None if self.depth >= CALLS => return Rc::default(),
            None => {}
        }
        self.flows.insert(id, None);
        self.depth += 1;
        let model = self.model;
        let steps = model.flows.get(id.index()).map_or(&[][..], |f| &f.steps);
        let mut found: Vec<(Exit, Way)> = Vec::new();
        let mut loops: Vec<(usize, usize)> = Vec::new();
        for case in self.cases(id) {
            let around = std::mem::replace(&mut self.known, case);
            let exits: Vec<Exits> = steps.iter().map(|step| self.step(step)).collect();
            self.known = around;
            let (order, back) = ordered(&exits);
            let ways = match self.gait {
                Gait::Shortest => shortest(&exits),
                Gait::Usual => usual(&exits),
                Gait::Longest => longest(&exits, &order, &back),
            };
            loops.extend(back.into_iter().filter(|b| !loops.contains(b)).collect::<Vec<_>>());
            for (exit, way) in ways {
                match found.iter_mut().find(|(e, _)| *e == exit) {
                    None => found.push((exit, way)),
                    Some((_, old)) if self.prefers(way.ms, old.ms) => *old = way,
                    Some(_) => {}
                }
            }
        }
        let named = |(from, to): &(usize, usize)| (StepId(*from as u32), StepId(*to as u32));
        let roads = Rc::new(Roads {
            ways: found.into_iter().map(|(exit, way)| (exit, Rc::new(way))).collect(),
            loops: loops.iter().map(named).collect(),
        });
        self.depth -= 1;
        self.flows.insert(id, Some(Rc::clone(&roads)));
        roads
    }
}

/// The steps as they are left for the last time going through the flow from its first one, and the ways that lead back.
fn ordered(exits: &[Exits]) -> (Vec<usize>, Vec<(usize, usize)>) {
    #[derive(Clone, Copy, PartialEq)]
    enum Seen {
        Never,
        Open,
        Done,
    }
    let mut seen = vec![Seen::Never; exits.len()];
    let (mut order, mut back) = (Vec::new(), Vec::new());
    let mut stack: Vec<(usize, usize)> = if exits.is_empty() { Vec::new() } else { vec![(0, 0)] };
    while let Some((step, next)) = stack.pop() {
        if let Some(state) = seen.get_mut(step) {
            *state = Seen::Open;
        }
        let Some((exit, _)) = exits.get(step).and_then(|e| e.get(next)) else {
            order.push(step);
            if let Some(state) = seen.get_mut(step) {
                *state = Seen::Done;
            }
            continue;
        };
        stack.push((step, next + 1));
        if let Exit::Step(to) = exit {
            match seen.get(to.index()) {
                Some(Seen::Never) => stack.push((to.index(), 0)),
                Some(Seen::Open) => back.push((step, to.index())),
                Some(Seen::Done) | None => {}
            }
        }
    }
    (order, back)
}

/// For each manner of leaving the flow the way with the least sum.
fn shortest(exits: &[Exits]) -> Vec<(Exit, Way)> {
    let mut best: BTreeMap<usize, (i64, Option<(usize, usize)>)> = BTreeMap::from([(0, (0, None))]);
    let mut open = BinaryHeap::from([Reverse((0_i64, 0_usize))]);
    let mut ends: Vec<(Exit, i64, usize, usize)> = Vec::new();
    while let Some(Reverse((ms, step))) = open.pop() {
        if best.get(&step).is_some_and(|(least, _)| *least < ms) {
            continue;
        }
        for (i, (exit, leg)) in exits.get(step).into_iter().flatten().enumerate() {
            let sum = ms.saturating_add(leg.ms);
            match exit {
                Exit::Step(to) => {
                    if best.get(&to.index()).is_none_or(|(least, _)| sum < *least) {
                        best.insert(to.index(), (sum, Some((step, i))));
                        open.push(Reverse((sum, to.index())));
                    }
                }
                Exit::Back | Exit::Over => match ends.iter_mut().find(|(e, ..)| e == exit) {
                    None => ends.push((*exit, sum, step, i)),
                    Some(end) if sum < end.1 => *end = (*exit, sum, step, i),
                    Some(_) => {}
                },
                Exit::Below => {}
            }
        }
    }
    let path = |last: usize, i: usize| {
        let mut taken = vec![(last, i)];
        let mut at = last;
        while let Some((_, Some((from, i)))) = best.get(&at) {
            taken.push((*from, *i));
            at = *from;
        }
        taken.reverse();
        taken
    };
    ends.iter().map(|(exit, _, step, i)| (*exit, way(exits, path(*step, *i)))).collect()
}

/// For each manner of leaving the flow the way that is found first when every step is left as its first statement says, and by the next one
/// where that does not lead there. The manner that is found first comes first.
fn usual(exits: &[Exits]) -> Vec<(Exit, Way)> {
    let Some((first, way)) = led(exits, &[Exit::Back, Exit::Over]) else { return Vec::new() };
    let other = if first == Exit::Back { Exit::Over } else { Exit::Back };
    [(first, way)].into_iter().chain(led(exits, &[other])).collect()
}

/// The first way to one of these.
fn led(exits: &[Exits], wanted: &[Exit]) -> Option<(Exit, Way)> {
    let mut seen = vec![false; exits.len()];
    let mut stack = vec![(0, 0)];
    while let Some((step, next)) = stack.pop() {
        if let Some(seen) = seen.get_mut(step) {
            *seen = true;
        }
        let Some((exit, _)) = exits.get(step).and_then(|e: &Exits| e.get(next)) else { continue };
        stack.push((step, next + 1));
        match exit {
            Exit::Step(to) if seen.get(to.index()) == Some(&false) => stack.push((to.index(), 0)),
            exit if wanted.contains(exit) => return Some((*exit, way(exits, stack.iter().map(|(s, n)| (*s, n - 1)).collect()))),
            Exit::Step(_) | Exit::Back | Exit::Over | Exit::Below => {}
        }
    }
    None
}

/// For each manner of leaving the flow the way with the greatest sum, no way leading back.
fn longest(exits: &[Exits], order: &[usize], loops: &[(usize, usize)]) -> Vec<(Exit, Way)> {
    // What is left last leads to nothing but what was looked at before.
    let mut best: BTreeMap<(usize, bool), (i64, usize)> = BTreeMap::new();
    for step in order {
        for (i, (exit, leg)) in exits.get(*step).into_iter().flatten().enumerate() {
            for over in [false, true] {
                let rest = match exit {
                    Exit::Step(to) if loops.contains(&(*step, to.index())) => None,
                    Exit::Step(to) => best.get(&(to.index(), over)).map(|(ms, _)| *ms),
                    Exit::Back => (!over).then_some(0),
                    Exit::Over => over.then_some(0),
                    Exit::Below => None,
                };
                let Some(sum) = rest.map(|ms| ms.saturating_add(leg.ms)) else { continue };
                if best.get(&(*step, over)).is_none_or(|(most, _)| sum > *most) {
                    best.insert((*step, over), (sum, i));
                }
            }
        }
    }
    let mut found = Vec::new();
    for (over, exit) in [(false, Exit::Back), (true, Exit::Over)] {
        let (mut taken, mut at) = (Vec::new(), Some(0));
        while let Some(step) = at.take() {
            let Some((_, i)) = best.get(&(step, over)) else { break };
            taken.push((step, *i));
            if let Some((Exit::Step(to), _)) = exits.get(step).and_then(|e| e.get(*i)) {
                at = Some(to.index());
            }
        }
        if !taken.is_empty() {
            found.push((exit, way(exits, taken)));
        }
    }
    found
}

/// The steps taken, each by one of its ways out.
fn way(exits: &[Exits], taken: Vec<(usize, usize)>) -> Way {
    let legs = taken.into_iter().filter_map(|(step, i)| Some((step, exits.get(step)?.get(i).map(|(_, leg): &(Exit, Leg)| leg)?)));
    let hops: Vec<Hop> = legs.map(|(step, leg)| Hop { step: StepId(step as u32), ms: leg.ms, took: leg.list() }).collect();
    Way { ms: hops.iter().map(|h| h.ms).fold(0, i64::saturating_add), hops }
}
