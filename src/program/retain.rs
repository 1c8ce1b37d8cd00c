//! 留存: how long records are kept.

use super::{Expr, KeyedEvent, Pause};
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

/// A 留存. Its due instant is a value: the same time of day on the date so much later.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "compiler", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Retain {
    /// What is kept.
    pub form: u32,
    /// How long.
    pub length: Expr,
    /// 自, each with what tells one record from another.
    pub from: Vec<KeyedEvent>,
    /// 停表
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pauses: Vec<Pause>,
    /// The calendar that counts it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calendar: Option<u32>,
    /// 期满
    pub expiry: Expiry,
    /// 依据
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub basis: Vec<SmolStr>,
}

/// 期满
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "compiler", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Expiry {
    /// 归档
    Archive,
    /// 删除
    Erase,
    /// 封存
    Seal,
    /// 续存: so much longer each time.
    Extend(Expr),
}

impl Retain {
    /// Its event patterns.
    pub fn events(&self) -> impl Iterator<Item = &KeyedEvent> {
        self.from.iter().chain(self.pauses.iter().flat_map(|p| p.from.iter().chain(&p.to)))
    }
}
