//! A slow and obvious calendar: every question is answered by looking at every minute of a piece of the time line.

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, TimeDelta};
use chrono_tz::Tz;
use huashu::base::calendar::{Calendar, Hours};
use std::cell::RefCell;
use std::collections::HashMap;

pub const MINUTE: i64 = 60_000;

/// A calendar read minute by minute.
pub struct Slow<'a> {
    calendar: &'a Calendar,
    tz: Tz,
    seen: RefCell<HashMap<(i32, u32), i64>>,
}

impl<'a> Slow<'a> {
    pub fn new(calendar: &'a Calendar) -> Self {
        let tz = calendar.zone.as_ref().unwrap().parse().unwrap();
        Self { calendar, tz, seen: RefCell::default() }
    }

    /// What the clock on the wall shows.
    pub fn wall(&self, t: i64) -> NaiveDateTime {
        DateTime::from_timestamp_millis(t).unwrap().with_timezone(&self.tz).naive_local()
    }

    pub fn date(&self, t: i64) -> i32 {
        let days = self.wall(t).date().signed_duration_since(NaiveDate::from_ymd_opt(1970, 1, 1).unwrap());
        days.num_days() as i32
    }

    /// The first minute at which the wall shows this or more.
    pub fn instant(&self, date: i32, ms: u32) -> i64 {
        *self.seen.borrow_mut().entry((date, ms)).or_insert_with(|| {
            let wanted = naive(date) + TimeDelta::milliseconds(i64::from(ms));
            let mut t = wanted.and_utc().timestamp_millis() - 27 * 60 * MINUTE;
            while self.wall(t) < wanted {
                t += MINUTE;
            }
            t
        })
    }

    pub fn works(&self, date: i32) -> bool {
        if self.calendar.makeup.contains(&date) {
            return true;
        }
        let holiday = self.calendar.holidays.iter().any(|h| h.from <= date && date <= h.to);
        let weekday = naive(date).weekday().number_from_monday() as u8;
        !holiday && self.calendar.workdays.contains(&weekday)
    }

    pub fn at_work(&self, t: i64) -> bool {
        self.inside(&self.calendar.hours, t, |date| self.works(date))
    }

    pub fn at_rest(&self, t: i64) -> bool {
        self.inside(&self.calendar.rest, t, |_| true)
    }

    fn inside(&self, hours: &[Hours], t: i64, counts: impl Fn(i32) -> bool) -> bool {
        let today = self.date(t);
        (today - 3..=today + 1)
            .any(|date| counts(date) && hours.iter().any(|h| self.instant(date, h.from) <= t && t < self.instant(date, h.to)))
    }

    /// The working minutes in `[a, b)`.
    pub fn work_between(&self, a: i64, b: i64) -> i64 {
        let mut t = a;
        let mut n = 0;
        while t < b {
            n += i64::from(self.at_work(t));
            t += MINUTE;
        }
        n * MINUTE
    }

    pub fn after_work(&self, t: i64, ms: i64) -> i64 {
        let (mut at, mut left) = (t, ms);
        while left > 0 {
            if self.at_work(at) {
                left -= MINUTE;
            }
            at += MINUTE;
        }
        at
    }

    pub fn before_work(&self, t: i64, ms: i64) -> i64 {
        let (mut at, mut left) = (t, ms);
        while left > 0 {
            at -= MINUTE;
            if self.at_work(at) {
                left -= MINUTE;
            }
        }
        at
    }

    pub fn postpone(&self, t: i64) -> i64 {
        let mut at = t;
        while self.at_rest(at) {
            at += MINUTE;
        }
        at
    }

    /// The start of the minute in which the last instant before the rest lies.
    pub fn advance(&self, t: i64) -> i64 {
        let mut at = t;
        while self.at_rest(at) {
            at -= MINUTE;
        }
        at
    }

    pub fn nth_working(&self, date: i32, n: i64) -> i32 {
        let (mut at, mut left) = (date, n.abs());
        while left > 0 {
            at += n.signum() as i32;
            left -= i64::from(self.works(at));
        }
        at
    }
}

fn naive(date: i32) -> NaiveDateTime {
    (NaiveDate::from_ymd_opt(1970, 1, 1).unwrap() + TimeDelta::days(i64::from(date))).and_hms_opt(0, 0, 0).unwrap()
}
