//! The search: breadth first over states and zones, each backed by two real calls whose instants were chosen apart.

mod settle;

use super::civil::{self, Civil};
use super::clock::Reading;
use super::effort::Effort;
use super::guarded::guarded;
use super::lengths::Length;
use super::live::{Lived, Start, unheard};
use super::narrow::{Narrowed, narrow};
use super::node::Node;
use super::orders::{self, Owed};
use super::path::{Dice, Step};
use super::reads::Reads;
use super::ready::halves;
use super::script::Aim;
use super::starts::{self, starts};
use super::world::World;
use super::zone::Zone;
use super::{Bounds, Counterexample, Outcome, Proof, Prover, Why};
use crate::program::{Line, Program};
use crate::runtime::{Line as Follows, Machine};
use std::collections::{HashMap, VecDeque};

/// How often other instants are chosen for a step before it is given up.
pub(super) const TRIES: usize = 8;

/// What a step came to.
pub(super) enum Came {
    /// It cannot be made, or leads to nothing new.
    Nowhere,
    /// The guarantee is broken: the sentence, and the call.
    Broken(u32, Box<Lived>),
    State(Box<Node>, Reading),
    /// An instant that is given makes a difference beyond this distance from the present.
    Parted(i64),
}

pub(super) struct Search<'a> {
    pub(super) reads: Reads,
    pub(super) world: World,
    pub(super) narrowed: &'a Narrowed,
    /// The program as it is.
    pub(super) whole: &'a Program,
    pub(super) rule: u32,
    pub(super) aim: Aim,
    pub(super) line: Line,
    pub(super) bounds: &'a Bounds,
    pub(super) starts: Vec<Start>,
    pub(super) nodes: Vec<Node>,
    pub(super) queue: VecDeque<usize>,
    pub(super) passed: HashMap<u128, Vec<Vec<i64>>>,
    pub(super) zones: usize,
    pub(super) effort: Effort,
    pub(super) dice: Dice,
    /// What calendars count in this program.
    pub(super) civil: Option<Civil>,
    /// A clock stood somewhere.
    pub(super) stands: bool,
    /// A call was not looked at to its end because of what is assumed; one came to its end.
    pub(super) left_out: bool,
    pub(super) ended: bool,
    /// A whole call broke the sentence whose keeping is looked for.
    pub(super) broke: bool,
    /// What keeps a search without a counter-example from being a proof.
    pub(super) cut: Option<Why>,
}

/// Tries to prove one rule.
pub(super) fn prove(prover: &Prover<'_>, rule: u32, assumed: &[u32], bounds: &Bounds) -> Proof {
    search(prover, &narrow(prover.program, rule, assumed), rule, Aim::Guarantee, bounds)
}

fn unproved(rule: u32, why: Why) -> Proof {
    Proof { rule, outcome: Outcome::Unproved(why), states: 0, zones: 0, needless: Vec::new(), speech: false, days: false }
}

/// Looks for what is aimed at; proved is that there is nothing of the kind.
pub(super) fn search(prover: &Prover<'_>, narrowed: &Narrowed, rule: u32, aim: Aim, bounds: &Bounds) -> Proof {
    let program = prover.program;
    let Ok(machine) = Machine::proving(narrowed.program.clone()) else { return unproved(rule, Why::Start) };
    let reads = Reads::of(narrowed);
    let world = World::new(&machine, &reads);
    let starts = match starts(&machine, &reads) {
        Ok(starts) => starts,
        Err(why) => return unproved(rule, why),
    };
    let line = narrowed.program.rules.get(rule as usize).map_or(Line::Call, |r| r.line);
    let periods = line == Line::Organisation && !narrowed.program.schedules.is_empty() || starts::periods(&narrowed.program);
    let cut = world.cut.or(reads.coarse).or(periods.then_some(Why::Periods));
    let speech = world.speech;
    let civil = civil::reach(&narrowed.program, &|e| reads.is_plain(e), &prover.reaches);
    let mut search = Search {
        starts,
        reads,
        world,
        narrowed,
        whole: program,
        rule,
        aim,
        line,
        bounds,
        nodes: Vec::new(),
        queue: VecDeque::new(),
        passed: HashMap::new(),
        zones: 0,
        effort: Effort::new(bounds.steps),
        dice: Dice::new(),
        civil,
        stands: false,
        left_out: false,
        ended: false,
        broke: false,
        cut,
    };
    let mut days = search.civil.is_some();
    let mut outcome = search.run();
    // What cannot be told apart matters only where somebody comes by it.
    if outcome == Outcome::Proved
        && let Some(why) = search.reads.coarse_in(&machine.touched())
    {
        outcome = Outcome::Unproved(why);
    }
    // Not every day and hour is tried; that each is asked for before it is done can be read off the program.
    if outcome == Outcome::Unproved(Why::Calendar) && aim == Aim::Guarantee && guarded(program, rule) {
        (outcome, days) = (Outcome::Proved, true);
    }
    Proof { rule, outcome, states: search.passed.len(), zones: search.zones, needless: Vec::new(), speech, days }
}

impl Search<'_> {
    fn run(&mut self) -> Outcome {
        match self.all() {
            // What nothing agrees with proves everything.
            Ok(None) | Err(Why::Start) if self.left_out && !self.ended => Outcome::Unproved(Why::Impossible),
            Ok(None) if matches!(self.aim, Aim::Kept(_)) && !self.broke => Outcome::Unproved(Why::Impossible),
            Ok(Some(call)) => Outcome::Refuted(Box::new(call)),
            Ok(None) => self.cut.map_or(Outcome::Proved, Outcome::Unproved),
            Err(why) => Outcome::Unproved(why),
        }
    }

    fn all(&mut self) -> Result<Option<Counterexample>, Why> {
        // A call with lengths below zero is shown only where no other breaks the guarantee.
        for past in [false, true] {
            for at in 0..self.starts.len() {
                let of_call = |s: &Start| s.line == Follows::Flow && s.lengths.iter().any(Length::is_past) == past;
                if self.starts.get(at).is_some_and(of_call)
                    && let Some(call) = self.begin(at)?
                {
                    return Ok(Some(call));
                }
            }
            while let Some(id) = self.queue.pop_front() {
                if let Some(call) = self.expand(id)? {
                    return Ok(Some(call));
                }
            }
        }
        let none = self.nodes.is_empty();
        if let Some(call) = self.periods() {
            return Ok(Some(call));
        }
        if none { Err(Why::Start) } else { Ok(None) }
    }

    pub(super) fn expand(&mut self, id: usize) -> Result<Option<Counterexample>, Why> {
        let Some(lives) = self.nodes.get_mut(id).and_then(|n| n.lives.take()) else { return Ok(None) };
        let [one, _] = &lives;
        let Some(node) = self.nodes.get(id) else { return Ok(None) };
        let called = self.starts.get(node.start).is_none_or(|s| s.called);
        if self.is_over(&one.session, called) {
            self.ended = true;
            return if self.keeps(&one.session) { Err(Why::Impossible) } else { Ok(None) };
        }
        let Some(node) = self.nodes.get(id) else { return Ok(None) };
        let mut steps = node.passes(&mut self.effort)?;
        let mut turns = self.world.turns(&one.session, &self.reads, &node.owed, called)?;
        turns.retain(|turn| self.aim.lets(&one.session, turn));
        steps.extend(turns.into_iter().map(|turn| node.happens(turn)));
        let mut steps: VecDeque<Step> = steps.into();
        while let Some(step) = steps.pop_front() {
            match self.follow(id, &lives, &step)? {
                Came::Nowhere => {}
                Came::Parted(at) => halves(&step, at).into_iter().rev().for_each(|half| steps.push_front(half)),
                Came::Broken(sentence, lived) => {
                    let begun = self.nodes.get(id).map_or(0, |n| n.start);
                    let steps: Vec<Step> = self.path(id).into_iter().chain([step]).collect();
                    return self.told(begun, &steps, *lived, sentence).map(Some);
                }
                Came::State(node, reading) => self.keep(*node, &reading),
            }
            if self.passed.len() > self.bounds.states {
                return Err(Why::States);
            }
        }
        Ok(None)
    }

    /// Makes a step from a state.
    fn follow(&mut self, id: usize, lives: &[Lived; 2], step: &Step) -> Result<Came, Why> {
        let Some(node) = self.nodes.get(id) else { return Ok(Came::Nowhere) };
        let (begun, mut zone) = (node.start, node.zone.with(step.at));
        if step.chosen() > 1 {
            zone = zone.with(step.at + 1);
        }
        if !zone.limit_all(&step.limits) {
            return Ok(Came::Nowhere);
        }
        let mut taken = false;
        for attempt in 0..TRIES {
            self.effort.left()?;
            let Some(pair) = self.pair(id, lives, step, attempt) else { continue };
            taken = true;
            let offsets = pair.each_ref().map(|l| l.instant(step.at + 1) - l.instant(step.at));
            if let Some(came) = self.compare(id, begun, step, &zone, pair)? {
                return Ok(came);
            }
            if let Some(between) = self.parted(lives, step, offsets) {
                return Ok(Came::Parted(between));
            }
        }
        let unknown =
            [(self.civil.is_some(), Why::Calendar), (self.stands, Why::Total), (!self.reads.plain_lengths.is_empty(), Why::Compared)];
        if let Some((_, why)) = unknown.iter().find(|(is, _)| *is && !taken) {
            // No such order of instants, or none that chance comes upon: of a calendar, a clock that stood, a length, bounds alone are known.
            self.cut = self.cut.or(Some(*why));
            return Ok(Came::Nowhere);
        }
        // Whatever is chosen, two calls on one path do not agree: something counts time in a way that is not understood.
        Err(self.unclear())
    }

    /// Makes the step in both calls; none where they do not tell yet what depends on what.
    fn compare(&mut self, id: usize, begun: usize, step: &Step, zone: &Zone, mut pair: [Lived; 2]) -> Result<Option<Came>, Why> {
        self.effort.step();
        let made = pair.each_mut().map(|lived| {
            lived.session.clear_effects();
            lived.make(step)
        });
        match &made {
            [Ok(()), Ok(())] => {}
            [Err(error), Err(_)] => {
                self.cut = self.cut.or(unheard(error));
                return Ok(Some(Came::Nowhere));
            }
            _ => return Ok(None),
        }
        if !pair.iter().all(|lived| self.aim.minds(step, &lived.session)) {
            return Ok(Some(Came::Nowhere));
        }
        let Some(node) = self.nodes.get(id) else { return Ok(Some(Came::Nowhere)) };
        let Some(owed) = self.owed(&node.owed, step, &pair) else { return Ok(Some(Came::Nowhere)) };
        self.settled((Some(id), owed), begun, step, zone, pair)
    }

    /// What has still to be said after a step, where somebody hears it; none where something was left out.
    pub(super) fn owed(&self, before: &[Owed], step: &Step, [one, _]: &[Lived; 2]) -> Option<Vec<Owed>> {
        if self.world.speech { orders::after(before, step, one, self.aim.says_all()) } else { Some(Vec::new()) }
    }
}
