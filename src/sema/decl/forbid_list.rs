//! A plain list of phrases: one a line, `#` before what is a remark.

use super::forbid_file::{Column, column, entry, finding, spoilt, too_many};
use crate::base::{Diagnostic, FileId, Span, limits};
use crate::sema::model::ForbidEntry;
use smol_str::SmolStr;

/// Adds the phrases of a list.
pub(super) fn read(file: FileId, text: &str, entries: &mut Vec<ForbidEntry>, out: &mut Vec<Diagnostic>) {
    let mut at = 0;
    let mut count = 0;
    for line in text.split_inclusive('\n') {
        let words = line.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
        let from = at + line.find(words).unwrap_or(0);
        let span = Span::new(file, from, from + words.len());
        at += line.len();
        if words.is_empty() || words.starts_with('#') {
            continue;
        }
        if count == 0 && is_head(words) {
            out.push(table_without_ending(span));
            return;
        }
        if count == limits::LIST_PHRASES {
            out.push(too_many(span));
            return;
        }
        count += 1;
        if words.contains(char::REPLACEMENT_CHARACTER) {
            out.push(spoilt(span));
            continue;
        }
        entries.push(entry(SmolStr::new(words), span));
    }
    if count == 0 {
        out.push(empty(file));
    }
}

/// Whether a line names the columns of a table.
fn is_head(line: &str) -> bool {
    let mut cells = line.split([',', '，', '\t', ';']).map(|cell| column(cell.trim()));
    let several = line.contains([',', '，', '\t', ';']);
    several && cells.any(|cell| cell == Some(Column::Phrase))
}

fn table_without_ending(span: Span) -> Diagnostic {
    finding(span, "这是一张表格，可是文件名后面不是 .csv", "this is a table, but the file's name does not end in .csv").help(
        "表格另存为 CSV，文件名用 .csv 结尾；别的文件一行一个词，不写列名。",
        "Save a table as CSV, with a name that ends in .csv; any other file has one phrase a line and no head.",
    )
}

fn empty(file: FileId) -> Diagnostic {
    finding(Span::new(file, 0, 0), "词表里一个词也没有", "the list has no phrase").help("一行写一个词。", "Write a phrase on each line.")
}
