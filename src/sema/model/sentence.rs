//! The sentences of a rule, each one of the eighteen patterns with every name resolved.

use super::{ActionId, CalendarId, Event, Expr, ExprKind, FlowId, LadderId, LeafId, Meta, RuleId, StepId, StretchId, TaxonomyId, Value};
use crate::base::Span;
use crate::syntax::ast::DayWord;

pub use crate::syntax::ast::ModalWord;

/// One sentence.
#[derive(Debug, Clone)]
pub struct Sentence {
    /// What it says.
    pub pattern: Pattern,
    /// 必须 and its like.
    pub modal: ModalWord,
    /// Where the modal stands, or the whole sentence where it has none.
    pub modal_span: Span,
    /// What comes before the comma.
    pub within: Within,
    /// The flow whose variables its expressions read.
    pub flow: Option<FlowId>,
    /// 否则
    pub otherwise: Vec<Remedy>,
    /// 除非
    pub unless: Option<Keyed>,
    /// 末次起算
    pub latest: bool,
    /// Sentences before which this one gives way: rule, sentence.
    pub yields: Vec<(RuleId, usize)>,
    /// The whole line.
    pub span: Span,
    /// Citations and documentation.
    pub meta: Meta,
}

/// What narrows a sentence.
#[derive(Debug, Clone, Default)]
pub struct Within {
    /// 若, all of which must hold.
    pub provided: Vec<Expr>,
    /// 在 … 时
    pub during: Vec<(StretchRef, Span)>,
    /// 自 … 至
    pub between: Option<(Keyed, Keyed)>,
    /// 每
    pub every: Option<Expr>,
}

/// Events with the key of the rule, one expression an atom.
#[derive(Debug, Clone)]
pub struct Keyed {
    /// The events.
    pub event: Event,
    /// As many as there are atoms; none where the rule has no key.
    pub keys: Vec<Option<Expr>>,
}

/// Events that open an obligation.
#[derive(Debug, Clone)]
pub struct Trigger {
    /// Which.
    pub on: Keyed,
    /// 首次, 再次, 第 n次
    pub nth: Nth,
}

/// Which of several events counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Nth {
    /// Every one.
    Any,
    /// 首次
    First,
    /// 再次
    Again,
    /// 第 n次
    Exactly(u32),
}

/// What a sentence says.
#[derive(Debug, Clone)]
pub enum Pattern {
    /// P1
    Never(Trigger),
    /// P2
    Always(Trigger),
    /// P3: least, most.
    Times(Trigger, Option<Expr>, Option<Expr>),
    /// P4
    First(Counts, Keyed),
    /// P5
    Last(Counts, Keyed),
    /// P6, P7
    Before {
        /// B
        of: Trigger,
        /// A
        must: Keyed,
        /// 每次
        each: bool,
        /// A 之前 不得 B
        until: bool,
    },
    /// P8, P9
    After(Trigger, Keyed, Option<Bound>),
    /// P10
    Next(Trigger, Keyed),
    /// P11
    Between(Trigger, Keyed),
    /// P12
    Barred(Trigger, Keyed, Option<Bound>),
    /// P13
    Apart(Trigger, Expr),
    /// P14
    Lasts {
        /// S
        of: StretchRef,
        /// 累计
        total: bool,
        /// The longest that is allowed.
        most: Option<Expr>,
        /// The shortest that is allowed.
        least: Option<Expr>,
    },
    /// P15 with 每 T
    EachIn(StretchRef, Expr, Keyed),
    /// P16; the flag: 不得 在
    Only(Trigger, StretchRef, bool),
    /// P17
    Implies(Trigger, Keyed),
    /// P18
    By {
        /// V
        instant: Expr,
        /// The events that make V known.
        arms: Option<Keyed>,
        /// T before V it is due.
        less: Option<Expr>,
        /// Not before V less this.
        window: Option<Expr>,
        /// B
        must: Keyed,
    },
}

impl Pattern {
    /// What it wants to happen; nothing where it only forbids.
    pub fn wanted(&self) -> Option<&Event> {
        match self {
            Self::Always(on) => Some(&on.on.event),
            // 恰好 0次 asks for nothing.
            Self::Times(on, Some(least), _) if !matches!(&least.kind, ExprKind::Value(Value::Number(n)) if n.0 == 0) => Some(&on.on.event),
            Self::First(_, must)
            | Self::Last(_, must)
            | Self::EachIn(_, _, must)
            | Self::Before { must, .. }
            | Self::After(_, must, _)
            | Self::Next(_, must)
            | Self::Between(_, must)
            | Self::Implies(_, must)
            | Self::By { must, .. } => Some(&must.event),
            Self::Never(_) | Self::Times(..) | Self::Barred(..) | Self::Apart(..) | Self::Lasts { .. } | Self::Only(..) => None,
        }
    }
}

/// What 第一句 and 首先 count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Counts {
    /// 句 of the actor.
    Turn,
    /// What people and hosts make.
    Host,
    /// What the machine makes.
    Machine,
    /// What is derived from the conversation.
    Derived,
}

/// How long after A.
#[derive(Debug, Clone)]
pub struct Bound {
    /// Up to when.
    pub most: Option<Until>,
    /// The last instant does not belong to it.
    pub open: bool,
    /// Not earlier.
    pub least: Option<Until>,
    /// The calendar that counts days: that of the rule, else the package's own.
    pub calendar: Option<CalendarId>,
    /// Where.
    pub span: Span,
}

/// One end of a bound.
#[derive(Debug, Clone)]
pub enum Until {
    /// A length after A.
    Length(Expr),
    /// An instant.
    Instant(Expr),
    /// A time of a day told from that of A.
    Day(DayWord, u32),
    /// So many of these events after A.
    Count(Event, Expr),
}

/// A stretch of the time line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StretchRef {
    /// A 情形.
    Named(StretchId),
    /// 响铃中
    Ringing,
    /// 通话中
    Connected,
    /// 说话
    Speaking(super::Actor),
    /// 沉默
    Silence(Option<super::Actor>),
    /// 保持中
    OnHold,
    /// 静音中
    OnMute,
    /// 在环节
    InStep(FlowId, StepId),
    /// 在流程
    InFlow(FlowId),
    /// 在阶段
    InPhase(TaxonomyId, LeafId),
    /// A set of a calendar, by its Chinese word.
    Calendar(CalendarId, &'static str),
    /// A fault already reported.
    Bad,
}

/// 否则
#[derive(Debug, Clone)]
pub enum Remedy {
    /// 做; the key is [`super::ExprKind::Key`], arguments of an action that opened the obligation are [`super::ExprKind::Arg`].
    Do(ActionId, Vec<Expr>, Span),
    /// 升级
    Escalate(LadderId, Span),
}
