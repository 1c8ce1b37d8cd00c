//! What was said, turn by turn: which turns run on from one another, and what of it comes closest to a line.

use super::finding::{Closest, Quote};
use crate::base::phrase::{Amount, Choice, Comparison, Place, Speech, Wanted, closest};
use crate::runtime::event::Who;
use smol_str::SmolStr;

/// Turns that are quoted where none comes close.
const QUOTED: usize = 2;

/// A turn with its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Turn {
    pub(crate) who: Who,
    pub(crate) from: i64,
    /// Its end where that is known, else its beginning.
    pub(crate) until: i64,
    pub(crate) seq: u32,
    pub(crate) text: SmolStr,
    /// It is 应和 and nothing else.
    pub(crate) back: bool,
}

/// Somebody's turns, and their words: a line runs over from one to the next where nobody else said anything but 应和 between.
pub(crate) fn speech<'t>(turns: impl IntoIterator<Item = &'t Turn>, mine: impl Fn(Who) -> bool) -> (Vec<&'t Turn>, Speech) {
    let (mut own, mut speech, mut runs_on) = (Vec::new(), Speech::default(), true);
    for turn in turns {
        if mine(turn.who) {
            speech.push(&turn.text, runs_on);
            own.push(turn);
            runs_on = true;
        } else if !turn.back {
            runs_on = false;
        }
    }
    (own, speech)
}

/// Somebody's turns, those that run on from one another together, each with their words.
pub(crate) fn goes<'t>(turns: &[&'t Turn], mine: impl Fn(Who) -> bool) -> Vec<(Vec<&'t Turn>, Speech)> {
    let mut all: Vec<(Vec<&Turn>, Speech)> = Vec::new();
    let breaks = |turn: &Turn| !mine(turn.who) && !turn.back;
    for part in turns.split(|turn| breaks(turn)) {
        all.push(speech(part.iter().copied(), &mine));
    }
    all.retain(|(turns, _)| !turns.is_empty());
    all
}

/// Whether someone speaks for the house.
pub(crate) fn is_agent(who: Who) -> bool {
    matches!(who, Who::Agent | Who::Role(_))
}

/// Whether two speak for the same side.
pub(crate) fn one_side(a: Who, b: Who) -> bool {
    a == b || is_agent(a) && is_agent(b)
}

/// What is asked for: lines of which one is to be said, with their ids.
#[derive(Clone, Copy)]
pub(crate) struct Asked<'a> {
    pub(crate) choices: &'a [Choice],
    pub(crate) ids: &'a [Vec<SmolStr>],
}

/// The line that comes closest to what was said, and how it compares.
pub(crate) struct Compared<'a> {
    asked: Asked<'a>,
    choice: usize,
    line: usize,
    pub(crate) by: Comparison,
}

impl<'a> Asked<'a> {
    /// Compares what was said with the lines, from a turn on.
    pub(crate) fn compare(self, speech: &Speech, from: (usize, usize)) -> Option<Compared<'a>> {
        let (choice, line, by) = closest(self.choices, speech, Some(from))?;
        Some(Compared { asked: self, choice, line, by })
    }
}

impl Compared<'_> {
    /// The line, or all lines of a class of which all are to be said.
    pub(crate) fn words(&self) -> SmolStr {
        let Some(choice) = self.asked.choices.get(self.choice) else { return SmolStr::default() };
        if choice.amount == Amount::Any {
            return choice.lines.get(self.line).map_or_else(SmolStr::default, |w| w.text().into());
        }
        choice.lines.iter().map(Wanted::text).collect::<Vec<_>>().join("、").into()
    }

    /// What is to be told of it: `turns` are those that were compared, of which those from `since` on count.
    pub(crate) fn told(&self, turns: &[&Turn], since: usize) -> Closest {
        let id = self.asked.ids.get(self.choice).and_then(|ids| ids.get(self.line)).cloned().unwrap_or_default();
        let all: usize = self.asked.choices.iter().map(|c| if c.amount == Amount::Any { c.lines.len() } else { 1 }).sum();
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Closest {
            line: self.words(),
            id,
            others: count(all.saturating_sub(1)),
            missing: self.by.missing.clone(),
            wrong: self.by.wrong.clone(),
            contrary: self.by.contrary,
            misplaced: self.by.misplaced.clone(),
            differing: (count(self.by.differing), count(self.by.forgiven)),
            said: quotes(turns, since, self.by.place),
        }
    }
}

fn quotes(turns: &[&Turn], since: usize, place: Option<Place>) -> Vec<Quote> {
    let quote = |turn: &Turn, part| Quote { who: turn.who, at: turn.from, text: turn.text.clone(), part };
    let Some(place) = place else {
        let last = turns.len().saturating_sub(QUOTED).max(since);
        return turns.iter().skip(last).map(|turn| quote(turn, None)).collect();
    };
    let inside = turns.iter().enumerate().skip(place.from.0).take(place.to.0.saturating_sub(place.from.0) + 1);
    let part = |(i, turn): (usize, &&Turn)| {
        let chars = |byte: usize| turn.text.get(..byte).map_or(0, |t| t.chars().count() as u32);
        let from = if i == place.from.0 { chars(place.from.1) } else { 0 };
        let to = if i == place.to.0 { chars(place.to.1) } else { chars(turn.text.len()) };
        quote(turn, Some((from, to)))
    };
    inside.map(part).collect()
}
