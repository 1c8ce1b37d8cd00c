//! 规则 and 保证, 情形, 计量, 评分, 指标.

use super::{CalendarId, DeadlineId, Event, Expr, Keyed, Meta, RuleId, Sentence, Severity, StretchRef, Test};
use crate::base::{Decimal, Span};
use crate::syntax::ast::{MeasureKind, PointsOn};
use smol_str::SmolStr;

/// What a 规则 or 保证 says.
#[derive(Debug, Clone)]
pub struct RuleBody {
    /// The time line that judges it.
    pub line: TimeLine,
    /// 按, as written.
    pub key: Option<SmolStr>,
    /// 严重, 一般, 轻微
    pub severity: Severity,
    /// 扣
    pub points: Vec<Deduct>,
    /// 一票否决
    pub veto: bool,
    /// 并入
    pub fold_into: Vec<RuleId>,
    /// 优先于
    pub over: Vec<RuleId>,
    /// 仅指导
    pub advice: bool,
    /// 可监控
    pub monitor: bool,
    /// 用
    pub using: Option<CalendarId>,
    /// 假定
    pub assumes: Vec<Assume>,
    /// 计量 of its own: what it sets.
    pub measure: Vec<MeasureSetting>,
    /// All of which must hold.
    pub sentences: Vec<Sentence>,
}

/// A time line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum TimeLine {
    /// 通话
    #[default]
    Call,
    /// 工单
    Case,
    /// 机构
    Organisation,
}

/// 扣
#[derive(Debug, Clone)]
pub struct Deduct {
    /// For which findings.
    pub on: PointsOn,
    /// What is deducted.
    pub amount: Decimal,
    /// 至多
    pub at_most: Option<Decimal>,
    /// Where.
    pub span: Span,
}

/// 假定
#[derive(Debug, Clone)]
pub struct Assume {
    /// Of what.
    pub event: Event,
    /// How often; none: it comes in the end.
    pub times: Option<Test>,
    /// Where.
    pub span: Span,
}

/// A 情形.
#[derive(Debug, Clone)]
pub struct Stretch {
    /// Its name.
    pub name: SmolStr,
    /// 自
    pub from: Event,
    /// 至
    pub to: Event,
    /// 若
    pub given: Option<Expr>,
    /// Where its name stands.
    pub span: Span,
    /// Citations and documentation.
    pub meta: Meta,
}

/// One measure and what it is set to.
#[derive(Debug, Clone)]
pub struct MeasureSetting {
    /// Which.
    pub kind: MeasureKind,
    /// ms, for all but 应和词.
    pub ms: i64,
    /// 应和词
    pub words: Vec<SmolStr>,
    /// 底线
    pub floor: bool,
    /// Where.
    pub span: Span,
}

/// A 评分.
#[derive(Debug, Clone)]
pub struct Score {
    /// 满分
    pub full: Decimal,
    /// 合格
    pub pass: Decimal,
    /// 否决
    pub veto: Decimal,
    /// 组
    pub groups: Vec<ScoreGroup>,
    /// The head line.
    pub span: Span,
    /// Citations and documentation.
    pub meta: Meta,
}

/// A group of rules whose cost is capped.
#[derive(Debug, Clone)]
pub struct ScoreGroup {
    /// Its name.
    pub name: SmolStr,
    /// 至多
    pub at_most: Option<Decimal>,
    /// 规则
    pub rules: Vec<RuleId>,
    /// 禁语
    pub forbids: Vec<super::ForbidId>,
}

/// A 指标.
#[derive(Debug, Clone)]
pub struct Metric {
    /// Its name.
    pub name: SmolStr,
    /// What is counted.
    pub part: Counted,
    /// 占
    pub of: Event,
    /// 达
    pub target: Option<Test>,
    /// Over which time.
    pub period: MetricPeriod,
    /// 归属
    pub by: Option<Event>,
    /// 样本
    pub sample: Option<u32>,
    /// The calendar that tells the periods.
    pub calendar: Option<CalendarId>,
    /// Where its name stands.
    pub span: Span,
    /// Citations and documentation.
    pub meta: Meta,
}

/// What a metric counts.
#[derive(Debug, Clone)]
pub enum Counted {
    /// Breaches of a 期限.
    Breaches(DeadlineId),
    /// Events.
    Events(Event),
    /// Events in a stretch that has lasted at most so many ms.
    EventsIn(Event, StretchRef, i64),
}

/// Over which time a metric is taken.
#[derive(Debug, Clone)]
pub enum MetricPeriod {
    /// One after the other, each of this length.
    Every(Expr),
    /// So many days before the instant of asking.
    LastDays(u32),
}

/// Events without a key.
impl From<Event> for Keyed {
    fn from(event: Event) -> Self {
        let keys = event.atoms.iter().map(|_| None).collect();
        Self { event, keys }
    }
}
