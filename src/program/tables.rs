//! The tables of names that a program's parts point into.

use super::{Cell, Expr, Slot};
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

/// Index into [`super::Program::lines`].
pub type LineId = u32;

/// A named place with a type.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "compiler", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Param {
    /// Its name.
    pub name: SmolStr,
    /// 曾用名
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub formerly: Vec<SmolStr>,
    /// Its type and range.
    pub slot: Slot,
    /// The value where the host gives none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<Expr>,
}

/// A 分类. Leaves are in order; an inner node is the leaves that name it in `within`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "compiler", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Taxonomy {
    /// Its name; empty for one written out after 得.
    pub name: SmolStr,
    /// 曾用名
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub formerly: Vec<SmolStr>,
    /// In order of comparison.
    pub leaves: Vec<Leaf>,
    /// 开放: the last leaf stands for whatever the others do not name.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub open: bool,
}

/// A leaf of a 分类.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "compiler", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Leaf {
    /// Canonical name.
    pub name: SmolStr,
    /// 曾用名
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub formerly: Vec<SmolStr>,
    /// Accepted in data.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<SmolStr>,
    /// Inner nodes above it, outermost first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub within: Vec<SmolStr>,
}

/// A 登记表.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "compiler", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Form {
    /// Its name.
    pub name: SmolStr,
    /// 曾用名
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub formerly: Vec<SmolStr>,
    /// Accepted in data.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<SmolStr>,
    /// Filled by the host.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub system: bool,
    /// In source order.
    pub fields: Vec<Field>,
    /// 必填其一: groups of fields.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub require_one: Vec<Vec<u32>>,
    /// 不得同人: groups of person fields.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub distinct: Vec<Vec<u32>>,
    /// 依据
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub basis: Vec<SmolStr>,
}

/// A field of a form. In its expressions the record itself is argument 0.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "compiler", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// Its name.
    pub name: SmolStr,
    /// 曾用名
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub formerly: Vec<SmolStr>,
    /// Accepted in data.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<SmolStr>,
    /// Its type and range.
    pub slot: Slot,
    /// 必填
    #[serde(default, skip_serializing_if = "Required::is_never")]
    pub required: Required,
    /// Computed, never entered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub derived: Option<Expr>,
    /// The value of a new record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<Expr>,
    /// 分段
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub grouped: Vec<u32>,
    /// 格式: `9` any digit, `A` any letter, `*` anything, other characters themselves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pattern: Option<SmolStr>,
    /// 系统
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub system: bool,
    /// 保密
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub secret: bool,
    /// 依据
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub basis: Vec<SmolStr>,
}

/// When a field must hold a value at submission.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "compiler", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Required {
    /// Never.
    #[default]
    Never,
    /// Always.
    Always,
    /// When this holds.
    When(Expr),
}

impl Required {
    /// Whether it is [`Required::Never`].
    pub fn is_never(&self) -> bool {
        matches!(self, Self::Never)
    }
}

/// A 角色.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "compiler", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Role {
    /// Its name.
    pub name: SmolStr,
    /// 曾用名
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub formerly: Vec<SmolStr>,
    /// Accepted in data.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<SmolStr>,
    /// 上级
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub superior: Option<u32>,
    /// 不得兼任
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub exclusive: Vec<u32>,
}

/// A 动作: what the host does.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "compiler", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Action {
    /// Its name.
    pub name: SmolStr,
    /// 曾用名
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub formerly: Vec<SmolStr>,
    /// By position.
    pub params: Vec<Param>,
    /// 得: the host answers with this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gives: Option<Slot>,
    /// 仅: roles, empty for all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub only: Vec<u32>,
    /// 仅当, over the parameters as arguments; checked before it is done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provided: Option<Expr>,
    /// 不可逆
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub irreversible: bool,
    /// 依据
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub basis: Vec<SmolStr>,
}

/// A 事件: what the host reports.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "compiler", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Event {
    /// Its name.
    pub name: SmolStr,
    /// 曾用名
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub formerly: Vec<SmolStr>,
    /// By position or name.
    pub params: Vec<Param>,
}

/// A 判定.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "compiler", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Decision {
    /// Its name.
    pub name: SmolStr,
    /// 曾用名
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub formerly: Vec<SmolStr>,
    /// By position.
    pub params: Vec<Param>,
    /// What it gives.
    pub gives: Slot,
    /// The table.
    pub table: Table,
    /// 依据
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub basis: Vec<SmolStr>,
}

/// A table that gives a value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "compiler", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Table {
    /// Over the arguments.
    pub columns: Vec<Expr>,
    /// In source order; the first that holds is taken.
    pub rows: Vec<Row>,
}

/// A row that gives a value; no cells for 其余.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "compiler", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// One a column.
    pub cells: Vec<Cell>,
    /// The value.
    pub value: Expr,
}

/// A clause of a manual or regulation, and one place that carries it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "compiler", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Citation {
    /// The clause as written: `R003-045`.
    pub clause: SmolStr,
    /// What carries it, in words: `规则 三声接听`, `流程 来电 / 环节 接听 / 必说`.
    pub carrier: SmolStr,
    /// The flow and step it stands in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step: Option<(u32, u32)>,
    /// The words that are said there, where it stands on a line or a class.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<LineId>,
}
