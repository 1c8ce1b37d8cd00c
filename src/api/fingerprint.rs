//! Fingerprints: the same finding known again after lines were added, moved or set anew around it.

use super::check::Checked;
use crate::base::{FileId, Source, Span};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, HashMap};
use unicode_normalization::UnicodeNormalization;

/// What a finding is known by: nothing of it says on which line or in which file it stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Fingerprint {
    /// The package that was checked.
    pub package: String,
    /// The names of what it stands in, outermost first: `来电/接听`; empty at the outermost level.
    pub place: String,
    /// The code's id.
    pub code: String,
    /// The text it marks, its first line, in one width and with single spaces.
    pub text: String,
    /// How many findings with the same package, place, code and text stand before it.
    pub ordinal: u32,
}

impl Fingerprint {
    /// 32 hexadecimal digits: half of the SHA-256 of all the parts.
    pub fn id(&self) -> String {
        let mut hash = Sha256::new();
        for part in [&self.package, &self.place, &self.code, &self.text, &self.ordinal.to_string()] {
            hash.update(part.as_bytes());
            hash.update([0]);
        }
        hash.finalize().iter().take(16).map(|b| format!("{b:02x}")).collect()
    }
}

/// The fingerprint of each finding of a package, in the order of the findings.
pub fn fingerprints(checked: &Checked) -> Vec<Fingerprint> {
    let mut seen: BTreeMap<Fingerprint, u32> = BTreeMap::new();
    let mut outlines: HashMap<FileId, Outline<'_>> = HashMap::new();
    let mut one = |(code, span): (&str, Span)| {
        let source = checked.sources.get(span.file);
        let (place, text) = source.map_or_else(Default::default, |s| {
            (outlines.entry(span.file).or_insert_with(|| Outline::of(&s.text)).place(span), marked(s, span))
        });
        let mut print = Fingerprint { package: checked.model.package.to_string(), place, code: code.to_owned(), text, ordinal: 0 };
        let count = seen.entry(print.clone()).or_default();
        print.ordinal = *count;
        *count += 1;
        print
    };
    checked.diagnostics.iter().map(|d| (d.code.id, d.span)).map(&mut one).collect()
}

/// The lines of a file, each with the one it stands below, as they are indented: that needs no line to be readable.
struct Outline<'s> {
    text: &'s str,
    /// Where each line begins, and the number of the line it stands below.
    lines: Vec<(usize, Option<usize>)>,
}

impl<'s> Outline<'s> {
    fn of(text: &'s str) -> Self {
        let (mut lines, mut start) = (Vec::new(), 0);
        // The heads that are open, each with its depth, which ascends.
        let mut open: Vec<(usize, usize)> = Vec::new();
        for line in text.split_inclusive('\n').chain(text.ends_with('\n').then_some("")) {
            let depth = depth(line);
            let below = open.partition_point(|(_, head)| *head < depth);
            lines.push((start, below.checked_sub(1).and_then(|at| open.get(at)).map(|(line, _)| *line)));
            let bare = line.trim_start();
            if !bare.is_empty() && !bare.starts_with('#') {
                open.truncate(below);
                open.push((lines.len() - 1, depth));
            }
            start += line.len();
        }
        Self { text, lines }
    }

    /// The names of the declaration and of what in it the span stands in.
    fn place(&self, span: Span) -> String {
        let at = self.lines.partition_point(|(start, _)| *start <= span.start as usize);
        let head = |line: usize| self.lines.get(line).and_then(|(_, head)| *head);
        let heads = std::iter::successors(at.checked_sub(1).and_then(head), |line| head(*line));
        let start = |line: usize| self.lines.get(line).map_or(0, |(start, _)| *start);
        let names: Vec<String> =
            heads.map(|line| name(self.text.get(start(line)..).and_then(|t| t.lines().next()).unwrap_or_default().trim_start())).collect();
        names.iter().rev().take(2).map(String::as_str).collect::<Vec<_>>().join("/")
    }
}

/// The name in a head line: its second word, without what belongs to it; a keyword may be translated, a name is not.
fn name(line: &str) -> String {
    let mut words = line.split_whitespace();
    let (first, second) = (words.next().unwrap_or_default(), words.next());
    let word: String = second.unwrap_or(first).nfkc().collect();
    word.split(['(', ':', '“', '"', ',']).next().unwrap_or_default().to_owned()
}

/// The columns a line is indented by.
fn depth(line: &str) -> usize {
    let width = |c: char| match c {
        '\t' => 4,
        '\u{3000}' => 2,
        _ => 1,
    };
    line.chars().take_while(|c| matches!(c, ' ' | '\t' | '\u{3000}')).map(width).sum()
}

/// The first line of the marked text, or of the line where nothing is marked.
fn marked(source: &Source, span: Span) -> String {
    let text = source.slice(span).trim();
    let line = match text.lines().next() {
        Some(line) => line,
        None => {
            let at = span.start as usize;
            let start = source.text.get(..at).and_then(|t| t.rfind('\n')).map_or(0, |i| i + 1);
            source.text.get(start..).and_then(|t| t.lines().next()).unwrap_or_default()
        }
    };
    let wide: String = line.nfkc().collect();
    wide.split_whitespace().collect::<Vec<_>>().join(" ")
}
