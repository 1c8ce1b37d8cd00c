//! 留存: how long a record is kept, and what becomes of it then.

use super::{Event, Expr, Name, Path, Pause};
use crate::base::Span;

/// `留存 登记表 4个月 自 事件 期满 删除`
#[derive(Debug, Clone)]
pub struct Retain {
    /// What is kept.
    pub what: Path,
    /// How long.
    pub length: Expr,
    /// 自
    pub from: Option<Event>,
    /// 停表
    pub pauses: Vec<Pause>,
    /// 用
    pub using: Option<Name>,
    /// 期满
    pub expiry: Option<(Expiry, Span)>,
}

/// What becomes of a record when its time is over.
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
