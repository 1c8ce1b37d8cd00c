//! What is due again and again: in which period, from when, until when.

use super::{Fault, Move, Period, PeriodKind, Reckoning, zone};
use serde::{Deserialize, Serialize};

/// How often, and on which day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "compiler", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Recurring {
    /// 每日
    Day,
    /// 每个工作日
    Workday,
    /// 每周: Monday 1 to Sunday 7
    Week(u8),
    /// 每月 n号
    MonthDay(u32),
    /// 每月 第n个工作日
    MonthWorkday(u32),
    /// 每月 末日
    MonthEnd,
    /// 每月 末个工作日
    LastWorkday,
    /// 每季末
    Quarter,
    /// 每年: month, day
    Year(u8, u8),
}

/// When something that comes again and again is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Occasion {
    /// How often, and on which day.
    pub every: Recurring,
    /// The time of day, ms after midnight.
    pub clock: u32,
    /// 起: from then on to the end of the period, rather than 之前.
    pub from: bool,
    /// 遇休; none: 照常.
    pub on_rest: Option<Move>,
}

/// One time that it is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    /// The first instant at which it may be done; the period's own where nothing is due in it.
    pub opens: i64,
    /// The last one; none where nothing is due in the period.
    pub last: Option<i64>,
    /// Where the next period begins.
    pub ends: i64,
    /// When the next period's turn comes: as it begins, or before that where 提前 brings its duty forward out of it.
    pub next: i64,
}

impl Recurring {
    /// Whether it falls on working days by itself.
    pub fn works(self) -> bool {
        matches!(self, Self::Workday | Self::MonthWorkday(_) | Self::LastWorkday)
    }

    /// What sort of period it is counted by.
    pub fn period(self) -> PeriodKind {
        match self {
            Self::Day | Self::Workday => PeriodKind::Day,
            Self::Week(_) => PeriodKind::Week,
            Self::MonthDay(_) | Self::MonthWorkday(_) | Self::MonthEnd | Self::LastWorkday => PeriodKind::Month,
            Self::Quarter => PeriodKind::Quarter,
            Self::Year(..) => PeriodKind::Year,
        }
    }
}

impl Reckoning<'_> {
    /// What is due in the period that holds a date.
    pub fn due(&self, occasion: Occasion, date: i32) -> Result<Due, Fault> {
        let period = self.period(occasion.every.period(), date)?;
        let (from, ends) = self.instants(period)?;
        let next = self.brought_forward(occasion, period.to).unwrap_or(ends).min(ends);
        // A day that does not work has no duty of a 每个工作日.
        let Some(day) = self.due_date(occasion, period)? else { return Ok(Due { opens: from, last: None, ends, next }) };
        let at = self.instant(day, occasion.clock)?;
        // What is brought forward out of its period may be done on the day on which it is due.
        let (opens, last) = if occasion.from { (at, ends - 1) } else { (from.min(self.start_of(day)?), at - 1) };
        Ok(Due { opens, last: Some(last), ends, next })
    }

    /// When the day begins on which 提前 makes the next period's duty due; where the calendar has no answer, that period says so itself.
    fn brought_forward(&self, occasion: Occasion, next: i32) -> Option<i64> {
        if occasion.on_rest != Some(Move::Advance) {
            return None;
        }
        let period = self.period(occasion.every.period(), next).ok()?;
        self.start_of(self.due_date(occasion, period).ok()??).ok()
    }

    /// The date on which a period's duty is due.
    fn due_date(&self, occasion: Occasion, period: Period) -> Result<Option<i32>, Fault> {
        let first = period.from;
        let last = period.to - 1;
        let day = match occasion.every {
            Recurring::Day => first,
            Recurring::Workday => return Ok(self.works(first)?.then_some(first)),
            Recurring::Week(day) => {
                let start = self.calendar.week_start.clamp(1, 7);
                first + i32::from((day.clamp(1, 7) + 7 - start) % 7)
            }
            Recurring::MonthDay(day) => self.day_of_month(first, day)?,
            Recurring::MonthWorkday(n) => return self.nth_working(first - 1, i64::from(n)).map(Some),
            Recurring::MonthEnd | Recurring::Quarter => last,
            Recurring::LastWorkday => return self.working_until(last).map(Some),
            Recurring::Year(month, day) => {
                let start = zone::month_start(first, i64::from(month.max(1)) - 1).ok_or(Fault::OutOfRange)?;
                self.day_of_month(start, u32::from(day))?
            }
        };
        Ok(Some(match occasion.on_rest {
            Some(Move::Postpone) => self.working_from(day)?,
            Some(Move::Advance) => self.working_until(day)?,
            None => day,
        }))
    }
}
