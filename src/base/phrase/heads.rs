//! The beginnings of phrases, folded; and where they are found by how they are written, each filed under the rarest three characters in a row.

use super::fold::{Fold, Part, part};
use super::letters::Letters;
use super::symbols::join;
use super::text::{Options, Text, repeatable};

/// The folded characters of each phrase up to its first `…`, repeated ones once.
#[derive(Debug, Clone, Default)]
pub(super) struct Heads {
    letters: Vec<char>,
    /// Behind the last of each phrase.
    ends: Vec<u32>,
    /// The longest run of marks that stands inside a phrase.
    pub(super) widest_gap: u8,
}

/// A key, a phrase filed under it, and how many characters of the phrase stand before those that make the key.
pub(super) type Filed = (u32, u32, u32);

/// How many characters in a row a phrase is filed under, where it has as many.
const GRAM: usize = 3;

impl Heads {
    /// Folds the beginnings of phrases.
    pub(super) fn of<'p>(phrases: impl Iterator<Item = &'p str>, options: Options, letters: Letters) -> Self {
        let mut heads = Self::default();
        for phrase in phrases {
            let before = heads.letters.len();
            if !heads.take(phrase, options, letters) {
                heads.letters.truncate(before);
                let first = phrase.split('…').find(|piece| piece.chars().any(|c| part(c) == Part::Word)).unwrap_or_default();
                let text = Text::of(first, options);
                heads.widest_gap = heads.widest_gap.max(text.widest_gap());
                heads.letters.extend(text.runs.iter().map(|run| run.c));
            }
            heads.ends.push(heads.letters.len() as u32);
        }
        heads
    }

    /// Folds a phrase of Han characters alone, as nearly all of a long list are; false where it has others.
    fn take(&mut self, phrase: &str, options: Options, letters: Letters) -> bool {
        let repeats = options.folds.has(Fold::Repeated);
        let mut last = None;
        for c in phrase.chars() {
            let Some(letter) = letters.get(c).and_then(char::from_u32) else { return false };
            if !(repeats && repeatable(letter) && last == Some(letter)) {
                self.letters.push(letter);
            }
            last = Some(letter);
        }
        true
    }

    /// How many phrases there are.
    pub(super) fn count(&self) -> usize {
        self.ends.len()
    }

    /// The characters of a phrase.
    pub(super) fn get(&self, phrase: usize) -> &[char] {
        let end = |at: usize| self.ends.get(at).map_or(0, |end| *end as usize);
        self.letters.get(phrase.checked_sub(1).map_or(0, end)..end(phrase)).unwrap_or_default()
    }

    /// Files each phrase; `seen` is shown the characters under which it is filed.
    pub(super) fn file(&self, mut seen: impl FnMut(&[char])) -> Vec<Filed> {
        let mut rows = Rough::of(2 * self.letters.len());
        for phrase in 0..self.ends.len() {
            self.rows(phrase).for_each(|row| rows.add(key_of(row)));
        }
        let mut files = Vec::with_capacity(self.ends.len());
        for phrase in 0..self.ends.len() {
            let rarest = self.rows(phrase).enumerate().min_by_key(|(_, row)| rows.count(key_of(row)));
            if let Some((place, row)) = rarest {
                seen(row);
                files.push((key_of(row), phrase as u32, place as u32));
            }
        }
        files.sort_unstable();
        files
    }

    /// Every row of a phrase that it may be filed under.
    fn rows(&self, phrase: usize) -> impl Iterator<Item = &[char]> {
        let head = self.get(phrase);
        head.windows(head.len().clamp(1, GRAM))
    }
}

/// How often something occurs, roughly: it only decides which of its characters a phrase is filed under. In a list of numbered things what
/// is common to all occurs as often as there are phrases, and what tells them apart still some hundred times: both have to be counted.
struct Rough(Vec<u16>);

impl Rough {
    /// For so many different things.
    fn of(count: usize) -> Self {
        Self(vec![0; count.next_power_of_two().clamp(1 << 6, 1 << 18)])
    }

    fn at(&self, key: u32) -> usize {
        (key >> 8) as usize & (self.0.len() - 1)
    }

    fn add(&mut self, key: u32) {
        let at = self.at(key);
        if let Some(count) = self.0.get_mut(at) {
            *count = count.saturating_add(1);
        }
    }

    fn count(&self, key: u32) -> u16 {
        self.0.get(self.at(key)).copied().unwrap_or_default()
    }
}

/// The key of some characters in a row.
fn key_of(row: &[char]) -> u32 {
    let mut letters = row.iter().rev().map(|c| *c as u32);
    let last = letters.next().unwrap_or_default();
    letters.fold(last, join)
}
