//! huashu (话术): call-centre scripts as a language, compiled to a state machine that any frontend runs.
//!
//! Left of [`program`] stands the compiler, right of it what ships to a frontend; the two share `program` and [`base`] alone.
//! Nothing in this library opens a file, reads a clock, prints or starts a thread below the command line.

pub mod base;
pub mod program;
pub mod prove;
pub mod runtime;

#[cfg(feature = "compiler")]
pub mod api;
#[cfg(feature = "compiler")]
pub mod lint;
#[cfg(feature = "compiler")]
pub mod lower;
#[cfg(feature = "compiler")]
pub mod mutate;
#[cfg(feature = "compiler")]
pub mod sema;
#[cfg(feature = "compiler")]
pub mod syntax;

#[cfg(feature = "cli")]
pub mod cli;
