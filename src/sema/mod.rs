//! Meaning: names, types, units, domains.

pub mod codes;
