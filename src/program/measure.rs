//! 计量: how derived events are measured.

use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

/// Whole: what a text leaves out has its default here.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "compiler", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Measure {
    /// 铃周期, ms
    pub ring_period: i64,
    /// 停顿上限, ms
    pub pause_cap: i64,
    /// 应和词
    pub backchannels: Vec<SmolStr>,
    /// 应和上限, ms
    pub backchannel_cap: i64,
    /// 答话上限, ms
    pub reply_cap: i64,
    /// 语速最短, ms
    pub rate_min: i64,
    /// 转写延迟, ms; only the program's own counts.
    pub lag: i64,
}

impl Default for Measure {
    fn default() -> Self {
        Self {
            ring_period: 5_000,
            pause_cap: 1_000,
            backchannels: ["嗯", "好", "对", "是的", "我理解"].map(SmolStr::new_static).to_vec(),
            backchannel_cap: 1_000,
            reply_cap: 5_000,
            rate_min: 2_000,
            lag: 0,
        }
    }
}

impl Measure {
    /// The number of the ring that is current at an instant, where nobody counts them: 来电 begins the first.
    pub fn rings(&self, rang: i64, at: i64) -> u32 {
        let past = at.saturating_sub(rang).max(0) / self.ring_period.max(1);
        u32::try_from(past.saturating_add(1)).unwrap_or(u32::MAX)
    }

    /// Whether nothing was set.
    pub fn is_default(&self) -> bool {
        *self == Self::default()
    }
}
