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
    /// 其中, with the event's arguments as [`Expr::EventArg`]
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
    /// A declared event, with what its arguments must equal (none: anything).
    Declared(u32, Vec<Option<Expr>>),
    /// Known to the language but made by no part of this runtime; it never comes.
    Never(SmolStr),
}
