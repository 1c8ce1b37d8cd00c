//! 评分: what findings cost a call.

use crate::base::Decimal;
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

/// A 评分.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "compiler", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Score {
    /// 满分
    pub full: Decimal,
    /// 合格
    pub pass: Decimal,
    /// 否决: the score where a veto is broken.
    pub veto: Decimal,
    /// 组
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<ScoreGroup>,
}

/// Rules that together cost no more than so much.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "compiler", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ScoreGroup {
    /// Its name.
    pub name: SmolStr,
    /// 至多
    pub most: Decimal,
    /// Rules.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rules: Vec<u32>,
}
