//! What a step does, as a flat list of operations.

use super::{Cell, EventPattern, Expr, LineId, MatchMode, Modality, Pace, Slot};
pub use crate::base::calendar::Move as Shift;
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

/// Index into [`super::Program::code`].
pub type Pc = u32;

/// One operation. Where no target is named the next operation follows. What is large is boxed, so that an operation stays small.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "compiler", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Op {
    /// 说, 应说, 必说: the effect `say`.
    Say(Box<Say>),
    /// 提示: the effect `tip`.
    Tip(LineId),
    /// 问: the effect `ask`, then waits for a value.
    Ask(Box<Ask>),
    /// 登记: opens the form, waits for its submission.
    Fill(Box<Fill>),
    /// 复述: record, fields (all known ones where empty).
    ReadBack(Box<Expr>, Vec<u32>),
    /// 记
    Set(Box<Place>, Box<Expr>),
    /// 做: the effect `do`; waits where the action gives something.
    Do(Box<Do>),
    /// 立单: flow, arguments.
    OpenCase(u32, Vec<Expr>),
    /// 调用: flow, arguments, where the result goes; then waits until it comes back.
    Call(u32, Vec<Expr>, Option<Box<Place>>),
    /// 返回
    Return(Option<Box<Expr>>),
    /// 结束: index into [`super::Program::results`]. Ends the call, or in a case the case.
    End(u32),
    /// 转 to a step of this flow.
    Goto(u32),
    /// 转 to a flow: this one ends, its result is that flow's.
    GotoFlow(u32, Vec<Expr>),
    /// 等
    Wait(Box<Wait>),
    /// Goes on at the target unless the condition holds.
    Unless(Box<Expr>, Pc),
    /// Goes on at the target.
    Jump(Pc),
    /// 按: the first row that holds; the last number is where to go when none does.
    Branch(Box<Branch>),
    /// 重等: starts the wait at this place anew, with this limit where given, at most so many times for each entry of the step; then the next operation.
    Again(Pc, Option<Box<Limit>>, Option<Box<Expr>>),
    /// 继续: goes on after the wait.
    Continue(Pc),
    /// 到此为止: records the breach and goes on waiting at this place without a limit.
    CloseHere(Pc),
    /// 升级: starts a ladder, of this key where it is kept by one, and goes on. One that runs goes on as it is.
    Climb(u32, Option<Box<Expr>>),
    /// 到此为止 in what a 期限, 升级 or 周期 does: it is closed as it is, and the body ends.
    Settle,
    /// 重等 in what a 期限 does: it is counted anew from now, with this limit where given, at most so many times; then the body ends.
    /// When the times are used up the next operation follows.
    Anew(Option<Box<Limit>>, Option<Box<Expr>>),
    /// The end of a step's statements: waits on its options and handlers.
    Rest,
    /// The end of a handler or option that did not leave: the wait it interrupted goes on.
    Resume,
}

/// Where a value is put.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "compiler", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// A variable of the flow.
    Var(u32),
    /// A field of the record that the expression gives.
    Field(Expr, u32),
}

/// A line to be said.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "compiler", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Say {
    /// How strongly it is ordered.
    pub modality: Modality,
    /// Alternatives: one of them is said.
    pub words: Vec<SayWords>,
    /// 语速
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pace: Option<Pace>,
    /// 停顿, ms
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pause: Option<Expr>,
    /// 承诺: flow
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub promises: Vec<u32>,
    /// 依据
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub basis: Vec<SmolStr>,
}

/// One alternative of what is said.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "compiler", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum SayWords {
    /// A line of the program.
    Line(LineId, MatchMode),
    /// A class with its arguments.
    Class(u32, Vec<Expr>, MatchMode),
    /// The class that a 用语 parameter names: variable.
    ClassVar(u32),
}

/// A question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "compiler", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Ask {
    /// What is asked.
    pub say: Say,
    /// Where the answer goes.
    pub into: Place,
    /// What the host calls the field: the target as written, its last name.
    pub field: SmolStr,
    /// What it must be.
    pub slot: Slot,
}

/// A form to be filled.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "compiler", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Fill {
    /// The variable that holds the record; made when it holds none.
    pub record: Expr,
    /// The form.
    pub form: u32,
    /// Shown fields; all where empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<u32>,
}

/// A host action.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "compiler", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Do {
    /// The action.
    pub action: u32,
    /// By position.
    pub args: Vec<Expr>,
    /// Where the answer goes; present exactly where the action gives something.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub into: Option<Place>,
    /// 限时
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<Limit>,
    /// Where 超时 begins.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timeout: Option<Pc>,
}

/// A wait.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "compiler", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Wait {
    /// Proceed when one of these comes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub on: Vec<EventPattern>,
    /// 当 in its block.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub arms: Vec<WaitArm>,
    /// 限时
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<Limit>,
    /// Where 超时 begins.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timeout: Option<Pc>,
    /// Where it goes on.
    pub then: Pc,
}

/// A 当 inside a wait; its code goes on to the wait's `then` unless it leaves.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "compiler", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct WaitArm {
    /// Any of these.
    pub on: Vec<EventPattern>,
    /// Where its code begins.
    pub body: Pc,
}

/// A time limit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "compiler", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Limit {
    /// How long, or until when.
    pub bound: LimitBound,
    /// 自: from the first of these after the wait begins; absent: from the wait's entry.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub from: Vec<EventPattern>,
    /// The calendar that counts it; none for an elapsed length that no calendar moves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calendar: Option<u32>,
    /// 顺延, 提前: where the instant at which it is broken goes from rest hours, in a case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shift: Option<Shift>,
    /// 追溯: one that runs is counted anew, from its beginning, by a changed text.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub retroactive: bool,
}

/// A length from the start, its last instant included, or an instant, included.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "compiler", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum LimitBound {
    /// A 时长 or civil length.
    Length(Expr),
    /// A 时刻.
    Until(Expr),
}

/// A 按 table of a step.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "compiler", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Branch {
    /// The columns.
    pub columns: Vec<Expr>,
    /// Cells, none for 其余, and where the row's code begins.
    pub rows: Vec<(Vec<Cell>, Pc)>,
    /// Where to go when no row holds (a checked program never does).
    pub otherwise: Pc,
}

impl Op {
    /// The limit that it sets.
    pub fn limit(&self) -> Option<&Limit> {
        match self {
            Self::Wait(wait) => wait.limit.as_ref(),
            Self::Do(action) => action.limit.as_ref(),
            Self::Again(_, limit, _) | Self::Anew(limit, _) => limit.as_deref(),
            _ => None,
        }
    }

    /// Calls `f` with every place of the code where this operation at `pc` may go on, those after a wait included.
    pub fn next(&self, pc: Pc, mut f: impl FnMut(Pc)) {
        let after = pc.saturating_add(1);
        match self {
            Self::Say(_)
            | Self::Tip(_)
            | Self::Ask(_)
            | Self::Fill(_)
            | Self::ReadBack(..)
            | Self::Set(..)
            | Self::Climb(..)
            | Self::Anew(..) => f(after),
            Self::OpenCase(..) | Self::Call(..) => f(after),
            Self::Do(action) => {
                f(after);
                action.timeout.into_iter().for_each(f);
            }
            Self::Wait(wait) => {
                f(wait.then);
                wait.arms.iter().for_each(|arm| f(arm.body));
                wait.timeout.into_iter().for_each(f);
            }
            Self::Unless(_, target) => {
                f(after);
                f(*target);
            }
            Self::Branch(branch) => {
                branch.rows.iter().for_each(|(_, body)| f(*body));
                f(branch.otherwise);
            }
            Self::Again(wait, ..) => {
                f(*wait);
                f(after);
            }
            Self::Jump(target) | Self::Continue(target) | Self::CloseHere(target) => f(*target),
            Self::Return(_) | Self::End(_) | Self::Goto(_) | Self::GotoFlow(..) | Self::Rest | Self::Resume | Self::Settle => {}
        }
    }
}
