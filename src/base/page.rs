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
        let Some(source) = self.source else { return "".read_span(span, before, after) };
        // miette reads a text from its beginning to find a line; the lines around the span are enough.
        let (first, part) =
            source.lines_around(span.offset()..span.offset() + span.len(), before.saturating_add(1), after.saturating_add(2));
        let contents = part.read_span(&(span.offset() - first.offset as usize, span.len()).into(), before, after)?;
        let offset = first.offset as usize + contents.span().offset();
        // miette counts the bytes before the span's first character; people count characters.
        let column = match contents.column() {
            0 => 0,
            _ => source.position(offset).column.saturating_sub(1) as usize,
        };
        // miette counts the lines from the beginning of the text, and would draw everything between two far places.
        let lines = contents.data().iter().filter(|b| **b == b'\n').count();
        let line = first.line.saturating_sub(1) as usize + contents.line();
        let span = (offset, contents.span().len()).into();
        Ok(Box::new(MietteSpanContents::new_named(source.name.clone(), contents.data(), span, line, column, lines)))
    }
}
