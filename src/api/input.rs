//! What a caller hands over: the bytes of packages, read by whoever may read files.

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
}

/// A file as read.
#[derive(Debug, Clone, Default)]
pub struct InputFile {
    /// The name within the package, `/`-separated.
    pub name: String,
    /// Its bytes, text or not.
    pub bytes: Vec<u8>,
}
