//! The working set W: the union over working dates of 工作时间, as half-open stretches of instants.

use super::reckoning::{MOST_DATES, add_days};
use super::zone::DAY;
use super::{Fault, Reckoning};

impl Reckoning<'_> {
    /// Whether an instant lies in working hours.
    pub fn at_work(&self, t: i64) -> Result<bool, Fault> {
        let next = t.checked_add(1).ok_or(Fault::OutOfRange)?;
        Ok(self.work_between(t, next)? > 0)
    }

    /// 工作差: the ms of working time in `[a, b)`; none where `b` is not after `a`.
    pub fn work_between(&self, a: i64, b: i64) -> Result<i64, Fault> {
        let mut total = 0;
        self.each_stretch(a, b, |from, to| {
            total += to - from;
            true
        })?;
        Ok(total)
    }

    /// The least instant `u` with so many ms of working time in `[t, u)`; for a negative length the greatest with it in `[u, t)`.
    pub fn after_work(&self, t: i64, ms: i64) -> Result<i64, Fault> {
        if ms < 0 {
            return self.before_work(t, ms.checked_neg().ok_or(Fault::OutOfRange)?);
        }
        if self.calendar.hours.is_empty() && ms > 0 {
            return Err(Fault::NoHours);
        }
        let (mut left, mut found) = (ms, None);
        if ms == 0 {
            return Ok(t);
        }
        self.each_stretch(t, i64::MAX, |from, to| {
            if to - from >= left {
                found = Some(from + left);
                return false;
            }
            left -= to - from;
            true
        })?;
        found.ok_or(Fault::NoHours)
    }

    fn before_work(&self, t: i64, ms: i64) -> Result<i64, Fault> {
        if self.calendar.hours.is_empty() {
            return Err(Fault::NoHours);
        }
        // One date at a time backwards; the stretches of each are found forwards.
        let (mut end, mut left) = (t, ms);
        let mut date = self.date(t)?;
        for _ in 0..MOST_DATES {
            let start = self.start_of(date)?.min(end);
            let mut stretches = Vec::new();
            self.each_stretch(start, end, |from, to| {
                stretches.push((from, to));
                true
            })?;
            for (from, to) in stretches.into_iter().rev() {
                if to - from >= left {
                    return Ok(to - left);
                }
                left -= to - from;
            }
            end = start;
            date = add_days(date, -1)?;
        }
        Err(Fault::NoHours)
    }

    /// The last ms of a date's working hours; none for a date that does not work.
    pub fn last_work(&self, date: i32) -> Result<Option<i64>, Fault> {
        if !self.works(date)? {
            return Ok(None);
        }
        let last = self.calendar.hours.iter().map(|h| h.to).max();
        last.map(|to| self.instant(date, to).map(|end| end - 1)).transpose()
    }

    /// The stretches of working time inside `[a, b)` in order, not overlapping, until told to stop.
    fn each_stretch(&self, a: i64, b: i64, mut take: impl FnMut(i64, i64) -> bool) -> Result<(), Fault> {
        if b <= a || self.calendar.hours.is_empty() {
            return Ok(());
        }
        // Hours that cross midnight reach into `a` from the date before.
        let back = i64::from(self.calendar.hours.iter().any(|h| i64::from(h.to) > DAY));
        let mut date = add_days(self.date(a)?, -back)?;
        let (mut covered, mut looked) = (a, 0);
        while self.start_of(date)? < b {
            // A date is asked whether it works only where that matters.
            let mut stretches = Vec::new();
            for hours in &self.calendar.hours {
                let (from, to) = (self.instant(date, hours.from)?.max(a), self.instant(date, hours.to)?.min(b));
                if from < to {
                    stretches.push((from, to));
                }
            }
            if !stretches.is_empty() && self.works(date)? {
                for (from, to) in stretches {
                    let from = from.max(covered);
                    if from < to {
                        covered = to;
                        if !take(from, to) {
                            return Ok(());
                        }
                    }
                }
            }
            looked += 1;
            if looked > MOST_DATES {
                return Err(Fault::OutOfRange);
            }
            date = add_days(date, 1)?;
        }
        Ok(())
    }
}
