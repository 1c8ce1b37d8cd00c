//! The compiled document: what is written, what is refused.

mod hostile;
mod schema;
mod seal;
mod sound;
