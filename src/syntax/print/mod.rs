//! The formatter: one spelling for every script, in either language, checked by reading its own output.

mod atom;
mod cell;
mod layout;
mod shape;
mod spell;

use super::codes;
use super::grammar::Rule;
use super::keyword;
use super::lines::{Line, Lines};
use super::parse::{Cx, How};
use crate::base::{Diagnostic, FileId, Lang, Level};
use atom::Atoms;
use cell::Cell;
use layout::{Entry, Sort};
use spell::Speech;

/// The text of a script in its one spelling; with `keywords`, its keywords in that language.
///
/// # Errors
/// The text cannot be read (group E00): it is left alone.
pub fn format(text: &str, keywords: Option<Lang>) -> Result<String, Vec<Diagnostic>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let before = super::parse(FileId(0), text);
    let faults: Vec<Diagnostic> =
        before.diagnostics.into_iter().filter(|d| d.code.id.starts_with("E00") && d.level >= Level::Error).collect();
    if !faults.is_empty() {
        return Err(faults);
    }
    let out = print(text, keywords);
    let after = super::parse(FileId(0), &out);
    if after.diagnostics.iter().any(|d| d.code.id.starts_with("E00")) || shape::of(&before.tree) != shape::of(&after.tree) {
        return Err(vec![disagreement()]);
    }
    Ok(out)
}

fn disagreement() -> Diagnostic {
    Diagnostic::new(
        &codes::WORDS_LEFT_OVER,
        crate::base::Span::default(),
        "排版之后意思会变，所以没有改动这个文件",
        "formatting would change what this file says, so it was left alone",
    )
    .help("这是工具的错，请把这个文件发给维护者", "this is a fault of the tool; please send the file to its maintainers")
}

fn print(text: &str, lang: Option<Lang>) -> String {
    let lines = Lines::new(FileId(0), text);
    let mut cx = Cx::new(&lines, true);
    cx.file_tree();
    let mut how: Vec<Option<How>> = (0..lines.lines.len()).map(|_| None).collect();
    for kept in cx.kept.unwrap_or_default() {
        if let Some(slot) = how.get_mut(kept.line) {
            *slot = Some(kept.how);
        }
    }
    let mut entries = Vec::with_capacity(lines.lines.len());
    let mut done = 0;
    for (index, line) in lines.lines.iter().enumerate() {
        between(&lines, index, done, &mut entries);
        let chinese = is_chinese(how.get(index).and_then(Option::as_ref), &line.text.text);
        let indent = (line.depth as usize + 2) * 2;
        let cells = line_cells(line, how.get(index).and_then(Option::as_ref), Speech { src: text, lang, chinese, indent });
        if let Some(entry) = entries.last_mut() {
            entry.cells = cells;
            entry.sort = sort(how.get(index).and_then(Option::as_ref));
        }
        done = line.text.end as usize;
    }
    between(&lines, lines.lines.len(), done, &mut entries);
    layout::print(entries)
}

/// Whether a line's own keywords are Chinese.
fn is_chinese(how: Option<&How>, text: &str) -> bool {
    let Some(How::Rule(Rule::sentence_line, _)) = how else { return true };
    let mut rest = text;
    while !rest.is_empty() {
        let word = keyword::word(rest);
        if let Some((k, len)) = keyword::head(rest) {
            if word == k.zh || k.aliases.contains(&word) {
                return true;
            }
            rest = rest.get(len..).unwrap_or("");
            continue;
        }
        let len = word.len().max(rest.chars().next().map_or(1, char::len_utf8));
        rest = rest.get(len..).unwrap_or("");
    }
    false
}

/// A 选项 has other columns than the statements before it, and so has a 当.
fn sort(how: Option<&How>) -> Sort {
    match how {
        Some(How::Rule(Rule::option_line, _)) => Sort::Option,
        Some(How::Rule(Rule::when_line | Rule::timeout_line, _)) => Sort::Event,
        Some(How::Rule(Rule::anytime_line, _)) => Sort::Anytime,
        _ => Sort::Other,
    }
}

fn line_cells(line: &Line<'_>, how: Option<&How>, speech: Speech<'_>) -> Vec<Cell> {
    let plain = |text: String| Cell { text, key: (0, 0), soft: false, wide: false, least: 0 };
    match how {
        Some(How::Rule(rule, toks)) => cell::cells(&Atoms::of(&line.text, toks, *rule, speech), *rule),
        Some(How::Arrow) => {
            let whole = speech.raw(&line.text, 0, line.text.text.len());
            match whole.split_once('→') {
                Some((phrase, replacement)) => {
                    let wide = phrase.len() - phrase.trim_end().len() >= 2 || phrase.ends_with('\t');
                    let (phrase, replacement) = (phrase.trim_end(), format!("→ {}", replacement.trim()));
                    if wide {
                        vec![plain(phrase.to_owned()), Cell { key: (0, 1), wide, least: cell::APART, ..plain(replacement) }]
                    } else {
                        vec![plain(format!("{phrase} {replacement}"))]
                    }
                }
                None => vec![plain(whole)],
            }
        }
        Some(How::Raw) | None => vec![plain(speech.raw(&line.text, 0, line.text.text.len()))],
    }
}

/// What stands between two lines: the comment at the end of the first, comments of their own, blank lines. Ends with the entry of
/// the line `index`, still empty.
fn between(lines: &Lines<'_>, index: usize, done: usize, entries: &mut Vec<Entry>) {
    let next = lines.get(index);
    let until = next.map_or(lines.src.len(), |l| l.text.start as usize);
    let gap = lines.src.get(done..until).unwrap_or("");
    let mut blank = 0;
    let mut pieces = gap.split('\n').peekable();
    if index > 0
        && let Some(first) = pieces.next()
    {
        let comment = first.trim();
        if let Some(entry) = entries.last_mut()
            && !comment.is_empty()
        {
            entry.comment = Some(hash(comment));
        }
    }
    let most = |depth: usize| if depth == 0 { 2 } else { 1 };
    while let Some(piece) = pieces.next() {
        let last = pieces.peek().is_none();
        let comment = piece.trim();
        if comment.is_empty() {
            // The last piece is the indentation of the next line.
            blank += usize::from(!last);
            continue;
        }
        let depth = comment_depth(lines, index, piece);
        let cells = vec![Cell { text: hash(comment), key: (0, 0), soft: false, wide: false, least: 0 }];
        entries.push(Entry { depth, blank: blank.min(most(depth)), cells, comment: None, own: true, sort: Sort::Other });
        blank = 0;
    }
    if let Some(line) = next {
        let depth = line.depth as usize;
        entries.push(Entry { depth, blank: blank.min(most(depth)), cells: Vec::new(), comment: None, own: false, sort: Sort::Other });
    }
}

fn hash(comment: &str) -> String {
    let folded = comment.trim_start_matches(['#', '＃']);
    let signs = comment.get(..comment.len() - folded.len()).unwrap_or("").chars().count();
    format!("{}{folded}", "#".repeat(signs))
}

/// The level a comment of its own stands on, by its column among the open levels.
fn comment_depth(lines: &Lines<'_>, next: usize, piece: &str) -> usize {
    let column: u32 = piece
        .chars()
        .map_while(|c| match c {
            ' ' => Some(1),
            '\t' => Some(4),
            '\u{3000}' => Some(2),
            _ => None,
        })
        .sum();
    let below = lines.get(next);
    if let Some(line) = below.filter(|l| l.column == column) {
        return line.depth as usize;
    }
    let mut open: Vec<(u32, usize)> = Vec::new();
    let mut depth = u32::MAX;
    for line in lines.lines.get(..next).unwrap_or(&[]).iter().rev() {
        if line.depth < depth {
            open.push((line.column, line.depth as usize));
            depth = line.depth;
        }
        if depth == 0 {
            break;
        }
    }
    if let Some((_, depth)) = open.iter().find(|(c, _)| *c == column) {
        return *depth;
    }
    match open.first() {
        Some((inner, depth)) if column > *inner => below.map_or(depth + 1, |l| (l.depth as usize).max(*depth)),
        _ => open.iter().find(|(c, _)| *c < column).map_or(0, |(_, d)| *d),
    }
}
