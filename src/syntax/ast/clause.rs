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
    /// The last day on which it holds.
    pub until: Option<super::Date>,
    /// The whole line.
    pub span: Span,
}

/// What any declaration, field, row or statement may carry beside its own clauses.
#[derive(Debug, Clone, Default)]
pub struct Meta {
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
