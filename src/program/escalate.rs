//! 升级: ladders of roles.

use super::{Expr, KeyedEvent, Limit, Param, Pc};
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

/// A 升级. It is started by [`super::Op::Climb`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "compiler", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Ladder {
    /// Its name.
    pub name: SmolStr,
    /// 曾用名
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub formerly: Vec<SmolStr>,
    /// What its instances are kept apart by, in a word; empty where there is one at a time.
    #[serde(default, skip_serializing_if = "SmolStr::is_empty")]
    pub key: SmolStr,
    /// The flow it stands in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub flow: Option<u32>,
    /// Outside a flow: the variables of 到顶, the key first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub vars: Vec<Param>,
    /// 级, from the lowest up; at least one.
    pub rungs: Vec<Rung>,
    /// 提级
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub raises: Vec<Raise>,
    /// 直达
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub jumps: Vec<Jump>,
    /// 止: any of these ends it.
    pub stop: Vec<KeyedEvent>,
    /// 到顶: where its code begins.
    pub top: Pc,
    /// 依据
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub basis: Vec<SmolStr>,
}

/// 级
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "compiler", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Rung {
    /// Whose it is.
    pub role: u32,
    /// 限时; absent: only 提级 and 止 end it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<Limit>,
    /// 可: left out while nobody has the role.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub optional: bool,
    /// 依据
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub basis: Vec<SmolStr>,
}

/// 提级
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "compiler", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Raise {
    /// Any of these raises it.
    pub on: Vec<KeyedEvent>,
    /// The rung it goes to; absent: the next.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<u32>,
}

/// 直达
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "compiler", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Jump {
    /// The rung it goes to.
    pub to: u32,
    /// When; absent: at once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Expr>,
}

impl Ladder {
    /// Its event patterns.
    pub fn events(&self) -> impl Iterator<Item = &KeyedEvent> {
        self.stop.iter().chain(self.raises.iter().flat_map(|r| &r.on))
    }
}
