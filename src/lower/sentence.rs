//! The sentences of rules.
