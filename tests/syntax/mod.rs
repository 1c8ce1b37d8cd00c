//! Text to tree and back.

mod examples;
mod format;
mod tree;
