//! The deadlines of the manuals, one by one: where each is said, and the scenarios that show it one tick before, at and after its bound.
//! `deadlines/catalogue.toml` is the table; `docs/deadlines.md` is written from it by `HUASHU_BLESS=1 cargo test deadlines`.

use crate::scripts::{as_written, built, checked, package, read, report};
use huashu::api::{self, Outcome, TestReport, Trace};
use huashu::base::{Lang, Level};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Catalogue {
    item: Vec<Item>,
}

/// One deadline of the catalogue.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Item {
    id: String,
    /// What the manual says, in short.
    says: String,
    /// What number it gives, or that it gives none and what was chosen.
    gives: String,
    basis: Vec<String>,
    /// Why there is nothing to show, where the manual states no deadline.
    none: Option<String>,
    #[serde(default)]
    limit: Vec<Limit>,
}

/// One bound, and who shows it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Limit {
    package: String,
    file: String,
    /// The text that says the bound, and what it would be a tick shorter and a tick longer.
    written: String,
    less: String,
    more: String,
    before: String,
    at: String,
    after: String,
}

impl Limit {
    fn shown(&self) -> [&str; 3] {
        [&self.before, &self.at, &self.after]
    }
}

fn catalogue() -> Catalogue {
    toml::from_str(&beside("catalogue.toml")).unwrap_or_else(|e| panic!("{e}"))
}

fn beside(name: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/deadlines").join(name)).expect("a file")
}

/// A package played once, for all its deadlines.
struct Played {
    report: TestReport,
    trace: Trace,
}

fn played(name: &str) -> Played {
    let checked = checked(package(name, as_written));
    let built = built(&checked);
    let run = api::test(&checked, &built, |_| true).expect("a program that can be used");
    let trace = api::trace(&built.program, &built.source_map, Some((&checked, &run)));
    Played { report: report(&checked, &built), trace }
}

fn full_name(name: &str, row: Option<&str>) -> String {
    row.map_or_else(|| name.to_owned(), |row| format!("{name}[{row}]"))
}

#[test]
fn every_deadline_of_the_catalogue_is_listed_once() {
    let catalogue = catalogue();
    let ids: Vec<&str> = catalogue.item.iter().map(|i| i.id.as_str()).collect();
    let wanted: Vec<String> = (1..=45).map(|n| format!("B-{n:02}")).collect();
    assert_eq!(ids, wanted);
    for item in &catalogue.item {
        assert!(item.none.is_some() == item.limit.is_empty(), "{}: either limits or why there are none", item.id);
    }
}

#[test]
fn its_scenarios_exist_pass_and_cite_it() {
    let mut packages: BTreeMap<String, Played> = BTreeMap::new();
    for item in catalogue().item {
        for limit in &item.limit {
            let played = packages.entry(limit.package.clone()).or_insert_with(|| played(&limit.package));
            for name in limit.shown() {
                let test = played.report.tests.iter().find(|t| full_name(&t.name, t.row.as_deref()) == name);
                let test = test.unwrap_or_else(|| panic!("{}: {} has no scenario {name}", item.id, limit.package));
                assert_eq!(test.outcome, Outcome::Passed, "{}: {name}", item.id);
                assert!(test.basis.contains(&item.id), "{}: {name} does not cite it", item.id);
            }
            for clause in item.basis.iter().chain([&item.id]) {
                let said = played.trace.clauses.iter().find(|c| c.clause == *clause).is_some_and(|c| !c.said.is_empty());
                assert!(said, "{}: {} does not say {clause}", item.id, limit.package);
            }
        }
    }
}

/// The scenarios named are those that hold the bound: a tick less, or a tick more, and one of them fails.
#[test]
fn a_tick_less_or_more_is_noticed_by_them() {
    let catalogue = catalogue();
    let mut changes: BTreeMap<[&str; 4], Vec<(&Item, &Limit)>> = BTreeMap::new();
    for (item, limit) in catalogue.item.iter().flat_map(|item| item.limit.iter().map(move |limit| (item, limit))) {
        for changed in [&limit.less, &limit.more] {
            changes.entry([&limit.package, &limit.file, &limit.written, changed]).or_default().push((item, limit));
        }
    }
    for ([name, file, written, changed], limits) in changes {
        let shown: Vec<&str> = limits.iter().flat_map(|(_, limit)| limit.shown()).collect();
        let checked = read(package(name, |read, bytes| {
            let text = only(&as_written(read, bytes), &shown);
            if read != file {
                return text;
            }
            assert_eq!(text.matches(written).count(), 1, "“{written}” in {name}/{file}");
            text.replacen(written, changed, 1)
        }));
        let faults: Vec<&str> = checked.diagnostics.iter().filter(|d| d.level >= Level::Error).map(|d| d.code.id).collect();
        let misread = faults.iter().any(|id| ["E00", "E01", "E02"].iter().any(|group| id.starts_with(group)));
        assert!(!misread, "“{changed}” in {name}/{file} is no script: {faults:?}");
        // What the checker refuses no scenario has to notice.
        if !faults.is_empty() {
            continue;
        }
        let run = api::test(&checked, &built(&checked), |s| shown.contains(&full_name(&s.name, s.row.as_deref()).as_str()));
        let run = run.expect("a program that can be used");
        let report = run.report(&checked, Lang::Zh);
        for (item, limit) in limits {
            let mut failed = report.tests.iter().filter(|t| t.outcome == Outcome::Failed).map(|t| full_name(&t.name, t.row.as_deref()));
            assert!(
                failed.any(|name| limit.shown().contains(&name.as_str())),
                "{}: with “{changed}” {:?} pass as well",
                item.id,
                limit.shown()
            );
        }
    }
}

/// A file without the scenarios that are not wanted, which would only be read in vain.
fn only(text: &str, wanted: &[&str]) -> String {
    let mut keep = true;
    let mut out = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        if let Some(name) = line.strip_prefix("场景 ").map(str::trim_end) {
            keep = wanted.iter().any(|w| w.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with('[')));
        } else if line.starts_with(|c: char| !c.is_whitespace()) {
            keep = true;
        }
        if keep {
            out.push_str(line);
        }
    }
    out
}

#[test]
fn the_page_is_that_of_the_table() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/deadlines.md");
    let page = page(&catalogue());
    if std::env::var_os("HUASHU_BLESS").is_some() {
        std::fs::write(&path, &page).expect("written");
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == page, "docs/deadlines.md is not that of the table; HUASHU_BLESS=1 cargo test deadlines writes it anew");
}

fn page(catalogue: &Catalogue) -> String {
    let mut out = beside("page.md");
    for item in &catalogue.item {
        let head = format!("| {} | {} | {} | {}", item.id, item.says, item.basis.join("、"), item.gives);
        if let Some(none) = &item.none {
            let _ = writeln!(out, "{head} | {none} | | | |");
        }
        for (n, limit) in item.limit.iter().enumerate() {
            let head = if n == 0 { head.as_str() } else { "| | | |" };
            let place = format!("[{0}/{1}](../scripts/{0}/{1}) `{2}`", limit.package, limit.file, line_of(limit));
            let _ = writeln!(out, "{head} | {place} | {} |", limit.shown().join(" | "));
        }
    }
    out
}

/// The line that says a bound, without what it cites.
fn line_of(limit: &Limit) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scripts").join(&limit.package).join(&limit.file);
    let text = std::fs::read_to_string(path).expect("a script");
    let at = text.find(&limit.written).unwrap_or_else(|| panic!("“{}” in {}", limit.written, limit.file));
    let start = text[..at].rfind('\n').map_or(0, |n| n + 1);
    let line = text[start..].lines().next().unwrap_or_default();
    let said = line.split('#').next().unwrap_or_default().split("依据").next().unwrap_or_default();
    said.split_whitespace().collect::<Vec<_>>().join(" ")
}
