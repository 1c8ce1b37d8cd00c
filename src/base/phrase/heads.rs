//! Phrases as they are filed: each under the rarest three characters in a row that it has.

use super::fold::{Folds, Part, part};
use super::symbols::{START, Symbols, join};
use super::text::{Options, Text};

/// The folded characters of each phrase up to its first `…`, repeated ones once.
#[derive(Debug, Clone, Default)]
pub(super) struct Heads {
    letters: Vec<char>,
    /// Behind the last of each phrase.
    ends: Vec<u32>,
    /// The longest run of marks that stands inside a phrase.
    pub(super) widest_gap: u8,
    /// Whether phrases are filed under one, two, three characters.
    pub(super) lengths: [bool; GRAM],
}

/// A key, a phrase filed under it, and how many characters of the phrase stand before those that make the key.
pub(super) type Filed = (u32, u32, u32);

/// How many characters in a row a phrase is filed under, where it has as many.
pub(super) const GRAM: usize = 3;

impl Heads {
    /// Folds the beginnings of phrases.
    pub(super) fn of<'p>(phrases: impl Iterator<Item = &'p str>, options: Options) -> Self {
        let mut heads = Self::default();
        for phrase in phrases {
            let first = phrase.split('…').find(|piece| piece.chars().any(|c| part(c) == Part::Word)).unwrap_or_default();
            let text = Text::of(first, options);
            heads.widest_gap = heads.widest_gap.max(text.widest_gap());
            if let Some(slot) = text.runs.len().min(GRAM).checked_sub(1).and_then(|n| heads.lengths.get_mut(n)) {
                *slot = true;
            }
            heads.letters.extend(text.runs.iter().map(|run| run.c));
            heads.ends.push(heads.letters.len() as u32);
        }
        heads
    }

    /// The characters of a phrase.
    pub(super) fn get(&self, phrase: usize) -> &[char] {
        let end = |at: usize| self.ends.get(at).map_or(0, |end| *end as usize);
        self.letters.get(phrase.checked_sub(1).map_or(0, end)..end(phrase)).unwrap_or_default()
    }

    /// Files each phrase; `last` sees the symbols that what is filed ends in.
    pub(super) fn file(&self, folds: Folds, mut last: impl FnMut(u32)) -> Vec<Filed> {
        let mut common = vec![0u32; 1 << ROUGH];
        let mut keys = Vec::new();
        for phrase in 0..self.ends.len() {
            self.each(phrase, folds, &mut keys, |_, keys| {
                for key in keys {
                    if let Some(count) = common.get_mut(rough(*key)) {
                        *count += 1;
                    }
                }
            });
        }
        let mut files = Vec::with_capacity(self.ends.len());
        let mut best: Vec<u32> = Vec::new();
        for phrase in 0..self.ends.len() {
            let (mut least, mut place) = (u64::MAX, 0);
            self.each(phrase, folds, &mut keys, |at, keys| {
                // The rarest, and of those the one with the fewest ways to read it.
                let cost = keys.iter().map(|key| u64::from(common.get(rough(*key)).copied().unwrap_or(0))).sum();
                if cost < least {
                    (least, place) = (cost, at);
                    best.clear();
                    best.extend_from_slice(keys);
                }
            });
            let row = self.get(phrase).get(place..).unwrap_or_default();
            let end = row.get(..row.len().min(GRAM)).and_then(<[char]>::last);
            end.into_iter().flat_map(|c| Symbols::of(*c, folds).iter()).for_each(&mut last);
            files.extend(best.drain(..).map(|key| (key, phrase as u32, place as u32)));
        }
        files.sort_unstable();
        files
    }

    /// Every row of a phrase that it may be filed under: where it begins, and its keys.
    fn each(&self, phrase: usize, folds: Folds, keys: &mut Vec<u32>, mut visit: impl FnMut(usize, &[u32])) {
        let head = self.get(phrase);
        for (at, row) in head.windows(head.len().clamp(1, GRAM)).enumerate() {
            keys_of(row, folds, keys);
            visit(at, keys);
        }
    }
}

/// Bits of a rough count: it only decides which of its characters a phrase is filed under.
const ROUGH: u32 = 18;

fn rough(key: u32) -> usize {
    (key >> (32 - ROUGH)) as usize
}

/// All keys of some characters in a row.
fn keys_of(row: &[char], folds: Folds, keys: &mut Vec<u32>) {
    keys.clear();
    keys.push(START);
    for c in row {
        let before = keys.len();
        for symbol in Symbols::of(*c, folds).iter() {
            for at in 0..before {
                let key = keys.get(at).copied().unwrap_or(START);
                keys.push(join(key, symbol));
            }
        }
        keys.drain(..before);
    }
    keys.sort_unstable();
    keys.dedup();
}
