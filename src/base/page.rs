//! A source text as the drawing of findings reads it: with columns counted in characters, as people count them.

use super::{FileId, Source, Sources};
use miette::{MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};

/// A borrowed text with its name.
pub(super) struct Page<'a> {
    source: Option<&'a Source>,
}

impl<'a> Page<'a> {
    /// The text of a file; empty for a file that is not there.
    pub(super) fn of(sources: &'a Sources, file: FileId) -> Self {
        Self { source: sources.get(file) }
    }
}

impl SourceCode for Page<'_> {
    fn read_span<'b>(&'b self, span: &SourceSpan, before: usize, after: usize) -> Result<Box<dyn SpanContents<'b> + 'b>, MietteError> {
        let (name, text) = self.source.map_or(("", ""), |s| (s.name.as_str(), s.text.as_str()));
        let contents = text.read_span(span, before, after)?;
        // miette counts the bytes before the span's first character; people count characters.
        let column = match self.source {
            Some(source) if contents.column() > 0 => source.position(contents.span().offset()).column.saturating_sub(1) as usize,
            _ => contents.column(),
        };
        // miette counts the lines from the beginning of the text, and would draw everything between two far places.
        let lines = contents.data().iter().filter(|b| **b == b'\n').count();
        let named = MietteSpanContents::new_named(name.to_owned(), contents.data(), *contents.span(), contents.line(), column, lines);
        Ok(Box::new(named))
    }
}
