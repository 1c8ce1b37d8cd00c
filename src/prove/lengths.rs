//! Lengths that a host sets for a whole session and that nothing but limits ask for. Each is chosen by chance when a call begins, so that
//! what it bounds can lie in any order with all else.

use super::reads;
use super::zone::FREE;
use crate::program::{Expr, Limit, LimitBound, Op, Program, Type, Until, Value};
use smol_str::SmolStr;
use std::collections::{BTreeMap, BTreeSet};

const MINUTE: i64 = 60_000;
const DAY: i64 = 24 * 60 * MINUTE;
/// The longest that chance chooses where a host may set any: no calendar knows all years.
const MOST: i64 = 60 * DAY;
/// What is past before it begins: all such lengths are alike.
const PAST: i64 = -1;
/// Parameters of one program that are followed so.
const PARAMS: usize = 3;
/// Lengths between which chance chooses alike.
const SCALE: [i64; 5] = [0, MINUTE, 60 * MINUTE, DAY, 30 * DAY];

/// A parameter that is a length.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Length {
    pub(super) name: SmolStr,
    /// Between these, in ms; the upper end may be [`FREE`].
    pub(super) low: i64,
    pub(super) high: i64,
    /// It may be below zero as well.
    past: bool,
    /// Lengths that the program names, and those beside them.
    points: Vec<i64>,
}

impl Length {
    /// Whether it is over before it begins.
    pub(super) fn is_past(&self) -> bool {
        self.high < 0
    }

    /// Chooses one: at either end, at one that the program names, or anywhere, short and long ones alike.
    pub(super) fn choose(&self, choose: &mut dyn FnMut(i64, i64) -> i64) -> i64 {
        let point = |at: i64| usize::try_from(at).ok().and_then(|at| self.points.get(at)).copied();
        match choose(0, 3) {
            0 => return self.low,
            1 if !self.points.is_empty() => {
                let at = choose(0, self.points.len() as i64 - 1);
                return point(at).unwrap_or(self.low).clamp(self.low, self.high);
            }
            _ => {}
        }
        let from = choose(0, SCALE.len() as i64 - 1);
        let ends = usize::try_from(from).ok().map(|at| (SCALE.get(at), SCALE.get(at + 1)));
        let (low, high) = ends.map_or((0, MOST), |(low, high)| (low.copied().unwrap_or(0), high.copied().unwrap_or(MOST)));
        choose(low.clamp(self.low, self.high), high.clamp(self.low, self.high)).clamp(self.low, self.high)
    }
}

/// Every way in which they can lie to zero.
pub(super) fn ways(all: &BTreeMap<u32, Length>) -> Vec<Vec<Length>> {
    let mut ways = vec![Vec::new()];
    for length in all.values() {
        let past = length.past.then(|| Length { low: PAST, high: PAST, ..length.clone() });
        let each = [Some(length.clone()), past];
        let with =
            |way: &Vec<Length>| each.iter().flatten().map(|l| [way.as_slice(), std::slice::from_ref(l)].concat()).collect::<Vec<_>>();
        ways = ways.iter().flat_map(with).collect();
    }
    ways
}

/// All of a program that names these, by the parameter's place.
pub(super) fn of(p: &Program, around: &BTreeSet<i64>) -> BTreeMap<u32, Length> {
    let mut asked: BTreeMap<u32, usize> = BTreeMap::new();
    let mut count = |e: &Expr| {
        if let Expr::Param(param) = e {
            *asked.entry(*param).or_default() += 1;
        }
    };
    p.each_deciding(&mut count);
    reads::told(p, &mut count);
    let mut bounds: BTreeMap<u32, usize> = BTreeMap::new();
    each_whole(p, &mut |e| {
        if let Expr::Param(param) = e {
            *bounds.entry(*param).or_default() += 1;
        }
    });
    let plain = bounds.into_iter().filter(|(param, times)| asked.get(param) == Some(times));
    plain.filter_map(|(param, _)| Some((param, length(p, param, around)?))).take(PARAMS).collect()
}

fn length(p: &Program, param: u32, around: &BTreeSet<i64>) -> Option<Length> {
    let declared = p.params.get(param as usize)?;
    let slot = &declared.slot;
    if slot.ty != Type::Duration || slot.optional {
        return None;
    }
    let ms = |e: &Expr| if let Expr::Value(Value::Duration(ms)) = e { Some(*ms) } else { None };
    let (mut low, mut high, mut past) = (0, FREE, true);
    if let Some(range) = &slot.range {
        if let Some(e) = range.low.as_deref() {
            (low, past) = (ms(e)?, false);
        }
        if let Some(e) = range.high.as_deref() {
            high = ms(e)?.saturating_sub(i64::from(range.open));
        }
    }
    let points =
        around.iter().flat_map(|ms| [ms.saturating_sub(1), *ms, ms.saturating_add(1)]).chain((high < FREE).then_some(high)).collect();
    (0 <= low && low <= high).then(|| Length { name: declared.name.clone(), low, high, past, points })
}

/// Calls `f` with each expression that is the whole length of a wait or of what a sentence owes.
fn each_whole<'p>(p: &'p Program, f: &mut dyn FnMut(&'p Expr)) {
    let mut whole = |limit: &'p Limit| match &limit.bound {
        LimitBound::Length(e) => f(e),
        LimitBound::Until(_) => {}
    };
    for op in &p.code {
        match op {
            Op::Wait(wait) => wait.limit.iter().for_each(&mut whole),
            Op::Do(action) => action.limit.iter().for_each(&mut whole),
            Op::Again(_, limit, _) => limit.as_deref().into_iter().for_each(&mut whole),
            _ => {}
        }
    }
    let bounds = p.rules.iter().flat_map(|r| &r.sentences).filter_map(|s| s.pattern.bound());
    for until in bounds.flat_map(|b| &b.most) {
        if let Until::Length(e) = until {
            f(e);
        }
    }
}
