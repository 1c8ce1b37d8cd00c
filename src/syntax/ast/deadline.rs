//! 期限: a named limit.

use super::{Event, Expr, Key, Limit, Name, Points, Severity, Timeout};
use crate::base::Span;

/// `期限 名 按 键`
#[derive(Debug, Clone)]
pub struct Deadline {
    /// Its name, which is also a rule's.
    pub name: Name,
    /// 按
    pub key: Option<Key>,
    /// 严重, 一般, 轻微
    pub severity: Option<Severity>,
    /// 一票否决
    pub veto: bool,
    /// 扣, in source order.
    pub points: Vec<Points>,
    /// 起: any of them opens it.
    pub start: Vec<Event>,
    /// 止: any of them closes it.
    pub stop: Vec<Event>,
    /// 限时; the first where there are several.
    pub limit: Option<Limit>,
    /// 末次起算
    pub latest: bool,
    /// 停表, in source order.
    pub pauses: Vec<Pause>,
    /// 预警, in source order.
    pub warnings: Vec<Warning>,
    /// 已过: it was past when it was opened.
    pub late: Option<Timeout>,
    /// 超时
    pub breach: Option<Timeout>,
}

/// `停表 自 A 至 B`
#[derive(Debug, Clone)]
pub struct Pause {
    /// 自
    pub from: Event,
    /// 至
    pub to: Event,
    /// Where.
    pub span: Span,
}

/// `预警 剩 T` with what it does.
#[derive(Debug, Clone)]
pub struct Warning {
    /// What is left then.
    pub left: Expr,
    /// What it does.
    pub body: Timeout,
}
