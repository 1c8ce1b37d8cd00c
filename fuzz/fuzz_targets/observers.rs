//! `cargo +nightly fuzz run observers`
#![no_main]

#[allow(dead_code, reason = "each target uses one entry")]
#[path = "../../tests/fuzz/drawn.rs"]
mod drawn;
#[allow(dead_code, reason = "the interpreter itself is for the tests")]
#[path = "../../tests/naive/mod.rs"]
mod naive;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| drawn::observers(bytes));
