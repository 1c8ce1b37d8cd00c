//! 升级: a ladder of roles.

use super::{Arm, CalendarId, Event, Expr, FlowId, Key, Limit, Meta, RoleId, Var};
use crate::base::Span;
use smol_str::SmolStr;

/// A 升级.
#[derive(Debug, Clone)]
pub struct Ladder {
    /// Its name.
    pub name: SmolStr,
    /// 按
    pub key: Key,
    /// The flow it stands in.
    pub flow: Option<FlowId>,
    /// Outside a flow: the variables of 到顶, the key first.
    pub vars: Vec<Var>,
    /// 级, from the lowest up.
    pub rungs: Vec<Rung>,
    /// 提级: event, rung where one is named.
    pub raises: Vec<(Event, Option<usize>)>,
    /// 直达: rung, condition.
    pub jumps: Vec<(usize, Option<Expr>)>,
    /// 止
    pub stop: Event,
    /// 到顶
    pub top: Option<Arm>,
    /// The calendar that counts its rungs, where nothing on the limit says so.
    pub using: Option<CalendarId>,
    /// It belongs to the package that is checked.
    pub own: bool,
    /// Where its name stands.
    pub span: Span,
    /// Citations and documentation.
    pub meta: Meta,
}

/// 级
#[derive(Debug, Clone)]
pub struct Rung {
    /// Whose it is; none where the name means nothing.
    pub role: Option<RoleId>,
    /// 限时
    pub limit: Option<Limit>,
    /// 可
    pub optional: bool,
    /// The line.
    pub span: Span,
    /// Citations.
    pub meta: Meta,
}

impl Ladder {
    /// Its event patterns.
    pub fn events(&self) -> impl Iterator<Item = &Event> {
        std::iter::once(&self.stop).chain(self.raises.iter().map(|(e, _)| e))
    }
}
