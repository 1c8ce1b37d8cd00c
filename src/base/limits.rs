//! The stated sizes beyond which a text or a run is refused. Each is tested at the limit and one past it.

/// Bytes of one source file: 16 MiB.
pub const FILE_BYTES: usize = 16 << 20;
/// Bytes of one line with its continuation lines: 64 KiB.
pub const LINE_BYTES: usize = 64 << 10;
/// Phrases of one file that 取自 names.
pub const LIST_PHRASES: usize = 100_000;
/// Levels of indentation in a file.
pub const DEPTH: usize = 32;
/// Levels of nesting in one expression: brackets, calls, `非`.
pub const NESTING: usize = 64;
/// Operators in one expression, brackets apart: they make the tree as deep.
pub const OPERATORS: usize = 256;
/// Calls of flows on one stack, while a call is played.
pub const CALL_DEPTH: usize = 16;
/// Turns of a call that are kept to be quoted where words were not said: older ones are forgotten.
pub const TURNS: usize = 256;
/// Effects that one event may cause before it is undone.
pub const EFFECTS_PER_EVENT: usize = 10_000;
/// Cases (工单) open at once in one session.
pub const OPEN_CASES: usize = 1_000;
/// Boxes that the completeness check of one table visits before it says 未判定 (W0310).
pub const TABLE_BOXES: usize = 100_000;
