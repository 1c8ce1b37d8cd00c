//! `test`: the scenarios of a package, played on the real runtime.

mod again;
mod clauses;
mod cover;
mod expect;
mod given;
mod heard;
mod journal;
mod limit;
mod line;
mod player;
mod report;
mod rule;
mod script;
mod value;

pub use report::{CallLine, Coverage, Failure, Missing, Outcome, Test, TestReport, TestSummary, Touched};

pub(super) use again::{Passing, first_not_passing, passing};

use super::build::Built;
use super::check::Checked;
use super::report::{Finding, VERSION};
use super::sample::Sample;
use crate::base::{Diagnostic, Lang, Position, Span};
use crate::program::LoadError;
use crate::runtime::Machine;
use crate::sema::codes::scenarios::EXPECTATION_NOT_MET;
use crate::sema::model::{GivenTarget, Model, Scenario};
use report::{Ending, Fault};
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

/// What a run of the scenarios gave, in both languages.
#[derive(Debug)]
pub struct TestRun {
    /// One a scenario or row, in source order.
    runs: Vec<Run>,
    /// What there is to be touched, and how often it was.
    items: Vec<cover::Item>,
    /// One for each that failed.
    pub findings: Vec<Diagnostic>,
}

/// One scenario that was played.
#[derive(Debug)]
struct Run {
    scenario: usize,
    ending: Ending,
    call: Vec<journal::Told>,
    /// The clauses it came by.
    clauses: BTreeSet<String>,
}

/// Plays the scenarios of a package that `pick` picks.
pub fn test(checked: &Checked, built: &Built, pick: impl Fn(&Scenario) -> bool) -> Result<TestRun, LoadError> {
    let machine = Machine::watched(built.program.clone(), built.source_map.clone())?;
    let model = &checked.model;
    let mut hits = cover::Hits::default();
    let standing = clauses::Clauses::new(&machine.program, &machine.sources);
    let (mut runs, mut findings) = (Vec::new(), Vec::new());
    for (index, scenario) in model.scenarios.iter().enumerate().filter(|(_, s)| pick(s)) {
        let player::Played { ending, call, start, verdicts } = player::play(script(model, &machine, scenario), scenario);
        if let Ending::Failed(fault) = &ending {
            findings.push(finding(scenario, fault));
        }
        runs.push(Run { scenario: index, ending, call, clauses: hits.finish((index, start), &machine, &verdicts, &standing) });
    }
    Ok(TestRun { runs, items: cover::items(checked, &machine, &hits), findings })
}

/// What playing a scenario needs to know.
fn script<'a>(model: &'a Model, machine: &'a Arc<Machine>, scenario: &'a Scenario) -> script::Script<'a> {
    let calendar = model.scenario_calendar(scenario.calendar);
    script::Script { model, machine, values: value::Values::new(model, params(scenario)), calendar }
}

/// What 设 says in a scenario; none where a value is not known before the call.
pub(super) fn given(model: &Model, scenario: &Scenario) -> Option<Sample> {
    let values = value::Values::new(model, params(scenario));
    let start = scenario.start.as_ref().and_then(|e| values.local(e));
    given::Given::new(model, &values, scenario).ok().map(|g| Sample { start, ..g.named(model) })
}

impl TestRun {
    /// The call of the first scenario that was played, and why it stopped where it did not pass.
    pub fn transcript(&self, lang: Lang) -> Option<(Vec<CallLine>, Option<String>)> {
        let run = self.runs.first()?;
        let why = match &run.ending {
            Ending::Passed => None,
            Ending::Failed(fault) => Some(format!("{} ≠ {}", fault.expected.get(lang), fault.actual.get(lang))),
        };
        Some((run.call.iter().map(|l| l.line(lang)).collect(), why))
    }

    /// The run in one language.
    pub fn report(&self, checked: &Checked, lang: Lang) -> TestReport {
        let mut report = TestReport {
            version: VERSION,
            findings: self.findings.iter().map(|d| Finding::new(d, &checked.sources, lang)).collect(),
            tests: Vec::new(),
            coverage: self.coverage(checked, lang),
            summary: TestSummary::default(),
        };
        for run in &self.runs {
            let Some(scenario) = checked.model.scenarios.get(run.scenario) else { continue };
            let (file, start) = place(checked, scenario.span);
            let (outcome, failure) = match &run.ending {
                Ending::Passed => (Outcome::Passed, None),
                Ending::Failed(fault) => {
                    let call = run.call.iter().map(|l| l.line(lang)).collect();
                    let (expected, actual) = (fault.expected.get(lang).to_owned(), fault.actual.get(lang).to_owned());
                    (Outcome::Failed, Some(Failure { at: place(checked, fault.at).1, expected, actual, call }))
                }
            };
            report.summary.count(outcome);
            let (name, row, basis) = (scenario.name.to_string(), scenario.row.as_ref().map(ToString::to_string), cited(scenario));
            report.tests.push(Test { name, row, file, start, outcome, failure, basis });
        }
        report
    }

    /// What the scenarios touched, of what there is.
    fn coverage(&self, checked: &Checked, lang: Lang) -> Coverage {
        let mut coverage = Coverage::default();
        for item in &self.items {
            let touched = match item.kind {
                cover::Kind::Line => continue,
                cover::Kind::Step => &mut coverage.steps,
                cover::Kind::Option => &mut coverage.options,
                cover::Kind::Row => &mut coverage.rows,
                cover::Kind::Way => &mut coverage.ways,
                cover::Kind::Bound => &mut coverage.bounds,
                cover::Kind::Limit => &mut coverage.limits,
                cover::Kind::Rule => &mut coverage.rules,
                cover::Kind::Rung => &mut coverage.rungs,
                cover::Kind::Period => &mut coverage.periods,
            };
            touched.total += 1;
            if item.times > 0 {
                touched.covered += 1;
                continue;
            }
            let file = checked.sources.get(crate::base::FileId(item.file)).map_or(String::new(), |s| s.name.clone());
            touched.missing.push(Missing {
                file,
                line: item.line,
                name: item.name.get(lang).to_owned(),
                ready: item.ready[usize::from(lang == Lang::En)].clone(),
            });
        }
        coverage
    }

    /// The coverage as lcov records.
    pub fn lcov(&self, checked: &Checked) -> String {
        cover::lcov(&self.items, &checked.sources)
    }

    /// The clauses that each scenario that was played came by, with its index.
    pub(super) fn touched(&self) -> impl Iterator<Item = (usize, &BTreeSet<String>)> {
        self.runs.iter().map(|r| (r.scenario, &r.clauses))
    }
}

impl TestSummary {
    fn count(&mut self, outcome: Outcome) {
        match outcome {
            Outcome::Passed => self.passed += 1,
            Outcome::Failed => self.failed += 1,
        }
    }
}

/// The clauses that a scenario says it shows, each once.
pub(super) fn cited(scenario: &Scenario) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    let expectations = scenario.plays.iter().filter_map(|p| match &p.kind {
        crate::sema::model::PlayKind::Expect(all) => Some(all),
        _ => None,
    });
    let metas = [&scenario.meta].into_iter().chain(scenario.plays.iter().map(|p| &p.meta)).chain(expectations.flatten().map(|e| &e.meta));
    for (clause, _) in metas.flat_map(|m| &m.basis) {
        if !all.iter().any(|c| c == clause.as_str()) {
            all.push(clause.to_string());
        }
    }
    all
}

fn params(scenario: &Scenario) -> HashMap<u32, &crate::sema::model::Expr> {
    let given = scenario.given.iter();
    given
        .filter_map(|g| match g.target {
            GivenTarget::Param(param) => Some((param.0, &g.value)),
            GivenTarget::Field(..) | GivenTarget::Answer(_) => None,
        })
        .collect()
}

fn finding(scenario: &Scenario, fault: &Fault) -> Diagnostic {
    let name = match &scenario.row {
        Some(row) => format!("{}（{row}）", scenario.name),
        None => scenario.name.to_string(),
    };
    let (e, a) = (&fault.expected, &fault.actual);
    Diagnostic::new(
        &EXPECTATION_NOT_MET,
        fault.at,
        format!("场景“{name}”：期望 {}，实际 {}", e.zh, a.zh),
        format!("scenario `{name}`: expected {}, but {}", e.en, a.en),
    )
}

fn place(checked: &Checked, span: Span) -> (String, Position) {
    checked
        .sources
        .get(span.file)
        .map_or((String::new(), Position { line: 1, column: 1, offset: 0 }), |s| (s.name.clone(), s.position(span.start as usize)))
}
