//! Flows, steps and statements, every name resolved.

use super::{
    ActionId, CalendarId, Event, Expr, FieldId, FlowId, FormId, Kinds, LadderId, LeafId, Meta, Param, PhrasesId, RoleId, Slot, StepId,
    Table, TaxonomyId, Text, Ty, VarId,
};
use crate::base::Span;
use crate::base::calendar::Move;
use crate::syntax::ast::{MatchMode, Modality, Pace, Shift};
use smol_str::SmolStr;

/// A 流程.
#[derive(Debug, Clone)]
pub struct Flow {
    /// Its name.
    pub name: SmolStr,
    /// By position; they are the first variables.
    pub params: Vec<Param>,
    /// All variables: parameters, what 记 and 记入 declare, the current record of each form the flow mentions (it bears the form's name).
    pub vars: Vec<Var>,
    /// 得
    pub gives: Option<Slot>,
    /// 工单
    pub case: bool,
    /// What it does may be done in a case: it is one, or a case comes to it by 调用 or 转.
    pub in_case: bool,
    /// 由
    pub by: Option<RoleId>,
    /// 用: the calendar in force.
    pub using: Option<CalendarId>,
    /// 计量 of its own: what it sets.
    pub measure: Vec<super::MeasureSetting>,
    /// 随时, in source order.
    pub anytime: Vec<Anytime>,
    /// What its 期限 and 升级 do, so that whoever looks through a flow sees it.
    pub limits: Vec<Arm>,
    /// The first is the entry.
    pub steps: Vec<Step>,
    /// It belongs to the package that is checked, not to one that it uses.
    pub own: bool,
    /// Where its name stands.
    pub span: Span,
    /// Citations and documentation.
    pub meta: Meta,
}

/// A variable of a flow.
#[derive(Debug, Clone)]
pub struct Var {
    /// Its name.
    pub name: SmolStr,
    /// Its type.
    pub slot: Slot,
    /// It is the current record of this form.
    pub record_of: Option<FormId>,
    /// Where it is first written.
    pub span: Span,
}

/// A 随时 line.
#[derive(Debug, Clone)]
pub enum Anytime {
    /// 随时 选项
    Option(Opt),
    /// 随时 event
    When(When),
}

/// A 环节.
#[derive(Debug, Clone)]
pub struct Step {
    /// Its name.
    pub name: SmolStr,
    /// 仅
    pub only: Vec<RoleId>,
    /// 由
    pub by: Option<RoleId>,
    /// 阶段
    pub phase: Option<(TaxonomyId, LeafId)>,
    /// 用: the calendar in force, before the flow's.
    pub using: Option<CalendarId>,
    /// Statements before the options and handlers, in source order.
    pub body: Vec<Stmt>,
    /// 选项, in source order.
    pub options: Vec<Opt>,
    /// 当, in source order.
    pub whens: Vec<When>,
    /// What its statements, options and handlers are and have.
    pub holds: Kinds,
    /// The head line's name.
    pub span: Span,
    /// Citations and documentation.
    pub meta: Meta,
}

/// One statement.
#[derive(Debug, Clone)]
pub struct Stmt {
    /// What it does.
    pub kind: StmtKind,
    /// Its line.
    pub span: Span,
    /// Citations and documentation.
    pub meta: Meta,
}

/// The kinds of statement. What is large is boxed: there are many small ones.
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "the fields repeat the words of the statement")]
pub enum StmtKind {
    Say(Box<Say>),
    Tip(Text),
    Ask {
        say: Box<Say>,
        into: Box<Place>,
        slot: Box<Slot>,
    },
    Fill {
        record: Box<Expr>,
        form: FormId,
        fields: Vec<FieldId>,
    },
    ReadBack {
        record: Box<Expr>,
        form: FormId,
        fields: Vec<FieldId>,
    },
    Set {
        place: Box<Place>,
        value: Box<Expr>,
    },
    Do {
        action: ActionId,
        args: Vec<Expr>,
        into: Option<Box<Place>>,
        limit: Option<Box<Limit>>,
        timeout: Option<Box<Arm>>,
    },
    OpenCase {
        flow: FlowId,
        args: Vec<Expr>,
    },
    Call {
        flow: FlowId,
        args: Vec<Expr>,
        into: Option<Box<Place>>,
    },
    Return(Option<Box<Expr>>),
    End(SmolStr),
    /// 转 to a step
    Goto(StepId),
    /// 转 to a flow, with 之后返回 or without
    GotoFlow {
        flow: FlowId,
        args: Vec<Expr>,
        and_return: bool,
    },
    Wait(Box<Wait>),
    If {
        arms: Vec<IfArm>,
        otherwise: Option<Box<Arm>>,
    },
    Match(Box<Table<Vec<Stmt>>>),
    /// 升级
    Escalate {
        ladder: LadderId,
        /// Of which it is, where it is kept by a key.
        key: Option<Box<Expr>>,
    },
    WaitAgain {
        limit: Option<Box<Limit>>,
        at_most: Option<Box<Expr>>,
    },
    Continue,
    CloseHere,
    /// A fault already reported.
    Bad,
}

/// Where a value is put.
#[derive(Debug, Clone)]
pub enum Place {
    /// A variable.
    Var(VarId),
    /// A field of a record.
    Field(Expr, FieldId),
    /// A fault already reported.
    Bad,
}

/// A line to be said.
#[derive(Debug, Clone)]
pub struct Say {
    /// How strongly it is ordered.
    pub modality: Modality,
    /// One of them is said.
    pub lines: Vec<Line>,
    /// 语速
    pub pace: Option<Pace>,
    /// 停顿
    pub pause: Option<Expr>,
    /// 断言
    pub asserts: Vec<Expr>,
    /// 承诺
    pub promises: Vec<FlowId>,
}

/// One alternative of what is said.
#[derive(Debug, Clone)]
pub struct Line {
    /// Its words.
    pub source: LineSource,
    /// How it is matched, where written.
    pub mode: Option<MatchMode>,
    /// Where.
    pub span: Span,
}

/// Where the words come from.
#[derive(Debug, Clone)]
pub enum LineSource {
    /// Quoted words.
    Text(Text),
    /// A class with its arguments.
    Class(PhrasesId, Vec<Expr>),
    /// The class that a parameter of the flow names.
    Var(VarId),
    /// A fault already reported.
    Bad,
}

/// 等
#[derive(Debug, Clone)]
pub struct Wait {
    /// Proceed when one of these comes.
    pub on: Option<Event>,
    /// 限时
    pub limit: Option<Limit>,
    /// 当 in its block.
    pub whens: Vec<When>,
    /// 超时
    pub timeout: Option<Arm>,
}

impl StmtKind {
    /// The 限时 that a statement sets.
    pub fn limit(&self) -> Option<&Limit> {
        match self {
            Self::Wait(wait) => wait.limit.as_ref(),
            Self::Do { limit, .. } | Self::WaitAgain { limit, .. } => limit.as_deref(),
            _ => None,
        }
    }
}

/// 限时
#[derive(Debug, Clone)]
pub struct Limit {
    /// How long, or until when.
    pub bound: LimitBound,
    /// 自
    pub from: Option<Event>,
    /// 用: the calendar it is counted by, before the step's.
    pub using: Option<CalendarId>,
    /// 顺延, 提前
    pub shift: Option<Shift>,
    /// 追溯: a running one is counted anew when a new text is taken up.
    pub retroactive: bool,
    /// Where.
    pub span: Span,
}

impl Limit {
    /// Whether the calendar in force counts it.
    pub fn is_counted(&self) -> bool {
        self.using.is_some() || matches!(self.bound().ty, Ty::Civil | Ty::Working)
    }

    /// Which way it goes from rest hours: its own 顺延 or 提前 first; then 落入休息 of the calendar in force, where that counts it or where
    /// somebody is disturbed when it is broken.
    pub fn shift(&self, rest_hit: Option<Move>, reaches: bool) -> Option<Move> {
        self.shift.map(Move::from).or(rest_hit.filter(|_| reaches || self.is_counted()))
    }
}

/// A length or an instant.
#[derive(Debug, Clone)]
pub enum LimitBound {
    /// 限时 length
    Length(Expr),
    /// 限时 到 instant
    Until(Expr),
}

/// A body: 超时, 否则.
#[derive(Debug, Clone)]
pub struct Arm {
    /// What it does.
    pub body: Vec<Stmt>,
    /// The word's line.
    pub span: Span,
}

impl Arm {
    /// Whether what it does reaches somebody: an action, a ladder, a word to the customer.
    pub fn reaches(&self) -> bool {
        let mut found = false;
        super::each_stmt(&self.body, &mut |stmt| {
            found |= matches!(
                stmt.kind,
                StmtKind::Do { .. } | StmtKind::Escalate { .. } | StmtKind::Say(_) | StmtKind::Ask { .. } | StmtKind::ReadBack { .. }
            );
        });
        found
    }
}

/// 若, 否则若
#[derive(Debug, Clone)]
pub struct IfArm {
    /// The condition.
    pub condition: Expr,
    /// What it guards.
    pub body: Vec<Stmt>,
    /// Its line.
    pub span: Span,
}

/// A row of a 按 in a step.
pub type Row = super::DecisionRow<Vec<Stmt>>;

/// 选项
#[derive(Debug, Clone)]
pub struct Opt {
    /// Its label.
    pub label: Label,
    /// 仅
    pub only: Vec<RoleId>,
    /// 仅当
    pub provided: Option<Box<Expr>>,
    /// 视为
    pub acts: Vec<Act>,
    /// 例如
    pub samples: Vec<(SmolStr, Span)>,
    /// What choosing it does.
    pub body: Vec<Stmt>,
    /// Its line.
    pub span: Span,
    /// Citations and documentation.
    pub meta: Meta,
}

/// What an option is called.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Label {
    /// A name or text.
    Name(SmolStr),
    /// 其他
    Other,
}

/// What choosing an option counts as.
#[derive(Debug, Clone)]
pub enum Act {
    /// 确认 record
    Confirmed(Expr),
    /// 同意 actions
    Consent(Vec<ActionId>),
    /// 本人
    Identity,
}

/// 当, or 随时 event
#[derive(Debug, Clone)]
pub struct When {
    /// The events.
    pub on: Event,
    /// What it does.
    pub body: Vec<Stmt>,
    /// Its line.
    pub span: Span,
    /// Citations and documentation.
    pub meta: Meta,
}
