//! Where a body is read: what it sees, and the findings it makes.

use super::flow::in_hand::Names;
use super::flow::vars::Locals;
use super::hash::Map;
use super::index::Index;
use super::model::{Expr, ExprKind, FormId, Model, Param, Ty};
use super::names::{Wanted, ambiguous, unknown, wrong_kind};
use super::scope::{Entry, FileIx, Found, Scopes, Symbol};
use crate::base::{Diagnostic, Sources, Span};
use crate::syntax::ast::{self, Name, Path};
use smol_str::SmolStr;

/// What does not change while bodies are read.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Env<'a> {
    /// The texts.
    pub(crate) sources: &'a Sources,
    /// Names.
    pub(crate) scopes: &'a Scopes,
    /// Names inside things.
    pub(crate) index: &'a Index,
    /// Signatures.
    pub(crate) model: &'a Model,
}

/// The names that a body has beside those of its package.
#[derive(Debug, Default)]
pub(crate) enum Inner<'a> {
    /// None.
    #[default]
    None,
    /// Parameters of a 判定, class or action, as arguments.
    Params(&'a [Param]),
    /// The fields of a form's own record.
    Record(FormId),
    /// A flow.
    Flow(Box<Locals<'a>>),
    /// The columns of a row of a 场景.
    Row(Map<SmolStr, &'a ast::Cell>),
}

/// One body being read.
#[derive(Debug)]
pub(crate) struct Cx<'a> {
    /// What does not change.
    pub(crate) env: Env<'a>,
    /// Signatures, for short.
    pub(crate) model: &'a Model,
    /// Whose imports count.
    pub(crate) file: FileIx,
    /// Names of the body itself.
    pub(crate) inner: Inner<'a>,
    /// Inside 其中 what the event in hand offers is known by name.
    pub(crate) filter: Option<Names>,
    /// Names of the sentence that is read: the key of its rule, the arguments of the event that opened it.
    pub(crate) named: Names,
    /// Inside a text: a word without a number may stand there.
    pub(crate) in_text: bool,
    /// What was found.
    pub(crate) out: Vec<Diagnostic>,
}

impl<'a> Cx<'a> {
    /// A body in a file, with no names of its own.
    pub(crate) fn new(env: Env<'a>, file: FileIx) -> Self {
        Self { env, model: env.model, file, inner: Inner::None, filter: None, named: Names::default(), in_text: false, out: Vec::new() }
    }

    /// The same with names of its own.
    pub(crate) fn with(mut self, inner: Inner<'a>) -> Self {
        self.inner = inner;
        self
    }

    /// Keeps a finding.
    pub(crate) fn report(&mut self, diagnostic: Diagnostic) {
        self.out.push(diagnostic);
    }

    /// What a bare name of the package or its imports is; a name that two packages offer is reported.
    pub(crate) fn global(&mut self, name: &Name) -> Option<&'a Entry> {
        match self.env.scopes.look(self.file, &name.text) {
            Found::One(entry) => Some(entry),
            Found::Two(two) => {
                let d = ambiguous(name, two);
                self.report(d);
                // Going on with the first keeps one fault one finding.
                Some(two[0].1)
            }
            Found::None => None,
        }
    }

    /// What a path means at top level, and how many of its names were used up: a name, or one opened by an import.
    pub(crate) fn global_path(&mut self, path: &Path) -> Option<(&'a Entry, usize)> {
        let first = path.parts.first()?;
        if let Some(entry) = self.global(first) {
            return Some((entry, 1));
        }
        let second = path.parts.get(1)?;
        let scopes = self.env.scopes;
        let mut import = scopes.opener(self.file, &first.text)?;
        if let Some(entry) = scopes.imported(&import, &second.text) {
            return Some((entry, 2));
        }
        // `package.file.name`
        let third = path.parts.get(2)?;
        let file = scopes.files.iter().position(|f| f.package == import.package && f.stem == second.text)?;
        import.file = Some(FileIx(file));
        scopes.imported(&import, &third.text).map(|entry| (entry, 3))
    }

    /// A path that must name one thing of a kind; everything else is reported.
    pub(crate) fn named<T>(&mut self, path: &Path, wanted: Wanted, pick: impl Fn(Symbol) -> Option<T>) -> Option<T> {
        let Some((entry, used)) = self.global_path(path) else {
            self.unknown_path(path, wanted, |s| pick(s).is_some());
            return None;
        };
        if let Some(extra) = path.parts.get(used) {
            let whole: Vec<&str> = path.parts.iter().take(used).map(|n| n.text.as_str()).collect();
            self.report(unknown(extra, wanted, Some(&whole.join(".")), std::iter::empty()));
            return None;
        }
        let Some(found) = pick(entry.symbol) else {
            let name = path.parts.get(used.saturating_sub(1)).map_or("", |n| n.text.as_str());
            self.report(wrong_kind(name, path.span, entry.symbol, entry.span, wanted));
            return None;
        };
        Some(found)
    }

    /// Reports a path that names nothing, offering names of the kind that is wanted.
    pub(crate) fn unknown_path(&mut self, path: &Path, wanted: Wanted, fits: impl Fn(Symbol) -> bool) {
        let Some(first) = path.parts.first() else { return };
        let scopes = self.env.scopes;
        if let (Some(import), Some(second)) = (scopes.opener(self.file, &first.text), path.parts.get(1)) {
            let table = scopes.packages.get(import.package);
            let names = table.into_iter().flat_map(|t| t.order.iter().filter(|n| t.names.get(*n).is_some_and(|e| fits(e.symbol))));
            self.report(unknown(second, wanted, Some(&first.text), names.map(SmolStr::as_str)));
            return;
        }
        let names = scopes.visible(self.file).filter(|(_, e)| fits(e.symbol)).map(|(n, _)| n.as_str());
        self.report(unknown(first, wanted, None, names));
    }

    /// Whether a record has the type of a form, and which.
    pub(crate) fn form_of(&self, expr: &Expr) -> Option<FormId> {
        match expr.ty {
            Ty::Record(form) => Some(form),
            _ => None,
        }
    }
}

impl Expr {
    /// What stands for a fault that was reported.
    pub(crate) fn bad(span: Span) -> Self {
        Self { kind: ExprKind::Bad, ty: Ty::Bad, optional: false, span }
    }

    /// An expression that always has a value.
    pub(crate) fn new(kind: ExprKind, ty: Ty, span: Span) -> Self {
        Self { kind, ty, optional: false, span }
    }
}
