//! The temporal sentences of 规则 and 保证, one tree for all their forms.

use super::{Actor, Arg, Clock, Event, Expr, Meta, Path, Test};
use crate::base::Span;

/// One line of a rule.
#[derive(Debug, Clone)]
pub struct Sentence {
    /// 若, 在 … 时, 自 … 至, 每: outermost first.
    pub scopes: Vec<ScopeClause>,
    /// What is said.
    pub form: SentenceForm,
    /// 否则
    pub otherwise: Vec<Remedy>,
    /// 除非
    pub unless: Option<Event>,
    /// 末次起算
    pub latest: Option<Span>,
    /// Documentation and citations.
    pub meta: Meta,
    /// The whole line.
    pub span: Span,
}

/// A clause before the sentence that says when it is in force.
#[derive(Debug, Clone)]
pub enum ScopeClause {
    /// 若
    If(Expr),
    /// `在 S 时`, `S 时`
    During(Stretch),
    /// `自 A 至 B`
    FromTo(Event, Event),
    /// `每 1年`
    Every(Expr),
}

/// A piece of the time line.
#[derive(Debug, Clone)]
pub struct Stretch {
    /// Which.
    pub kind: StretchKind,
    /// Where.
    pub span: Span,
}

/// The stretches that can be named.
#[derive(Debug, Clone)]
pub enum StretchKind {
    /// `谁 说话`
    Speaking(Actor),
    /// 沉默, of one actor where one is named
    Silence(Option<Actor>),
    /// 响铃中
    Ringing,
    /// 通话中
    Connected,
    /// 保持中
    OnHold,
    /// 静音中
    OnMute,
    /// 在流程
    InFlow(Path),
    /// 在环节
    InStep(Path),
    /// 在阶段
    InPhase(Path),
    /// A 情形, or a set of a calendar.
    Named(Path),
}

/// The forms of a sentence, as they are written.
#[derive(Debug, Clone)]
pub enum SentenceForm {
    /// `不晚于 V 必须 B`
    By(Expr, Ordered),
    /// `第一句 必须 A` and its like
    Edge(Edge, Ordered),
    /// `两次 A 之间 至少 T`
    Successive(Event, Option<Modal>, Test),
    /// `S 持续 不得 超过 T`, `S 累计 …`
    Lasting {
        /// The stretch.
        stretch: Stretch,
        /// 累计
        total: bool,
        /// 必须 or 不得
        modal: Modal,
        /// The bound.
        bound: Test,
    },
    /// `S 时 不得 A`, `S 时 每 T 必须 A`
    While {
        /// The stretch.
        stretch: Stretch,
        /// 每
        every: Option<Expr>,
        /// What is ordered or forbidden.
        ordered: Ordered,
    },
    /// An event and what is asked in relation to it.
    Related {
        /// 每次, 首次, 再次, 第 n次
        ordinal: Option<Ordinal>,
        /// The event.
        event: Event,
        /// What is asked.
        relation: Relation,
    },
    /// `必须 A`, `不得 A`, `可 A`
    Plain(Ordered),
}

/// Who must or must not do what.
#[derive(Debug, Clone)]
pub struct Ordered {
    /// The subject before the modal.
    pub actor: Option<Actor>,
    /// How strongly.
    pub modal: Modal,
    /// What.
    pub event: Event,
}

/// 必须 and its like.
#[derive(Debug, Clone, Copy)]
pub struct Modal {
    /// Which.
    pub word: ModalWord,
    /// Where.
    pub span: Span,
}

/// The words that order, forbid and allow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ModalWord {
    /// 必须
    Must,
    /// 不得
    MustNot,
    /// 应
    Should,
    /// 不应
    ShouldNot,
    /// 宜
    Advisable,
    /// 不宜
    Inadvisable,
    /// 可
    May,
}

/// At which end of the scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edge {
    /// 第一句
    FirstLine,
    /// 首先
    FirstEvent,
    /// 最后一句
    LastLine,
    /// 最后
    LastEvent,
}

/// Which of several events opens the obligation.
#[derive(Debug, Clone)]
pub enum Ordinal {
    /// 每次
    Each(Span),
    /// 首次
    First(Span),
    /// 再次
    Repeated(Span),
    /// 第 n次
    Nth(Expr, Span),
}

/// What is asked in relation to an event.
#[derive(Debug, Clone)]
pub enum Relation {
    /// 之前
    Before(Option<WithinTime>, Ordered),
    /// 之后
    After(Option<WithinTime>, Ordered),
    /// 下一句
    NextLine(Ordered),
    /// 之间
    Between(Ordered),
    /// 则
    Then(Ordered),
    /// `只能 在 S`
    Only(Stretch),
    /// `至多 n次`
    Count(Option<Modal>, Test),
    /// `外呼 不得 在 S`
    At(Modal, Stretch),
    /// `振铃 3声 以内 必须 接听`
    Ordered(Modal, Event),
}

/// Between an event and what is asked after or before it.
#[derive(Debug, Clone)]
pub enum WithinTime {
    /// `到 约定回复.时刻`
    Until(Expr),
    /// `到 下个工作日 12:00`
    UntilDay(DayWord, Clock, Span),
    /// `3天 以内`, `超过 5秒`
    Bound(Test, Span),
    /// A constant alone: `立即`
    Bare(Expr),
}

impl WithinTime {
    /// Where it is written.
    pub fn span(&self) -> Span {
        match self {
            Self::Until(e) | Self::Bare(e) => e.span,
            Self::UntilDay(_, _, span) | Self::Bound(_, span) => *span,
        }
    }
}

/// A day told from another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayWord {
    /// 当日
    Same,
    /// 次日
    Next,
    /// 下个工作日
    NextWorkday,
}

/// 否则: what the observer does.
#[derive(Debug, Clone)]
pub enum Remedy {
    /// 做
    Do(Path, Vec<Arg>, Span),
    /// 升级
    Escalate(Path),
}
