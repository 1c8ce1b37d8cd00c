//! 留存: how long a record is kept.

use super::{CalendarId, Event, Expr, FormId, Meta};
use crate::base::Span;

/// A 留存.
#[derive(Debug, Clone)]
pub struct Retain {
    /// What is kept.
    pub form: FormId,
    /// How long.
    pub length: Expr,
    /// 自
    pub from: Option<Event>,
    /// 停表: from, to.
    pub pauses: Vec<(Event, Event, Span)>,
    /// 用, or the default calendar.
    pub using: Option<CalendarId>,
    /// 期满
    pub expiry: Option<Expiry>,
    /// It belongs to the package that is checked.
    pub own: bool,
    /// Where its name stands.
    pub span: Span,
    /// Citations and documentation.
    pub meta: Meta,
}

/// 期满
#[derive(Debug, Clone)]
pub enum Expiry {
    /// 归档
    Archive,
    /// 删除
    Erase,
    /// 封存
    Seal,
    /// 续存
    Extend(Expr),
}
