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
