//! What every check needs: the model, the texts, and which places are already known to be faulty.

use crate::base::{Diagnostic, FileId, Level, Sources, Span};
use crate::sema::model::Model;
use std::collections::HashMap;

/// What every check needs.
#[derive(Debug)]
pub(crate) struct Context<'m> {
    /// The package.
    pub(crate) model: &'m Model,
    /// The texts.
    pub(crate) sources: &'m Sources,
    /// Starts of earlier errors by file, in order.
    faults: HashMap<FileId, Vec<u32>>,
}

impl<'m> Context<'m> {
    /// Keeps the places of the errors found so far.
    pub(crate) fn new(model: &'m Model, sources: &'m Sources, unread: &[Span], found: &[Diagnostic]) -> Self {
        let mut faults: HashMap<FileId, Vec<u32>> = HashMap::new();
        let found = found.iter().filter(|d| d.level >= Level::Error && loses_lines(d.code.id)).map(|d| &d.span);
        for place in unread.iter().chain(found) {
            faults.entry(place.file).or_default().push(place.start);
        }
        faults.values_mut().for_each(|list| list.sort_unstable());
        Self { model, sources, faults }
    }

    /// Whether an earlier stage found an error in the block that the line at `head` opens: then lines of it may be missing,
    /// and what seems to be left out may only have been misspelt.
    pub(crate) fn faulty(&self, head: Span) -> bool {
        // Most files are sound, and looking for the end of a block reads all of it.
        self.faults.contains_key(&head.file) && {
            let (start, end) = self.block(head);
            self.faulty_between(head.file, start, end)
        }
    }

    /// Whether an earlier stage found an error between two lines of one depth, in their blocks, or on the line after them.
    pub(crate) fn faulty_run(&self, first: Span, last: Span) -> bool {
        if !self.faults.contains_key(&first.file) {
            return false;
        }
        let (start, end) = (self.block(first).0, self.block(last).1);
        let rest = self.sources.get(last.file).and_then(|s| s.text.get(end as usize..)).unwrap_or("");
        let next = rest.split_inclusive('\n').next().map_or(0, str::len);
        self.faulty_between(first.file, start, end + next as u32)
    }

    fn faulty_between(&self, file: FileId, start: u32, end: u32) -> bool {
        let Some(list) = self.faults.get(&file) else { return false };
        let at = list.partition_point(|f| *f < start);
        list.get(at).is_some_and(|f| *f < end)
    }

    /// The bytes from the start of the head's line to the end of the lines below it that are indented deeper.
    fn block(&self, head: Span) -> (u32, u32) {
        let text = self.sources.get(head.file).map_or("", |s| s.text.as_str());
        let start = text.get(..head.start as usize).map_or(0, |t| t.rfind('\n').map_or(0, |i| i + 1));
        let mut lines = text.get(start..).unwrap_or("").split_inclusive('\n');
        let mut end = start;
        let depth = lines.next().map_or(0, |line| {
            end += line.len();
            indent(line)
        });
        for line in lines {
            if !line.trim().is_empty() && indent(line) <= depth {
                break;
            }
            end += line.len();
        }
        (start as u32, end as u32)
    }
}

/// Findings of names and types, and rows of a wrong width, leave something out of the model.
fn loses_lines(code: &str) -> bool {
    ["E01", "E02"].iter().any(|group| code.starts_with(group)) || code == "E0311"
}

fn indent(line: &str) -> usize {
    line.chars()
        .map_while(|c| match c {
            ' ' => Some(1),
            '\t' => Some(4),
            '\u{3000}' => Some(2),
            _ => None,
        })
        .sum()
}
