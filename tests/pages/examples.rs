//! Every example of every page, put through the compiler: the failing ones fail with their code and nothing else, the others pass.

use super::markdown::{Block, blocks};
use super::pages;
use huashu::api::{self, Input, InputFile, InputPackage, codes};
use huashu::base::{Code, Diagnostic, Level};
use std::fmt::Write;

/// A page's files, as bytes by name.
pub(crate) type Files = Vec<(String, Vec<u8>)>;

#[test]
fn failing_examples_fail_with_their_code_and_nothing_else() {
    let mut wrong = String::new();
    for (code, (_, files)) in codes::all().iter().zip(failing()) {
        let found = findings(files);
        let hit = found.iter().any(|d| d.code.id == code.id);
        let other = found.iter().any(|d| spoils(d, code.id));
        if !hit || other {
            let _ = writeln!(wrong, "{}: {}", code.id, shown(&found));
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn passing_examples_pass() {
    let mut wrong = String::new();
    for (place, files) in passing() {
        let found = findings(files);
        // A page's passing example shows how to get rid of its finding, even of one that is a mere remark.
        let own = found.iter().any(|d| place.strip_suffix(".md") == Some(d.code.id));
        if own || found.iter().any(|d| spoils(d, "")) {
            let _ = writeln!(wrong, "{place}: {}", shown(&found));
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn language_examples_fail_as_their_fence_says() {
    let mut wrong = String::new();
    for (stem, text) in pages("language") {
        for block in blocks(&text) {
            let Some(id) = block.fails_with() else { continue };
            let found = findings(vec![file(&block)]);
            if found.iter().any(|d| spoils(d, id)) || !found.iter().any(|d| d.code.id == id) {
                let _ = writeln!(wrong, "{stem}.md:{} should fail with {id}: {}", block.line, shown(&found));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

/// Every page's example that fails, with where it stands, in the order of the codes.
pub(crate) fn failing() -> Vec<(String, Files)> {
    let one = |code: &&Code| {
        let files = match code.id {
            "E0001" => files_of(code.page, "改好了 passes").into_iter().map(|(name, text)| (name, not_utf8(&text))).collect(),
            _ => files_of(code.page, "会出错 fails"),
        };
        (format!("{}.md", code.id), files)
    };
    codes::all().iter().map(one).collect()
}

/// Every example that passes, with where it stands.
pub(super) fn passing() -> Vec<(String, Files)> {
    let mut all: Vec<(String, Files)> = codes::all().iter().map(|c| (format!("{}.md", c.id), files_of(c.page, "改好了 passes"))).collect();
    for (stem, text) in pages("language") {
        let found = blocks(&text).into_iter().filter(|b| b.is_script() && b.fails_with().is_none());
        let (named, alone): (Vec<Block>, Vec<Block>) = found.partition(|b| b.text.starts_with("# 文件 ") || b.info.starts_with("csv "));
        all.extend(alone.iter().map(|b| (format!("{stem}.md:{}", b.line), vec![file(b)])));
        if !named.is_empty() {
            all.push((format!("{stem}.md"), named.iter().map(file).collect()));
        }
    }
    all
}

fn shown(found: &[Diagnostic]) -> String {
    let lines: Vec<String> = found.iter().map(|d| format!("{} {}", d.code.id, d.message.zh)).collect();
    if lines.is_empty() { "nothing found".to_owned() } else { lines.join(" | ") }
}

fn file(block: &Block) -> (String, Vec<u8>) {
    let (name, text) = block.file();
    (name, text.into_bytes())
}

fn files_of(page: &str, section: &str) -> Files {
    blocks(page).iter().filter(|b| b.section == section && b.is_script()).map(file).collect()
}

/// The same text with its first character beyond ASCII cut in the middle, as a wrong encoding would leave it.
fn not_utf8(text: &[u8]) -> Vec<u8> {
    let at = text.iter().position(|b| !b.is_ascii()).expect("a Chinese character");
    text.iter().enumerate().filter(|(i, _)| *i != at).map(|(_, b)| *b).collect()
}

/// What checking, building and playing the scenarios find. A name with a folder belongs to that folder's package; the last is the one checked.
fn findings(files: Files) -> Vec<Diagnostic> {
    let checked = api::check(&input(files)).expect("a readable huashu.toml");
    let mut found = checked.diagnostics.clone();
    if !checked.reaches(Level::Error) {
        match api::build(&checked) {
            Ok(built) => found.extend(api::test(&checked, &built, |_| true).expect("a sound program").findings),
            Err(refused) => found.extend(refused),
        }
    }
    found
}

/// Whether a finding spoils an example that is to show something else.
fn spoils(found: &Diagnostic, shown: &str) -> bool {
    found.level >= Level::Warn && found.code.id != shown
}

pub(crate) fn input(files: Files) -> Input {
    let mut packages: Vec<InputPackage> = Vec::new();
    for (name, bytes) in files {
        let (folder, stem) = name.split_once('/').unwrap_or(("例", &name));
        if packages.iter().all(|p| p.name != folder) {
            packages.push(InputPackage {
                name: folder.into(),
                root: format!("{folder}/"),
                config: None,
                files: Vec::new(),
                tables: Vec::new(),
            });
        }
        let Some(package) = packages.iter_mut().find(|p| p.name == folder) else { continue };
        match stem {
            "huashu.toml" => package.config = Some(String::from_utf8(bytes).expect("text")),
            table if table.ends_with(".csv") => package.tables.push(InputFile { name: stem.to_owned(), bytes }),
            _ => package.files.push(InputFile { name: stem.to_owned(), bytes }),
        }
    }
    let package = packages.pop().expect("a file");
    // INVARIANT: no example gives a date to 放过, so the day does not matter.
    Input { package, library: packages, today: None }
}
