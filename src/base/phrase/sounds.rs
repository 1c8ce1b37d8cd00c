//! Which syllables may follow which in what is filed by sound: one look at a table for each way to read a character.

use super::fold::{Fold, Folds, spoken_digit};
use super::hanzi::{self, Syllable};
use super::symbols::Symbols;

/// Words of bits for the syllables, which are numbered from 0 to 420; other symbols take the place of one.
const WORDS: usize = 8;

/// By a syllable: whether it is among some.
type Row = [u64; WORDS];

/// The pairs of symbols in which anything ends that is filed.
#[derive(Debug, Clone)]
pub(super) struct Pairs {
    /// By the first symbol of a pair: what may follow.
    symbols: Vec<Row>,
    /// By the kind of a character: what may follow any way to read it, and the ways to read it. What is read in no way may be anything.
    kinds: Vec<(Row, Row)>,
    /// The kind of each character.
    of: &'static [u16],
    /// By kind: every way to read its characters.
    read: &'static [Vec<Syllable>],
}

/// A letter as it is heard: its kind.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Heard(u16);

impl Pairs {
    /// Room for the pairs of phrases that are compared with some folds.
    pub(super) fn of(folds: Folds) -> Self {
        let read = hanzi::readings_of_kinds(folds.has(Fold::NearSound));
        Self { symbols: vec![[0; WORDS]; WORDS * 64], kinds: Vec::new(), of: hanzi::kinds(), read }
    }

    /// Takes a pair: every way to read the one before every way to read the other.
    pub(super) fn add(&mut self, before: Symbols, last: Symbols) {
        for symbol in before.iter() {
            if let Some(row) = self.symbols.get_mut(slot(symbol)) {
                last.iter().for_each(|symbol| set(row, symbol));
            }
        }
    }

    /// To be asked, once all pairs are taken.
    pub(super) fn finish(&mut self) {
        let any = |read: &Vec<Syllable>| {
            let none = if read.is_empty() { [!0; WORDS] } else { [0; WORDS] };
            let (mut after, mut own) = (none, none);
            for syllable in read.iter().map(|s| u32::from(*s)) {
                set(&mut own, syllable);
                let row = self.symbols.get(slot(syllable)).into_iter().flatten();
                after.iter_mut().zip(row).for_each(|(after, bits)| *after |= bits);
            }
            (after, own)
        };
        self.kinds = self.read.iter().map(any).collect();
    }

    /// How a letter is heard.
    #[inline]
    pub(super) fn hear(&self, letter: u32) -> Heard {
        match self.of.get(letter.wrapping_sub(hanzi::FIRST) as usize) {
            Some(kind) => Heard(*kind),
            None => self.hear_digit(letter),
        }
    }

    /// Digits are heard as they are spoken, other letters as nothing that is known.
    #[cold]
    fn hear_digit(&self, letter: u32) -> Heard {
        let spoken = char::from_u32(letter).map_or(0, |c| spoken_digit(c) as u32);
        Heard(self.of.get(spoken.wrapping_sub(hanzi::FIRST) as usize).copied().unwrap_or_default())
    }

    /// Whether anything may end in two letters.
    #[inline]
    pub(super) fn may_end_in(&self, before: Heard, last: Heard) -> bool {
        let row = |heard: Heard| self.kinds.get(usize::from(heard.0));
        let (Some((after, _)), Some((_, own))) = (row(before), row(last)) else { return true };
        // All at once: how many ways there are to read a character cannot be foretold.
        after.iter().zip(own).fold(0, |any, (after, own)| any | after & own) != 0
    }

    /// Every way to read a letter, unless there is none.
    #[inline]
    pub(super) fn readings(&self, heard: Heard) -> &'static [Syllable] {
        self.read.get(usize::from(heard.0)).map_or(&[], Vec::as_slice)
    }

    /// Whether anything may end in two symbols.
    #[inline]
    pub(super) fn may_be(&self, before: u32, last: u32) -> bool {
        self.symbols.get(slot(before)).is_some_and(|row| holds(row, last))
    }
}

/// The place of a symbol in a row.
#[inline]
fn slot(symbol: u32) -> usize {
    symbol as usize % (WORDS * 64)
}

fn set(row: &mut Row, symbol: u32) {
    if let Some(bits) = row.get_mut(slot(symbol) / 64) {
        *bits |= 1 << (slot(symbol) % 64);
    }
}

#[inline]
fn holds(row: &Row, symbol: u32) -> bool {
    row.get(slot(symbol) / 64).is_some_and(|bits| bits >> (slot(symbol) % 64) & 1 == 1)
}
