//! Whether a phrase really stands where the index says that it may, and what had to be folded for it.

use super::fold::{Fold, Folds};
use super::symbols::alike;
use super::text::{Options, Run, Text, Unit, repeatable};

/// Where a phrase stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    /// First unit.
    pub(super) first: usize,
    /// Behind the last unit.
    pub(super) behind: usize,
    /// What was folded.
    pub(super) took: Folds,
}

/// A phrase, or a piece of one, folded for the closer look.
#[derive(Default)]
pub(super) struct Piece<'p> {
    words: &'p str,
    text: Text,
}

impl<'p> Piece<'p> {
    /// Becomes other words: one place in memory serves for all that are looked at.
    pub(super) fn refold(&mut self, words: &'p str, options: Options) {
        self.words = words;
        self.text.refold(words, options);
    }

    pub(super) fn text(&self) -> &Text {
        &self.text
    }

    /// Its place if its first character stands at a run of the text.
    pub(super) fn starting_at(&self, said: &str, text: &Text, first: usize, options: Options) -> Option<Place> {
        let count = self.text.runs.len();
        let runs = text.runs.get(first..first + count)?;
        let mut took = Folds::NONE;
        let mut place: Option<(usize, usize)> = None;
        for (i, (own, run)) in self.text.runs.iter().zip(runs).enumerate() {
            took = took.and(alike(own.c, run.c, options.folds)?);
            let many = repeatable(own.c);
            if run.n < own.n || run.n > own.n && !many {
                return None;
            }
            // Of the outer runs the phrase takes as many as it has itself; inside, all are taken.
            let (from, to) = match (i == 0, i + 1 == count) {
                (true, true) | (false, true) => (run.first, run.first + own.n),
                (true, false) => (run.first + run.n - own.n, run.first + run.n),
                (false, false) => {
                    if run.n > own.n {
                        took = took.with(Fold::Repeated);
                    }
                    (run.first, run.first + run.n)
                }
            };
            took = took.and(self.joined(own, text.units.get(from..to)?, i == 0, options)?);
            took = took.and(self.written(said, own, text.units.get(from..to)?));
            place = Some((place.map_or(from, |(first, _)| first), to));
        }
        let (first, behind) = place?;
        let whole = self.whole_before(text, first) && self.whole_behind(text, behind);
        whole.then_some(Place { first, behind, took })
    }

    /// What stands between the characters: nothing but marks, and no more of them than may.
    fn joined(&self, own: &Run, units: &[Unit], outermost: bool, options: Options) -> Option<Folds> {
        let mut took = Folds::NONE;
        for (i, unit) in units.iter().enumerate().skip(usize::from(outermost)) {
            let here = self.text.units.get(own.first + i.min(own.n - 1));
            let (gap, end) = here.map_or((0, false), |u| (u.gap, u.after_end));
            let divided = !end && (unit.after_end || unit.paused && gap == 0);
            if unit.gap > options.skip.max(gap) || divided && !options.crosses_ends() {
                return None;
            }
            if unit.gap > gap || unit.hidden {
                took = took.with(Fold::Skipped);
            }
        }
        Some(took)
    }

    /// What was folded in the characters themselves: nothing where both are written alike.
    fn written(&self, said: &str, own: &Run, units: &[Unit]) -> Folds {
        let mut took = Folds::NONE;
        for (i, unit) in units.iter().enumerate() {
            let Some(mine) = self.text.units.get(own.first + i.min(own.n - 1)) else { continue };
            if self.words.get(mine.start..mine.end) != said.get(unit.start..unit.end) {
                took = took.and(unit.took).and(mine.took);
            }
        }
        took
    }

    /// A number is not found inside a longer one, nor a word of letters inside another.
    fn whole_before(&self, text: &Text, first: usize) -> bool {
        let (Some(own), Some(here)) = (self.text.units.first(), text.units.get(first)) else { return true };
        let before = first.checked_sub(1).and_then(|i| text.units.get(i));
        here.gap > 0 || here.after_end || !before.is_some_and(|b| self.binds(own, 0, b))
    }

    fn whole_behind(&self, text: &Text, behind: usize) -> bool {
        let count = self.text.units.len();
        let (Some(own), Some(next)) = (self.text.units.last(), text.units.get(behind)) else { return true };
        next.gap > 0 || next.after_end || !self.binds(own, count - 1, next)
    }

    /// Whether a character of the phrase and its neighbour outside would be one number or one word.
    fn binds(&self, own: &Unit, at: usize, other: &Unit) -> bool {
        if own.c.is_ascii_digit() {
            // 一 is a digit only among digits: 周一一定.
            let lone = |i: Option<usize>| i.and_then(|i| self.text.units.get(i)).is_none_or(|u| !u.c.is_ascii_digit());
            let written = own.took.has(Fold::Digits) && lone(at.checked_sub(1)) && lone(Some(at + 1));
            return !written && other.c.is_ascii_digit();
        }
        let latin = |c: char| (c as u32) < 0x1100 && c.is_alphabetic();
        // `no1` is another word than `no`, but 一 behind it is only the next word.
        latin(own.c) && (latin(other.c) || other.c.is_ascii_digit() && !other.took.has(Fold::Digits))
    }
}
