//! Rules: what is watched, how grave it is, what it costs.

use super::{Measure, Sentence, Severity};
use crate::base::Decimal;
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

/// A 规则 or 保证.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "compiler", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Its name.
    pub name: SmolStr,
    /// 曾用名
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub formerly: Vec<SmolStr>,
    /// It must be proved.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub guarantee: bool,
    /// The time line whose instances judge it.
    #[serde(default, skip_serializing_if = "Line::is_call")]
    pub line: Line,
    /// 按: the key as written; each event of a sentence says where it carries it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<SmolStr>,
    /// 严重, 一般, 轻微
    #[serde(default, skip_serializing_if = "Severity::is_default")]
    pub severity: Severity,
    /// 扣
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deduct: Option<Deduct>,
    /// 一票否决
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub veto: bool,
    /// 并入: rules; an event on which one of these has a finding costs nothing here.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub into: Vec<u32>,
    /// 计量 of this rule alone, whole; absent: the program's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measure: Option<Measure>,
    /// What must hold; none for 仅指导.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sentences: Vec<Sentence>,
    /// 依据
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub basis: Vec<SmolStr>,
}

/// A time line. The smallest that holds all events of a rule and its key judges it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "compiler", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Line {
    /// 通话
    #[default]
    Call,
    /// 工单
    Case,
    /// 机构
    Organisation,
}

impl Line {
    /// Whether it is [`Line::Call`].
    pub fn is_call(&self) -> bool {
        *self == Self::Call
    }
}

/// 扣: what findings of a rule cost, counted per scope instance.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "compiler", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Deduct {
    /// For the first finding.
    pub points: Decimal,
    /// 每次: for each finding.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub each: bool,
    /// 至多
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub most: Option<Decimal>,
    /// 再次: every finding after the first costs this, and is so grave.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub again: Option<Again>,
}

/// 再次 严重 扣 5分
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "compiler", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Again {
    /// How grave; absent: as the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub severity: Option<Severity>,
    /// What it costs.
    pub points: Decimal,
}
