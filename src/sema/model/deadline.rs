//! 期限, and what its kin share: keys, pauses, limits with their calendar.

use super::{Arm, CalendarId, Event, Expr, FieldId, FlowId, FormId, Limit, Meta, Severity, Slot, Var};
use crate::base::Span;
use smol_str::SmolStr;

/// 按: by what instances are kept apart.
#[derive(Debug, Clone, Default)]
pub enum Key {
    /// There is one at a time.
    #[default]
    None,
    /// 工单
    Case,
    /// 期间
    Period,
    /// An argument of the events.
    Named(NamedKey),
}

/// An argument of the events by which instances are kept apart.
#[derive(Debug, Clone)]
pub struct NamedKey {
    /// The argument's name; in `订单.编号` that of the argument that is the record, or of its form.
    pub name: SmolStr,
    /// 编号
    pub field: Option<(FormId, FieldId)>,
    /// Its type.
    pub slot: Slot,
    /// Where.
    pub span: Span,
}

impl Key {
    /// What bodies call it.
    pub fn name(&self) -> &str {
        match self {
            Self::None | Self::Case => "",
            Self::Period => "期间",
            Self::Named(key) => &key.name,
        }
    }
}

/// A 期限.
#[derive(Debug, Clone)]
pub struct Deadline {
    /// Its name.
    pub name: SmolStr,
    /// 按
    pub key: Key,
    /// The flow it stands in.
    pub flow: Option<FlowId>,
    /// Outside a flow: the time line on which it lives.
    pub line: super::TimeLine,
    /// Outside a flow: the variables of its bodies, the key first.
    pub vars: Vec<Var>,
    /// 起
    pub start: Event,
    /// 止
    pub stop: Event,
    /// 限时
    pub limit: Option<Limit>,
    /// The calendar that counts it, where nothing on the limit says so.
    pub using: Option<CalendarId>,
    /// 末次起算
    pub latest: bool,
    /// 停表: from, to.
    pub pauses: Vec<(Event, Event, Span)>,
    /// 预警
    pub warnings: Vec<Warning>,
    /// 已过
    pub late: Option<Arm>,
    /// 超时
    pub breach: Option<Arm>,
    /// How bad a breach is.
    pub severity: Option<Severity>,
    /// 一票否决
    pub veto: bool,
    /// It belongs to the package that is checked.
    pub own: bool,
    /// Where its name stands.
    pub span: Span,
    /// Citations and documentation.
    pub meta: Meta,
}

/// 预警
#[derive(Debug, Clone)]
pub struct Warning {
    /// What is left then.
    pub left: Expr,
    /// What it does.
    pub body: Arm,
}

impl Deadline {
    /// What it does, in source order.
    pub fn bodies(&self) -> impl Iterator<Item = &Arm> {
        self.warnings.iter().map(|w| &w.body).chain(&self.late).chain(&self.breach)
    }

    /// Its event patterns.
    pub fn events(&self) -> impl Iterator<Item = &Event> {
        let from = self.limit.iter().filter_map(|l| l.from.as_ref());
        [&self.start, &self.stop].into_iter().chain(self.pauses.iter().flat_map(|(a, b, _)| [a, b])).chain(from)
    }
}
