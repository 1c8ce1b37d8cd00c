//! The tables of names that a program's parts point into.

use super::{Cell, Expr, Format, Slot, Type};
use crate::base::Decimal;
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
    /// In order of comparison.
    pub leaves: Vec<Leaf>,
}

/// A leaf of a 分类.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "compiler", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Leaf {
    /// Canonical name.
    pub name: SmolStr,
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

/// A spoken line, a tip or any text with placeholders.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "compiler", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Template {
    /// Stable across edits elsewhere: flow, step and a hash of the words.
    pub id: SmolStr,
    /// In order.
    pub parts: Vec<TemplatePart>,
}

/// A part of a line.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "compiler", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum TemplatePart {
    /// Characters.
    Plain(SmolStr),
    /// A value and how it is written.
    Value(Expr, Format),
    /// A value that is read from what was said: name and type.
    Capture(SmolStr, Type),
    /// 【…】: a key point.
    Key(Vec<TemplatePart>),
    /// `…`
    Gap,
}

/// How strongly a line is ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "compiler", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Modality {
    /// 必说
    Must,
    /// 应说
    Should,
    /// 说
    May,
}

/// How words are matched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "compiler", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum MatchMode {
    /// 逐字
    Verbatim,
    /// 大意
    #[default]
    Gist,
    /// 要点
    KeyPoints,
}

/// Speech rate asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "compiler", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Pace {
    /// 慢
    Slow,
    /// 快
    Fast,
}

/// How many entries must be said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "compiler", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Quantifier {
    /// 任一
    #[default]
    Any,
    /// 全部
    All,
    /// 依次
    InOrder,
}

/// A 用语: equivalent texts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "compiler", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PhraseClass {
    /// Its name.
    pub name: SmolStr,
    /// By position; entries see them as arguments.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub params: Vec<Param>,
    /// How many entries must be said.
    pub quantifier: Quantifier,
    /// How they are matched.
    pub mode: MatchMode,
    /// The list is not closed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub open: bool,
    /// Saying it over the customer is no interruption.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub no_interruption: bool,
    /// Speech rate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pace: Option<Pace>,
    /// The texts, with those of included classes.
    pub entries: Vec<LineId>,
    /// 依据
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub basis: Vec<SmolStr>,
}

/// How grave a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "compiler", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// 轻微
    Minor,
    /// 一般
    #[default]
    Ordinary,
    /// 严重
    Serious,
}

/// Where in an utterance a phrase counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "compiler", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Position {
    /// Anywhere.
    #[default]
    Anywhere,
    /// 句首
    SentenceStart,
    /// 首句
    FirstTurn,
    /// 句尾
    SentenceEnd,
}

/// A 禁语: what must not be said.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "compiler", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Forbid {
    /// Its name.
    pub name: SmolStr,
    /// How grave.
    pub severity: Severity,
    /// 扣
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub points: Option<Decimal>,
    /// 一票否决
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub veto: bool,
    /// The list is not closed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub open: bool,
    /// The phrases.
    pub entries: Vec<ForbidEntry>,
    /// 除非: longer texts that shield what they contain.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unless: Vec<SmolStr>,
    /// 只对: roles by name, empty for the agent.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub spoken_by: Vec<SmolStr>,
    /// 范围
    #[serde(default, skip_serializing_if = "Scope::is_everywhere")]
    pub scope: Scope,
    /// 位置
    #[serde(default)]
    pub position: Position,
    /// 当, over session values
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Expr>,
    /// 引述也算
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub quotes_count: bool,
    /// 依据
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub basis: Vec<SmolStr>,
}

/// Where a 禁语 is in force.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "compiler", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Scope {
    /// Flows, by index.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub flows: Vec<u32>,
    /// Steps: flow, step.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<(u32, u32)>,
    /// Phases: taxonomy, leaf.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub phases: Vec<(u32, u32)>,
}

impl Scope {
    /// Whether nothing narrows it.
    pub fn is_everywhere(&self) -> bool {
        self.flows.is_empty() && self.steps.is_empty() && self.phases.is_empty()
    }
}

/// A forbidden phrase.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "compiler", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ForbidEntry {
    /// The words; `…` stands for anything up to the end of the sentence.
    pub phrase: SmolStr,
    /// What to say instead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replacement: Option<SmolStr>,
}

/// A 规则 or 保证 by name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "compiler", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Its name.
    pub name: SmolStr,
    /// It must be proved.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub guarantee: bool,
    /// 依据
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub basis: Vec<SmolStr>,
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
