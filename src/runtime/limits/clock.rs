//! The clock of one limit: a ledger of what is used up, and the last instant in time that follows from it.

use crate::base::calendar::{CivilUnit, Fault, Move, Reckoning};
use crate::runtime::value::Val;

/// The clock of a limit.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Clock {
    /// A length of any sort, or the instant up to which it runs; 未知 where it does not run.
    pub(crate) bound: Val,
    /// From when it counts.
    pub(crate) start: i64,
    /// Since when it runs: its start, or the end of the latest pause.
    pub(crate) since: i64,
    /// Used up before that: ms, or working ms. Of a length in dates: dates, or working dates, by which pauses have moved it.
    pub(crate) used: i64,
    /// Since when it stands.
    pub(crate) paused: Option<i64>,
    /// Why nobody knows what is used up: a pause lies in a year that the calendar does not know. Only a new beginning ends that.
    pub(crate) lost: Option<Fault>,
    /// The last instant in time; none while it stands, or where it cannot be counted.
    pub(crate) last: Option<i64>,
}

impl Clock {
    /// A clock that begins to run.
    pub(super) fn new(bound: Val, now: i64) -> Self {
        Self { bound, start: now, since: now, used: 0, paused: None, lost: None, last: None }
    }

    /// Counts the last instant anew, from the ledger.
    pub(super) fn count(&mut self, r: &Reckoning<'_>, shift: Option<Move>) -> Result<(), Fault> {
        self.last = None;
        if self.paused.is_some() {
            return Ok(());
        }
        if let Some(fault) = self.lost {
            return Err(fault);
        }
        let last = match &self.bound {
            Val::Duration(ms) => self.since.saturating_add(ms.saturating_sub(self.used).max(0)),
            Val::Instant(at) => *at,
            Val::Civil(n, unit) => match unit.work_ms() {
                Some(ms) => r.after_work(self.since, n.saturating_mul(ms).saturating_sub(self.used).max(0))?,
                None => {
                    let start = r.date(self.start)?;
                    let date = match unit {
                        CivilUnit::Workdays => r.nth_working(start, n.saturating_add(self.used))?,
                        _ => r.date_after(r.date_after(start, *n, *unit)?, self.used, CivilUnit::Days)?,
                    };
                    r.end_of(date)?
                }
            },
            _ => return Ok(()),
        };
        self.last = Some(match shift {
            Some(by) => {
                // An elapsed length that is moved before its own start would be over before it began.
                let moved = r.moved_limit(last, by)?;
                if matches!(self.bound, Val::Duration(_)) && moved < self.since { last } else { moved }
            }
            None => last,
        });
        Ok(())
    }

    /// The clock stands.
    pub(super) fn pause(&mut self, r: &Reckoning<'_>, now: i64) -> Result<(), Fault> {
        if self.paused.is_some() {
            return Ok(());
        }
        (self.paused, self.last) = (Some(now), None);
        match &self.bound {
            Val::Duration(_) => self.used = self.used.saturating_add(now.saturating_sub(self.since)),
            Val::Civil(_, unit) if unit.work_ms().is_some() => {
                let ran = self.counted(|clock| r.work_between(clock.since, now))?;
                self.used = self.used.saturating_add(ran);
            }
            _ => {}
        }
        Ok(())
    }

    /// The clock runs again.
    pub(super) fn resume(&mut self, r: &Reckoning<'_>, now: i64, shift: Option<Move>) -> Result<(), Fault> {
        let Some(paused) = self.paused.take() else { return Ok(()) };
        self.since = now;
        if let Val::Civil(_, unit) = &self.bound
            && unit.work_ms().is_none()
        {
            let by_work = *unit == CivilUnit::Workdays;
            let moved = self.counted(|_| {
                let (from, to) = (r.date(paused)?, r.date(now)?);
                if by_work { r.working_dates(from, to) } else { Ok(i64::from(to) - i64::from(from)) }
            })?;
            self.used = self.used.saturating_add(moved);
        }
        self.count(r, shift)
    }

    /// What a pause comes to; where the calendar cannot tell, nobody can from now on.
    fn counted(&mut self, ask: impl FnOnce(&Self) -> Result<i64, Fault>) -> Result<i64, Fault> {
        let told = self.lost.map_or_else(|| ask(self), Err);
        self.lost = told.err();
        told
    }

    /// The instant at which so much is left.
    pub(super) fn when_left(&self, r: &Reckoning<'_>, left: &Val) -> Result<Option<i64>, Fault> {
        let Some(last) = self.last else { return Ok(None) };
        Ok(match left {
            Val::Duration(ms) => last.checked_sub(*ms),
            Val::Civil(n, unit) => match (unit.work_ms(), &self.bound) {
                (Some(ms), Val::Civil(whole, of)) if of.work_ms().is_some() => {
                    let whole = whole.saturating_mul(of.work_ms().unwrap_or(1));
                    let run = whole.saturating_sub(self.used).saturating_sub(n.saturating_mul(ms));
                    Some(r.after_work(self.since, run.max(0))?)
                }
                (Some(_), _) => None,
                (None, _) => {
                    let day = r.date_after(r.date(last)?, n.saturating_neg(), *unit)?;
                    let end = r.end_of(day)?;
                    // With 班终 a day off ends with the next shift, which may be the limit's own: the shift before it warns in time.
                    Some(if end < last { end } else { r.end_of(r.working_until(day)?)? })
                }
            },
            _ => None,
        })
    }

    /// How much is left, of the sort that is asked for.
    pub(super) fn left(&self, r: &Reckoning<'_>, now: i64, sort: &Val) -> Result<Option<Val>, Fault> {
        Ok(match sort {
            Val::Civil(_, unit) => match (unit.work_ms(), &self.bound, self.last) {
                (Some(_), Val::Civil(whole, of), _) if of.work_ms().is_some() => {
                    let run = if self.paused.is_some() { 0 } else { r.work_between(self.since, now)? };
                    let whole = whole.saturating_mul(of.work_ms().unwrap_or(1));
                    Some(Val::Civil(whole.saturating_sub(self.used).saturating_sub(run), CivilUnit::WorkMs))
                }
                (Some(_), _, Some(last)) => Some(Val::Civil(r.work_between(now, last)?, CivilUnit::WorkMs)),
                (None, _, Some(last)) if *unit == CivilUnit::Workdays => {
                    Some(Val::Civil(r.working_dates(r.date(now)?, r.date(last)?)?, CivilUnit::Workdays))
                }
                (None, _, Some(last)) => Some(Val::Civil(r.days_between(now, last)?, CivilUnit::Days)),
                _ => None,
            },
            _ => match (&self.bound, self.paused, self.last) {
                (Val::Duration(whole), Some(_), _) => Some(Val::Duration(whole.saturating_sub(self.used))),
                (_, None, Some(last)) => Some(Val::Duration(last.saturating_sub(now))),
                _ => None,
            },
        })
    }
}
