//! A sentence of a rule: its pattern, how strongly it binds, and what narrows it.

use super::{CivilUnit, EventPattern, Expr, Pattern, Program, StretchRef};
use serde::{Deserialize, Serialize};

/// One sentence of a rule. Its expressions see no variables unless `flow` names the flow whose they are.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "compiler", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Sentence {
    /// What must hold.
    pub pattern: Pattern,
    /// How strongly.
    pub duty: Duty,
    /// What comes before the comma.
    #[serde(default, skip_serializing_if = "Within::is_everywhere")]
    pub within: Within,
    /// The flow whose variables its expressions read: those of its innermost invocation that runs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub flow: Option<u32>,
    /// 否则: done once when it is broken.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub otherwise: Vec<Otherwise>,
    /// 除非: withdraws what is owed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unless: Vec<KeyedEvent>,
    /// 末次起算
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub restart: bool,
    /// Sentences (rule, sentence) before which this one gives way while their scope holds: those of higher rank that ask for the
    /// contrary, and 可 sentences that lift this prohibition.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub yields: Vec<(u32, u32)>,
}

impl Program {
    /// A sentence of a rule by its number, counted from 1 as it is read.
    pub fn sentence(&self, rule: u32, number: u32) -> Option<&Sentence> {
        let at = number.checked_sub(1)?;
        self.rules.get(rule as usize)?.sentences.get(at as usize)
    }
}

/// How strongly a sentence binds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "compiler", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Duty {
    /// 必须, 不得
    Must,
    /// 应, 不应: a finding is at most 一般.
    Should,
    /// 宜, 不宜: a finding is 轻微.
    Advise,
    /// 可: nothing is judged; what it lifts yields to it.
    May,
}

/// 若, 在 … 时, 自 … 至 …, 每 …
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "compiler", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Within {
    /// 若
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provided: Option<Expr>,
    /// 在 … 时: each occurrence of these together is a scope.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub during: Vec<StretchRef>,
    /// 自
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub from: Vec<KeyedEvent>,
    /// 至
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub to: Vec<KeyedEvent>,
    /// 每 1年: the scope closes at each period's end; with the calendar that tells it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub every: Option<Every>,
}

impl Within {
    /// Whether nothing narrows the sentence.
    pub fn is_everywhere(&self) -> bool {
        self.provided.is_none() && self.during.is_empty() && self.from.is_empty() && self.to.is_empty() && self.every.is_none()
    }
}

/// A recurring period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "compiler", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Every {
    /// ms
    Length(i64),
    /// So many units of a calendar.
    Civil(u32, CivilUnit, u32),
}

/// An event and where it carries the key of its rule.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "compiler", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct KeyedEvent {
    /// The event.
    pub event: EventPattern,
    /// The key, out of the event in hand: an event for which it is 未知 is not seen. Absent where the rule has no key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<Expr>,
}

/// Events that open an obligation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "compiler", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Trigger {
    /// Any of these.
    pub on: Vec<KeyedEvent>,
    /// Which of them, counted in the scope.
    #[serde(default, skip_serializing_if = "Nth::is_any")]
    pub nth: Nth,
}

/// 首次, 再次, 第 n次
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "compiler", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Nth {
    /// Every one.
    #[default]
    Any,
    /// 首次
    First,
    /// 再次: every one after the first.
    Again,
    /// 第 n次, from 1.
    Exactly(u32),
}

impl Nth {
    /// Whether it is [`Nth::Any`].
    pub fn is_any(&self) -> bool {
        *self == Self::Any
    }

    /// Whether the n-th event, from 1, is meant.
    pub fn takes(&self, n: u32) -> bool {
        match self {
            Self::Any => true,
            Self::First => n == 1,
            Self::Again => n > 1,
            Self::Exactly(which) => n == *which,
        }
    }
}

/// What is done when a sentence is broken.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "compiler", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Otherwise {
    /// 做: action, arguments. Where one action opened what is owed, its own arguments are [`Expr::Arg`].
    Do(u32, Vec<Expr>),
    /// 升级: ladder.
    Escalate(u32),
}
