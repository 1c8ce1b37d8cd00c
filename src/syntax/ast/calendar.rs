//! 日历.

use super::{Clock, Date, Name, Path, Shift, Text};
use crate::base::Span;
use smol_str::SmolStr;

/// `日历 名 [默认] [继承 历]` with its lines.
#[derive(Debug, Clone)]
pub struct Calendar {
    /// Its name.
    pub name: Name,
    /// 默认
    pub default: bool,
    /// 继承
    pub extends: Option<Path>,
    /// Its lines, in source order.
    pub lines: Vec<CalendarLine>,
}

/// One line.
#[derive(Debug, Clone)]
pub struct CalendarLine {
    /// What it says.
    pub kind: CalendarLineKind,
    /// Where.
    pub span: Span,
}

/// What a line of a calendar says.
#[derive(Debug, Clone)]
pub enum CalendarLineKind {
    /// 时区, by its IANA name; none for 被叫.
    Zone(Option<Name>),
    /// 工作日: from, to.
    Workdays(Vec<(Weekday, Weekday)>),
    /// 工作时间; empty for 无.
    Hours(Vec<HoursOfDay>),
    /// 休息时间; empty for 无.
    Rest(Vec<HoursOfDay>),
    /// 年份: from, to.
    Years(Vec<(u16, u16, Span)>),
    /// 节假日
    Holidays(Listed),
    /// 调休
    Makeup(Listed),
    /// 落入休息
    RestHit(Shift),
    /// 月末
    MonthEnd(MonthEnd),
    /// 周起始
    WeekStart(Weekday),
    /// 截止
    Cutoff(Cutoff),
}

/// `21:00-次日 08:00`
#[derive(Debug, Clone, Copy)]
pub struct HoursOfDay {
    /// From.
    pub from: Clock,
    /// Until.
    pub to: Clock,
    /// 次日
    pub next_day: bool,
    /// Where.
    pub span: Span,
}

/// Dates, or the file that lists them.
#[derive(Debug, Clone)]
pub enum Listed {
    /// Written out.
    Dates(Vec<DateRange>),
    /// 取自
    File(Text),
}

/// `2026-02-15..2026-02-23 春节`
#[derive(Debug, Clone)]
pub struct DateRange {
    /// First.
    pub from: Date,
    /// Last.
    pub to: Date,
    /// What it is.
    pub name: Option<SmolStr>,
    /// Where.
    pub span: Span,
}

/// A day of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Weekday {
    Monday = 1,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

/// 月末
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MonthEnd {
    /// 取末日
    LastDay,
    /// 取次日
    FollowingDay,
    /// 报错
    Refuse,
}

/// 截止
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cutoff {
    /// 日终
    DayEnd,
    /// 班终
    ShiftEnd,
}
