//! 周期: a duty for each period, kept or missed.

use super::feed::Hand;
use super::period::occurrence;
use super::show::{LimitKind, LimitNote, State as Showing};
use super::state::{Key, Occurrence, Stage};
use crate::program::Schedule;
use crate::runtime::effect::{EffectKind, Finding};
use crate::runtime::observe::{ALL, Note};
use crate::runtime::run::{Halt, Run};
use crate::runtime::seen::Point;
use crate::runtime::state::{NEVER, NONE};
use crate::runtime::value::Val;
use smol_str::SmolStr;

impl Run<'_> {
    /// The periods that hold the beginning of the session.
    pub(crate) fn begin_periods(&mut self) {
        for i in 0..self.m.program.schedules.len() {
            self.st.limits.schedules.push(Occurrence::default());
            self.begin_period(i);
        }
        self.tell_unanswered(usize::MAX, NONE);
    }

    /// A 周期 is watched from now on.
    pub(crate) fn begin_period(&mut self, i: usize) {
        let now = self.st.core.now;
        let mut first = self.period_at(i, now);
        // What was due before it was watched was nobody's.
        if first.stage == Stage::Waiting && first.last < now {
            first.stage = Stage::Left;
        }
        if let Some(slot) = self.st.limits.schedules.get_mut(i) {
            *slot = first;
        }
        self.open_period(i);
    }

    /// The period that holds an instant. Where the calendar has no answer it is left, and nothing is due any more.
    fn period_at(&mut self, i: usize, at: i64) -> Occurrence {
        let never = Occurrence { stage: Stage::Left, opens: NEVER, last: NEVER, ends: NEVER, next: NEVER, ..Occurrence::default() };
        let Some(decl) = self.m.program.schedules.get(i) else { return never };
        self.by_reckoning(Some(decl.calendar), |r| occurrence(r, decl, r.date(at)?)).unwrap_or(never)
    }

    /// A period whose time has come is open, where 若 holds.
    fn open_period(&mut self, i: usize) {
        let (Some(decl), Some(o)) = (self.m.program.schedules.get(i), self.st.limits.schedules.get(i).cloned()) else { return };
        if o.stage != Stage::Waiting || o.opens > self.st.core.now {
            return;
        }
        let vars = [Val::Text(o.period.clone())];
        let hand = Hand { vars: &vars, events: &[], args: &[] };
        let holds = decl.when.as_ref().is_none_or(|e| self.eval_limit(None, &hand, |eval| eval.holds(e)));
        if let Some(slot) = self.st.limits.schedules.get_mut(i) {
            slot.stage = if holds { Stage::Open } else { Stage::Left };
        }
        if holds {
            self.tell(None, note(i, &o.period, Showing::Running(Some(o.last))));
        }
    }

    /// A duty that is done, or something that is counted into a period.
    pub(super) fn schedule_takes(&mut self, s: u32, happened: &Note) -> Result<(), Halt> {
        let i = s as usize;
        let (Some(decl), Some(mut o)) = (self.m.program.schedules.get(i), self.st.limits.schedules.get(i).cloned()) else { return Ok(()) };
        let what = &happened.what;
        let t = self.st.threads.iter().position(|t| t.id == happened.case).unwrap_or(usize::MAX);
        if !decl.counted_by.is_empty() && self.any_matches(t, 0, &decl.counted_by, what) {
            o.items += 1;
        }
        let duty = decl.duties.get(o.at as usize).filter(|_| o.stage == Stage::Open);
        let done = duty.is_some_and(|d| self.any_matches(t, 0, &d.on, what));
        let mut missed = false;
        if let (true, Some(duty)) = (done, duty) {
            o.count += 1;
            let last = o.at as usize + 1 == decl.duties.len();
            match duty.times {
                // Once more than that is too often; whether it was often enough is known at the end.
                Some(times) if last => missed = o.count > times,
                Some(times) if o.count < times => {}
                _ if last => o.stage = Stage::Kept,
                _ => (o.at, o.count) = (o.at + 1, 0),
            }
        }
        let (period, kept) = (o.period.clone(), o.stage == Stage::Kept && done);
        if let Some(slot) = self.st.limits.schedules.get_mut(i) {
            *slot = o;
        }
        if kept {
            self.m.note(Point::Period(i as u32, true), self.st.core.now);
            self.tell(None, note(i, &period, Showing::Closed(false)));
        }
        if missed { self.miss(i) } else { Ok(()) }
    }

    /// The next thing of a period: it opens, it is due, or the next one begins.
    pub(super) fn turn_period(&mut self, i: usize) -> Result<(), Halt> {
        let Some(o) = self.st.limits.schedules.get(i).cloned() else { return Ok(()) };
        match o.stage {
            Stage::Waiting => {
                self.open_period(i);
                Ok(())
            }
            Stage::Open => {
                let enough = self.m.program.schedules.get(i).is_some_and(|d| enough(d, &o));
                if !enough {
                    return self.miss(i);
                }
                if let Some(slot) = self.st.limits.schedules.get_mut(i) {
                    slot.stage = Stage::Kept;
                }
                self.m.note(Point::Period(i as u32, true), self.st.core.now);
                self.tell(None, note(i, &o.period, Showing::Closed(false)));
                Ok(())
            }
            Stage::Kept | Stage::Missed | Stage::Left => {
                self.next_period(i, o.ends);
                Ok(())
            }
        }
    }

    fn next_period(&mut self, i: usize, at: i64) {
        let next = self.period_at(i, at);
        if let Some(slot) = self.st.limits.schedules.get_mut(i) {
            *slot = next;
        }
        self.open_period(i);
        self.tell_unanswered(usize::MAX, NONE);
    }

    fn miss(&mut self, i: usize) -> Result<(), Halt> {
        let Some(period) = self.mark_missed(i) else { return Ok(()) };
        let body = self.m.program.schedules.get(i).and_then(|s| s.missed);
        let key = Key { val: Val::Text(period.clone()), text: period };
        body.map_or(Ok(()), |body| self.run_body(body, None, &key, &[], ALL))
    }

    fn mark_missed(&mut self, i: usize) -> Option<SmolStr> {
        let slot = self.st.limits.schedules.get_mut(i)?;
        slot.stage = Stage::Missed;
        self.m.note(Point::Period(i as u32, false), self.st.core.now);
        let period = slot.period.clone();
        let shown = note(i, &period, Showing::Broken);
        self.emit(usize::MAX, NONE, EffectKind::Finding(Box::new(Finding::Missed(Box::new(shown)))));
        Some(period)
    }

    /// What is due of a period goes by, and no more is done.
    pub(super) fn lapse_period(&mut self, i: usize) {
        let Some(o) = self.st.limits.schedules.get(i).cloned() else { return };
        match o.stage {
            Stage::Waiting | Stage::Open => drop(self.mark_missed(i)),
            Stage::Kept | Stage::Missed | Stage::Left => self.next_period(i, o.ends),
        }
    }
}

/// Whether a period's last duty was done exactly as often as it must, and all before it were done.
fn enough(decl: &Schedule, o: &Occurrence) -> bool {
    let last = o.at as usize + 1 == decl.duties.len();
    last && decl.duties.get(o.at as usize).and_then(|d| d.times).is_some_and(|times| o.count == times)
}

fn note(i: usize, period: &str, state: Showing) -> LimitNote {
    LimitNote { kind: LimitKind::Schedule, of: i as u32, key: period.into(), state }
}
