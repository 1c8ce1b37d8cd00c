//! A path of the search, and calls that take it.

use super::clock;
use super::live::{Lived, Start};
use super::reads::Reads;
use super::world::Turn;
use super::zone::{FREE, Limit, Zone};

const SECOND: i64 = 1_000;
const MINUTE: i64 = 60_000;

/// Instants on one path are told by their number: for each step when it is made, where a value of it is an instant, that, and where a
/// calendar counts what it begins, when that runs out. 0 is its beginning.
#[derive(Debug, Clone)]
pub(super) struct Step {
    pub(super) made: Made,
    /// The number of its instant.
    pub(super) at: u32,
    /// How its instants stand to those before.
    pub(super) limits: Vec<Limit>,
    /// What a calendar counts from here: its place among the instants to come.
    pub(super) found: Vec<usize>,
}

/// What is done in a step.
#[derive(Debug, Clone)]
pub(super) enum Made {
    /// The call begins, perhaps with an instant that the host gives.
    Begin(bool),
    /// Time passes up to an instant at which something may be due.
    Pass,
    /// Something happens.
    Turn(Turn),
}

impl Step {
    /// How many instants of it may be chosen.
    pub(super) fn chosen(&self) -> u32 {
        match &self.made {
            Made::Turn(turn) if turn.within.is_some() => 2,
            Made::Begin(true) => 2,
            _ => 1,
        }
    }

    /// How many instants it adds.
    pub(super) fn instants(&self) -> u32 {
        self.chosen() + self.found.len() as u32
    }
}

/// Chance, the same at every run.
#[derive(Debug)]
pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn new() -> Self {
        Self(0x9E37_79B9_7F4A_7C15)
    }

    /// A number between two, both included; where there is no upper one, not far from the lower.
    pub(super) fn between(&mut self, low: i64, high: i64) -> i64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        let high = if high == FREE { low.saturating_add(600_000) } else { high };
        let width = high.saturating_sub(low).saturating_add(1).max(1);
        low.saturating_add((self.0 % width.unsigned_abs()) as i64)
    }
}

/// All that is known of the instants of a path.
fn known(steps: &[Step]) -> Option<Zone> {
    let count = steps.iter().map(Step::instants).sum();
    let mut zone = Zone::open(count);
    steps.iter().all(|step| zone.limit_all(&step.limits)).then_some(zone)
}

/// A call that takes the path from an instant on, the others chosen as it goes; none where what a calendar counts comes at another time
/// than the path has it. The last step is made only where that is asked for.
pub(super) fn taken(
    start: &Start,
    steps: &[Step],
    from: i64,
    whole: bool,
    reads: &Reads,
    choose: &mut dyn FnMut(i64, i64) -> i64,
) -> Option<Lived> {
    let zone = known(steps)?;
    live(start, steps, from, whole, reads, &zone, choose)
}

fn live(
    start: &Start,
    steps: &[Step],
    from: i64,
    whole: bool,
    reads: &Reads,
    zone: &Zone,
    choose: &mut dyn FnMut(i64, i64) -> i64,
) -> Option<Lived> {
    let (begin, rest) = steps.split_first()?;
    let lengths = start.lengths.iter().map(|length| length.choose(choose)).collect();
    let mut at = vec![from];
    for name in 1..begin.chosen() {
        let (low, high) = zone.room(name, &at);
        at.push(choose(low, high).clamp(low, high));
    }
    let mut lived = Lived::begin(start, at, lengths)?;
    settle(&mut lived, begin, reads, zone)?;
    for (i, step) in rest.iter().enumerate() {
        lived.session.clear_effects();
        for name in step.at..step.at + step.chosen() {
            let (low, high) = zone.room(name, &lived.at);
            lived.at.push(choose(low, high).clamp(low, high));
        }
        if whole || i + 1 < rest.len() {
            lived.make(step).ok()?;
            settle(&mut lived, step, reads, zone)?;
        }
    }
    Some(lived)
}

/// Notes what a calendar made of the limits that a step began; none where the path has it otherwise.
fn settle(lived: &mut Lived, step: &Step, reads: &Reads, zone: &Zone) -> Option<()> {
    if step.found.is_empty() {
        return Some(());
    }
    let reading = clock::read(&lived.session, reads, ());
    for (name, place) in (step.at + step.chosen()..).zip(&step.found) {
        let at = reading.ahead.get(*place)?.at;
        let (low, high) = zone.room(name, &lived.at);
        if !(low..=high).contains(&at) {
            return None;
        }
        lived.at.push(at);
    }
    Some(())
}

/// A call for a reader: a second between what happens where that can be, and no longer than must be.
pub(super) fn readable(start: &Start, steps: &[Step], reads: &Reads) -> Option<Lived> {
    let mut zone = known(steps)?;
    let mut before = 0;
    for step in steps {
        if matches!(step.made, Made::Turn(_)) {
            let mut apart = zone.clone();
            if apart.limit(Limit::at_least(step.at, before, 1000)) {
                zone = apart;
            }
        }
        before = step.at;
    }
    live(start, steps, start.at, true, reads, &zone, &mut |low, _| low)
}

/// The same at instants chosen by chance, each a whole minute after the beginning where it can be, else a whole second.
pub(super) fn rounded(start: &Start, steps: &[Step], reads: &Reads, dice: &mut Dice) -> Option<Lived> {
    let from = start.at;
    taken(start, steps, from, true, reads, &mut |low, high| {
        let at = dice.between(low, high);
        let up = |unit: i64| at.saturating_add((from.saturating_sub(at)).rem_euclid(unit));
        [MINUTE, SECOND].into_iter().map(up).find(|at| (low..=high).contains(at)).unwrap_or(low)
    })
}
