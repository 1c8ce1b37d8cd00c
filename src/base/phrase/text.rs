//! An utterance as phrases are compared with it: folded characters, each with its place in the original.

use super::context::{is_quote, quoted};
use super::fold::{Fold, Folds, Part, UNKNOWN, fold, part};
use super::letters::letters;

/// How phrases are held against a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Options {
    /// The differences of writing that do not count.
    pub folds: Folds,
    /// How many marks and spaces may stand between two characters of a phrase; those that it has there itself always may.
    /// A pause or the end of a sentence may not, unless this is [`Options::ANY_MARKS`].
    pub skip: u8,
}

impl Options {
    /// Marks do not count at all: how lines that ought to be said are looked for, since a recogniser puts the marks.
    pub const ANY_MARKS: u8 = u8::MAX;

    /// As by default, but for marks, which do not count at all.
    pub fn words_alone() -> Self {
        Self { skip: Self::ANY_MARKS, ..Self::default() }
    }

    /// The same, where characters that sound alike are not.
    #[must_use]
    pub fn without_sounds(self) -> Self {
        Self { folds: self.folds.without(Fold::Sound).without(Fold::NearSound), ..self }
    }

    /// Whether characters that sound alike are alike.
    pub fn sounds(self) -> bool {
        self.folds.has(Fold::Sound) || self.folds.has(Fold::NearSound)
    }

    /// Whether a phrase may go on where a sentence has ended.
    pub(super) fn crosses_ends(self) -> bool {
        self.skip == Self::ANY_MARKS
    }
}

impl Default for Options {
    fn default() -> Self {
        Self { folds: Folds::DEFAULT, skip: 2 }
    }
}

/// A folded character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Unit {
    pub(super) c: char,
    /// First byte of what it was written as.
    pub(super) start: usize,
    /// Behind its last byte.
    pub(super) end: usize,
    /// What was folded to get it.
    pub(super) took: Folds,
    /// Marks and spaces before it.
    pub(super) gap: u8,
    /// A sentence ends before it.
    pub(super) after_end: bool,
    /// Speech pauses before it.
    pub(super) paused: bool,
    /// Something invisible stands before it.
    pub(super) hidden: bool,
}

impl Unit {
    /// Whether nothing stands before it, nor is divided there.
    pub(super) fn is_next(&self) -> bool {
        self.gap == 0 && !self.after_end && !self.paused && !self.hidden
    }
}

/// Equal characters in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Run {
    pub(super) c: char,
    /// The first of its units.
    pub(super) first: usize,
    /// How many.
    pub(super) n: usize,
}

/// A folded utterance.
#[derive(Debug, Clone, Default)]
pub struct Text {
    pub(super) units: Vec<Unit>,
    pub(super) runs: Vec<Run>,
    /// What stands between quotation marks, by their bytes.
    pub(super) quoted: Vec<(usize, usize)>,
}

impl Text {
    /// Folds a text. `\u{fffc}` stands where words are not known: no phrase reaches over it.
    pub fn of(text: &str, options: Options) -> Self {
        let mut folded = Self::default();
        folded.refold(text, options);
        folded
    }

    /// Folds another text in the memory of this one.
    pub(super) fn refold(&mut self, text: &str, options: Options) {
        self.units.clear();
        let mut quotes = Vec::new();
        self.units.reserve(text.len() / 3);
        let units = &mut self.units;
        let letters = letters(options.folds);
        let (mut gap, mut after_end, mut paused, mut hidden) = (0u8, false, false, false);
        for (start, c) in text.char_indices() {
            let end = start + c.len_utf8();
            let mut push = |c: char, took: Folds| {
                units.push(Unit { c, start, end, took, gap, after_end, paused, hidden });
                (gap, after_end, paused, hidden) = (0, false, false, false);
            };
            // Nearly all that is said is Han characters that are folded to themselves.
            if letters.get(c) == Some(c as u32) {
                push(c, Folds::NONE);
                continue;
            }
            match part(c) {
                Part::Word => fold(c, options.folds, push),
                Part::Invisible => hidden = true,
                Part::End => after_end = true,
                Part::Pause => (gap, paused) = (gap.saturating_add(1), true),
                Part::Mark => {
                    gap = gap.saturating_add(1);
                    if is_quote(c) {
                        quotes.push((start, c));
                    }
                }
            }
        }
        self.quoted = quoted(&quotes);
        self.find_runs(options);
    }

    /// The most marks that stand between two of its characters.
    pub(super) fn widest_gap(&self) -> u8 {
        self.units.iter().skip(1).map(|unit| unit.gap).max().unwrap_or(0)
    }

    /// Whether a run goes on with the number before it: no number begins there.
    pub(super) fn in_number(&self, run: usize) -> bool {
        let digit = |unit: &Unit| unit.c.is_ascii_digit();
        let Some(first) = self.runs.get(run).map(|run| run.first) else { return false };
        let before = first.checked_sub(1).and_then(|before| self.units.get(before));
        before.is_some_and(digit) && self.units.get(first).is_some_and(|unit| digit(unit) && unit.gap == 0 && !unit.after_end)
    }

    /// The folded characters alone.
    pub fn folded(&self) -> impl Iterator<Item = char> + '_ {
        self.units.iter().map(|unit| unit.c)
    }

    fn find_runs(&mut self, options: Options) {
        self.runs.clear();
        self.runs.reserve(self.units.len());
        for (first, unit) in self.units.iter().enumerate() {
            let divided = (unit.after_end || unit.paused) && !options.crosses_ends();
            let repeats = options.folds.has(Fold::Repeated) && repeatable(unit.c) && !divided && unit.gap <= options.skip;
            match self.runs.last_mut() {
                Some(run) if repeats && run.c == unit.c => run.n += 1,
                _ => self.runs.push(Run { c: unit.c, first, n: 1 }),
            }
        }
    }
}

/// Whether saying a character several times in a row is still saying it: a digit more is another number.
pub(super) fn repeatable(c: char) -> bool {
    !c.is_ascii_digit() && c != UNKNOWN
}
