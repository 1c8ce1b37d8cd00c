//! 情形: a named piece of the time line.

use super::{Event, Expr, Name};

/// `情形 名` with 自, 至 and 若.
#[derive(Debug, Clone)]
pub struct StretchDecl {
    /// Its name.
    pub name: Name,
    /// 自; missing after a fault.
    pub from: Option<Event>,
    /// 至
    pub to: Option<Event>,
    /// 若: on values, at its beginning.
    pub given: Option<Expr>,
    /// A line of it could not be read.
    pub unread: bool,
}
