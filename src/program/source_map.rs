//! Where each part of a program was written. Apart from the program, so that its hash says nothing of layout or keyword language.

use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

/// Places of a program's parts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "compiler", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SourceMap {
    /// File names, relative to the package, `/`-separated.
    pub files: Vec<SmolStr>,
    /// One for each operation of the code, in order.
    pub code: Vec<Place>,
    /// One for each flow.
    pub flows: Vec<Place>,
    /// One for each step of each flow.
    pub steps: Vec<Vec<Place>>,
    /// One for each rule.
    pub rules: Vec<Place>,
    /// One for each phrase class.
    pub phrases: Vec<Place>,
    /// One for each citation.
    pub citations: Vec<Place>,
    /// One for each 禁语.
    pub forbids: Vec<Place>,
    /// One for each spoken line: where its words stand.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<Place>,
}

/// File (index into `files`), line and column from 1.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "compiler", derive(schemars::JsonSchema))]
pub struct Place(pub u32, pub u32, pub u32);
