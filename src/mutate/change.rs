//! A change of a script, as it is told to people.

use super::Kind;
use crate::base::{Message, Span};
use smol_str::SmolStr;

/// What a change does and how it would be noticed.
#[derive(Debug, Clone)]
pub struct Change {
    /// What was changed: `去掉了必说“…”`.
    pub what: Message,
    /// What a scenario would have to do to notice it.
    pub advice: Message,
    /// Lines for a scenario that notice it, ready to be copied; none where they depend on the call.
    pub lines: Vec<String>,
}

impl Change {
    /// A change that is noticed by something no one can write down beforehand.
    pub(crate) fn new(what: Message, advice: Message) -> Self {
        Self { what, advice, lines: Vec::new() }
    }

    /// Adds a line that notices it.
    #[must_use]
    pub(crate) fn line(mut self, line: impl Into<String>) -> Self {
        self.lines.push(line.into());
        self
    }
}

/// Words of the script in marks; other marks where they hold quotation marks themselves.
pub(crate) fn marked(words: &str) -> String {
    if words.contains(['“', '”']) { format!("「{words}」") } else { format!("“{words}”") }
}

/// One change that can be made to a file.
#[derive(Debug, Clone)]
pub struct Mutant {
    /// Which way of changing.
    pub kind: &'static Kind,
    /// Where.
    pub span: Span,
    /// What it does.
    pub change: Change,
    /// Flow and step, where nothing outside this step can tell the difference.
    pub step: Option<(SmolStr, SmolStr)>,
    /// Its number among the changes of its kind in this file.
    pub(crate) nth: usize,
}
