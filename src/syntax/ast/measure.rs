//! 计量: the measures of derived events.

use super::{Expr, Text};
use crate::base::Span;

/// 计量: the measures of derived events.
#[derive(Debug, Clone, Default)]
pub struct Measure {
    /// The lines, in source order.
    pub settings: Vec<MeasureSetting>,
    /// 底线
    pub floor: bool,
    /// The head line.
    pub span: Span,
}

/// A line of 计量.
#[derive(Debug, Clone)]
pub struct MeasureSetting {
    /// Which measure.
    pub kind: MeasureKind,
    /// Its value, for all but 应和词.
    pub value: Option<Expr>,
    /// 应和词; empty for 无.
    pub words: Vec<Text>,
    /// The line.
    pub span: Span,
}

/// The measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MeasureKind {
    /// 铃周期
    RingPeriod,
    /// 停顿上限
    PauseCap,
    /// 应和词
    BackchannelWords,
    /// 应和上限
    BackchannelCap,
    /// 答话上限
    ReplyCap,
    /// 语速最短
    PaceMinimum,
    /// 转写延迟
    TranscriptLag,
}
