//! 指标: rates over many calls.

use super::{CompareOp, Every, KeyedEvent, StretchRef};
use crate::base::Decimal;
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

/// A 指标: how many of `of` are `part`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "compiler", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Metric {
    /// Its name.
    pub name: SmolStr,
    /// 曾用名
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub formerly: Vec<SmolStr>,
    /// What is counted.
    pub part: Counted,
    /// 占: what it is counted among.
    pub of: Counted,
    /// 达: comparison, percent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reach: Option<(CompareOp, Decimal)>,
    /// Over which periods.
    pub period: MetricPeriod,
    /// 归属: the events by which an item belongs to a period; none: those of `of`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub by: Vec<KeyedEvent>,
    /// 样本 至少
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sample: Option<u32>,
    /// 依据
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub basis: Vec<SmolStr>,
}

/// What a metric counts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "compiler", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Counted {
    /// Events.
    Events(Vec<KeyedEvent>),
    /// Events in a stretch that then has lasted at most so many ms.
    EventsIn(Vec<KeyedEvent>, StretchRef, i64),
    /// Items whose instance of this 期限 was broken.
    Breaches(u32),
}

/// The periods of a metric.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "compiler", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum MetricPeriod {
    /// 每 …, one after the other.
    Every(Every),
    /// 近 n天: the days before the instant of asking.
    LastDays(u32, u32),
}
