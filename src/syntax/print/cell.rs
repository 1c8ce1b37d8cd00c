//! From atoms to cells: the spaces between words, and where columns begin.

use super::atom::{Atom, Kind};
use crate::syntax::grammar::Rule;

/// A piece of a line that may be aligned with the lines around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cell {
    /// What is printed.
    pub(super) text: String,
    /// Which column it stands in; cells of one column line up.
    pub(super) key: (u16, u16),
    /// A column only where a neighbouring line was typed with a wide gap there.
    pub(super) soft: bool,
    /// Whether the gap before it was typed wide.
    pub(super) wide: bool,
    /// The least number of spaces before it.
    pub(super) least: usize,
}

/// The column of what a row ends in.
const TAIL: u16 = 1000;

/// The least number of spaces before what a line ends in: a tail, a replacement, a comment.
pub(super) const APART: usize = 4;

/// Splits a line into cells.
pub(super) fn cells(atoms: &[Atom], rule: Rule) -> Vec<Cell> {
    let mut out = vec![Cell { text: String::new(), key: (0, 0), soft: false, wide: false, least: 0 }];
    let (mut section, mut ordinal) = (0_u16, 0_u16);
    let mut before: Option<&Atom> = None;
    for atom in atoms {
        if let Some(last) = before {
            let wide = atom.gap >= 2 && may_part(last, atom);
            let soft = boundary(last, atom, rule);
            if soft.is_some() || wide {
                (section, ordinal) = match soft {
                    _ if atom.tail => (TAIL, 0),
                    Some(_) => (section.saturating_add(1), 0),
                    None => (section, ordinal.saturating_add(1)),
                };
                let least = match soft {
                    _ if atom.tail => APART,
                    Some(_) => 1,
                    None => 2,
                };
                out.push(Cell { text: String::new(), key: (section, ordinal), soft: soft.is_some(), wide, least });
            } else if spaced(last, atom)
                && let Some(cell) = out.last_mut()
            {
                cell.text.push(' ');
            }
        }
        if let Some(cell) = out.last_mut() {
            cell.text.push_str(&atom.text);
        }
        before = Some(atom);
    }
    out
}

/// The atoms on one line without columns.
pub(super) fn join(atoms: &[Atom]) -> String {
    let mut out = String::new();
    for (n, atom) in atoms.iter().enumerate() {
        if n.checked_sub(1).and_then(|i| atoms.get(i)).is_some_and(|last| spaced(last, atom)) {
            out.push(' ');
        }
        out.push_str(&atom.text);
    }
    out
}

/// Whether a space stands between two atoms.
fn spaced(last: &Atom, next: &Atom) -> bool {
    match (last.kind, next.kind) {
        // The ends of a range touch its dots; what stands apart from them is no end.
        (Kind::Tight, _) => last.text.starts_with('.') && next.gap > 0,
        (_, Kind::Tight) => next.text.starts_with('.') && next.gap > 0,
        (Kind::Open | Kind::Touch | Kind::Dun, _) => false,
        (_, Kind::Comma | Kind::Scope | Kind::Dun | Kind::Colon | Kind::Close | Kind::Touch) => false,
        (Kind::Scope, _) => last.text == ",",
        (_, Kind::Unit) => is_spelled_out(&next.text),
        (_, Kind::Open) => next.gap > 0 || matches!(last.kind, Kind::Comma | Kind::Colon | Kind::Equals),
        // Parts of one quantity touch.
        (Kind::Unit, _) if next.gap == 0 && next.text.starts_with(|c: char| c.is_ascii_digit()) => false,
        _ => true,
    }
}

/// English units that are words stand apart from their number.
fn is_spelled_out(unit: &str) -> bool {
    unit.len() > 4 && unit.is_ascii() || unit == "yuan"
}

/// Whether a wide gap between two atoms may begin a column.
fn may_part(last: &Atom, next: &Atom) -> bool {
    spaced(last, next) && last.kind != Kind::Scope && (last.kind != Kind::Colon || last.outer)
}

/// Whether a column may begin here even where one space was typed: in the rows of a table, before the `=` of a constant, after
/// the colon of a field. `true` marks what a row ends in.
fn boundary(last: &Atom, next: &Atom, rule: Rule) -> Option<bool> {
    match rule {
        Rule::row_line | Rule::decide_row if next.tail => Some(true),
        Rule::row_line | Rule::decide_row | Rule::rows_line | Rule::rows_row => {
            (last.outer && matches!(last.kind, Kind::Comma | Kind::Colon)).then_some(false)
        }
        Rule::const_line => (next.outer && next.kind == Kind::Equals).then_some(false),
        Rule::field_line => (last.outer && last.kind == Kind::Colon).then_some(false),
        _ => None,
    }
}
