//! What a session tells its host, in order.

use super::error::EventError;
use super::event::Event;
use super::limits::LimitNote;
use super::lines::LineFinding;
use super::observe::RuleFinding;
use crate::base::calendar::Fault;
use serde_json::Value as Json;
use smol_str::SmolStr;
use std::sync::Arc;

/// Alternatives of what is said, with their values put in.
pub(crate) type Words = Arc<Vec<SmolStr>>;

/// One effect. What never changes is not copied here: it is found by `pc` and `step` in the [`super::Machine`].
#[derive(Debug, Clone, PartialEq)]
pub struct Effect {
    /// The instant, ms since the epoch.
    pub at: i64,
    /// The operation that caused it; `u32::MAX` where none did.
    pub pc: u32,
    /// The step by its number in the whole program; `u32::MAX` where there is none.
    pub step: u32,
    /// 0 for the call, else the number of the case.
    pub case: u32,
    /// What it is.
    pub kind: EffectKind,
}

/// What an effect is.
#[derive(Debug, Clone, PartialEq)]
pub enum EffectKind {
    /// A step is entered.
    Enter,
    /// A step is left.
    Leave,
    /// A line to be said; the alternatives, or none where they are fixed words of the program.
    Say(Option<Words>),
    /// A tip; its words where they hold values.
    Tip(Option<Words>),
    /// A question waits for its answer; the words where they hold values.
    Ask(Option<Words>),
    /// A form is open.
    Form,
    /// What is to be read back: field and text.
    ReadBack(Box<Vec<(SmolStr, String)>>),
    /// What may be chosen; the list where it is not simply all options of the step and its flow.
    Options(Option<Box<Vec<OptionState>>>),
    /// An action the host must do.
    Do(Box<Done>),
    /// A value was kept: name, value.
    Record(Box<(String, Json)>),
    /// A time limit runs, to this instant; it is broken at it.
    Timer(i64),
    /// A time limit is broken.
    Expired,
    /// Something of a 期限, 升级, 周期 or 留存.
    Limit(Box<LimitNote>),
    /// A case is opened: its number.
    Open(u32),
    /// A handler ended, and the wait it interrupted goes on.
    Resume,
    /// Nothing took the event.
    Unhandled(Box<Event>),
    /// Something went against a rule.
    Finding(Box<Finding>),
    /// The call, or the case, has ended.
    End(EndResult),
    /// Something was refused.
    Error(Box<EventError>),
}

impl EffectKind {
    /// Whether all that is to be known of it stands in the program, so that it owns nothing.
    pub(crate) fn is_bare(&self) -> bool {
        matches!(self, Self::Enter | Self::Leave | Self::Say(None) | Self::Tip(None) | Self::Ask(None) | Self::Options(None))
    }
}

/// An option of the moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OptionState {
    /// Its label.
    pub label: u32,
    /// It comes from a 随时.
    pub anytime: bool,
    /// Why it cannot be chosen now.
    pub disabled: Option<SmolStr>,
}

/// An action the host must do.
#[derive(Debug, Clone, PartialEq)]
pub struct Done {
    /// Its number in this session; with the session's own name it makes the id under which the host does it once.
    pub id: u32,
    /// The action.
    pub action: u32,
    /// Name and value of each argument.
    pub args: Vec<(SmolStr, Json)>,
    /// Whether an answer is awaited.
    pub awaits: bool,
}

/// Something went against a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    /// 到此为止: a limit was broken, and the wait goes on without it.
    LimitBroken,
    /// An action whose 仅当 does not hold was not done.
    NotProvided(u32),
    /// An action that cannot be undone was not done: the customer did not agree to it.
    NoConsent(u32),
    /// The acting role may not do this.
    NotAllowed,
    /// No row of a table holds.
    NoRow,
    /// A 期限 is broken.
    Overdue(Box<LimitNote>),
    /// A 周期 is missed.
    Missed(Box<LimitNote>),
    /// 留存: a record was deleted before its time was over.
    ErasedEarly(Box<LimitNote>),
    /// A limit whose length is not known was not started.
    NoLength,
    /// A calendar could not answer: which one, and why. What depends on it is not known, a limit stays open.
    Calendar(Option<u32>, Fault),
    /// A sentence of a rule is broken, or nobody can tell.
    Rule(Box<RuleFinding>),
    /// A line that ought to be said was not, or not in its place, or nobody can tell.
    Line(Box<LineFinding>),
}

/// How a call or case ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EndResult {
    /// A 结束 of the program: index into its results.
    Named(u32),
    /// The first flow came back.
    Returned,
    /// 客户中途挂机
    HungUp,
    /// The host said that the call has ended.
    CallEnded,
}
