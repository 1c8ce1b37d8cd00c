//! 取自 of a 禁语: the rows of a CSV file, or the lines of a plain list, become entries like those of its block.
//! Columns: 词, 类别, 级别, 替代, 备注.

use super::forbid_list;
use crate::base::{Diagnostic, Edit, Span, limits};
use crate::sema::codes::phrases::DAMAGED_ROW;
use crate::sema::cx::Cx;
use crate::sema::model::{ForbidEntry, Meta, Severity};
use crate::sema::names::nearest;
use crate::syntax::ast::Text;
use crate::syntax::{self, TableCell, TableRow};
use smol_str::SmolStr;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    Phrase,
    Category,
    Severity,
    Replacement,
    Note,
    /// A column that is not known was reported in the head.
    Other,
}

/// The columns by their two names.
const COLUMNS: [(&str, &str, Column); 5] = [
    ("词", "phrase", Column::Phrase),
    ("类别", "category", Column::Category),
    ("级别", "severity", Column::Severity),
    ("替代", "replacement", Column::Replacement),
    ("备注", "note", Column::Note),
];

/// The column that a cell of the head names.
pub(super) fn column(name: &str) -> Option<Column> {
    COLUMNS.iter().find(|(zh, en, _)| *zh == name || en.eq_ignore_ascii_case(name)).map(|(_, _, column)| *column)
}

impl Cx<'_> {
    /// Adds the rows of the file that a text names; whether all of it could be read.
    pub(super) fn forbid_rows(&mut self, text: &Text, entries: &mut Vec<ForbidEntry>) -> bool {
        let Some(file) = self.taken(text) else { return false };
        let Some(source) = self.env.sources.get(file) else { return false };
        if !is_table(&source.name) {
            let before = self.out.len();
            forbid_list::read(file, &source.text, entries, &mut self.out);
            return self.out.len() == before;
        }
        let table = syntax::table(file, &source.text);
        let mut whole = table.diagnostics.is_empty();
        self.out.extend(table.diagnostics);
        let mut rows = table.rows.iter();
        let Some(head) = rows.next() else {
            if whole {
                self.report(without_phrases(Span::new(file, 0, 0)));
            }
            return false;
        };
        let (columns, sound) = self.file_columns(head);
        whole &= sound;
        if !columns.contains(&Column::Phrase) {
            if sound {
                self.report(without_phrases(head.span()));
            }
            return false;
        }
        for (at, row) in rows.filter(|r| r.cells.iter().any(|c| !c.text.is_empty())).enumerate() {
            if at == limits::LIST_PHRASES {
                self.report(too_many(row.span()));
                return false;
            }
            match self.file_entry(row, &columns) {
                Ok(entry) => entries.push(entry),
                Err(finding) => {
                    whole = false;
                    self.report(*finding);
                }
            }
        }
        whole
    }

    /// The columns that the head names, and whether it names known ones only, each once.
    fn file_columns(&mut self, head: &TableRow) -> (Vec<Column>, bool) {
        if is_headless(head) {
            self.report(without_head(head.span()));
            return (Vec::new(), false);
        }
        let mut columns = Vec::with_capacity(head.cells.len());
        let mut sound = true;
        for cell in &head.cells {
            let known = column(&cell.text);
            match known {
                Some(column) if !columns.contains(&column) => columns.push(column),
                // An empty column at the end is what a spreadsheet leaves behind.
                None if cell.text.is_empty() => columns.push(Column::Other),
                _ => {
                    sound = false;
                    self.report(strange_column(cell, known.is_some()));
                    columns.push(Column::Other);
                }
            }
        }
        (columns, sound)
    }

    fn file_entry(&self, row: &TableRow, columns: &[Column]) -> Result<ForbidEntry, Box<Diagnostic>> {
        if row.cells.len() != columns.len() {
            return Err(Box::new(width(row, columns.len())));
        }
        let mut entry = entry(SmolStr::default(), row.span());
        for (cell, column) in row.cells.iter().zip(columns) {
            if *column != Column::Note && cell.text.contains('\n') {
                return Err(Box::new(two_lines(cell)));
            }
            if cell.text.contains(char::REPLACEMENT_CHARACTER) {
                return Err(Box::new(spoilt(cell.span)));
            }
            match column {
                _ if cell.text.is_empty() => {}
                Column::Phrase => (entry.phrase, entry.span) = (SmolStr::new(&cell.text), cell.span),
                Column::Category => entry.category = Some(SmolStr::new(&cell.text)),
                Column::Replacement => entry.replacement = Some((SmolStr::new(&cell.text), cell.span)),
                Column::Severity => entry.severity = Some(severity(cell)?),
                Column::Note => entry.meta.doc = Some(cell.text.clone()),
                Column::Other => {}
            }
        }
        if entry.phrase.is_empty() {
            return Err(Box::new(no_phrase(row)));
        }
        Ok(entry)
    }
}

/// Whether a file is a table: every other is a plain list.
fn is_table(name: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, ending)| ending.eq_ignore_ascii_case("csv"))
}

/// An entry that is nothing but its phrase.
pub(super) fn entry(phrase: SmolStr, span: Span) -> ForbidEntry {
    ForbidEntry { phrase, span, replacement: None, category: None, severity: None, meta: Meta::default() }
}

fn severity(cell: &TableCell) -> Result<Severity, Box<Diagnostic>> {
    syntax::severity_of(&cell.text).ok_or_else(|| {
        let d = finding(cell.span, format!("没有“{}”这个级别", cell.text), format!("there is no severity `{}`", cell.text));
        let near = nearest(&cell.text, ["严重", "一般", "轻微"].into_iter());
        let zh = near.map_or(String::new(), |n| format!("是不是“{n}”？"));
        let en = near.map_or(String::new(), |n| format!("Did you mean “{n}”? "));
        let d = match near {
            Some(near) => {
                d.suggest(format!("改成“{near}”"), format!("write “{near}”"), vec![Edit { span: cell.span, text: near.to_owned() }])
            }
            None => d,
        };
        Box::new(d.help(
            format!("{zh}级别写 严重、一般 或 轻微；空着就和这组禁语一样。"),
            format!("{en}A severity is `serious`, `ordinary` or `minor`; left empty it is that of the set."),
        ))
    })
}

pub(super) fn finding(span: Span, zh: impl Into<String>, en: impl Into<String>) -> Diagnostic {
    Diagnostic::new(&DAMAGED_ROW, span, zh, en)
}

/// Whether the first row names no column, nor anything like one: it is a row of phrases.
fn is_headless(head: &TableRow) -> bool {
    let names = || COLUMNS.iter().flat_map(|(zh, en, _)| [*zh, *en]);
    let divided = |text: &str| text.contains(['，', '\t', ';', '；']);
    let strange = |cell: &TableCell| column(&cell.text).is_none() && nearest(&cell.text, names()).is_none() && !divided(&cell.text);
    head.cells.iter().any(|cell| !cell.text.is_empty()) && head.cells.iter().all(strange)
}

fn without_head(span: Span) -> Diagnostic {
    finding(span, "第一行不是列名", "the first row names no columns").help(
        "在最前面加一行列名：词,类别,级别,替代,备注。只有“词”不能少。",
        "Put a row of names before it: 词,类别,级别,替代,备注 (phrase, category, severity, replacement, note). Only 词 is required.",
    )
}

fn without_phrases(span: Span) -> Diagnostic {
    finding(span, "表格里没有“词”这一列", "the table has no column 词").help(
        "第一行写列名：词,类别,级别,替代,备注。只有“词”不能少。",
        "The first row names the columns: 词,类别,级别,替代,备注 (phrase, category, severity, replacement, note). Only 词 is required.",
    )
}

/// A list with more phrases than a file may have, at the first that is too much.
pub(super) fn too_many(span: Span) -> Diagnostic {
    let most = limits::LIST_PHRASES;
    finding(span, format!("一个文件最多 {most} 个词，从这里起多出来了"), format!("a file may hold {most} phrases, and here is one more"))
        .help("分成几个文件，写几行“取自”。", "Split it into several files, each with a `from file` of its own.")
}

fn strange_column(cell: &TableCell, twice: bool) -> Diagnostic {
    let name = &cell.text;
    if twice {
        return finding(cell.span, format!("“{name}”这一列写了两次"), format!("the column `{name}` is there twice"))
            .help("留下一列。", "Keep one of them.");
    }
    let d = finding(cell.span, format!("不认识“{name}”这一列"), format!("there is no column `{name}`"));
    if name.contains(['，', '\t', ';', '；']) {
        return d.help("列和列之间用英文逗号“,”隔开。", "Columns are separated by commas `,`.");
    }
    match nearest(name, COLUMNS.iter().flat_map(|(zh, en, _)| [*zh, *en])) {
        Some(near) => {
            d.suggest(format!("是不是“{near}”？"), format!("did you mean “{near}”?"), vec![Edit { span: cell.span, text: near.to_owned() }])
        }
        None => d.help(
            "可以写的列：词、类别、级别、替代、备注。",
            "The columns are phrase, category, severity, replacement and note (词, 类别, 级别, 替代, 备注).",
        ),
    }
}

fn width(row: &TableRow, wanted: usize) -> Diagnostic {
    let found = row.cells.len();
    finding(row.span(), format!("这一行有 {found} 格，第一行有 {wanted} 格"), format!("this row has {found} cells, the first one {wanted}"))
        .help(
            "空着的格子也要留逗号；词里有逗号的，整格用英文引号括起来。",
            "An empty cell keeps its comma; a phrase with a comma in it stands in quotes.",
        )
}

fn two_lines(cell: &TableCell) -> Diagnostic {
    finding(cell.span, "这一格里换了行", "this cell runs over several lines").help(
        "一个词写在一行里；后面的词也进了这一格的话，是前面的引号没有合上。",
        "A phrase stands on one line; if later rows are inside this cell, a quotation mark is not closed.",
    )
}

/// Characters that were lost when a file was once read in a wrong encoding.
pub(super) fn spoilt(span: Span) -> Diagnostic {
    finding(span, "这一行有读坏了的字“�”", "this row has spoilt characters `�`").help(
        "文件换编码时丢了字，改不回来：从原来的表格重新另存为 UTF-8，或者把这个词重新写一遍。",
        "They were lost when the file changed its encoding: save the original table as UTF-8 again, or write the phrase anew.",
    )
}

fn no_phrase(row: &TableRow) -> Diagnostic {
    finding(row.span(), "这一行没有写“词”", "this row has no phrase (词)")
        .help("写上不能说的词，或者删掉这一行。", "Write the phrase that must not be said, or delete the row.")
}
