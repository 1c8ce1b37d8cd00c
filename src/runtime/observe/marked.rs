//! What a transcript marks although it could be derived: it happens now, and is not derived a second time.

use super::follow::TALK_OVER;
use super::judge::Judge;
use super::state::Grows;
use super::trace::Note;
use super::turns::side;
use crate::program::{EventKind, EventPattern};
use crate::runtime::eval::Hand;
use crate::runtime::occur::Occur;
use crate::runtime::pattern::silence_of;

impl Judge<'_> {
    /// Takes a mark. Of a length that has grown every bound that it passes is an event, unless the clock has told it already.
    pub(super) fn marked(&mut self, note: &Note, late: bool) {
        let all = match note.what {
            Occur::Silence(whose, ms) => {
                let lasts = self.w.line.silent.get(usize::from(whose)).copied().flatten().is_some();
                let mine = |p: &EventPattern| matches!(p.kind, EventKind::Silence) && silence_of(p.actor.as_ref()) == whose;
                self.passed(note, lasts, ms, mine).into_iter().map(|ms| Occur::Silence(whose, ms)).collect()
            }
            Occur::Stay(ms) => {
                let lasts = !self.w.steps.is_empty();
                self.passed(note, lasts, ms, |p| matches!(p.kind, EventKind::Stay)).into_iter().map(Occur::Stay).collect()
            }
            Occur::CallTime(ms) => {
                let lasts = self.w.line.answered.is_some() && !self.w.line.over;
                self.passed(note, lasts, ms, |p| matches!(p.kind, EventKind::CallTime)).into_iter().map(Occur::CallTime).collect()
            }
            Occur::TalkOver(who, ms) => {
                let by = |talk: &super::state::Talk| talk.over.is_some_and(|(by, _)| Some(usize::from(by)) == side(who));
                let lasts = self.w.talks.iter().any(by);
                self.passed(note, lasts, ms, |p| matches!(p.kind, EventKind::TalkOver))
                    .into_iter()
                    .map(|ms| Occur::TalkOver(who, ms))
                    .collect()
            }
            Occur::Reply(who, _) => {
                self.replied(who);
                vec![note.what.clone()]
            }
            Occur::CutIn(..) => {
                self.w.talks.iter_mut().for_each(|talk| talk.cut = true);
                vec![note.what.clone()]
            }
            Occur::Backchannel(who) => {
                for turn in self.w.talks.iter_mut().filter_map(|talk| talk.turns.get_mut(side(who)?)?.as_mut()) {
                    turn.back = true;
                }
                vec![note.what.clone()]
            }
            _ => vec![note.what.clone()],
        };
        for what in all {
            let next = Note { what, ..note.clone() };
            self.see(&next, late);
            self.offer(&next);
            self.drain(late);
        }
    }

    /// The bounds that a length passes, each once; where it grows by the clock, those that are still to come.
    fn passed(&mut self, note: &Note, lasts: bool, ms: i64, of: impl Fn(&EventPattern) -> bool) -> Vec<i64> {
        let m = self.m;
        let mut all = Vec::new();
        for (place, pattern) in m.rules.lengths.iter().enumerate().filter(|(_, p)| of(p)) {
            let bare = matches!(pattern.kind, EventKind::TalkOver) && pattern.test.is_none();
            let least = if bare { Some(TALK_OVER) } else { self.eval(note.at, None, &[], Hand::default()).least_of(pattern.test.as_ref()) };
            let Some(least) = least.filter(|least| *least <= ms) else { continue };
            let mine = |grows: &Grows| matches!(grows, Grows::Pattern(at, _) if *at == place as u32);
            let before = self.w.lengths.len();
            self.w.lengths.retain(|(_, grows, _)| !mine(grows));
            let to_come = self.w.lengths.len() < before;
            if (to_come || !lasts) && !all.contains(&least) {
                all.push(least);
            }
        }
        all.sort_unstable();
        all
    }
}
