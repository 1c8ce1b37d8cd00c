//! What every floor stands on: places in text, findings, and time and text primitives.
