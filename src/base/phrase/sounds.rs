//! Which syllables may follow which in phrases that are filed by sound: one look at a table for each way to read a character.

use super::fold::{Fold, Folds, spoken_digit};
use super::hanzi::{self, Syllable};

/// Slots of symbols: syllables are numbered from 0 to 420, other symbols take the place of one.
const SLOTS: usize = 512;

/// A bit for each slot: whether it is among some.
type Row = [u64; SLOTS / 64];

/// By slot in groups of 32: a bit for each that is among some, below how many pairs come before.
type Numbered = [u64; SLOTS / 32];

/// The pairs of symbols with which phrases begin, numbered in their order.
#[derive(Debug, Clone)]
pub(super) struct Pairs {
    /// By the first of a pair: what comes second.
    second: Vec<Numbered>,
    /// By the kind of a character: what comes second behind any way to read it, and the ways to read it. What is read in no way may be anything.
    kinds: Vec<(Row, Row)>,
    /// The kind of each character.
    of: &'static [u16],
    /// Every way to read the characters of all kinds, one kind behind the other.
    ways: Vec<Syllable>,
    /// By kind: where its ways begin; behind them where the last end.
    begins: Vec<u32>,
}

/// A letter as it is heard: its kind, and its slot where it is read in no way that is known.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Heard {
    kind: u16,
    own: u16,
}

impl Pairs {
    /// The pairs of phrases that are compared with some folds, by the slots of their symbols.
    pub(super) fn of(folds: Folds, pairs: impl Iterator<Item = (u16, u16)>) -> Self {
        let mut rows = vec![[0; SLOTS / 64]; SLOTS];
        for (first, second) in pairs {
            rows.get_mut(usize::from(first)).into_iter().for_each(|row| set(row, second));
        }
        let mut count = 0;
        let number = |row: &Row| {
            let halves = row.map(|bits| {
                [bits as u32, (bits >> 32) as u32].map(|half| {
                    count += u64::from(half.count_ones());
                    (u64::from(half) << 32) | (count - u64::from(half.count_ones()))
                })
            });
            let mut numbered = [0; SLOTS / 32];
            numbered.iter_mut().zip(halves.into_iter().flatten()).for_each(|(place, half)| *place = half);
            numbered
        };
        let second = rows.iter().map(number).collect();
        let read = hanzi::readings_of_kinds(folds.has(Fold::NearSound));
        let kind = |read: &Vec<Syllable>| {
            let none = if read.is_empty() { [!0; SLOTS / 64] } else { [0; SLOTS / 64] };
            let (mut after, mut own) = (none, none);
            for syllable in read {
                set(&mut own, *syllable);
                let row = rows.get(usize::from(*syllable)).into_iter().flatten();
                after.iter_mut().zip(row).for_each(|(after, bits)| *after |= bits);
            }
            (after, own)
        };
        let kinds = read.iter().map(kind).collect();
        let mut begins = vec![0];
        begins.extend(read.iter().scan(0, |end, read| {
            *end += read.len() as u32;
            Some(*end)
        }));
        Self { second, kinds, of: hanzi::kinds(), ways: read.concat(), begins }
    }

    /// How a letter is heard.
    #[inline]
    pub(super) fn hear(&self, letter: u32) -> Heard {
        match self.of.get(letter.wrapping_sub(hanzi::FIRST) as usize) {
            Some(kind) => Heard { kind: *kind, own: slot(letter) },
            None => self.hear_digit(letter),
        }
    }

    /// Digits are heard as they are spoken, other letters as nothing that is known.
    #[cold]
    fn hear_digit(&self, letter: u32) -> Heard {
        let spoken = char::from_u32(letter).map_or(0, |c| spoken_digit(c) as u32);
        let kind = self.of.get(spoken.wrapping_sub(hanzi::FIRST) as usize).copied().unwrap_or_default();
        Heard { kind, own: slot(letter) }
    }

    /// Whether any phrase may begin with two letters.
    #[inline]
    pub(super) fn may_begin(&self, first: Heard, second: Heard) -> bool {
        let row = |heard: Heard| self.kinds.get(usize::from(heard.kind));
        let (Some((after, _)), Some((_, own))) = (row(first), row(second)) else { return true };
        // All at once: how many ways there are to read a character cannot be foretold.
        after.iter().zip(own).fold(0, |any, (after, own)| any | after & own) != 0
    }

    /// The slots of every way to read a letter, or of the letter itself.
    #[inline]
    pub(super) fn ways<'s>(&'s self, heard: &'s Heard) -> &'s [u16] {
        if heard.kind == 0 {
            return std::slice::from_ref(&heard.own);
        }
        let begin = |kind: u16| self.begins.get(usize::from(kind)).map_or(0, |at| *at as usize);
        self.ways.get(begin(heard.kind)..begin(heard.kind + 1)).unwrap_or_default()
    }

    /// What comes second behind the first of a pair.
    #[inline]
    pub(super) fn behind(&self, first: u16) -> Option<&Numbered> {
        self.second.get(usize::from(first))
    }
}

/// The number that a pair has, and whether there is such a pair.
#[inline]
pub(super) fn number(behind: &Numbered, second: u16) -> (usize, bool) {
    let word = behind.get(usize::from(second) / 32).copied().unwrap_or_default();
    let (bits, bit) = ((word >> 32) as u32, second % 32);
    ((word as u32 + (bits & !(!0 << bit)).count_ones()) as usize, bits >> bit & 1 == 1)
}

/// The place of a symbol: a syllable's is its number.
#[inline]
pub(super) fn slot(symbol: u32) -> u16 {
    symbol as u16 % SLOTS as u16
}

fn set(row: &mut Row, slot: u16) {
    if let Some(bits) = row.get_mut(usize::from(slot) / 64) {
        *bits |= 1 << (slot % 64);
    }
}
