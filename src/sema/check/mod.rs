//! Checks on what a package means: branches, paths, options, limits.

mod branches;
mod context;
mod domain;
mod paths;

use crate::base::{Diagnostic, Sources};
use crate::sema::model::Model;
use context::Context;

/// Runs every check of groups E03 to E05 on a model. `out` holds what was found before: a place that is already known to be faulty
/// is not reported again for what follows from the fault.
pub(crate) fn run(model: &Model, sources: &Sources, out: &mut Vec<Diagnostic>) {
    let cx = Context::new(model, sources, out);
    let chains = branches::check(&cx, out);
    paths::check(&cx, &chains, out);
}
