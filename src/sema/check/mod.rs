//! Checks on what a package means: branches, paths, options, limits.

mod branches;
mod context;
pub(crate) mod domain;
mod paths;
mod time;

use crate::base::{Diagnostic, Sources, Span};
use crate::sema::model::Model;
use context::Context;

/// Runs every check of groups E03 to E05 on a model. `out` holds what was found before, `unread` the lines that could not be read at
/// all: nothing is reported for what only follows from those.
pub(crate) fn run(model: &Model, sources: &Sources, unread: &[Span], out: &mut Vec<Diagnostic>) {
    let cx = Context::new(model, sources, unread, out);
    let chains = branches::check(&cx, out);
    paths::check(&cx, &chains, out);
    time::check(&cx, &chains, out);
}
