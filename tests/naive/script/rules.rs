//! Rules as plain data: sentences, and what stands around them.

use super::limits::Length;
use super::{Pat, Who};

/// One sentence and what stands around it.
#[derive(Debug, Clone)]
pub struct Rule {
    /// 按 号
    pub keyed: bool,
    /// 若 会员，
    pub provided: bool,
    /// 在 … 时，; 自 … 至 …，
    pub within: Option<Stretch>,
    /// 每 T，
    pub every: Option<i64>,
    /// 必须 and 不得, 应 and 不应, 宜 and 不宜.
    pub modality: usize,
    /// What breaking it costs.
    pub price: Option<Price>,
    pub sentence: Sentence,
    /// 否则 做 办: of the number in hand, or of this one.
    pub otherwise: Option<Option<usize>>,
    /// 优先于 these, by their place.
    pub over: Vec<usize>,
    /// 并入
    pub into: Option<usize>,
}

/// 扣 5分; 每次 扣 2分 至多 6分; 再次 扣 3分; 一票否决
#[derive(Debug, Clone)]
pub struct Price {
    pub points: i64,
    pub each: bool,
    pub most: Option<i64>,
    pub again: Option<i64>,
    pub veto: bool,
}

/// 评分: from 100 down, 合格 and 否决, what the first rule costs at most.
#[derive(Debug, Clone)]
pub struct Score {
    pub pass: i64,
    pub veto: i64,
    pub most: Option<i64>,
}

#[derive(Debug, Clone)]
pub enum Sentence {
    /// 不得 A
    Never(Pat),
    /// 可 A
    May(Pat),
    /// 必须 A
    Must(Pat),
    /// A 至多, 至少, 恰好 n次
    Times(Pat, &'static str, usize),
    /// [每次] B 之前 必须 A
    Before { each: bool, of: Pat, must: Pat },
    /// A 之前 不得 B
    Until(Pat, Pat),
    /// A 之后 必须 B, 除非 D
    After(Trigger, Pat, Option<Pat>),
    /// A 之后 T 以内 必须 B, 除非 D, 末次起算
    Within { after: Trigger, length: Length, must: Pat, unless: Option<Pat>, latest: bool },
    /// 不晚于 约.时刻 - T 必须 B; 约.时刻 之前 T 以内 必须 B; 除非 D
    By { ms: i64, window: bool, must: Pat, unless: Option<Pat> },
    /// 首先 必须 A
    FirstOf(Pat),
    /// 最后 必须 A
    LastOf(Pat),
    /// 每次 A 之间 必须 B
    Between(Pat, Pat),
    /// A 之后 [T 以内] 不得 B
    Barred(Trigger, Option<i64>, Pat),
    /// 两次 A 之间 至少 T
    Apart(Pat, i64),
    /// S 持续 不得 超过 T
    Lasts(Stretch, i64),
    /// S 累计 不得 超过 T
    Totals(Stretch, i64),
    /// S 持续 必须 T 以上
    LastsLeast(Stretch, i64),
    /// S 时 不得 A
    WhileNever(Stretch, Pat),
    /// S 时 必须 A
    WhileMust(Stretch, Pat),
    /// S 时 每 T 必须 A
    WhileEvery(Stretch, i64, Pat),
    /// A 只能 在 S; A 不得 在 S
    Only(Pat, bool, Stretch),
    /// A 则 必须 B
    Then(Pat, Pat),
    /// 第一句 必须 谁 说 …
    First(Who, usize),
    /// 最后一句 必须 谁 说 …
    Last(Who, usize),
    /// A 下一句 必须 谁 说 …
    Next(Trigger, Who, usize),
}

/// An event that opens an obligation: all, 首次, 再次, 第 2次.
#[derive(Debug, Clone)]
pub struct Trigger {
    pub nth: &'static str,
    pub on: Pat,
}

#[derive(Debug, Clone)]
pub enum Stretch {
    OnHold,
    Connected,
    InStep(String),
    /// 情形 自 甲 至 乙, 情形 自 丙 至 丁
    Named(usize),
    /// 自 A 至 B: only before a sentence.
    From(Pat, Pat),
}
