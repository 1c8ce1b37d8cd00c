//! 日历: which days work, which hours, when nobody is disturbed, and all arithmetic that depends on it.
//!
//! A calendar is plain data, the same in the model and in the program. Bound to a zone it becomes a [`Reckoning`], whose functions are
//! pure. A function that would need what the calendar does not say gives a [`Fault`], never a guess.

mod day;
mod fault;
mod length;
mod occasion;
mod period;
mod reckoning;
mod rest;
pub mod text;
mod turn;
mod work;
pub mod zone;

pub use day::Day;
pub use fault::Fault;
pub use length::CivilUnit;
pub use occasion::{Due, Occasion, Recurring};
pub use period::{Period, PeriodKind};
pub use reckoning::Reckoning;
pub use turn::Set;

use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

/// The zone of a calendar that names none. China has one zone.
pub const DEFAULT_ZONE: &str = "Asia/Shanghai";

/// A 日历 with everything it says; what it inherits has been filled in.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "compiler", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Calendar {
    /// Its name.
    pub name: SmolStr,
    /// 曾用名
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub formerly: Vec<SmolStr>,
    /// 时区: an IANA name; none for 被叫, the zone of the called number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<SmolStr>,
    /// 工作日: Monday 1 to Sunday 7, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub workdays: Vec<u8>,
    /// 工作时间 of a working date, in order, not overlapping.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hours: Vec<Hours>,
    /// 休息时间 of every date, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rest: Vec<Hours>,
    /// 年份: the years whose holidays are known, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub years: Vec<Years>,
    /// 节假日, in order of their first date, not overlapping.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub holidays: Vec<Holiday>,
    /// 调休: dates that work although weekday or holiday say otherwise; days since 1970-01-01, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub makeup: Vec<i32>,
    /// 落入休息: where a limit counted here goes that would fall due in 休息时间.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rest_hit: Option<Move>,
    /// 月末: the day that stands for one which a month does not have.
    #[serde(default)]
    pub month_end: MonthEnd,
    /// 周起始: Monday 1 to Sunday 7.
    #[serde(default = "monday")]
    pub week_start: u8,
    /// 截止: when on its last date a limit counted in days runs out.
    #[serde(default)]
    pub cutoff: Cutoff,
}

/// Hours of a day, the end not included: ms after midnight. An end beyond 24 hours is on the next date (次日).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "compiler", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Hours {
    /// First ms.
    pub from: u32,
    /// The ms after the last.
    pub to: u32,
}

/// Years, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "compiler", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Years {
    /// First year.
    pub from: i32,
    /// Last year.
    pub to: i32,
}

/// Dates on which nobody works: days since 1970-01-01, both ends included.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "compiler", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Holiday {
    /// First date.
    pub from: i32,
    /// Last date.
    pub to: i32,
    /// What is celebrated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<SmolStr>,
}

/// Which way an instant in 休息时间 is moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "compiler", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Move {
    /// 顺延: to the first instant after the rest.
    Postpone,
    /// 提前: to the last instant before the rest.
    Advance,
}

/// What a month without such a day does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "compiler", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum MonthEnd {
    /// 报错
    #[default]
    Refuse,
    /// 取末日: its last day.
    LastDay,
    /// 取次日: the first of the next month.
    FollowingDay,
}

/// When on its last date a limit counted in days runs out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "compiler", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Cutoff {
    /// 日终: with the last ms of the date.
    #[default]
    DayEnd,
    /// 班终: with the last ms of its working hours, or of the next working date's where it has none.
    ShiftEnd,
}

impl Calendar {
    /// The calendar in its own zone, or in that of the called number where it says 被叫.
    pub fn reckon(&self, called: Option<zone::Zone>) -> Result<Reckoning<'_>, Fault> {
        let zone = match &self.zone {
            Some(name) => zone::Zone::named(name),
            None => called,
        };
        zone.map(|zone| Reckoning::new(self, zone)).ok_or(Fault::UnknownZone)
    }

    /// Whether everything in it is in order, as its functions take for granted. A calendar from elsewhere is asked before it is used.
    pub fn is_sound(&self) -> bool {
        const DAY: u32 = 86_400_000;
        let hours = |all: &[Hours]| all.iter().all(|h| h.from < DAY && h.from < h.to && h.to - h.from <= DAY) && all.is_sorted();
        let weekday = |day: &u8| (1..=7).contains(day);
        let apart = self.holidays.windows(2).all(|w| matches!(w, [a, b] if a.to < b.from));
        self.zone.as_ref().is_none_or(|name| zone::Zone::named(name).is_some())
            && self.workdays.iter().all(weekday)
            && hours(&self.hours)
            && hours(&self.rest)
            && self.years.iter().all(|y| y.from <= y.to)
            && apart
            && self.holidays.iter().all(|h| h.from <= h.to)
            && self.makeup.is_sorted()
            && weekday(&self.week_start)
    }

    /// Whether the calendar says anything about the dates of a year.
    pub fn knows(&self, year: i32) -> bool {
        self.years.iter().any(|y| (y.from..=y.to).contains(&year))
    }
}

fn monday() -> u8 {
    1
}
