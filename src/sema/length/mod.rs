//! How long a call takes that keeps to the script: the shortest, the usual and the longest way through a flow, estimated from what is said.
//!
//! What nobody knows before the call is estimated, and the page of L15 says how: the customer's answers by their samples, values by their
//! type. A loop is gone through once. What is tested twice comes out the same way both times.

mod block;
mod cases;
mod road;
mod speech;

use super::check::Links;
use super::model::{FlowId, Model, StepId};
use crate::base::Span;
use smol_str::SmolStr;
use std::collections::BTreeMap;
use std::rc::Rc;

/// Which of the ways through a flow is gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gait {
    /// The least of everything.
    Shortest,
    /// What is written first, everywhere; nothing times out.
    Usual,
    /// The most of everything; limits run out.
    Longest,
}

/// How long a call of a flow takes.
#[derive(Debug, Clone)]
pub struct Talk {
    /// The flow.
    pub flow: FlowId,
    /// None where no way leads to an end.
    pub shortest: Option<Way>,
    /// The same.
    pub usual: Option<Way>,
    /// The same.
    pub longest: Option<Way>,
    /// Where the script goes back to a step that was gone through: from, to.
    pub loops: Vec<(StepId, StepId)>,
}

/// One way through a flow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Way {
    /// How long it takes.
    pub ms: i64,
    /// Step after step.
    pub hops: Vec<Hop>,
}

/// A step on a way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hop {
    /// The step.
    pub step: StepId,
    /// How long is spent in it, with what it calls.
    pub ms: i64,
    /// What decided in it, in order.
    pub took: Vec<Took>,
}

/// What decided where a way goes on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Took {
    /// The customer's answer.
    Answer(SmolStr),
    /// A row, a condition, a handler: its line.
    Line(Span),
    /// A flow was called, and gone through in this way.
    Called(FlowId, Rc<Way>),
    /// A limit ran out.
    TimedOut,
}

/// The flows that a call begins with, each with its three ways.
pub fn calls(model: &Model) -> Vec<Talk> {
    let mut meters = [Gait::Shortest, Gait::Usual, Gait::Longest].map(|gait| Meter {
        model,
        gait,
        known: cases::Known::new(),
        flows: BTreeMap::new(),
        depth: 0,
    });
    Links::of(model).entries(model).into_iter().map(|flow| talk(flow, &mut meters)).collect()
}

fn talk(flow: FlowId, meters: &mut [Meter<'_>; 3]) -> Talk {
    let mut loops = Vec::new();
    let [shortest, usual, longest] = meters.each_mut().map(|meter| {
        let roads = meter.flow(flow);
        loops.clone_from(&roads.loops);
        let one = roads.ways.iter().map(|(_, way)| way);
        let way = match meter.gait {
            Gait::Shortest => one.min_by_key(|w| w.ms),
            Gait::Usual => one.into_iter().next(),
            Gait::Longest => one.max_by_key(|w| w.ms),
        };
        way.map(|w| Way::clone(w))
    });
    Talk { flow, shortest, usual, longest, loops }
}

/// Where a block of statements, a step or a flow goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Exit {
    /// To what stands below.
    Below,
    /// To a step of the flow.
    Step(StepId),
    /// Back to the flow that called it.
    Back,
    /// The call is over.
    Over,
}

/// How long it takes to get there, and what decided it.
#[derive(Debug, Clone, Default)]
struct Leg {
    ms: i64,
    took: Option<Rc<Chain>>,
}

/// What decided, the last first: most legs share their beginning.
#[derive(Debug)]
struct Chain {
    took: Took,
    before: Option<Rc<Chain>>,
}

impl Leg {
    fn of(ms: i64) -> Self {
        Self { ms, took: None }
    }

    /// The same, decided by something.
    fn by(self, took: Took) -> Self {
        Self { ms: self.ms, took: Some(Rc::new(Chain { took, before: self.took })) }
    }

    /// This and then another.
    fn then(&self, next: &Self) -> Self {
        let mut leg = Self { ms: self.ms.saturating_add(next.ms), took: self.took.clone() };
        for took in next.list() {
            leg = leg.by(took);
        }
        leg
    }

    /// What decided, in order.
    fn list(&self) -> Vec<Took> {
        let mut list = Vec::new();
        let mut at = self.took.as_ref();
        while let Some(chain) = at {
            list.push(chain.took.clone());
            at = chain.before.as_ref();
        }
        list.reverse();
        list
    }
}

/// The ways out, each once, in the order in which they would be preferred.
type Exits = Vec<(Exit, Leg)>;

/// The ways through a flow, one for each manner of leaving it.
#[derive(Debug, Default)]
struct Roads {
    ways: Vec<(Exit, Rc<Way>)>,
    loops: Vec<(StepId, StepId)>,
}

/// Measures flows in one gait.
struct Meter<'m> {
    model: &'m Model,
    gait: Gait,
    /// How tests come out in the case that is measured.
    known: cases::Known,
    /// Those measured; none while one is being measured, so that a flow that calls itself ends.
    flows: BTreeMap<FlowId, Option<Rc<Roads>>>,
    /// How many are being measured, each called by the one before.
    depth: usize,
}

impl Meter<'_> {
    /// Adds a way out; of two to one place the gait decides.
    fn add(&self, exits: &mut Exits, exit: Exit, leg: Leg) {
        match exits.iter_mut().find(|(e, _)| *e == exit) {
            None => exits.push((exit, leg)),
            Some((_, old)) if self.prefers(leg.ms, old.ms) => *old = leg,
            Some(_) => {}
        }
    }

    /// Whether a length is rather gone than one that was found before.
    fn prefers(&self, new: i64, old: i64) -> bool {
        match self.gait {
            Gait::Shortest => new < old,
            Gait::Usual => false,
            Gait::Longest => new > old,
        }
    }
}
