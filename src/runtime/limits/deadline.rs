//! 期限: opened, paused, warned of, broken, closed.

use super::clock::Clock;
use super::feed::{Hand, in_hand};
use super::show::{LimitKind, LimitNote, State as Showing};
use super::state::{Instance, Invocation, Key, OPEN};
use crate::base::calendar::{Fault, Move, Reckoning};
use crate::program::{Deadline, Limit, LimitBound, Line};
use crate::runtime::effect::{EffectKind, Finding};
use crate::runtime::eval::whole;
use crate::runtime::observe::{Note, To};
use crate::runtime::occur::Occur;
use crate::runtime::run::{Halt, Run};
use crate::runtime::seen::{Limited, OfLimit, Point};
use crate::runtime::state::NONE;
use crate::runtime::value::Val;
use smol_str::SmolStr;

/// The key that says that instances are kept apart by case.
const BY_CASE: &str = "工单";

impl<'a> Run<'a> {
    /// A 期限 takes what happens: what closes it first, then what stops and starts its clock, then what opens it.
    pub(super) fn deadline_takes(&mut self, d: u32, happened: &Note) -> Result<(), Halt> {
        let Some(decl) = self.m.program.deadlines.get(d as usize) else { return Ok(()) };
        for of in self.invocations(decl.flow, happened.case) {
            for key in self.keyed(&decl.stop, of, happened) {
                if let Ok(i) = self.st.limits.deadline(d, &key.text, of) {
                    self.close_deadline(i);
                }
            }
            for (n, pause) in decl.pauses.iter().enumerate() {
                for key in self.keyed(&pause.to, of, happened) {
                    self.hold_deadline(d, decl, &key, of, n, false);
                }
                for key in self.keyed(&pause.from, of, happened) {
                    self.hold_deadline(d, decl, &key, of, n, true);
                }
            }
            self.begin_unstarted(d, decl, of, &happened.what)?;
            for key in self.keyed(&decl.start, of, happened) {
                self.open_deadline(d, decl, key, of, &happened.what)?;
            }
        }
        Ok(())
    }

    /// A case is closed, and with it what it still had time for.
    pub(super) fn close_case_limits(&mut self, happened: &Note) {
        let m = self.m;
        let case = whole(i64::from(happened.case));
        for (d, decl) in m.program.deadlines.iter().enumerate().filter(|(_, d)| d.flow.is_none() && d.line == Line::Case) {
            let value = match happened.scene.as_ref() {
                _ if decl.key == BY_CASE => Some(&case),
                Some(scene) => scene.flows.iter().filter(|i| i.case == happened.case).find_map(|i| i.opened_with(m, &decl.key)),
                None => None,
            };
            let Some(key) = value.map(|value| Key::of(m, value.clone())) else { continue };
            if let Ok(i) = self.st.limits.deadline(d as u32, &key.text, None) {
                self.close_deadline(i);
            }
        }
    }

    fn open_deadline(&mut self, d: u32, decl: &'a Deadline, key: Key, of: Invocation, what: &Occur) -> Result<(), Halt> {
        let now = self.st.core.now;
        let i = match self.st.limits.deadline(d, &key.text, of) {
            Ok(i) => {
                // One that is open goes on as it is, unless the latest start counts.
                if !decl.latest || self.st.limits.deadlines.get(i).is_none_or(|x| x.overdue || x.unstarted) {
                    return Ok(());
                }
                if let Some(x) = self.st.limits.deadlines.get_mut(i) {
                    (x.warned, x.events) = (0, in_hand(what));
                }
                i
            }
            Err(i) => {
                if self.st.limits.deadlines.len() >= OPEN {
                    return Err(Halt::Much);
                }
                let instance = Instance {
                    deadline: d,
                    key,
                    of,
                    opened: now,
                    clock: Clock::default(),
                    pausing: 0,
                    warned: 0,
                    overdue: false,
                    unstarted: !decl.limit.from.is_empty(),
                    rounds: 0,
                    events: in_hand(what),
                };
                self.st.limits.deadlines.insert(i, instance);
                i
            }
        };
        if self.st.limits.deadlines.get(i).is_some_and(|x| x.unstarted) {
            return Ok(());
        }
        self.run_clock(i, decl, &decl.limit)
    }

    /// Those that wait for an event from which they count begin with it.
    fn begin_unstarted(&mut self, d: u32, decl: &'a Deadline, of: Invocation, what: &Occur) -> Result<(), Halt> {
        if decl.limit.from.is_empty() {
            return Ok(());
        }
        let (id, owner) = of.unwrap_or((NONE, 0));
        let t = self.st.threads.iter().position(|t| t.id == id).unwrap_or(usize::MAX);
        if !self.any_matches(t, owner, &decl.limit.from, what) {
            return Ok(());
        }
        let waiting = self.st.limits.deadlines.iter().filter(|x| x.deadline == d && x.of == of && x.unstarted);
        // One that was past when it was opened is gone afterwards: each is looked up by its key.
        let keys: Vec<SmolStr> = waiting.map(|x| x.key.text.clone()).collect();
        for key in keys {
            let Ok(i) = self.st.limits.deadline(d, &key, of) else { continue };
            if let Some(x) = self.st.limits.deadlines.get_mut(i) {
                x.unstarted = false;
            }
            self.run_clock(i, decl, &decl.limit)?;
        }
        Ok(())
    }

    /// The clock of an instance begins now; it stands from the beginning where a 停表 is open. One that was past when it was opened goes the
    /// way of 已过.
    pub(super) fn run_clock(&mut self, i: usize, decl: &'a Deadline, limit: &Limit) -> Result<(), Halt> {
        let Some(x) = self.st.limits.deadlines.get(i).cloned() else { return Ok(()) };
        let now = self.st.core.now;
        let bound = self.bound_of(limit, x.of, &x.key, &x.events);
        let mut clock = Clock::new(bound, now);
        let stands = x.pausing != 0;
        if stands {
            self.by_reckoning(limit.calendar, |r| clock.pause(r, now));
        } else {
            self.count_clock(&mut clock, limit, x.of);
        }
        let past = matches!(clock.bound, Val::Instant(_)) && clock.last.is_some_and(|last| last < now);
        let last = clock.last;
        let unknown = match &clock.bound {
            Val::Civil(..) => false,
            Val::Duration(_) | Val::Instant(_) => !stands && last.is_none(),
            _ => true,
        };
        if let Some(x) = self.st.limits.deadlines.get_mut(i) {
            (x.clock, x.overdue) = (clock, false);
        }
        if let (true, Some(body)) = (past, decl.late) {
            self.st.limits.deadlines.remove(i);
            self.tell(x.of, note(&x, Showing::Late));
            return self.run_body(body, x.of, &x.key, &x.events, NONE);
        }
        self.note_running(x.deadline, last);
        self.tell(x.of, note(&x, if stands { Showing::Paused } else { Showing::Running(last) }));
        if unknown {
            self.finding(x.of, Finding::NoLength);
        }
        self.tell_unanswered(usize::MAX, NONE);
        Ok(())
    }

    /// What a limit is bounded by: a length, or an instant.
    pub(super) fn bound_of(&mut self, limit: &Limit, of: Invocation, key: &Key, events: &[(u32, Vec<Val>)]) -> Val {
        let vars = [key.val.clone()];
        let hand = Hand { vars: &vars, events, args: &[] };
        self.eval_limit(of, &hand, |eval| {
            let calendar = limit.calendar.or(eval.calendar);
            eval.by_calendar(calendar, |eval| match &limit.bound {
                LimitBound::Length(e) | LimitBound::Until(e) => eval.eval(e),
            })
        })
    }

    /// Counts a clock by the calendar of its limit.
    pub(super) fn count_clock(&mut self, clock: &mut Clock, limit: &Limit, of: Invocation) {
        let shift = self.shift_of(limit, of);
        self.by_reckoning(limit.calendar, |r| clock.count(r, shift));
    }

    /// Which way a limit goes from rest hours. Of the limits of flows those alone move that run in a case.
    pub(crate) fn shift_of(&self, limit: &Limit, of: Invocation) -> Option<Move> {
        let case = |id: u32| {
            self.st.threads.iter().find(|t| t.id == id).and_then(|t| self.m.program.flows.get(t.flow as usize)).is_some_and(|f| f.case)
        };
        limit.shift.filter(|_| of.is_none_or(|(id, _)| case(id)))
    }

    /// Asks a calendar; what it cannot answer is told.
    pub(super) fn by_reckoning<T>(&mut self, calendar: Option<u32>, ask: impl FnOnce(&Reckoning<'_>) -> Result<T, Fault>) -> Option<T> {
        let hand = Hand { vars: &[], events: &[], args: &[] };
        self.eval_limit(None, &hand, |eval| eval.reckon_by(calendar.or(eval.calendar), ask))
    }

    /// 停表: one more, or one fewer, holds the clock. It stands while any does.
    fn hold_deadline(&mut self, d: u32, decl: &Deadline, key: &Key, of: Invocation, n: usize, hold: bool) {
        let Ok(i) = self.st.limits.deadline(d, &key.text, of) else { return };
        let Some(mut x) = self.st.limits.deadlines.get(i).cloned() else { return };
        let bit = 1_u32.checked_shl(n as u32).unwrap_or(0);
        let before = x.pausing;
        x.pausing = if hold { before | bit } else { before & !bit };
        if x.overdue || x.unstarted || (before == 0) == (x.pausing == 0) {
            if let Some(slot) = self.st.limits.deadlines.get_mut(i) {
                slot.pausing = x.pausing;
            }
            return;
        }
        let (now, limit) = (self.st.core.now, &decl.limit);
        let mut clock = std::mem::take(&mut x.clock);
        let shift = self.shift_of(limit, of);
        self.by_reckoning(limit.calendar, |r| if hold { clock.pause(r, now) } else { clock.resume(r, now, shift) });
        let last = clock.last;
        x.clock = clock;
        self.note_running(d, last);
        let shown = note(&x, if hold { Showing::Paused } else { Showing::Running(last) });
        if let Some(slot) = self.st.limits.deadlines.get_mut(i) {
            *slot = x;
        }
        self.tell(of, shown);
        self.tell_unanswered(usize::MAX, NONE);
    }

    /// An instance is over.
    pub(super) fn close_deadline(&mut self, i: usize) {
        if i >= self.st.limits.deadlines.len() {
            return;
        }
        let x = self.st.limits.deadlines.remove(i);
        if x.clock.last == Some(self.st.core.now) && !x.overdue {
            self.m.note(Point::Limit(Limited::Deadline(x.deadline), OfLimit::Met), self.st.core.now);
        }
        self.tell(x.of, note(&x, Showing::Closed(x.overdue)));
    }

    /// It is broken: said once; then what 超时 says is done.
    pub(super) fn break_deadline(&mut self, i: usize) -> Result<(), Halt> {
        let Some(x) = self.lapse_deadline(i) else { return Ok(()) };
        let breach = self.m.program.deadlines.get(x.deadline as usize).and_then(|d| d.breach);
        match breach {
            Some(body) => self.run_body(body, x.of, &x.key, &x.events, NONE),
            None => Ok(()),
        }
    }

    /// It is broken, and no more is done.
    pub(super) fn lapse_deadline(&mut self, i: usize) -> Option<Instance> {
        let x = self.st.limits.deadlines.get_mut(i)?;
        x.overdue = true;
        let x = x.clone();
        self.m.note(Point::Limit(Limited::Deadline(x.deadline), OfLimit::Broken), self.st.core.now);
        let shown = note(&x, Showing::Broken);
        self.finding(x.of, Finding::Overdue(Box::new(shown)));
        if x.rounds == 0 && self.m.rules.metrics {
            let t = x.of.and_then(|(id, _)| self.st.threads.iter().position(|t| t.id == id)).unwrap_or(usize::MAX);
            self.note_to(To::Rules, t, &Occur::Overdue(x.deadline, x.opened));
        }
        Some(x)
    }

    /// 预警
    pub(super) fn warn_deadline(&mut self, i: usize, n: usize) -> Result<(), Halt> {
        let Some(x) = self.mark_warned(i, n) else { return Ok(()) };
        self.tell(x.of, note(&x, Showing::Warned));
        let body = self.m.program.deadlines.get(x.deadline as usize).and_then(|d| d.warnings.get(n)).map(|w| w.body);
        match body {
            Some(body) => self.run_body(body, x.of, &x.key, &x.events, NONE),
            None => Ok(()),
        }
    }

    /// A warning has come, and no more is done.
    pub(super) fn mark_warned(&mut self, i: usize, n: usize) -> Option<Instance> {
        let x = self.st.limits.deadlines.get_mut(i)?;
        x.warned |= 1_u32.checked_shl(n as u32).unwrap_or(0);
        Some(x.clone())
    }

    /// The instants at which an instance's warnings come that have not come yet.
    pub(super) fn next_warning(&mut self, i: usize) -> Option<(i64, usize)> {
        let x = self.st.limits.deadlines.get(i)?;
        let decl = self.m.program.deadlines.get(x.deadline as usize)?;
        if decl.warnings.is_empty() || x.overdue || x.clock.last.is_none() {
            return None;
        }
        let x = x.clone();
        let mut first: Option<(i64, usize)> = None;
        for (n, warning) in decl.warnings.iter().enumerate() {
            if x.warned & 1_u32.checked_shl(n as u32).unwrap_or(0) != 0 {
                continue;
            }
            let vars = [x.key.val.clone()];
            let hand = Hand { vars: &vars, events: &x.events, args: &[] };
            let left = self.eval_limit(x.of, &hand, |eval| eval.eval(&warning.left));
            let at = self.by_reckoning(decl.limit.calendar, |r| x.clock.when_left(r, &left)).flatten();
            if let Some(at) = at.map(|at| at.max(x.clock.since))
                && first.is_none_or(|(f, _)| at < f)
            {
                first = Some((at, n));
            }
        }
        first
    }

    fn note_running(&self, deadline: u32, last: Option<i64>) {
        if let Some(last) = last {
            self.m.note(Point::Limit(Limited::Deadline(deadline), OfLimit::Ran(last)), self.st.core.now);
        }
    }

    /// Tells something of a limit, as an effect of the thread it lives with.
    pub(super) fn tell(&mut self, of: Invocation, shown: LimitNote) {
        let t = of.and_then(|(id, _)| self.st.threads.iter().position(|t| t.id == id)).unwrap_or(usize::MAX);
        self.emit(t, NONE, EffectKind::Limit(Box::new(shown)));
    }

    pub(super) fn finding(&mut self, of: Invocation, finding: Finding) {
        let t = of.and_then(|(id, _)| self.st.threads.iter().position(|t| t.id == id)).unwrap_or(usize::MAX);
        self.emit(t, NONE, EffectKind::Finding(Box::new(finding)));
    }

    /// 重等: an instance begins anew, unless it has so often enough; whether it did.
    pub(super) fn again_deadline(&mut self, i: usize, limit: Option<&Limit>, most: Option<i64>) -> Result<bool, Halt> {
        let m = self.m;
        let Some(x) = self.st.limits.deadlines.get_mut(i) else { return Ok(false) };
        if most.is_some_and(|most| i64::from(x.rounds) >= most) {
            return Ok(false);
        }
        x.rounds += 1;
        x.warned = 0;
        let Some(decl) = m.program.deadlines.get(x.deadline as usize) else { return Ok(false) };
        self.run_clock(i, decl, limit.unwrap_or(&decl.limit))?;
        Ok(true)
    }
}

fn note(x: &Instance, state: Showing) -> LimitNote {
    LimitNote { kind: LimitKind::Deadline, of: x.deadline, key: x.key.text.clone(), state }
}
