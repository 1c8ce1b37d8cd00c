//! The periods of a 周期: when one begins, when its duty is due, when the next one begins.

use super::state::{Occurrence, Stage};
use crate::base::calendar::{Fault, Period, PeriodKind, Reckoning};
use crate::program::{Recurring, Schedule, Shift};

/// The period that holds a date, in its first stage.
pub(super) fn occurrence(r: &Reckoning<'_>, s: &Schedule, date: i32) -> Result<Occurrence, Fault> {
    let kind = kind(s.every);
    let period = r.period(kind, date)?;
    let (from, ends) = r.instants(period)?;
    let name = r.period_name(kind, date)?;
    let day = match due_date(r, s, period)? {
        Some(day) => day,
        // A day that does not work has no duty of a 每个工作日.
        None => return Ok(Occurrence { period: name, stage: Stage::Left, opens: from, last: ends, ends, ..Occurrence::default() }),
    };
    let at = r.instant(day, s.clock)?;
    let (opens, last) = if s.from { (at, ends - 1) } else { (from, at - 1) };
    Ok(Occurrence { period: name, stage: Stage::Waiting, opens, last, ends, ..Occurrence::default() })
}

/// The date on which a period's duty is due.
fn due_date(r: &Reckoning<'_>, s: &Schedule, period: Period) -> Result<Option<i32>, Fault> {
    let first = period.from;
    let last = period.to - 1;
    let day = match s.every {
        Recurring::Day => first,
        Recurring::Workday => return Ok(r.works(first)?.then_some(first)),
        Recurring::Week(day) => {
            let start = r.calendar().week_start.clamp(1, 7);
            first + i32::from((day.clamp(1, 7) + 7 - start) % 7)
        }
        Recurring::MonthDay(day) => r.day_of_month(first, day)?,
        Recurring::MonthWorkday(n) => return r.nth_working(first - 1, i64::from(n)).map(Some),
        Recurring::MonthEnd | Recurring::Quarter => last,
        Recurring::LastWorkday => return r.working_until(last).map(Some),
        Recurring::Year(month, day) => {
            let start = crate::base::calendar::zone::month_start(first, i64::from(month.max(1)) - 1).ok_or(Fault::OutOfRange)?;
            r.day_of_month(start, u32::from(day))?
        }
    };
    Ok(Some(match s.on_rest {
        Some(Shift::Postpone) => r.working_from(day)?,
        Some(Shift::Advance) => r.working_until(day)?,
        None => day,
    }))
}

/// What sort of period a schedule counts by.
fn kind(every: Recurring) -> PeriodKind {
    match every {
        Recurring::Day | Recurring::Workday => PeriodKind::Day,
        Recurring::Week(_) => PeriodKind::Week,
        Recurring::MonthDay(_) | Recurring::MonthWorkday(_) | Recurring::MonthEnd | Recurring::LastWorkday => PeriodKind::Month,
        Recurring::Quarter => PeriodKind::Quarter,
        Recurring::Year(..) => PeriodKind::Year,
    }
}
