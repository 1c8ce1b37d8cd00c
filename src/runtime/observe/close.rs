//! The end of a scope: what was owed until then is broken, what had time left is withdrawn.

use super::index::{ANSWER, OPEN};
use super::judge::Judge;
use super::on::{IDLE, In, YES};
use super::state::{Inst, InstKey};
use super::tell::Evidence;
use super::trace::{ALL, Note};
use crate::program::{Duty, Line, Pattern, StretchRef};
use crate::runtime::occur::Occur;
use crate::runtime::state::NEVER;
use crate::runtime::value::Val;

impl Judge<'_> {
    /// The call is over: every rule of calls is judged.
    pub(super) fn close_calls(&mut self, at: i64) {
        let m = self.m;
        let seq = self.next_seq();
        for (q, ix) in m.rules.sentences.iter().enumerate() {
            if ix.line != Line::Call || !self.st.core.keeps(ix.line) {
                continue;
            }
            self.may_have_lasted(q as u32, at);
            if self.scope(q as u32, at).is_some() {
                self.close_scope(q as u32, at, seq);
            }
        }
    }

    /// A case is closed: the rules of cases are judged for it, those that are kept by a key of the case for that key.
    pub(super) fn close_case(&mut self, case: u32, at: i64) {
        let m = self.m;
        let seq = self.next_seq();
        for (q, ix) in m.rules.sentences.iter().enumerate() {
            let q = q as u32;
            if ix.line != Line::Case || !self.st.core.keeps(ix.line) {
                continue;
            }
            self.may_have_lasted(q, at);
            if self.scope(q, at).is_none() {
                continue;
            }
            if !ix.keyed {
                self.close_one(q, &InstKey { key: smol_str::SmolStr::default(), case }, at, seq);
            } else if let Some(key) = self.key_of_case(ix.rule, case)
                && self.w.instances.get(q as usize).is_some_and(|all| all.contains_key(&key))
            {
                self.close_one(q, &key, at, seq);
            }
        }
    }

    /// A gap could hold the beginning of a stretch that the sentence speaks of.
    fn may_have_lasted(&mut self, q: u32, at: i64) {
        let Some(ix) = self.m.rules.sentences.get(q as usize) else { return };
        let of = |slot: &u32| self.m.rules.stretches.get(*slot as usize).map(|s| &s.of);
        let timely = |of: &&StretchRef| !matches!(of, StretchRef::Calendar(..));
        let late = self.w.late.contains_key(&q) && ix.during.iter().chain(&ix.subject).filter_map(of).any(|of| timely(&of));
        let unheard = || ix.within != 0 && !self.unheard(0, self.w.begun, at, ix.within).is_empty();
        if (late || unheard()) && self.sentence(q).is_some_and(|s| s.duty != Duty::May) {
            self.maybe(q);
        }
    }

    /// The key that a case gives to a rule: what it was opened with under the key's name.
    fn key_of_case(&self, rule: u32, case: u32) -> Option<InstKey> {
        let m = self.m;
        let scene = self.scene.as_ref()?;
        let written = m.program.rules.get(rule as usize)?.key.as_deref()?;
        let (name, field) = written.split_once('.').map_or((written, None), |(name, field)| (name, Some(field)));
        let value = scene.flows.iter().filter(|i| i.case == case).find_map(|invoked| invoked.opened_with(m, name))?;
        let Some(field) = field else { return self.key_of(value, 0) };
        let record = self.st.records.get(value)?;
        let at = m.program.forms.get(record.form as usize)?.fields.iter().position(|f| f.name == field)?;
        self.key_of(record.values.get(at)?, 0)
    }

    /// All instances of a sentence are closed.
    pub(super) fn close_scope(&mut self, q: u32, at: i64, seq: u32) {
        let Some(ix) = self.m.rules.sentences.get(q as usize) else { return };
        let mut keys: Vec<InstKey> = self.w.instances.get(q as usize).map_or(Vec::new(), |all| all.keys().cloned().collect());
        let bounded = self.sentence(q).is_none_or(|s| !s.within.from.is_empty() || s.duty == Duty::May);
        if keys.is_empty() && !ix.keyed && !bounded {
            keys.push(InstKey::default());
        }
        if keys.is_empty() {
            let gaps = self.hidden(q, 0, self.w.begun, at, self.hides(q).0);
            if !gaps.is_empty()
                && let Some(tally) = self.tally_of(q)
            {
                tally.maybe = true;
            }
        }
        for key in keys {
            self.close_one(q, &key, at, seq);
        }
    }

    fn close_one(&mut self, q: u32, key: &InstKey, at: i64, seq: u32) {
        if self.sentence(q).is_none_or(|s| s.duty == Duty::May) {
            return;
        }
        let kept = self.w.instances.get_mut(q as usize).and_then(|all| all.remove(key));
        let inst = kept.unwrap_or_else(|| {
            let scope = self.scope(q, at).unwrap_or((self.w.begun, 0));
            let (from, seq) = self.opens(q, scope, at);
            Inst::new(Val::Unknown, from, seq)
        });
        self.unqueue(q, key, &inst);
        self.end_of(q, key, inst, at, seq);
    }

    /// The end of one instance's scope.
    pub(super) fn end_of(&mut self, q: u32, key: &InstKey, mut inst: Inst, at: i64, seq: u32) {
        let Some(sentence) = self.sentence(q) else { return };
        let note = Note { at, seq, case: ALL, what: Occur::CallEnded, more: None, timed: true, measure: None, scene: None };
        let hand = In { q, key, note: &note, late: false };
        let (opens, answers) = self.hides(q);
        let whole = |judge: &Self, inst: &Inst, channels: u8| judge.hidden(q, inst.seq, inst.from, at, channels);
        let missing = Some((inst.from, at));
        match &sentence.pattern {
            Pattern::Never(_) | Pattern::Only(..) => self.may_hide(q, &inst, at, OPEN),
            Pattern::Always(_) => {
                let asked = inst.state == IDLE && self.may_open(q, key, &inst, &note);
                self.triggered(q);
                if asked {
                    let gaps = whole(self, &inst, opens);
                    self.judged(hand, &mut inst, gaps, Evidence { missing, silent: true, ..Evidence::default() });
                }
            }
            Pattern::Times(_, least, most) => {
                self.triggered(q);
                let wanted = least.as_ref().and_then(|e| self.number(sentence, &inst, at, e));
                let gaps = whole(self, &inst, opens);
                if let Some(wanted) = wanted.filter(|n| inst.total < *n) {
                    let observed = Some(inst.total);
                    let seen = Evidence { missing, bound: Some(wanted), observed, silent: true, ..Evidence::default() };
                    if self.may_open(q, key, &inst, &note) {
                        self.judged(hand, &mut inst, gaps, seen);
                    }
                } else if most.is_some() && inst.state == IDLE && !gaps.is_empty() {
                    self.maybe(q);
                }
            }
            Pattern::First(..) => self.may_hide(q, &inst, at, ANSWER),
            Pattern::Last(..) => {
                let since = inst.since.unwrap_or((inst.from, inst.seq));
                let gaps = self.hidden(q, since.1, since.0, at, answers);
                if inst.state == YES && gaps.is_empty() {
                    self.triggered(q);
                } else if self.may_open(q, key, &inst, &note) {
                    self.triggered(q);
                    let event = inst.event.clone();
                    let silent = event.is_none();
                    self.judged(hand, &mut inst, gaps, Evidence { event, missing, silent, ..Evidence::default() });
                }
            }
            // What rests at the end asks for nothing.
            Pattern::After(_, _, None) | Pattern::Implies(..) if self.gives_way(q, key, &inst.value, at) => {
                self.may_hide(q, &inst, at, OPEN);
            }
            Pattern::After(_, _, None) => {
                self.may_hide(q, &inst, at, OPEN);
                for owed in std::mem::take(&mut inst.pending) {
                    let gaps = self.hidden(q, owed.seq, owed.at, at, answers);
                    let missing = Some((owed.at, at));
                    self.act(q, key, &inst, &owed);
                    self.judged(
                        hand,
                        &mut inst,
                        gaps,
                        Evidence { triggers: vec![owed.what], missing, silent: true, ..Evidence::default() },
                    );
                }
            }
            Pattern::Implies(..) => {
                self.may_hide(q, &inst, at, OPEN);
                if inst.state == YES {
                    let gaps = whole(self, &inst, answers);
                    let triggers = inst.event.iter().cloned().collect();
                    self.judged(hand, &mut inst, gaps, Evidence { triggers, missing, silent: true, ..Evidence::default() });
                }
            }
            // What still lasts ends with its line.
            Pattern::Lasts(_) => self.subject_ends(hand, &mut inst, sentence),
            Pattern::EachIn(..) => {}
            Pattern::Before(_)
            | Pattern::After(..)
            | Pattern::Next(..)
            | Pattern::Between(..)
            | Pattern::Barred(..)
            | Pattern::Apart(..)
            | Pattern::By(_) => {
                self.may_hide(q, &inst, at, OPEN);
                if self.m.withdrawals {
                    inst.pending.iter().for_each(|owed| self.act_on(q, key, &inst, owed, true));
                }
                // 下一句 that a gap may hold is not known to be missing; what is not due yet is withdrawn.
                let hidden = inst.pending.iter().any(|p| p.due == NEVER && !self.hidden(q, p.seq, p.at, at, answers).is_empty());
                if hidden && matches!(sentence.pattern, Pattern::Next(..)) {
                    self.maybe(q);
                }
            }
        }
    }

    /// A gap could hold what the rule is about.
    fn may_hide(&mut self, q: u32, inst: &Inst, at: i64, place: u16) {
        let (opens, answers) = self.hides(q);
        let channels = if place == OPEN { opens } else { answers };
        if !self.hidden(q, inst.seq, inst.from, at, channels).is_empty() {
            self.maybe(q);
        }
        if matches!(self.sentence(q).map(|s| &s.pattern), Some(Pattern::Never(_))) {
            self.triggered(q);
        }
    }

    pub(super) fn maybe(&mut self, q: u32) {
        if let Some(tally) = self.tally_of(q) {
            tally.maybe = true;
        }
    }
}
