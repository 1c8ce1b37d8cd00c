//! What an event does to an observer: the table of the patterns, row by row.

use super::finding::Reason;
use super::index::{ANSWER, ARM, CANCEL, OPEN, TURN};
use super::judge::Judge;
use super::state::{Inst, InstKey, PENDING};
use super::tell::Evidence;
use super::trace::Note;
use crate::program::{Bound, Pattern, Sentence};
use crate::runtime::occur::Occur;
use crate::runtime::state::NEVER;

/// States of the patterns that have some.
pub(super) const IDLE: u8 = 0;
pub(super) const YES: u8 = 1;
pub(super) const OTHER: u8 = 2;

/// What is in hand while an observer is moved.
#[derive(Clone, Copy)]
pub(super) struct In<'a> {
    pub(super) q: u32,
    pub(super) key: &'a InstKey,
    pub(super) note: &'a Note,
    pub(super) late: bool,
}

impl Judge<'_> {
    /// Moves an observer by an event.
    pub(super) fn on(&mut self, q: u32, key: &InstKey, inst: &mut Inst, places: u16, note: &Note, late: bool) {
        let Some(sentence) = self.sentence(q) else { return };
        let hand = In { q, key, note, late };
        let at = |place: u16| places & place != 0;
        let (mut comes, mut opens) = (false, false);
        if at(OPEN) {
            inst.count += 1;
            comes = nth(sentence).takes(inst.count) && self.provided(q, key, inst, note);
            opens = comes && !self.gives_way(q, key, &inst.value, note.at);
            if opens {
                self.triggered(q);
            }
        }
        match &sentence.pattern {
            Pattern::Never(_) => {
                if opens {
                    self.broken(hand, inst, Evidence::default());
                }
            }
            // What is asked for has come, even where the rule rests.
            Pattern::Always(_) => {
                if comes {
                    inst.state = YES;
                }
            }
            Pattern::Times(_, _, most) => {
                if comes {
                    inst.total += 1;
                    let most = most.as_ref().and_then(|e| self.number(sentence, inst, note.at, e));
                    if opens && most.is_some_and(|most| inst.total > most) && inst.state == IDLE {
                        inst.state = YES;
                        let observed = Some(inst.total);
                        self.broken(hand, inst, Evidence { bound: most, observed, ..Evidence::default() });
                    }
                }
            }
            Pattern::First(..) => self.first(hand, inst, places),
            Pattern::Last(..) => {
                if at(TURN) || at(ANSWER) {
                    inst.state = if at(ANSWER) { YES } else { OTHER };
                    inst.event = Some(self.mention(note));
                    inst.since = Some((note.at, note.seq));
                }
            }
            Pattern::Before(before) => {
                if opens {
                    if inst.state == IDLE {
                        let gaps = self.hidden(q, inst.seq, inst.from, note.at, self.hides(q).1);
                        self.judged(hand, inst, gaps, Evidence::default());
                    }
                    if before.each {
                        inst.state = IDLE;
                        (inst.from, inst.seq) = (note.at, note.seq);
                    }
                }
                if at(ANSWER) {
                    inst.state = YES;
                }
            }
            Pattern::After(_, _, bound) => self.after_moves(hand, inst, places, opens, bound.as_ref()),
            Pattern::Next(..) => self.next_moves(hand, inst, places, opens),
            Pattern::Between(..) => self.between(hand, inst, places, opens),
            Pattern::Barred(_, _, bound) => self.barred(hand, inst, places, opens, bound.as_ref()),
            Pattern::Apart(_, least) => {
                if opens {
                    self.apart(hand, inst, least);
                }
            }
            Pattern::EachIn(_, every, _) => {
                if at(ANSWER) && inst.state == YES {
                    (inst.count, inst.merged) = (0, false);
                    inst.since = Some((note.at, note.seq));
                    inst.due =
                        self.ms(sentence, inst, note.at, every).map_or(NEVER, |ms| note.at.saturating_add(ms.max(0)).saturating_add(1));
                }
            }
            Pattern::Only(_, _, not) => {
                if opens {
                    self.only(hand, inst, *not);
                }
            }
            Pattern::Implies(..) => {
                if opens {
                    inst.state |= YES;
                    inst.event.get_or_insert_with(|| self.mention(note));
                    inst.since.get_or_insert((note.at, note.seq));
                }
                if at(ANSWER) {
                    inst.state |= OTHER;
                }
            }
            Pattern::By(by) => {
                if at(CANCEL) {
                    inst.pending.clear();
                }
                if at(ANSWER) {
                    self.answer(hand, inst, false);
                }
                if at(ARM) && self.may_open(q, key, inst, note) {
                    self.triggered(q);
                    self.arm(inst, sentence, by, note);
                    if inst.pending.iter().any(|p| p.unknown) {
                        let triggers = inst.pending.iter().map(|p| p.what.clone()).collect();
                        self.unknown(hand, inst, Reason::Year, Evidence { triggers, ..Evidence::default() });
                    }
                }
                inst.due = self.wakes(q, inst, note.at);
            }
            Pattern::Lasts(_) => {}
        }
    }

    /// A 句 whose words nobody knows is neither what is asked for nor something else.
    fn wordless(&mut self, hand: In<'_>, inst: &mut Inst, triggers: Vec<super::finding::EventRef>) -> bool {
        let wordless = matches!(hand.note.what, Occur::Turn(_));
        if wordless {
            self.unknown(hand, inst, Reason::Fact, Evidence { triggers, ..Evidence::default() });
        }
        wordless
    }

    fn first(&mut self, hand: In<'_>, inst: &mut Inst, places: u16) {
        if inst.state != IDLE || places & (TURN | ANSWER) == 0 {
            return;
        }
        inst.state = YES;
        if !self.may_open(hand.q, hand.key, inst, hand.note) {
            return;
        }
        self.triggered(hand.q);
        if places & ANSWER == 0 && !self.wordless(hand, inst, Vec::new()) {
            let gaps = self.hidden(hand.q, inst.seq, inst.from, hand.note.at, self.hides(hand.q).1);
            self.judged(hand, inst, gaps, Evidence::default());
        }
    }

    fn next_moves(&mut self, hand: In<'_>, inst: &mut Inst, places: u16, opens: bool) {
        if places & CANCEL != 0 {
            inst.pending.clear();
        }
        if places & (TURN | ANSWER) != 0 && !inst.pending.is_empty() {
            let pending = std::mem::take(&mut inst.pending);
            if places & ANSWER == 0 {
                let first = pending.first().map_or((0, 0), |p| (p.seq, p.at));
                let gaps = self.hidden(hand.q, first.0, first.1, hand.note.at, self.hides(hand.q).1);
                let triggers: Vec<_> = pending.into_iter().map(|p| p.what).collect();
                if self.wordless(hand, inst, triggers.clone()) {
                    return;
                }
                self.judged(hand, inst, gaps, Evidence { triggers, ..Evidence::default() });
            }
        }
        if opens && inst.pending.len() < PENDING {
            let owed = self.pending(hand.note);
            inst.pending.push(owed);
        }
    }

    fn between(&mut self, hand: In<'_>, inst: &mut Inst, places: u16, opens: bool) {
        if opens {
            if inst.state == YES {
                let (at, seq) = inst.since.unwrap_or((inst.from, inst.seq));
                let gaps = self.hidden(hand.q, seq, at, hand.note.at, self.hides(hand.q).1);
                let triggers = inst.event.iter().cloned().collect();
                let missing = Some((at, hand.note.at));
                self.judged(hand, inst, gaps, Evidence { triggers, missing, ..Evidence::default() });
            }
            inst.state = YES;
            inst.since = Some((hand.note.at, hand.note.seq));
            inst.event = Some(self.mention(hand.note));
        } else if places & ANSWER != 0 && inst.state == YES {
            inst.state = OTHER;
        }
    }

    fn barred(&mut self, hand: In<'_>, inst: &mut Inst, places: u16, opens: bool, bound: Option<&Bound>) {
        let note = hand.note;
        if places & CANCEL != 0 {
            inst.state = IDLE;
            inst.due = NEVER;
        }
        if places & ANSWER != 0 && inst.state == YES && !self.gives_way(hand.q, hand.key, &inst.value, note.at) {
            let since = inst.since.map_or(inst.from, |(at, _)| at);
            let triggers = inst.event.iter().cloned().collect();
            let observed = Some(note.at.saturating_sub(since));
            let seen = Evidence { triggers, observed, ..Evidence::default() };
            if inst.due < NEVER && (!inst.timed || !note.timed) {
                self.unknown(hand, inst, Reason::Time, seen);
            } else if note.at < inst.due {
                self.broken(hand, inst, seen);
            }
        }
        if opens {
            let Some(sentence) = self.sentence(hand.q) else { return };
            inst.state = YES;
            inst.since = Some((note.at, note.seq));
            inst.timed = note.timed;
            inst.event = Some(self.mention(note));
            inst.due = bound.map_or(NEVER, |b| self.bound(sentence, inst, note.at, b).map_or(NEVER, |(due, _)| due));
        }
    }

    fn apart(&mut self, hand: In<'_>, inst: &mut Inst, least: &crate::program::Expr) {
        let Some(sentence) = self.sentence(hand.q) else { return };
        let note = hand.note;
        let least = self.ms(sentence, inst, note.at, least);
        if let (Some((before, seq)), Some(least)) = (inst.since, least) {
            let apart = note.at.saturating_sub(before);
            let triggers = inst.event.iter().cloned().collect();
            let seen = Evidence { triggers, bound: Some(least), observed: Some(apart), ..Evidence::default() };
            if apart < least {
                if inst.timed && note.timed { self.broken(hand, inst, seen) } else { self.unknown(hand, inst, Reason::Time, seen) }
            } else {
                let gaps = self.hidden(hand.q, seq, before, note.at, self.hides(hand.q).0);
                if !gaps.is_empty() {
                    self.judged(hand, inst, gaps, seen);
                }
            }
        }
        inst.since = Some((note.at, note.seq));
        inst.timed = note.timed;
        inst.event = Some(self.mention(note));
    }

    fn only(&mut self, hand: In<'_>, inst: &mut Inst, not: bool) {
        let slot = self.m.rules.sentences.get(hand.q as usize).and_then(|s| s.subject);
        match slot.and_then(|slot| self.inside(slot, hand.note.at)) {
            Some(inside) if inside == not => self.broken(hand, inst, Evidence::default()),
            Some(_) => {}
            None => self.unknown(hand, inst, Reason::Year, Evidence::default()),
        }
    }
}

fn nth(sentence: &Sentence) -> crate::program::Nth {
    match &sentence.pattern {
        Pattern::Never(on)
        | Pattern::Always(on)
        | Pattern::Times(on, ..)
        | Pattern::After(on, ..)
        | Pattern::Next(on, _)
        | Pattern::Between(on, _)
        | Pattern::Barred(on, ..)
        | Pattern::Apart(on, _)
        | Pattern::Only(on, ..)
        | Pattern::Implies(on, _) => on.nth,
        Pattern::Before(before) => before.of.nth,
        Pattern::First(..) | Pattern::Last(..) | Pattern::Lasts(_) | Pattern::EachIn(..) | Pattern::By(_) => crate::program::Nth::Any,
    }
}
