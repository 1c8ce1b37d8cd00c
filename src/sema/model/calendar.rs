//! 日历: the data that counts, and what of it was written where.

use super::{CalendarId, Deadline, Flow, FlowId, Ladder, Meta, Model, Step, TimeLine};
use crate::base::{Span, calendar};

/// A 日历 with what it inherits filled in.
#[derive(Debug, Clone)]
pub struct Calendar {
    /// What it says, as the program will hold it.
    pub data: calendar::Calendar,
    /// 继承
    pub parent: Option<CalendarId>,
    /// Where each of its settings is written, here or in a calendar that it inherits.
    pub said: CalendarSaid,
    /// It belongs to the package that is checked, not to one that it uses.
    pub own: bool,
    /// Where its name stands.
    pub span: Span,
    /// Citations and documentation.
    pub meta: Meta,
}

/// Where the settings of a calendar are written.
#[derive(Debug, Clone, Copy, Default)]
pub struct CalendarSaid {
    /// 时区
    pub zone: Option<Span>,
    /// 工作日
    pub workdays: Option<Span>,
    /// 工作时间
    pub hours: Option<Span>,
    /// 休息时间
    pub rest: Option<Span>,
    /// 年份
    pub years: Option<Span>,
    /// 落入休息
    pub rest_hit: Option<Span>,
    /// 月末
    pub month_end: Option<Span>,
    /// 周起始
    pub week_start: Option<Span>,
    /// 截止
    pub cutoff: Option<Span>,
}

impl Model {
    /// The calendar in force in a step, or in what a flow answers at any time: the step's own, that of who acts in it, the flow's, that of
    /// who acts in the flow, the package's.
    pub fn calendar_of(&self, flow: &Flow, step: Option<&Step>) -> Option<CalendarId> {
        let acting = |role: Option<super::RoleId>| role.and_then(|r| self.roles.get(r.index())).and_then(|r| r.using);
        let of_step = step.and_then(|s| s.using.or_else(|| acting(s.by)));
        of_step.or(flow.using).or_else(|| acting(flow.by)).or(self.default_calendar)
    }

    /// Whether a 期限 is moved out of rest hours: one of the call never is.
    pub fn moves_deadline(&self, deadline: &Deadline) -> bool {
        self.in_case(deadline.flow).unwrap_or(deadline.line != TimeLine::Call)
    }

    /// Whether the rungs of a 升级 are moved out of rest hours: those of the call never are.
    pub fn moves_ladder(&self, ladder: &Ladder) -> bool {
        self.in_case(ladder.flow).unwrap_or(true)
    }

    /// Whether what stands in a flow may run in a case; none for what stands in no flow.
    fn in_case(&self, flow: Option<FlowId>) -> Option<bool> {
        flow.map(|f| self.flows.get(f.index()).is_none_or(|f| f.in_case))
    }

    /// A calendar.
    pub fn calendar(&self, id: CalendarId) -> Option<&Calendar> {
        self.calendars.get(id.index())
    }
}

impl Model {
    /// The calendar by which the times of a scenario are read; one without a zone of its own is read in the package's.
    pub fn scenario_calendar(&self, using: Option<CalendarId>) -> calendar::Calendar {
        let named = |id: Option<CalendarId>| id.and_then(|id| self.calendar(id)).map(|c| c.data.clone());
        let mut data = named(using)
            .or_else(|| named(self.default_calendar))
            .unwrap_or_else(|| calendar::Calendar { week_start: 1, ..calendar::Calendar::default() });
        if data.zone.is_none() {
            let own = named(self.default_calendar).and_then(|c| c.zone);
            data.zone = Some(own.unwrap_or_else(|| calendar::DEFAULT_ZONE.into()));
        }
        data
    }
}
