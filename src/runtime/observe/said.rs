//! What was said up to now: for lines that run over from one turn to the next, and for the closest to a line that was not said.

use super::judge::Judge;
use super::state::Inst;
use super::tell::Evidence;
use super::trace::Note;
use super::turns::is_back;
use crate::base::limits::TURNS;
use crate::program::{EventKind, EventPattern, KeyedEvent, Pattern, SayWords, Sentence};
use crate::runtime::eval::Hand;
use crate::runtime::event::Who;
use crate::runtime::lines::{Asked, Closest, Turn, goes, one_side, speech};
use smol_str::SmolStr;

/// Turns over which a line may run.
const RUN: usize = 8;

impl Judge<'_> {
    /// Keeps a turn, and gives the words of the turns of the same side that it runs on from, its own last.
    pub(super) fn keep_said(&mut self, who: Who, text: &SmolStr, note: &Note) -> Vec<SmolStr> {
        let Some(said) = &mut self.w.said else { return vec![text.clone()] };
        let until = note.more.as_ref().and_then(|m| m.until).unwrap_or(note.at);
        let measure = &self.m.program.measure;
        let back = is_back(text, measure) && until.saturating_sub(note.at) <= measure.backchannel_cap;
        let turn = Turn { who, from: note.at, until, seq: note.seq, text: text.clone(), back };
        if said.len() >= TURNS {
            said.remove(0);
        }
        said.push(turn);
        let mut run = Vec::new();
        let mut after = note.seq;
        for turn in said.iter().rev() {
            // What nobody heard may have been anything.
            let hidden = self.w.gaps.iter().any(|gap| gap.seq > turn.seq && gap.seq < after);
            let mine = one_side(turn.who, who);
            if run.len() == RUN || hidden || !mine && !turn.back {
                break;
            }
            after = turn.seq;
            if mine {
                run.push(turn.text.clone());
            }
        }
        run.reverse();
        run
    }

    /// Of a sentence that asks for words, and nothing else, the line that comes closest to what was said where it should have been.
    pub(super) fn closest(&mut self, sentence: &Sentence, inst: &Inst, note: &Note, seen: &Evidence) -> Option<Closest> {
        let asked = sentence.pattern.asked();
        let words: Vec<(&EventPattern, &SayWords)> = asked.iter().filter_map(words_of).collect();
        if words.is_empty() || words.len() < asked.len() {
            return None;
        }
        let (from, to) = match (&sentence.pattern, seen.missing, &seen.event) {
            // One turn is to blame.
            (Pattern::Last(..), _, Some(event)) => (event.at, event.at),
            (_, Some(window), _) => window,
            (Pattern::Before(_), None, _) => (inst.from, note.at),
            (_, None, Some(event)) => (event.at, event.at),
            (_, None, None) => (note.at, note.at),
        };
        let (mut choices, mut ids) = (Vec::new(), Vec::new());
        for (_, words) in &words {
            let (choice, of) = self.eval(note.at, None, &[], Hand::default()).choice(words)?;
            choices.push(choice);
            ids.push(of);
        }
        let (m, st) = (self.m, &*self.st);
        let by = |p: &EventPattern, who: Who| m.is_by(p.actor.as_ref(), Some(who), || st.acting(m, 0));
        let said: Vec<&Turn> = self.w.said.as_ref()?.iter().filter(|turn| (from..=to).contains(&turn.from)).collect();
        let asked = Asked { choices: &choices, ids: &ids };
        let mine = |who: Who| words.iter().any(|(p, _)| by(p, who));
        let (turns, speech) = speech(said.iter().copied(), mine);
        let compared = asked.compare(&speech, (0, 0))?;
        if !compared.by.said {
            return Some(compared.told(&turns, 0));
        }
        // All of it was said, but never in one go: the go in which most of it was.
        let goes = goes(&said, mine);
        let heard = goes.iter().filter_map(|(turns, speech)| Some((turns, asked.compare(speech, (0, 0))?))).filter(|(_, c)| !c.by.said);
        heard.max_by_key(|(_, compared)| compared.by.share).map(|(turns, compared)| compared.told(turns, 0))
    }
}

/// The words of an event that is somebody's saying them.
fn words_of(keyed: &KeyedEvent) -> Option<(&EventPattern, &SayWords)> {
    match &keyed.event.kind {
        EventKind::Says(words) => Some((&keyed.event, words)),
        _ => None,
    }
}
