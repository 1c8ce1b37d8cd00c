//! `cargo +nightly fuzz run calendar`
#![no_main]

#[allow(dead_code, reason = "each target uses one entry")]
#[path = "../../tests/fuzz/entry.rs"]
mod entry;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| entry::calendar(bytes));
