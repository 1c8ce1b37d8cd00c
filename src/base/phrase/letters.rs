//! What characters are folded to, each told by one look at a table.

use super::fold::{Fold, Folds, Part, fold, part};
use super::hanzi;
use std::ops::RangeInclusive;
use std::sync::LazyLock;

/// By character of the first plane: what it is folded to, [`MARK`] or [`OTHER`].
#[derive(Debug, Clone, Copy)]
pub(super) struct Letters(&'static [u16]);

/// Characters that are told by one look besides the Han ones: ASCII, general punctuation, marks of Chinese, and full-width characters.
const COMMON: [RangeInclusive<u32>; 3] = [0..=0x7f, 0x2000..=0x303f, 0xff00..=0xffef];
/// Stands in the table for what divides words and is none.
pub(super) const MARK: u32 = 0;
/// Stands in the table for a character that is not told by one look.
pub(super) const OTHER: u32 = 1;

impl Letters {
    /// What a Han character is folded to; none for any other.
    #[inline]
    pub(super) fn get(self, c: char) -> Option<u32> {
        if hanzi::is_han(c) { Some(self.look(c)) } else { None }
    }

    /// What any character is folded to, [`MARK`] or [`OTHER`].
    #[inline]
    pub(super) fn look(self, c: char) -> u32 {
        self.0.get(c as usize).map_or(OTHER, |letter| u32::from(*letter))
    }

    /// Whether a character is Han and no fold changes it, so that it is written in one way alone.
    #[inline]
    pub(super) fn keeps(self, c: char) -> bool {
        self.get(c) == Some(c as u32)
    }
}

/// The table of what some folds make of characters; made once for each of the four ways in which a Han character may be folded.
pub(super) fn letters(folds: Folds) -> Letters {
    static TABLES: [LazyLock<Vec<u16>>; 4] = [
        LazyLock::new(|| table(Folds::NONE)),
        LazyLock::new(|| table(Folds::NONE.with(Fold::Script))),
        LazyLock::new(|| table(Folds::NONE.with(Fold::Digits))),
        LazyLock::new(|| table(Folds::NONE.with(Fold::Script).with(Fold::Digits))),
    ];
    let at = usize::from(folds.has(Fold::Script)) + 2 * usize::from(folds.has(Fold::Digits));
    Letters(TABLES.get(at).map_or(&[], |table| table.as_slice()))
}

fn table(folds: Folds) -> Vec<u16> {
    let folded = |c: char| {
        let mut folded = c;
        fold(c, folds, |to, _| folded = to);
        // All that a character of the tables is folded to is in the first plane.
        folded as u32 as u16
    };
    let mut table = vec![OTHER as u16; 1 << 16];
    let mut fill = |range: RangeInclusive<u32>, of: &dyn Fn(char) -> u16| {
        for (c, place) in range.clone().zip(table.get_mut(*range.start() as usize..).into_iter().flatten()) {
            *place = char::from_u32(c).map_or(OTHER as u16, of);
        }
    };
    fill(hanzi::FIRST..=hanzi::LAST, &folded);
    COMMON.into_iter().for_each(|range| fill(range, &common));
    table
}

/// What a character that is not Han stands for, whatever is folded.
fn common(c: char) -> u16 {
    match part(c) {
        Part::Word if c.is_ascii_lowercase() || c.is_ascii_digit() => c as u16,
        Part::Word => OTHER as u16,
        _ => MARK as u16,
    }
}
