//! Sessions: what is played, in what order, and what is refused.

mod make;
mod order;
