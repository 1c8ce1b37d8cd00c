//! What the Han characters of the tables are folded to, each told by one look.

use super::fold::{Fold, Folds, fold};
use super::hanzi;
use std::sync::LazyLock;

/// By character from [`hanzi::FIRST`]: what it is folded to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Letters(&'static [u16]);

impl Letters {
    /// What a Han character is folded to; none for any other.
    #[inline]
    pub(super) fn get(self, c: char) -> Option<u32> {
        let at = (c as u32).checked_sub(hanzi::FIRST)?;
        self.0.get(at as usize).map(|letter| u32::from(*letter))
    }
}

/// The table of what some folds make of Han characters; made once for each of the four ways in which one may be folded.
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
    (hanzi::FIRST..=hanzi::LAST).filter_map(char::from_u32).map(folded).collect()
}
