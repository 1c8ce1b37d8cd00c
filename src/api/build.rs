//! `build`: a checked package becomes a program.

use super::check::Checked;
use crate::base::{Diagnostic, Level};
use crate::lower;
use crate::program::{self, Program, SourceMap};
use smol_str::SmolStr;

/// A program, ready to be written or played.
#[derive(Debug)]
pub struct Built {
    /// The program.
    pub program: Program,
    /// Where its parts were written; file names are relative to the package.
    pub source_map: SourceMap,
    /// The `.huac` document.
    pub bytes: Vec<u8>,
    /// The program's content hash.
    pub hash: String,
}

/// Compiles a package; refused with the findings that stand in the way.
pub fn build(checked: &Checked) -> Result<Built, Vec<Diagnostic>> {
    if checked.reaches(Level::Error) {
        return Err(checked.diagnostics.iter().filter(|d| d.level >= Level::Error).cloned().collect());
    }
    let lowered = lower::lower(&checked.model, &checked.sources);
    if !lowered.diagnostics.is_empty() {
        return Err(lowered.diagnostics);
    }
    let (program, mut source_map) = (lowered.program, lowered.sources);
    for file in &mut source_map.files {
        if let Some(inside) = file.strip_prefix(checked.root.as_str()) {
            *file = SmolStr::new(inside);
        }
    }
    let bytes = program::encode(&program, &source_map);
    let hash = program::content_hash(&program);
    Ok(Built { program, source_map, bytes, hash })
}
