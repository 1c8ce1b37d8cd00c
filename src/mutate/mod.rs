//! A script changed in one place at a time: whatever no scenario notices was not tested. Trees in, trees out; nothing is played here.

mod change;
mod kinds;
mod number;
mod ruled;
mod turn;
mod walk;

pub use change::{Change, Mutant};
pub use ruled::Ruled;

use crate::base::Source;
use crate::syntax::ast::File;
use turn::Turn;
use walk::Node;

/// One way to change a script.
#[derive(Debug)]
pub struct Kind {
    /// Its name in reports.
    pub name: &'static str,
    /// What it does, in both languages.
    pub title: (&'static str, &'static str),
    /// Offers the changes of one node of a tree.
    offer: fn(Node<'_>, &mut Turn<'_>),
}

/// Every kind, sorted by name.
pub const KINDS: &[&Kind] = &[
    &kinds::drop_act::KIND,
    &kinds::drop_clause::KIND,
    &kinds::drop_condition::KIND,
    &kinds::drop_exception::KIND,
    &kinds::drop_handler::KIND,
    &kinds::drop_line::KIND,
    &kinds::drop_option::KIND,
    &kinds::drop_phrase::KIND,
    &kinds::drop_required::KIND,
    &kinds::drop_row::KIND,
    &kinds::drop_rule::KIND,
    &kinds::flip_guard::KIND,
    &kinds::flip_shift::KIND,
    &kinds::lengthen_limit::KIND,
    &kinds::move_bound::KIND,
    &kinds::move_points::KIND,
    &kinds::swap_order::KIND,
    &kinds::swap_result::KIND,
    &kinds::swap_severity::KIND,
    &kinds::swap_target::KIND,
    &kinds::swap_value::KIND,
    &kinds::swap_word::KIND,
];

/// Every change that can be made to a file, in source order. What is known beforehand to change nothing is left out.
pub fn mutants(tree: &File, source: &Source, ruled: &Ruled) -> Vec<Mutant> {
    let mut copy = tree.clone();
    let each = |kind: &&'static Kind| {
        let mut turn = Turn::all(kind, source, ruled);
        walk::file(&mut copy, &mut |node, turn| number::note(&node, turn), &mut turn);
        walk::file(&mut copy, &mut |node, turn| (kind.offer)(node, turn), &mut turn);
        turn.found
    };
    let mut all: Vec<Mutant> = KINDS.iter().flat_map(each).collect();
    all.sort_by_key(|m| (m.span.start, m.span.end));
    all
}

/// The file with one change made.
pub fn changed(tree: &File, mutant: &Mutant, source: &Source, ruled: &Ruled) -> File {
    let mut tree = tree.clone();
    let mut turn = Turn::only(mutant, source, ruled);
    walk::file(&mut tree, &mut |node, turn| number::note(&node, turn), &mut turn);
    walk::file(&mut tree, &mut |node, turn| (mutant.kind.offer)(node, turn), &mut turn);
    tree
}
