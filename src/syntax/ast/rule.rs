//! 规则 and 保证: the head, and what follows from a finding.

use super::{Event, Expr, Measure, Name, Path, Sentence, Severity, Test};
use crate::base::{Decimal, Span};

/// `规则 名` or `保证 名`.
#[derive(Debug, Clone)]
pub struct RuleDecl {
    /// Its name.
    pub name: Name,
    /// 保证: it must be proved.
    pub guarantee: bool,
    /// 按
    pub key: Option<Key>,
    /// 严重, 一般, 轻微
    pub severity: Option<Severity>,
    /// 扣, with its 每次 or 再次; in source order.
    pub points: Vec<Points>,
    /// 一票否决
    pub veto: bool,
    /// 并入
    pub fold_into: Vec<Path>,
    /// 优先于
    pub over: Vec<Path>,
    /// 仅指导: for the handbook only.
    pub advice: Option<Span>,
    /// 可监控
    pub monitor: bool,
    /// 用: the calendar by which its days are counted.
    pub using: Option<Name>,
    /// 假定
    pub assumes: Vec<Assume>,
    /// 计量 of its own.
    pub measure: Option<Measure>,
    /// Its sentences, all of which must hold.
    pub sentences: Vec<Sentence>,
    /// Nothing stands below it, not even what cannot be read.
    pub empty: bool,
}

/// 按: whose obligations are kept apart.
#[derive(Debug, Clone)]
pub enum Key {
    /// 工单
    Case(Span),
    /// 期间
    Period(Span),
    /// 机构
    Organisation(Span),
    /// An argument of the events, perhaps with its owner: `单`, `订单.编号`.
    Path(Path),
}

impl Key {
    /// Where it is written.
    pub fn span(&self) -> Span {
        match self {
            Self::Case(span) | Self::Period(span) | Self::Organisation(span) => *span,
            Self::Path(path) => path.span,
        }
    }
}

/// `每次 扣 2分 至多 6分`, `再次 严重 扣 5分`
#[derive(Debug, Clone)]
pub struct Points {
    /// For which findings.
    pub on: PointsOn,
    /// What is deducted.
    pub amount: Decimal,
    /// 至多
    pub at_most: Option<Expr>,
    /// Where.
    pub span: Span,
}

/// For which findings of a scope instance points are deducted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PointsOn {
    /// Once, whatever their number.
    Once,
    /// 每次
    Each,
    /// 再次, with the severity that a repeated finding has.
    Repeated(Option<Severity>),
}

/// `假定 客户挂机 终会发生`
#[derive(Debug, Clone)]
pub struct Assume {
    /// What is assumed of.
    pub events: Event,
    /// How often it comes; none: 终会发生.
    pub times: Option<Test>,
    /// Where.
    pub span: Span,
}
