//! The table of functions of the language reference, line by line, each end to the ms.

use super::{HOUR, at, date_of, hours, office, wall, zone};
use huashu::base::calendar::{Calendar, CivilUnit, Cutoff, Fault, MonthEnd, Move, PeriodKind, Reckoning, Years};

fn limit(r: &Reckoning<'_>, from: &str, n: i64, unit: CivilUnit) -> String {
    wall(r, r.limit(at(r, from), n, unit).unwrap())
}

fn value(r: &Reckoning<'_>, from: &str, n: i64, unit: CivilUnit) -> String {
    wall(r, r.plus(at(r, from), n, unit).unwrap())
}

#[test]
fn a_date_works() {
    let calendar = office();
    let r = calendar.reckon(None).unwrap();
    let works = |d| r.works(date_of(d)).unwrap();
    assert!(works("2026-03-05") && !works("2026-03-07"));
    // A Saturday that makes up for the holidays, and a Monday among them.
    assert!(works("2026-02-14") && !works("2026-02-16") && r.is_holiday(date_of("2026-02-16")).unwrap());
    assert_eq!(r.works(date_of("2027-01-01")), Err(Fault::MissingYear(2027)));
    assert_eq!(r.works(date_of("2025-12-31")), Err(Fault::MissingYear(2025)));
}

#[test]
fn limits_run_to_the_end_of_a_date() {
    let calendar = office();
    let r = calendar.reckon(None).unwrap();
    assert_eq!(limit(&r, "2026-03-05 00:00", 3, CivilUnit::Days), "2026-03-08 23:59:59.999");
    assert_eq!(limit(&r, "2026-03-05 23:59:59.999", 3, CivilUnit::Days), "2026-03-08 23:59:59.999");
    assert_eq!(limit(&r, "2026-03-06 00:00", 3, CivilUnit::Days), "2026-03-09 23:59:59.999");
    // The working dates after 13 February: the Saturday that makes up, then the Tuesday after the holidays.
    assert_eq!(limit(&r, "2026-02-13 17:59", 1, CivilUnit::Workdays), "2026-02-14 23:59:59.999");
    assert_eq!(limit(&r, "2026-02-13 17:59", 2, CivilUnit::Workdays), "2026-02-24 23:59:59.999");
    assert_eq!(limit(&r, "2026-02-16 10:00", 1, CivilUnit::Workdays), "2026-02-24 23:59:59.999");

    let shift = Calendar { cutoff: Cutoff::ShiftEnd, ..office() };
    let r = shift.reckon(None).unwrap();
    assert_eq!(limit(&r, "2026-03-05 20:00", 3, CivilUnit::Workdays), "2026-03-10 17:59:59.999");
    // Three days after is a Sunday: its end is that of the next working date.
    assert_eq!(limit(&r, "2026-03-05 09:00", 3, CivilUnit::Days), "2026-03-09 17:59:59.999");
    assert_eq!(limit(&r, "2026-03-04 09:00", 2, CivilUnit::Days), "2026-03-06 17:59:59.999");
    // 截止 班终 with hours over midnight.
    let night = Calendar { hours: vec![hours(22, 0, 30, 0)], ..shift.clone() };
    let r = night.reckon(None).unwrap();
    assert_eq!(limit(&r, "2026-03-05 09:00", 1, CivilUnit::Workdays), "2026-03-07 05:59:59.999");
}

#[test]
fn values_keep_the_time_of_day() {
    let calendar = office();
    let r = calendar.reckon(None).unwrap();
    assert_eq!(value(&r, "2026-03-05 17:30:00.001", 3, CivilUnit::Days), "2026-03-08 17:30:00.001");
    assert_eq!(value(&r, "2026-03-05 17:30", 2, CivilUnit::Weeks), "2026-03-19 17:30");
    assert_eq!(value(&r, "2026-03-05 17:30", -5, CivilUnit::Days), "2026-02-28 17:30");
    assert_eq!(value(&r, "2026-03-06 17:30", 1, CivilUnit::Workdays), "2026-03-09 17:30");
    assert_eq!(value(&r, "2026-03-09 17:30", -1, CivilUnit::Workdays), "2026-03-06 17:30");
    // 10-31 + 4 个月, in a common year and a leap year.
    for (month_end, common, leap) in [
        (MonthEnd::LastDay, Ok("2026-02-28 08:00"), Ok("2024-02-29 08:00")),
        (MonthEnd::FollowingDay, Ok("2026-03-01 08:00"), Ok("2024-03-01 08:00")),
        (MonthEnd::Refuse, Err(Fault::NoSuchDay), Err(Fault::NoSuchDay)),
    ] {
        let calendar = Calendar { month_end, ..office() };
        let r = calendar.reckon(None).unwrap();
        for (from, wanted) in [("2025-10-31 08:00", common), ("2023-10-31 08:00", leap)] {
            let t = at(&r, from);
            assert_eq!(r.plus(t, 4, CivilUnit::Months).map(|u| wall(&r, u)), wanted.map(str::to_owned));
            assert_eq!(r.plus(t, 2, CivilUnit::Months).map(|u| wall(&r, u)).unwrap(), from.replace("-10-31", "-12-31"));
        }
        assert_eq!(value(&r, "2026-12-15 08:00", 1, CivilUnit::Quarters), "2027-03-15 08:00");
        assert_eq!(value(&r, "2026-03-15 08:00", -4, CivilUnit::Months), "2025-11-15 08:00");
    }
    assert_eq!(value(&r, "2024-02-29 08:00", 1, CivilUnit::Years), "2025-02-28 08:00");
    assert_eq!(value(&r, "2024-02-29 08:00", 4, CivilUnit::Years), "2028-02-29 08:00");
}

#[test]
fn working_time_passes_in_working_hours_only() {
    let calendar = office();
    let r = calendar.reckon(None).unwrap();
    // Friday 17:00: one hour ends with the shift, one ms more is on Monday.
    assert_eq!(value(&r, "2026-03-06 17:00", 1, CivilUnit::WorkHours), "2026-03-06 18:00");
    assert_eq!(wall(&r, r.after_work(at(&r, "2026-03-06 17:00"), HOUR + 1).unwrap()), "2026-03-09 09:00:00.001");
    assert_eq!(value(&r, "2026-03-06 17:00", 2, CivilUnit::WorkHours), "2026-03-09 10:00");
    assert_eq!(value(&r, "2026-03-05 11:30", 60, CivilUnit::WorkMinutes), "2026-03-05 14:00");
    assert_eq!(value(&r, "2026-03-09 10:00", -2, CivilUnit::WorkHours), "2026-03-06 17:00");
    assert_eq!(r.work_between(at(&r, "2026-03-05 00:00"), at(&r, "2026-03-06 00:00")).unwrap(), 15 * HOUR / 2);
    assert_eq!(r.work_between(at(&r, "2026-03-06 18:00"), at(&r, "2026-03-09 09:00")).unwrap(), 0);
    assert!(r.at_work(at(&r, "2026-03-05 09:00")).unwrap() && !r.at_work(at(&r, "2026-03-05 12:00")).unwrap());
    assert!(r.at_work(at(&r, "2026-03-05 11:59:59.999")).unwrap());
    assert_eq!(r.days_between(at(&r, "2026-03-05 23:59:59.999"), at(&r, "2026-03-06 00:00")).unwrap(), 1);
}

#[test]
fn rest_is_left_forwards_and_backwards() {
    let calendar = office();
    let r = calendar.reckon(None).unwrap();
    for (at_, late, early) in [
        ("2026-03-05 20:59:59.999", "2026-03-05 20:59:59.999", "2026-03-05 20:59:59.999"),
        ("2026-03-05 21:00", "2026-03-06 08:00", "2026-03-05 20:59:59.999"),
        ("2026-03-06 07:59:59.999", "2026-03-06 08:00", "2026-03-05 20:59:59.999"),
        ("2026-03-06 08:00", "2026-03-06 08:00", "2026-03-06 08:00"),
        ("2026-03-06 12:30", "2026-03-06 13:30", "2026-03-06 11:59:59.999"),
    ] {
        let t = at(&r, at_);
        assert_eq!(wall(&r, r.postpone(t).unwrap()), late, "顺延 {at_}");
        assert_eq!(wall(&r, r.advance(t).unwrap()), early, "提前 {at_}");
    }
    // The end of a date lies in the night: moved, the limit is broken when the rest is over, or while there is still time before it.
    let last = r.limit(at(&r, "2026-03-05 10:00"), 1, CivilUnit::Days).unwrap();
    assert_eq!(wall(&r, r.moved_limit(last, Move::Postpone).unwrap()), "2026-03-07 07:59:59.999");
    assert_eq!(wall(&r, r.moved_limit(last, Move::Advance).unwrap()), "2026-03-06 20:59:59.998");
    // Stretches that join each other are left together; nothing but rest cannot be left.
    let joined = Calendar { rest: vec![hours(18, 0, 24, 0), hours(24, 0, 32, 0)], ..office() };
    assert_eq!(wall(&r, joined.reckon(None).unwrap().postpone(at(&r, "2026-03-05 19:00")).unwrap()), "2026-03-06 08:00");
    let always = Calendar { rest: vec![hours(0, 0, 24, 0)], ..office() };
    assert_eq!(always.reckon(None).unwrap().postpone(at(&r, "2026-03-05 19:00")), Err(Fault::AlwaysRest));
}

#[test]
fn a_missing_year_has_no_answer_and_is_asked_only_where_it_matters() {
    let calendar = Calendar { cutoff: Cutoff::ShiftEnd, ..office() };
    let r = calendar.reckon(None).unwrap();
    let eve = at(&r, "2026-12-31 19:00");
    for (n, unit) in [(1, CivilUnit::Workdays), (1, CivilUnit::Days), (1, CivilUnit::WorkHours), (1, CivilUnit::Months)] {
        assert_eq!(r.limit(eve, n, unit), Err(Fault::MissingYear(2027)), "{unit:?}");
    }
    // The time of day, the rest and the end of a day do not depend on holidays.
    assert_eq!(value(&r, "2026-12-31 19:00", 1, CivilUnit::Days), "2027-01-01 19:00");
    assert_eq!(wall(&r, r.postpone(at(&r, "2026-12-31 21:00")).unwrap()), "2027-01-01 08:00");
    let day_end = Calendar { cutoff: Cutoff::DayEnd, ..office() };
    assert_eq!(limit(&day_end.reckon(None).unwrap(), "2026-12-31 19:00", 1, CivilUnit::Days), "2027-01-01 23:59:59.999");
    // What is counted inside the year needs no other.
    assert_eq!(r.work_between(at(&r, "2025-12-31 19:00"), at(&r, "2026-01-01 18:00")).unwrap(), 15 * HOUR / 2);
    assert_eq!(r.work_between(at(&r, "2025-12-31 17:00"), at(&r, "2026-01-01 18:00")), Err(Fault::MissingYear(2025)));
    assert_eq!(r.at_work(at(&r, "2027-01-01 10:00")), Err(Fault::MissingYear(2027)));
    assert_eq!(r.at_work(at(&r, "2027-01-01 23:00")), Ok(false));
    let gap = Calendar { years: vec![Years { from: 2024, to: 2025 }, Years { from: 2027, to: 2030 }], ..office() };
    assert_eq!(gap.reckon(None).unwrap().nth_working(date_of("2025-12-31"), 1), Err(Fault::MissingYear(2026)));
}

#[test]
fn a_calendar_that_cannot_answer_says_why() {
    let empty = Calendar { hours: Vec::new(), cutoff: Cutoff::ShiftEnd, ..office() };
    let r = empty.reckon(None).unwrap();
    let t = at(&r, "2026-03-05 10:00");
    assert_eq!(r.limit(t, 1, CivilUnit::Days), Err(Fault::NoHours));
    assert_eq!(r.plus(t, 1, CivilUnit::WorkHours), Err(Fault::NoHours));
    assert_eq!(r.plus(t, -1, CivilUnit::WorkMinutes), Err(Fault::NoHours));
    let idle = Calendar { workdays: Vec::new(), makeup: Vec::new(), years: vec![Years { from: 1, to: 9999 }], ..office() };
    assert_eq!(idle.reckon(None).unwrap().nth_working(date_of("2026-03-05"), 1), Err(Fault::NoHours));
    assert_eq!(office().reckon(None).unwrap().plus(t, i64::MAX, CivilUnit::Weeks), Err(Fault::OutOfRange));
    assert_eq!(office().reckon(None).unwrap().plus(i64::MAX, 1, CivilUnit::Days), Err(Fault::OutOfRange));
    // 时区 被叫 takes the zone of the call, and none is no zone.
    let called = Calendar { zone: None, ..office() };
    assert_eq!(called.reckon(None).err(), Some(Fault::UnknownZone));
    let tokyo = called.reckon(Some(zone("Asia/Tokyo"))).unwrap();
    assert_eq!(wall(&tokyo, at(&r, "2026-03-05 20:00")), "2026-03-05 21:00");
    assert!(tokyo.at_rest(at(&r, "2026-03-05 20:00")).unwrap() && !r.at_rest(at(&r, "2026-03-05 20:00")).unwrap());
    let wrong = Calendar { zone: Some("Asia/Nowhere".into()), ..office() };
    assert_eq!(wrong.reckon(Some(zone("Asia/Tokyo"))).err(), Some(Fault::UnknownZone));
}

#[test]
fn periods_have_names() {
    let calendar = office();
    let r = calendar.reckon(None).unwrap();
    let name = |kind, d| r.period_name(kind, date_of(d)).unwrap().to_string();
    assert_eq!(name(PeriodKind::Week, "2026-01-01"), "2026-W01");
    assert_eq!(name(PeriodKind::Week, "2027-01-01"), "2026-W53");
    assert_eq!(name(PeriodKind::Week, "2024-12-30"), "2025-W01");
    assert_eq!(name(PeriodKind::Quarter, "2026-05-31"), "2026-Q2");
    assert_eq!(name(PeriodKind::Month, "2026-12-31"), "2026-12");
    let march = r.period(PeriodKind::Month, date_of("2026-03-05")).unwrap();
    let (from, to) = r.instants(march).unwrap();
    assert_eq!((wall(&r, from).as_str(), wall(&r, to).as_str()), ("2026-03-01 00:00", "2026-04-01 00:00"));
    // A calendar whose week begins on Sunday: the fourth day is a Wednesday.
    let sunday = Calendar { week_start: 7, ..office() };
    let r = sunday.reckon(None).unwrap();
    assert_eq!(r.period_name(PeriodKind::Week, date_of("2026-01-03")).unwrap(), "2025-W53");
    assert_eq!(r.period(PeriodKind::Week, date_of("2026-03-08")).unwrap().from, date_of("2026-03-08"));
}

#[test]
fn days_are_named_from_another() {
    use huashu::base::calendar::Day;
    let calendar = office();
    let r = calendar.reckon(None).unwrap();
    let named = |from: &str, day, clock: u32| wall(&r, r.on_day(at(&r, from), day, clock * 3_600_000).unwrap());
    assert_eq!(named("2026-02-13 17:30", Day::Same, 9), "2026-02-13 09:00");
    assert_eq!(named("2026-02-28 17:30", Day::Next, 9), "2026-03-01 09:00");
    assert_eq!(named("2026-02-14 17:30", Day::NextWorkday, 9), "2026-02-24 09:00");
    assert_eq!(named("2026-02-14 17:30", Day::MonthEnd, 18), "2026-02-28 18:00");
    assert_eq!(named("2026-03-31 17:30", Day::MonthEnd, 18), "2026-03-31 18:00");
    // 5 March 2026 is a Thursday: this one at its time or before it, else the next one.
    assert_eq!(named("2026-03-05 17:00", Day::Weekday(4), 17), "2026-03-05 17:00");
    assert_eq!(named("2026-03-05 17:00:00.001", Day::Weekday(4), 17), "2026-03-12 17:00");
    assert_eq!(named("2026-03-05 17:00", Day::Weekday(1), 9), "2026-03-09 09:00");
    assert_eq!(named("2026-03-05 17:00", Day::Weekday(7), 9), "2026-03-08 09:00");
    assert_eq!(r.on_day(at(&r, "2026-12-31 10:00"), Day::NextWorkday, 0), Err(Fault::MissingYear(2027)));
}
