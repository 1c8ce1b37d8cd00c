//! Finding phrases in what is said: one way for a script's own lines, for the words of a call and for a recording.

mod align;
mod context;
mod crowd;
mod exact;
mod fold;
mod folding;
mod glance;
mod hanzi;
mod heads;
mod index;
mod keys;
mod letters;
mod line;
mod look;
mod negation;
mod numeral;
mod required;
mod said;
mod same;
mod set;
mod sounds;
mod speech;
mod symbols;
mod text;
mod wanted;

pub use fold::{Fold, Folds};
pub use folding::Folding;
pub use look::{contains, holds};
pub use required::{Amount, Choice, closest};
pub use same::{fingerprint, is_nothing, is_same};
pub use set::{At, Hit, Matcher, Set};
pub use speech::Speech;
pub use symbols::sound_alike;
pub use text::{Options, Text};
pub use wanted::{Closeness, Comparison, Part, Place, Wanted, forgiven};
