//! Findings as SARIF 2.1.0, which code hosts and editors read.

use super::{Told, message};
use crate::api::codes;
use crate::api::report::{Fix, Related};
use crate::base::{Code, Lang, Level, Position};
use serde_json::{Map, Value as Json, json};

/// What fingerprints of ours are called; another way to make them gets another number.
const FINGERPRINT: &str = "huashu/v1";

/// The log with its one run. The rules are those that something was found of, each with its page in both languages.
pub(super) fn log(told: &[Told], lang: Lang) -> Json {
    let rules: Vec<&'static Code> = codes::all().iter().copied().filter(|c| told.iter().any(|t| t.finding.code == c.id)).collect();
    let results: Vec<Json> = told.iter().map(|t| result(t, &rules)).collect();
    json!({
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "huashu",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules.iter().map(|c| rule(c)).collect::<Vec<_>>(),
            } },
            "language": match lang { Lang::Zh => "zh-CN", Lang::En => "en-US" },
            // Columns count characters, not the units of one encoding.
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
}

fn rule(code: &Code) -> Json {
    let sentence = |head: &str| code.page.lines().find_map(|l| l.strip_prefix(head)).unwrap_or_default();
    json!({
        "id": code.id,
        "name": code.name,
        "shortDescription": { "text": format!("{} · {}", code.zh, code.en) },
        "fullDescription": { "text": format!("{}\n{}", sentence("一句话："), sentence("In one sentence: ")) },
        "help": { "text": code.page, "markdown": code.page },
        "defaultConfiguration": { "level": level(code.level), "enabled": code.level != Level::Off },
    })
}

fn result(told: &Told, rules: &[&Code]) -> Json {
    let f = &told.finding;
    let mut result = Map::new();
    let mut put = |key: &str, value: Json| result.insert(key.to_owned(), value);
    put("ruleId", json!(f.code));
    if let Some(index) = rules.iter().position(|c| c.id == f.code) {
        put("ruleIndex", json!(index));
    }
    put("level", json!(level(f.severity)));
    put("message", text(&message(f)));
    put("locations", json!([{ "physicalLocation": place(&f.file, f.start, f.end) }]));
    if !f.related.is_empty() {
        put("relatedLocations", f.related.iter().enumerate().map(related).collect());
    }
    if let Some(fix) = &f.fix {
        put("fixes", json!([self::fix(fix)]));
    }
    if let Some(print) = &f.fingerprint {
        put("partialFingerprints", json!({ FINGERPRINT: print }));
    }
    Json::Object(result)
}

fn related((i, r): (usize, &Related)) -> Json {
    json!({ "id": i, "physicalLocation": place(&r.file, r.start, r.end), "message": text(&r.message) })
}

/// A change: what is replaced, file by file.
fn fix(fix: &Fix) -> Json {
    let changes: Vec<Json> = fix
        .edits
        .chunk_by(|a, b| a.file == b.file)
        .filter_map(|edits| {
            let file = &edits.first()?.file;
            let one =
                |e: &crate::api::report::Edit| json!({ "deletedRegion": region(e.start, e.end), "insertedContent": { "text": e.text } });
            Some(json!({ "artifactLocation": { "uri": uri(file) }, "replacements": edits.iter().map(one).collect::<Vec<_>>() }))
        })
        .collect();
    json!({ "description": text(&fix.message), "artifactChanges": changes })
}

fn place(file: &str, start: Position, end: Position) -> Json {
    json!({ "artifactLocation": { "uri": uri(file) }, "region": region(start, end) })
}

/// Lines and columns from 1, the end not included.
fn region(start: Position, end: Position) -> Json {
    json!({ "startLine": start.line, "startColumn": start.column, "endLine": end.line, "endColumn": end.column })
}

/// A message; braces are doubled, since one alone would stand for an argument.
fn text(text: &str) -> Json {
    json!({ "text": text.replace('{', "{{").replace('}', "}}") })
}

fn level(level: Level) -> &'static str {
    match level {
        Level::Off => "none",
        Level::Info => "note",
        Level::Warn => "warning",
        Level::Error | Level::Forbid => "error",
    }
}

/// A path as a URI: every byte that is not a letter, digit or one of `-._~/` as `%XX`.
fn uri(path: &str) -> String {
    let mut out = if path.starts_with('/') { "file://".to_owned() } else { String::new() };
    for byte in path.bytes() {
        match byte {
            b'-' | b'.' | b'_' | b'~' | b'/' => out.push(char::from(byte)),
            b if b.is_ascii_alphanumeric() => out.push(char::from(b)),
            b => out.push_str(&format!("%{b:02X}")),
        }
    }
    out
}
