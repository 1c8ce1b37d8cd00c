//! Finding phrases in what is said: one way for a script's own lines and for the words of a call.

mod set;
mod words;

pub use set::{At, Hit, Set};
pub use words::Words;

/// A text folded as phrases are compared.
pub fn folded(text: &str) -> String {
    Words::of(text).folded().iter().collect()
}

/// Whether `phrase` stands in `text`, `…` standing for anything up to the end of the sentence.
pub fn contains(text: &str, phrase: &str) -> bool {
    set::stands_in(&Words::of(text), phrase)
}
