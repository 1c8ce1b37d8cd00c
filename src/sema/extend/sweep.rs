//! Limits that calendars count, held against each other from every instant that could make a difference.
//!
//! Where a limit ends changes its course only where a date, working hours or rest begin or end, at its start or at its end: between two
//! such instants both ends move alike, so those instants and the ms beside them are all that has to be tried.

use super::answer::Cover;
use crate::base::Message;
use crate::base::calendar::{Calendar, CivilUnit, DEFAULT_ZONE, Day, Fault, Move, Occasion, Reckoning, zone};
use std::collections::BTreeSet;

/// Years that are tried where no calendar says which it knows: one of them is a leap year.
const YEARS: (i32, i32) = (2024, 2027);

/// How far a limit reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reach {
    /// Elapsed time, ms.
    Elapsed(i64),
    /// So many units that the calendar counts.
    Counted(i64, CivilUnit),
    /// A time of a named day.
    Day(Day, u32),
}

/// A limit that may start at any instant.
#[derive(Debug, Clone, Copy)]
pub(super) struct Clock<'m> {
    pub(super) reach: Reach,
    pub(super) calendar: Option<&'m Calendar>,
    /// Which way it is moved out of rest.
    pub(super) shift: Option<Move>,
    /// It is a value, which keeps the time of day, rather than a limit, which runs to the end of one.
    pub(super) value: bool,
}

/// A start from which one limit ends later than another, and where both end; none where the calendar of the first has no answer.
#[derive(Debug, Clone, Copy)]
pub(super) struct Later {
    start: i64,
    late: Option<i64>,
    early: i64,
    zone: zone::Zone,
}

impl Clock<'_> {
    fn last(&self, r: &Reckoning<'_>, t: i64) -> Result<i64, Fault> {
        let last = match self.reach {
            Reach::Elapsed(ms) => t.checked_add(ms).ok_or(Fault::OutOfRange)?,
            Reach::Counted(n, unit) if self.value => r.plus(t, n, unit)?,
            Reach::Counted(n, unit) => r.limit(t, n, unit)?,
            Reach::Day(day, clock) => r.on_day(t, day, clock)?,
        };
        let moved = self.shift.map_or(Ok(last), |by| r.moved_limit(last, by))?;
        // An elapsed length that is moved before its own start would be over before it began.
        Ok(if matches!(self.reach, Reach::Elapsed(_)) && moved < t { last } else { moved })
    }

    /// A start from which the limit would end at an instant, as far as one can be told.
    fn start(&self, r: &Reckoning<'_>, end: i64) -> Option<i64> {
        match self.reach {
            Reach::Elapsed(ms) => end.checked_sub(ms),
            Reach::Counted(n, unit) => unit.work_ms().and_then(|_| r.plus(end, -n, unit).ok()),
            Reach::Day(..) => None,
        }
    }
}

/// Whether a limit never ends later than another, from whatever instant in the years that are known.
pub(super) fn never_later(x: &Clock<'_>, y: &Clock<'_>) -> Result<Option<Later>, Message> {
    let fixed = Calendar { zone: Some(DEFAULT_ZONE.into()), week_start: 1, ..Calendar::default() };
    let (a, b) = (x.calendar.unwrap_or(y.calendar.unwrap_or(&fixed)), y.calendar.unwrap_or(x.calendar.unwrap_or(&fixed)));
    let (Ok(rx), Ok(ry)) = (a.reckon(None), b.reckon(None)) else {
        return Err(Message::new("被叫地的时区要到通话里才知道", "the zone of the called number is known in a call only"));
    };
    for t in starts(&[(x, &rx), (y, &ry)]) {
        // Beyond what the calendar of the floor knows, nothing was promised.
        let Ok(early) = y.last(&ry, t) else { continue };
        let late = x.last(&rx, t).ok();
        if late.is_none_or(|late| late > early) {
            return Ok(Some(Later { start: t, late, early, zone: ry.zone() }));
        }
    }
    Ok(None)
}

/// Whether every instant in a set of one calendar (工作时间, 休息时间, 节假日) is in the same set of another.
pub(super) fn set_within(inner: &Calendar, outer: &Calendar, set: &str) -> Cover {
    let (Ok(ri), Ok(ro)) = (inner.reckon(None), outer.reckon(None)) else {
        let same = Calendar { name: inner.name.clone(), ..outer.clone() } == *inner;
        let why = || Message::new("被叫地的时区要到通话里才知道", "the zone of the called number is known in a call only");
        return if same { Cover::Yes } else { Cover::Unknown(why()) };
    };
    let holds = |r: &Reckoning<'_>, t: i64| match set {
        "工作时间" => r.at_work(t),
        "休息时间" => r.at_rest(t),
        _ => r.date(t).and_then(|d| r.is_holiday(d)),
    };
    let none = Clock { reach: Reach::Elapsed(0), calendar: None, shift: None, value: false };
    let lost = starts(&[(&none, &ri), (&none, &ro)]).into_iter().find(|t| holds(&ri, *t) == Ok(true) && holds(&ro, *t) != Ok(true));
    match lost {
        None => Cover::Yes,
        Some(t) => Cover::No(super::answer::same(written(t, ri.zone()))),
    }
}

/// The instants that could make a difference: the plain ones in order, then those beside them.
fn starts(clocks: &[(&Clock<'_>, &Reckoning<'_>)]) -> Vec<i64> {
    let mut edges = BTreeSet::new();
    for (clock, r) in clocks {
        // A named time of day divides its day as hours do.
        let named = if let Reach::Day(_, ms) = clock.reach { ms } else { 0 };
        for date in dates(clocks) {
            let calendar = r.calendar();
            let hours = calendar.hours.iter().chain(&calendar.rest).flat_map(|h| [h.from, h.to]);
            edges.extend(hours.chain([0, named]).filter_map(|ms| r.instant(date, ms).ok()));
        }
    }
    let back: Vec<i64> = clocks.iter().flat_map(|(clock, r)| edges.iter().filter_map(|end| clock.start(r, *end))).collect();
    let (first, behind) = (edges.first().copied().unwrap_or(0), edges.last().copied().unwrap_or(0));
    let all: BTreeSet<i64> = edges.into_iter().chain(back).collect();
    let beside = all.iter().flat_map(|t| [t.saturating_sub(1), t.saturating_add(1)]);
    // What starts before the years that are known is not theirs.
    all.iter().copied().chain(beside).filter(|t| (first..=behind).contains(t)).collect()
}

/// The dates of the years that the calendars know.
fn dates(clocks: &[(&Clock<'_>, &Reckoning<'_>)]) -> std::ops::Range<i32> {
    let years = || clocks.iter().flat_map(|(_, r)| &r.calendar().years);
    let from = years().map(|y| y.from).min().unwrap_or(YEARS.0);
    let to = years().map(|y| y.to).max().unwrap_or(YEARS.1).min(from.saturating_add(8));
    let day = |year| zone::from_ymd(year, 1, 1).unwrap_or(0);
    day(from)..day(to.saturating_add(1))
}

impl Later {
    /// In words, with the names of the packages whose limits end early and late.
    pub(super) fn words(&self, early: &str, late: &str) -> Message {
        let (start, first) = (written(self.start, self.zone), last(self.early, self.zone));
        match self.late.map(|end| last(end, self.zone)) {
            Some(end) => Message::new(
                format!("{start} 起算：“{early}”是{}，“{late}”是{}", first.zh, end.zh),
                format!("from {start}: `{early}` {}, `{late}` {}", first.en, end.en),
            ),
            None => Message::new(
                format!("{start} 起算：“{early}”是{}，“{late}”的日历答不上来", first.zh),
                format!("from {start}: `{early}` {}, and the calendar of `{late}` has no answer", first.en),
            ),
        }
    }
}

/// The last instant in time: the end of a day or of a shift is told by what comes after it.
fn last(t: i64, zone: zone::Zone) -> Message {
    match t.checked_add(1).filter(|next| next % 1000 == 0) {
        Some(next) => Message::new(format!(" {} 之前", written(next, zone)), format!("before {}", written(next, zone))),
        None => Message::new(format!("到 {} 为止", written(t, zone)), format!("until {}", written(t, zone))),
    }
}

/// An instant as the scripts write it.
fn written(t: i64, zone: zone::Zone) -> String {
    let Some((date, ms)) = zone.local(t) else { return t.to_string() };
    let (y, m, d) = zone::ymd(date).unwrap_or_default();
    let (hour, minute, second, rest) = (ms / 3_600_000, ms / 60_000 % 60, ms / 1000 % 60, ms % 1000);
    let tail = match (second, rest) {
        (0, 0) => String::new(),
        (_, 0) => format!(":{second:02}"),
        _ => format!(":{second:02}.{rest:03}"),
    };
    format!("{y:04}-{m:02}-{d:02} {hour:02}:{minute:02}{tail}")
}

/// A time in which one schedule asks for something and another need not.
pub(super) struct Missed {
    pub(super) from: String,
    pub(super) until: String,
}

/// Whether within each time that the first schedule leaves for its duty lies a whole one of the second.
pub(super) fn missed(
    (floor, of): (Occasion, Option<&Calendar>),
    (own, by): (Occasion, Option<&Calendar>),
) -> Result<Option<Missed>, Message> {
    let fixed = Calendar { zone: Some(DEFAULT_ZONE.into()), week_start: 1, ..Calendar::default() };
    let (a, b) = (of.unwrap_or(&fixed), by.unwrap_or(&fixed));
    let (Ok(ra), Ok(rb)) = (a.reckon(None), b.reckon(None)) else {
        return Err(Message::new("被叫地的时区要到通话里才知道", "the zone of the called number is known in a call only"));
    };
    let none = Clock { reach: Reach::Elapsed(0), calendar: None, shift: None, value: false };
    let dates = dates(&[(&none, &ra), (&none, &rb)]);
    let mine: BTreeSet<(i64, i64)> = dates.clone().filter_map(|d| rb.due(own, d).ok()).filter_map(|d| Some((d.opens, d.last?))).collect();
    let theirs: BTreeSet<(i64, i64)> = dates.filter_map(|d| ra.due(floor, d).ok()).filter_map(|d| Some((d.opens, d.last?))).collect();
    // What is due before its period begins nobody can keep.
    let lost = theirs
        .into_iter()
        .filter(|(opens, last)| opens <= last)
        .find(|(opens, last)| !mine.range((*opens, i64::MIN)..).any(|(_, end)| end <= last));
    Ok(lost.map(|(opens, last)| Missed { from: written(opens, ra.zone()), until: written(last.saturating_add(1), ra.zone()) }))
}
