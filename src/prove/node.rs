//! A state of the search: how it was come to, how time may stand in it, and what can be done from it.

use super::live::Lived;
use super::orders::Owed;
use super::path::{Made, Step};
use super::world::Turn;
use super::zone::{Limit, Zone, plus};

/// A state: how it was come to, and how time may stand in it.
pub(super) struct Node {
    pub(super) parent: Option<usize>,
    pub(super) start: usize,
    pub(super) step: Step,
    /// How many instants its path names.
    pub(super) names: u32,
    /// The number of its own.
    pub(super) now: u32,
    pub(super) zone: Zone,
    /// Instants to come: the number of the instant from which each counts, and how much later it is.
    pub(super) ahead: Vec<(u32, i64)>,
    /// What agents have still to say.
    pub(super) owed: Vec<Owed>,
    /// Let go when all that follows has been looked at.
    pub(super) lives: Option<[Lived; 2]>,
}

impl Node {
    /// The ways in which time can pass up to the next instant at which something may be different: which of them come first, together.
    pub(super) fn passes(&self) -> Vec<Step> {
        let mut borders = self.ahead.clone();
        borders.sort_unstable();
        borders.dedup();
        let at = self.names;
        let mut all = Vec::new();
        // Each in turn is the first by its place among those that come first.
        for (i, (name, plus)) in borders.iter().enumerate() {
            let on = [Limit::at_least(at, self.now, 0), Limit::at_most(at, *name, *plus), Limit::at_least(at, *name, *plus)];
            let mut open: Vec<(Zone, Vec<Limit>)> = Vec::new();
            let mut zone = self.zone.with(at);
            if zone.limit_all(&on) {
                open.push((zone, on.to_vec()));
            }
            for (j, (name, plus)) in borders.iter().enumerate().filter(|(j, _)| *j != i) {
                let later = vec![Limit::at_least(*name, at, 1 - plus)];
                let together = vec![Limit::at_most(at, *name, *plus), Limit::at_least(at, *name, *plus)];
                let ways = if j < i { vec![later] } else { vec![later, together] };
                open = open
                    .iter()
                    .flat_map(|(zone, limits)| {
                        ways.iter().filter_map(|way| {
                            let mut zone = zone.clone();
                            zone.limit_all(way).then(|| (zone, limits.iter().chain(way).copied().collect()))
                        })
                    })
                    .collect();
            }
            all.extend(open.into_iter().map(|(_, limits)| Step { made: Made::Pass, at, limits, found: Vec::new() }));
        }
        all
    }

    /// Something happens before anything is due.
    pub(super) fn happens(&self, turn: Turn) -> Step {
        let at = self.names;
        let mut limits = vec![Limit::at_least(at, self.now, 0)];
        limits.extend(self.ahead.iter().map(|(name, plus)| Limit::at_least(*name, at, 1 - plus)));
        if let Some((low, high)) = turn.within {
            limits.extend([Limit::at_least(at + 1, at, low), Limit::at_most(at + 1, at, high)]);
        }
        Step { made: Made::Turn(turn), at, limits, found: Vec::new() }
    }

    /// How far the instants to come may be from each other and from now.
    pub(super) fn shape(&self) -> Vec<i64> {
        let all: Vec<(u32, i64)> = std::iter::once((self.now, 0)).chain(self.ahead.iter().copied()).collect();
        let between = |(a, later): (u32, i64), (b, less): (u32, i64)| plus(self.zone.between(a, b), later - less);
        all.iter().flat_map(|a| all.iter().map(|b| between(*a, *b))).collect()
    }
}

/// From which instant one to come counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum From {
    /// So much later than the instant of this number, in both calls.
    Named(u32, i64),
    /// More than one could be meant, and they are not one and the same.
    Several,
    /// None: a calendar counts it.
    Nothing,
}

/// From which instant one to come counts, the same in both calls.
pub(super) fn counts_from(zone: &Zone, names: u32, pair: &[Lived; 2], (a, b): (i64, i64)) -> From {
    let [one, other] = pair;
    let mut found = From::Nothing;
    for name in (0..names).rev().filter(|name| zone.knows(*name)) {
        let plus = a - one.instant(name);
        if b - other.instant(name) != plus {
            continue;
        }
        match found {
            From::Named(first, with) => {
                let apart = plus - with;
                if zone.between(first, name) != apart || zone.between(name, first) != -apart {
                    return From::Several;
                }
            }
            _ => found = From::Named(name, plus),
        }
    }
    found
}

/// Which instant one to come is that a calendar counts. It has a number of its own: that it is so much later than another, as it mostly is,
/// says nothing.
pub(super) fn kept(zone: &Zone, names: u32, pair: &[Lived; 2], (a, b): (i64, i64)) -> From {
    let [one, other] = pair;
    let mut known = (0..names).filter(|name| zone.knows(*name));
    known.find(|name| one.instant(*name) == a && other.instant(*name) == b).map_or(From::Nothing, |name| From::Named(name, 0))
}
