//! When an instant next enters or leaves one of a calendar's sets.

use super::reckoning::add_days;
use super::zone::DAY;
use super::{Fault, Hours, Reckoning};

/// Dates that are looked at: a set that stays as it is for a year is taken to stay so.
const DATES: i64 = 400;

/// A set of instants that a calendar names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Set {
    /// 工作时间
    Hours,
    /// 休息时间
    Rest,
    /// 节假日
    Holidays,
}

impl Reckoning<'_> {
    /// Whether an instant is in a set.
    pub fn is_in(&self, set: Set, t: i64) -> Result<bool, Fault> {
        match set {
            Set::Hours => self.at_work(t),
            Set::Rest => self.at_rest(t),
            Set::Holidays => self.is_holiday(self.date(t)?),
        }
    }

    /// The first instant after `t` at which it is otherwise than at `t`.
    pub fn turns(&self, set: Set, t: i64) -> Result<i64, Fault> {
        let is = self.is_in(set, t)?;
        let today = self.date(t)?;
        let midnight = [Hours { from: 0, to: DAY as u32 }];
        let pieces: &[Hours] = match set {
            Set::Hours => &self.calendar.hours,
            Set::Rest => &self.calendar.rest,
            Set::Holidays => &midnight,
        };
        // What crosses midnight may have begun the day before.
        for date in -1..DATES {
            let date = add_days(today, date)?;
            let mut marks = Vec::new();
            for piece in pieces {
                marks.extend([self.instant(date, piece.from)?, self.instant(date, piece.to)?]);
            }
            marks.sort_unstable();
            for mark in marks.into_iter().filter(|mark| *mark > t) {
                if self.is_in(set, mark)? != is {
                    return Ok(mark);
                }
            }
        }
        Err(Fault::OutOfRange)
    }
}
