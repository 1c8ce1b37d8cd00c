//! Calendars while a program is played: the one in force, the zone of the called number, and what a calendar cannot answer.

use super::eval::Eval;
use super::machine::Machine;
use super::run::Run;
use super::value::Val;
use crate::base::calendar::zone::Zone;
use crate::base::calendar::{Calendar, CivilUnit, Fault, Move, Reckoning};
use crate::program::{ArithOp, CalendarSet};

/// What one question to a calendar costs of an event's fuel: it may look at many dates.
const COST: u32 = 2_000;
/// Faults kept of one event; more of them say nothing new.
const FAULTS: usize = 16;

/// A question that a calendar had no answer to.
pub(crate) type Unanswered = (Option<u32>, Fault);

impl Machine {
    /// A calendar by number; none stands for that of a program without any.
    pub(crate) fn calendar(&self, calendar: Option<u32>) -> &Calendar {
        calendar.and_then(|c| self.program.calendars.get(c as usize)).unwrap_or(&self.plain)
    }

    /// A calendar by number, in its zone or in that of the called number.
    pub(crate) fn reckoning(&self, calendar: Option<u32>, called: Option<Zone>) -> Result<Reckoning<'_>, Fault> {
        self.calendar(calendar).reckon(called)
    }

    /// The name of a calendar.
    pub fn calendar_name(&self, calendar: Option<u32>) -> &str {
        &self.calendar(calendar).name
    }
}

impl Eval<'_> {
    /// The zone of the calendar in force.
    pub(crate) fn zone(&self) -> Option<Zone> {
        if self.calendar == self.m.program.calendar && self.m.fixed_zone {
            return Some(self.m.zone);
        }
        match self.m.reckoning(self.calendar, self.core.called) {
            Ok(reckoning) => Some(reckoning.zone()),
            Err(fault) => {
                self.unanswered(self.calendar, fault);
                None
            }
        }
    }

    /// Asks the calendar in force.
    pub(crate) fn reckon<T>(&mut self, ask: impl FnOnce(&Reckoning<'_>) -> Result<T, Fault>) -> Option<T> {
        self.reckon_by(self.calendar, ask)
    }

    /// Asks a calendar. What it cannot answer is kept and told.
    pub(crate) fn reckon_by<T>(&mut self, calendar: Option<u32>, ask: impl FnOnce(&Reckoning<'_>) -> Result<T, Fault>) -> Option<T> {
        *self.fuel = self.fuel.saturating_sub(COST);
        match self.m.reckoning(calendar, self.core.called).and_then(|r| ask(&r)) {
            Ok(answer) => Some(answer),
            Err(fault) => {
                self.unanswered(calendar, fault);
                None
            }
        }
    }

    fn unanswered(&self, calendar: Option<u32>, fault: Fault) {
        let mut faults = self.faults.borrow_mut();
        if faults.len() < FAULTS && !faults.contains(&(calendar, fault)) {
            faults.push((calendar, fault));
        }
    }

    /// Evaluates something by another calendar.
    pub(crate) fn by_calendar<T>(&mut self, calendar: Option<u32>, f: impl FnOnce(&mut Self) -> T) -> T {
        let before = std::mem::replace(&mut self.calendar, calendar);
        let value = f(self);
        self.calendar = before;
        value
    }

    /// A time and a civil or working length added or subtracted; nothing for any other two values.
    pub(crate) fn civil(&mut self, op: ArithOp, a: &Val, b: &Val) -> Option<Val> {
        let (time, n, unit) = match (op, a, b) {
            (ArithOp::Add, time, Val::Civil(n, unit)) | (ArithOp::Add, Val::Civil(n, unit), time) => (time, Some(*n), *unit),
            (ArithOp::Sub, time, Val::Civil(n, unit)) => (time, n.checked_neg(), *unit),
            _ => return None,
        };
        Some(match (time, n) {
            (Val::Instant(t), Some(n)) => self.reckon(|r| r.plus(*t, n, unit)).map_or(Val::Unknown, Val::Instant),
            (Val::Date(date), Some(n)) => self.reckon(|r| r.date_after(*date, n, unit)).map_or(Val::Unknown, Val::Date),
            _ => return None,
        })
    }

    /// 工作差
    pub(crate) fn working_time(&mut self, a: &Val, b: &Val) -> Val {
        match (a, b) {
            (Val::Instant(a), Val::Instant(b)) => {
                self.reckon(|r| r.work_between(*a, *b)).map_or(Val::Unknown, |ms| Val::Civil(ms, CivilUnit::WorkMs))
            }
            _ => Val::Unknown,
        }
    }

    /// 顺延, 提前
    pub(crate) fn moved(&mut self, by: Move, t: &Val) -> Val {
        match t {
            Val::Instant(t) => self.reckon(|r| r.moved(*t, by)).map_or(Val::Unknown, Val::Instant),
            _ => Val::Unknown,
        }
    }

    /// 属 a calendar's set. A date is in 工作时间 if it works.
    pub(crate) fn in_set(&mut self, value: &Val, calendar: u32, set: CalendarSet) -> bool {
        let value = value.clone();
        let answer = self.reckon_by(Some(calendar), |r| match (&value, set) {
            (Val::Instant(t), CalendarSet::Hours) => r.at_work(*t),
            (Val::Instant(t), CalendarSet::Rest) => r.at_rest(*t),
            (Val::Instant(t), CalendarSet::Holidays) => r.is_holiday(r.date(*t)?),
            (Val::Date(date), CalendarSet::Hours) => r.works(*date),
            (Val::Date(date), CalendarSet::Holidays) => r.is_holiday(*date),
            _ => Ok(false),
        });
        answer.unwrap_or(false)
    }

    /// The last instant in time of a limit that starts now.
    pub(crate) fn last_instant(&mut self, length: &Val) -> Option<i64> {
        let now = self.core.now;
        match length {
            Val::Duration(ms) => Some(now.saturating_add(*ms)),
            Val::Civil(n, unit) => self.reckon(|r| r.limit(now, *n, *unit)),
            _ => None,
        }
    }
}

impl Run<'_> {
    /// Tells what calendars could not answer since this was last asked.
    pub(crate) fn tell_unanswered(&mut self, t: usize, pc: u32) {
        let unanswered = std::mem::take(self.faults.get_mut());
        for (calendar, fault) in unanswered {
            let finding = super::effect::Finding::Calendar(calendar, fault);
            self.emit(t, pc, super::effect::EffectKind::Finding(Box::new(finding)));
        }
    }
}
