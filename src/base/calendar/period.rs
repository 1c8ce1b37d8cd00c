//! Periods: half-open stretches of whole dates by which things are counted, each with a name of its own.

use super::reckoning::add_days;
use super::zone::{month_start, ymd};
use super::{Fault, Reckoning, zone};
use serde::{Deserialize, Serialize};
use smol_str::{SmolStr, format_smolstr};

/// Which sort of period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "compiler", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum PeriodKind {
    /// 日
    Day,
    /// 周, from 周起始
    Week,
    /// 月
    Month,
    /// 季
    Quarter,
    /// 年
    Year,
}

/// One period: its dates, the end not included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period {
    /// First date.
    pub from: i32,
    /// The date after the last.
    pub to: i32,
}

impl Reckoning<'_> {
    /// The period that holds a date.
    pub fn period(&self, kind: PeriodKind, date: i32) -> Result<Period, Fault> {
        let (from, to) = match kind {
            PeriodKind::Day => (Some(date), add_days(date, 1).ok()),
            PeriodKind::Week => {
                let into = i64::from((zone::weekday(date) + 7 - self.calendar.week_start.clamp(1, 7)) % 7);
                let from = add_days(date, -into)?;
                (Some(from), add_days(from, 7).ok())
            }
            PeriodKind::Month => (month_start(date, 0), month_start(date, 1)),
            PeriodKind::Quarter => {
                let into = i64::from(month(date)? - 1) % 3;
                (month_start(date, -into), month_start(date, 3 - into))
            }
            PeriodKind::Year => {
                let into = i64::from(month(date)? - 1);
                (month_start(date, -into), month_start(date, 12 - into))
            }
        };
        from.zip(to).map(|(from, to)| Period { from, to }).ok_or(Fault::OutOfRange)
    }

    /// The instants of a period, the end not included.
    pub fn instants(&self, period: Period) -> Result<(i64, i64), Fault> {
        Ok((self.start_of(period.from)?, self.start_of(period.to)?))
    }

    /// The name of the period that holds a date: `2026-03-05`, `2026-W10`, `2026-03`, `2026-Q1`, `2026`. A week belongs to the year that
    /// holds its fourth day.
    pub fn period_name(&self, kind: PeriodKind, date: i32) -> Result<SmolStr, Fault> {
        let (year, month, day) = ymd(date).ok_or(Fault::OutOfRange)?;
        Ok(match kind {
            PeriodKind::Day => format_smolstr!("{year:04}-{month:02}-{day:02}"),
            PeriodKind::Week => {
                let fourth = add_days(self.period(kind, date)?.from, 3)?;
                let (year, ..) = ymd(fourth).ok_or(Fault::OutOfRange)?;
                let into = fourth - zone::from_ymd(year, 1, 1).ok_or(Fault::OutOfRange)?;
                format_smolstr!("{year:04}-W{:02}", into / 7 + 1)
            }
            PeriodKind::Month => format_smolstr!("{year:04}-{month:02}"),
            PeriodKind::Quarter => format_smolstr!("{year:04}-Q{}", (month - 1) / 3 + 1),
            PeriodKind::Year => format_smolstr!("{year:04}"),
        })
    }
}

fn month(date: i32) -> Result<u32, Fault> {
    ymd(date).map(|(_, month, _)| month).ok_or(Fault::OutOfRange)
}
