//! 休息时间: the hours of every date in which nobody is to be disturbed, and the two ways out of them.

use super::reckoning::add_days;
use super::{Fault, Move, Reckoning};

/// Stretches of rest that may join each other before it is nothing but rest.
const MOST_JOINED: usize = 64;

impl Reckoning<'_> {
    /// Whether an instant lies in 休息时间.
    pub fn at_rest(&self, t: i64) -> Result<bool, Fault> {
        Ok(self.rest_around(t)?.is_some())
    }

    /// 顺延: the least instant not before `t` that is not in 休息时间.
    pub fn postpone(&self, t: i64) -> Result<i64, Fault> {
        let mut at = t;
        for _ in 0..MOST_JOINED {
            match self.rest_around(at)? {
                None => return Ok(at),
                Some((_, to)) => at = to,
            }
        }
        Err(Fault::AlwaysRest)
    }

    /// 提前: `t` where it is not in 休息时间, else the greatest instant before that rest which is not in rest either.
    pub fn advance(&self, t: i64) -> Result<i64, Fault> {
        let mut at = t;
        for _ in 0..MOST_JOINED {
            match self.rest_around(at)? {
                None => return Ok(at),
                Some((from, _)) => at = from.checked_sub(1).ok_or(Fault::OutOfRange)?,
            }
        }
        Err(Fault::AlwaysRest)
    }

    /// 顺延 or 提前.
    pub fn moved(&self, t: i64, by: Move) -> Result<i64, Fault> {
        match by {
            Move::Postpone => self.postpone(t),
            Move::Advance => self.advance(t),
        }
    }

    /// A limit whose last instant in time is `last`, moved out of 休息时间: what is moved is the instant at which it is broken, one ms later.
    pub fn moved_limit(&self, last: i64, by: Move) -> Result<i64, Fault> {
        let due = last.checked_add(1).ok_or(Fault::OutOfRange)?;
        Ok(self.moved(due, by)? - 1)
    }

    /// The stretch of rest that holds an instant.
    fn rest_around(&self, t: i64) -> Result<Option<(i64, i64)>, Fault> {
        if self.calendar.rest.is_empty() {
            return Ok(None);
        }
        let today = self.date(t)?;
        for back in [0, 1] {
            let date = add_days(today, -back)?;
            for hours in &self.calendar.rest {
                let (from, to) = (self.instant(date, hours.from)?, self.instant(date, hours.to)?);
                if from <= t && t < to {
                    return Ok(Some((from, to)));
                }
            }
        }
        Ok(None)
    }
}
