//! Findings as data: the object that `--report json` prints. A versioned promise.

use crate::base::{Diagnostic, Lang, Level, Position, Sources, Span};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The version of the report object.
pub const VERSION: u32 = 1;

/// Everything that was found in one run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Report {
    /// Version of this object, 1.
    pub version: u32,
    /// In order of file and place.
    pub findings: Vec<Finding>,
    /// How many of each.
    pub summary: Summary,
}

/// How many findings there are of each level, and in how many files was looked.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Summary {
    /// Files read.
    pub files: usize,
    /// Of level error or forbid.
    pub errors: usize,
    /// Of level warn.
    pub warnings: usize,
    /// Of level info.
    pub infos: usize,
    /// Known by the baseline, and so neither listed nor counted elsewhere.
    #[serde(default)]
    pub known: usize,
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Finding {
    /// `E0301`; the id, whatever the level.
    pub code: String,
    /// `gap`
    pub name: String,
    /// How much it weighs.
    pub severity: Level,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
    /// File, as named on the command line.
    pub file: String,
    /// First character.
    pub start: Position,
    /// One past the last character.
    pub end: Position,
    /// Other places.
    pub related: Vec<Related>,
    /// A change that mends it.
    pub fix: Option<Fix>,
    /// The same as long as the finding is, whatever line it moves to; only `check` gives one.
    #[serde(default)]
    pub fingerprint: Option<String>,
}

/// A place with what it has to do with the finding.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Related {
    /// What stands there.
    pub message: String,
    /// File.
    pub file: String,
    /// First character.
    pub start: Position,
    /// One past the last character.
    pub end: Position,
}

/// A change.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Fix {
    /// What it does.
    pub message: String,
    /// It may be applied unseen.
    pub safe: bool,
    /// The replacements.
    pub edits: Vec<Edit>,
}

/// One replacement.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Edit {
    /// File.
    pub file: String,
    /// First character replaced.
    pub start: Position,
    /// One past the last.
    pub end: Position,
    /// The new text.
    pub text: String,
}

impl Report {
    /// Findings of one run, with what was looked at and is not listed.
    pub fn new(findings: Vec<Finding>, files: usize, known: usize) -> Self {
        let mut summary = Summary { files, known, ..Summary::default() };
        findings.iter().for_each(|f| summary.count(f.severity));
        Self { version: VERSION, findings, summary }
    }
}

impl Summary {
    /// Counts one finding.
    pub fn count(&mut self, level: Level) {
        match level {
            Level::Off => {}
            Level::Info => self.infos += 1,
            Level::Warn => self.warnings += 1,
            Level::Error | Level::Forbid => self.errors += 1,
        }
    }
}

impl Finding {
    /// Puts a finding into words of one language.
    pub fn new(d: &Diagnostic, sources: &Sources, lang: Lang) -> Self {
        let (file, start, end) = place(d.span, sources);
        let related = d.related.iter().map(|l| {
            let (file, start, end) = place(l.span, sources);
            Related { message: l.message.get(lang).to_owned(), file, start, end }
        });
        let fix = d.fix.as_ref().map(|f| Fix {
            message: f.message.get(lang).to_owned(),
            safe: f.safe,
            edits: f
                .edits
                .iter()
                .map(|e| {
                    let (file, start, end) = place(e.span, sources);
                    Edit { file, start, end, text: e.text.clone() }
                })
                .collect(),
        });
        Self {
            code: d.code.id.to_owned(),
            name: d.code.name.to_owned(),
            severity: d.level,
            message: d.message.get(lang).to_owned(),
            help: d.help.as_ref().map(|h| h.get(lang).to_owned()),
            file,
            start,
            end,
            related: related.collect(),
            fix,
            fingerprint: None,
        }
    }
}

fn place(span: Span, sources: &Sources) -> (String, Position, Position) {
    match sources.get(span.file) {
        Some(s) => (s.name.clone(), s.position(span.start as usize), s.position(span.end as usize)),
        None => (String::new(), Position { line: 1, column: 1, offset: 0 }, Position { line: 1, column: 1, offset: 0 }),
    }
}
