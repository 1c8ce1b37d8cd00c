//! Scenarios played: each file is a package, what came of its scenarios stands beside it.

use huashu::api::{self, Checked, Input, InputFile, InputPackage, TestReport};
use huashu::base::Lang;
use std::fmt::Write;

#[test]
fn each_file_comes_out_as_written_beside_it() {
    insta::glob!("cases/*.hua", |path| {
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path(path.parent().expect("a folder"));
        settings.set_prepend_module_to_snapshot(false);
        settings.set_snapshot_suffix("");
        settings.set_omit_expression(true);
        let stem = path.file_stem().expect("a stem").to_string_lossy().into_owned();
        settings.bind(|| insta::assert_snapshot!(stem, played(&std::fs::read_to_string(path).expect("a file"))));
    });
}

#[test]
fn the_same_scenarios_give_the_same_report() {
    let text = include_str!("cases/fail.hua");
    assert_eq!(played(text), played(text));
}

#[test]
fn every_scenario_of_the_whole_examples_passes() {
    for (text, passing) in [(include_str!("../examples/complaint-case.hua"), 4), (include_str!("../examples/rules.hua"), 35)] {
        let checked = checked(text);
        let built = api::build(&checked).unwrap_or_else(|found| panic!("{found:?}"));
        let report = api::test(&checked, &built, |_| true).expect("a sound program").report(&checked, Lang::Zh);
        let count = |wanted: api::Outcome| report.tests.iter().filter(|t| t.outcome == wanted).count();
        assert_eq!(count(api::Outcome::Failed), 0, "{}", told(&report));
        assert_eq!(count(api::Outcome::Passed), passing, "{}", told(&report));
        assert_eq!(report.tests.len(), passing, "{}", told(&report));
    }
}

/// What came of the scenarios of a text, in Chinese and then, where something failed, in English.
fn played(text: &str) -> String {
    let checked = checked(text);
    let errors: Vec<_> = checked.diagnostics.iter().map(|d| format!("{} {}", d.code.id, d.message.zh)).collect();
    let built = api::build(&checked).unwrap_or_else(|found| panic!("{errors:?} {found:?}"));
    let run = api::test(&checked, &built, |_| true).expect("a sound program");
    let mut out = told(&run.report(&checked, Lang::Zh));
    for line in told(&run.report(&checked, Lang::En)).lines().filter(|l| l.contains("expected")) {
        let _ = writeln!(out, "en: {}", line.trim());
    }
    out
}

pub(crate) fn checked(text: &str) -> Checked {
    let file = InputFile { name: "例.hua".to_owned(), bytes: text.as_bytes().to_vec() };
    let package = InputPackage { name: "例".into(), root: String::new(), config: None, files: vec![file], tables: Vec::new() };
    api::understand(&Input { package, library: Vec::new(), today: None }).expect("no huashu.toml")
}

fn told(report: &TestReport) -> String {
    let mut out = String::new();
    for test in &report.tests {
        let row = test.row.as_ref().map_or(String::new(), |r| format!("[{r}]"));
        let _ = writeln!(out, "{:?} {}{row} :{}", test.outcome, test.name, test.start.line);
        if let Some(failure) = &test.failure {
            for line in &failure.call {
                let _ = writeln!(out, "  {} {} {}", line.time, if line.given { "●" } else { "→" }, line.text);
            }
            let _ = writeln!(out, "  :{} expected {} | {}", failure.at.line, failure.expected, failure.actual);
        }
    }
    for (kind, touched) in report.coverage.kinds().iter().filter(|(_, touched)| touched.total > 0) {
        let kind = &kind.en;
        let missing: Vec<String> = touched.missing.iter().map(|m| format!("{}:{}", m.name, m.line)).collect();
        let _ = writeln!(out, "{kind} {}/{} {}", touched.covered, touched.total, missing.join(", "));
    }
    out
}
