//! The folded characters of a text, repeated ones once: all that is needed to tell that no phrase stands in it.

use super::fold::{Fold, Part, fold, part};
use super::letters::Letters;
use super::text::{Options, repeatable};

/// A letter for each run of a text.
pub(super) struct Said {
    letters: Vec<u32>,
    /// Letters over which no phrase reaches from the one before: rare.
    apart: Vec<usize>,
    /// The letter before, 0 where another one like it is not a repetition.
    last: u32,
    /// All bits where repetition is folded, none where it is not.
    repeats: u32,
    /// Marks since the letter before, where so many letters have been taken.
    gap: (usize, u8),
}

impl Said {
    /// Folds a text of which phrases may skip so many marks.
    pub(super) fn of(text: &str, options: Options, reach: u8, letters: Letters) -> Self {
        let repeats = if options.folds.has(Fold::Repeated) { !0 } else { 0 };
        let mut said = Self { letters: Vec::with_capacity(text.len() / 3 + 1), apart: Vec::new(), last: 0, gap: (0, 0), repeats };
        for c in text.chars() {
            match letters.get(c) {
                Some(letter) => said.push(letter),
                None => said.pass(c, options, reach),
            }
        }
        said
    }

    /// The stretches inside which phrases may stand, each with the run at which it begins: nearly always one.
    pub(super) fn rows(&self) -> impl Iterator<Item = (usize, &[u32])> {
        let ends = self.apart.iter().copied().chain([self.letters.len()]);
        ends.scan(0, |from, end| {
            let row = self.letters.get(*from..end).unwrap_or_default();
            Some((std::mem::replace(from, end), row))
        })
    }

    /// Takes a letter. Called, it would keep all that is known of the place in memory, which is half of what a pass costs.
    #[inline(always)]
    fn push(&mut self, letter: u32) {
        if letter == self.last {
            return self.again(letter);
        }
        self.last = letter & self.repeats;
        self.letters.push(letter);
    }

    /// Takes a letter that is the one before: a digit more is another number.
    #[cold]
    fn again(&mut self, letter: u32) {
        if char::from_u32(letter).is_some_and(repeatable) {
            self.gap.1 = 0;
        } else {
            self.letters.push(letter);
        }
    }

    /// Takes a character that is not Han: rare, and kept out of the way of those that are.
    #[cold]
    fn pass(&mut self, c: char, options: Options, reach: u8) {
        match part(c) {
            Part::Word => fold(c, options.folds, |c, _| self.push(c as u32)),
            Part::End if !options.crosses_ends() => self.last = 0,
            Part::Invisible | Part::End => {}
            kind @ (Part::Mark | Part::Pause) => {
                let taken = self.letters.len();
                let gap = if self.gap.0 == taken { self.gap.1.saturating_add(1) } else { 1 };
                self.gap = (taken, gap);
                if gap > options.skip || kind == Part::Pause && !options.crosses_ends() {
                    self.last = 0;
                }
                if gap > reach && self.apart.last() != Some(&taken) {
                    self.apart.push(taken);
                }
            }
        }
    }
}
