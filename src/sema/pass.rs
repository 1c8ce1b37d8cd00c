//! The state of an analysis between two passes.

use super::cx::{Cx, Env};
use super::index::Index;
use super::model::Model;
use super::scope::{FileIx, Item, Scopes};
use crate::base::{Diagnostic, Sources};
use rayon::prelude::*;

/// Names, trees and the model as far as it is known.
#[derive(Debug)]
pub(crate) struct Pass<'a> {
    /// The texts.
    pub(crate) sources: &'a Sources,
    /// Names.
    pub(crate) scopes: &'a Scopes,
    /// Names inside things.
    pub(crate) index: &'a Index,
    /// Declarations with their ids.
    pub(crate) items: &'a [Item<'a>],
    /// What is known.
    pub(crate) model: Model,
    /// What was found.
    pub(crate) out: Vec<Diagnostic>,
}

/// A check that only looks.
pub(crate) type Check<'a> = &'a (dyn Fn(&mut Vec<Diagnostic>) + Sync);

/// Runs checks side by side; their findings are put in the order of the list.
pub(crate) fn together<C: Fn(&mut Vec<Diagnostic>) + Sync>(checks: &[C], out: &mut Vec<Diagnostic>) {
    let found = |check: &C| {
        let mut out = Vec::new();
        check(&mut out);
        out
    };
    out.extend(checks.par_iter().map(found).collect::<Vec<_>>().into_iter().flatten());
}

impl Pass<'_> {
    /// Reads something in a file and keeps what was found.
    pub(crate) fn read<T>(&mut self, file: FileIx, f: impl FnOnce(&mut Cx<'_>) -> T) -> T {
        let env = Env { sources: self.sources, scopes: self.scopes, index: self.index, model: &self.model };
        let mut cx = Cx::new(env, file);
        let value = f(&mut cx);
        let mut found = cx.out;
        self.out.append(&mut found);
        value
    }
}
