//! How soon and how late a limit can run out that a calendar counts, from whatever instant it starts.

use super::guarded::of_call;
use crate::base::calendar::zone::from_ymd;
use crate::base::calendar::{Move, Reckoning};
use crate::program::{Bound, Expr, Limit, LimitBound, Program, Shift, Until, Value};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// A ms.
const LEAST: i64 = 1;
/// Where nobody can tell: ten years.
const LONGEST: i64 = 10 * 366 * 86_400_000;
const DAY: i64 = 86_400_000;

/// Limits that are not simply so many ms long, and the years in which they may start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Civil {
    /// The soonest that any of them is broken after its start.
    pub(super) soonest: i64,
    /// The latest.
    pub(super) latest: i64,
    /// There is but one: whatever begins together runs out together.
    pub(super) alike: bool,
    /// Instants between which calls begin.
    pub(super) from: i64,
    pub(super) to: i64,
}

/// How far each limit of a program reaches, looked at once for all of its rules: a calendar, a length, and which way it moves.
#[derive(Debug, Default)]
pub(super) struct Reaches(Mutex<BTreeMap<String, Arc<Reach>>>);

/// The shortest and the longest way from the start of a limit to where it is broken, in ms, once it is known.
type Reach = OnceLock<(i64, i64)>;

impl Reaches {
    /// What a limit reaches; whoever asks first looks, others wait for it.
    fn of(&self, limit: &str, look: impl FnOnce() -> (i64, i64)) -> (i64, i64) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let place = known.entry(limit.to_owned()).or_default().clone();
        drop(known);
        *place.get_or_init(look)
    }
}

/// How far the limits of a program reach that a calendar counts; none where it has no such limit. Plain lengths are set for a session.
pub(super) fn reach(p: &Program, plain: &dyn Fn(&Expr) -> bool, reaches: &Reaches) -> Option<Civil> {
    let mut sorts: BTreeMap<String, (i64, i64)> = BTreeMap::new();
    let mut add = |by: String, swept: &dyn Fn() -> (i64, i64)| {
        let reach = reaches.of(&by, swept);
        sorts.insert(by, reach);
    };
    let named = |calendar: Option<u32>, e: &Expr, shift: Option<Shift>| format!("{:?}", (calendar.or(p.calendar), e, shift));
    for limit in p.limits() {
        if let LimitBound::Length(e) = &limit.bound
            && counted(limit.shift, e, plain)
        {
            add(named(limit.calendar, e, limit.shift), &|| swept(p, limit.calendar, e, limit.shift));
        }
    }
    // A flow that runs in cases and in calls moves its limits in the first alone.
    for limit in both(p) {
        if let LimitBound::Length(e) = &limit.bound {
            add(named(limit.calendar, e, None), &|| swept(p, limit.calendar, e, None));
        }
    }
    for (bound, until) in bounds(p).filter(|(bound, until)| counts(bound, until, plain)) {
        match until {
            Until::Length(e) => add(named(bound.calendar, e, bound.shift), &|| swept(p, bound.calendar, e, bound.shift)),
            until => add(format!("{until:?}"), &|| (LEAST, 30 * DAY)),
        }
    }
    if super::starts::periods(p) {
        sorts.insert("周期".to_owned(), (LEAST, LONGEST));
    }
    let mut reach = sorts.values().copied().reduce(|(low, high), (soonest, latest)| (low.min(soonest), high.max(latest)));
    // What was stopped for a while runs out sooner after it goes on; how much sooner is not followed.
    let stopped = |limit: &Limit| match &limit.bound {
        LimitBound::Length(e) => limit.shift.is_some() || !elapsed(e),
        LimitBound::Until(_) => false,
    };
    if p.deadlines.iter().any(|d| !d.pauses.is_empty() && stopped(&d.limit)) {
        reach = reach.map(|(_, latest)| (LEAST, latest));
    }
    let (soonest, latest) = reach?;
    let year = p.calendars.iter().flat_map(|c| &c.years).map(|y| y.from).max().unwrap_or(2026);
    let from = i64::from(from_ymd(year, 1, 5)?) * DAY;
    Some(Civil { soonest, latest, alike: sorts.len() == 1, from, to: from + 200 * DAY })
}

/// The limits of flows that are no cases, where they are moved out of rest in a case.
fn both(p: &Program) -> impl Iterator<Item = &Limit> {
    let code = p.code.iter().zip(0..).filter_map(|(op, pc)| Some((op.limit()?, pc)));
    let waits = code.filter(|(l, pc)| l.shift.is_some() && of_call(p, *pc)).map(|(l, _)| l);
    let in_call = |flow: Option<u32>| flow.and_then(|f| p.flows.get(f as usize)).is_some_and(|f| !f.case);
    let deadlines = p.deadlines.iter().filter(move |d| in_call(d.flow)).map(|d| &d.limit);
    let rungs = p.ladders.iter().filter(move |l| in_call(l.flow)).flat_map(|l| &l.rungs).filter_map(|r| r.limit.as_ref());
    waits.chain(deadlines.chain(rungs).filter(|l| l.shift.is_some()))
}

/// Whether a sentence of a program has a bound that is not simply so many ms long.
pub(super) fn counts_bounds(p: &Program, plain: &dyn Fn(&Expr) -> bool) -> bool {
    bounds(p).any(|(bound, until)| counts(bound, until, plain))
}

/// The ends of all bounds of sentences.
fn bounds(p: &Program) -> impl Iterator<Item = (&Bound, &Until)> {
    let all = p.rules.iter().flat_map(|r| &r.sentences).filter_map(|s| s.pattern.bound());
    all.flat_map(|bound| bound.most.iter().chain(&bound.least).map(move |until| (bound, until)))
}

/// Whether a calendar counts a bound.
fn counts(bound: &Bound, until: &Until, plain: &dyn Fn(&Expr) -> bool) -> bool {
    match until {
        Until::Length(e) => counted(bound.shift, e, plain),
        Until::Day(..) => true,
        Until::Instant(_) | Until::Count(..) => false,
    }
}

/// Whether a calendar counts a length.
fn counted(shift: Option<Shift>, e: &Expr, plain: &dyn Fn(&Expr) -> bool) -> bool {
    shift.is_some() || !elapsed(e) && !plain(e)
}

fn elapsed(e: &Expr) -> bool {
    matches!(e, Expr::Value(Value::Duration(_)))
}

/// The shortest and the longest way from a start to the instant at which a limit is broken. Where it ends changes its course only where
/// a date, working hours or rest begin or end, at its start or at its end; those instants and the ms beside them are tried. What is
/// counted in whole dates ends alike whenever on a date it starts.
fn swept(p: &Program, calendar: Option<u32>, e: &Expr, shift: Option<Shift>) -> (i64, i64) {
    let unknown = (LEAST, LONGEST);
    let Some(calendar) = calendar.or(p.calendar).and_then(|c| p.calendars.get(c as usize)) else { return unknown };
    let (Ok(r), Expr::Value(value)) = (calendar.reckon(None), e) else { return unknown };
    let last = |t: i64| {
        let last = match value {
            Value::Duration(ms) => t.saturating_add(*ms),
            Value::Civil(n, unit) => r.limit(t, *n, *unit).ok()?,
            _ => return None,
        };
        match shift {
            Some(Shift::Postpone) => r.moved_limit(last, Move::Postpone).ok(),
            Some(Shift::Advance) => r.moved_limit(last, Move::Advance).ok(),
            None => Some(last),
        }
    };
    let of_dates = matches!(value, Value::Civil(_, unit) if unit.work_ms().is_none());
    let edges = edges(&r, of_dates);
    let back: Vec<i64> = match value {
        Value::Duration(ms) => edges.iter().map(|t| t - ms).collect(),
        Value::Civil(n, unit) if unit.work_ms().is_some() => edges.iter().filter_map(|t| r.plus(*t, -n, *unit).ok()).collect(),
        _ => Vec::new(),
    };
    let starts: BTreeSet<i64> = edges.iter().copied().chain(back).flat_map(|t| [t - 1, t, t + 1]).collect();
    let ways = starts.iter().filter_map(|t| Some(last(*t)?.saturating_add(1).saturating_sub(*t)));
    let reach = ways.fold(None, |reach: Option<(i64, i64)>, way| {
        let (low, high) = reach.unwrap_or((way, way));
        Some((low.min(way), high.max(way)))
    });
    // 提前 may bring it before its start; then it is broken at once.
    reach.map_or(unknown, |(low, high)| (low.max(LEAST), high))
}

/// Where dates begin, in the years that a calendar knows, and working hours and rest begin and end unless only dates are asked for.
fn edges(r: &Reckoning<'_>, of_dates: bool) -> BTreeSet<i64> {
    let calendar = r.calendar();
    let hours = calendar.hours.iter().chain(&calendar.rest).filter(|_| !of_dates).flat_map(|h| [h.from, h.to]);
    let hours: Vec<u32> = hours.chain([0]).collect();
    let years = calendar.years.iter().flat_map(|y| y.from..=y.to.min(y.from + 3));
    let dates = years.filter_map(|y| Some(from_ymd(y, 1, 1)?..=from_ymd(y + 1, 1, 1)?)).flatten();
    dates.flat_map(|date| hours.iter().filter_map(move |ms| r.instant(date, *ms).ok()).collect::<Vec<_>>()).collect()
}

/// Whether a limit, as it is written, is one that a calendar counts or moves.
pub(super) fn is_counted(limit: &str) -> bool {
    ["天", "个工作", "周", "个月", "季", "年", "顺延", "提前"].iter().any(|word| limit.contains(word))
}
