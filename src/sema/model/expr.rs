//! Typed expressions.

use super::{
    ActionId, CalendarId, CivilUnit, ConstId, DeadlineId, DecisionId, EventId, FieldId, FormId, LeafId, ParamId, PhrasesId, RoleId,
    TaxonomyId, Ty, VarId,
};
use crate::base::{Decimal, Span};
use crate::syntax::ast::{BinaryOp, CompareOp, OfCall};
use smol_str::SmolStr;

/// An expression with its type.
#[derive(Debug, Clone)]
pub struct Expr {
    /// What it is.
    pub kind: ExprKind,
    /// Its type; [`Ty::Bad`] after a reported fault.
    pub ty: Ty,
    /// It may be 未知.
    pub optional: bool,
    /// Where it was written.
    pub span: Span,
}

/// The forms of an expression.
#[derive(Debug, Clone)]
pub enum ExprKind {
    /// A literal.
    Value(Value),
    /// A text with placeholders, as a value.
    Text(Text),
    /// A session parameter.
    Param(ParamId),
    /// A constant.
    Const(ConstId),
    /// A variable of the flow, or its current record of a form.
    Var(VarId),
    /// A parameter of the 判定, class or action that is being declared; a form's own record in its field conditions is argument 0.
    Arg(u32),
    /// A field of a record.
    Field(Box<Expr>, FieldId),
    /// An argument of the latest event of this kind.
    EventArg(EventId, u32),
    /// What is known of the event in hand besides its arguments.
    Attr(Attr),
    /// The key of the rule in hand.
    Key,
    /// The number of the case in hand.
    Case,
    /// 到期, 剩余, 违期 of a 期限, of this key where it is kept by one.
    Due(DeadlineId, DuePart, Option<Box<Expr>>),
    /// 现在
    Now,
    /// 今天
    Today,
    /// 振铃
    Ring,
    /// 情绪
    Mood,
    /// 通话时长, 保持累计, 沉默累计, 说话占比
    OfCall(OfCall),
    /// A 判定 with its arguments.
    Decide(DecisionId, Vec<Expr>),
    /// A built-in function.
    Call(Builtin, Vec<Expr>),
    /// 改
    With(Box<Expr>, Vec<(FieldId, Expr)>),
    /// 非
    Not(Box<Expr>),
    /// 且, 或, arithmetic
    Binary(BinaryOp, Box<Expr>, Box<Expr>),
    /// A test.
    Test(Box<Expr>, Box<Test>),
    /// An action's name as a value (never leaves the compiler).
    Action(ActionId),
    /// A fault already reported.
    Bad,
}

/// What is known of an event in hand besides its declared arguments.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Attr {
    /// 声
    Ring,
    /// 语速
    Pace,
    /// 时长
    Length,
    /// 原因
    Reason,
    /// 目标
    Target,
    /// 种类
    Kind,
    /// 号码
    Number,
    /// 任务
    Campaign,
    /// A value that the words capture.
    Captured(SmolStr),
}

/// What is asked of a 期限.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DuePart {
    /// 到期
    Last,
    /// 剩余
    Left,
    /// 违期
    Overdue,
}

/// Built-in functions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Builtin {
    /// 个数
    Count,
    /// 钟点
    Clock,
    /// 日期
    Date,
    /// 字数
    Chars,
    /// 工作差
    WorkingTime,
    /// 日差
    DayCount,
    /// 顺延
    Postpone,
    /// 提前
    Advance,
}

/// A literal value.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// 未知
    Unknown,
    /// 是, 否
    Bool(bool),
    /// A number of any counted type; the type tells the unit.
    Number(Decimal),
    /// ms
    Duration(i64),
    /// A civil or working length.
    Civil(i64, CivilUnit),
    /// Characters.
    Text(SmolStr),
    /// Days since 1970-01-01.
    Date(i32),
    /// ms after midnight.
    Clock(u32),
    /// A wall-clock time: days since 1970-01-01, ms after midnight.
    Local(i32, u32),
    /// A leaf.
    Leaf(TaxonomyId, LeafId),
    /// A role.
    Role(RoleId),
    /// A phrase class.
    Phrases(PhrasesId),
    /// A list.
    List(Vec<Value>),
    /// A record that a host gives, by fields; only in scenarios.
    Record(FormId, Vec<(FieldId, Value)>),
}

/// What is asked of a value.
#[derive(Debug, Clone)]
pub enum Test {
    /// Compared with a value.
    Compare(CompareOp, Expr),
    /// 以内: 0 ≤ v ≤ x
    Within(Expr),
    /// 属 a node of a 分类: its leaves.
    Leaves(Vec<LeafId>),
    /// 属 a role.
    InRole(RoleId),
    /// 属 a calendar's set (工作时间, 休息时间, 节假日), by its Chinese word.
    InCalendar(CalendarId, &'static str),
    /// `a..b`
    Range(Range),
    /// 含
    Contains(Expr),
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

/// A range; at least one end.
#[derive(Debug, Clone)]
pub struct Range {
    /// The lower end, included.
    pub low: Option<Box<Expr>>,
    /// The upper end.
    pub high: Option<Box<Expr>>,
    /// The upper end is not included.
    pub open: bool,
}

/// One cell of a row.
#[derive(Debug, Clone)]
pub enum Cell {
    /// 任意
    Any,
    /// Alternatives, each a list of tests that must all hold, with its place.
    Of(Vec<(Vec<Test>, Span)>),
}

/// A text with placeholders.
#[derive(Debug, Clone)]
pub struct Text {
    /// In order.
    pub parts: Vec<TextPart>,
    /// With its quotes.
    pub span: Span,
}

/// A part of a text.
#[derive(Debug, Clone)]
pub enum TextPart {
    /// Characters.
    Plain(SmolStr),
    /// A value; the lengths of 分段 where the value is a field that has them.
    Value(Box<Expr>, Vec<u32>),
    /// A captured value.
    Capture(SmolStr, Ty),
    /// A key point.
    Key(Vec<TextPart>),
    /// `…`
    Gap,
}
