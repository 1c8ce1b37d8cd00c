//! A baseline: findings that were there when checking began. They are not counted, and there can only become fewer of them.

use super::fingerprint::Fingerprint;
use crate::base::Message;
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeSet;

/// The version of the document.
const VERSION: u32 = 1;

/// The findings that are known, each by its fingerprint.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Baseline {
    known: BTreeSet<Fingerprint>,
}

/// The document: canonical, so that two of the same content are the same bytes.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "huashu baseline")]
struct Document {
    /// Version of this document, 1.
    version: u32,
    /// A line each, in order of package, place, code, text and ordinal.
    findings: Vec<Fingerprint>,
}

impl Baseline {
    /// A baseline of these findings.
    pub fn new(found: impl IntoIterator<Item = Fingerprint>) -> Self {
        Self { known: found.into_iter().collect() }
    }

    /// Reads a document; lines in any order will do, as a merge leaves them.
    pub fn parse(text: &str) -> Result<Self, Message> {
        let wrong = |why: String| Message::new(format!("不是一份基线：{why}"), format!("not a baseline: {why}"));
        let document: Document = serde_json::from_str(text).map_err(|e| wrong(e.to_string()))?;
        if document.version != VERSION {
            let v = document.version;
            return Err(Message::new(
                format!("基线的版本是 {v}，这个程序懂的是 {VERSION}"),
                format!("the baseline is of version {v}; this program knows {VERSION}"),
            ));
        }
        Ok(Self::new(document.findings))
    }

    /// The document: a finding a line.
    pub fn text(&self) -> Result<String, Message> {
        let line = |f: &Fingerprint| serde_json::to_string(f).map_err(|e| Message::new(e.to_string(), e.to_string()));
        let lines = self.known.iter().map(line).collect::<Result<Vec<_>, _>>()?;
        let body = if lines.is_empty() { String::new() } else { format!("\n{}\n", lines.join(",\n")) };
        Ok(format!("{{\"version\":{VERSION},\"findings\":[{body}]}}\n"))
    }

    /// Whether a finding is known.
    pub fn knows(&self, finding: &Fingerprint) -> bool {
        self.known.contains(finding)
    }

    /// How many are known.
    pub fn len(&self) -> usize {
        self.known.len()
    }

    /// Whether none is known.
    pub fn is_empty(&self) -> bool {
        self.known.is_empty()
    }

    /// What is left of it: of the packages that were checked, only what is still found there. Nothing is ever added.
    #[must_use]
    pub fn shrunk(&self, packages: &[String], found: &BTreeSet<Fingerprint>) -> Self {
        Self { known: self.known.iter().filter(|k| !packages.contains(&k.package) || found.contains(*k)).cloned().collect() }
    }

    /// The published schema of the document.
    pub fn schema() -> serde_json::Value {
        schemars::schema_for!(Document).to_value()
    }
}
