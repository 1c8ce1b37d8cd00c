//! `diff`: what a new version of a program changes, and what of it strands calls and cases that run.
//!
//! What strands is not reasoned about here: sessions that stand everywhere and hold everything are carried over to the new program by
//! the same reader that carries real ones.

mod basis;
mod body;
mod calendar;
mod change;
mod part;
mod report;
mod strand;

pub use report::{Change, ChangeKind, Diff, DiffSummary, Loss, Version};

use crate::runtime::Machine;
use std::sync::Arc;

/// Compares two programs.
pub fn diff(old: &Arc<Machine>, new: &Arc<Machine>) -> Diff {
    let changes = change::changes(old, new);
    let (losses, notes) = strand::strands(old, new);
    let summary = DiffSummary {
        changes: changes.len(),
        strands: losses.iter().filter(|l| l.strands).count(),
        losses: losses.iter().filter(|l| !l.strands).count(),
        breaks: !losses.is_empty(),
    };
    let version = |m: &Machine| Version { package: m.program.package.clone(), hash: m.hash.clone() };
    Diff { version: super::report::VERSION, old: version(old), new: version(new), changes, losses, notes, summary }
}
