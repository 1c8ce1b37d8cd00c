//! 每 期间: the scope of a sentence closes at each period's end, whether or not anything came.

use super::judge::Judge;
use super::on::IDLE;
use super::state::{Inst, InstKey};
use crate::base::calendar::PeriodKind;
use crate::program::{CivilUnit, Duty, Every, Line, Pattern};
use crate::runtime::state::NEVER;
use crate::runtime::value::Val;

impl Judge<'_> {
    /// The period that holds an instant, its end not included; none where the calendar cannot tell.
    fn period(&self, every: Every, at: i64) -> Option<(i64, i64)> {
        match every {
            Every::Length(ms) => {
                let ms = ms.max(1);
                let past = at.checked_sub(self.w.begun)?.div_euclid(ms);
                let from = self.w.begun.checked_add(past.checked_mul(ms)?)?;
                Some((from, from.checked_add(ms)?))
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
                Some((reckoning.start_of(period.from).ok()?, reckoning.start_of(end).ok()?))
            }
        }
    }

    /// When the scope of an instance closes that is observed from an instant on; never for a sentence without periods.
    pub(super) fn closes(&self, q: u32, from: i64) -> i64 {
        let every = self.sentence(q).and_then(|s| s.within.every);
        every.and_then(|every| self.period(every, from)).map_or(NEVER, |(_, end)| end)
    }

    /// The first instant of a scope: that of the period, where it has begun since.
    pub(super) fn opens(&self, q: u32, scope: (i64, u32), at: i64) -> (i64, u32) {
        let every = self.sentence(q).and_then(|s| s.within.every);
        match every.and_then(|every| self.period(every, at)) {
            Some((from, _)) if from > scope.0 => (from, self.w.seq),
            _ => scope,
        }
    }

    /// The periods of what is judged even where nothing comes begin: those of the session, or of a case that is opened.
    pub(crate) fn begin_periods(&mut self, case: Option<u32>, at: i64) {
        let m = self.m;
        for (q, ix) in m.rules.sentences.iter().enumerate() {
            if case.is_some() == (ix.line == Line::Case) {
                self.begin_period(q as u32, case.unwrap_or(0), at);
            }
        }
    }

    /// As [`Judge::begin_periods`] for one sentence, where its scope holds.
    pub(super) fn begin_period(&mut self, q: u32, case: u32, at: i64) {
        let (Some(ix), Some(sentence)) = (self.m.rules.sentences.get(q as usize), self.sentence(q)) else { return };
        let within = &sentence.within;
        let asks = within.every.is_some() && speaks_of_nothing(&sentence.pattern) && sentence.duty != Duty::May;
        let over = ix.line == Line::Call && self.w.over.is_some();
        if !asks || over || ix.keyed || !within.from.is_empty() || !self.st.core.keeps(ix.line) {
            return;
        }
        let (key, Some(scope)) = (InstKey { case, ..InstKey::default() }, self.scope(q, at)) else { return };
        if self.w.instances.get(q as usize).is_some_and(|all| !all.contains_key(&key)) {
            let (from, seq) = self.opens(q, scope, at);
            self.put(q, &key, Inst::new(Val::Unknown, from, seq), NEVER);
        }
    }

    /// A period is over: its scope is closed, and the next one begins for what is judged even where nothing comes.
    pub(super) fn end_period(&mut self, at: i64, q: u32, key: &InstKey) {
        let Some(mut inst) = self.w.instances.get_mut(q as usize).and_then(|all| all.remove(key)) else { return };
        let Some(sentence) = self.sentence(q) else { return };
        self.unqueue(q, key, &inst);
        let seq = self.next_seq();
        if let Pattern::Lasts(lasts) = &sentence.pattern {
            // What lasts goes on; what is added up is added up anew.
            inst.until = NEVER;
            if lasts.total {
                (inst.total, inst.count, inst.from, inst.seq) = (0, 0, at, seq);
                if inst.state != IDLE {
                    inst.state = super::on::YES;
                    inst.since = Some((at, seq));
                    let most = lasts.most.as_ref().and_then(|e| self.ms(sentence, &inst, at, e));
                    inst.due = most.map_or(NEVER, |ms| at.saturating_add(ms.max(-1)).saturating_add(1));
                }
            }
            inst.from = inst.from.max(at);
            return self.put(q, key, inst, NEVER);
        }
        let value = inst.value.clone();
        // A period is half open: its last instant is the one before.
        self.end_of(q, key, inst, at.saturating_sub(1), seq);
        if speaks_of_nothing(&sentence.pattern) {
            self.put(q, key, Inst::new(value, at, seq), NEVER);
        }
    }
}

/// Whether a scope in which nothing happens has something to say.
fn speaks_of_nothing(pattern: &Pattern) -> bool {
    match pattern {
        Pattern::Always(_) | Pattern::Last(..) => true,
        Pattern::Times(_, least, _) => least.is_some(),
        _ => false,
    }
}
