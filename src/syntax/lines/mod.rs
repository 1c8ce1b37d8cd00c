//! From a file to its lines: comments cut, texts joined, full-width twins folded, and the tree of indentation.

mod mapped;
mod scan;
mod tree;

pub(crate) use mapped::{Joined, Mapped};

use crate::base::{FileId, Span, limits};
use scan::{Inside, Scan, scan};

/// One statement's line, with the lines its open texts ran on to.
#[derive(Debug)]
pub(crate) struct Line<'a> {
    /// Its words, folded, without comment.
    pub(crate) text: Mapped<'a>,
    /// Columns of white space before it.
    pub(crate) column: u32,
    /// Levels of the tree above it.
    pub(crate) depth: u32,
    /// One past its last descendant.
    pub(crate) until: u32,
    /// Its `##` lines in [`Lines::docs`].
    pub(crate) docs: (u32, u32),
    /// What is wrong with the line as a line.
    pub(crate) flaw: Option<Flaw>,
    /// Where a text opens that is closed by an opening mark.
    pub(crate) suspect: Option<u32>,
}

/// What can be wrong with a line before it is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Flaw {
    /// A text that opens at this byte of the file is not closed.
    Open(u32),
    /// It is longer than [`limits::LINE_BYTES`].
    Long,
    /// Its brackets are nested deeper than [`limits::NESTING`].
    Nested,
    /// It stands deeper than [`limits::DEPTH`].
    Deep,
}

/// The lines of a file in source order; a line is followed by its descendants.
#[derive(Debug)]
pub(crate) struct Lines<'a> {
    /// The file.
    pub(crate) file: FileId,
    /// Its text.
    pub(crate) src: &'a str,
    /// The lines.
    pub(crate) lines: Vec<Line<'a>>,
    /// The `##` lines, without their signs.
    pub(crate) docs: Vec<&'a str>,
    /// Lines whose depth matches no open level.
    pub(crate) uneven: Vec<u32>,
}

impl<'a> Lines<'a> {
    /// Reads a file.
    pub(crate) fn new(file: FileId, src: &'a str) -> Self {
        let mut lines = Self { file, src, lines: Vec::with_capacity(src.len() / 48), docs: Vec::new(), uneven: Vec::new() };
        let mut at = if src.starts_with('\u{feff}') { 3 } else { 0 };
        let mut documented = 0;
        while at < src.len() {
            let (column, start) = indent(src, at);
            let rest = src.get(start..).unwrap_or("");
            if rest.starts_with(['\n', '#', '＃']) || rest.is_empty() {
                let eol = rest.find('\n').map_or(src.len(), |n| start + n);
                if let Some(doc) = rest.strip_prefix("##") {
                    let doc = doc.get(..(eol - start - 2)).unwrap_or("");
                    lines.docs.push(doc.trim());
                }
                at = eol + 1;
                continue;
            }
            let (mut line, eol) = logical(src, start, column);
            line.docs = (documented, lines.docs.len() as u32);
            documented = line.docs.1;
            lines.lines.push(line);
            at = eol + 1;
        }
        tree::build(&mut lines.lines, &mut lines.uneven);
        lines
    }

    /// The line `index`.
    pub(crate) fn get(&self, index: usize) -> Option<&Line<'a>> {
        self.lines.get(index)
    }

    /// The lines directly below `parent`, or the outermost ones.
    pub(crate) fn below(&self, parent: Option<usize>) -> Below<'_, 'a> {
        match parent {
            None => Below { lines: self, at: 0, until: self.lines.len() },
            Some(p) => Below { lines: self, at: p + 1, until: self.lines.get(p).map_or(0, |l| l.until as usize) },
        }
    }

    /// Where a line stands.
    pub(crate) fn span(&self, index: usize) -> Span {
        self.lines.get(index).map_or(Span { file: self.file, start: 0, end: 0 }, |l| l.text.whole(self.file))
    }
}

/// Sibling lines.
#[derive(Debug, Clone)]
pub(crate) struct Below<'l, 'a> {
    lines: &'l Lines<'a>,
    at: usize,
    until: usize,
}

impl Below<'_, '_> {
    /// Whether there is none left.
    pub(crate) fn is_empty(&self) -> bool {
        self.at >= self.until
    }
}

impl Iterator for Below<'_, '_> {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        if self.at >= self.until {
            return None;
        }
        let index = self.at;
        self.at = self.lines.lines.get(index).map_or(self.until, |l| l.until as usize);
        Some(index)
    }
}

/// Columns of white space at `at`, and where it ends: a tab counts 4, an ideographic space 2.
fn indent(src: &str, at: usize) -> (u32, usize) {
    let (mut column, mut start) = (0, at);
    for c in src.get(at..).unwrap_or("").chars() {
        column += match c {
            ' ' => 1,
            '\t' => 4,
            '\u{3000}' => 2,
            '\r' => 0,
            _ => break,
        };
        start += c.len_utf8();
    }
    (column, start)
}

/// The line that begins at `start`, and where it ends in the file.
fn logical(src: &str, start: usize, column: u32) -> (Line<'_>, usize) {
    let first = scan(src, start, Inside::Words, None);
    let mut flaw = (first.nesting as usize > limits::NESTING).then_some(Flaw::Nested);
    let mut more = Vec::new();
    if let Inside::Quote(open) | Inside::Corner(open, _) = first.inside {
        match continued(src, column, first) {
            Some(lines) => more = lines,
            None => flaw = Some(Flaw::Open(first.suspect.unwrap_or(open) as u32)),
        }
    }
    let last = more.last().map_or(first, |(_, s)| *s);
    if last.end - start > limits::LINE_BYTES {
        flaw = Some(Flaw::Long);
    } else if more.iter().any(|(_, s)| s.nesting as usize > limits::NESTING) {
        flaw = Some(Flaw::Nested);
    }
    let text = if more.is_empty() && !first.wide {
        Mapped::plain(src, start, first.end)
    } else {
        let mut out = Joined::default();
        let mut inside = scan(src, start, Inside::Words, Some(&mut out)).inside;
        for (from, _) in &more {
            inside = scan(src, *from, inside, Some(&mut out)).inside;
        }
        out.finish(start as u32)
    };
    (Line { text, column, depth: 0, until: 0, docs: (0, 0), flaw, suspect: first.suspect.map(|s| s as u32) }, last.eol)
}

/// The deeper lines that an open text runs on to, if one of them closes it.
fn continued(src: &str, column: u32, first: Scan) -> Option<Vec<(usize, Scan)>> {
    let (mut inside, mut at, mut more, mut size) = (first.inside, first.eol + 1, Vec::new(), 0);
    while at < src.len() && size <= limits::LINE_BYTES {
        let (deeper, start) = indent(src, at);
        let here = scan(src, start, inside, None);
        if here.end == start {
            at = here.eol + 1;
            continue;
        }
        if deeper <= column || here.reopened {
            return None;
        }
        more.push((start, here));
        if here.inside == Inside::Words {
            return Some(more);
        }
        size += here.end - start;
        (inside, at) = (here.inside, here.eol + 1);
    }
    None
}
