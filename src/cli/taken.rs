//! The files that 取自 names: read from the package's folder, and from nowhere else.

use super::failure::Outcome;
use super::files;
use crate::api::{InputFile, InputPackage};
use std::path::{Component, Path, PathBuf};

/// Adds the files that a package's scripts take something from. What is not there, or leads out of the folder by its name or as a link,
/// is left out: the check reports it where it is named.
pub(crate) fn with_tables(mut package: InputPackage, folder: &Path) -> Outcome<InputPackage> {
    for name in package.taken() {
        if let Some(path) = inside(folder, &name) {
            package.tables.push(InputFile { bytes: files::read(&path)?, name });
        }
    }
    Ok(package)
}

fn inside(folder: &Path, name: &str) -> Option<PathBuf> {
    let named = Path::new(name);
    let path = folder.join(named);
    if !named.components().all(|c| matches!(c, Component::Normal(_) | Component::CurDir)) || !path.is_file() {
        return None;
    }
    let (folder, full) = (std::fs::canonicalize(folder).ok()?, std::fs::canonicalize(&path).ok()?);
    full.starts_with(folder).then_some(path)
}
