//! `build`: a checked package becomes a program.

use super::check::Checked;
use super::config::Status;
use crate::base::{Diagnostic, FileId, Level, Sources, Span};
use crate::lower;
use crate::program::{self, LoadError, Program, SourceMap};
use crate::sema;
use crate::syntax::codes::BEYOND_LIMIT;

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
    // A draft is checked with constants left open; what a call does with a number that nobody has settled, nobody can say.
    let open = sema::unbound(&checked.model);
    if !open.is_empty() {
        return Err(open);
    }
    let lowered = checked.lowered.clone().unwrap_or_else(|| lower::lower(&checked.model, &checked.sources));
    let (mut program, mut source_map) = (lowered.program, lowered.sources);
    program.draft = checked.config.status == Status::Draft;
    source_map.files.clone_from(&checked.portable);
    // Nearly every program is sound, so it is written while it is looked at.
    let (sound, (bytes, hash)) = rayon::join(|| program::validate(&program), || program::encode_and_hash(&program, &source_map));
    sound.map_err(|error| vec![unsound(&error, &source_map, checked)])?;
    Ok(Built { program, source_map, bytes, hash })
}

/// A program no runtime would read: in a checked script only for its size.
fn unsound(error: &LoadError, map: &SourceMap, checked: &Checked) -> Diagnostic {
    let message = error.message();
    Diagnostic::new(&BEYOND_LIMIT, place(error, map, checked).unwrap_or_default(), message.zh, message.en)
        .help("把长的式子拆开：先用“记”记下一部分。", "Take a long expression apart: keep a part of it with `set` first.")
}

/// The line of the operation that cannot be written.
fn place(error: &LoadError, map: &SourceMap, checked: &Checked) -> Option<Span> {
    line_of(*map.code.get(error.at? as usize)?, &checked.sources)
}

/// The line of a place.
pub(super) fn line_of(program::SourcePlace(file, line, _): program::SourcePlace, sources: &Sources) -> Option<Span> {
    let id = FileId(file);
    let source = sources.get(id)?;
    let before: usize = source.text.split_inclusive('\n').take((line as usize).saturating_sub(1)).map(str::len).sum();
    let length = source.text.get(before..)?.lines().next()?.len();
    Some(Span::new(id, before, before + length))
}
