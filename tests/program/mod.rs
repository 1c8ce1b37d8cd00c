//! The compiled document: what is written, what is refused.
