//! A calendar in a zone: dates, working dates, wall-clock times.

use super::zone::{self, Zone};
use super::{Calendar, Fault};

/// Dates that are looked at one by one before it is [`Fault::OutOfRange`]: more than 27 years.
pub(super) const MOST_DATES: i64 = 10_000;

/// A calendar bound to a zone.
#[derive(Debug, Clone, Copy)]
pub struct Reckoning<'a> {
    pub(super) calendar: &'a Calendar,
    zone: Zone,
}

impl<'a> Reckoning<'a> {
    pub(super) fn new(calendar: &'a Calendar, zone: Zone) -> Self {
        Self { calendar, zone }
    }

    /// The calendar itself.
    pub fn calendar(&self) -> &'a Calendar {
        self.calendar
    }

    /// The zone.
    pub fn zone(&self) -> Zone {
        self.zone
    }

    /// The date of an instant in the zone.
    pub fn date(&self, t: i64) -> Result<i32, Fault> {
        self.local(t).map(|(date, _)| date)
    }

    /// The date of an instant and the ms after midnight.
    pub fn local(&self, t: i64) -> Result<(i32, u32), Fault> {
        self.zone.local(t).ok_or(Fault::OutOfRange)
    }

    /// The instant of a wall-clock time. One that the zone skips goes to the first instant after the gap, of two it is the first.
    pub fn instant(&self, date: i32, ms: u32) -> Result<i64, Fault> {
        self.zone.instant(date, ms).ok_or(Fault::OutOfRange)
    }

    /// The first ms of a date.
    pub fn start_of(&self, date: i32) -> Result<i64, Fault> {
        self.instant(date, 0)
    }

    /// Whether a date works: 调休 first, then 节假日, then the weekday.
    pub fn works(&self, date: i32) -> Result<bool, Fault> {
        self.known(date)?;
        if self.calendar.makeup.binary_search(&date).is_ok() {
            return Ok(true);
        }
        Ok(self.holiday_on(date).is_none() && self.calendar.workdays.contains(&zone::weekday(date)))
    }

    /// Whether a date is a 节假日.
    pub fn is_holiday(&self, date: i32) -> Result<bool, Fault> {
        self.known(date)?;
        Ok(self.holiday_on(date).is_some())
    }

    /// The n-th working date strictly after a date; for a negative n strictly before it. The date itself for zero.
    pub fn nth_working(&self, date: i32, n: i64) -> Result<i32, Fault> {
        if n.unsigned_abs() > MOST_DATES as u64 {
            return Err(Fault::OutOfRange);
        }
        let step = n.signum();
        let (mut at, mut left) = (date, n.abs());
        let mut looked = 0;
        while left > 0 {
            at = add_days(at, step)?;
            looked += 1;
            if self.works(at)? {
                left -= 1;
            } else if looked > MOST_DATES {
                return Err(if left == n.abs() { Fault::NoHours } else { Fault::OutOfRange });
            }
        }
        Ok(at)
    }

    /// The first working date that is not before a date.
    pub fn working_from(&self, date: i32) -> Result<i32, Fault> {
        if self.works(date)? { Ok(date) } else { self.nth_working(date, 1) }
    }

    /// The last working date that is not after a date.
    pub fn working_until(&self, date: i32) -> Result<i32, Fault> {
        if self.works(date)? { Ok(date) } else { self.nth_working(date, -1) }
    }

    /// How many working dates lie after `a`, up to and including `b`; none where `b` is not after `a`.
    pub fn working_dates(&self, a: i32, b: i32) -> Result<i64, Fault> {
        if i64::from(b) - i64::from(a) > MOST_DATES {
            return Err(Fault::OutOfRange);
        }
        let mut n = 0;
        let mut at = a;
        while at < b {
            at = add_days(at, 1)?;
            n += i64::from(self.works(at)?);
        }
        Ok(n)
    }

    /// Refuses a date of a year without data.
    fn known(&self, date: i32) -> Result<(), Fault> {
        let (year, ..) = zone::ymd(date).ok_or(Fault::OutOfRange)?;
        if self.calendar.knows(year) { Ok(()) } else { Err(Fault::MissingYear(year)) }
    }

    fn holiday_on(&self, date: i32) -> Option<&'a super::Holiday> {
        let after = self.calendar.holidays.partition_point(|h| h.from <= date);
        let last = after.checked_sub(1).and_then(|i| self.calendar.holidays.get(i))?;
        (date <= last.to).then_some(last)
    }
}

/// A date so many days later.
pub(super) fn add_days(date: i32, n: i64) -> Result<i32, Fault> {
    zone::add_days(date, n).ok_or(Fault::OutOfRange)
}
