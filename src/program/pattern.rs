//! The eighteen patterns of a sentence.

use super::{EventKind, Expr, KeyedEvent, Program, SayWords, Shift, StretchRef, Trigger};
use serde::{Deserialize, Serialize};

/// What a sentence says. A is what triggers, B what is asked for or forbidden.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "compiler", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Pattern {
    /// P1 不得 A; under 可 what is permitted.
    Never(Trigger),
    /// P2 必须 A
    Always(Trigger),
    /// P3 A 至少, 至多, 恰好: events, least, most.
    Times(Trigger, Option<Expr>, Option<Expr>),
    /// P4 第一句 必须 A; 首先 必须 A
    First(Counts, Vec<KeyedEvent>),
    /// P5 最后一句 必须 A; 最后 必须 A
    Last(Counts, Vec<KeyedEvent>),
    /// P6 [每次] B 之前 必须 A, P7 A 之前 不得 B
    Before(Before),
    /// P8 A 之后 必须 B, P9 with a bound
    After(Trigger, Vec<KeyedEvent>, Option<Bound>),
    /// P10 A 下一句 必须 B
    Next(Trigger, Vec<KeyedEvent>),
    /// P11 每次 A 之间 必须 B
    Between(Trigger, Vec<KeyedEvent>),
    /// P12 A 之后 [T 以内] 不得 B
    Barred(Trigger, Vec<KeyedEvent>, Option<Bound>),
    /// P13 两次 A 之间 至少 T: a length
    Apart(Trigger, Expr),
    /// P14 S 持续, 累计
    Lasts(Lasts),
    /// P15 S 时 每 T 必须 A. (S 时 不得 A and S 时 必须 A are P1 and P2 with S in `during`.)
    EachIn(StretchRef, Expr, Vec<KeyedEvent>),
    /// P16 A 只能 在 W; the flag: 不得 在 W
    Only(Trigger, StretchRef, bool),
    /// P17 A 则 必须 B
    Implies(Trigger, Vec<KeyedEvent>),
    /// P18 不晚于 V - T 必须 B; V 之前 T 以内 必须 B
    By(By),
}

/// What 第一句 and 首先, 最后一句 and 最后 count.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "compiler", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Counts {
    /// 句 of the actor of the events: turns, noise outside them, 不答.
    Turn,
    /// Events that people and hosts make.
    Host,
    /// Events that the machine makes.
    Machine,
    /// Derived events.
    Derived,
}

/// P6, P7
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "compiler", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Before {
    /// B
    pub of: Trigger,
    /// A
    pub must: Vec<KeyedEvent>,
    /// 每次: since the B before.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub each: bool,
    /// It was written A 之前 不得 B.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub until: bool,
}

/// P14
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "compiler", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Lasts {
    /// S
    pub of: StretchRef,
    /// 累计: over the whole scope.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub total: bool,
    /// The longest length that is allowed, a 时长.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub most: Option<Expr>,
    /// The shortest length that is allowed, a 时长.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub least: Option<Expr>,
}

/// P18
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "compiler", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct By {
    /// V, a 时刻.
    pub instant: Expr,
    /// The events that make V known or change it.
    pub arms: Vec<KeyedEvent>,
    /// T: how long before V it is due; a 时长 or civil length.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub less: Option<Expr>,
    /// V 之前 T 以内: not before V − T, and before V; then `less` is absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub window: Option<Expr>,
    /// The calendar in force.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calendar: Option<u32>,
    /// B
    pub must: Vec<KeyedEvent>,
}

/// The bound of P9 and P12. Where there are several the first that runs out counts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "compiler", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Bound {
    /// Up to when.
    pub most: Vec<Until>,
    /// The last instant does not belong to it: 不足, 之前.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub open: bool,
    /// Not earlier than this after A.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub least: Option<Until>,
    /// The calendar in force.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calendar: Option<u32>,
    /// 顺延, 提前
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shift: Option<Shift>,
}

/// One bound.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "compiler", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Until {
    /// A 时长 or civil length after A.
    Length(Expr),
    /// A 时刻.
    Instant(Expr),
    /// A time of a day told from A's date: ms after midnight; the last instant of it belongs to it.
    Day(Day, u32),
    /// So many of these events after A, that of B's own instant counted by its number: 声, 次.
    Count(Vec<KeyedEvent>, Expr),
}

/// A day told from the date of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "compiler", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Day {
    /// 当日
    Same,
    /// 次日
    Next,
    /// 下个工作日
    NextWorkday,
}

impl Pattern {
    /// What it asks for; nothing for what forbids, counts or measures.
    pub fn asked(&self) -> &[KeyedEvent] {
        match self {
            Self::Always(trigger) => &trigger.on,
            Self::First(_, asked) | Self::Last(_, asked) => asked,
            Self::After(_, asked, _) | Self::Next(_, asked) | Self::Between(_, asked) => asked,
            Self::EachIn(.., asked) | Self::Implies(_, asked) => asked,
            Self::Before(before) => &before.must,
            Self::By(by) => &by.must,
            // What is forbidden and was said is certain; a count may be too high as well as too low.
            Self::Never(_) | Self::Times(..) | Self::Barred(..) | Self::Apart(..) | Self::Lasts(_) | Self::Only(..) => &[],
        }
    }
}

impl Program {
    /// Whether a pattern asks for words of a class whose list is not closed: that none of them was heard proves nothing.
    pub fn asks_open(&self, pattern: &Pattern) -> bool {
        pattern.asked().iter().any(|asked| match &asked.event.kind {
            EventKind::Says(SayWords::Class(class, ..)) => self.phrases.get(*class as usize).is_some_and(|c| c.open),
            _ => false,
        })
    }
}
