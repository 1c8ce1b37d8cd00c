//! Meaning: names, types, units, domains. A package's trees go in, a [`model::Model`] and findings come out.

mod allow;
pub(crate) mod check;
pub mod codes;
mod cx;
mod decl;
mod expr;
mod extend;
mod flow;
pub(crate) mod hash;
mod index;
pub mod length;
pub mod model;
mod names;
mod package;
mod pass;
mod phrases;
mod roles;
pub(crate) mod rule;
mod scenario;
mod scope;
mod taken;
mod time;
mod types;

pub use allow::{Allows, Codes, allow};
pub use extend::{Ancestor, Heritage, inherit};
pub use package::{Binding, Package, SourceFile, TableFile, Workspace};

use crate::base::{Diagnostic, Sources, Span};
use index::Index;
use model::Model;
pub(crate) use pass::together;
use pass::{Check, Pass};
use scope::collect;

/// Everything that the checker knows of a workspace.
#[derive(Debug, Default)]
pub struct Analysis {
    /// What it means, as far as it could be read.
    pub model: model::Model,
    /// What is wrong, in order of file and place.
    pub diagnostics: Vec<Diagnostic>,
}

/// The constants that have no value: no program can be made before each has one.
pub fn unbound(model: &Model) -> Vec<Diagnostic> {
    let open = model.consts.iter().filter(|c| matches!(c.state, model::ConstState::Unbound));
    open.map(|c| decl::unbound(&c.name, c.span)).collect()
}

/// Elaborates a workspace and runs every check on it. Never fails: what cannot be understood is reported and left out.
pub fn analyse(workspace: &Workspace, sources: &Sources) -> Analysis {
    let Analysis { model, mut diagnostics } = understand(workspace, sources);
    let further = examine(&model, sources, &workspace.unread, &diagnostics);
    diagnostics.extend(further);
    diagnostics.sort_by_key(|d| (d.span.file, d.span.start, d.span.end, d.code.id));
    Analysis { model, diagnostics }
}

/// Elaborates a workspace: names, types, units, bodies. The trees are not needed after it.
pub fn understand(workspace: &Workspace, sources: &Sources) -> Analysis {
    let mut out = Vec::new();
    let mut model = Model { package: workspace.packages.first().map(|p| p.name.clone()).unwrap_or_default(), ..Model::default() };
    // Names first: every declaration of every package, then the names inside them.
    let (mut scopes, found) = collect(workspace, &mut model, &mut out);
    scopes.titles = sources.iter().any(|(_, s)| expr::text::has_title(s.text.as_bytes()));
    decl::taxonomies(&found.items, &mut model, &mut out);
    decl::field_shells(&found.items, &mut model, &mut out);
    let index = Index::new(&model, &found.items, &mut out);
    let mut pass = Pass { sources, scopes: &scopes, index: &index, items: &found.items, model, out };
    // Then types, and the constants that ranges and defaults may use.
    decl::calendars(&mut pass);
    decl::roles(&mut pass);
    decl::param_types(&mut pass, &found.params);
    decl::field_types(&mut pass);
    decl::consts(&mut pass, workspace, &found.consts);
    decl::param_values(&mut pass, &found.params);
    // Then bodies, which see every signature.
    decl::form_bodies(&mut pass);
    decl::decisions(&mut pass);
    decl::actions(&mut pass);
    decl::phrases(&mut pass);
    decl::forbids(&mut pass);
    time::keys(&mut pass);
    flow::flows(&mut pass);
    time::limits(&mut pass, &found.limits);
    time::in_cases(&mut pass.model);
    rule::stretches(&mut pass);
    rule::measures(&mut pass, &found);
    rule::rules(&mut pass, &found);
    rule::outcomes(&mut pass);
    rule::conflicts(&mut pass);
    rule::scores(&mut pass, &found);
    rule::metrics(&mut pass, &found);
    scenario::scenarios(&mut pass, &found.scenarios);
    let Pass { model, out: mut diagnostics, .. } = pass;
    names::formerly(&model, sources, &mut diagnostics);
    names::doubled(sources, &mut diagnostics);
    names::forgive(&workspace.unread, sources, &mut diagnostics);
    decl::point(&model, sources, &mut diagnostics);
    Analysis { model, diagnostics }
}

/// Checks where a call can go, and what the whole says. `before` holds what was found before, `unread` the lines that could not be
/// read at all: nothing is reported for what only follows from those.
pub fn examine(model: &Model, sources: &Sources, unread: &[Span], before: &[Diagnostic]) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    let checks: [Check<'_>; 4] = [
        &|out| out.extend(check::run(model, sources, unread, before)),
        &|out| roles::check(model, sources, before, out),
        &|out| phrases::check(model, sources, out),
        &|out| rule::provable(model, out),
    ];
    together(&checks, &mut out);
    out
}
