//! Text to tree and back.

mod examples;
mod tree;
