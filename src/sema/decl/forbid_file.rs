//! 取自 of a 禁语: the rows of a CSV file become entries like those of its block. Columns: 词, 替代, 级别, 备注.

use crate::base::{Diagnostic, Span};
use crate::sema::codes::phrases::DAMAGED_ROW;
use crate::sema::cx::Cx;
use crate::sema::model::{ForbidEntry, Meta, Severity};
use crate::sema::names::nearest;
use crate::syntax::ast::Text;
use crate::syntax::{self, TableCell, TableRow};
use smol_str::SmolStr;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Phrase,
    Replacement,
    Severity,
    Note,
    /// A column that is not known was reported in the head.
    Other,
}

/// The columns by name.
const COLUMNS: [(&str, Column); 4] =
    [("词", Column::Phrase), ("替代", Column::Replacement), ("级别", Column::Severity), ("备注", Column::Note)];

impl Cx<'_> {
    /// Adds the rows of the file that a text names; whether all of it could be read.
    pub(super) fn forbid_rows(&mut self, text: &Text, entries: &mut Vec<ForbidEntry>) -> bool {
        let Some(file) = self.taken(text) else { return false };
        let Some(source) = self.env.sources.get(file) else { return false };
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
        for row in rows.filter(|r| r.cells.iter().any(|c| !c.text.is_empty())) {
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
        let mut columns = Vec::with_capacity(head.cells.len());
        let mut sound = true;
        for cell in &head.cells {
            let known = COLUMNS.iter().find(|(name, _)| *name == cell.text).map(|(_, column)| *column);
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
        let mut entry =
            ForbidEntry { phrase: SmolStr::default(), span: row.span(), replacement: None, severity: None, meta: Meta::default() };
        for (cell, column) in row.cells.iter().zip(columns) {
            if *column != Column::Note && cell.text.contains('\n') {
                return Err(Box::new(two_lines(cell)));
            }
            match column {
                _ if cell.text.is_empty() => {}
                Column::Phrase => (entry.phrase, entry.span) = (SmolStr::new(&cell.text), cell.span),
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

fn severity(cell: &TableCell) -> Result<Severity, Box<Diagnostic>> {
    syntax::severity_of(&cell.text).ok_or_else(|| {
        let d = finding(cell.span, format!("没有“{}”这个级别", cell.text), format!("there is no severity `{}`", cell.text));
        let near = nearest(&cell.text, ["严重", "一般", "轻微"].into_iter());
        let zh = near.map_or(String::new(), |n| format!("是不是“{n}”？"));
        let en = near.map_or(String::new(), |n| format!("Did you mean “{n}”? "));
        Box::new(d.help(
            format!("{zh}级别写 严重、一般 或 轻微；空着就和这组禁语一样。"),
            format!("{en}A severity is 严重, 一般 or 轻微; left empty it is that of the set."),
        ))
    })
}

fn finding(span: Span, zh: impl Into<String>, en: impl Into<String>) -> Diagnostic {
    Diagnostic::new(&DAMAGED_ROW, span, zh, en)
}

fn without_phrases(span: Span) -> Diagnostic {
    finding(span, "表格里没有“词”这一列", "the table has no column 词").help(
        "第一行写列名：词,替代,级别,备注。只有“词”不能少。",
        "The first row names the columns: 词,替代,级别,备注. Only 词 is required.",
    )
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
    match nearest(name, COLUMNS.iter().map(|(n, _)| *n)) {
        Some(near) => d.help(format!("是不是“{near}”？"), format!("Did you mean “{near}”?")),
        None => d.help("可以写的列：词、替代、级别、备注。", "The columns are 词, 替代, 级别 and 备注."),
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

fn no_phrase(row: &TableRow) -> Diagnostic {
    finding(row.span(), "这一行没有写“词”", "this row has no phrase (词)")
        .help("写上不能说的词，或者删掉这一行。", "Write the phrase that must not be said, or delete the row.")
}
