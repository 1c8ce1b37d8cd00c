//! Findings as JUnit XML: a suite for each file that was found fault with, a case for each finding. What does not fail the check passes.

use super::{Found, Told, message, printable};
use crate::cli::failure::{Failure, Outcome};
use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};

/// The document. A run that finds nothing is one case that passes, since build servers take an empty report for a mishap.
pub(super) fn xml(told: &[Told], found: &[Found]) -> Outcome<String> {
    let mut out = Report::new("huashu");
    for part in told.chunk_by(|a, b| a.finding.file == b.finding.file) {
        let Some(first) = part.first() else { continue };
        let mut suite = TestSuite::new(printable(&first.finding.file));
        suite.add_test_cases(part.iter().map(case));
        out.add_test_suite(suite);
    }
    if told.is_empty() {
        let mut suite = TestSuite::new("huashu check");
        let files: usize = found.iter().map(|f| f.sources.len()).sum();
        suite.add_test_case(TestCase::new(format!("{files} files"), TestCaseStatus::success()));
        out.add_test_suite(suite);
    }
    out.to_string().map_err(|e| Failure::new(format!("写不成 JUnit：{e}"), format!("cannot write JUnit: {e}")))
}

fn case(told: &Told) -> TestCase {
    let f = &told.finding;
    let place = format!("{}:{}:{}", f.file, f.start.line, f.start.column);
    let text = printable(&format!("{place}\n{}", message(f)));
    let name = printable(&format!("{} {} {}:{}", f.code, f.name, f.start.line, f.start.column));
    let mut case = match told.fails {
        true => {
            let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
            status.set_type(&f.code).set_message(printable(&f.message)).set_description(text);
            TestCase::new(name, status)
        }
        false => {
            let mut case = TestCase::new(name, TestCaseStatus::success());
            case.set_system_out(text);
            case
        }
    };
    case.set_classname(printable(&f.file));
    case
}
