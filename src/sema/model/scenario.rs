//! Scenarios, one for each row.

use super::{ActionId, Actor, CalendarId, EventAtom, Expr, FieldId, FlowId, FormId, Label, Line, Meta, ParamId, Severity, StepId};
use crate::base::calendar::Day;
use crate::base::{Decimal, Span};
use smol_str::SmolStr;

/// A scenario with the values of one row put in.
#[derive(Debug, Clone)]
pub struct Scenario {
    /// Its name.
    pub name: SmolStr,
    /// The row's label, or its number from 1, where it has rows.
    pub row: Option<SmolStr>,
    /// Where the row's cells are written, one a column.
    pub cells: Vec<Span>,
    /// 稽核: what happened is judged, nothing is done.
    pub audit: bool,
    /// 机构 or 工单, where the time line is no call.
    pub line: Option<ScenarioLine>,
    /// 开始: a wall-clock time; 2026-01-05 09:00 where not given.
    pub start: Option<Expr>,
    /// 用: the calendar whose days and zone the times are written in; the package's own where not given.
    pub calendar: Option<CalendarId>,
    /// 开始流程; else the package's only entry flow.
    pub flow: Option<(FlowId, Vec<Expr>)>,
    /// 设
    pub given: Vec<Given>,
    /// The timed lines and expectations in source order.
    pub plays: Vec<Play>,
    /// Its head line, or the row's.
    pub span: Span,
    /// Citations and documentation.
    pub meta: Meta,
}

/// A 设.
#[derive(Debug, Clone)]
pub struct Given {
    /// What is set.
    pub target: GivenTarget,
    /// To what.
    pub value: Expr,
    /// Where.
    pub span: Span,
}

/// What 设 may set.
#[derive(Debug, Clone)]
pub enum GivenTarget {
    /// A session parameter.
    Param(ParamId),
    /// A field of every record of a form that the host gives, and the initial value of one that is filled in; through fields that are
    /// records themselves where there are several (`预订单.承接网店.名称`). At least one.
    Field(FormId, Vec<FieldId>),
    /// The answer of an action.
    Answer(ActionId),
}

/// A line of a scenario.
#[derive(Debug, Clone)]
pub struct Play {
    /// When.
    pub time: Option<Time>,
    /// When it ends.
    pub until: Option<Time>,
    /// What happens.
    pub kind: PlayKind,
    /// The line.
    pub span: Span,
    /// Citations.
    pub meta: Meta,
}

/// The time of a line.
#[derive(Debug, Clone)]
pub enum Time {
    /// ms from 开始.
    Offset(i64),
    /// After the line before.
    After(Expr),
    /// A wall-clock time.
    At(Expr),
    /// 次日 and its like, with the clock, ms after midnight.
    Day(Day, u32),
}

/// What a line says.
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "the fields repeat the words of the line")]
pub enum PlayKind {
    /// Only the time.
    Tick,
    Speech {
        who: Actor,
        tone: Option<SmolStr>,
        marks: Vec<Mark>,
        text: super::Text,
    },
    Choose(Label),
    /// 填 form.field, or the answer to a question: the name as written and the value.
    Enter {
        form: Option<FormId>,
        field: SmolStr,
        value: Expr,
    },
    Submit(FormId),
    /// Records of a form are erased: the one of a key, or all.
    Erased(FormId, Option<Expr>),
    /// A declared event.
    Host(super::EventId, Vec<Expr>),
    /// An action's answer, once.
    Answer(ActionId, Expr),
    /// Any other event.
    Event(EventAtom),
    /// 省略, of one actor where one is named.
    Gap(Option<Actor>),
    /// 外呼 with the zone of the called number.
    Called(super::Text),
    Unfinished,
    Expect(Vec<Expectation>),
}

/// 〔…〕: how a turn is said.
pub type Mark = crate::syntax::ast::TurnMark;

/// One thing that is expected.
#[derive(Debug, Clone)]
pub struct Expectation {
    /// What.
    pub kind: ExpectKind,
    /// Where.
    pub span: Span,
    /// Citations.
    pub meta: Meta,
}

/// What may be expected.
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "the fields repeat the words of the line")]
pub enum ExpectKind {
    /// 处于 a step, of any of the flows that have one of this name.
    In(Vec<(FlowId, StepId)>),
    /// 处于 a flow.
    InFlow(FlowId),
    Said {
        line: Line,
        never: bool,
    },
    Did {
        action: ActionId,
        args: Vec<Expr>,
        times: Option<i64>,
        never: bool,
    },
    Ended(SmolStr),
    Enabled {
        label: Label,
        off: bool,
    },
    NextLine(super::Text),
    /// 期限: a limit by its name, and where it stands.
    Limit(SmolStr, LimitExpect),
    /// How rules, 期限 and 周期 stand.
    Stand(Stand, Judged),
    /// How often all rules are broken, or those whose 依据 begins so.
    Total {
        times: i64,
        prefix: Option<SmolStr>,
    },
    /// 移交
    HandedTo(super::RoleId),
    /// 得分: from, to, both included.
    Marks(Option<Decimal>, Option<Decimal>),
}

/// How rules are expected to stand.
pub type Stand = crate::syntax::ast::Stand;

/// Which rules are judged, and what more is asked of their breaches.
#[derive(Debug, Clone)]
pub struct Judged {
    /// Their names.
    pub names: Vec<SmolStr>,
    /// So many breaches.
    pub times: Option<i64>,
    /// 在: breaches at this time, counted from the start.
    pub at: Option<Moment>,
    /// Breaches so grave.
    pub severity: Option<Severity>,
}

/// A time of a scenario, counted from its start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// ms.
    pub ms: i64,
    /// It is written to the ms; else the whole second is meant.
    pub exact: bool,
}

/// Where a limit is expected to stand.
#[derive(Debug, Clone)]
pub enum LimitExpect {
    /// 到
    Until(Expr),
    /// 剩
    Left(Expr),
    /// 无
    None,
}

/// The time line of a scenario that is no call.
pub type ScenarioLine = crate::syntax::ast::ScenarioLine;
