//! On random calendars in zones with every sort of clock change, the arithmetic agrees with the slow model and with its own definitions.

use super::model::{MINUTE, Slow};
use super::{day, hours};
use huashu::base::calendar::{Calendar, CivilUnit, Cutoff, Holiday, Hours, MonthEnd, PeriodKind, Years};
use proptest::prelude::*;

/// Gaps at midnight, half-hour changes, a date that never was, both hemispheres.
const ZONES: &[&str] = &[
    "Asia/Shanghai",
    "America/New_York",
    "Europe/London",
    "Australia/Lord_Howe",
    "America/Sao_Paulo",
    "America/Havana",
    "Africa/Cairo",
    "Pacific/Apia",
    "Asia/Kathmandu",
];

/// Where the clocks change, where Samoa lost a day, where a year turns.
const EDGES: &[(i32, u32, u32)] = &[
    (2026, 3, 8),
    (2026, 3, 29),
    (2026, 10, 25),
    (2026, 11, 1),
    (2026, 4, 5),
    (2026, 10, 4),
    (2018, 11, 4),
    (2018, 2, 18),
    (2024, 4, 26),
    (2011, 12, 30),
    (2026, 2, 28),
    (2025, 12, 31),
];

fn some_hours() -> impl Strategy<Value = Hours> {
    (0..48_u32, 1..40_u32).prop_map(|(from, length)| hours(from / 2, from % 2 * 30, (from + length) / 2, (from + length) % 2 * 30))
}

prop_compose! {
    fn calendar()(
        zone in prop::sample::select(ZONES),
        workdays in prop::sample::subsequence(vec![1_u8, 2, 3, 4, 5, 6, 7], 1..=7),
        mut hours in prop::collection::vec(some_hours(), 1..3),
        mut rest in prop::collection::vec(some_hours(), 0..2),
        edge in prop::sample::select(EDGES),
        holiday in prop::option::of((-3..3_i32, 0..4_i32)),
        makeup in prop::option::of(-4..5_i32),
        shift_end in any::<bool>(),
        following in any::<bool>(),
    ) -> (Calendar, i32) {
        let near = day(edge.0, edge.1, edge.2);
        hours.sort();
        rest.sort();
        // Hours that would leave no time outside rest are for another test.
        rest.retain(|r| r.to - r.from < 20 * 3_600_000);
        let calendar = Calendar {
            formerly: vec![],
            name: "历".into(),
            zone: Some(zone.into()),
            workdays,
            hours,
            rest,
            years: vec![Years { from: 2000, to: 2050 }],
            holidays: holiday.map(|(from, length)| Holiday { from: near + from, to: near + from + length, name: None }).into_iter().collect(),
            makeup: makeup.map(|d| near + d).into_iter().collect(),
            rest_hit: None,
            month_end: if following { MonthEnd::FollowingDay } else { MonthEnd::LastDay },
            week_start: 1,
            cutoff: if shift_end { Cutoff::ShiftEnd } else { Cutoff::DayEnd },
        };
        (calendar, near)
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    /// Minute by minute the same dates, wall-clock times, working hours and rest.
    #[test]
    fn every_minute_is_read_alike((calendar, near) in calendar(), into in -1500..1500_i64, clock in 0..2880_u32) {
        let r = calendar.reckon(None).unwrap();
        let slow = Slow::new(&calendar);
        let t = r.start_of(near).unwrap() + into * MINUTE;
        prop_assert_eq!(r.date(t).unwrap(), slow.date(t));
        prop_assert_eq!(r.instant(near, clock * 60_000).unwrap(), slow.instant(near, clock * 60_000));
        prop_assert_eq!(r.at_work(t).unwrap(), slow.at_work(t));
        prop_assert_eq!(r.at_rest(t).unwrap(), slow.at_rest(t));
        for d in near - 10..near + 10 {
            prop_assert_eq!(r.works(d).unwrap(), slow.works(d));
        }
    }

    /// Working time, forwards and backwards, is what counting minutes gives.
    #[test]
    fn working_time_is_counted((calendar, near) in calendar(), into in -1500..1500_i64, minutes in 1..1200_i64) {
        let r = calendar.reckon(None).unwrap();
        let slow = Slow::new(&calendar);
        let t = r.start_of(near).unwrap() + into * MINUTE;
        prop_assert_eq!(r.plus(t, minutes, CivilUnit::WorkMinutes).unwrap(), slow.after_work(t, minutes * MINUTE));
        prop_assert_eq!(r.plus(t, -minutes, CivilUnit::WorkMinutes).unwrap(), slow.before_work(t, minutes * MINUTE));
        prop_assert_eq!(r.work_between(t, t + minutes * MINUTE).unwrap(), slow.work_between(t, t + minutes * MINUTE));
    }

    /// The least instant with so much working time, to the ms, from any ms.
    #[test]
    fn working_time_ends_at_the_least_instant((calendar, near) in calendar(), into in -90_000_000..90_000_000_i64, ms in 1..400_000_000_i64) {
        let r = calendar.reckon(None).unwrap();
        let t = r.start_of(near).unwrap() + into;
        let u = r.after_work(t, ms).unwrap();
        prop_assert_eq!(r.work_between(t, u).unwrap(), ms);
        prop_assert_eq!(r.work_between(t, u - 1).unwrap(), ms - 1);
        let back = r.after_work(t, -ms).unwrap();
        prop_assert_eq!(r.work_between(back, t).unwrap(), ms);
        prop_assert_eq!(r.work_between(back + 1, t).unwrap(), ms - 1);
        prop_assert_eq!(r.work_between(u, t).unwrap(), 0);
    }

    /// Limits of days and working days run to the end of the date that counting dates gives.
    #[test]
    fn day_limits_end_with_their_date((calendar, near) in calendar(), into in -90_000_000..90_000_000_i64, n in 1..12_i64) {
        let r = calendar.reckon(None).unwrap();
        let slow = Slow::new(&calendar);
        let t = r.start_of(near).unwrap() + into;
        for (unit, date) in [
            (CivilUnit::Days, slow.date(t) + n as i32),
            (CivilUnit::Weeks, slow.date(t) + 7 * n as i32),
            (CivilUnit::Workdays, slow.nth_working(slow.date(t), n)),
        ] {
            let last = r.limit(t, n, unit).unwrap();
            if calendar.cutoff == Cutoff::DayEnd {
                prop_assert_eq!(last + 1, slow.instant(date + 1, 0));
            } else {
                let date = if slow.works(date) { date } else { slow.nth_working(date, 1) };
                let end = calendar.hours.iter().map(|h| h.to).max().unwrap();
                prop_assert_eq!(last + 1, slow.instant(date, end));
            }
        }
        prop_assert_eq!(r.nth_working(near, -n).unwrap(), slow.nth_working(near, -n));
        let until = slow.nth_working(near, n);
        prop_assert_eq!(r.working_dates(near, until).unwrap(), n);
    }

    /// Out of rest forwards and backwards.
    #[test]
    fn rest_is_left_both_ways((calendar, near) in calendar(), into in -3000..3000_i64) {
        let r = calendar.reckon(None).unwrap();
        let slow = Slow::new(&calendar);
        let t = r.start_of(near).unwrap() + into * MINUTE;
        let (late, early) = (r.postpone(t).unwrap(), r.advance(t).unwrap());
        prop_assert_eq!(late, slow.postpone(t));
        prop_assert!(late >= t && early <= t && !r.at_rest(late).unwrap() && !r.at_rest(early).unwrap());
        if early < t {
            prop_assert_eq!(early + 1, slow.advance(t) + MINUTE);
            prop_assert!(r.at_rest(early + 1).unwrap());
        }
        // A limit is moved by the instant at which it is broken.
        prop_assert_eq!(r.moved_limit(t - 1, huashu::base::calendar::Move::Postpone).unwrap(), late - 1);
    }

    /// A value keeps the time of day unless the zone skips it.
    #[test]
    fn values_keep_the_time_of_day((calendar, near) in calendar(), into in -90_000_000..90_000_000_i64, n in -30..30_i64) {
        let r = calendar.reckon(None).unwrap();
        let t = r.start_of(near).unwrap() + into;
        let (date, clock) = r.local(t).unwrap();
        for (unit, wanted) in [(CivilUnit::Days, date + n as i32), (CivilUnit::Weeks, date + 7 * n as i32)] {
            let (there, shown) = r.local(r.plus(t, n, unit).unwrap()).unwrap();
            prop_assert!(there > wanted || there == wanted && shown >= clock);
            prop_assert!(there <= wanted + 1);
        }
        prop_assert_eq!(r.plus(t, 4, CivilUnit::Quarters), r.plus(t, 1, CivilUnit::Years));
        prop_assert_eq!(r.plus(t, 12 * n, CivilUnit::Months), r.plus(t, n, CivilUnit::Years));
    }

    /// Periods of one kind cover the line, meet end to end, and each has its own name.
    #[test]
    fn periods_meet_end_to_end(date in 0..30_000_i32, start in 1..8_u8) {
        let calendar = Calendar { zone: Some("Asia/Shanghai".into()), week_start: start, ..Calendar::default() };
        let r = calendar.reckon(None).unwrap();
        for kind in [PeriodKind::Day, PeriodKind::Week, PeriodKind::Month, PeriodKind::Quarter, PeriodKind::Year] {
            let p = r.period(kind, date).unwrap();
            prop_assert!(p.from <= date && date < p.to);
            prop_assert_eq!(r.period(kind, p.from).unwrap(), p);
            prop_assert_eq!(r.period(kind, p.to - 1).unwrap(), p);
            let next = r.period(kind, p.to).unwrap();
            prop_assert_eq!(next.from, p.to);
            let name = |date| r.period_name(kind, date).unwrap();
            prop_assert!(name(p.from) == name(p.to - 1) && name(date) < name(next.from));
        }
    }
}
