//! Lines under each other: indentation, blank lines, comments, columns.

use super::cell::{APART, Cell};
use crate::base::width::columns;
use std::collections::BTreeMap;

/// One line to be printed.
#[derive(Debug)]
pub(super) struct Entry {
    /// Levels of indentation.
    pub(super) depth: usize,
    /// Blank lines before it.
    pub(super) blank: usize,
    /// Its cells; a comment of its own has one.
    pub(super) cells: Vec<Cell>,
    /// The comment at its end.
    pub(super) comment: Option<String>,
    /// Whether it is a comment of its own.
    pub(super) own: bool,
    /// What sort of line it is; its columns line up with those of its own sort.
    pub(super) sort: Sort,
}

/// Lines whose columns mean the same.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    /// 选项
    Option,
    /// 当, 超时
    Event,
    /// 随时
    Anytime,
    /// Everything else.
    #[default]
    Other,
}

/// Prints all lines.
pub(super) fn print(mut entries: Vec<Entry>) -> String {
    let mut out = String::new();
    let mut from = 0;
    while from < entries.len() {
        let until = run(&entries, from);
        let lines = align(entries.get_mut(from..until).unwrap_or(&mut []));
        for (entry, line) in entries.get(from..until).unwrap_or(&[]).iter().zip(lines) {
            let blank = if out.is_empty() { 0 } else { entry.blank };
            out.push_str(&"\n".repeat(blank));
            out.push_str(&"  ".repeat(entry.depth));
            out.push_str(&line);
            out.push('\n');
        }
        from = until;
    }
    out
}

/// Where the run of neighbours ends that begins at `from`.
fn run(entries: &[Entry], from: usize) -> usize {
    let Some(first) = entries.get(from) else { return from + 1 };
    if !alignable(first) {
        return from + 1;
    }
    let more = entries.get(from + 1..).unwrap_or(&[]);
    from + 1 + more.iter().take_while(|e| alignable(e) && e.blank == 0 && e.depth == first.depth && e.sort == first.sort).count()
}

fn alignable(entry: &Entry) -> bool {
    !entry.own && entry.cells.iter().all(|c| !c.text.contains('\n'))
}

/// The lines of a run with their columns lined up.
fn align(entries: &mut [Entry]) -> Vec<String> {
    merge(entries);
    let starts = starts(entries);
    let mut lines: Vec<String> = entries
        .iter()
        .map(|entry| {
            let (mut line, mut width) = (String::new(), 0);
            for (n, cell) in entry.cells.iter().enumerate() {
                if n > 0 {
                    let start = starts.get(&cell.key).copied().unwrap_or(0).max(width + cell.least);
                    line.push_str(&" ".repeat(start - width));
                    width = start;
                }
                line.push_str(&cell.text);
                width += columns(&cell.text);
            }
            line
        })
        .collect();
    let widest = entries.iter().zip(&lines).filter(|(e, _)| e.comment.is_some()).map(|(_, l)| columns(l)).max().unwrap_or(0);
    for (entry, line) in entries.iter().zip(&mut lines) {
        if let Some(comment) = &entry.comment {
            // A text of several lines ends somewhere else.
            let width = if line.contains('\n') { widest } else { columns(line) };
            line.push_str(&" ".repeat(widest - width + APART));
            line.push_str(comment);
        }
    }
    lines
}

/// Joins the cells of soft columns that no line of the run was typed with.
fn merge(entries: &mut [Entry]) {
    let mut wide: Vec<(u16, u16)> = Vec::new();
    for cell in entries.iter().flat_map(|e| &e.cells) {
        if cell.wide && !wide.contains(&cell.key) {
            wide.push(cell.key);
        }
    }
    for entry in entries {
        let mut cells: Vec<Cell> = Vec::with_capacity(entry.cells.len());
        for cell in entry.cells.drain(..) {
            match cells.last_mut() {
                Some(last) if cell.soft && !wide.contains(&cell.key) => {
                    last.text.push(' ');
                    last.text.push_str(&cell.text);
                }
                _ => cells.push(cell),
            }
        }
        entry.cells = cells;
    }
}

/// Where each column starts.
fn starts(entries: &[Entry]) -> BTreeMap<(u16, u16), usize> {
    let mut keys: Vec<(u16, u16)> = entries.iter().flat_map(|e| e.cells.iter().skip(1).map(|c| c.key)).collect();
    keys.sort_unstable();
    keys.dedup();
    let mut starts = BTreeMap::from([((0, 0), 0)]);
    for key in keys {
        let mut ends: Vec<(usize, usize)> = Vec::new();
        for entry in entries {
            let Some(n) = entry.cells.iter().position(|c| c.key == key) else { continue };
            let (Some(cell), Some(last)) = (entry.cells.get(n), n.checked_sub(1).and_then(|n| entry.cells.get(n))) else { continue };
            let start = starts.get(&last.key).copied().unwrap_or(0);
            ends.push((start + columns(&last.text), cell.least));
        }
        let widest = ends.iter().map(|(end, _)| *end).max().unwrap_or(0);
        let least = ends.iter().map(|(_, least)| *least).max().unwrap_or(2);
        // A column of equal widths keeps a wide gap, so that it is still seen to be a column.
        let even = ends.iter().all(|(end, _)| *end == widest);
        starts.insert(key, widest + if even { least.max(2) } else { least });
    }
    starts
}
