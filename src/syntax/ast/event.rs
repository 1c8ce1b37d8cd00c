//! Event patterns, one list for 当, 等, 随时 and the temporal sentences.

use super::{Actor, Arg, Expr, Line, OptionLabel, Path, Test};
use crate::base::Span;

/// Alternatives joined by 或: at least one.
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
    /// Who, where the kind has an actor and one is written.
    pub actor: Option<Actor>,
    /// What.
    pub kind: EventKind,
    /// A bound on its number or length (`振铃 4声`, `沉默 超过 5秒`).
    pub test: Option<Test>,
    /// 其中
    pub filter: Option<Expr>,
    /// Where.
    pub span: Span,
}

/// What happens.
#[derive(Debug, Clone)]
pub enum EventKind {
    /// 来电
    Incoming,
    /// 外呼
    Outgoing,
    /// 振铃
    Ring,
    /// 接听
    Answer,
    /// 开口
    Begin,
    /// 说完
    Finish,
    /// 说 with a line or class
    Says(Line),
    /// 不答
    NoReply,
    /// 应和
    Backchannel,
    /// 插话
    TalkOver,
    /// 抢话
    CutIn,
    /// 答话
    Reply,
    /// 沉默
    Silence,
    /// 停留
    Stay,
    /// 通话时长
    CallTime,
    /// 杂音, with its kind
    Noise(Option<Path>),
    /// 保持
    Hold,
    /// 取回
    Resume,
    /// 静音
    Mute,
    /// 取消静音
    Unmute,
    /// 转接
    Transfer(Option<Path>),
    /// 挂机, 客户挂机, 话务员挂机: the actor says who
    HangUp,
    /// 通话结束
    CallEnded,
    /// 情绪 with a leaf
    Mood(Option<Path>),
    /// 情绪 升高
    MoodRise,
    /// 情绪 降低
    MoodFall,
    /// 选项 label
    Chose(OptionLabel),
    /// 填 field
    EnterValue(Path),
    /// 登记 form
    Fill(Path),
    /// 复述 form
    ReadBack(Path),
    /// record 填齐
    Complete(Path),
    /// path 改动
    Changed(Path),
    /// 进入 step
    Enter(Path),
    /// 离开 step
    Leave(Path),
    /// 做 action
    Do(Path, Vec<Arg>),
    /// 移交 role
    HandTo(Path),
    /// 结束 result
    End(Option<Path>),
    /// 结案
    CaseClosed,
    /// 客户 确认 / 同意 … as an event
    Confirms(Option<Path>),
    /// A declared event, or a form's or action's name used as one.
    Declared(Path, Vec<Arg>),
}
