//! Plays a compiled program: session, timers, snapshot. No clock, no IO, no thread.
