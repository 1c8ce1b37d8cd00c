//! The clocks of New York and London going forward and back.

use super::{HOUR, at, hours, wall};
use huashu::base::calendar::{Calendar, CivilUnit, Cutoff, Years};

fn round_the_clock(zone: &str) -> Calendar {
    Calendar {
        zone: Some(zone.into()),
        workdays: vec![1, 2, 3, 4, 5, 6, 7],
        hours: vec![hours(0, 0, 24, 0)],
        rest: vec![hours(21, 0, 32, 0)],
        years: vec![Years { from: 2026, to: 2026 }],
        ..Calendar::default()
    }
}

/// 02:00 to 03:00 on 8 March 2026 does not exist in New York.
#[test]
fn new_york_goes_forward() {
    let calendar = round_the_clock("America/New_York");
    let r = calendar.reckon(None).unwrap();
    // A wall-clock time inside the gap goes to the first instant after it.
    for skipped in ["2026-03-08 02:00", "2026-03-08 02:30", "2026-03-08 02:59"] {
        assert_eq!(wall(&r, at(&r, skipped)), "2026-03-08 03:00");
        assert_eq!(at(&r, skipped), at(&r, "2026-03-08 03:00"));
    }
    assert_eq!(at(&r, "2026-03-08 03:00") - at(&r, "2026-03-08 01:59"), 60_000);
    // The day has 23 hours; a day is not 24 hours there.
    let noon = at(&r, "2026-03-07 12:00");
    assert_eq!(wall(&r, r.plus(noon, 1, CivilUnit::Days).unwrap()), "2026-03-08 12:00");
    assert_eq!(r.plus(noon, 1, CivilUnit::Days).unwrap() - noon, 23 * HOUR);
    assert_eq!(wall(&r, r.plus(at(&r, "2026-03-07 02:30"), 1, CivilUnit::Days).unwrap()), "2026-03-08 03:00");
    assert_eq!(wall(&r, r.plus(at(&r, "2026-03-07 02:30"), 2, CivilUnit::Days).unwrap()), "2026-03-09 02:30");
    // Working time counts what really passes, a limit in days runs to midnight.
    assert_eq!(r.work_between(at(&r, "2026-03-08 00:00"), at(&r, "2026-03-09 00:00")).unwrap(), 23 * HOUR);
    assert_eq!(wall(&r, r.plus(at(&r, "2026-03-08 00:00"), 4, CivilUnit::WorkHours).unwrap()), "2026-03-08 05:00");
    assert_eq!(wall(&r, r.limit(noon, 1, CivilUnit::Days).unwrap()), "2026-03-08 23:59:59.999");
    // The night's rest is an hour shorter and still ends at eight.
    assert_eq!(wall(&r, r.postpone(at(&r, "2026-03-08 01:00")).unwrap()), "2026-03-08 08:00");
    assert_eq!(wall(&r, r.advance(at(&r, "2026-03-08 03:00")).unwrap()), "2026-03-07 20:59:59.999");
}

/// 01:00 to 02:00 on 1 November 2026 comes twice in New York.
#[test]
fn new_york_goes_back() {
    let calendar = round_the_clock("America/New_York");
    let r = calendar.reckon(None).unwrap();
    // Of the two the first is meant.
    let first = at(&r, "2026-11-01 01:30");
    assert_eq!(wall(&r, first + HOUR), "2026-11-01 01:30");
    assert_eq!(at(&r, "2026-11-01 02:00") - first, 3 * HOUR / 2);
    let noon = at(&r, "2026-10-31 12:00");
    assert_eq!(r.plus(noon, 1, CivilUnit::Days).unwrap() - noon, 25 * HOUR);
    assert_eq!(r.plus(at(&r, "2026-10-31 01:30"), 1, CivilUnit::Days).unwrap(), first);
    assert_eq!(r.plus(first + HOUR, 1, CivilUnit::Days).unwrap(), at(&r, "2026-11-02 01:30"));
    assert_eq!(r.work_between(at(&r, "2026-11-01 00:00"), at(&r, "2026-11-02 00:00")).unwrap(), 25 * HOUR);
    assert_eq!(wall(&r, r.limit(noon, 1, CivilUnit::Days).unwrap()), "2026-11-01 23:59:59.999");
    assert_eq!(r.days_between(noon, first + HOUR).unwrap(), 1);
}

/// 01:00 to 02:00 on 29 March 2026 does not exist in London; on 25 October it comes twice.
#[test]
fn london_both_ways() {
    let calendar = Calendar { cutoff: Cutoff::ShiftEnd, hours: vec![hours(9, 0, 17, 30)], ..round_the_clock("Europe/London") };
    let r = calendar.reckon(None).unwrap();
    assert_eq!(wall(&r, at(&r, "2026-03-29 01:30")), "2026-03-29 02:00");
    assert_eq!(at(&r, "2026-03-29 02:00") - at(&r, "2026-03-29 00:59"), 60_000);
    let (before, after) = (at(&r, "2026-03-28 17:00"), at(&r, "2026-03-30 09:00"));
    assert_eq!(r.limit(before, 1, CivilUnit::Days).unwrap() + 1, at(&r, "2026-03-29 17:30"));
    // Eight and a half working hours a day, whatever the night was.
    assert_eq!(r.work_between(before, after).unwrap(), 9 * HOUR);
    assert_eq!(wall(&r, r.plus(before, 1, CivilUnit::WorkHours).unwrap()), "2026-03-29 09:30");
    assert_eq!(after - before, 39 * HOUR);

    let first = at(&r, "2026-10-25 01:00");
    assert_eq!(wall(&r, first + HOUR), "2026-10-25 01:00");
    assert_eq!(at(&r, "2026-10-25 02:00") - first, 2 * HOUR);
    let eve = at(&r, "2026-10-24 17:00");
    assert_eq!(r.limit(eve, 1, CivilUnit::Workdays).unwrap() + 1, at(&r, "2026-10-25 17:30"));
    assert_eq!(at(&r, "2026-10-25 17:00") - eve, 25 * HOUR);
    // The second 01:30 is in the night's rest and left like the first.
    assert_eq!(r.postpone(at(&r, "2026-10-25 01:30") + HOUR).unwrap(), at(&r, "2026-10-25 08:00"));
}

/// Hours that begin or end inside a skipped hour, and a date that a zone never had.
#[test]
fn hours_meet_a_gap() {
    let calendar = Calendar { hours: vec![hours(1, 30, 2, 30)], ..round_the_clock("America/New_York") };
    let r = calendar.reckon(None).unwrap();
    assert_eq!(r.work_between(at(&r, "2026-03-08 00:00"), at(&r, "2026-03-09 00:00")).unwrap(), HOUR / 2);
    let inside = Calendar { hours: vec![hours(2, 10, 2, 50)], ..round_the_clock("America/New_York") };
    let r = inside.reckon(None).unwrap();
    assert_eq!(r.work_between(at(&r, "2026-03-08 00:00"), at(&r, "2026-03-09 00:00")).unwrap(), 0);
    // Samoa had no 30 December 2011.
    let samoa = Calendar { years: vec![Years { from: 2011, to: 2012 }], ..round_the_clock("Pacific/Apia") };
    let r = samoa.reckon(None).unwrap();
    let t = at(&r, "2011-12-29 10:00");
    assert_eq!(wall(&r, r.plus(t, 1, CivilUnit::Days).unwrap()), "2011-12-31 00:00");
    assert_eq!(wall(&r, r.plus(t, 2, CivilUnit::Days).unwrap()), "2011-12-31 10:00");
    assert_eq!(wall(&r, r.limit(t, 1, CivilUnit::Days).unwrap()), "2011-12-29 23:59:59.999");
}
