//! Which phrases may stand in a text, by how they are written or how they sound: few, which are then looked at closely.

use super::sounding::Sounding;
use super::text::{Options, Text};
use super::written::Written;

/// Phrases made ready to be found. They are known by their number, the order in which they were given.
#[derive(Debug, Clone)]
pub(super) enum Index {
    /// Where only what is written alike is the same.
    Written(Written),
    /// Where what sounds alike is.
    Sounding(Sounding),
}

/// A phrase that may begin at a run of a text.
pub(super) type Candidate = (usize, u32);

impl Index {
    /// Files phrases; of one with a `…`, the words before it.
    pub(super) fn of<'p>(phrases: impl Iterator<Item = &'p str>, options: Options) -> Self {
        if options.sounds() { Self::Sounding(Sounding::of(phrases, options)) } else { Self::Written(Written::of(phrases, options)) }
    }

    /// How many phrases are looked at for a text in which nothing is hit.
    pub(super) fn looked_at(&self, text: &str, options: Options) -> usize {
        match self {
            Self::Written(index) => index.candidates(text).len(),
            Self::Sounding(index) => {
                let (text, mut found) = (Text::of(text, options), Vec::new());
                let mut count = |run: usize| {
                    let heard = [0, 1, 2].map(|at| index.hear(&text, run + at));
                    index.beginning_at(&text, run, &heard, &mut found);
                    found.len()
                };
                (0..text.runs.len()).map(&mut count).sum()
            }
        }
    }
}
