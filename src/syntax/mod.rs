//! Text to tree and back.

pub mod ast;
pub mod codes;
mod grammar;
mod keyword;
mod lines;
mod name;
mod parse;
mod placed;
mod print;
mod table;
mod token;
mod unit;
pub(crate) mod word;

use crate::base::{Diagnostic, Edit, FileId, Span, limits};
use lines::Lines;
use parse::Cx;

pub(crate) use parse::offset;
pub use print::format;
pub use table::{Table, TableCell, TableRow, table};
pub use unit::least_length;
pub use word::{reads_as_event, reads_as_number, reads_as_value, severity_of};

/// A file as a tree, and what is wrong with it as text.
#[derive(Debug)]
pub struct Parsed {
    /// The tree, as far as it could be read.
    pub tree: ast::File,
    /// Findings of group E00 and of form, in source order.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads a file. Never fails: what cannot be read is reported and left out.
pub fn parse(file: FileId, text: &str) -> Parsed {
    if text.len() > limits::FILE_BYTES {
        return Parsed { tree: ast::File::default(), diagnostics: vec![too_long(file)] };
    }
    let lines = Lines::new(file, text);
    let mut cx = Cx::new(&lines, false);
    let mut tree = cx.file_tree();
    let mut diagnostics = cx.found;
    placed::check(&mut tree, &mut diagnostics);
    diagnostics.extend(lines.uneven.iter().map(|at| uneven(&lines, *at as usize)));
    diagnostics.sort_by_key(|d| (d.span.start, d.span.end, d.code.id));
    Parsed { tree, diagnostics }
}

/// The text of a file's bytes; a byte order mark is dropped.
///
/// # Errors
/// The bytes are not UTF-8: the finding points at the first byte that is not.
pub fn decode(file: FileId, bytes: &[u8]) -> Result<String, Box<Diagnostic>> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(text.strip_prefix('\u{feff}').unwrap_or(text).to_owned()),
        Err(_) if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) => {
            let d = Diagnostic::new(
                &codes::NOT_UTF8,
                Span::new(file, 0, 0),
                "文件是 UTF-16 文字，不是 UTF-8",
                "the file is UTF-16 text, not UTF-8",
            );
            Err(Box::new(d.help(
                "在 Excel 里另存为“CSV UTF-8（逗号分隔）”，不是“Unicode 文本”；在编辑器里用“另存为”，编码选 UTF-8。",
                "save the file again as UTF-8: in Excel “CSV UTF-8”, not “Unicode Text”",
            )))
        }
        Err(error) => {
            let at = error.valid_up_to();
            let line = bytes.get(..at).map_or(1, |b| b.iter().filter(|b| **b == b'\n').count() + 1);
            Err(Box::new(
                Diagnostic::new(
                    &codes::NOT_UTF8,
                    Span::new(file, at, at),
                    format!("第 {line} 行起不是 UTF-8 文字"),
                    format!("from line {line} on the file is not UTF-8 text"),
                )
                .help(
                    "在编辑器里用“另存为”，编码选 UTF-8（不是 GBK、ANSI）；在 Excel 里选“CSV UTF-8（逗号分隔）”。",
                    "save the file again as UTF-8 (not GBK or ANSI); in Excel as “CSV UTF-8”",
                ),
            ))
        }
    }
}

/// Whether a text is a word of the language, in either language or as an alias.
pub fn is_word(text: &str) -> bool {
    keyword::find(text).is_some()
}

/// A text cut at a word in it that compares, as 超过 does: what stands before, the word, what stands behind. None where there is no such word.
pub fn comparison(text: &str) -> Option<(&str, &str, &str)> {
    keyword::comparison(text)
}

/// Whether a text may hold a 放过.
pub fn may_allow(text: &str) -> bool {
    may_hold(text, grammar::Rule::k_allow, 'ａ')
}

/// The files that a text takes something from (取自), as written, each once. Found without reading the lines: the caller needs their
/// bytes before anything is parsed.
pub fn taken(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    if !may_hold(text, grammar::Rule::k_from_file, 'ｆ') {
        return found;
    }
    for line in &Lines::new(FileId(0), text).lines {
        let words: &str = &line.text.text;
        for (at, quote) in words.char_indices().filter(|(_, c)| matches!(c, '“' | '”' | '"' | '「')) {
            let (before, after) = words.split_at(at);
            if !keyword::ends(before.trim_end(), grammar::Rule::k_from_file) {
                continue;
            }
            let inside = after.get(quote.len_utf8()..).unwrap_or_default();
            let name = inside.split(['“', '”', '"', '」']).next().unwrap_or_default();
            if !found.iter().any(|f| f == name) {
                found.push(name.to_owned());
            }
        }
    }
    found
}

/// Whether a keyword has one of its spellings somewhere, or a full-width letter that could belong to one.
fn may_hold(text: &str, rule: grammar::Rule, letter: char) -> bool {
    let spelled = |k: &keyword::Keyword| k.aliases.iter().chain([&k.zh, &k.en]).any(|word| text.contains(word));
    text.contains(letter) || keyword::of(rule).is_some_and(spelled)
}

fn too_long(file: FileId) -> Diagnostic {
    let most = limits::FILE_BYTES >> 20;
    Diagnostic::new(
        &codes::BEYOND_LIMIT,
        Span::new(file, 0, 0),
        format!("一个文件最多 {most} MB，这个文件超过了"),
        format!("a file may reach {most} MB, this one is larger"),
    )
    .help("分成几个文件，同一个文件夹里的文件互相看得见", "split it: the files of one folder see each other")
}

/// A line whose depth matches no open level. It is read as the shallower one, so to put it there changes nothing.
fn uneven(lines: &Lines<'_>, at: usize) -> Diagnostic {
    let span = lines.span(at);
    let span = Span { end: span.start, ..span };
    let column = |line: Option<&lines::Line<'_>>| line.map(|l| l.column);
    let here = column(lines.get(at)).unwrap_or_default();
    let depth = lines.get(at).map_or(0, |l| l.depth);
    let level = (0..at).rev().filter_map(|i| Some((i, lines.get(i)?))).find(|(_, l)| l.depth == depth);
    let above = column(at.checked_sub(1).and_then(|i| lines.get(i))).unwrap_or_default();
    let shallow = level.map_or(0, |(_, l)| l.column);
    let d = Diagnostic::new(
        &codes::UNEVEN_INDENT,
        span,
        format!("这一行缩进了 {here} 格，上面没有哪一层是 {here} 格"),
        format!("this line is indented by {here}, and no level above it is"),
    )
    .label(format!("按 {shallow} 格的那一层来读"), format!("read as if it were indented by {shallow}"));
    let d = if above > here && shallow < here {
        d.help(
            format!("和 {shallow} 格的那几行并列，就缩进 {shallow} 格；要归在 {above} 格的那几行里，就缩进 {above} 格。"),
            format!("Indent it by {shallow} to stand beside the lines of that level, or by {above} to belong to the lines of that one."),
        )
    } else {
        d.help(
            format!("和它并列的行缩进 {shallow} 格，这一行也缩进 {shallow} 格。"),
            format!("The lines beside it are indented by {shallow}: indent it alike."),
        )
    };
    let white = |start: u32| {
        let begins = lines.src.get(..start as usize).map_or(0, |s| s.rfind('\n').map_or(0, |n| n + 1));
        Span::new(lines.file, begins, start as usize)
    };
    match level.filter(|_| shallow < here) {
        Some((beside, _)) => {
            let text = lines.src.get(white(lines.span(beside).start).range()).unwrap_or("").to_owned();
            let edit = Edit { span: white(span.start), text };
            d.safe_fix(format!("缩进改成 {shallow} 格"), format!("indent it by {shallow}"), vec![edit])
        }
        None => d,
    }
}
