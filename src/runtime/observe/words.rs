//! Which words of the rules a turn holds: one pass over the turn finds them all.

use crate::base::phrase::{Choice, Hit, Matcher, Set, Speech};
use crate::program::{Program, SayWords};
use crate::runtime::eval::Eval;
use crate::runtime::required::fixed_choice;

/// All words that rules listen for.
#[derive(Debug, Default)]
pub(crate) struct Heard {
    /// By number.
    uses: Vec<Use>,
    /// The 禁语 that each set of the matcher is for.
    owners: Vec<u32>,
    /// Sets that wait to be made ready.
    sets: Vec<Set>,
    matcher: Matcher,
}

/// Words that some pattern names.
#[derive(Debug)]
struct Use {
    words: SayWords,
    /// Where they hold no value that may change.
    fixed: Option<Choice>,
}

/// The words a turn holds: their numbers, and the 禁语 it hits.
#[derive(Debug, Default)]
pub(crate) struct Held {
    pub(crate) words: Vec<u32>,
    /// With the gravest of the phrases that are there, of these the first.
    pub(crate) forbids: Vec<(u32, Hit)>,
}

impl Held {
    /// The phrase of a 禁语 that is there.
    pub(crate) fn phrase(&self, forbid: u32) -> Option<&Hit> {
        self.forbids.iter().find(|(f, _)| *f == forbid).map(|(_, hit)| hit)
    }
}

impl Heard {
    /// The number of words, which are listened for from now on.
    pub(crate) fn add(&mut self, p: &Program, words: &SayWords) -> u32 {
        if let Some(at) = self.uses.iter().position(|u| u.words == *words) {
            return at as u32;
        }
        let of = self.uses.len() as u32;
        self.uses.push(Use { words: words.clone(), fixed: fixed_choice(p, words) });
        of
    }

    /// Listens for a 禁语 from now on.
    pub(crate) fn add_forbid(&mut self, p: &Program, forbid: u32) {
        if let Some(declared) = p.forbids.get(forbid as usize).filter(|_| !self.owners.contains(&forbid)) {
            self.owners.push(forbid);
            self.sets.push(declared.set());
        }
    }

    /// Makes all that was added ready to be found.
    pub(crate) fn ready(&mut self) {
        self.matcher = Matcher::of(std::mem::take(&mut self.sets));
    }

    /// Whether a number is that of some words.
    pub(crate) fn is(&self, number: u32, words: &SayWords) -> bool {
        self.uses.get(number as usize).is_some_and(|u| u.words == *words)
    }

    /// Whether any words are listened for.
    pub(crate) fn any(&self) -> bool {
        !self.uses.is_empty()
    }

    /// What the last of some turns holds; those before it are its speaker's as well, and it runs on from them.
    pub(crate) fn hear(&self, eval: &mut Eval<'_>, turns: &[&str], first_turn: bool) -> Held {
        let text = turns.last().copied().unwrap_or_default();
        let mut held = Held::default();
        let hits = self.matcher.hits(text, first_turn);
        for run in hits.chunk_by(|a, b| a.set == b.set) {
            let Some(forbid) = run.first().and_then(|hit| self.owners.get(hit.set)) else { continue };
            let Some(declared) = eval.m.program.forbids.get(*forbid as usize) else { continue };
            let gravest = run.iter().rev().max_by_key(|hit| declared.severity_of(hit.phrase));
            if let Some(hit) = gravest.filter(|_| declared.when.as_ref().is_none_or(|e| eval.holds(e))) {
                held.forbids.push((*forbid, *hit));
            }
        }
        if self.uses.is_empty() {
            return held;
        }
        let speech = Speech::of(text);
        let said = |choice: &Choice| if turns.len() > 1 { choice.is_completed(turns) } else { choice.is_said(&speech) };
        for (of, used) in self.uses.iter().enumerate() {
            let said = match &used.fixed {
                Some(choice) => said(choice),
                None => eval.choice(&used.words).is_some_and(|(choice, _)| said(&choice)),
            };
            if said {
                held.words.push(of as u32);
            }
        }
        held
    }
}
