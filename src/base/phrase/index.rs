//! Which phrases may stand in a text: one pass asks for each two characters whether anything ends in them, and where something does, whether
//! anything is filed under these and the one before; nearly always nothing is. What is, is looked at closely.

use super::fold::UNKNOWN;
use super::heads::{Heads, keys_of};
use super::keys::{Filter, Keys};
use super::letters::{Letters, letters};
use super::said::Said;
use super::symbols::{Symbols, join};
use super::text::Options;

/// Phrases made ready to be found. They are known by their number, the order in which they were given.
#[derive(Debug, Clone)]
pub(super) struct Index {
    options: Options,
    /// The longest run of marks that may stand inside a phrase.
    reach: u8,
    /// Some phrase is one character alone.
    single: bool,
    keys: Keys,
    letters: Letters,
}

/// A phrase that may begin at a run of a text.
pub(super) type Candidate = (usize, u32);

impl Index {
    /// Files phrases; of one with a `…`, the words before it.
    pub(super) fn of<'p>(phrases: impl Iterator<Item = &'p str>, options: Options) -> Self {
        let letters = letters(options.folds);
        let heads = Heads::of(phrases, options, letters);
        let mut pairs = Filter::of(heads.count());
        let mut single = false;
        let mut keys = Vec::new();
        let files = heads.file(options.folds, |row| match row {
            [.., before, last] => {
                keys_of(&[*before, *last], options.folds, &mut keys);
                keys.iter().for_each(|key| pairs.add(*key));
            }
            _ => single |= !row.is_empty(),
        });
        Self { options, reach: options.skip.max(heads.widest_gap), single, keys: Keys::of(files, pairs), letters }
    }

    /// The phrases that may begin at runs of a text, as far as three characters of theirs tell. None that stands there is missing.
    pub(super) fn candidates(&self, text: &str) -> Vec<Candidate> {
        let mut found = Vec::new();
        if self.keys.is_empty() {
            return found;
        }
        let said = Said::of(text, self.options, self.reach, self.letters);
        for (from, row) in said.rows() {
            if self.options.sounds() {
                self.hear(from, row, &mut found);
            } else {
                self.read(from, row, &mut found);
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Asks for what ends in each letter of a row, which begins at some run.
    fn read(&self, from: usize, row: &[u32], found: &mut Vec<Candidate>) {
        // Before a row stands 0, which no phrase has.
        let mut before = 0;
        for (at, letter) in row.iter().enumerate() {
            let pair = join(*letter, before);
            if self.keys.may_end_in(pair) {
                self.collect(pair, 2, from + at, found);
                if let Some(first) = at.checked_sub(2).and_then(|at| row.get(at)) {
                    self.collect(join(pair, *first), 3, from + at, found);
                }
            }
            if self.single {
                self.collect(*letter, 1, from + at, found);
            }
            before = *letter;
        }
    }

    /// The same by every syllable that a letter can be read as.
    fn hear(&self, from: usize, row: &[u32], found: &mut Vec<Candidate>) {
        let (mut before, mut first): (Option<Symbols>, Option<Symbols>) = (None, None);
        for (at, letter) in row.iter().enumerate() {
            let last = Symbols::of(char::from_u32(*letter).unwrap_or(UNKNOWN), self.options.folds);
            for symbol in last.iter() {
                if self.single {
                    self.collect(symbol, 1, from + at, found);
                }
                for pair in before.iter().flat_map(|before| before.iter()).map(|before| join(symbol, before)) {
                    if self.keys.may_end_in(pair) {
                        self.collect(pair, 2, from + at, found);
                        first.iter().flat_map(|first| first.iter()).for_each(|first| self.collect(join(pair, first), 3, from + at, found));
                    }
                }
            }
            (before, first) = (Some(last), before);
        }
    }

    /// Adds what is filed under the key of so many characters, of which the last is in some run.
    #[inline]
    fn collect(&self, key: u32, length: usize, last: usize, found: &mut Vec<Candidate>) {
        if self.keys.may_have(key)
            && let Some(first) = (last + 1).checked_sub(length)
        {
            self.take(key, first, found);
        }
    }

    /// Adds what is filed under a key whose first character is in some run.
    #[cold]
    fn take(&self, key: u32, first: usize, found: &mut Vec<Candidate>) {
        let begin = |before: u32| first.checked_sub(before as usize);
        found.extend(self.keys.filed(key).iter().filter_map(|(_, phrase, before)| Some((begin(*before)?, *phrase))));
    }
}
