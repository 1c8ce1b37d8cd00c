//! Coverage: of each file how much of every kind its scenarios touch, what they do not, the lines that would, and the lcov records.

use crate::scenario::checked;
use huashu::api;
use huashu::base::Lang;
use std::fmt::Write;

#[test]
fn each_file_is_covered_as_written_beside_it() {
    insta::glob!("cases/*.hua", |path| {
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path(path.parent().expect("a folder"));
        settings.set_prepend_module_to_snapshot(false);
        settings.set_snapshot_suffix("");
        settings.set_omit_expression(true);
        let stem = path.file_stem().expect("a stem").to_string_lossy().into_owned();
        settings.bind(|| insta::assert_snapshot!(stem, covered(&std::fs::read_to_string(path).expect("a file"))));
    });
}

/// What stands under a missing point touches it once it is a scenario, wherever nothing is left to arrange.
#[test]
fn ready_lines_touch_what_they_are_for() {
    let ready = |c: &api::Touched, name: &str| {
        let missing = c.missing.iter().find(|m| m.name.ends_with(name)).unwrap_or_else(|| panic!("{name} in {c:#?}"));
        missing.ready.clone()
    };
    // A row of a scenario that has rows.
    let text = include_str!("cases/bounds.hua");
    let before = coverage(text).bounds;
    let row = ready(&before, "17小时59分钟59秒").pop().expect("a row");
    let after = coverage(&text.replace("    正午:", &format!("    {row}\n    正午:"))).bounds;
    assert_eq!(after.covered, before.covered + 1, "{row}");
    // Lines for the scenario in which the limit ran, at the instant at which it ran out.
    let text = include_str!("cases/limits.hua");
    let before = coverage(text).limits;
    for name in ["来电 / 道别 / 限时 30秒：最后一刻赶上", "来电 / 接听 / 限时 5秒：过点"] {
        let head = "\n场景 再来一遍\n  开始流程 来电\n  00:20 接听\n";
        let answer = if name.contains("道别") { "  00:22 事件 查单(是)\n" } else { "" };
        let lines: String = ready(&before, name).iter().map(|line| format!("  {line}\n")).collect();
        let after = coverage(&format!("{text}{head}{answer}{lines}")).limits;
        assert!(!after.missing.iter().any(|m| m.name == name), "{lines}");
    }
}

#[test]
fn counting_does_not_change_what_a_scenario_gives() {
    let text = include_str!("cases/limits.hua");
    assert_eq!(covered(text), covered(text));
}

fn coverage(text: &str) -> api::Coverage {
    let checked = checked(text);
    let built = api::build(&checked).unwrap_or_else(|found| panic!("{found:?}"));
    api::test(&checked, &built, |_| true).expect("a sound program").report(&checked, Lang::Zh).coverage
}

fn covered(text: &str) -> String {
    let checked = checked(text);
    let errors: Vec<_> = checked.diagnostics.iter().map(|d| format!("{} {} {:?}", d.code.id, d.message.zh, d.span)).collect();
    let built = api::build(&checked).unwrap_or_else(|_| panic!("{errors:#?}"));
    let run = api::test(&checked, &built, |_| true).expect("a sound program");
    let report = run.report(&checked, Lang::Zh);
    let english = run.report(&checked, Lang::En).coverage;
    let mut out = String::new();
    for test in &report.tests {
        let _ = writeln!(out, "{:?} {} {}", test.outcome, test.name, test.row.as_deref().unwrap_or_default());
        if let Some(failure) = &test.failure {
            let _ = writeln!(out, "  {} | {}", failure.expected, failure.actual);
        }
    }
    for ((kind, touched), (_, twin)) in report.coverage.kinds().iter().zip(english.kinds()).filter(|((_, t), _)| t.total > 0) {
        let _ = writeln!(out, "{} · {} {}/{}", kind.zh, kind.en, touched.covered, touched.total);
        for (missing, en) in touched.missing.iter().zip(&twin.missing) {
            let twin = if en.name == missing.name { String::new() } else { format!(" · {}", en.name) };
            let _ = writeln!(out, "  :{} {}{twin}", missing.line, missing.name);
            for (line, en) in missing.ready.iter().zip(&en.ready) {
                let twin = if en == line { String::new() } else { format!(" · {en}") };
                let _ = writeln!(out, "      {line}{twin}");
            }
        }
    }
    let _ = write!(out, "\n{}", run.lcov(&checked));
    out
}
