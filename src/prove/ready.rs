//! Calls that are ready for a step: as they stand where that fits, else others that took the same path.

use super::clock;
use super::live::{Lived, Start};
use super::path::{self, Made, Step};
use super::search::Search;
use super::world::Turn;
use super::zone::{FREE, Limit, plus};
use crate::program::Line;
use crate::runtime::Session;

/// Instants at which a call may begin that are tried where a calendar has a word in it.
const BEGINNINGS: usize = 24;
/// A scenario begins at a whole minute.
const MINUTE: i64 = 60_000;
/// How often instants are chosen by chance alone.
const UNIFORM: usize = 3;

impl Search<'_> {
    /// When a call begins: always at once, unless calendars are asked.
    pub(super) fn first(&mut self, start: &Start) -> i64 {
        match self.civil {
            Some(civil) => civil.from + self.dice.between(0, (civil.to - civil.from) / MINUTE) * MINUTE,
            None => start.at,
        }
    }

    /// Whether nothing that still comes can be judged.
    pub(super) fn is_over(&self, session: &Session, called: bool) -> bool {
        let closed = session.has_closed() || !called;
        self.line != Line::Organisation && closed && session.is_over() && session.next_deadline().is_none()
    }

    /// The steps by which a state was come to.
    pub(super) fn path(&self, id: usize) -> Vec<Step> {
        let mut steps = Vec::new();
        let mut at = self.nodes.get(id);
        while let Some(node) = at {
            steps.push(node.step.clone());
            at = node.parent.and_then(|p| self.nodes.get(p));
        }
        steps.reverse();
        steps
    }

    /// Where an instant that somebody gives is not the same to the script all through its interval: the last distance from the present up
    /// to which it is.
    pub(super) fn parted(&mut self, lives: &[Lived; 2], step: &Step, offsets: [i64; 2]) -> Option<i64> {
        let Made::Turn(Turn { within: Some(_), .. }) = &step.made else { return None };
        let [one, _] = lives;
        let now = one.session.now();
        let mut key = |offset: i64| {
            let mut lived = one.clone();
            lived.at.resize(step.at as usize, now);
            lived.at.extend([now, now + offset]);
            self.effort.step();
            lived.make(step).ok()?;
            Some(clock::read(&lived.session, &self.reads, ()).key)
        };
        let [a, b] = offsets;
        let (mut low, mut high) = (a.min(b), a.max(b));
        let (first, last) = (key(low)?, key(high)?);
        if first == last {
            return None;
        }
        while high - low > 1 {
            let middle = low + (high - low) / 2;
            if key(middle)? == first { low = middle } else { high = middle }
        }
        Some(low)
    }

    /// Two calls that have come to a state and are ready for a step from it.
    pub(super) fn pair(&mut self, id: usize, lives: &[Lived; 2], step: &Step, attempt: usize) -> Option<[Lived; 2]> {
        let [one, other] = lives;
        if attempt == 0
            && let (Some(one), Some(other)) = (self.ready(id, one, step), self.ready(id, other, step))
        {
            return Some([one, other]);
        }
        let steps: Vec<Step> = self.path(id).into_iter().chain([step.clone()]).collect();
        let start = self.starts.get(self.nodes.get(id)?.start)?.clone();
        let edges = attempt > UNIFORM && self.stands && self.civil.is_none();
        Some([self.another(&start, &steps, edges)?, self.another(&start, &steps, edges)?])
    }

    /// A call that has taken a path up to its last step; with an instant often as soon or as late as can be, where it may only be so.
    fn another(&mut self, start: &Start, steps: &[Step], edges: bool) -> Option<Lived> {
        let loose = self.civil.is_some() || self.stands || !self.reads.plain_lengths.is_empty();
        let tries = if loose { BEGINNINGS } else { 1 };
        (0..tries).find_map(|_| {
            self.effort.replay(steps.len());
            let from = self.first(start);
            let Self { dice, reads, .. } = self;
            path::taken(start, steps, from, false, reads, &mut |low, high| match if edges { dice.between(0, 3) } else { 3 } {
                0 | 1 => low,
                2 if high < FREE => high,
                _ => dice.between(low, high),
            })
        })
    }

    /// A call as it stands, its next instants chosen; none where they do not fit the step.
    pub(super) fn ready(&mut self, id: usize, lived: &Lived, step: &Step) -> Option<Lived> {
        let node = self.nodes.get(id)?;
        let now = lived.instant(node.now);
        let (mut low, mut high) = (now, FREE);
        for limit in &step.limits {
            // Only its instant against those that are known.
            if limit.later == step.at && limit.than < step.at {
                high = high.min(lived.instant(limit.than).saturating_add(limit.by));
            } else if limit.than == step.at && limit.later < step.at {
                low = low.max(lived.instant(limit.later).saturating_sub(limit.by));
            }
        }
        if low > high {
            return None;
        }
        let mut lived = lived.clone();
        let at = self.dice.between(low, high);
        lived.at.push(at);
        if let Made::Turn(Turn { within: Some((low, high)), .. }) = &step.made {
            lived.at.push(self.dice.between(at.saturating_add(*low), at.saturating_add(*high)));
        }
        Some(lived)
    }

    /// Between what an instant to come lies after the present, where a length that was set for the session counts up to it from here.
    pub(super) fn set(&self, begun: usize, [one, other]: &[Lived; 2], now: u32, (a, b): (i64, i64)) -> Option<(i64, i64)> {
        let lengths = self.starts.get(begun)?.lengths.iter();
        lengths.zip(one.lengths.iter().zip(&other.lengths)).find_map(|(length, (in_one, in_other))| {
            let beyond = a - one.instant(now) - in_one;
            let same = beyond == b - other.instant(now) - in_other && (0..=1).contains(&beyond);
            same.then(|| (length.low + beyond, plus(length.high, beyond)))
        })
    }
}

/// A step with the interval of its instant in two.
pub(super) fn halves(step: &Step, at: i64) -> Vec<Step> {
    let Made::Turn(Turn { within: Some((low, high)), .. }) = &step.made else { return Vec::new() };
    let half = |(low, high): (i64, i64)| {
        let mut half = step.clone();
        if let Made::Turn(turn) = &mut half.made {
            turn.within = Some((low, high));
        }
        half.limits.extend([Limit::at_least(step.at + 1, step.at, low), Limit::at_most(step.at + 1, step.at, high)]);
        half
    };
    vec![half((*low, at)), half((at + 1, *high))]
}
