//! Spoken lines, phrase classes and forbidden words.

use super::{Expr, Format, LineId, Param, Type};
use crate::base::Decimal;
use crate::base::phrase::{At, Folding, Options, Set};
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

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
    /// 曾用名
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub formerly: Vec<SmolStr>,
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
    /// 不分, 区分
    #[serde(default, skip_serializing_if = "Folding::is_usual")]
    pub folding: Folding,
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

impl Severity {
    /// Whether it is [`Severity::Ordinary`].
    pub fn is_default(&self) -> bool {
        *self == Self::Ordinary
    }
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
    /// 曾用名
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub formerly: Vec<SmolStr>,
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
    /// 不分, 区分, 跳过
    #[serde(default, skip_serializing_if = "Folding::is_usual")]
    pub folding: Folding,
    /// 引述也算
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub quotes_count: bool,
    /// 依据
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub basis: Vec<SmolStr>,
}

impl Forbid {
    /// How grave it is to say one of its entries.
    pub fn severity_of(&self, entry: usize) -> Severity {
        self.entries.get(entry).and_then(|e| e.severity).unwrap_or(self.severity)
    }

    /// Its phrases, as they are found in what is said; who says it, where and when is another question.
    pub fn set(&self) -> Set {
        let at = match self.position {
            Position::Anywhere => At::Anywhere,
            Position::SentenceStart => At::SentenceStart,
            Position::FirstTurn => At::FirstTurn,
            Position::SentenceEnd => At::SentenceEnd,
        };
        Set::new(self.entries.iter().map(|e| e.phrase.clone()))
            .unless(self.unless.iter().cloned())
            .at(at)
            .counting_quotes(self.quotes_count)
            .folding(self.folding.change(Options::default()))
    }
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
    /// What sort of phrase it is, in the words of its list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<SmolStr>,
    /// How grave, where it is not as grave as the set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub severity: Option<Severity>,
}
