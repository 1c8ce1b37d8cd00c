//! What can be wrong with the meaning: groups E01 to E10, a file a group.

pub mod branches;
pub mod guarantees;
pub mod inheritance;
pub mod names;
pub mod paths;
pub mod phrases;
pub mod roles;
pub mod scenarios;
pub mod time;
pub mod types;

use crate::base::{Code, Level};

/// Whether what a code is found on is not part of the program: it could not be read, or what it names is not known.
/// Such a code can neither be let pass nor made lighter: the script would run without the line.
pub fn leaves_out(code: &Code) -> bool {
    let kept = [&names::FORBIDDEN_ALLOW, &types::UNBOUND_CONSTANT, &types::POINTS_ON_ADVICE];
    let groups = [crate::syntax::codes::ALL, names::ALL, types::ALL];
    code.level == Level::Error && groups.concat().contains(&code) && !kept.contains(&code)
}
