//! Event patterns.

use super::{Expr, SayWords, Test};
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

/// Who acts or speaks.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "compiler", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Actor {
    /// 客户
    Customer,
    /// 话务员
    Agent,
    /// 第三方
    Third,
    /// 系统
    System,
    /// A declared role, by its canonical name.
    Role(SmolStr),
}

/// One pattern.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "compiler", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct EventPattern {
    /// What happens.
    pub kind: EventKind,
    /// By whom; absent for anyone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actor: Option<Actor>,
    /// A bound on its number or length.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub test: Option<Test>,
    /// 其中, with the event's arguments as [`Expr::EventArg`], those of an action as [`Expr::Arg`], and what else is known of it as
    /// [`Expr::Attr`]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filter: Option<Expr>,
}

/// What happens.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "compiler", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum EventKind {
    /// 来电
    Incoming,
    /// 外呼
    Outgoing,
    /// 振铃; `test` bounds the ring's number
    Ring,
    /// 接听
    Answer,
    /// 开口
    Begin,
    /// 说完
    Finish,
    /// 说
    Says(SayWords),
    /// 说 a 禁语
    SaysForbidden(u32),
    /// 不答
    NoReply,
    /// 答话; `test` bounds the delay
    Reply,
    /// 应和
    Backchannel,
    /// 插话; `test` bounds its length, absent: more than 300 ms
    TalkOver,
    /// 抢话
    CutIn,
    /// 沉默; `test` bounds its length
    Silence,
    /// 停留 in the step; `test` bounds its length
    Stay,
    /// 通话时长; `test` bounds it
    CallTime,
    /// 杂音
    Noise(Option<SmolStr>),
    /// 保持
    Hold,
    /// 取回
    Resume,
    /// 静音
    Mute,
    /// 取消静音
    Unmute,
    /// 转接
    Transfer(Option<SmolStr>),
    /// 转接 成功, 失败
    Transferred(bool),
    /// 挂机
    HangUp,
    /// 通话结束
    CallEnded,
    /// 情绪 becomes one of these leaves; none: any change
    Mood(Vec<u32>),
    /// 情绪 升高
    MoodRise,
    /// 情绪 降低
    MoodFall,
    /// 选项 label
    Chose(u32),
    /// 填 a field of a form
    EnterValue(u32, u32),
    /// 登记 form: submitted
    Submit(u32),
    /// A record of the form becomes complete
    Complete(u32),
    /// A field of the form changes; without a field any
    Changed(u32, Option<u32>),
    /// 进入 step: flow, step
    Enter(u32, u32),
    /// 离开 step: flow, step
    Leave(u32, u32),
    /// 做 action
    Do(u32),
    /// 复述 a form: its values were read back and confirmed
    ReadBack(u32),
    /// 移交; with a role, to that one
    HandOver(Option<u32>),
    /// 结束; with a result, that one
    End(Option<u32>),
    /// 结案
    Close,
    /// A declared event, with what its arguments must equal (none: anything).
    Declared(u32, Vec<Option<Expr>>),
    /// 省略
    Gap,
    /// Known to the language but made by no part of this runtime; it never comes.
    Never(SmolStr),
}

/// What is known of an event in hand besides its declared arguments.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "compiler", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Attr {
    /// 声: the ring's number, at pick-up that then current.
    Ring,
    /// 语速 of the turn.
    Pace,
    /// 时长: how long it has lasted, or the overlap of 插话.
    Length,
    /// 原因 of 挂机.
    Reason,
    /// 目标 of 转接.
    Target,
    /// 种类 of 杂音.
    Kind,
    /// 被叫, 主叫: the number given with 来电 or 外呼.
    Number,
    /// 任务: the campaign given with 外呼.
    Campaign,
    /// A value that the words capture: `{数: 时长}`.
    Captured(SmolStr),
}
