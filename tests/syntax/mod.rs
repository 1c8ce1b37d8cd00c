//! Text to tree and back.

mod examples;
mod files;
mod format;
mod keywords;
mod laws;
mod limits;
mod tree;
