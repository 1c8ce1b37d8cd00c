//! Statements inside a step.

use super::{Arg, Cell, Event, Expr, Meta, Name, Path, Text, TypeRef};
use crate::base::Span;
use crate::base::calendar::Move;

/// Statements that belong to one line, inline or indented.
pub type Block = Vec<Stmt>;

/// One statement.
#[derive(Debug, Clone)]
pub struct Stmt {
    /// What it says.
    pub kind: StmtKind,
    /// Documentation, citations, 放过.
    pub meta: Meta,
    /// The statement's own line without the block below it.
    pub span: Span,
}

/// The kinds of statement.
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "the fields repeat the words of the statement")]
pub enum StmtKind {
    /// 说, 应说, 必说
    Say { modality: Modality, lines: Vec<Line>, marks: Vec<Mark> },
    /// 提示
    Tip(Text),
    /// 问 … 记入
    Ask { line: Box<Line>, target: Path, ty: Option<Box<TypeRef>>, marks: Vec<Mark> },
    /// 登记
    Fill { record: Path, fields: Vec<Name> },
    /// 复述
    ReadBack { record: Path, fields: Vec<Name> },
    /// 记
    Set { target: Path, ty: Option<Box<TypeRef>>, value: Box<Expr> },
    /// 做
    Do {
        action: Path,
        args: Vec<Arg>,
        into: Option<Box<(Path, Option<TypeRef>)>>,
        limit: Option<Box<Limit>>,
        timeout: Option<Box<Timeout>>,
    },
    /// 立单
    OpenCase { flow: Path, args: Vec<Arg> },
    /// 调用
    Call { flow: Path, args: Vec<Arg>, into: Option<Box<(Path, Option<TypeRef>)>> },
    /// 返回
    Return(Option<Expr>),
    /// 结束
    End(Option<Name>),
    /// 转
    Goto { target: Path, args: Option<Vec<Arg>>, and_return: bool },
    /// 等
    Wait(Box<Wait>),
    /// 若 with its 否则若 and 否则
    If(If),
    /// 按
    Match(Match),
    /// 升级 ladder
    Escalate(Path),
    /// 重等
    WaitAgain { limit: Option<Box<Limit>>, at_most: Option<Box<Expr>> },
    /// 继续
    Continue,
    /// 到此为止
    CloseHere,
    /// 选项
    Option(Box<OptionDecl>),
    /// 当
    When(Box<When>),
    /// 依据 on a line of its own: belongs to the block it stands in.
    Basis,
    /// A line that could not be read; it was reported.
    Bad,
}

/// How strongly a line is ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Modality {
    /// 必说
    Must,
    /// 应说
    Should,
    /// 说
    May,
}

/// One alternative of what is said: a text or a class, with the mode it is matched in.
#[derive(Debug, Clone)]
pub struct Line {
    /// Text or class.
    pub source: LineSource,
    /// 逐字, 大意, 要点 where written.
    pub mode: Option<super::MatchMode>,
    /// Where.
    pub span: Span,
}

/// Where the words of a line come from.
#[derive(Debug, Clone)]
pub enum LineSource {
    /// Quoted words.
    Text(Text),
    /// A phrase class, or a parameter that names one.
    Class(Path, Vec<Arg>),
}

/// What a line carries beside its words.
#[derive(Debug, Clone)]
pub enum Mark {
    /// 语速
    Pace(super::Pace),
    /// 停顿
    Pause(Expr),
    /// 断言
    Asserts(Expr),
    /// 承诺
    Promises(Path),
}

/// `限时 …`
#[derive(Debug, Clone)]
pub struct Limit {
    /// How long, or until when.
    pub bound: LimitBound,
    /// 自: from when it counts.
    pub from: Option<Event>,
    /// 用
    pub using: Option<Name>,
    /// 顺延, 提前
    pub shift: Option<Shift>,
    /// 追溯
    pub retroactive: bool,
    /// Where.
    pub span: Span,
}

/// A length or an instant.
#[derive(Debug, Clone)]
pub enum LimitBound {
    /// 限时 length
    Length(Expr),
    /// 限时 到 instant
    Until(Expr),
}

/// Where a due instant in rest hours goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Shift {
    /// 顺延
    Postpone,
    /// 提前
    Advance,
}

impl From<Shift> for Move {
    fn from(shift: Shift) -> Self {
        match shift {
            Shift::Postpone => Self::Postpone,
            Shift::Advance => Self::Advance,
        }
    }
}

/// 超时 with what it does.
#[derive(Debug, Clone)]
pub struct Timeout {
    /// Inline or indented.
    pub body: Block,
    /// The word's line.
    pub span: Span,
    /// Documentation and citations.
    pub meta: Meta,
}

/// `等 [events] [limit]`
#[derive(Debug, Clone)]
pub struct Wait {
    /// Events on the line: proceed when one comes.
    pub events: Option<Event>,
    /// 限时
    pub limit: Option<Limit>,
    /// 当 in its block.
    pub whens: Vec<When>,
    /// 超时
    pub timeout: Option<Timeout>,
}

/// `若 … 否则若 … 否则 …`
#[derive(Debug, Clone)]
pub struct If {
    /// 若 and 否则若, in order; at least one.
    pub arms: Vec<IfArm>,
    /// 否则
    pub otherwise: Option<(Block, Span)>,
}

/// A condition and what it guards.
#[derive(Debug, Clone)]
pub struct IfArm {
    /// The condition.
    pub condition: Expr,
    /// Inline or indented.
    pub body: Block,
    /// The arm's line.
    pub span: Span,
}

/// A 按 table.
#[derive(Debug, Clone)]
pub struct Match {
    /// 依次: the first row that holds wins.
    pub in_order: bool,
    /// At least one.
    pub columns: Vec<Expr>,
    /// In source order.
    pub rows: Vec<Row>,
    /// The head line.
    pub span: Span,
}

/// A row of a table.
#[derive(Debug, Clone)]
pub struct Row {
    /// Cells or 其余.
    pub head: RowHead,
    /// In a 判定: the value the row ends in.
    pub value: Option<Expr>,
    /// In a step: what the row does.
    pub body: Block,
    /// Citations and documentation.
    pub meta: Meta,
    /// The row's line.
    pub span: Span,
}

/// What selects a row.
#[derive(Debug, Clone)]
pub enum RowHead {
    /// One cell for each column (another number is E0311).
    Cells(Vec<Cell>),
    /// 其余
    Otherwise,
}

/// `选项 label …`
#[derive(Debug, Clone)]
pub struct OptionDecl {
    /// Its label.
    pub label: OptionLabel,
    /// 仅
    pub only: Vec<Name>,
    /// 仅当
    pub provided: Option<Box<Expr>>,
    /// 视为
    pub acts: Vec<Act>,
    /// 例如
    pub samples: Vec<Text>,
    /// Inline or indented.
    pub body: Block,
    /// Citations and documentation.
    pub meta: Meta,
    /// Its line.
    pub span: Span,
}

/// What an option is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OptionLabel {
    /// A name, or a text's characters.
    Name(Name),
    /// 其他
    Other(Span),
}

/// What choosing an option counts as.
#[derive(Debug, Clone)]
pub enum Act {
    /// 确认 record
    Confirmed(Path),
    /// 同意 actions
    Consent(Vec<Path>),
    /// 本人
    Identity(Span),
}

/// `当 events …`
#[derive(Debug, Clone)]
pub struct When {
    /// The events.
    pub events: Event,
    /// Inline or indented.
    pub body: Block,
    /// Citations and documentation.
    pub meta: Meta,
    /// Its line.
    pub span: Span,
}
