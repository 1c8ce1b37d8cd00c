//! Text to tree and back.

mod examples;
mod files;
mod format;
mod laws;
mod tree;
