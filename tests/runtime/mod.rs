//! Sessions: what is played, in what order, and what is refused.

mod files;
mod make;
mod order;
mod random;
