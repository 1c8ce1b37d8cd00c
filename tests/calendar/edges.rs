//! One ms before an edge, on it, and one ms after: of a clock change, a holiday, a make-up day, the month's end, the called number's rest.

use super::{HOUR, at, hours, office, wall, zone};
use huashu::base::calendar::{Calendar, CivilUnit, MonthEnd, Reckoning, Set, Years};

/// The three instants around an edge.
fn around(edge: i64) -> [i64; 3] {
    [edge - 1, edge, edge + 1]
}

fn new_york(hour: (u32, u32)) -> Calendar {
    let years = vec![Years { from: 2026, to: 2026 }];
    Calendar { zone: Some("America/New_York".into()), hours: vec![hours(hour.0, 0, hour.1, 0)], years, ..office() }
}

#[test]
fn the_clock_goes_forward_between_two_ms() {
    let calendar = Calendar { workdays: vec![1, 2, 3, 4, 5, 6, 7], ..new_york((1, 4)) };
    let r = calendar.reckon(None).unwrap();
    let edge = at(&r, "2026-03-08 03:00");
    assert_eq!(around(edge).map(|t| wall(&r, t)), ["2026-03-08 01:59:59.999", "2026-03-08 03:00", "2026-03-08 03:00:00.001"]);
    // One to two and three to four: two hours, and the edge is no break in them.
    let begin = at(&r, "2026-03-08 01:00");
    for (ms, last) in [(HOUR - 1, edge - 1), (HOUR, edge), (HOUR + 1, edge + 1)] {
        assert_eq!(r.after_work(begin, ms), Ok(last));
        assert_eq!(r.work_between(begin, last), Ok(ms));
    }
    assert_eq!(r.turns(Set::Hours, edge - 1), Ok(at(&r, "2026-03-08 04:00")));
}

#[test]
fn the_clock_goes_back_between_two_ms() {
    let calendar = Calendar { workdays: vec![1, 2, 3, 4, 5, 6, 7], ..new_york((1, 4)) };
    let r = calendar.reckon(None).unwrap();
    let begin = at(&r, "2026-11-01 01:00");
    let edge = begin + HOUR;
    assert_eq!(around(edge).map(|t| wall(&r, t)), ["2026-11-01 01:59:59.999", "2026-11-01 01:00", "2026-11-01 01:00:00.001"]);
    // The hour that comes twice is worked twice: four hours from one to four.
    for (ms, last) in [(HOUR - 1, edge - 1), (HOUR, edge), (HOUR + 1, edge + 1), (4 * HOUR, at(&r, "2026-11-01 04:00"))] {
        assert_eq!(r.after_work(begin, ms), Ok(last));
        assert_eq!(r.work_between(begin, last), Ok(ms));
    }
    assert_eq!(around(at(&r, "2026-11-01 04:00")).map(|t| r.at_work(t)), [Ok(true), Ok(false), Ok(false)]);
}

#[test]
fn holidays_and_make_up_days_begin_and_end_at_midnight() {
    let calendar = office();
    let r = calendar.reckon(None).unwrap();
    let works = |t: i64| r.works(r.date(t).unwrap()).unwrap();
    let holiday = |t: i64| r.is_in(Set::Holidays, t).unwrap();
    // Saturday 14 February is made up for; from the 15th to the 23rd is a holiday.
    for (midnight, before, after) in
        [("2026-02-14 00:00", true, true), ("2026-02-15 00:00", true, false), ("2026-02-24 00:00", false, true)]
    {
        assert_eq!(around(at(&r, midnight)).map(works), [before, after, after], "{midnight}");
    }
    assert_eq!(around(at(&r, "2026-02-15 00:00")).map(holiday), [false, true, true]);
    assert_eq!(around(at(&r, "2026-02-24 00:00")).map(holiday), [true, false, false]);
    // A make-up day has the working hours of any other.
    for (edge, wanted) in [
        ("2026-02-14 09:00", [false, true, true]),
        ("2026-02-14 12:00", [true, false, false]),
        ("2026-02-14 18:00", [true, false, false]),
        ("2026-02-21 09:00", [false, false, false]),
        ("2026-02-28 13:30", [false, true, true]),
    ] {
        assert_eq!(around(at(&r, edge)).map(|t| r.at_work(t).unwrap()), wanted, "{edge}");
    }
    // A limit of one working day that begins at the last ms of Friday ends with the make-up day, and at the first ms of Saturday after the holidays.
    let limits = around(at(&r, "2026-02-14 00:00")).map(|t| wall(&r, r.limit(t, 1, CivilUnit::Workdays).unwrap()));
    assert_eq!(limits, ["2026-02-14 23:59:59.999", "2026-02-24 23:59:59.999", "2026-02-24 23:59:59.999"]);
}

#[test]
fn a_month_ends_between_two_ms() {
    for (month_end, last) in [(MonthEnd::LastDay, "2026-02-28"), (MonthEnd::FollowingDay, "2026-03-01")] {
        let calendar = Calendar { month_end, ..office() };
        let r = calendar.reckon(None).unwrap();
        // Each side of midnight keeps its own day: the 30th and the 31st both lack in February.
        let values = around(at(&r, "2026-01-31 00:00")).map(|t| wall(&r, r.plus(t, 1, CivilUnit::Months).unwrap()));
        assert_eq!(values, [format!("{last} 23:59:59.999"), format!("{last} 00:00"), format!("{last} 00:00:00.001")]);
        let values = around(at(&r, "2026-02-01 00:00")).map(|t| wall(&r, r.plus(t, 1, CivilUnit::Months).unwrap()));
        assert_eq!(values, [format!("{last} 23:59:59.999"), "2026-03-01 00:00".into(), "2026-03-01 00:00:00.001".into()]);
    }
}

#[test]
fn the_called_party_rests_by_his_own_clock() {
    let calendar = Calendar { zone: None, rest: vec![hours(21, 0, 32, 0)], ..office() };
    let rests = |r: &Reckoning<'_>, edge: i64| around(edge).map(|t| r.at_rest(t).unwrap());
    let (far, home) = (zone("America/New_York"), zone("Asia/Shanghai"));
    let there = calendar.reckon(Some(far)).unwrap();
    let here = calendar.reckon(Some(home)).unwrap();
    // In winter thirteen hours lie between them, in summer twelve.
    for (evening, at_home) in [("2026-03-07 21:00", "2026-03-08 10:00"), ("2026-03-08 21:00", "2026-03-09 09:00")] {
        let edge = at(&there, evening);
        assert_eq!(wall(&here, edge), at_home);
        assert_eq!(rests(&there, edge), [false, true, true], "{evening}");
        assert_eq!(rests(&here, edge), [false, false, false], "{evening}");
    }
    // The night in which the clock goes forward is an hour shorter, and ends at eight all the same.
    let (evening, morning) = (at(&there, "2026-03-07 21:00"), at(&there, "2026-03-08 08:00"));
    assert_eq!(morning - evening, 10 * HOUR);
    assert_eq!(rests(&there, morning), [true, false, false]);
    for t in [evening, evening + 1, morning - 1] {
        assert_eq!((there.turns(Set::Rest, t), there.postpone(t), there.advance(t)), (Ok(morning), Ok(morning), Ok(evening - 1)));
    }
    assert_eq!(there.turns(Set::Rest, evening - 1), Ok(evening));
}
