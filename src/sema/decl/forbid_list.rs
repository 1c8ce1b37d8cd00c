//! A plain list of phrases: one a line, with what to say instead behind `→`, as in the block; `#` before what is a remark.

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
        entries.push(one(file, words, from));
    }
    if count == 0 {
        out.push(empty(file));
    }
}

/// A line, which begins at a byte of its file. `#` behind a blank begins a remark here too.
fn one(file: FileId, line: &str, from: usize) -> ForbidEntry {
    let words = line.find(" #").map_or(line, |at| line.get(..at).unwrap_or(line)).trim_end();
    let (phrase, instead) =
        words.split_once('→').map_or((words, None), |(phrase, instead)| (phrase.trim_end(), Some(instead.trim_start())));
    let found = entry(SmolStr::new(phrase), Span::new(file, from, from + phrase.len()));
    match instead.filter(|instead| !instead.is_empty()) {
        Some(instead) => {
            let start = from + words.len() - instead.len();
            ForbidEntry { replacement: Some((SmolStr::new(instead), Span::new(file, start, start + instead.len()))), ..found }
        }
        None => found,
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
