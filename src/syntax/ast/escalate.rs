//! 升级 as a declaration: a ladder of roles.

use super::{Event, Expr, Key, Limit, Meta, Name, Timeout};
use crate::base::Span;

/// `升级 名 按 键`
#[derive(Debug, Clone)]
pub struct Escalate {
    /// Its name.
    pub name: Name,
    /// 按
    pub key: Option<Key>,
    /// 级, from the lowest up.
    pub rungs: Vec<Rung>,
    /// 提级
    pub raises: Vec<Raise>,
    /// 直达
    pub jumps: Vec<Jump>,
    /// 止
    pub stop: Vec<Event>,
    /// 到顶
    pub top: Option<Timeout>,
}

/// `级 角色 限时 …`
#[derive(Debug, Clone)]
pub struct Rung {
    /// Whose it is.
    pub role: Name,
    /// 限时
    pub limit: Option<Limit>,
    /// 可: left out while nobody has the role.
    pub optional: bool,
    /// Citations and documentation.
    pub meta: Meta,
    /// The line.
    pub span: Span,
}

/// `提级 事件 级 角色`
#[derive(Debug, Clone)]
pub struct Raise {
    /// What raises it.
    pub events: Event,
    /// The rung it goes to; the next one where not written.
    pub to: Option<Name>,
    /// Where.
    pub span: Span,
}

/// `直达 角色 若 条件`
#[derive(Debug, Clone)]
pub struct Jump {
    /// The rung it goes to.
    pub to: Name,
    /// When.
    pub when: Option<Expr>,
    /// Where.
    pub span: Span,
}
