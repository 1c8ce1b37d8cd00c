//! Stretches of the time line.

use super::{Actor, Expr, KeyedEvent};
use crate::base::calendar::Set;
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

/// A 情形: opens at `from` when closed, closes at `to` when open.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "compiler", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Stretch {
    /// Its name.
    pub name: SmolStr,
    /// 曾用名
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub formerly: Vec<SmolStr>,
    /// 自
    pub from: Vec<KeyedEvent>,
    /// 至
    pub to: Vec<KeyedEvent>,
    /// 若, at the event that opens it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provided: Option<Expr>,
}

/// A stretch that a sentence speaks of.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "compiler", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum StretchRef {
    /// A 情形.
    Named(u32),
    /// 响铃中
    Ringing,
    /// 通话中
    Connected,
    /// 说话
    Speaking(Actor),
    /// 沉默; of one actor: it ends only at that actor's turn.
    Silence(Option<Actor>),
    /// 保持中
    OnHold,
    /// 静音中; by anyone where nobody is named.
    Muted(Option<Actor>),
    /// 在环节: flow, step
    InStep(u32, u32),
    /// 在流程
    InFlow(u32),
    /// 在阶段: taxonomy, leaf
    InPhase(u32, u32),
    /// A set of a calendar.
    Calendar(u32, CalendarSet),
}

/// A set of instants of a calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "compiler", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum CalendarSet {
    /// 工作时间
    Hours,
    /// 休息时间
    Rest,
    /// 节假日
    Holidays,
}

impl CalendarSet {
    /// The set as calendars reckon with it.
    pub fn set(self) -> Set {
        match self {
            Self::Hours => Set::Hours,
            Self::Rest => Set::Rest,
            Self::Holidays => Set::Holidays,
        }
    }
}
