//! What became of every change: the object that `huashu test --mutate --report json` prints.

use crate::base::Position;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Every change that was tried, and whether a scenario noticed it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct MutationReport {
    /// Version of this object, 1.
    pub version: u32,
    /// One for each change, in order of file and place.
    pub changes: Vec<Changed>,
    /// How many of each.
    pub summary: MutationSummary,
}

/// How many changes came to what end.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct MutationSummary {
    /// How many could be made; more than the others together where not all were tried.
    pub possible: usize,
    /// A scenario did not pass any more.
    pub noticed: usize,
    /// The checker found it, so no scenario was played.
    pub refused: usize,
    /// Every scenario passed as before.
    pub unnoticed: usize,
}

/// One change.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Changed {
    /// Which way of changing, `drop-line`.
    pub kind: String,
    /// File.
    pub file: String,
    /// Where it begins.
    pub start: Position,
    /// Where it ends.
    pub end: Position,
    /// The line of the script that begins there.
    pub source: String,
    /// What was changed.
    pub change: String,
    /// What became of it.
    pub fate: Fate,
    /// The scenario that noticed it, or the code that the checker found.
    pub by: Option<String>,
    /// Flow and step, where the change can be noticed in this step alone.
    pub step: Option<String>,
    /// A scenario that comes to this step: the place to add to.
    pub scenario: Option<String>,
    /// What a scenario would have to do to notice it.
    pub advice: String,
    /// Lines of a scenario that would notice it, as far as they can be written beforehand.
    pub lines: Vec<String>,
}

/// What became of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Fate {
    /// A scenario noticed it.
    Noticed,
    /// The checker found it.
    Refused,
    /// Nothing noticed it.
    Unnoticed,
}
