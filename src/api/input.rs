//! What a caller hands over: the bytes of packages, read by whoever may read files.

use crate::syntax;
use smol_str::SmolStr;

/// A package to be checked, and those it may use.
#[derive(Debug, Clone, Default)]
pub struct Input {
    /// The package that is checked.
    pub package: InputPackage,
    /// Packages that it may use; those it does not use are not read.
    pub library: Vec<InputPackage>,
    /// Today as year, month, day, for 放过 that expire; without it none does.
    pub today: Option<(i32, u32, u32)>,
}

/// A package as read.
#[derive(Debug, Clone, Default)]
pub struct InputPackage {
    /// The folder's name or the file's stem, for a package whose `huashu.toml` gives none.
    pub name: SmolStr,
    /// What stands before its files' names when they are shown to people: `scripts/home-service/`.
    pub root: String,
    /// The text of its `huashu.toml`.
    pub config: Option<String>,
    /// Its files, in any order.
    pub files: Vec<InputFile>,
    /// The files that [`InputPackage::taken`] names, as far as there are any, under just these names.
    pub tables: Vec<InputFile>,
}

impl InputPackage {
    /// The files that its scripts take something from (取自), each once, as a script writes them: paths from the package's folder.
    /// Some may lead out of it. Who may read files puts those that lie inside into `tables`.
    pub fn taken(&self) -> Vec<String> {
        let mut names: Vec<String> = self.files.iter().flat_map(|f| syntax::taken(&String::from_utf8_lossy(&f.bytes))).collect();
        names.sort();
        names.dedup();
        names
    }
}

/// A file as read.
#[derive(Debug, Clone, Default)]
pub struct InputFile {
    /// The name within the package, `/`-separated.
    pub name: String,
    /// Its bytes, text or not.
    pub bytes: Vec<u8>,
}
