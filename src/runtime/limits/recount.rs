//! Limits that go on under another program: counted anew from their beginning (追溯), or let go by a 停表 that is gone.

use super::state::{Invocation, Key};
use crate::program::CivilUnit;
use crate::runtime::run::Run;
use crate::runtime::value::Val;

impl Run<'_> {
    /// Counts an instance of a 期限 anew from its beginning. What its pauses saved counts as before; where the new bound is of another sort
    /// of time it cannot, and is given back.
    pub(crate) fn recount_deadline(&mut self, d: u32, key: &Key, of: Invocation) -> Option<i64> {
        let decl = self.m.program.deadlines.get(d as usize)?;
        let i = self.st.limits.deadline(d, &key.text, of).ok()?;
        let x = self.st.limits.deadlines.get(i)?.clone();
        let mut clock = x.clock;
        let now = std::mem::replace(&mut self.st.core.now, clock.start);
        let bound = self.bound_of(&decl.limit, of, &x.key, &x.events);
        self.st.core.now = now;
        let saved = (sort(&bound) != sort(&clock.bound)).then_some(clock.used);
        if saved.is_some() {
            (clock.used, clock.since) = (0, clock.start);
        }
        clock.bound = bound;
        self.count_clock(&mut clock, &decl.limit, of);
        if let Some(x) = self.st.limits.deadlines.get_mut(i) {
            x.clock = clock;
        }
        saved.filter(|used| *used != 0)
    }

    /// Counts the rung that a ladder stands on anew, from when it was entered.
    pub(crate) fn recount_rung(&mut self, l: u32, key: &Key, of: Invocation) {
        let Ok(i) = self.st.limits.ladder(l, &key.text, of) else { return };
        let Some(climb) = self.st.limits.ladders.get(i).cloned() else { return };
        let rung = self.m.program.ladders.get(l as usize).and_then(|decl| decl.rungs.get(climb.rung as usize));
        let Some(limit) = rung.and_then(|r| r.limit.as_ref()) else { return };
        let mut clock = climb.clock;
        let now = std::mem::replace(&mut self.st.core.now, clock.start);
        clock.bound = self.bound_of(limit, of, &climb.key, &[]);
        self.st.core.now = now;
        self.count_clock(&mut clock, limit, of);
        if let Some(slot) = self.st.limits.ladders.get_mut(i) {
            slot.clock = clock;
        }
    }

    /// The clock of an instance runs again, for nothing holds it any more.
    pub(crate) fn release_deadline(&mut self, d: u32, key: &Key, of: Invocation) {
        let Some(decl) = self.m.program.deadlines.get(d as usize) else { return };
        let Ok(i) = self.st.limits.deadline(d, &key.text, of) else { return };
        let Some(mut clock) = self.st.limits.deadlines.get(i).map(|x| x.clock.clone()) else { return };
        let now = self.st.core.now;
        let shift = self.shift_of(&decl.limit, of);
        self.by_reckoning(decl.limit.calendar, |r| clock.resume(r, now, shift));
        if let Some(x) = self.st.limits.deadlines.get_mut(i) {
            x.clock = clock;
        }
    }
}

/// Sorts of time that a ledger is kept in.
fn sort(bound: &Val) -> Option<u8> {
    match bound {
        Val::Duration(_) => Some(0),
        Val::Civil(_, unit) if unit.work_ms().is_some() => Some(1),
        Val::Civil(_, CivilUnit::Workdays) => Some(2),
        Val::Civil(..) => Some(3),
        _ => None,
    }
}
