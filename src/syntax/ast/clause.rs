//! Names, and the clauses that any declaration may carry.

use super::Text;
use crate::base::Span;
use smol_str::SmolStr;

/// A name as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// The characters, NFC, full-width letters and digits folded.
    pub text: SmolStr,
    /// Where.
    pub span: Span,
}

/// `base.part.part`: at least one name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Path {
    /// The names, never empty.
    pub parts: Vec<Name>,
    /// From the first name to the last.
    pub span: Span,
}

/// One clause of a manual or regulation that is cited: `R003-045` or a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// The reference as written, without quotes.
    pub text: SmolStr,
    /// Where.
    pub span: Span,
}

/// `放过 E0407 “…” 到 2027-01-01`, standing above what it speaks of.
#[derive(Debug, Clone)]
pub struct Allow {
    /// The code that is silenced.
    pub code: Name,
    /// Why; empty where it is missing.
    pub reason: Option<Text>,
    /// The last day on which it holds, and where it is written.
    pub until: Option<(super::Date, Span)>,
    /// The whole line.
    pub span: Span,
}

/// What any declaration, field, row or statement may carry beside its own clauses. Most carry nothing, so the clauses lie apart: reading
/// them sees empty ones, writing one makes room.
#[derive(Clone, Default)]
pub struct Meta(Option<Box<Clauses>>);

/// The clauses themselves.
#[derive(Debug, Clone, Default)]
pub struct Clauses {
    /// The `##` lines above it, joined with line breaks.
    pub doc: Option<String>,
    /// 依据
    pub basis: Vec<Reference>,
    /// 底线
    pub floor: bool,
    /// 曾用名
    pub formerly: Vec<Name>,
    /// 放过 lines above it.
    pub allows: Vec<Allow>,
}

static NONE: Clauses = Clauses { doc: None, basis: Vec::new(), floor: false, formerly: Vec::new(), allows: Vec::new() };

impl Meta {
    /// What stands above a line.
    pub(crate) fn above(doc: Option<String>, allows: Vec<Allow>) -> Self {
        let empty = doc.is_none() && allows.is_empty();
        Self((!empty).then(|| Box::new(Clauses { doc, allows, ..Clauses::default() })))
    }

    /// Whether nothing is carried.
    pub fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    /// Takes over the 依据, 底线 and 曾用名 of another.
    pub(crate) fn take_clauses(&mut self, other: &mut Self) {
        if let Some(other) = &mut other.0 {
            self.basis.append(&mut other.basis);
            self.floor |= other.floor;
            self.formerly.append(&mut other.formerly);
        }
    }
}

impl std::fmt::Debug for Meta {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Clauses { doc, basis, floor, formerly, allows } = &**self;
        let mut out = f.debug_struct("Meta");
        out.field("doc", doc).field("basis", basis).field("floor", floor).field("formerly", formerly).field("allows", allows).finish()
    }
}

impl std::ops::Deref for Meta {
    type Target = Clauses;

    fn deref(&self) -> &Clauses {
        self.0.as_deref().unwrap_or(&NONE)
    }
}

impl std::ops::DerefMut for Meta {
    fn deref_mut(&mut self) -> &mut Clauses {
        self.0.get_or_insert_default()
    }
}
