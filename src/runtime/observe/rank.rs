//! Which sentence gives way, and while: one that goes before another is in force, so the other rests. What it opens then is not opened,
//! what was owed before is due so much later.

use super::index::{FACT, FROM, TO};
use super::judge::Judge;
use super::listeners::Target;
use super::owed::next_due;
use super::state::{Inst, InstKey, Ruling};
use super::stretch::declared;
use super::trace::Note;
use crate::program::{Pattern, StretchRef};
use crate::runtime::eval::Hand;
use crate::runtime::state::NEVER;
use crate::runtime::value::Val;
use smol_str::SmolStr;

impl Judge<'_> {
    /// Keeps what sentences that go before others need to know of an event: their 自 … 至, and what their 若 reads. Before any sentence
    /// sees the event.
    pub(super) fn rulings(&mut self, note: &Note, targets: &[Target]) {
        let m = self.m;
        for target in targets {
            let Target::Sentence(q) = target else { continue };
            let (Some(ix), Some(sentence)) = (m.rules.sentences.get(*q as usize), self.sentence(*q)) else { continue };
            if ix.lower.is_empty() || sentence.within.from.is_empty() && ix.needs.is_empty() {
                continue;
            }
            for (key, _, places) in self.hits(*q, note, false) {
                let ruling = self.w.ruling.entry((*q, key)).or_default();
                if places & FACT != 0 {
                    for (event, args) in declared(note) {
                        ruling.args.retain(|(known, _)| *known != event);
                        ruling.args.push((event, args));
                    }
                }
                match ruling.since {
                    Some(_) if places & TO != 0 => ruling.since = None,
                    None if places & FROM != 0 => ruling.since = Some((note.at, note.seq)),
                    _ => {}
                }
            }
            self.moved.extend(&ix.lower);
        }
    }

    /// What a stretch opens or closes may let sentences rest, or let them go on.
    pub(super) fn look_again(&mut self, at: i64) {
        let m = self.m;
        let mut moved = std::mem::take(&mut self.moved);
        moved.extend(&m.rules.restless);
        moved.sort_unstable();
        moved.dedup();
        for q in moved {
            let keys: Vec<InstKey> = self.w.instances.get(q as usize).map_or(Vec::new(), |all| all.keys().cloned().collect());
            for key in keys {
                let Some(mut inst) = self.w.instances.get_mut(q as usize).and_then(|all| all.remove(&key)) else { continue };
                let was = inst.due;
                self.rest(q, &key, &mut inst, at);
                self.put(q, &key, inst, was);
            }
        }
    }

    /// Lets what is owed rest, or go on, as it should at an instant; whether it rests.
    pub(super) fn rest(&mut self, q: u32, key: &InstKey, inst: &mut Inst, at: i64) -> bool {
        let Some(sentence) = self.sentence(q) else { return false };
        let every = match &sentence.pattern {
            Pattern::EachIn(_, every, _) if inst.due < NEVER || inst.rests.is_some() => Some(every),
            Pattern::After(..) | Pattern::By(_) if !inst.pending.is_empty() => None,
            _ => return false,
        };
        match (inst.rests, self.gives_way(q, key, &inst.value.clone(), at)) {
            (None, true) => inst.rests = Some(at),
            (Some(since), false) => {
                let away = at.saturating_sub(since);
                inst.rests = None;
                for owed in inst.pending.iter_mut().filter(|p| p.due < NEVER) {
                    (owed.due, owed.away) = (owed.due.saturating_add(away), owed.away.saturating_add(away));
                }
                if let (Some(every), Some((began, seq))) = (every, inst.since) {
                    let began = began.saturating_add(away);
                    inst.since = Some((began, seq));
                    let ms = self.ms(sentence, inst, at, every);
                    inst.due = ms.map_or(NEVER, |ms| began.saturating_add(ms.max(0)).saturating_add(1));
                }
            }
            _ => {}
        }
        if every.is_none() {
            inst.due = self.wakes(q, inst, at);
        } else if inst.rests.is_some() {
            inst.due = self.turns(q, at).unwrap_or(NEVER);
        }
        inst.rests.is_some()
    }

    /// When an observer has something to do next: where what it gives way to goes by a calendar, no event says so.
    pub(super) fn wakes(&self, q: u32, inst: &Inst, at: i64) -> i64 {
        let due = if inst.rests.is_some() { NEVER } else { next_due(inst) };
        if inst.pending.is_empty() && inst.rests.is_none() {
            return due;
        }
        self.turns(q, at).map_or(due, |turn| turn.min(due))
    }

    /// When a calendar next lets a sentence rest or go on.
    fn turns(&self, q: u32, at: i64) -> Option<i64> {
        let ix = self.m.rules.sentences.get(q as usize)?;
        let during = ix.higher.iter().filter_map(|other| self.m.rules.sentences.get(*other as usize)).flat_map(|other| &other.during);
        let sets = during.filter_map(|slot| match self.m.rules.stretches.get(*slot as usize).map(|s| &s.of) {
            Some(StretchRef::Calendar(calendar, set)) => Some((*calendar, *set)),
            _ => None,
        });
        sets.filter_map(|(calendar, set)| self.m.reckoning(Some(calendar), self.st.core.called).ok()?.turns(set.set(), at).ok()).min()
    }

    /// Whether a sentence that goes before this one is in force: its scope holds, and what it says under 若.
    pub(super) fn gives_way(&mut self, q: u32, key: &InstKey, value: &Val, at: i64) -> bool {
        let m = self.m;
        let Some(ix) = m.rules.sentences.get(q as usize) else { return false };
        ix.higher.iter().any(|other| {
            let (Some(before), Some(scope), Some(higher)) =
                (self.sentence(*other), self.scope(*other, at), m.rules.sentences.get(*other as usize))
            else {
                return false;
            };
            // What lasts is half open: it does not hold any more at the instant at which its line ends.
            if self.ending && (!before.within.during.is_empty() || !before.within.from.is_empty()) {
                return false;
            }
            let name = if higher.keyed { key.key.clone() } else { SmolStr::default() };
            let ruling = self.w.ruling.get(&(*other, InstKey { key: name, case: key.case })).cloned().unwrap_or_default();
            if !before.within.from.is_empty() && ruling.since.is_none_or(|since| since < scope) {
                return false;
            }
            let hand = Hand { key: Some(value), case: key.case, measure: higher.measure, ..Hand::default() };
            let provided = before.within.provided.as_ref();
            provided.is_none_or(|e| self.eval(at, before.flow, &ruling.args, hand).holds(e))
        })
    }
}

impl Ruling {
    /// Whether there is nothing to remember.
    pub(super) fn is_idle(&self) -> bool {
        self.since.is_none() && self.args.is_empty()
    }
}
