//! Wall-clock time in a zone, and dates as whole days. The only room that knows chrono.

use chrono::{DateTime, Datelike, Days, MappedLocalTime, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone, Timelike};
use chrono_tz::Tz;

/// ms of a day.
pub const DAY: i64 = 86_400_000;

/// A time zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Zone(pub Tz);

impl Zone {
    /// Reads an IANA name.
    pub fn named(name: &str) -> Option<Self> {
        name.parse::<Tz>().ok().map(Self)
    }

    /// The IANA name.
    pub fn name(self) -> &'static str {
        self.0.name()
    }

    /// The date and the ms after midnight of an instant.
    pub fn local(self, instant: i64) -> Option<(i32, u32)> {
        let local = DateTime::from_timestamp_millis(instant)?.with_timezone(&self.0).naive_local();
        let ms = local.num_seconds_from_midnight() * 1000 + local.nanosecond() / 1_000_000 % 1000;
        Some((days(local.date())?, ms))
    }

    /// The instant of a wall-clock time; one that the zone skips goes to the first instant after the gap, of two it is the first.
    pub fn instant(self, date: i32, ms: u32) -> Option<i64> {
        let day = date_of(date)?;
        let local = day.and_time(NaiveTime::MIN).checked_add_signed(TimeDelta::milliseconds(i64::from(ms)))?;
        match self.0.from_local_datetime(&local) {
            MappedLocalTime::Single(t) | MappedLocalTime::Ambiguous(t, _) => Some(t.timestamp_millis()),
            MappedLocalTime::None => self.after_gap(local),
        }
    }

    fn after_gap(self, local: NaiveDateTime) -> Option<i64> {
        let known = |t: NaiveDateTime| self.0.from_local_datetime(&t).earliest().map(|t| t.timestamp_millis());
        let mut late = (1..=48).find_map(|half| {
            let t = local.checked_add_signed(TimeDelta::minutes(30 * half))?;
            known(t).map(|instant| (t, instant))
        })?;
        let mut early = local;
        while late.0 - early > TimeDelta::milliseconds(1) {
            let middle = early + (late.0 - early) / 2;
            match known(middle) {
                Some(instant) => late = (middle, instant),
                None => early = middle,
            }
        }
        Some(late.1)
    }
}

/// A date so many days later.
pub fn add_days(date: i32, n: i64) -> Option<i32> {
    i32::try_from(i64::from(date).checked_add(n)?).ok()
}

/// The first day of the month that lies so many months after that of a date.
pub fn month_start(date: i32, n: i64) -> Option<i32> {
    let day = date_of(date)?;
    let months = (i64::from(day.year()) * 12 + i64::from(day.month0())).checked_add(n)?;
    let year = i32::try_from(months.div_euclid(12)).ok()?;
    days(NaiveDate::from_ymd_opt(year, months.rem_euclid(12) as u32 + 1, 1)?)
}

/// The day of the week, Monday 1 to Sunday 7.
pub fn weekday(date: i32) -> u8 {
    // 1970-01-01 was a Thursday.
    ((i64::from(date) + 3).rem_euclid(7) + 1) as u8
}

/// Year, month, day.
pub fn ymd(date: i32) -> Option<(i32, u32, u32)> {
    let d = date_of(date)?;
    Some((d.year(), d.month(), d.day()))
}

/// The date of year, month, day.
pub fn from_ymd(year: i32, month: u32, day: u32) -> Option<i32> {
    days(NaiveDate::from_ymd_opt(year, month, day)?)
}

fn date_of(date: i32) -> Option<NaiveDate> {
    let epoch = NaiveDate::from_ymd_opt(1970, 1, 1)?;
    match u64::try_from(date) {
        Ok(n) => epoch.checked_add_days(Days::new(n)),
        Err(_) => epoch.checked_sub_days(Days::new(u64::from(date.unsigned_abs()))),
    }
}

fn days(date: NaiveDate) -> Option<i32> {
    i32::try_from(date.signed_duration_since(NaiveDate::from_ymd_opt(1970, 1, 1)?).num_days()).ok()
}
