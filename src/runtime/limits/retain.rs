//! 留存: records that are kept up to an instant, and what becomes of them then.

use super::feed::Hand;
use super::show::{LimitKind, LimitNote, State as Showing};
use super::state::{Kept, Key, OPEN};
use crate::program::{Expiry, Retain};
use crate::runtime::effect::Finding;
use crate::runtime::observe::Note;
use crate::runtime::run::Run;
use crate::runtime::state::NONE;
use crate::runtime::value::Val;

impl Run<'_> {
    /// A record begins to be kept, or its clock stands or runs again.
    pub(super) fn retain_takes(&mut self, r: u32, happened: &Note) {
        let Some(decl) = self.m.program.retains.get(r as usize) else { return };
        for (n, pause) in decl.pauses.iter().enumerate() {
            for key in self.keyed(&pause.to, None, happened) {
                self.hold_kept(r, decl, &key.text, n, false);
            }
            for key in self.keyed(&pause.from, None, happened) {
                self.hold_kept(r, decl, &key.text, n, true);
            }
        }
        for key in self.keyed(&decl.from, None, happened) {
            self.keep(r, decl, key);
        }
    }

    fn keep(&mut self, r: u32, decl: &Retain, key: Key) {
        let Err(i) = self.st.limits.kept(r, &key.text) else { return };
        if self.st.limits.kept.len() >= OPEN {
            return;
        }
        let opened = self.st.core.now;
        let mut kept = Kept { retain: r, key, opened, paused: None, pausing: 0, moved: 0, rounds: 0, due: None };
        kept.due = self.count_kept(decl, &kept);
        let shown = note(&kept, Showing::Running(kept.due));
        self.st.limits.kept.insert(i, kept);
        self.tell(None, shown);
        self.tell_unanswered(usize::MAX, NONE);
    }

    /// When a record's time is over: always counted from the first instant.
    fn count_kept(&mut self, decl: &Retain, kept: &Kept) -> Option<i64> {
        let hand = Hand { vars: &[], events: &[], args: &[] };
        let length = self.eval_limit(None, &hand, |eval| eval.eval(&decl.length));
        let more = match &decl.expiry {
            Expiry::Extend(e) if kept.rounds > 0 => Some(self.eval_limit(None, &hand, |eval| eval.eval(e))),
            _ => None,
        };
        let rounds = i64::from(kept.rounds);
        self.by_reckoning(decl.calendar, |r| {
            let plus = |t: i64, length: &Val, times: i64| match length {
                Val::Duration(ms) => Ok(Some(t.saturating_add(ms.saturating_mul(times)))),
                Val::Civil(n, unit) => r.plus(t, n.saturating_mul(times), *unit).map(Some),
                _ => Ok(None),
            };
            let due = match (&length, &more) {
                (Val::Civil(n, unit), Some(Val::Civil(k, of))) if unit == of => {
                    r.plus(kept.opened, n.saturating_add(k.saturating_mul(rounds)), *unit).map(Some)?
                }
                (_, Some(more)) => match plus(kept.opened, &length, 1)? {
                    Some(t) => plus(t, more, rounds)?,
                    None => None,
                },
                (_, None) => plus(kept.opened, &length, 1)?,
            };
            due.map(|due| r.plus(due, kept.moved, crate::base::calendar::CivilUnit::Days)).transpose()
        })
        .flatten()
    }

    fn hold_kept(&mut self, r: u32, decl: &Retain, key: &str, n: usize, hold: bool) {
        let Ok(i) = self.st.limits.kept(r, key) else { return };
        let Some(mut kept) = self.st.limits.kept.get(i).cloned() else { return };
        let bit = 1_u32.checked_shl(n as u32).unwrap_or(0);
        let before = kept.pausing;
        kept.pausing = if hold { before | bit } else { before & !bit };
        let now = self.st.core.now;
        let shown = match (before == 0, kept.pausing == 0) {
            (true, false) => {
                (kept.paused, kept.due) = (Some(now), None);
                Some(Showing::Paused)
            }
            (false, true) => {
                self.runs_again(decl, &mut kept);
                Some(Showing::Running(kept.due))
            }
            _ => None,
        };
        let shown = shown.map(|s| note(&kept, s));
        if let Some(slot) = self.st.limits.kept.get_mut(i) {
            *slot = kept;
        }
        shown.into_iter().for_each(|s| self.tell(None, s));
        self.tell_unanswered(usize::MAX, NONE);
    }

    /// The clock of a record runs again, for nothing holds it any more.
    pub(crate) fn release_kept(&mut self, r: u32, key: &str) {
        let Some(decl) = self.m.program.retains.get(r as usize) else { return };
        let Ok(i) = self.st.limits.kept(r, key) else { return };
        let Some(mut kept) = self.st.limits.kept.get(i).cloned() else { return };
        self.runs_again(decl, &mut kept);
        if let Some(slot) = self.st.limits.kept.get_mut(i) {
            *slot = kept;
        }
    }

    /// The time that a record's clock stood is added to it.
    fn runs_again(&mut self, decl: &Retain, kept: &mut Kept) {
        let now = self.st.core.now;
        let since = kept.paused.take().unwrap_or(now);
        let days = self.by_reckoning(decl.calendar, |r| r.days_between(since, now)).unwrap_or(0);
        kept.moved = kept.moved.saturating_add(days);
        kept.due = self.count_kept(decl, kept);
    }

    /// A record's time is over.
    pub(super) fn expire(&mut self, i: usize) {
        let Some(mut kept) = self.st.limits.kept.get(i).cloned() else { return };
        let Some(decl) = self.m.program.retains.get(kept.retain as usize) else { return };
        self.tell(None, note(&kept, Showing::Expired));
        if matches!(decl.expiry, Expiry::Extend(_)) {
            let before = kept.due;
            kept.rounds = kept.rounds.saturating_add(1);
            kept.due = self.count_kept(decl, &kept).filter(|due| Some(*due) > before);
            let shown = note(&kept, Showing::Running(kept.due));
            if let Some(slot) = self.st.limits.kept.get_mut(i) {
                *slot = kept;
            }
            self.tell(None, shown);
        } else {
            self.st.limits.kept.remove(i);
        }
        self.tell_unanswered(usize::MAX, NONE);
    }

    /// The host says that records are gone: those whose time is not over were gone too early.
    pub(crate) fn erased(&mut self, form: u32, key: Option<&str>) {
        let mut gone = Vec::new();
        for (i, kept) in self.st.limits.kept.iter().enumerate() {
            let of = self.m.program.retains.get(kept.retain as usize).is_some_and(|r| r.form == form);
            if of && key.is_none_or(|key| kept.key.text == key) {
                gone.push(i);
            }
        }
        for i in gone.into_iter().rev() {
            let kept = self.st.limits.kept.remove(i);
            let shown = note(&kept, Showing::Broken);
            self.finding(None, Finding::ErasedEarly(Box::new(shown)));
        }
    }
}

fn note(kept: &Kept, state: Showing) -> LimitNote {
    LimitNote { kind: LimitKind::Retain, of: kept.retain, key: kept.key.text.clone(), state }
}
