//! 周期: what is due again and again.

use super::{Arm, CalendarId, Event, Expr, Meta, RoleId, Var};
use crate::base::Span;
use smol_str::SmolStr;

/// A 周期.
#[derive(Debug, Clone)]
pub struct Schedule {
    /// Its name.
    pub name: SmolStr,
    /// When.
    pub occasion: Option<Occasion>,
    /// 归属
    pub counted_by: Option<Event>,
    /// 由
    pub by: Option<RoleId>,
    /// 用, or the default calendar.
    pub using: Option<CalendarId>,
    /// 须, in order.
    pub duties: Vec<Duty>,
    /// 若
    pub condition: Option<Expr>,
    /// 漏
    pub missed: Option<Arm>,
    /// The variables of 漏, the period first.
    pub vars: Vec<Var>,
    /// It belongs to the package that is checked.
    pub own: bool,
    /// Where its name stands.
    pub span: Span,
    /// Citations and documentation.
    pub meta: Meta,
}

/// When something is due.
#[derive(Debug, Clone)]
pub struct Occasion {
    /// How often, and on which day.
    pub every: Every,
    /// The time of day, ms after midnight.
    pub clock: u32,
    /// 起: from then on, rather than 之前.
    pub from: bool,
    /// 遇休; none where it is not written.
    pub on_rest: Option<OnRest>,
    /// Where.
    pub span: Span,
}

/// 遇休
pub type OnRest = crate::syntax::ast::OnRest;

/// How often, and on which day.
pub type Every = crate::base::calendar::Recurring;

/// What must come, or be done.
#[derive(Debug, Clone)]
pub struct Duty {
    /// Any of these.
    pub events: Event,
    /// 恰好 so many times; none: once or more.
    pub times: Option<u32>,
    /// Where.
    pub span: Span,
}
