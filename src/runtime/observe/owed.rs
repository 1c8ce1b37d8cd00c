//! What is owed, answered and counted: P8, P9 and P18.

use super::finding::Reason;
use super::index::{ANSWER, CANCEL, COUNT, LEAST};
use super::judge::Judge;
use super::on::In;
use super::state::{Inst, PENDING, Pending};
use super::tell::Evidence;
use super::trace::Note;
use crate::program::{Bound, Pattern, Sentence, Until};
use crate::runtime::eval::Hand;
use crate::runtime::occur::Occur;
use crate::runtime::state::NEVER;
use crate::runtime::value::Val;

impl Judge<'_> {
    /// Moves what is owed by an event.
    pub(super) fn after_moves(&mut self, hand: In<'_>, inst: &mut Inst, places: u16, opens: bool, bound: Option<&Bound>) {
        if places & CANCEL != 0 {
            inst.pending.clear();
            inst.merged = false;
        }
        if places & LEAST != 0 {
            let number = ring(hand.note);
            inst.pending.iter_mut().for_each(|p| p.early = number.unwrap_or(p.early + 1));
        }
        if places & COUNT != 0 {
            self.counted(hand, inst, bound);
        }
        if places & ANSWER != 0 {
            let early = bound.is_some_and(|b| b.least.is_some());
            self.answer(hand, inst, early);
        }
        if opens {
            self.owe(hand, inst, bound);
        }
        inst.due = self.wakes(hand.q, inst, hand.note.at);
    }

    /// One more of what the upper bound counts.
    fn counted(&mut self, hand: In<'_>, inst: &mut Inst, bound: Option<&Bound>) {
        let Some(sentence) = self.sentence(hand.q) else { return };
        let most = bound.iter().flat_map(|b| &b.most).find_map(|u| if let Until::Count(_, e) = u { Some(e) } else { None });
        let Some(most) = most.and_then(|e| self.number(sentence, inst, hand.note.at, e)) else { return };
        let number = ring(hand.note);
        let mut kept = Vec::new();
        for mut owed in std::mem::take(&mut inst.pending) {
            owed.counted = number.unwrap_or(owed.counted + 1);
            if i64::from(owed.counted) > most {
                let gaps = self.hidden(hand.q, owed.seq, owed.at, hand.note.at, self.hides(hand.q).1);
                let observed = Some(i64::from(owed.counted));
                let seen = Evidence {
                    triggers: vec![owed.what.clone()],
                    missing: Some((owed.at, hand.note.at)),
                    bound: Some(most),
                    observed,
                    ..Evidence::default()
                };
                self.act(hand.q, hand.key, inst, &owed);
                self.judged(hand, inst, gaps, seen);
            } else {
                kept.push(owed);
            }
        }
        inst.pending = kept;
    }

    /// An answer discharges whatever it is in time for.
    pub(super) fn answer(&mut self, hand: In<'_>, inst: &mut Inst, early_breaks: bool) {
        let note = hand.note;
        let Some(sentence) = self.sentence(hand.q) else { return };
        let least = match &sentence.pattern {
            Pattern::After(_, _, Some(Bound { least: Some(Until::Count(_, e)), .. })) => self.number(sentence, inst, note.at, e),
            _ => None,
        };
        let mut kept = Vec::new();
        for owed in std::mem::take(&mut inst.pending) {
            // What no calendar could count was told when it was opened.
            if owed.unknown {
                continue;
            }
            let timeless = owed.due < NEVER && (!note.timed || !owed.timed);
            if timeless {
                self.unknown(hand, inst, Reason::Time, Evidence { triggers: vec![owed.what.clone()], ..Evidence::default() });
            } else if inst.rests.is_none() && note.at >= owed.due || note.at < owed.window {
                kept.push(owed);
            } else if early_breaks && (note.at < owed.least || least.is_some_and(|n| i64::from(owed.early) < n)) {
                let observed = Some(least.map_or(note.at.saturating_sub(owed.at), |_| i64::from(owed.early)));
                let bound = Some(least.unwrap_or(owed.least.saturating_sub(owed.at)));
                self.broken(hand, inst, Evidence { triggers: vec![owed.what.clone()], bound, observed, ..Evidence::default() });
            }
        }
        inst.merged &= !kept.is_empty();
        inst.pending = kept;
    }

    /// Something is owed from now on.
    fn owe(&mut self, hand: In<'_>, inst: &mut Inst, bound: Option<&Bound>) {
        let note = hand.note;
        let Some(sentence) = self.sentence(hand.q) else { return };
        if sentence.restart {
            inst.pending.clear();
        }
        let mut owed = self.pending(note);
        if let Some(bound) = bound {
            match self.bound(sentence, inst, note.at, bound) {
                Some((due, least)) => (owed.due, owed.least) = (due, least),
                None => owed.unknown = true,
            }
            if owed.unknown {
                let triggers = vec![owed.what.clone()];
                self.unknown(hand, inst, Reason::Year, Evidence { triggers, ..Evidence::default() });
            }
            if let Occur::Ring(n) = note.what {
                owed.counted = n;
            }
            let ringing = self.w.line.ring;
            if matches!(note.what, Occur::Incoming | Occur::Outgoing) {
                (owed.counted, owed.early) = (ringing, ringing);
            }
        }
        if inst.pending.len() >= PENDING {
            inst.merged = true;
        } else {
            inst.pending.push(owed);
        }
    }

    /// What an event opens, without a bound.
    pub(super) fn pending(&mut self, note: &Note) -> Pending {
        // A record may have changed when the obligation is broken, so it is not kept.
        let kept = |args: &[Val]| args.iter().map(|v| if matches!(v, Val::Record(_)) { Val::Unknown } else { v.clone() }).collect();
        let (args, did) = match &note.what {
            Occur::Declared(event, args, _) => (Some((*event, kept(args))), None),
            Occur::Do(action, args) => (None, Some((*action, kept(args)))),
            _ => (None, None),
        };
        Pending {
            at: note.at,
            seq: note.seq,
            timed: note.timed,
            due: NEVER,
            least: i64::MIN,
            window: i64::MIN,
            counted: 0,
            early: 0,
            what: self.mention(note),
            away: 0,
            unknown: false,
            args,
            did,
        }
    }

    /// The instant before which something is owed is known, or is another.
    pub(super) fn arm(&mut self, inst: &mut Inst, sentence: &Sentence, by: &crate::program::By, note: &Note) {
        inst.pending.clear();
        let called = self.st.core.called;
        let events = inst.args.clone();
        let hand = Hand { note: Some(note), key: Some(&inst.value), ..Hand::default() };
        let mut eval = self.eval(note.at, sentence.flow, &events, hand);
        let Val::Instant(instant) = eval.eval(&by.instant) else { return };
        let less = by.less.as_ref().map(|e| eval.eval(e));
        let window = by.window.as_ref().map(|e| eval.eval(e));
        let mut owed = self.pending(note);
        let m = self.m;
        let back = |length: Val| match length {
            Val::Duration(ms) => Some(instant.saturating_sub(ms)),
            Val::Civil(n, unit) => {
                let reckoning = m.reckoning(by.calendar.or(m.program.calendar), called).ok()?;
                reckoning.plus(instant, n.checked_neg()?, unit).ok()
            }
            _ => None,
        };
        match (less, window) {
            (_, Some(window)) => {
                owed.due = instant;
                match back(window) {
                    Some(from) => owed.window = from,
                    None => owed.unknown = true,
                }
            }
            (Some(less), None) => match back(less) {
                Some(last) => owed.due = last.saturating_add(1),
                None => owed.unknown = true,
            },
            (None, None) => owed.due = instant.saturating_add(1),
        }
        inst.pending.push(owed);
    }
}

/// When the first of what is pending is due.
pub(super) fn next_due(inst: &Inst) -> i64 {
    inst.pending.iter().map(|p| p.due).min().unwrap_or(NEVER)
}

fn ring(note: &Note) -> Option<u32> {
    if let Occur::Ring(n) = note.what { Some(n) } else { None }
}
