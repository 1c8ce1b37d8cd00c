//! The compiled program: serde types only.
