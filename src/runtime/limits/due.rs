//! What of the limits is due first, in the one order: 期限, ladder, 周期, then what is kept; then declaration, then key.

use super::state::Stage;
use crate::runtime::run::{Halt, Run};
use crate::runtime::state::NEVER;

/// Something of a limit that is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Late {
    /// A 期限: its place, and a warning's number; the breach has the number beyond all.
    Deadline(usize, usize),
    Ladder(usize),
    Schedule(usize),
    Kept(usize),
}

/// The number of a breach among warnings.
const BREACH: usize = usize::MAX;

impl Run<'_> {
    /// What is due first.
    pub(crate) fn first_late(&mut self) -> Option<(i64, Late)> {
        if !self.m.index.limits.any {
            return None;
        }
        let mut first: Option<(i64, Late)> = None;
        let mut add = |at: i64, late: Late| {
            if at < NEVER && first.is_none_or(|f| (at, late) < f) {
                first = Some((at, late));
            }
        };
        let warns = self.m.program.deadlines.iter().any(|d| !d.warnings.is_empty());
        let mut warnings = Vec::new();
        if warns {
            for i in 0..self.st.limits.deadlines.len() {
                warnings.extend(self.next_warning(i).map(|(at, n)| (at, Late::Deadline(i, n))));
            }
        }
        let limits = &self.st.limits;
        for (i, x) in limits.deadlines.iter().enumerate().filter(|(_, x)| !x.overdue) {
            x.clock.last.iter().for_each(|last| add(last.saturating_add(1), Late::Deadline(i, BREACH)));
        }
        warnings.into_iter().for_each(|(at, late)| add(at, late));
        for (i, c) in limits.ladders.iter().enumerate() {
            c.clock.last.iter().for_each(|last| add(last.saturating_add(1), Late::Ladder(i)));
        }
        for (i, o) in limits.schedules.iter().enumerate() {
            let at = match o.stage {
                Stage::Waiting => o.opens,
                Stage::Open => o.last.saturating_add(1),
                Stage::Kept | Stage::Missed | Stage::Left => o.next,
            };
            add(at, Late::Schedule(i));
        }
        for (i, k) in limits.kept.iter().enumerate() {
            k.due.iter().for_each(|due| add(*due, Late::Kept(i)));
        }
        first
    }

    /// Fires what is due.
    pub(crate) fn fire_late(&mut self, late: Late) -> Result<(), Halt> {
        match late {
            Late::Deadline(i, BREACH) => self.break_deadline(i),
            Late::Deadline(i, n) => self.warn_deadline(i, n),
            Late::Ladder(i) => {
                let climb = self.st.limits.ladders.get(i).map(|c| (c.ladder, c.key.text.clone(), c.of, c.rung));
                climb.map_or(Ok(()), |(l, key, of, rung)| self.enter_rung(l, &key, of, rung.saturating_add(1)))
            }
            Late::Schedule(i) => self.turn_period(i),
            Late::Kept(i) => {
                self.expire(i);
                Ok(())
            }
        }
    }

    /// Lets go of what is due and cannot be played.
    pub(crate) fn skip_late(&mut self, late: Late) {
        match late {
            Late::Deadline(i, BREACH) => drop(self.lapse_deadline(i)),
            Late::Deadline(i, n) => drop(self.mark_warned(i, n)),
            Late::Ladder(i) => {
                if let Some((l, key, of)) = self.st.limits.ladders.get(i).map(|c| (c.ladder, c.key.text.clone(), c.of)) {
                    self.lapse_ladder(l, &key, of);
                }
            }
            Late::Schedule(i) => self.lapse_period(i),
            Late::Kept(i) => self.expire(i),
        }
    }
}
