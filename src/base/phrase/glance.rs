//! A first look at a text, letter by letter in passing: nearly always it tells that no phrase of a short list stands there.

use super::fold::{Folds, Part, fold, part};
use super::letters::{Letters, MARK, OTHER};

/// Up to how many phrases are few enough that nearly all pairs of letters are found in none, so that a glance is worth its time.
pub(super) const SHORT: usize = 300;

/// Whether anything is found among two letters that a text has in a row, whatever stands between them; the first comes behind 0, which no
/// phrase has.
#[inline]
pub(super) fn glance(text: &str, folds: Folds, letters: Letters, ask: impl Fn(u32, u32) -> bool) -> bool {
    let mut before = 0;
    for c in text.chars() {
        match letters.look(c) {
            MARK => {}
            OTHER => match other(before, c, folds, &ask) {
                Some(last) => before = last,
                None => return true,
            },
            letter if ask(before, letter) => return true,
            letter => before = letter,
        }
    }
    false
}

/// The last letter behind a character that the table does not tell; none where something is found.
#[cold]
fn other(before: u32, c: char, folds: Folds, ask: &impl Fn(u32, u32) -> bool) -> Option<u32> {
    let mut last = Some(before);
    if part(c) == Part::Word {
        fold(c, folds, |c, _| last = last.filter(|before| !ask(*before, c as u32)).map(|_| c as u32));
    }
    last
}
