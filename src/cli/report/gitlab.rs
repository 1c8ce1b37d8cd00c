//! Findings as a code quality report of GitLab, which shows them in a merge request.

use super::{Told, message, printable};
use crate::base::Level;
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;

/// The array that GitLab reads. It takes one issue for each fingerprint, so two of one must differ.
pub(super) fn issues(told: &[Told]) -> Vec<Json> {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let issue = |t: &Told| {
        let f = &t.finding;
        let mut fingerprint = f.fingerprint.clone().unwrap_or_default();
        let count = seen.entry(fingerprint.clone()).or_default();
        *count += 1;
        if *count > 1 {
            fingerprint.push_str(&format!("-{count}"));
        }
        json!({
            "description": printable(&message(f)),
            "check_name": f.code,
            "fingerprint": fingerprint,
            "severity": severity(f.severity),
            "location": { "path": f.file.trim_start_matches("./"), "lines": { "begin": f.start.line, "end": f.end.line } },
        })
    };
    told.iter().map(issue).collect()
}

fn severity(level: Level) -> &'static str {
    match level {
        Level::Off | Level::Info => "info",
        Level::Warn => "minor",
        Level::Error => "major",
        Level::Forbid => "blocker",
    }
}
