//! 每 期间: the scope of a sentence closes at each period's end.

use super::judge::Judge;
use super::state::{Inst, InstKey};
use crate::base::calendar::PeriodKind;
use crate::program::{CivilUnit, Every};

impl Judge<'_> {
    /// The end of the period that holds an instant; none where there is no period, or the calendar cannot tell.
    pub(super) fn period_end(&self, every: Every, at: i64) -> Option<i64> {
        match every {
            Every::Length(ms) => {
                let past = at.checked_sub(self.w.begun)?.div_euclid(ms.max(1));
                self.w.begun.checked_add(past.checked_add(1)?.checked_mul(ms.max(1))?)
            }
            Every::Civil(n, unit, calendar) => {
                let reckoning = self.m.reckoning(Some(calendar), self.st.core.called).ok()?;
                let kind = match unit {
                    CivilUnit::Days => PeriodKind::Day,
                    CivilUnit::Weeks => PeriodKind::Week,
                    CivilUnit::Months => PeriodKind::Month,
                    CivilUnit::Quarters => PeriodKind::Quarter,
                    CivilUnit::Years => PeriodKind::Year,
                    _ => return None,
                };
                let period = reckoning.period(kind, reckoning.date(at).ok()?).ok()?;
                // Several periods are counted from the first one on.
                let more = i64::from(n.saturating_sub(1));
                let end = reckoning.date_after(period.to, more, unit).ok()?;
                reckoning.start_of(end).ok()
            }
        }
    }

    /// Closes an instance whose period is over by now; what is left of it, else the instance of the period that runs.
    pub(super) fn turn_period(&mut self, q: u32, key: &InstKey, inst: Inst, at: i64, seq: u32) -> Inst {
        let Some(every) = self.sentence(q).and_then(|s| s.within.every) else { return inst };
        let Some(end) = self.period_end(every, inst.from).filter(|end| *end <= at) else { return inst };
        let value = inst.value.clone();
        self.unqueue(q, key, &inst);
        self.end_of(q, key, inst, end, seq);
        // Periods without an event have nothing to say.
        let from = match every {
            Every::Length(ms) => {
                let past = at.saturating_sub(end).div_euclid(ms.max(1));
                end.saturating_add(past.saturating_mul(ms.max(1)))
            }
            Every::Civil(..) => at,
        };
        Inst::new(value, from, seq)
    }
}
