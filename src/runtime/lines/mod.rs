//! Lines that people ought to say. A 必说, 应说, 问 or 复述 opens a duty; the next event that moves the machine on ends it; what the
//! agent said in between is held against it.
//!
//! A host that sends only what is chosen has no words to judge by. So nothing is judged before the agent's first words: what was ordered
//! first of all waits for them, and what was ordered between that and them is let go.

mod duty;
mod finding;
mod freeze;
mod judge;
mod order;
mod recorded;
mod talk;

pub(crate) use duty::{Heard, Lines};
pub use finding::{Closest, LineFault, LineFinding, Quote};
pub(crate) use freeze::freeze_turns;
pub(crate) use order::opens_duty;
pub(crate) use talk::{Asked, Turn, goes, one_side, speech};
