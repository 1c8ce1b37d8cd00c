//! The pages of `docs/rules` and `docs/language`: their form, and every example in them put through the compiler.

mod examples;
mod form;
mod markdown;
mod spelling;

pub(crate) use examples::{Files, failing, input};

use std::path::{Path, PathBuf};

/// The folder of pages, seen from the package's root.
fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs").join(name)
}

/// Every page of a folder: its stem and text, by name.
fn pages(name: &str) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = std::fs::read_dir(folder(name))
        .expect("the folder of pages")
        .map(|e| e.expect("an entry").path())
        .filter(|p| p.extension().is_some_and(|x| x == "md"))
        .map(|p| (p.file_stem().expect("a stem").to_string_lossy().into_owned(), std::fs::read_to_string(&p).expect("a page")))
        .collect();
    found.sort();
    found
}
