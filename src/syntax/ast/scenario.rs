//! 场景: a call written down, and what is expected of it.

use super::{Actor, Arg, Cell, Clock, Date, EventAtom, Expr, Meta, Name, OptionLabel, Path, Range, Severity, Text};
use crate::base::Span;
use crate::base::calendar::Day;
use smol_str::SmolStr;

/// `场景 名`
#[derive(Debug, Clone)]
pub struct Scenario {
    /// Its name.
    pub name: Name,
    /// 稽核
    pub audit: bool,
    /// 机构, or 工单 with its key, where the time line is no call.
    pub line: Option<(ScenarioLine, Span)>,
    /// 逐行
    pub rows: Option<RowsTable>,
    /// The other lines in source order.
    pub plays: Vec<Play>,
}

/// 逐行: one run a row.
#[derive(Debug, Clone)]
pub struct RowsTable {
    /// Names usable wherever a value stands, and in braces.
    pub columns: Vec<Name>,
    /// Each with its label, if it has one, and one value a column.
    pub rows: Vec<(Option<Name>, Vec<Cell>, Span)>,
    /// The head line.
    pub span: Span,
}

/// A line of a scenario.
#[derive(Debug, Clone)]
pub struct Play {
    /// When, with the place of the time.
    pub time: Option<PlacedTime>,
    /// When it ends, `a-b`, with the place of the second time.
    pub until: Option<PlacedTime>,
    /// What happens; a line with a time alone only moves the clock.
    pub kind: PlayKind,
    /// Citations and documentation.
    pub meta: Meta,
    /// The line.
    pub span: Span,
}

/// A time and its place.
pub type PlacedTime = (TimeMark, Span);

/// The time at the head of a line.
#[derive(Debug, Clone)]
pub enum TimeMark {
    /// `[h:]mm:ss[.fff]` from 开始, ms.
    Offset(i64),
    /// A column that holds such a time.
    Column(Name),
    /// `+T` after the line before; an expression, so that a column may stand in braces.
    After(Expr),
    /// A day and a time of day.
    On(DayMark, ClockMark),
}

/// The day in the time of a line.
#[derive(Debug, Clone)]
pub enum DayMark {
    /// A date.
    Date(Date),
    /// 当日, 次日, 下个工作日, 月末, or a weekday.
    Word(Day),
    /// A column that holds one of these.
    Column(Name),
}

/// The time of day in the time of a line.
#[derive(Debug, Clone)]
pub enum ClockMark {
    /// Itself.
    Clock(Clock),
    /// A column that holds one.
    Column(Name),
}

/// What a line of a scenario says.
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "the fields repeat the words of the line")]
pub enum PlayKind {
    /// Only the time.
    Tick,
    /// 设 path = value、…
    Given(Vec<(Path, Expr)>),
    /// 开始 date time [用 calendar], or a value
    Starting(Option<Expr>, Option<Name>),
    /// 开始流程 flow(args)
    StartingFlow(Path, Vec<Arg>),
    /// speaker（tone）〔marks〕: words
    Speech { who: Speaker, tone: Option<Name>, marks: Vec<TurnMark>, text: Text },
    /// 选项 label
    Choose(OptionLabel),
    /// 填 path = value
    Enter(Path, Expr),
    /// 登记 form: submit what is filled in
    Submit(Path),
    /// 删除 form(key): the host erases records
    Erased(Path, Vec<Arg>),
    /// 事件 name(args)
    Host(Path, Vec<Arg>),
    /// Any other event of the alphabet.
    Event(EventAtom),
    /// 省略, of one actor where one is named
    Gap(Option<Actor>),
    /// 外呼 with the zone of the called number.
    Called(Text),
    /// 未结束
    Unfinished,
    /// 期望
    Expect(Vec<Expectation>),
}

/// Who speaks a line.
#[derive(Debug, Clone)]
pub enum Speaker {
    /// Somebody named.
    Actor(Actor),
    /// The one whom the row names.
    Column(Name),
}

/// 〔…〕: how a turn is said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TurnMark {
    /// 抢话
    CutIn,
    /// 引用: somebody else's words.
    Quoted,
    /// 放慢
    Slow,
    /// No word of these.
    Unknown(Name),
}

/// One thing that is expected.
#[derive(Debug, Clone)]
pub struct Expectation {
    /// What.
    pub kind: ExpectKind,
    /// Citations.
    pub meta: Meta,
    /// Where.
    pub span: Span,
}

/// What may be expected. A column in braces is a path of one name that keeps its braces: `{结果}`.
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "the fields repeat the words of the line")]
pub enum ExpectKind {
    /// 处于
    In(Path),
    /// 说过, and with `never` 没说过
    Said { line: super::Line, never: bool },
    /// 做过 with an optional count (a number of 次, or a column in braces), and with `never` 没做过
    Did { action: Path, args: Vec<Arg>, times: Option<Expr>, never: bool },
    /// 结束
    Ended(Path),
    /// 可选, and with `off` 不可选
    Enabled { label: OptionLabel, off: bool },
    /// 下一句
    NextLine(Text),
    /// 移交
    HandedTo(Path),
    /// 期限 of a limit: where it stands
    Limit(Path, LimitExpect),
    /// How rules, 期限 and 周期 stand.
    Stand(Stand, Judged),
    /// 违反 共: how often all rules are broken, or those whose 依据 begins so.
    Total { times: Expr, prefix: Option<SmolStr> },
    /// 得分: so many points, or between two numbers of them
    Marks(Marks),
    /// What a column of the row says: 违反, 处于, 可选 and their like, of these names.
    Column(Name, Judged),
}

/// Which rules are judged, and what more is asked of their breaches.
#[derive(Debug, Clone)]
pub struct Judged {
    /// Their names.
    pub names: Vec<Name>,
    /// So many breaches.
    pub times: Option<Expr>,
    /// 在: breaches at this time, with its place.
    pub at: Option<PlacedTime>,
    /// Breaches so grave.
    pub severity: Option<Severity>,
}

/// 得分
#[derive(Debug, Clone)]
pub enum Marks {
    /// So many.
    Exactly(Expr),
    /// `a..b`
    Between(Range),
}

/// How rules are expected to stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stand {
    /// 违反
    Broken,
    /// 不违反
    Kept,
    /// 只违反
    OnlyBroken,
    /// 无法判定
    Unknown,
}

/// Where a limit is expected to stand.
#[derive(Debug, Clone)]
pub enum LimitExpect {
    /// 到: its last instant in time
    Until(Expr),
    /// 剩
    Left(Expr),
    /// 无: none is open
    None,
}

/// The time line of a scenario that is no call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScenarioLine {
    /// 工单
    Case,
    /// 机构
    Organisation,
}
