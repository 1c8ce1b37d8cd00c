//! Checks on what a package means: branches, paths, options, limits.

mod branches;
mod calendar;
mod context;
pub(crate) mod domain;
pub(crate) mod facts;
mod paths;
mod proofs;
mod time;

use crate::base::{Diagnostic, Sources, Span};
use crate::sema::model::Model;
use context::Context;

pub(crate) use branches::twins as decisions_apart;
pub(crate) use paths::{LinkKind, Links};

/// Runs every check of groups E03 to E05 on a model. `before` holds what was found before, `unread` the lines that could not be read at
/// all: nothing is reported for what only follows from those.
pub(crate) fn run(model: &Model, sources: &Sources, unread: &[Span], before: &[Diagnostic]) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    let cx = Context::new(model, sources, unread, before);
    let facts = facts::Facts::of(model);
    let traces = facts.traces(proofs::promises(model));
    let chains = branches::check(&cx, &facts, &traces, &mut out);
    proofs::check(&cx, &facts, &traces, &mut out);
    paths::check(&cx, &chains, &mut out);
    time::check(&cx, &chains, &mut out);
    calendar::check(&cx, &mut out);
    out
}
