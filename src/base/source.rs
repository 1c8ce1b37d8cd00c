//! Source texts and how bytes become lines and columns.

use super::span::{FileId, Span};

/// One text as it was read, with the start of each line.
#[derive(Debug, Clone)]
pub struct Source {
    /// How the file is named to people: the path as given, `/`-separated, relative to the package where there is one.
    pub name: String,
    /// The whole text.
    pub text: String,
    line_starts: Vec<u32>,
}

/// A place as people count: lines and columns from 1, columns in characters, offset in UTF-8 bytes from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "compiler", derive(schemars::JsonSchema))]
pub struct Position {
    /// Line, from 1.
    pub line: u32,
    /// Column in characters (Unicode scalar values), from 1.
    pub column: u32,
    /// Offset in bytes, from 0.
    pub offset: u32,
}

impl Source {
    /// Keeps `text` under `name`.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        let text = text.into();
        let mut line_starts = Vec::with_capacity(text.len() / 48 + 1);
        line_starts.push(0);
        line_starts.extend(text.match_indices('\n').map(|(i, _)| i as u32 + 1));
        Self { name: name.into(), text, line_starts }
    }

    /// The line, column and offset of a byte; one past the end is the end, a byte inside a character is its start.
    pub fn position(&self, offset: usize) -> Position {
        let mut offset = offset.min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        let line = self.line_starts.partition_point(|s| *s as usize <= offset);
        let start = self.line_starts.get(line.saturating_sub(1)).copied().unwrap_or(0) as usize;
        let column = self.text.get(start..offset).map_or(0, |s| s.chars().count()) + 1;
        Position { line: line as u32, column: column as u32, offset: offset as u32 }
    }

    /// The line number (from 1) of a byte, without counting columns.
    pub fn line_of(&self, offset: usize) -> u32 {
        self.line_starts.partition_point(|s| *s as usize <= offset) as u32
    }

    /// The lines of some bytes with so many lines before and after them: where they begin, and their text.
    pub fn lines_around(&self, bytes: std::ops::Range<usize>, before: usize, after: usize) -> (Position, &str) {
        let (first, last) = (self.line_of(bytes.start) as usize, self.line_of(bytes.end) as usize);
        let line = first.saturating_sub(before).max(1);
        let start = self.line_starts.get(line - 1).map_or(0, |s| *s as usize);
        let end = self.line_starts.get(last.saturating_add(after)).map_or(self.text.len(), |s| *s as usize);
        let text = self.text.get(start..end).unwrap_or("");
        (Position { line: line as u32, column: 1, offset: start as u32 }, text)
    }

    /// The text under a span, empty where the span lies outside.
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or("")
    }
}

/// The texts of one run, found by [`FileId`].
#[derive(Debug, Clone, Default)]
pub struct Sources {
    files: Vec<Source>,
}

impl Sources {
    /// Adds a text and gives its id.
    pub fn add(&mut self, source: Source) -> FileId {
        self.files.push(source);
        FileId(self.files.len() as u32 - 1)
    }

    /// The text of a file, if the id is one of ours.
    pub fn get(&self, file: FileId) -> Option<&Source> {
        self.files.get(file.0 as usize)
    }

    /// All texts with their ids, in the order they were added.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &Source)> {
        self.files.iter().enumerate().map(|(i, s)| (FileId(i as u32), s))
    }

    /// The text under a span, empty where the span lies outside.
    pub fn slice(&self, span: Span) -> &str {
        self.get(span.file).map_or("", |s| s.slice(span))
    }

    /// The whole of a line with its end, if nothing else stands on it, not even a comment.
    pub fn alone(&self, span: Span) -> Option<Span> {
        let row = self.row(span)?;
        let rest = Span::new(span.file, span.end as usize, row.end as usize);
        self.slice(rest).trim().is_empty().then_some(row)
    }

    /// The whole of the line that begins with this, whatever follows on it.
    pub fn row(&self, span: Span) -> Option<Span> {
        let text = self.get(span.file)?.text.as_str();
        let start = text.get(..span.start as usize)?.rfind('\n').map_or(0, |i| i + 1);
        let rest = text.get(span.end as usize..)?;
        let end = rest.find('\n').map_or(rest.len(), |i| i + 1);
        let first = text.get(start..span.start as usize)?.trim().is_empty();
        first.then(|| Span::new(span.file, start, span.end as usize + end))
    }

    /// An item of a list with the mark that parts it from its neighbour; none where it has no neighbour.
    pub fn item(&self, span: Span) -> Option<Span> {
        let text = self.get(span.file)?.text.as_str();
        let parts = |c: char| matches!(c, '、' | ',' | '，');
        let (before, after) = (text.get(..span.start as usize)?, text.get(span.end as usize..)?);
        if let Some(rest) = after.trim_start_matches(' ').strip_prefix(parts) {
            let gap = after.len() - rest.trim_start_matches(' ').len();
            return Some(Span::new(span.file, span.start as usize, span.end as usize + gap));
        }
        let head = before.trim_end_matches(' ').strip_suffix(parts)?;
        Some(Span::new(span.file, head.len(), span.end as usize))
    }

    /// How many texts there are.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether there is no text.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }
}
