//! The one test binary: each boundary of the house has a module here and its data in files beside it.

#![allow(unreachable_pub, reason = "some modules are shared with the fuzz targets, which need them public")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on is a failing test")]

mod api;
mod benches;
mod calendar;
mod cli;
mod coverage;
mod deadlines;
mod english;
mod fixtures;
mod floors;
mod fuzz;
mod lint;
mod lower;
mod migrate;
mod mutate;
mod naive;
mod pages;
mod phrases;
mod program;
mod prove;
mod runtime;
mod scenario;
mod scripts;
mod sema;
mod syntax;
mod traps;
mod witness;
