//! What a folded character is filed under: itself, or with sounds folded every syllable it can be read as.

use super::fold::{Fold, Folds, UNKNOWN, spoken_digit};
use super::hanzi;

/// The key of a row, one symbol longer towards its beginning; the key of one symbol is the symbol.
#[inline]
pub(super) fn join(key: u32, symbol: u32) -> u32 {
    let both = u64::from(key) << 32 | u64::from(symbol);
    (both.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32) as u32
}

/// What a character is filed under: itself, or every syllable it can be read as.
#[derive(Debug, Clone, Copy)]
pub(super) enum Symbols {
    Itself(char),
    Read(&'static [hanzi::Syllable]),
}

impl Symbols {
    pub(super) fn of(c: char, folds: Folds) -> Self {
        let read = match (folds.has(Fold::Sound), folds.has(Fold::NearSound)) {
            (_, true) => hanzi::near_readings(spoken_digit(c)),
            (true, false) => hanzi::readings(spoken_digit(c)),
            (false, false) => &[],
        };
        if read.is_empty() { Self::Itself(c) } else { Self::Read(read) }
    }

    /// Syllables are numbered from 0 to 420; they may be taken for rare letters, which the closer look tells apart.
    pub(super) fn iter(self) -> impl Iterator<Item = u32> {
        let (own, read) = match self {
            Self::Itself(c) => (Some(c as u32), &[][..]),
            Self::Read(read) => (None, read),
        };
        own.into_iter().chain(read.iter().map(|s| u32::from(*s)))
    }
}

/// What a character may be heard as: two characters that count as the same with all sounds folded have one in common.
pub(super) fn symbols(c: char) -> impl Iterator<Item = u32> {
    Symbols::of(c, Folds::SOUNDS).iter()
}

/// Whether two folded characters count as the same, and what had to be folded for it.
pub(super) fn alike(a: char, b: char, folds: Folds) -> Option<Folds> {
    if a == b {
        return (a != UNKNOWN).then_some(Folds::NONE);
    }
    if !folds.has(Fold::Sound) && !folds.has(Fold::NearSound) {
        return None;
    }
    let (a, b) = (spoken_digit(a), spoken_digit(b));
    if hanzi::shares(a, b, false) {
        return Some(Folds::NONE.with(Fold::Sound));
    }
    (folds.has(Fold::NearSound) && hanzi::shares(a, b, true)).then_some(Folds::NONE.with(Fold::NearSound))
}

/// Whether two texts of one length sound alike, each character in some way to read it, whatever their case.
pub fn sound_alike(a: &str, b: &str) -> bool {
    let same =
        |(a, b): (char, char)| alike(a, b, Folds::SOUNDS.without(Fold::NearSound)).is_some() || a.to_lowercase().eq(b.to_lowercase());
    a.chars().count() == b.chars().count() && a.chars().zip(b.chars()).all(same)
}
