//! 日历: the data that counts, and what of it was written where.

use super::{CalendarId, Meta};
use crate::base::{Span, calendar};

/// A 日历 with what it inherits filled in.
#[derive(Debug, Clone)]
pub struct Calendar {
    /// What it says, as the program will hold it.
    pub data: calendar::Calendar,
    /// 继承
    pub parent: Option<CalendarId>,
    /// Where each of its settings is written, here or in a calendar that it inherits.
    pub said: CalendarSaid,
    /// It belongs to the package that is checked, not to one that it uses.
    pub own: bool,
    /// Where its name stands.
    pub span: Span,
    /// Citations and documentation.
    pub meta: Meta,
}

/// Where the settings of a calendar are written.
#[derive(Debug, Clone, Copy, Default)]
pub struct CalendarSaid {
    /// 时区
    pub zone: Option<Span>,
    /// 工作日
    pub workdays: Option<Span>,
    /// 工作时间
    pub hours: Option<Span>,
    /// 休息时间
    pub rest: Option<Span>,
    /// 年份
    pub years: Option<Span>,
    /// 落入休息
    pub rest_hit: Option<Span>,
    /// 月末
    pub month_end: Option<Span>,
    /// 周起始
    pub week_start: Option<Span>,
    /// 截止
    pub cutoff: Option<Span>,
}
