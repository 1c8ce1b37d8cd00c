//! Why a calendar has no answer.

use crate::base::Message;
use serde::{Deserialize, Serialize};

/// What a calendar would have to say and does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "compiler", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    /// 日历缺年: a date of a year that 年份 does not list.
    MissingYear(i32),
    /// The zone of the called number is not known.
    UnknownZone,
    /// No working hours, or no date that works.
    NoHours,
    /// The month has no such day, and 月末 is 报错.
    NoSuchDay,
    /// Nothing but rest, or nothing left before it.
    AlwaysRest,
    /// Beyond the dates that can be counted.
    OutOfRange,
}

impl Fault {
    /// The stable id.
    pub fn id(self) -> &'static str {
        match self {
            Fault::MissingYear(_) => "missing_year",
            Fault::UnknownZone => "unknown_zone",
            Fault::NoHours => "no_hours",
            Fault::NoSuchDay => "no_such_day",
            Fault::AlwaysRest => "always_rest",
            Fault::OutOfRange => "out_of_range",
        }
    }

    /// The fault in words.
    pub fn words(self) -> Message {
        match self {
            Fault::MissingYear(year) => Message::new(format!("日历缺 {year} 年"), format!("the calendar has no data for {year}")),
            Fault::UnknownZone => Message::new("不知道被叫号码的时区", "the zone of the called number is not known"),
            Fault::NoHours => Message::new("日历没有工作时间", "the calendar has no working hours"),
            Fault::NoSuchDay => Message::new("那个月没有这一天", "that month has no such day"),
            Fault::AlwaysRest => Message::new("日历里全是休息时间", "the calendar is nothing but rest"),
            Fault::OutOfRange => Message::new("日期超出了能算的范围", "the date is beyond what can be counted"),
        }
    }
}
