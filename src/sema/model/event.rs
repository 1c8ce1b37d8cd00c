//! Event patterns, every name resolved.

use super::{ActionId, EventId, Expr, FieldId, FlowId, ForbidId, FormId, Label, LeafId, Line, RoleId, StepId, Test};
use crate::base::Span;
use smol_str::SmolStr;

/// Alternatives: at least one.
#[derive(Debug, Clone)]
pub struct Event {
    /// In source order.
    pub atoms: Vec<EventAtom>,
    /// Where.
    pub span: Span,
}

/// One event pattern.
#[derive(Debug, Clone)]
pub struct EventAtom {
    /// By whom; absent for anyone.
    pub actor: Option<Actor>,
    /// What.
    pub kind: EventKind,
    /// A bound on its number or length.
    pub test: Option<Test>,
    /// 其中
    pub filter: Option<Expr>,
    /// Where.
    pub span: Span,
}

/// Who acts or speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Actor {
    /// 客户
    Customer,
    /// 话务员
    Agent,
    /// 第三方
    Third,
    /// 系统
    System,
    /// A declared role
    Role(RoleId),
}

/// What happens. The names are those of [`crate::syntax::ast::EventKind`].
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "the names repeat the keywords")]
pub enum EventKind {
    Incoming,
    Outgoing,
    Ring,
    Answer,
    Begin,
    Finish,
    Says(Line),
    SaysForbidden(ForbidId),
    NoReply,
    Backchannel,
    TalkOver,
    CutIn,
    Reply,
    Silence,
    Stay,
    CallTime,
    Noise(Option<SmolStr>),
    Hold,
    Resume,
    Mute,
    Unmute,
    Transfer(Option<SmolStr>),
    Transferred(bool),
    HangUp,
    CallEnded,
    Mood(Vec<LeafId>),
    MoodRise,
    MoodFall,
    Chose(Label),
    EnterValue(FormId, FieldId),
    Submit(FormId),
    ReadBack(FormId),
    Complete(FormId),
    Changed(FormId, Option<FieldId>),
    Enter(FlowId, StepId),
    Leave(FlowId, StepId),
    Do(ActionId),
    HandTo(RoleId),
    End(Option<SmolStr>),
    CaseClosed,
    Declared(EventId, Vec<Option<Expr>>),
    Bad,
}
