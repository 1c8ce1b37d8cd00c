//! Meaning: names, types, units, domains.
