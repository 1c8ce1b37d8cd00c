//! Tables of names: what every package and file offers, and what a name means seen from a file.

mod collect;
mod import;
mod limits;
mod shell;
mod symbol;

pub(crate) use collect::{Collected, Item, collect};
pub(crate) use import::Import;
pub(crate) use symbol::Symbol;

use super::hash::Map;
use super::package::TableFile;
use crate::base::Span;
use smol_str::SmolStr;

/// A file of the workspace, counted over all packages in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct FileIx(pub(crate) usize);

/// What a name stands for, and where it was declared.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    /// What it is.
    pub(crate) symbol: Symbol,
    /// Where the name, or the alias, stands.
    pub(crate) span: Span,
    /// In which file.
    pub(crate) file: FileIx,
    /// It is another name of the thing.
    pub(crate) alias: bool,
}

/// The names of a package.
#[derive(Debug, Default)]
pub(crate) struct Table {
    /// The package's own name.
    pub(crate) name: SmolStr,
    /// The packages that it inherits: their names open it too.
    pub(crate) inherits: Vec<SmolStr>,
    /// Everything declared in any of its files.
    pub(crate) names: Map<SmolStr, Entry>,
    /// In the order of declaration, for suggestions that do not depend on hashing.
    pub(crate) order: Vec<SmolStr>,
    /// 规则 and its like, which nothing but an expectation names: a rule may bear the name of the event it speaks of.
    pub(crate) rules: Map<SmolStr, Span>,
    /// Names that 《》 may hold beside those of forms.
    pub(crate) documents: Map<SmolStr, Span>,
    /// Files that 取自 may name.
    pub(crate) tables: Vec<TableFile>,
}

impl Table {
    /// Whether a name opens this package: its own, or that of one that it inherits.
    pub(crate) fn is_called(&self, name: &str) -> bool {
        self.name == name || self.inherits.iter().any(|n| n == name)
    }
}

/// What a file sees.
#[derive(Debug, Default)]
pub(crate) struct FileScope {
    /// Its package.
    pub(crate) package: usize,
    /// Its stem.
    pub(crate) stem: SmolStr,
    /// The package in whose folder it lies.
    pub(crate) origin: SmolStr,
    /// What it brings in.
    pub(crate) imports: Vec<Import>,
}

/// All tables.
#[derive(Debug, Default)]
pub(crate) struct Scopes {
    /// One a package, in the order of the workspace.
    pub(crate) packages: Vec<Table>,
    /// One a file, see [`FileIx`].
    pub(crate) files: Vec<FileScope>,
    /// A 《》 stands in some text: where none does, no line is searched for one.
    pub(crate) titles: bool,
}

/// The answer to a question for a name.
#[derive(Debug)]
pub(crate) enum Found<'a> {
    /// One thing.
    One(&'a Entry),
    /// Two packages offer it: the first two, with the packages' names.
    Two([(&'a SmolStr, &'a Entry); 2]),
    /// Nothing.
    None,
}

impl Scopes {
    /// What a bare name means in a file: its package first, then what it brings in.
    pub(crate) fn look(&self, file: FileIx, name: &str) -> Found<'_> {
        let Some(scope) = self.files.get(file.0) else { return Found::None };
        if let Some(entry) = self.packages.get(scope.package).and_then(|p| p.names.get(name)) {
            return Found::One(entry);
        }
        let mut found: Option<(&SmolStr, &Entry)> = None;
        for import in &scope.imports {
            let Some(entry) = self.imported(import, name) else { continue };
            let Some(package) = self.packages.get(import.package) else { continue };
            match found {
                Some((_, first)) if first.symbol == entry.symbol => {}
                Some(first) => return Found::Two([first, (&package.name, entry)]),
                None => found = Some((&package.name, entry)),
            }
        }
        found.map_or(Found::None, |(_, entry)| Found::One(entry))
    }

    /// What one import offers under a name.
    pub(crate) fn imported(&self, import: &Import, name: &str) -> Option<&Entry> {
        let table = self.packages.get(import.package)?;
        // What was said anew out of an inherited thing finds that under the name of its package.
        let inherited = table.inherits.contains(&import.name).then(|| table.names.get(format!("{}.{name}", import.name).as_str()));
        let entry = inherited.flatten().or_else(|| table.names.get(name))?;
        import.file.is_none_or(|f| f == entry.file).then_some(entry)
    }

    /// The import, or the file's own package, that a name opens.
    pub(crate) fn opener(&self, file: FileIx, name: &str) -> Option<Import> {
        let scope = self.files.get(file.0)?;
        if let Some(import) = scope.imports.iter().find(|i| i.name == name) {
            return Some(import.clone());
        }
        let own = self.packages.get(scope.package)?;
        own.is_called(name).then(|| Import { name: name.into(), package: scope.package, file: None, span: Span::default() })
    }

    /// Every name that a file sees, its own package first, in the order of declaration.
    pub(crate) fn visible(&self, file: FileIx) -> impl Iterator<Item = (&SmolStr, &Entry)> {
        let scope = self.files.get(file.0);
        let own = scope.and_then(|s| self.packages.get(s.package)).map(|p| (p, None));
        let others = scope.into_iter().flat_map(|s| &s.imports).filter_map(|i| Some((self.packages.get(i.package)?, i.file)));
        own.into_iter().chain(others).flat_map(|(table, only)| {
            let names = table.order.iter().filter_map(|name| Some((name, table.names.get(name)?)));
            names.filter(move |(_, entry)| only.is_none_or(|f| f == entry.file))
        })
    }

    /// The names of rules that a file's package declares.
    pub(crate) fn rules(&self, file: FileIx) -> Option<&Map<SmolStr, Span>> {
        let scope = self.files.get(file.0)?;
        self.packages.get(scope.package).map(|p| &p.rules)
    }

    /// Whether a text between 《》 names a document that the file sees.
    pub(crate) fn knows_document(&self, file: FileIx, name: &str) -> bool {
        let declared = |table: &Table| {
            table.documents.contains_key(name) || table.names.get(name).is_some_and(|e| matches!(e.symbol, Symbol::Form(_)))
        };
        let Some(scope) = self.files.get(file.0) else { return false };
        let packages = std::iter::once(scope.package).chain(scope.imports.iter().map(|i| i.package));
        packages.filter_map(|p| self.packages.get(p)).any(declared)
    }
}
