//! Names that may well be declared, on a line that could not be read.

use crate::base::{Diagnostic, Sources, Span};
use crate::sema::codes::names::UNKNOWN_NAME;
use crate::sema::codes::roles::BAD_ROLE;
use crate::sema::codes::scenarios::UNKNOWN_EXPECTATION;

/// Takes away the findings for unknown names that stand on an unread line: one bad line is one finding.
pub(crate) fn forgive(unread: &[Span], sources: &Sources, out: &mut Vec<Diagnostic>) {
    if unread.is_empty() {
        return;
    }
    let codes = [&UNKNOWN_NAME, &BAD_ROLE, &UNKNOWN_EXPECTATION];
    let lines: Vec<&str> = unread.iter().map(|place| whole_lines(sources, *place)).collect();
    out.retain(|d| {
        let name = sources.slice(d.span);
        // A name in braces is a column; the line that could not be read has it bare.
        let name = name.trim_matches(['{', '}']).trim();
        !codes.contains(&d.code) || name.is_empty() || !lines.iter().any(|line| line.contains(name))
    });
}

/// The lines that a place touches: what a finding points at is less than what was lost.
fn whole_lines(sources: &Sources, place: Span) -> &str {
    let text = sources.get(place.file).map_or("", |s| s.text.as_str());
    let start = text.get(..place.start as usize).and_then(|t| t.rfind('\n')).map_or(0, |i| i + 1);
    let end = text.get(place.end as usize..).and_then(|t| t.find('\n')).map_or(text.len(), |i| place.end as usize + i);
    text.get(start..end).unwrap_or("")
}
