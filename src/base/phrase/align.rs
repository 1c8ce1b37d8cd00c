//! The stretch of what was said that comes closest to a line: their edit distance, and how it comes about.

use super::english::word_at;
use super::fold::{Fold, Folds, UNKNOWN};
use super::negation::{is_denied, is_filler};
use super::speech::Letter;
use super::symbols::alike;

/// A character of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Element {
    pub(super) letter: Letter,
    pub(super) kind: Kind,
}

/// What a character of a line is part of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Word,
    /// A value, by its number.
    Value(u32),
    /// Anything up to the end of the sentence.
    Anything,
}

/// What does not count as a difference.
#[derive(Debug, Clone, Copy)]
pub(super) struct Leniency {
    /// Which sounds are the same.
    pub(super) sounds: Folds,
    /// Hesitation does not count.
    pub(super) fillers: bool,
    /// Words of an alphabet are not found inside longer ones.
    pub(super) words: bool,
    /// The line itself denies what is looked for: it is said behind a negation.
    pub(super) denied: bool,
    /// What a difference costs that may not be.
    pub(super) grave: u32,
}

/// How a line lies in what was said.
#[derive(Debug, Clone)]
pub(super) struct Aligned {
    /// One for each character that differs, more for each that may not.
    pub(super) cost: u32,
    /// How many characters differ.
    pub(super) differing: usize,
    /// The letters it lies in; none where no character of it was said.
    pub(super) place: Option<(usize, usize)>,
    /// By element: the letters that stand for it, those put in behind it included.
    pub(super) spans: Vec<Option<(usize, usize)>>,
    /// By element: it was not said, or something else instead.
    pub(super) lost: Vec<bool>,
    /// A negation too many or too few: the contrary was said.
    pub(super) contrary: bool,
}

/// What no line forgives: a value, a digit, a negation that differs.
pub(super) const GRAVE: u32 = 1 << 12;
/// The same where the place is looked for that comes closest although it is not the line.
pub(super) const NEAREST: u32 = 2;
/// What cannot be: a `…` that goes on over the end of a sentence.
const NEVER: u32 = 1 << 24;

/// How a place of the comparison was reached.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    Begin,
    /// A letter stands for an element.
    Taken,
    /// An element was not said.
    Dropped,
    /// A letter was put in.
    Added,
}

/// Lays a line into what was said where that takes the fewest edits.
pub(super) fn align(line: &[Element], said: &[Letter], how: Leniency) -> Aligned {
    let width = said.len() + 1;
    let mut steps = vec![Step::Begin; (line.len() + 1) * width];
    let mut above: Vec<u32> = (0..width).map(|j| begin(line, said, j, how)).collect();
    let mut row = vec![0; width];
    for (i, element) in line.iter().enumerate() {
        let next = line.get(i + 1);
        let mut left = u32::MAX;
        for (j, cost) in row.iter_mut().enumerate() {
            let up = above.get(j).copied().unwrap_or(u32::MAX);
            let mut best = (up.saturating_add(element.dropped(how)), Step::Dropped);
            if let Some(letter) = j.checked_sub(1).and_then(|l| said.get(l)) {
                let corner = above.get(j - 1).copied().unwrap_or(u32::MAX);
                let taken = corner.saturating_add(element.replaced(letter, how));
                let added = left.saturating_add(element.added(said, j - 1, next, how));
                if taken <= best.0 {
                    best = (taken, Step::Taken);
                }
                if added < best.0 {
                    best = (added, Step::Added);
                }
            }
            *cost = best.0;
            left = best.0;
            if let Some(step) = steps.get_mut((i + 1) * width + j) {
                *step = best.1;
            }
        }
        std::mem::swap(&mut above, &mut row);
    }
    let end = (0..width)
        .min_by_key(|j| (above.get(*j).copied().unwrap_or(u32::MAX).saturating_add(finish(line, said, *j, how)), *j))
        .unwrap_or(0);
    let cost = above.get(end).copied().unwrap_or(u32::MAX).saturating_add(finish(line, said, end, how));
    trace(line, said, how, &steps, (end, cost))
}

/// Goes back the way that led to the end of a line.
fn trace(line: &[Element], said: &[Letter], how: Leniency, steps: &[Step], (end, cost): (usize, u32)) -> Aligned {
    let width = said.len() + 1;
    let mut found =
        Aligned { cost, differing: 0, place: None, spans: vec![None; line.len()], lost: vec![false; line.len()], contrary: false };
    let (mut i, mut j) = (line.len(), end);
    let mut heard = false;
    let widen = |span: &mut Option<(usize, usize)>, at: usize| *span = Some(span.map_or((at, at + 1), |(_, to)| (at, to)));
    while let Some(element) = i.checked_sub(1).and_then(|e| line.get(e)) {
        let e = i - 1;
        let step = steps.get(i * width + j).copied().unwrap_or(Step::Begin);
        match (step, j.checked_sub(1).and_then(|l| said.get(l).map(|letter| (l, letter)))) {
            (Step::Taken, Some((l, letter))) => {
                let same = element.replaced(letter, how) == 0;
                heard |= same;
                found.differing += usize::from(!same);
                found.contrary |= !same && (element.letter.negates || letter.negates);
                if let (Some(lost), Some(span)) = (found.lost.get_mut(e), found.spans.get_mut(e)) {
                    *lost = !same;
                    widen(span, l);
                }
                (i, j) = (e, l);
            }
            (Step::Added, Some((l, letter))) => {
                found.contrary |= letter.negates && element.kind != Kind::Anything;
                found.differing += usize::from(element.added(said, l, line.get(i), how) > 0);
                if let Some(span) = found.spans.get_mut(e) {
                    widen(span, l);
                }
                j = l;
            }
            _ => {
                if let Some(lost) = found.lost.get_mut(e) {
                    *lost = element.kind != Kind::Anything;
                }
                found.differing += usize::from(element.kind != Kind::Anything);
                found.contrary |= element.letter.negates;
                i = e;
            }
        }
    }
    found.place = (heard && j < end).then_some((j, end));
    if let Some((first, behind)) = found.place {
        found.contrary |= is_denied(said, first) != how.denied;
        if turned_round(said, &found.lost, first, behind, how) {
            found.cost = found.cost.saturating_add(how.grave);
            found.contrary = true;
        }
    }
    found
}

/// What it costs to begin before a letter.
fn begin(line: &[Element], said: &[Letter], at: usize, how: Leniency) -> u32 {
    let grave = is_denied(said, at) != how.denied || line.first().is_some_and(|e| e.is_whole(how)) && in_word(said, at);
    if grave && how.grave > NEAREST { how.grave } else { 0 }
}

/// What it costs to end before a letter: a number is not found in a longer one.
fn finish(line: &[Element], said: &[Letter], at: usize, how: Leniency) -> u32 {
    let grave = line.last().is_some_and(|e| e.is_whole(how)) && in_word(said, at);
    if grave && how.grave > NEAREST { how.grave } else { 0 }
}

/// Whether a number, or a word of an alphabet, goes on from the letter before to this one.
pub(super) fn in_word(said: &[Letter], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|b| said.get(b));
    before.is_some_and(|before| said.get(at).is_some_and(|l| l.joins(before)))
}

/// Whether a letter is of an English negation, and not its first, which tells already that it is one.
fn in_negation(said: &[Letter], at: usize) -> bool {
    let first = word_at(|i| said.get(i).copied(), at).start;
    first < at && said.get(first).is_some_and(|l| l.negates)
}

/// Whether a negation stands where the line's first or last words are missing: it would have been an edit inside them.
fn turned_round(said: &[Letter], lost: &[bool], first: usize, behind: usize, how: Leniency) -> bool {
    let lead = lost.iter().take_while(|l| **l).count();
    let trail = lost.iter().rev().take_while(|l| **l).count();
    let before = said.get(first.saturating_sub(lead + 1)..first).unwrap_or_default();
    let fresh = said.get(first.saturating_sub(lead + 1)..=first).unwrap_or_default().iter().rposition(|l| l.ends).unwrap_or(0);
    let after = said.get(behind..said.len().min(behind + trail + 1)).unwrap_or_default();
    let denied = |at: usize| is_denied(said, at);
    let led = before.iter().skip(fresh).any(|l| l.negates) || (first.saturating_sub(lead)..first).any(denied);
    lead > 0 && !how.denied && led || trail > 0 && after.iter().take_while(|l| !l.ends).any(|l| l.negates)
}

impl Element {
    /// Whether leaving it out changes what the line says.
    fn is_grave(&self) -> bool {
        matches!(self.kind, Kind::Value(_)) || self.letter.negates || self.letter.number
    }

    /// Whether it is not found inside a longer number or word.
    fn is_whole(&self, how: Leniency) -> bool {
        matches!(self.kind, Kind::Value(_)) && (self.letter.number || self.letter.is_latin()) || how.words && self.letter.is_latin()
    }

    /// What it costs to leave it out.
    fn dropped(&self, how: Leniency) -> u32 {
        match self.kind {
            Kind::Anything => 0,
            _ if self.is_grave() => how.grave,
            _ => 1,
        }
    }

    /// What it costs to take a letter for it.
    fn replaced(&self, letter: &Letter, how: Leniency) -> u32 {
        let own = self.letter.c;
        let digits = self.letter.number || letter.number;
        let folds = match self.kind {
            Kind::Anything => return NEVER,
            _ if digits => Folds::NONE,
            Kind::Value(_) => how.sounds.without(Fold::NearSound),
            Kind::Word => how.sounds,
        };
        let same = match (self.letter.value, letter.value) {
            (Some(own), Some(said)) => own.agrees(said),
            (None, None) => alike(own, letter.c, folds).is_some() && !(letter.is_latin() && letter.negates != self.letter.negates),
            _ => false,
        };
        if same {
            return 0;
        }
        // Of what was said in the place of a value another value is nearest.
        if how.grave == NEAREST && self.letter.value.is_some() && letter.value.is_some() {
            return 1;
        }
        if self.is_grave() || letter.negates || letter.number || letter.c == UNKNOWN { how.grave } else { 1 }
    }

    /// What it costs that a letter was put in behind it.
    fn added(&self, said: &[Letter], at: usize, next: Option<&Self>, how: Leniency) -> u32 {
        let Some(letter) = said.get(at) else { return NEVER };
        let again = at.checked_sub(1).and_then(|b| said.get(b)).is_some_and(|b| b.c == letter.c) && !letter.number;
        let again = again && !(how.words && letter.is_latin()) || letter.is_latin() && in_negation(said, at);
        match self.kind {
            Kind::Anything if !letter.ends => 0,
            Kind::Anything if !(how.fillers && is_filler(letter.c)) => NEVER,
            Kind::Value(_) if how.fillers && is_filler(letter.c) => 0,
            // Nothing may be put into a value, nor a digit beside one.
            Kind::Value(own) if next.is_some_and(|n| n.kind == Kind::Value(own)) => how.grave,
            _ if letter.negates || letter.number || letter.c == UNKNOWN => how.grave,
            _ if again || how.fillers && is_filler(letter.c) => 0,
            _ => 1,
        }
    }
}
