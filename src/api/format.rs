//! `fmt`: one spelling for every script.

use crate::base::{Diagnostic, FileId, Lang, Source, Sources};
use crate::syntax;

/// A text that cannot be formatted, and why.
#[derive(Debug)]
pub struct Unformatted {
    /// The text.
    pub sources: Sources,
    /// What stands in the way.
    pub diagnostics: Vec<Diagnostic>,
}

/// The text of a file in its one spelling; with `keywords`, its keywords in that language.
///
/// # Errors
/// The text cannot be read; it is to be left alone.
pub fn format(name: &str, bytes: &[u8], keywords: Option<Lang>) -> Result<String, Unformatted> {
    let refused = |text: &str, diagnostics: Vec<Diagnostic>| {
        let mut sources = Sources::default();
        sources.add(Source::new(name, text));
        Unformatted { sources, diagnostics }
    };
    let text = syntax::decode(FileId(0), bytes).map_err(|d| refused(&String::from_utf8_lossy(bytes), vec![*d]))?;
    syntax::format(&text, keywords).map_err(|diagnostics| refused(&text, diagnostics))
}
