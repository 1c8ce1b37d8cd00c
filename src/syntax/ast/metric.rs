//! 指标: rates over windows of time.

use super::{Event, Expr, Name, Path, Stretch, Test};
use crate::base::Span;

/// 指标
#[derive(Debug, Clone)]
pub struct Metric {
    /// Its name.
    pub name: Name,
    /// What is counted.
    pub counted: Counted,
    /// 占
    pub out_of: Event,
    /// 达
    pub target: Option<Test>,
    /// Over which time.
    pub windows: Vec<(MetricWindow, Span)>,
    /// 样本
    pub sample: Option<Test>,
    /// 归属
    pub counted_by: Option<Event>,
    /// 用
    pub using: Option<Name>,
    /// The head line.
    pub span: Span,
}

/// What a metric counts.
#[derive(Debug, Clone)]
pub enum Counted {
    /// `期限 违期`
    Overdue(Path),
    /// Events, those alone that come when a stretch has such a length: `接听 响铃中 15秒 以内`.
    Events(Event, Option<(Stretch, Test)>),
}

/// Over which time a metric is taken.
#[derive(Debug, Clone)]
pub enum MetricWindow {
    /// `每 24小时`
    Every(Expr),
    /// `近 30天`
    Trailing(Expr),
    /// 每日
    Daily,
    /// 每周
    Weekly,
    /// 每月
    Monthly,
    /// 每季末
    Quarterly,
    /// 每年
    Yearly,
}
