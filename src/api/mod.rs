//! The verbs without their files and terminals: bytes in, data out. Every frontend of the compiler stands on this floor.

pub mod codes;
pub mod report;

mod baseline;
mod build;
mod check;
mod config;
mod diff;
mod effect;
mod fingerprint;
mod fix;
mod format;
mod hits;
mod input;
mod length;
mod limits;
mod mutate;
pub mod narrate;
mod narrate_line;
mod narrate_rule;
mod narrate_told;
mod opening;
mod prove;
mod sample;
mod scenario;
mod severity;
mod trace;

pub use crate::program::{EDITION, Severity};
pub use crate::sema::model::Scenario;
pub use baseline::Baseline;
pub use build::{Built, build};
pub use check::{Checked, check, program, understand};
pub use config::{Bound, Config, ConfigError, Status};
pub use diff::{Change, ChangeKind, Diff, DiffSummary, Loss, Version, diff};
pub use effect::EffectShape;
pub use fingerprint::{Fingerprint, fingerprints};
pub use fix::fix;
pub use format::{Unformatted, format};
pub use hits::{PhraseBook, TextHit, TextHits};
pub use input::{Input, InputFile, InputPackage};
pub use length::{CallLength, Length, LengthReport, Loop, Spent, lengths};
pub use mutate::{Changed, Fate, Mutation, MutationReport, MutationSummary, mutate};
pub use opening::opening;
pub use prove::{
    Assumed, Bounds, Guarantee, OwnRule, ProofLine, ProofReport, ProofRun, ProofSummary, Proved, Undecided, prove, unprovable,
};
pub use sample::{Sample, sample};
pub use scenario::{CallLine, Coverage, Failure, Missing, Outcome, Test, TestReport, TestRun, TestSummary, Touched, test};
pub use trace::{Clause, Said, Touch, Trace, trace};
