//! Finding phrases in what is said: one way for a script's own lines, for the words of a call and for a recording.

mod context;
mod exact;
mod fold;
mod hanzi;
mod index;
mod set;
mod text;
mod wanted;

pub use fold::{Fold, Folds};
pub use index::Files;
pub use set::{At, Hit, Matcher, Set, contains};
pub use text::{Options, Text};
pub use wanted::{Closeness, Comparison, Part, Wanted, forgiven};
