//! 用语 and 禁语.

use super::{Expr, Meta, Name, Param, Path, Text};
use crate::base::phrase::Fold;
use crate::base::{Decimal, Span};

/// `用语 名(…)`
#[derive(Debug, Clone)]
pub struct Phrases {
    /// Its name.
    pub name: Name,
    /// Its parameters.
    pub params: Vec<Param>,
    /// Clauses of the head line and setting lines, in source order.
    pub clauses: Vec<PhraseClause>,
    /// The texts.
    pub entries: Vec<(Text, Meta)>,
}

/// A clause of a class.
#[derive(Debug, Clone)]
pub enum PhraseClause {
    /// 任一, 全部, 依次
    Quantifier(Quantifier, Span),
    /// 逐字, 大意, 要点
    Mode(MatchMode, Span),
    /// 开放
    Open(Span),
    /// 不算插话
    NoInterruption(Span),
    /// 语速
    Pace(Pace, Span),
    /// 断言
    Asserts(Expr),
    /// 承诺
    Promises(Path),
    /// 除非
    Unless(Vec<Text>),
    /// 包括
    Include(Vec<Path>),
    /// 不分: differences of writing that do not count
    Alike(Vec<(Fold, Span)>),
    /// 区分: differences of writing that do
    Apart(Vec<(Fold, Span)>),
}

/// How many entries must be said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Quantifier {
    /// 任一
    Any,
    /// 全部
    All,
    /// 依次
    InOrder,
}

/// How words are matched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MatchMode {
    /// 逐字
    Verbatim,
    /// 大意
    Gist,
    /// 要点
    KeyPoints,
}

/// Speech rate asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Pace {
    /// 慢
    Slow,
    /// 快
    Fast,
}

/// `禁语 名`
#[derive(Debug, Clone)]
pub struct Forbid {
    /// Its name.
    pub name: Name,
    /// 严重, 一般, 轻微
    pub severity: Option<Severity>,
    /// 扣
    pub points: Option<Decimal>,
    /// 一票否决
    pub veto: bool,
    /// 开放
    pub open: bool,
    /// Setting lines, in source order.
    pub settings: Vec<ForbidSetting>,
    /// The phrases.
    pub entries: Vec<ForbidEntry>,
}

/// How grave a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// 轻微
    Minor,
    /// 一般
    Ordinary,
    /// 严重
    Serious,
}

/// A setting line of a 禁语.
#[derive(Debug, Clone)]
pub enum ForbidSetting {
    /// 除非: longer texts that shield what they contain
    Unless(Vec<Text>),
    /// 只对
    SpokenBy(Vec<Name>),
    /// 范围 流程
    WithinFlows(Vec<Path>),
    /// 范围 环节
    WithinSteps(Vec<Path>),
    /// 范围 阶段
    WithinPhases(Vec<Path>),
    /// 位置
    Position(Position),
    /// 当
    When(Expr),
    /// 不分: differences of writing that do not count
    Alike(Vec<(Fold, Span)>),
    /// 区分: differences of writing that do
    Apart(Vec<(Fold, Span)>),
    /// 跳过: how many marks may stand between two characters
    Skip(Decimal, Span),
    /// 引述也算
    QuotesCount,
    /// 取自
    FromFile(Text),
    /// 包括
    Include(Vec<Path>),
}

/// Where in an utterance a phrase counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Position {
    /// 句首
    SentenceStart,
    /// 首句
    FirstTurn,
    /// 句尾
    SentenceEnd,
}

/// A phrase and its replacement.
#[derive(Debug, Clone)]
pub struct ForbidEntry {
    /// What must not be said.
    pub phrase: Text,
    /// → what to say instead.
    pub replacement: Option<Text>,
    /// Citations and documentation.
    pub meta: Meta,
}
