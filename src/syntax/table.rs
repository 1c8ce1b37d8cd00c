//! A CSV file (RFC 4180) as rows of cells, each with its place.

use super::codes;
use crate::base::{Diagnostic, FileId, Span, limits};
use csv_core::{ReadFieldResult, Reader};

/// A file's rows, and what is wrong with it as a table.
#[derive(Debug, Default)]
pub struct Table {
    /// Its rows in source order, the head among them; empty lines are none.
    pub rows: Vec<TableRow>,
    /// What could not be read.
    pub diagnostics: Vec<Diagnostic>,
}

/// A row.
#[derive(Debug)]
pub struct TableRow {
    /// Its cells.
    pub cells: Vec<TableCell>,
}

/// A cell.
#[derive(Debug)]
pub struct TableCell {
    /// Its words, without quotes and without space at the ends.
    pub text: String,
    /// Its place, quotes included.
    pub span: Span,
}

impl TableRow {
    /// The whole of it.
    pub fn span(&self) -> Span {
        match (self.cells.first(), self.cells.last()) {
            (Some(first), Some(last)) => first.span.to(last.span),
            _ => Span::default(),
        }
    }
}

/// Reads a table. Never fails: a row with an open quote is reported and left out, and reading goes on below its first line.
pub fn table(file: FileId, text: &str) -> Table {
    let mut table = Table::default();
    if text.len() > limits::FILE_BYTES {
        table.diagnostics.push(super::too_long(file));
        return table;
    }
    let mut walk = Walk { file, text, reader: Reader::new(), at: 0, out: vec![0; text.len()] };
    let mut cells = Vec::new();
    while let Some((cell, last)) = walk.cell(cells.is_empty()) {
        match cell {
            Ok(cell) => cells.push(cell),
            Err(open) => {
                cells.clear();
                walk.below(open);
                table.diagnostics.push(unclosed(open));
                continue;
            }
        }
        if last {
            table.rows.push(TableRow { cells: std::mem::take(&mut cells) });
        }
    }
    table
}

/// Where reading stands.
struct Walk<'t> {
    file: FileId,
    text: &'t str,
    reader: Reader,
    at: usize,
    /// Room for the words of one cell: never longer than the file.
    out: Vec<u8>,
}

impl Walk<'_> {
    /// The next cell and whether it ends its row; the line of a quote that is not closed instead.
    fn cell(&mut self, first: bool) -> Option<(Result<TableCell, Span>, bool)> {
        let (start, mut filled) = (self.at, 0);
        let last = loop {
            let input = self.text.as_bytes().get(self.at..).unwrap_or_default();
            let (result, read, written) = self.reader.read_field(input, self.out.get_mut(filled..).unwrap_or_default());
            self.at += read;
            filled += written;
            match result {
                ReadFieldResult::Field { record_end } => break record_end,
                // The next round has no input left, which is how the reader is told of the end.
                ReadFieldResult::InputEmpty => {}
                // INVARIANT: a cell is no longer than the file, so there is always room.
                ReadFieldResult::OutputFull | ReadFieldResult::End => return None,
            }
        };
        let raw = self.text.get(start..self.at).unwrap_or_default();
        // Line breaks before a row belong to the row above or to empty lines.
        let skipped = if first { raw.len() - raw.trim_start_matches(['\r', '\n']).len() } else { 0 };
        let start = start + skipped;
        let raw = raw.get(skipped..).unwrap_or_default();
        let raw = if last { raw.strip_suffix('\n').unwrap_or(raw).trim_end_matches('\r') } else { raw.strip_suffix(',').unwrap_or(raw) };
        let span = Span::new(self.file, start, start + raw.len());
        if let Some(rest) = raw.strip_prefix('"')
            && !closed(rest)
        {
            let line = raw.lines().next().map_or(0, str::len);
            return Some((Err(Span::new(self.file, start, start + line)), last));
        }
        let words = String::from_utf8_lossy(self.out.get(..filled).unwrap_or_default());
        Some((Ok(TableCell { text: words.trim().to_owned(), span }), last))
    }

    /// Goes on below the line that a place ends on.
    fn below(&mut self, place: Span) {
        let end = place.end as usize;
        self.at = self.text.get(end..).and_then(|t| t.find('\n')).map_or(self.text.len(), |i| end + i + 1);
        self.reader = Reader::new();
    }
}

/// Whether what stands behind an opening quote ends in the closing one, with no single quote before it.
fn closed(rest: &str) -> bool {
    rest.trim_end().strip_suffix('"').is_some_and(|inner| !inner.replace("\"\"", "").contains('"'))
}

fn unclosed(line: Span) -> Diagnostic {
    Diagnostic::new(&codes::OPEN_QUOTE, line, "表格里这一格的引号没有合上", "a quotation mark of this cell is not closed").help(
        "格子里有逗号或引号时，整格用英文引号括起来，里面的引号写两个：\"说\"\"不行\"\"\"。",
        "A cell with a comma or a quotation mark stands in quotes, and quotes within it are doubled: \"say \"\"no\"\"\".",
    )
}
