//! What an observer does when its instant has come, and how bounds become instants.

use super::finding::Reason;
use super::judge::{Act, Judge};
use super::on::{IDLE, In};
use super::state::{Inst, InstKey, PENDING, Pending};
use super::tell::Evidence;
use super::trace::{ALL, Note};
use crate::program::{Bound, Day, Expr, Pattern, Sentence, Shift, Until};
use crate::runtime::eval::Hand;
use crate::runtime::occur::Occur;
use crate::runtime::state::NEVER;
use crate::runtime::value::Val;

impl Judge<'_> {
    /// An observer is due.
    pub(super) fn fire(&mut self, at: i64, q: u32, key: &InstKey) {
        let Some(sentence) = self.sentence(q) else { return };
        let Some(mut inst) = self.w.instances.get_mut(q as usize).and_then(|all| all.remove(key)) else { return };
        // It rests, or has rested meanwhile and is due later, or a calendar only asks it to look.
        if self.rest(q, key, &mut inst, at) || inst.due > at {
            self.put(q, key, inst, NEVER);
            return;
        }
        inst.due = NEVER;
        let seq = self.w.seq;
        let note = Note { at, seq, case: ALL, what: Occur::CallTime(0), more: None, timed: true, measure: None, scene: None };
        let hand = In { q, key, note: &note, late: false };
        match &sentence.pattern {
            Pattern::After(..) | Pattern::By(_) => {
                if let Some(place) = inst.pending.iter().position(|p| p.due <= at) {
                    let owed = inst.pending.remove(place);
                    let gaps = self.hidden(q, owed.seq, owed.at, owed.due, self.hides(q).1);
                    let seen = Evidence {
                        triggers: vec![owed.what.clone()],
                        missing: Some((owed.at.max(owed.window), owed.due.saturating_sub(1))),
                        bound: Some(owed.due.saturating_sub(1).saturating_sub(owed.at).saturating_sub(owed.away)),
                        silent: true,
                        ..Evidence::default()
                    };
                    self.act(q, key, &inst, &owed);
                    if owed.timed {
                        self.judged(hand, &mut inst, gaps, seen);
                    } else {
                        self.unknown(hand, &mut inst, Reason::Time, seen);
                    }
                    inst.merged &= !inst.pending.is_empty();
                }
                inst.due = self.wakes(q, &inst, at);
            }
            Pattern::Barred(..) => inst.state = IDLE,
            Pattern::Lasts(lasts) => {
                let since = inst.since.unwrap_or((inst.from, inst.seq));
                inst.state = super::on::OTHER;
                let observed = Some(at.saturating_sub(since.0).saturating_add(if lasts.total { inst.total } else { 0 }));
                let bound = observed.map(|o| o.saturating_sub(1));
                let triggers = inst.event.iter().cloned().collect();
                let gaps = self.unheard(since.1, since.0, at, super::trace::EVERY);
                self.judged(hand, &mut inst, gaps, Evidence { triggers, bound, observed, silent: true, ..Evidence::default() });
            }
            Pattern::EachIn(_, every, _) => {
                let since = inst.since.unwrap_or((inst.from, inst.seq));
                let gaps = self.hidden(q, since.1, since.0, at, self.hides(q).1);
                let missing = Some((since.0, at.saturating_sub(1)));
                let bound = Some(at.saturating_sub(since.0).saturating_sub(1));
                // A stretch that goes on for days would be found at fault for ever: so many are told apart, the last stands for the rest.
                inst.count = inst.count.saturating_add(1);
                inst.merged = inst.count as usize >= PENDING;
                self.judged(hand, &mut inst, gaps, Evidence { missing, bound, silent: true, ..Evidence::default() });
                inst.since = Some((at, seq));
                let next = self.ms(sentence, &inst, at, every).map_or(NEVER, |ms| at.saturating_add(ms.max(0)).saturating_add(1));
                inst.due = if inst.merged { NEVER } else { next };
            }
            _ => {}
        }
        self.put(q, key, inst, NEVER);
    }

    /// Puts an observer back, and its instant into the queue; `was` is the instant that stands there.
    pub(super) fn put(&mut self, q: u32, key: &InstKey, inst: Inst, was: i64) {
        if was != inst.due {
            if was < NEVER {
                self.w.due.remove(&(was, q, key.clone()));
            }
            if inst.due < NEVER {
                self.w.due.insert((inst.due, q, key.clone()));
            }
        }
        let mut inst = inst;
        if inst.until == NEVER {
            inst.until = self.closes(q, inst.from);
            if inst.until < NEVER {
                self.w.periods.insert((inst.until, q, key.clone()));
            }
        }
        if let Some(all) = self.w.instances.get_mut(q as usize) {
            all.insert(key.clone(), inst);
        }
    }

    /// An observer goes: it is due no more, and its period has no end.
    pub(super) fn unqueue(&mut self, q: u32, key: &InstKey, inst: &Inst) {
        if inst.due < NEVER {
            self.w.due.remove(&(inst.due, q, key.clone()));
        }
        if inst.until < NEVER {
            self.w.periods.remove(&(inst.until, q, key.clone()));
        }
    }

    /// 否则, to be done after this.
    pub(super) fn act(&mut self, q: u32, key: &InstKey, inst: &Inst, owed: &Pending) {
        self.act_on(q, key, inst, owed, false);
    }

    /// The same, or that what is owed is withdrawn.
    pub(super) fn act_on(&mut self, q: u32, key: &InstKey, inst: &Inst, owed: &Pending, withdrawn: bool) {
        if self.w.audit || self.sentence(q).is_none_or(|s| s.otherwise.is_empty()) {
            return;
        }
        let (by, did) = owed.did.as_ref().map_or((None, Vec::new()), |(action, args)| (Some(*action), args.clone()));
        self.acts.push(Act {
            sentence: q,
            key: inst.value.clone(),
            since: owed.at,
            args: owed.args.clone(),
            by,
            did,
            case: key.case,
            withdrawn,
        });
    }

    /// Whether a trigger opens anything: its condition holds, and nothing of higher rank stands before it.
    pub(super) fn may_open(&mut self, q: u32, key: &InstKey, inst: &Inst, note: &Note) -> bool {
        self.provided(q, key, inst, note) && !self.gives_way(q, key, &inst.value, note.at)
    }

    /// Whether what a sentence says under 若 holds.
    pub(super) fn provided(&mut self, q: u32, key: &InstKey, inst: &Inst, note: &Note) -> bool {
        let m = self.m;
        let (Some(ix), Some(sentence)) = (m.rules.sentences.get(q as usize), self.sentence(q)) else { return false };
        if let Some(provided) = &sentence.within.provided {
            if ix.needs.iter().any(|e| inst.args.iter().all(|(known, _)| known != e)) {
                return false;
            }
            let events = inst.args.clone();
            let hand = Hand { note: Some(note), key: Some(&inst.value), case: key.case, measure: ix.measure, ..Hand::default() };
            self.unsure.set(false);
            let holds = self.eval(note.at, sentence.flow, &events, hand).eval(provided);
            // A recording does not say whether it was so: nobody can tell whether the rule was kept.
            let unsure = self.unsure.take();
            if unsure || !holds.is_known() && self.w.audit {
                self.maybe(q);
            }
            if unsure || !holds.is_yes() {
                return false;
            }
        }
        true
    }

    /// When a bound that begins now is broken, and the first instant at which an answer is in time; none where the calendar cannot tell.
    pub(super) fn bound(&mut self, sentence: &Sentence, inst: &Inst, at: i64, bound: &Bound) -> Option<(i64, i64)> {
        let mut due = NEVER;
        for until in &bound.most {
            if let Some(last) = self.last(sentence, inst, at, until, bound)? {
                due = due.min(if bound.open { last } else { last.saturating_add(1) });
            }
        }
        let least = match &bound.least {
            Some(until) => self.last(sentence, inst, at, until, bound)?.unwrap_or(i64::MIN),
            None => i64::MIN,
        };
        Some((due, least))
    }

    /// The last instant of one bound; none inside for a count.
    #[expect(clippy::option_option, reason = "a count has no instant, and a calendar may not know it")]
    fn last(&mut self, sentence: &Sentence, inst: &Inst, at: i64, until: &Until, bound: &Bound) -> Option<Option<i64>> {
        let m = self.m;
        let reckoning = m.reckoning(bound.calendar.or(m.program.calendar), self.st.core.called).ok();
        let e = match until {
            Until::Length(e) | Until::Instant(e) => e,
            Until::Day(day, clock) => {
                let reckoning = reckoning.as_ref()?;
                let today = reckoning.date(at).ok()?;
                let date = match day {
                    Day::Same => today,
                    Day::Next => today.checked_add(1)?,
                    Day::NextWorkday => reckoning.nth_working(today, 1).ok()?,
                };
                return Some(Some(reckoning.instant(date, *clock).ok()?));
            }
            Until::Count(..) => return Some(None),
        };
        let events = inst.args.clone();
        let hand = Hand { key: Some(&inst.value), ..Hand::default() };
        let value = self.eval(at, sentence.flow, &events, hand).eval(e);
        let last = match value {
            Val::Duration(ms) => at.saturating_add(ms),
            Val::Instant(last) => last,
            Val::Civil(n, unit) => reckoning.as_ref()?.limit(at, n, unit).ok()?,
            _ => return None,
        };
        Some(Some(match bound.shift {
            None => last,
            Some(shift) => {
                let by = match shift {
                    Shift::Postpone => crate::base::calendar::Move::Postpone,
                    Shift::Advance => crate::base::calendar::Move::Advance,
                };
                reckoning.as_ref()?.moved_limit(last, by).ok()?
            }
        }))
    }

    /// A length that a sentence names.
    pub(super) fn ms(&mut self, sentence: &Sentence, inst: &Inst, at: i64, e: &Expr) -> Option<i64> {
        let events = inst.args.clone();
        self.eval(at, sentence.flow, &events, Hand { key: Some(&inst.value), ..Hand::default() }).eval(e).as_ms()
    }

    /// A number that a sentence names.
    pub(super) fn number(&mut self, sentence: &Sentence, inst: &Inst, at: i64, e: &Expr) -> Option<i64> {
        let events = inst.args.clone();
        match self.eval(at, sentence.flow, &events, Hand { key: Some(&inst.value), ..Hand::default() }).eval(e) {
            Val::Number(n) => n.to_int(),
            _ => None,
        }
    }
}
