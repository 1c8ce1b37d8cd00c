//! The scripts that ship with the house: nothing to remark, one spelling, every scenario passes and together they go everywhere.

use huashu::api::{self, Built, Checked, Input, InputFile, InputPackage, Outcome, TestReport};
use huashu::base::Lang;
use std::path::{Path, PathBuf};

/// The folders of `scripts/`.
const SHIPPED: [&str; 2] = ["callback", "home-service"];

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("scripts").join(name)
}

/// A package as it lies on the disk, each file's text changed by `change`.
fn package(name: &str, change: impl Fn(&str, &[u8]) -> String) -> InputPackage {
    let root = folder(name);
    let config = std::fs::read_to_string(root.join("huashu.toml")).expect("a huashu.toml");
    let mut files = Vec::new();
    collect(&root, "", &mut files);
    files.sort_by(|a, b| a.name.cmp(&b.name));
    for file in &mut files {
        file.bytes = change(&file.name, &file.bytes).into_bytes();
    }
    InputPackage { name: name.into(), root: String::new(), config: Some(config), files, tables: Vec::new() }
}

fn collect(at: &Path, inside: &str, files: &mut Vec<InputFile>) {
    for entry in std::fs::read_dir(at).expect("a folder") {
        let path = entry.expect("an entry").path();
        let name = format!("{inside}{}", path.file_name().expect("a name").to_string_lossy());
        if path.is_dir() {
            collect(&path, &format!("{name}/"), files);
        } else if path.extension().is_some_and(|x| x == "hua") {
            files.push(InputFile { name, bytes: std::fs::read(&path).expect("a readable file") });
        }
    }
}

fn as_written(_: &str, bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

fn spelled(name: &str, bytes: &[u8], keywords: Option<Lang>) -> String {
    api::format(name, bytes, keywords).unwrap_or_else(|e| panic!("{name}: {:?}", e.diagnostics))
}

fn checked(package: InputPackage) -> Checked {
    let checked = api::check(&Input { package, library: Vec::new(), today: None }).expect("a usable huashu.toml");
    let found: Vec<String> = checked.diagnostics.iter().map(|d| format!("{} {}", d.code.id, d.message.zh)).collect();
    assert!(found.is_empty(), "{found:#?}");
    checked
}

fn built(checked: &Checked) -> Built {
    api::build(checked).unwrap_or_else(|found| panic!("{found:?}"))
}

fn report(checked: &Checked, built: &Built) -> TestReport {
    api::test(checked, built, |_| true).expect("a program that can be used").report(checked, Lang::Zh)
}

#[test]
fn every_folder_of_scripts_is_tested() {
    let mut found: Vec<String> = std::fs::read_dir(folder(""))
        .expect("scripts/")
        .map(|e| e.expect("an entry").file_name().to_string_lossy().into_owned())
        .filter(|name| folder(name).is_dir())
        .collect();
    found.sort();
    assert_eq!(found, SHIPPED);
}

#[test]
fn every_scenario_passes_and_every_way_is_gone() {
    for name in SHIPPED {
        let checked = checked(package(name, as_written));
        let report = report(&checked, &built(&checked));
        if let Some(test) = report.tests.iter().find(|t| t.outcome != Outcome::Passed) {
            let failure = test.failure.as_ref().map(|f| format!("期望 {}，实际 {}", f.expected, f.actual));
            panic!("{}:{} {} {:?}: {failure:?} {:?}", test.file, test.start.line, test.name, test.row, test.reason);
        }
        assert!(!report.tests.is_empty(), "{name} has no scenario");
        for (kind, touched) in [("step", &report.coverage.steps), ("option", &report.coverage.options), ("row", &report.coverage.rows)] {
            let missing: Vec<&str> = touched.missing.iter().map(|m| m.name.as_str()).collect();
            assert!(missing.is_empty(), "no scenario of {name} touches these {kind}s: {missing:#?}");
        }
    }
}

#[test]
fn they_are_in_the_one_spelling() {
    for name in SHIPPED {
        package(name, |file, bytes| {
            let text = as_written(file, bytes);
            assert_eq!(spelled(file, bytes, None), text, "{name}/{file} is to be formatted");
            text
        });
    }
}

#[test]
fn english_keywords_say_the_same_and_come_back_byte_for_byte() {
    for name in SHIPPED {
        let chinese = built(&checked(package(name, as_written)));
        let english = checked(package(name, |file, bytes| {
            let english = spelled(file, bytes, Some(Lang::En));
            assert_eq!(spelled(file, english.as_bytes(), Some(Lang::Zh)), as_written(file, bytes), "{name}/{file} did not come back");
            english
        }));
        let built = built(&english);
        assert_eq!(built.hash, chinese.hash, "{name}");
        assert_eq!(report(&english, &built).summary.failed, 0, "{name}");
    }
}

/// The clauses of the manual's sections 3C to 3I.
#[test]
fn every_clause_of_the_home_service_manual_is_said_and_shown() {
    let checked = checked(package("home-service", as_written));
    let built = built(&checked);
    let run = api::test(&checked, &built, |_| true).expect("a program that can be used");
    let trace = api::trace(&built.program, &built.source_map, Some((&checked, &run)));
    for number in 45..=119 {
        let name = format!("R003-{number:03}");
        let clause = trace.clauses.iter().find(|c| c.clause == name).unwrap_or_else(|| panic!("{name} is cited nowhere"));
        assert!(!clause.said.is_empty(), "{name} is cited by scenarios alone");
        assert!(!clause.scenarios.is_empty(), "no scenario touches {name}");
    }
}
