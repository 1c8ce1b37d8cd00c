//! Days that are named from another: 当日, 次日, 下个工作日, 月末, a day of the week.

use super::reckoning::add_days;
use super::zone::{month_start, weekday};
use super::{Fault, Reckoning};

/// A day named from the one of an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Day {
    /// 当日
    Same,
    /// 次日
    Next,
    /// 下个工作日: the next date that works.
    NextWorkday,
    /// 月末: the last date of the month.
    MonthEnd,
    /// The next one of this name, Monday 1 to Sunday 7; the date itself where the time of day is still to come.
    Weekday(u8),
}

impl Reckoning<'_> {
    /// That time of day on the day that is named from the date of `t`.
    pub fn on_day(&self, t: i64, day: Day, clock: u32) -> Result<i64, Fault> {
        let date = self.date(t)?;
        let named = match day {
            Day::Same => date,
            Day::Next => add_days(date, 1)?,
            Day::NextWorkday => self.nth_working(date, 1)?,
            Day::MonthEnd => add_days(month_start(date, 1).ok_or(Fault::OutOfRange)?, -1)?,
            Day::Weekday(wanted) => {
                let ahead = i64::from((wanted.clamp(1, 7) + 7 - weekday(date)) % 7);
                let first = add_days(date, ahead)?;
                if self.instant(first, clock)? < t { add_days(first, 7)? } else { first }
            }
        };
        self.instant(named, clock)
    }
}
