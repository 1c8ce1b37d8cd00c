//! The one list of all codes, from which `explain`, configuration and reports read.

use crate::base::Code;
use crate::{lint, sema, syntax};
use std::sync::LazyLock;

static CODES: LazyLock<Vec<&'static Code>> = LazyLock::new(|| {
    let groups = [
        syntax::codes::ALL,
        sema::codes::names::ALL,
        sema::codes::types::ALL,
        sema::codes::branches::ALL,
        sema::codes::paths::ALL,
        sema::codes::time::ALL,
        sema::codes::phrases::ALL,
        sema::codes::roles::ALL,
        sema::codes::guarantees::ALL,
        sema::codes::inheritance::ALL,
        sema::codes::scenarios::ALL,
        lint::codes::ALL,
    ];
    let mut codes = groups.concat();
    codes.sort_by_key(|c| c.id);
    codes
});

/// Every code, sorted by id: faults first, then lints.
pub fn all() -> &'static [&'static Code] {
    &CODES
}

/// Finds a code by id or name: `E0301`, `e0301`, `W0304` (as a warning is shown), `gap`.
pub fn find(text: &str) -> Option<&'static Code> {
    let upper = text.to_ascii_uppercase();
    let id = match upper.strip_prefix('W') {
        Some(digits) => format!("E{digits}"),
        None => upper,
    };
    all().iter().copied().find(|c| c.id == id || c.name == text)
}

/// The codes nearest to what was asked for, at most three.
pub fn nearest(text: &str) -> Vec<&'static Code> {
    let mut scored: Vec<(usize, &'static Code)> = all()
        .iter()
        .map(|c| {
            let id = strsim::levenshtein(&text.to_ascii_uppercase(), c.id);
            (id.min(strsim::levenshtein(text, c.name)), *c)
        })
        .filter(|(d, _)| *d <= 3)
        .collect();
    scored.sort_by_key(|(d, c)| (*d, c.id));
    scored.into_iter().take(3).map(|(_, c)| c).collect()
}
