//! The stretch a sentence speaks of begins and ends: P14, and P15 with a length.

use super::finding::Reason;
use super::judge::Judge;
use super::on::{IDLE, In, YES};
use super::state::{Inst, InstKey};
use super::tell::Evidence;
use super::trace::Note;
use crate::program::{Line, Pattern, Sentence, StretchRef};
use crate::runtime::state::NEVER;
use crate::runtime::value::Val;

impl Judge<'_> {
    /// The stretch a sentence speaks of begins.
    pub(super) fn subject_opens(&mut self, q: u32, slot: u32, note: &Note) {
        let m = self.m;
        let (Some(ix), Some(sentence)) = (m.rules.sentences.get(q as usize), self.sentence(q)) else { return };
        let over = !self.st.core.keeps(ix.line) || ix.line == Line::Call && self.w.over.is_some();
        let all_on = self.scope(q, note.at);
        let subject_on = ix.subject.and_then(|s| self.w.stretches.get(s as usize)).is_some_and(|s| s.since.is_some());
        let Some(scope) = all_on.filter(|_| !over) else { return };
        if ix.subject.is_none() || !subject_on || !(ix.subject == Some(slot) || ix.during.contains(&slot)) {
            return;
        }
        let key = InstKey::default();
        let kept = self.w.instances.get_mut(q as usize).and_then(|all| all.remove(&key));
        let was = kept.as_ref().map_or(NEVER, |i| i.due);
        let mut inst = kept.unwrap_or_else(|| Inst::new(Val::Unknown, scope.0, scope.1));
        if self.may_open(q, &key, &inst, note) {
            self.triggered(q);
            inst.state = YES;
            if matches!(sentence.pattern, Pattern::EachIn(..)) {
                (inst.count, inst.merged) = (0, false);
            }
            inst.since = Some((note.at, note.seq));
            inst.timed = note.timed;
            inst.event = Some(self.mention(note));
            let length = match &sentence.pattern {
                Pattern::Lasts(lasts) => {
                    let used = if lasts.total { inst.total } else { 0 };
                    lasts.most.as_ref().and_then(|e| self.ms(sentence, &inst, note.at, e)).map(|ms| ms.saturating_sub(used))
                }
                Pattern::EachIn(_, every, _) => self.ms(sentence, &inst, note.at, every),
                _ => None,
            };
            let already = matches!(&sentence.pattern, Pattern::Lasts(l) if l.total) && inst.count > 0;
            inst.due = length.filter(|_| note.timed && !already).map_or(NEVER, |ms| note.at.saturating_add(ms.max(-1)).saturating_add(1));
        }
        self.put(q, &key, inst, was);
    }

    /// The stretch a sentence speaks of ends, or one that its scope lies in.
    pub(super) fn subject_closes(&mut self, q: u32, slot: u32, note: &Note) {
        let m = self.m;
        let (Some(ix), Some(sentence)) = (m.rules.sentences.get(q as usize), self.sentence(q)) else { return };
        let scoped = ix.during.contains(&slot);
        let over = !self.st.core.keeps(ix.line) || ix.line == Line::Call && self.w.over.is_some();
        if over || scoped && self.scope(q, note.at).is_none() {
            return;
        }
        if ix.subject.is_some() {
            let key = InstKey::default();
            if let Some(mut inst) = self.w.instances.get_mut(q as usize).and_then(|all| all.remove(&key)) {
                let was = inst.due;
                self.subject_ends(In { q, key: &key, note, late: false }, &mut inst, sentence);
                self.put(q, &key, inst, was);
            }
        }
        if scoped {
            self.close_scope(q, note.at, note.seq);
        }
    }

    /// A stretch that is open ends here.
    pub(super) fn subject_ends(&mut self, hand: In<'_>, inst: &mut Inst, sentence: &Sentence) {
        let Some((since, seq)) = inst.since.filter(|_| inst.state != IDLE) else { return };
        let length = hand.note.at.saturating_sub(since);
        let first = inst.total == 0;
        inst.total = inst.total.saturating_add(length);
        let was = inst.state;
        inst.state = IDLE;
        inst.due = NEVER;
        let Pattern::Lasts(lasts) = &sentence.pattern else { return };
        let timed = inst.timed && hand.note.timed;
        let mut gaps = self.hidden(hand.q, seq, since, hand.note.at, super::trace::EVERY);
        if first && matches!(lasts.of, StretchRef::Named(_)) {
            // What seemed to open it may have come while it was open already.
            gaps.extend(self.w.late.get(&hand.q).map(|g| (g.from, g.to)));
        }
        let triggers: Vec<_> = inst.event.iter().cloned().collect();
        if was == super::on::OTHER {
            inst.count += 1;
        } else if !timed {
            self.unknown(hand, inst, Reason::Time, Evidence { triggers: triggers.clone(), ..Evidence::default() });
        }
        if let Some(least) = lasts.least.as_ref().and_then(|e| self.ms(sentence, inst, hand.note.at, e))
            && length < least
            && timed
        {
            let observed = Some(length);
            self.judged(hand, inst, gaps, Evidence { triggers, bound: Some(least), observed, ..Evidence::default() });
        }
    }
}
