//! A state of the search: how it was come to, how time may stand in it, and what can be done from it.

use super::Why;
use super::clock::Ahead;
use super::effort::Effort;
use super::live::Lived;
use super::orders::Owed;
use super::path::{Made, Step};
use super::script::Standing;
use super::world::Turn;
use super::zone::{FREE, Limit, Zone, plus};

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
    /// How the call stands to what is looked for.
    pub(super) standing: Standing,
    /// What is left of clocks that stand.
    pub(super) rests: Vec<Rest>,
    /// Let go when all that follows has been looked at.
    pub(super) lives: Option<[Lived; 2]>,
}

impl Node {
    /// The ways in which time can pass up to the next instant at which something may be different: which of them come first, together.
    pub(super) fn passes(&self, effort: &mut Effort) -> Result<Vec<Step>, Why> {
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
                let mut each = Vec::new();
                for (zone, limits) in &open {
                    for way in &ways {
                        effort.order();
                        effort.left()?;
                        let mut zone = zone.clone();
                        if zone.limit_all(way) {
                            each.push((zone, limits.iter().chain(way).copied().collect()));
                        }
                    }
                }
                open = each;
            }
            all.extend(open.into_iter().map(|(_, limits)| Step { made: Made::Pass, at, limits, found: Vec::new() }));
        }
        Ok(all)
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
        let rests = self.rests.iter().filter_map(Rest::points).flatten();
        let all: Vec<(u32, i64)> = all.into_iter().chain(rests).collect();
        let between = |(a, later): (u32, i64), (b, less): (u32, i64)| plus(self.zone.between(a, b), later - less);
        let fixed = self.rests.iter().filter_map(|rest| if let Rest::Fixed(ms) = rest { Some([*ms, -*ms]) } else { None });
        let fixed: Vec<i64> = fixed.flatten().collect();
        fixed.into_iter().chain(all.iter().flat_map(|a| all.iter().map(|b| between(*a, *b)).collect::<Vec<_>>())).collect()
    }
}

/// What is left of a clock that stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rest {
    /// So much on every such path.
    Fixed(i64),
    /// From the instant of the second number to so much after that of the first: where it stood, and when it would have run out.
    Between((u32, i64), u32),
}

impl Rest {
    /// How long it is in a call.
    pub(super) fn of(&self, lived: &Lived) -> i64 {
        match self {
            Self::Fixed(ms) => *ms,
            Self::Between((name, plus), stood) => lived.instant(*name) + plus - lived.instant(*stood),
        }
    }

    /// Between what it lies where time may stand as a zone says.
    pub(super) fn bounds(&self, zone: &Zone) -> (i64, i64) {
        match self {
            Self::Fixed(ms) => (*ms, *ms),
            Self::Between((name, later), stood) => {
                let least = plus(zone.between(*stood, *name), 0).saturating_neg().saturating_add(*later);
                (least, plus(zone.between(*name, *stood), *later))
            }
        }
    }

    /// How much later it runs out than it would have, where it goes on now: by as much as it stood.
    pub(super) fn put_off(&self, zone: &Zone, runs_out: u32, now: u32) -> Vec<Limit> {
        let Self::Between((name, later), stood) = self else { return Vec::new() };
        let (least, most) = (zone.between(*stood, now), zone.between(now, *stood));
        let at_least = Limit::at_least(runs_out, *name, later.saturating_sub(if least == FREE { 0 } else { least }));
        let at_most = Limit::at_most(runs_out, *name, plus(most, *later));
        std::iter::once(at_least).chain((most < FREE).then_some(at_most)).collect()
    }

    /// The instants it lies between.
    pub(super) fn points(&self) -> Option<[(u32, i64); 2]> {
        match self {
            Self::Fixed(_) => None,
            Self::Between(out, stood) => Some([*out, (*stood, 0)]),
        }
    }

    /// What is left of a clock in both calls: what was left of it before, what has just been left of one that was to run out, or always the
    /// same.
    pub(super) fn found(parent: Option<&Node>, now: u32, pair: &[Lived; 2], left: (i64, i64)) -> Option<Self> {
        let [one, other] = pair;
        let fits = |rest: &Self| (rest.of(one), rest.of(other)) == left;
        let stood = parent.into_iter().flat_map(|node| node.ahead.iter().map(|out| Self::Between(*out, now)));
        let known = parent.into_iter().flat_map(|node| node.rests.iter().copied());
        known.chain(stood).chain([Self::Fixed(left.0)]).find(fits)
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

/// The same of one that has just begun to count: it is one of those that began with it, where they are of one sort or all are.
pub(super) fn begun_with(made: &[(u32, u64)], alike: bool, pair: &[Lived; 2], (a, b): (Ahead, Ahead)) -> From {
    let [one, other] = pair;
    let same = |(name, sort): &&(u32, u64)| (alike || *sort == a.sort) && one.instant(*name) == a.at && other.instant(*name) == b.at;
    made.iter().find(same).map_or(From::Nothing, |(name, _)| From::Named(*name, 0))
}
