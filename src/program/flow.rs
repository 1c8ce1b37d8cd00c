//! Flows and steps.

use super::{EventPattern, Expr, Param, Pc, Slot};
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

/// A 流程.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "compiler", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Flow {
    /// Its name.
    pub name: SmolStr,
    /// 曾用名
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub formerly: Vec<SmolStr>,
    /// How many of `vars` are parameters.
    pub params: u32,
    /// All variables, parameters first. A record variable that is a form's current record bears the form's name.
    pub vars: Vec<Param>,
    /// 得
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gives: Option<Slot>,
    /// 工单
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub case: bool,
    /// 由: role; absent where the flow acts for its caller.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<u32>,
    /// 计量 of this flow alone, whole; absent: the program's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measure: Option<super::Measure>,
    /// 随时, in source order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub handlers: Vec<Handler>,
    /// 随时 选项, in source order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<Opt>,
    /// The first is the entry.
    pub steps: Vec<Step>,
    /// 依据
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub basis: Vec<SmolStr>,
    /// `##` lines.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub doc: Option<String>,
}

/// A 环节.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "compiler", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// Its name.
    pub name: SmolStr,
    /// 曾用名
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub formerly: Vec<SmolStr>,
    /// Where its code begins.
    pub entry: Pc,
    /// 仅
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub only: Vec<u32>,
    /// 由
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<u32>,
    /// 阶段: taxonomy, leaf
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phase: Option<(u32, u32)>,
    /// 选项, in source order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<Opt>,
    /// 当, in source order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub handlers: Vec<Handler>,
    /// 依据
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub basis: Vec<SmolStr>,
    /// `##` lines.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub doc: Option<String>,
}

/// 当 or 随时: events, and the code that runs. The code ends in a leaving operation or in [`super::Op::Resume`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "compiler", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Handler {
    /// Any of these.
    pub on: Vec<EventPattern>,
    /// Where its code begins.
    pub body: Pc,
}

/// 选项.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "compiler", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Opt {
    /// Index into [`super::Program::labels`].
    pub label: u32,
    /// 曾用名: labels it had.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub formerly: Vec<SmolStr>,
    /// 其他
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub other: bool,
    /// 仅
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub only: Vec<u32>,
    /// 仅当, with its words for the reason shown when it is disabled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provided: Option<Box<(Expr, SmolStr)>>,
    /// 视为
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub acts: Vec<Act>,
    /// 例如
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub samples: Vec<SmolStr>,
    /// Where its code begins.
    pub body: Pc,
    /// 依据
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub basis: Vec<SmolStr>,
}

/// What choosing an option counts as.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "compiler", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Act {
    /// 确认 record
    Confirmed(Expr),
    /// 同意 actions
    Consent(Vec<u32>),
    /// 本人
    Identity,
}
