//! What goes in: the trees of a package and of those it uses, and what `huashu.toml` says.

use crate::base::{FileId, Span};
use crate::syntax::ast::File;
use smol_str::SmolStr;
use std::sync::Arc;

/// A package with everything it uses, as read by the caller.
#[derive(Debug, Clone, Default)]
pub struct Workspace {
    /// The package that is checked is first; the others are those it uses, directly or through another, in no order that matters.
    pub packages: Vec<Package>,
    /// Today as year, month, day: the day on which 放过 … 到 is judged. Without it no 放过 expires.
    pub today: Option<(i32, u32, u32)>,
    /// Places of lines that could not be read: what they said is missing from the trees, so nothing is concluded from its absence.
    pub unread: Vec<Span>,
}

/// One package: a folder with `huashu.toml`, a folder, or a file by itself.
#[derive(Debug, Clone, Default)]
pub struct Package {
    /// Its name: from `huashu.toml`, else the folder's or file's stem.
    pub name: SmolStr,
    /// Its files.
    pub files: Vec<SourceFile>,
    /// The files that its scripts take something from.
    pub tables: Vec<TableFile>,
    /// Values for constants that the script leaves 待定, as written in `huashu.toml`.
    pub bindings: Vec<Binding>,
    /// The packages whose parts were put into this one because it inherits them, the nearest first.
    pub inherits: Vec<SmolStr>,
}

/// A value for a constant that the script leaves 待定.
#[derive(Debug, Clone)]
pub struct Binding {
    /// The constant's name.
    pub name: SmolStr,
    /// The text of a literal; none where what is written can be none.
    pub value: Option<String>,
    /// Where the name stands.
    pub at: Span,
    /// Where the value stands.
    pub value_at: Span,
}

/// One file of a package.
#[derive(Debug, Clone)]
pub struct SourceFile {
    /// Which source.
    pub id: FileId,
    /// The stem, which is the file's name in 引用.
    pub stem: SmolStr,
    /// The package in whose folder it lies, which need not be the one it has become a part of.
    pub origin: SmolStr,
    /// Its tree, which another workspace may share.
    pub tree: Arc<File>,
}

/// A file that a script takes something from (取自).
#[derive(Debug, Clone)]
pub struct TableFile {
    /// Its name, as the script writes it.
    pub name: SmolStr,
    /// Which source.
    pub id: FileId,
    /// Whether it is text; what is no text was reported by who read it.
    pub text: bool,
    /// The package in whose folder it lies.
    pub origin: SmolStr,
}
