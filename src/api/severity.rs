//! How much each finding weighs in the end: what `huashu.toml` says of its code, and what 放过 lines silence.

use super::codes;
use super::config::{Config, Status};
use crate::base::{Code, Diagnostic, Level, Sources};
use crate::sema::codes::guarantees::{BROKEN_BY_SCRIPT, COUNTER_EXAMPLE, NOT_PROVED};
use crate::sema::{self, Allows, codes::types::UNBOUND_CONSTANT};

/// Settles levels, silences what is allowed, reports allows that silence nothing, and puts all in order of file and place.
/// `proving` tells whether guarantees were proved: else nobody knows what an allow of their codes silences.
pub(super) fn settle(mut findings: Vec<Diagnostic>, allows: Allows, sources: &Sources, config: &Config, proving: bool) -> Vec<Diagnostic> {
    weigh(&mut findings, config);
    findings = sema::allow(allows, findings, &Known { config, proving });
    // What is wrong with a 放过 has a weight of its own.
    weigh(&mut findings, config);
    findings.retain(|f| f.level != Level::Off);
    findings.sort_by(|a, b| {
        let name = |f: &Diagnostic| sources.get(f.span.file).map_or("", |s| s.name.as_str());
        name(a).cmp(name(b)).then(a.span.start.cmp(&b.span.start)).then(a.code.id.cmp(b.code.id))
    });
    findings
}

fn weigh(findings: &mut [Diagnostic], config: &Config) {
    for finding in findings {
        if let Some(level) = config.level_of(finding.code) {
            finding.level = level;
        } else if config.status == Status::Draft && *finding.code == UNBOUND_CONSTANT {
            // What a draft leaves open is not forgotten, only not settled yet.
            finding.level = Level::Warn;
        }
    }
}

/// All codes, and which of them a package turns off.
struct Known<'a> {
    config: &'a Config,
    proving: bool,
}

/// The codes of proofs.
const PROOFS: [&Code; 3] = [&BROKEN_BY_SCRIPT, &COUNTER_EXAMPLE, &NOT_PROVED];

impl sema::Codes for Known<'_> {
    fn find(&self, written: &str) -> Option<&'static Code> {
        codes::find(written)
    }

    fn nearest(&self, written: &str) -> Option<&'static Code> {
        codes::nearest(written).first().copied()
    }

    fn asked(&self, code: &'static Code) -> bool {
        let proof = PROOFS.iter().any(|c| **c == *code);
        (self.proving || !proof) && self.config.level_of(code) != Some(Level::Off)
    }

    fn forbidden(&self, code: &'static Code) -> bool {
        self.config.level_of(code).unwrap_or(code.level) == Level::Forbid
    }
}
