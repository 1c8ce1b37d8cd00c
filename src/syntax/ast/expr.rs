//! Expressions, comparison words, cells, texts.

use super::{Name, Path};
use crate::base::{Decimal, Span};
use smol_str::SmolStr;

/// An expression.
#[derive(Debug, Clone)]
pub struct Expr {
    /// What it is.
    pub kind: ExprKind,
    /// Where.
    pub span: Span,
}

/// The forms of an expression.
#[derive(Debug, Clone)]
pub enum ExprKind {
    /// A plain number; `100%` is 1.
    Number(Decimal),
    /// Numbers with units, `1小时30分钟`: at least one part.
    Quantity(Vec<(Decimal, Unit)>),
    /// A quoted text with its placeholders.
    Text(Text),
    /// 是, 否
    Bool(bool),
    /// 未知 as a value
    Unknown,
    /// 现在
    Now,
    /// 今天
    Today,
    /// 振铃 as a value: the ring count at pick-up
    Ring,
    /// 情绪 as a value
    Mood,
    /// 通话时长, 保持累计, 沉默累计, 说话占比 as values
    OfCall(OfCall),
    /// `2026-10-01`
    Date(Date),
    /// `18:00`
    Clock(Clock),
    /// `2026-10-01 18:00`
    Instant(Date, Clock),
    /// A name or `base.part`.
    Path(Path),
    /// `f(a, b)`: a 判定, a built-in function (个数 钟点 日期 字数 工作差 日差 顺延 提前 by their Chinese word), or a class with arguments.
    Call(Path, Vec<Arg>),
    /// A list value, `甲、乙`; only in scenarios and 设.
    List(Vec<Expr>),
    /// `单 改(字段: 值)`
    With(Box<Expr>, Vec<(Name, Expr)>),
    /// 非
    Not(Box<Expr>),
    /// 且, 或, + - * /
    Binary(BinaryOp, Box<Expr>, Box<Expr>),
    /// A value and what is asked of it.
    Test(Box<Expr>, Box<Test>),
}

/// An argument, named or by position.
#[derive(Debug, Clone)]
pub struct Arg {
    /// `name:` where written.
    pub name: Option<Name>,
    /// The value.
    pub value: Expr,
}

/// What a call has come to at an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OfCall {
    /// 通话时长
    Length,
    /// 保持累计
    Held,
    /// 沉默累计
    Silent,
    /// 说话占比
    TalkShare,
}

/// Operators with two sides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BinaryOp {
    /// 且
    And,
    /// 或
    Or,
    /// `+`
    Add,
    /// `-`
    Sub,
    /// `*`
    Mul,
    /// `/`
    Div,
}

/// What may be asked of a value.
#[derive(Debug, Clone)]
pub enum Test {
    /// `== != >= > <= <`
    Compare(CompareOp, Expr),
    /// 属 path
    In(Path),
    /// 含 value
    Contains(Expr),
    /// A comparison word.
    Bound(Bound),
    /// `a..b`
    Range(Range),
    /// 已知
    Known,
    /// 未知
    Unknown,
    /// 已确认
    Confirmed,
    /// 填齐
    Complete,
    /// 已过
    Past,
}

/// Comparison signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CompareOp {
    /// `==`
    Eq,
    /// `!=`
    Ne,
    /// `>=`
    Ge,
    /// `>`
    Gt,
    /// `<=`
    Le,
    /// `<`
    Lt,
}

/// A comparison word with its value; more than one word is kept so that the contradiction can be shown.
#[derive(Debug, Clone)]
pub struct Bound {
    /// The words in source order with their places; one, unless the bound contradicts itself (E0204).
    pub words: Vec<(BoundWord, Span)>,
    /// The number.
    pub value: Box<Expr>,
    /// The whole bound.
    pub span: Span,
}

/// Comparison words, in the Civil Code's reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BoundWord {
    /// 以上: ≥
    OrMore,
    /// 以下: ≤
    OrLess,
    /// 以内: 0 ≤ v ≤ x
    Within,
    /// 以外: >
    Beyond,
    /// 满: ≥
    Reaching,
    /// 超过: >
    MoreThan,
    /// 不足: <
    LessThan,
    /// 至少: ≥
    AtLeast,
    /// 至多: ≤
    AtMost,
    /// 恰好: =
    Exactly,
}

/// `a..b`, `a..`, `..b`, `a..<b`; at least one end.
#[derive(Debug, Clone)]
pub struct Range {
    /// The lower end, included.
    pub low: Option<Box<Expr>>,
    /// The upper end.
    pub high: Option<Box<Expr>>,
    /// `..<`: the upper end is not included.
    pub open: bool,
    /// The whole range.
    pub span: Span,
}

/// One cell of a 按 row.
#[derive(Debug, Clone)]
pub enum Cell {
    /// `_`, 任意
    Any(Span),
    /// Alternatives joined by 或 or 、; at least one.
    Of(Vec<CellAtom>, Span),
}

/// One alternative of a cell: tests that must all hold (joined by 且). A plain value is `Compare(Eq, value)`.
#[derive(Debug, Clone)]
pub struct CellAtom {
    /// At least one.
    pub tests: Vec<Test>,
    /// Where.
    pub span: Span,
}

/// A text with placeholders.
#[derive(Debug, Clone)]
pub struct Text {
    /// The parts in order; adjacent plain parts are joined.
    pub parts: Vec<TextPart>,
    /// With its quotes, over all its lines.
    pub span: Span,
}

/// A part of a text.
#[derive(Debug, Clone)]
pub enum TextPart {
    /// Characters as typed, `{{` and `}}` reduced.
    Plain(SmolStr),
    /// `{expr}`
    Value(Box<Expr>),
    /// `{name: type}` in a phrase: a captured value.
    Capture(Box<(Name, super::TypeRef)>),
    /// `【…】`: a key point.
    Key(Vec<TextPart>),
    /// `…`: anything up to the end of the sentence.
    Gap,
}

/// A calendar date, checked to exist.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    /// Year, 1..=9999.
    pub year: u16,
    /// Month, 1..=12.
    pub month: u8,
    /// Day of the month, from 1.
    pub day: u8,
}

/// A wall-clock time as ms after midnight, 0..=86 400 000.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Clock(pub u32);

/// Units, by their Chinese head word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Unit {
    /// 声
    Rings,
    /// 次
    Times,
    /// 毫秒
    Ms,
    /// 秒
    Seconds,
    /// 分钟
    Minutes,
    /// 小时
    Hours,
    /// 天
    Days,
    /// 个工作日
    Workdays,
    /// 个工作小时
    WorkHours,
    /// 个工作分钟
    WorkMinutes,
    /// 周
    Weeks,
    /// 个月
    Months,
    /// 季
    Quarters,
    /// 年
    Years,
    /// 号
    DayOfMonth,
    /// 元
    Yuan,
    /// 分
    Points,
    /// 字
    Chars,
    /// 字/分钟
    CharsPerMinute,
}

/// Who acts or speaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    /// 客户
    Customer,
    /// 话务员
    Agent,
    /// 第三方
    Third,
    /// 系统
    System,
    /// 任何人
    Anyone,
    /// A declared role.
    Role(SmolStr),
}
