//! Completeness: the values that conditions speak of, the boxes they cut, and which box no row takes.
//!
//! A case is a point of a [`region::Space`]: numbers in whole ticks and choices of finitely many points. Bounds between two
//! numbers are exact, so parameters and paths need no special care: every order that their ranges allow is tried by itself.

mod cover;
mod formula;
mod points;
mod region;
#[cfg(test)]
mod tests;
mod zone;
