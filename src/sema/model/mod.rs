//! What a package means: every name resolved, every expression typed, places kept for findings.

mod calendar;
mod deadline;
mod decl;
mod escalate;
mod event;
mod expr;
mod flow;
mod id;
mod kinds;
mod phrase;
mod retain;
mod rule;
mod scenario;
mod schedule;
mod sentence;
mod types;
mod walk;

pub use calendar::{Calendar, CalendarSaid};
pub use deadline::{Deadline, Key, NamedKey, Warning};
pub use decl::{
    Action, Clauses, Const, ConstState, Decision, DecisionRow, EventDecl, Field, Form, Leaf, Meta, Param, Required, Role, Rule, RuleKind,
    Table, Taxonomy,
};
pub use escalate::{Ladder, Rung};
pub use event::{Actor, Event, EventAtom, EventKind};
pub use expr::{Attr, Builtin, Cell, DuePart, Expr, ExprKind, Range, Test, Text, TextPart, Value};
pub use flow::{
    Act, Anytime, Arm, Flow, IfArm, Label, Limit, LimitBound, Line, LineSource, Opt, Place, Row, Say, Step, Stmt, StmtKind, Var, Wait, When,
};
pub use id::{
    ActionId, CalendarId, ConstId, DeadlineId, DecisionId, EventId, FieldId, FlowId, ForbidId, FormId, LadderId, LeafId, ParamId,
    PhrasesId, RoleId, RuleId, StepId, StretchId, TaxonomyId, VarId,
};
pub use kinds::Kinds;
pub use phrase::{Forbid, ForbidEntry, Phrases, Scope};
pub use retain::{Expiry, Retain};
pub use rule::{Assume, Counted, Deduct, MeasureSetting, Metric, MetricPeriod, RuleBody, Score, ScoreGroup, Stretch, TimeLine};
pub use scenario::{
    ExpectKind, Expectation, Given, GivenTarget, Judged, LimitExpect, Mark, Moment, Play, PlayKind, Scenario, ScenarioLine, Stand, Time,
};
pub use schedule::{Duty, Every, Occasion, OnRest, Schedule};
pub use sentence::{Bound, Counts, Keyed, ModalWord, Nth, Pattern, Remedy, Sentence, StretchRef, Trigger, Until, Within};
pub use types::{CivilUnit, Slot, Ty};
pub use walk::{Visit, each_stmt, remedies};

pub use crate::syntax::ast::{
    BinaryOp, CompareOp, DayWord, MatchMode, MeasureKind, Modality, OfCall, Pace, PointsOn, Position, Quantifier, Severity, Shift,
};

use smol_str::SmolStr;

/// A package, elaborated. Parts refer to each other by id; an id is an index into the table of its kind.
#[derive(Debug, Clone, Default)]
pub struct Model {
    /// The package's name.
    pub package: SmolStr,
    /// 参数
    pub params: Vec<Param>,
    /// 常量
    pub consts: Vec<Const>,
    /// 分类; the built-in 情绪 is first, anonymous ones of 得 have an empty name.
    pub taxonomies: Vec<Taxonomy>,
    /// 判定
    pub decisions: Vec<Decision>,
    /// 登记表
    pub forms: Vec<Form>,
    /// 角色; the built-in 话务员, 客户, 系统, 第三方 are first, in this order.
    pub roles: Vec<Role>,
    /// 动作
    pub actions: Vec<Action>,
    /// 事件
    pub events: Vec<EventDecl>,
    /// 用语
    pub phrases: Vec<Phrases>,
    /// 禁语
    pub forbids: Vec<Forbid>,
    /// 流程
    pub flows: Vec<Flow>,
    /// 期限, those inside flows too.
    pub deadlines: Vec<Deadline>,
    /// 升级, those inside flows too.
    pub ladders: Vec<Ladder>,
    /// 周期
    pub schedules: Vec<Schedule>,
    /// 留存
    pub retains: Vec<Retain>,
    /// 规则, 保证 and the other constructs of part 2, by name.
    pub rules: Vec<Rule>,
    /// 情形
    pub stretches: Vec<Stretch>,
    /// 计量 of the package: what it sets.
    pub measure: Vec<MeasureSetting>,
    /// 评分
    pub score: Option<Score>,
    /// 指标
    pub metrics: Vec<Metric>,
    /// 日历, with what they inherit filled in.
    pub calendars: Vec<Calendar>,
    /// The 日历 marked 默认: in force where no 用 names another.
    pub default_calendar: Option<CalendarId>,
    /// 《》 documents declared with 引用 文档, without the brackets.
    pub documents: Vec<SmolStr>,
    /// 场景, one for each row of 逐行.
    pub scenarios: Vec<Scenario>,
}

/// The built-in taxonomy 情绪, unless the package declares its own.
pub const MOOD: TaxonomyId = TaxonomyId(0);
/// The built-in role 话务员.
pub const AGENT: RoleId = RoleId(0);
/// The built-in role 客户.
pub const CUSTOMER: RoleId = RoleId(1);
/// The built-in role 系统.
pub const SYSTEM: RoleId = RoleId(2);
/// The built-in role 第三方.
pub const THIRD: RoleId = RoleId(3);
