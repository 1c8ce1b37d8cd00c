//! Lengths that a calendar counts: as limits, which run to the end of a day, and as values, which keep the time of day.

use super::reckoning::add_days;
use super::zone::{month_start, ymd};
use super::{Cutoff, Fault, MonthEnd, Reckoning};
use serde::{Deserialize, Serialize};

/// Units of civil and working lengths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "compiler", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum CivilUnit {
    /// 天
    Days,
    /// 个工作日
    Workdays,
    /// 个工作小时
    WorkHours,
    /// 个工作分钟
    WorkMinutes,
    /// Working time to the ms: what 工作差 gives.
    WorkMs,
    /// 周
    Weeks,
    /// 个月
    Months,
    /// 季
    Quarters,
    /// 年
    Years,
}

impl CivilUnit {
    /// Its word behind a number, Chinese and English.
    pub fn words(self) -> (&'static str, &'static str) {
        match self {
            CivilUnit::Days => ("天", "d"),
            CivilUnit::Workdays => ("个工作日", "wd"),
            CivilUnit::WorkHours => ("个工作小时", "wh"),
            CivilUnit::WorkMinutes => ("个工作分钟", "wmin"),
            CivilUnit::WorkMs => ("个工作毫秒", "ms of working time"),
            CivilUnit::Weeks => ("周", "wk"),
            CivilUnit::Months => ("个月", "mo"),
            CivilUnit::Quarters => ("季", "qtr"),
            CivilUnit::Years => ("年", "yr"),
        }
    }

    /// The ms of one where the unit counts working time.
    pub fn work_ms(self) -> Option<i64> {
        match self {
            CivilUnit::WorkHours => Some(3_600_000),
            CivilUnit::WorkMinutes => Some(60_000),
            CivilUnit::WorkMs => Some(1),
            CivilUnit::Days | CivilUnit::Workdays | CivilUnit::Weeks | CivilUnit::Months | CivilUnit::Quarters | CivilUnit::Years => None,
        }
    }

    /// The smallest unit that a length of this one can be counted in, and how many of it there are.
    pub fn least(self) -> (CivilUnit, i64) {
        match self {
            CivilUnit::Days => (CivilUnit::Days, 1),
            CivilUnit::Weeks => (CivilUnit::Days, 7),
            CivilUnit::Workdays => (CivilUnit::Workdays, 1),
            CivilUnit::Months => (CivilUnit::Months, 1),
            CivilUnit::Quarters => (CivilUnit::Months, 3),
            CivilUnit::Years => (CivilUnit::Months, 12),
            CivilUnit::WorkMs => (CivilUnit::WorkMs, 1),
            CivilUnit::WorkMinutes => (CivilUnit::WorkMs, 60_000),
            CivilUnit::WorkHours => (CivilUnit::WorkMs, 3_600_000),
        }
    }
}

impl Reckoning<'_> {
    /// `t + n 以内`: the last instant in time of a limit that starts at `t`. It is broken one ms later.
    pub fn limit(&self, t: i64, n: i64, unit: CivilUnit) -> Result<i64, Fault> {
        match unit.work_ms() {
            Some(ms) => self.after_work(t, n.checked_mul(ms).ok_or(Fault::OutOfRange)?),
            None => self.end_of(self.date_after(self.date(t)?, n, unit)?),
        }
    }

    /// `t + n` as a value: the same wall-clock time on that date; a working length as in [`Reckoning::limit`].
    pub fn plus(&self, t: i64, n: i64, unit: CivilUnit) -> Result<i64, Fault> {
        if let Some(ms) = unit.work_ms() {
            return self.after_work(t, n.checked_mul(ms).ok_or(Fault::OutOfRange)?);
        }
        if n == 0 {
            return Ok(t);
        }
        let (date, clock) = self.local(t)?;
        self.instant(self.date_after(date, n, unit)?, clock)
    }

    /// The date so many days, working dates or months after a date.
    pub fn date_after(&self, date: i32, n: i64, unit: CivilUnit) -> Result<i32, Fault> {
        let times = |k: i64| n.checked_mul(k).ok_or(Fault::OutOfRange);
        match unit {
            CivilUnit::Days => add_days(date, n),
            CivilUnit::Weeks => add_days(date, times(7)?),
            CivilUnit::Months => self.months_after(date, n),
            CivilUnit::Quarters => self.months_after(date, times(3)?),
            CivilUnit::Years => self.months_after(date, times(12)?),
            CivilUnit::Workdays => self.nth_working(date, n),
            // Working time has no date of its own.
            CivilUnit::WorkHours | CivilUnit::WorkMinutes | CivilUnit::WorkMs => Err(Fault::OutOfRange),
        }
    }

    /// The last instant of a date by 截止.
    pub fn end_of(&self, date: i32) -> Result<i64, Fault> {
        match self.calendar.cutoff {
            Cutoff::DayEnd => self.start_of(add_days(date, 1)?).map(|next| next - 1),
            Cutoff::ShiftEnd if self.calendar.hours.is_empty() => Err(Fault::NoHours),
            Cutoff::ShiftEnd => self.last_work(self.working_from(date)?)?.ok_or(Fault::NoHours),
        }
    }

    /// 日差: how many dates later `b` is than `a`.
    pub fn days_between(&self, a: i64, b: i64) -> Result<i64, Fault> {
        Ok(i64::from(self.date(b)?) - i64::from(self.date(a)?))
    }

    /// The day of a month that stands for a number; a month without it goes by 月末.
    pub fn day_of_month(&self, first: i32, day: u32) -> Result<i32, Fault> {
        let wanted = add_days(first, i64::from(day).saturating_sub(1))?;
        let next = month_start(first, 1).ok_or(Fault::OutOfRange)?;
        if wanted < next {
            return Ok(wanted);
        }
        match self.calendar.month_end {
            MonthEnd::LastDay => add_days(next, -1),
            MonthEnd::FollowingDay => Ok(next),
            MonthEnd::Refuse => Err(Fault::NoSuchDay),
        }
    }

    fn months_after(&self, date: i32, n: i64) -> Result<i32, Fault> {
        let (_, _, day) = ymd(date).ok_or(Fault::OutOfRange)?;
        self.day_of_month(month_start(date, n).ok_or(Fault::OutOfRange)?, day)
    }
}
