//! The scripts that ship with the house: nothing to remark, one spelling, every scenario passes and together they go everywhere.

use huashu::api::{self, Built, Checked, Input, InputFile, InputPackage, Outcome, TestReport};
use huashu::base::Lang;
use std::path::{Path, PathBuf};

/// The folders of `scripts/` that are played.
const SHIPPED: [&str; 10] = [
    "callback",
    "complaint",
    "courier",
    "home-office",
    "home-service",
    "home-service-east",
    "logistics",
    "photo-studio",
    "silent-caller",
    "two-level-centre",
];
/// Those that others inherit.
const INHERITED: [&str; 1] = ["home-service"];
/// Those that others use.
const USED: [&str; 1] = ["calendars"];

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("scripts").join(name)
}

/// A package as it lies on the disk, each file's text changed by `change`.
pub(crate) fn package(name: &str, mut change: impl FnMut(&str, &[u8]) -> String) -> InputPackage {
    let root = folder(name);
    let config = std::fs::read_to_string(root.join("huashu.toml")).expect("a huashu.toml");
    let mut files = Vec::new();
    collect(&root, "", &mut files);
    files.sort_by(|a, b| a.name.cmp(&b.name));
    for file in &mut files {
        file.bytes = change(&file.name, &file.bytes).into_bytes();
    }
    let mut package = InputPackage { name: name.into(), root: String::new(), config: Some(config), files, tables: Vec::new() };
    for name in package.taken() {
        let bytes = std::fs::read(root.join(&name)).expect("a readable table");
        package.tables.push(InputFile { name, bytes });
    }
    package
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

pub(crate) fn as_written(_: &str, bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

fn spelled(name: &str, bytes: &[u8], keywords: Option<Lang>) -> String {
    api::format(name, bytes, keywords).unwrap_or_else(|e| panic!("{name}: {:?}", e.diagnostics))
}

/// What a package means, with those it may use beside it.
pub(crate) fn read(own: InputPackage) -> Checked {
    let library =
        USED.into_iter().chain(INHERITED).map(|name| InputPackage { root: format!("{name}/"), ..package(name, as_written) }).collect();
    api::check(&Input { package: own, library, today: None }).expect("a usable huashu.toml")
}

pub(crate) fn checked(own: InputPackage) -> Checked {
    let checked = read(own);
    let found: Vec<String> = checked.diagnostics.iter().map(|d| format!("{} {}", d.code.id, d.message.zh)).collect();
    assert!(found.is_empty(), "{found:#?}");
    checked
}

pub(crate) fn built(checked: &Checked) -> Built {
    api::build(checked).unwrap_or_else(|found| panic!("{found:?}"))
}

pub(crate) fn report(checked: &Checked, built: &Built) -> TestReport {
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
    let mut known: Vec<&str> = SHIPPED.into_iter().chain(USED).collect();
    known.sort();
    assert_eq!(found, known);
}

#[test]
fn every_scenario_passes_and_every_way_is_gone() {
    for name in SHIPPED {
        let checked = checked(package(name, as_written));
        let report = report(&checked, &built(&checked));
        if let Some(test) = report.tests.iter().find(|t| t.outcome != Outcome::Passed) {
            let failure = test.failure.as_ref().map(|f| format!("期望 {}，实际 {}", f.expected, f.actual));
            panic!("{}:{} {} {:?}: {failure:?}", test.file, test.start.line, test.name, test.row);
        }
        assert!(!report.tests.is_empty(), "{name} has no scenario");
        for (kind, touched) in [("step", &report.coverage.steps), ("option", &report.coverage.options), ("row", &report.coverage.rows)] {
            let missing: Vec<&str> = touched.missing.iter().map(|m| m.name.as_str()).collect();
            assert!(missing.is_empty(), "no scenario of {name} touches these {kind}s: {missing:#?}");
        }
    }
}

/// What the State Council published: how many days of each year work, and what a package that inherits the calendar does with them.
#[test]
fn the_statutory_holidays_are_those_that_were_published() {
    let text = "引用 法定历\n日历 客服历 默认 继承 中国历\n  工作时间 09:00-18:00\n  截止 班终\n  节假日 2026-03-06 店庆\n";
    let file = InputFile { name: "例.hua".into(), bytes: text.as_bytes().to_vec() };
    let own = InputPackage { name: "例".into(), files: vec![file], ..InputPackage::default() };
    let checked = api::check(&Input { package: own, library: vec![package("calendars", as_written)], today: None }).expect("usable");
    let found: Vec<String> = checked.diagnostics.iter().map(|d| format!("{} {}", d.code.id, d.message.zh)).collect();
    assert!(found.is_empty(), "{found:#?}");
    let named = |name: &str| checked.model.calendars.iter().find(|c| c.data.name == name).expect("a calendar").data.clone();
    let statutory = named("中国历");
    let r = statutory.reckon(None).expect("a zone");
    let day = |y, m, d| huashu::base::calendar::zone::from_ymd(y, m, d).expect("a date");
    for (year, works) in [(2024, 251), (2025, 248), (2026, 248)] {
        let dates = (day(year, 1, 1)..=day(year, 12, 31)).filter(|d| r.works(*d).expect("a year with data"));
        assert_eq!(dates.count(), works, "{year}");
    }
    // Every day that makes up is at a weekend, every holiday has its name.
    assert!(statutory.makeup.iter().all(|d| huashu::base::calendar::zone::weekday(*d) > 5));
    assert!(statutory.holidays.iter().all(|h| h.name.is_some()));
    for year in [2023, 2027] {
        assert!(r.works(day(year, 6, 1)).is_err());
    }
    // What is inherited counts, what is added counts too.
    let own = named("客服历");
    let r = own.reckon(None).expect("a zone");
    assert_eq!(r.nth_working(day(2026, 2, 13), 2), Ok(day(2026, 2, 24)));
    assert_eq!(r.nth_working(day(2026, 3, 5), 1), Ok(day(2026, 3, 9)));
}

#[test]
fn they_are_in_the_one_spelling() {
    for name in SHIPPED.into_iter().chain(USED) {
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
