//! The compiled program: serde types only, the one contract between the compiler and every frontend.
//!
//! All parts refer to each other by index into the tables of [`Program`]; names are in the tables. `docs/program-format.md` describes the document.

mod code;
mod deadline;
mod document;
mod each;
mod escalate;
mod event;
mod expr;
mod flow;
mod guard;
mod load_error;
mod measure;
mod metric;
mod pattern;
mod phrase;
mod retain;
mod rule;
mod schedule;
mod score;
mod sentence;
mod source_map;
pub mod spell;
mod stretch;
mod tables;
mod types;
mod validate;

pub use code::{Ask, Branch, Do, Fill, Limit, LimitBound, Op, Pc, Place, Say, SayWords, Shift, Wait, WaitArm};
pub use deadline::{Deadline, Pause, Warning};
pub use document::{Document, FEATURES, content_hash, decode, encode, encode_and_hash};
pub use escalate::{Jump, Ladder, Raise, Rung};
pub use event::{Actor, Attr, EventKind, EventPattern};
pub use expr::{ArithOp, Cell, CompareOp, DuePart, Expr, OfCall, Test};
pub use flow::{Act, Flow, Handler, Opt, Step};
pub use guard::{Guard, GuardAt};
pub use load_error::{LoadError, LoadErrorKind};
pub use measure::Measure;
pub use metric::{Counted, Metric, MetricPeriod};
pub use pattern::{Before, Bound, By, Counts, Day, Lasts, Pattern, Until};
pub use phrase::{
    Forbid, ForbidEntry, MatchMode, Modality, Pace, PhraseClass, Position, Quantifier, Scope, Severity, Template, TemplatePart,
};
pub use retain::{Expiry, Retain};
pub use rule::{Again, Deduct, Line, Rule};
pub use schedule::{PeriodDuty, Recurring, Schedule};
pub use score::{Score, ScoreGroup};
pub use sentence::{Duty, Every, KeyedEvent, Nth, Otherwise, Sentence, Trigger, Within};
pub use source_map::{Place as SourcePlace, SourceMap};
pub use stretch::{CalendarSet, Stretch, StretchRef};
pub use tables::{Action, Citation, Decision, Event, Field, Form, Leaf, LineId, Param, Required, Role, Row, Table, Taxonomy};
pub use types::{CivilUnit, Format, Range, Slot, Type, Value};
pub use validate::validate;

pub use crate::base::calendar::Calendar;

use serde::{Deserialize, Serialize};

/// The major version of the format that this crate writes and reads.
pub const MAJOR: u32 = 1;
/// The minor version of the format that this crate writes.
pub const MINOR: u32 = 0;
/// The language edition that this crate compiles.
pub const EDITION: &str = "2026";

/// A whole compiled program. It holds nothing that depends on where or in which keyword language it was written.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "compiler", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Program {
    /// Language edition, `2026`.
    pub edition: String,
    /// Features a runtime must know to play this program; an unknown one is refused.
    pub requires: Vec<String>,
    /// The package's name.
    pub package: String,
    /// The package calls itself a draft (草案): a host may refuse it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub draft: bool,
    /// IANA zone in which wall-clock times are read.
    pub zone: String,
    /// 日历
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub calendars: Vec<Calendar>,
    /// The calendar in force where no part says otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calendar: Option<u32>,
    /// Given at session start.
    pub params: Vec<Param>,
    /// 分类, with the anonymous ones of 得.
    pub taxonomies: Vec<Taxonomy>,
    /// 登记表
    pub forms: Vec<Form>,
    /// 角色
    pub roles: Vec<Role>,
    /// 动作
    pub actions: Vec<Action>,
    /// 事件
    pub events: Vec<Event>,
    /// 判定
    pub decisions: Vec<Decision>,
    /// 用语
    pub phrases: Vec<PhraseClass>,
    /// 禁语
    pub forbids: Vec<Forbid>,
    /// 计量
    #[serde(default, skip_serializing_if = "Measure::is_default")]
    pub measure: Measure,
    /// 情形
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stretches: Vec<Stretch>,
    /// 规则 and 保证
    pub rules: Vec<Rule>,
    /// 评分
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub score: Option<Score>,
    /// 指标
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub metrics: Vec<Metric>,
    /// 期限
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub deadlines: Vec<Deadline>,
    /// 升级
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ladders: Vec<Ladder>,
    /// 周期
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub schedules: Vec<Schedule>,
    /// 留存
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub retains: Vec<Retain>,
    /// 依据: every clause with every place that carries it, in source order.
    pub citations: Vec<Citation>,
    /// 流程
    pub flows: Vec<Flow>,
    /// Flows the host may start: those nobody starts or calls, in source order.
    pub entries: Vec<u32>,
    /// The code of all steps and handlers, found by [`Pc`].
    pub code: Vec<Op>,
    /// Spoken lines and tips, apart from the machine, by [`LineId`].
    pub lines: Vec<Template>,
    /// Result names of 结束, in order of first use.
    pub results: Vec<String>,
    /// Option labels, in order of first use; `其他` where the label is 其他.
    pub labels: Vec<String>,
}
