//! Calendars: the arithmetic against the language reference, against a slow model, and across both changes of the clock.

mod clock_change;
mod edges;
mod laws;
mod model;
mod table;

use huashu::base::calendar::zone::{Zone, from_ymd};
use huashu::base::calendar::{Calendar, Cutoff, Holiday, Hours, MonthEnd, Reckoning, Years};

/// ms of an hour.
const HOUR: i64 = 3_600_000;

/// The calendar of the language reference: five days a week, a lunch, a night's rest, the spring holidays of 2026.
fn office() -> Calendar {
    Calendar {
        formerly: vec![],
        name: "客服历".into(),
        zone: Some("Asia/Shanghai".into()),
        workdays: vec![1, 2, 3, 4, 5],
        hours: vec![hours(9, 0, 12, 0), hours(13, 30, 18, 0)],
        rest: vec![hours(12, 0, 13, 30), hours(21, 0, 32, 0)],
        years: vec![Years { from: 2026, to: 2026 }],
        holidays: vec![Holiday { from: day(2026, 2, 15), to: day(2026, 2, 23), name: Some("春节".into()) }],
        makeup: vec![day(2026, 2, 14), day(2026, 2, 28)],
        rest_hit: None,
        month_end: MonthEnd::LastDay,
        week_start: 1,
        cutoff: Cutoff::DayEnd,
    }
}

fn hours(h1: u32, m1: u32, h2: u32, m2: u32) -> Hours {
    Hours { from: (h1 * 60 + m1) * 60_000, to: (h2 * 60 + m2) * 60_000 }
}

fn day(y: i32, m: u32, d: u32) -> i32 {
    from_ymd(y, m, d).unwrap()
}

/// `2026-03-05 17:30` or `… 17:30:00.001` in a calendar's zone.
fn at(r: &Reckoning<'_>, text: &str) -> i64 {
    let (date, clock) = text.split_once(' ').unwrap();
    r.instant(date_of(date), clock_of(clock)).unwrap()
}

fn date_of(text: &str) -> i32 {
    let parts: Vec<u32> = text.split('-').map(|n| n.parse().unwrap()).collect();
    day(parts[0] as i32, parts[1], parts[2])
}

fn clock_of(text: &str) -> u32 {
    let (main, ms) = text.split_once('.').unwrap_or((text, "0"));
    let parts: Vec<u32> = main.split(':').map(|n| n.parse().unwrap()).collect();
    (parts[0] * 3600 + parts[1] * 60 + parts.get(2).unwrap_or(&0)) * 1000 + ms.parse::<u32>().unwrap()
}

/// An instant as it is read on a wall in the calendar's zone.
fn wall(r: &Reckoning<'_>, t: i64) -> String {
    let (date, ms) = r.local(t).unwrap();
    let (y, m, d) = huashu::base::calendar::zone::ymd(date).unwrap();
    let mut out = format!("{y:04}-{m:02}-{d:02} {:02}:{:02}", ms / 3_600_000, ms / 60_000 % 60);
    if ms % 60_000 != 0 {
        out.push_str(&format!(":{:02}.{:03}", ms / 1000 % 60, ms % 1000));
    }
    out
}

fn zone(name: &str) -> Zone {
    Zone::named(name).unwrap()
}
