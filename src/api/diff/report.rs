//! What a comparison says, as data.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Two programs compared.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Diff {
    /// Version of this object, 1.
    pub version: u32,
    /// The old program.
    pub old: Version,
    /// The new one.
    pub new: Version,
    /// What changed, in the order of the old program, what is new behind it.
    pub changes: Vec<Change>,
    /// What sessions that run would lose, and where they would strand.
    pub losses: Vec<Loss>,
    /// What else those who run sessions should know, in both languages: Chinese, English.
    pub notes: Vec<(String, String)>,
    /// How much there is of each.
    pub summary: DiffSummary,
}

/// A program.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Version {
    /// The package's name.
    pub package: String,
    /// The program's content hash.
    pub hash: String,
}

/// How a thing changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ChangeKind {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// It has another name.
    Renamed,
    /// A line of it was taken out, put in, or reads otherwise.
    Changed,
}

/// One change.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Change {
    /// How.
    pub change: ChangeKind,
    /// What sort of thing: `step`, `form`, `rule` …
    pub kind: String,
    /// The word of it in Chinese; in English it is the kind.
    pub word: String,
    /// What it is called: in the new program, unless it is gone.
    pub name: String,
    /// What it was called, where it is renamed.
    pub formerly: Option<String>,
    /// The line as it was, with Chinese keywords; none where it is new.
    pub before: Option<String>,
    /// The line as it is; none where it is gone.
    pub after: Option<String>,
    /// The same with English keywords.
    pub before_en: Option<String>,
    /// The same with English keywords.
    pub after_en: Option<String>,
}

/// Something that a session which runs would lose.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Loss {
    /// What sort of thing, as in the `lost` of a migration: `step`, `place`, `unfit` …
    pub kind: String,
    /// Calls and cases that stand here would be put on the shelf (搁置).
    pub strands: bool,
    /// The flow they stand in, where one strands.
    pub flow: Option<String>,
    /// The step.
    pub step: Option<String>,
    /// What they wait at there.
    pub place: Option<String>,
    /// The same with English keywords.
    pub place_en: Option<String>,
    /// What is lost.
    pub message: String,
    /// The same in English.
    pub message_en: String,
}

/// How much there is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DiffSummary {
    /// Changes.
    pub changes: usize,
    /// Places where calls and cases would strand.
    pub strands: usize,
    /// Other things that would be lost.
    pub losses: usize,
    /// Whether anything that runs loses something.
    pub breaks: bool,
}
