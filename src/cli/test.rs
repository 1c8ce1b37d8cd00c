//! `huashu test PATH…`: plays the scenarios, tells what failed as a call, and what no scenario touched.

use super::console::Console;
use super::failure::{Failure, Outcome, Verdict};
use super::files::Target;
use super::report::{self, Format, json_line};
use super::{build, check, coverage, mutate};
use crate::api::{self, CallLine, Checked, Coverage, Outcome as End, Test, TestReport};
use crate::base::{Lang, counted};
use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};
use std::path::PathBuf;

/// Lines of a failed call that are shown; what came before is rarely the reason.
const SHOWN: usize = 16;

/// `huashu test`
#[derive(clap::Args)]
pub(crate) struct Args {
    /// 文件、文件夹或脚本包 · files, folders or packages
    #[arg(default_value = ".", value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,
    /// 只跑名字里有这几个字的场景 · only scenarios whose name holds this
    #[arg(long, value_name = "TEXT")]
    only: Option<String>,
    /// 报告的样子：human、json、junit，可写 json=FILE · how to report
    #[arg(long, value_name = "FORMAT[=FILE]")]
    pub(super) report: Vec<report::Sink>,
    /// 覆盖率写给别的工具看：lcov=FILE · coverage for other tools
    #[arg(long, value_name = "lcov=FILE")]
    coverage: Option<coverage::Records>,
    /// 所有要测到的地方合起来，至少测到百分之几，不够就算没通过 · least share of all there is to touch
    #[arg(long, value_name = "PERCENT", value_parser = clap::value_parser!(u8).range(0..=100))]
    min_coverage: Option<u8>,
    /// 覆盖率逐条列全 · list all that no scenario touches
    #[arg(long)]
    missing: bool,
    /// 把脚本一处一处改坏，列出没有场景发现的改动 · break the script one place at a time, list what no scenario notices
    #[arg(long)]
    pub(super) mutate: bool,
    /// 最多改几处，超过就均匀地抽 · most places to break, taken evenly
    #[arg(long, value_name = "N", requires = "mutate", default_value_t = 2_000)]
    pub(super) max: usize,
    /// 改动至少有百分之几被场景发现，不够就算没通过 · least share of the changes that scenarios notice
    #[arg(long, value_name = "PERCENT", requires = "mutate", value_parser = clap::value_parser!(u8).range(0..=100))]
    pub(super) min_noticed: Option<u8>,
}

/// Plays scenarios and reports.
pub(crate) fn run(args: &Args, console: &mut Console) -> Outcome {
    if args.mutate {
        return mutate::run(args, console);
    }
    report::refuse(&args.report, &[Format::Human, Format::Json, Format::Junit])?;
    let (all, refused) = build::each(&args.paths, console, |target, console| one(args, target, console))?;
    let (all, records): (Vec<TestReport>, Vec<String>) = all.into_iter().unzip();
    if let Some(file) = &args.coverage {
        file.write(&records.concat())?;
    }
    let report = merged(all);
    if !refused || !report.tests.is_empty() {
        emit(args, &report, console)?;
    }
    let played = report.summary.passed + report.summary.failed;
    let thin = args.min_coverage.is_some_and(|least| coverage::thin(&report.coverage, least, console));
    if refused || report.summary.failed > 0 || thin {
        return Ok(Verdict::Findings);
    }
    if played == 0 {
        return Err(Failure::new("一个场景也没有跑", "no scenario was played"));
    }
    Ok(Verdict::Clean)
}

/// Plays the scenarios of one package: the report and the coverage as lcov records; none where findings stand in the way.
fn one(args: &Args, target: &Target, console: &mut Console) -> Outcome<Option<(TestReport, String)>> {
    let checked = check::checked(target)?;
    let Some(built) = build::built(&checked, console)? else { return Ok(None) };
    let run = api::test(&checked, &built, |s| picked(args, target, &checked, s)).map_err(|e| build::unusable(&e.message()))?;
    Ok(Some((run.report(&checked, console.lang), run.lcov(&checked))))
}

/// Whether a scenario is one of those that are asked for.
pub(super) fn picked(args: &Args, target: &Target, checked: &Checked, scenario: &api::Scenario) -> bool {
    let file = checked.sources.get(scenario.span.file).map_or("", |f| f.name.as_str());
    let inside = match &target.only {
        None => true,
        Some(only) => file.strip_prefix(checked.root.as_str()).is_some_and(|name| only.contains(name)),
    };
    inside && args.only.as_ref().is_none_or(|text| scenario.name.contains(text.as_str()))
}

fn merged(all: Vec<TestReport>) -> TestReport {
    let mut all = all.into_iter();
    let Some(mut first) = all.next() else {
        return TestReport {
            version: api::report::VERSION,
            findings: Vec::new(),
            tests: Vec::new(),
            coverage: Coverage::default(),
            summary: api::TestSummary::default(),
        };
    };
    for next in all {
        first.findings.extend(next.findings);
        first.tests.extend(next.tests);
        first.summary.passed += next.summary.passed;
        first.summary.failed += next.summary.failed;
        first.coverage.add(next.coverage);
    }
    first
}

fn emit(args: &Args, report: &TestReport, console: &mut Console) -> Outcome<()> {
    report::give(&args.report, console, |format, console| match format {
        Format::Json => json_line(report),
        Format::Junit => junit(report),
        Format::Human | Format::Sarif | Format::Github | Format::Gitlab => Ok(human(report, args.missing, console)),
    })
}

/// The scenarios as JUnit XML: a suite for each file.
fn junit(report: &TestReport) -> Outcome<String> {
    let mut out = Report::new("huashu");
    for tests in report.tests.chunk_by(|a, b| a.file == b.file) {
        let Some(first) = tests.first() else { continue };
        let mut suite = TestSuite::new(&first.file);
        suite.add_test_cases(tests.iter().map(case));
        out.add_test_suite(suite);
    }
    out.to_string().map_err(|e| Failure::new(format!("写不成 JUnit：{e}"), format!("cannot write JUnit: {e}")))
}

fn case(test: &Test) -> TestCase {
    let status = match &test.failure {
        Some(failure) => {
            let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
            let call = failure.call.iter().map(|line| format!("{} {}\n", line.time, line.text));
            status.set_message(format!("{}: {} | {}", failure.at.line, failure.expected, failure.actual));
            status.set_description(call.collect::<String>());
            status
        }
        None => TestCaseStatus::success(),
    };
    let row = test.row.as_ref().map_or(String::new(), |r| format!(" [{r}]"));
    TestCase::new(format!("{}{row}", test.name), status)
}

pub(super) fn human(report: &TestReport, all_missing: bool, console: &Console) -> String {
    let mut out = String::new();
    for test in report.tests.iter().filter(|t| t.outcome != End::Passed) {
        told(test, console, &mut out);
    }
    let s = &report.summary;
    let counts = match console.lang {
        Lang::Zh => format!("{} 个场景：{} 个通过，{} 个没通过", report.tests.len(), s.passed, s.failed),
        Lang::En => format!("{}: {} passed, {} failed", counted(report.tests.len(), "scenario"), s.passed, s.failed),
    };
    let style = if s.failed > 0 { "1;31" } else { "1;32" };
    out.push_str(&console.paint(style, &counts));
    out.push('\n');
    out.push_str(&coverage::told(&report.coverage, all_missing, console));
    out
}

/// One scenario that did not pass.
fn told(test: &Test, console: &Console, out: &mut String) {
    let row = test.row.as_ref().map_or(String::new(), |r| format!(" [{r}]"));
    let place = format!("{}:{}", test.file, test.start.line);
    let Some(failure) = &test.failure else { return };
    out.push_str(&format!("{} {}{row}  {place}\n", console.paint("1;31", "✗"), console.paint("1", &test.name)));
    let skipped = failure.call.len().saturating_sub(SHOWN);
    if skipped > 0 {
        out.push_str(&format!("    … {}\n", console.say(&format!("前面 {skipped} 行略"), &format!("{skipped} lines before"))));
    }
    let mut last = "";
    for CallLine { time, given, text } in failure.call.iter().skip(skipped) {
        let shown = if time == last { " ".repeat(time.len()) } else { time.clone() };
        last = time;
        let mark = if *given { console.paint("36", "●") } else { "→".to_owned() };
        out.push_str(&format!("    {shown} {mark} {text}\n"));
    }
    let (expected, actual) = (console.say("期望", "expected"), console.say("实际", "actual"));
    let at = format!("{}:{}", test.file, failure.at.line);
    out.push_str(&format!("    {} {}  {}\n", console.paint("32", expected), failure.expected, console.paint("2", &at)));
    out.push_str(&format!("    {} {}\n\n", console.paint("31", actual), failure.actual));
}
