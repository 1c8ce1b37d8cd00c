//! 周期: duties that come again and again.

use super::{EventPattern, Expr, Param, Pc, Shift};
pub use crate::base::calendar::Recurring;

use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

/// A 周期. Sessions of an organisation watch it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "compiler", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Schedule {
    /// Its name.
    pub name: SmolStr,
    /// 曾用名
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub formerly: Vec<SmolStr>,
    /// 由
    pub by: u32,
    /// The calendar that counts its periods.
    pub calendar: u32,
    /// How often, and on which day.
    pub every: Recurring,
    /// The time of day, ms after midnight.
    pub clock: u32,
    /// 起: it may be done from that time on to the end of the period, rather than before it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub from: bool,
    /// 遇休; absent: 照常.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_rest: Option<Shift>,
    /// 归属: by these events things are counted into a period.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub counted_by: Vec<EventPattern>,
    /// 须, one after the other.
    pub duties: Vec<PeriodDuty>,
    /// 若: asked when a period begins.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Expr>,
    /// 漏: where its code begins.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub missed: Option<Pc>,
    /// The variables of 漏, the period's name first.
    pub vars: Vec<Param>,
    /// 依据
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub basis: Vec<SmolStr>,
}

/// What must come, or be done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "compiler", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PeriodDuty {
    /// Any of these.
    pub on: Vec<EventPattern>,
    /// 恰好 so many times; absent: once or more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub times: Option<u32>,
}
