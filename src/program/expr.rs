//! Expressions and tests.

use super::{Type, Value};
use serde::{Deserialize, Serialize};

/// A pure expression.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "compiler", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Expr {
    /// A value known when the program was made; constants are folded into these.
    Value(Value),
    /// A session parameter.
    Param(u32),
    /// A variable of the running flow: its parameters first, then what 记 and 记入 declare, then the current record of each form it uses.
    Var(u32),
    /// An argument of the 判定 or class being evaluated.
    Arg(u32),
    /// A field of a record.
    Field(Box<Expr>, u32),
    /// An argument of the latest event of this kind: event, argument. 未知 before the first one.
    EventArg(u32, u32),
    /// What is known of the event in hand; of a captured value its latest.
    Attr(super::Attr),
    /// The key of the rule, deadline or ladder in hand.
    Key,
    /// The number of the case in hand: 按 工单.
    Case,
    /// 到期, 剩余, 违期 of a 期限, of this key where it is kept by one; 未知 where there is no such instance.
    Due(u32, DuePart, Option<Box<Expr>>),
    /// 现在
    Now,
    /// 今天
    Today,
    /// 振铃: the ring count at pick-up
    Ring,
    /// 情绪: the customer's mood
    Mood,
    /// 通话时长, 保持累计, 沉默累计, 说话占比: what the call has come to at the instant that is now.
    OfCall(OfCall),
    /// A 判定 with its arguments.
    Decide(u32, Vec<Expr>),
    /// 个数(list)
    Count(Box<Expr>),
    /// 字数(text)
    Chars(Box<Expr>),
    /// 钟点(instant)
    ClockOf(Box<Expr>),
    /// 日期(instant)
    DateOf(Box<Expr>),
    /// 日差(t1, t2)
    DayCount(Box<Expr>, Box<Expr>),
    /// 工作差(t1, t2)
    WorkingTime(Box<Expr>, Box<Expr>),
    /// 顺延(t), 提前(t)
    Moved(super::Shift, Box<Expr>),
    /// An expression by another calendar than the program's.
    In(u32, Box<Expr>),
    /// 单 改(field: value): a copy with changes.
    With(Box<Expr>, Vec<(u32, Expr)>),
    /// 非
    Not(Box<Expr>),
    /// 且
    And(Vec<Expr>),
    /// 或
    Or(Vec<Expr>),
    /// Arithmetic.
    Arith(ArithOp, Box<Expr>, Box<Expr>),
    /// A test of a value: gives 是 or 否; a value that is 未知 fails every test but `unknown`.
    Test(Box<Expr>, Box<Test>),
    /// A text with placeholders, as a value: a line of the program.
    Text(super::LineId),
    /// A wall-clock time of the program's zone as an instant.
    At(Box<Expr>, Box<Expr>),
}

/// What a call has come to at an instant, from the events up to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "compiler", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum OfCall {
    /// 通话时长: from 接听 to 挂机 or now; 0 before.
    Length,
    /// 保持累计: how long it was on hold in all.
    Held,
    /// 沉默累计: how long nobody spoke in all.
    Silent,
    /// 说话占比: the agent's speaking over the agent's and the customer's, 0 to 1; 0 where neither has spoken.
    TalkShare,
}

impl OfCall {
    /// The type of its value.
    pub fn ty(self) -> Type {
        match self {
            Self::Length | Self::Held | Self::Silent => Type::Duration,
            Self::TalkShare => Type::Number,
        }
    }
}

/// What is asked of a 期限.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "compiler", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum DuePart {
    /// 到期: its last instant in time; 未知 while its clock stands.
    Last,
    /// 剩余: elapsed time until then.
    Left,
    /// 违期: whether it was broken.
    Overdue,
}

/// Arithmetic on like quantities; instants and durations as the language reference's table of types says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "compiler", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ArithOp {
    /// `+`
    Add,
    /// `-`
    Sub,
    /// `*`
    Mul,
    /// `/`
    Div,
}

/// Comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "compiler", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum CompareOp {
    /// =
    Eq,
    /// ≠
    Ne,
    /// ≥
    Ge,
    /// >
    Gt,
    /// ≤
    Le,
    /// <
    Lt,
}

/// What is asked of a value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "compiler", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Test {
    /// Compared with another value; leaves compare by their order in the 分类.
    Compare(CompareOp, Expr),
    /// 以内: 0 ≤ v ≤ x
    Within(Expr),
    /// One of these leaves.
    OneOf(Vec<u32>),
    /// A person or role below or equal to this role.
    InRole(u32),
    /// Both ends included, the upper one unless `open`.
    Range(super::Range),
    /// In a set of a calendar.
    InCalendar(u32, super::CalendarSet),
    /// 含: the text holds this text, the list this item.
    Contains(Expr),
    /// 已知
    Known,
    /// 未知
    Unknown,
    /// 已确认
    Confirmed,
    /// 填齐
    Complete,
    /// 已过: a duration below zero, an instant before now.
    Past,
}

/// One cell of a row.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "compiler", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Cell {
    /// 任意
    Any,
    /// Alternatives, each a list of tests that must all hold.
    Of(Vec<Vec<Test>>),
}
