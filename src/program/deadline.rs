//! 期限: named limits with their instances by key.

use super::{Expr, KeyedEvent, Limit, Line, Param, Pc, Severity};
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

/// A 期限. It is opened by an event, closed by another, and broken one ms after its last instant.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "compiler", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Deadline {
    /// Its name.
    pub name: SmolStr,
    /// 曾用名
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub formerly: Vec<SmolStr>,
    /// What its instances are kept apart by, in a word; empty where there is one at a time.
    #[serde(default, skip_serializing_if = "SmolStr::is_empty")]
    pub key: SmolStr,
    /// The flow it stands in: it lives with each invocation of it, and its bodies use that one's variables.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub flow: Option<u32>,
    /// Outside a flow: the time line on which it lives.
    #[serde(default, skip_serializing_if = "Line::is_call")]
    pub line: Line,
    /// Outside a flow: the variables of its bodies, the key first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub vars: Vec<Param>,
    /// 起: any of these opens it.
    pub start: Vec<KeyedEvent>,
    /// 止: any of these closes it.
    pub stop: Vec<KeyedEvent>,
    /// 限时
    pub limit: Limit,
    /// 末次起算: another 起 counts it anew.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub latest: bool,
    /// 停表
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pauses: Vec<Pause>,
    /// 预警
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<Warning>,
    /// 已过: where its code begins; it was past when it was opened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub late: Option<Pc>,
    /// 超时: where its code begins.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub breach: Option<Pc>,
    /// How bad a breach is; absent: 一般.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub severity: Option<Severity>,
    /// 一票否决
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub veto: bool,
    /// 依据
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub basis: Vec<SmolStr>,
}

/// 停表: the clock stands from one event to the other.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "compiler", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Pause {
    /// 自
    pub from: Vec<KeyedEvent>,
    /// 至
    pub to: Vec<KeyedEvent>,
}

/// 预警
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "compiler", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Warning {
    /// What is left when it comes.
    pub left: Expr,
    /// Where its code begins.
    pub body: Pc,
}

impl Deadline {
    /// Where its bodies begin.
    pub fn bodies(&self) -> impl Iterator<Item = Pc> {
        self.warnings.iter().map(|w| w.body).chain(self.late).chain(self.breach)
    }

    /// Its event patterns.
    pub fn events(&self) -> impl Iterator<Item = &KeyedEvent> {
        self.start.iter().chain(&self.stop).chain(self.pauses.iter().flat_map(|p| p.from.iter().chain(&p.to)))
    }
}
