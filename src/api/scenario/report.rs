//! What running the scenarios found: the object that `huashu test --report json` prints.

use crate::api::report::Finding;
use crate::base::{Message, Position};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Everything that a run of the scenarios found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct TestReport {
    /// Version of this object, 1.
    pub version: u32,
    /// One for each expectation that is not met, of code E1004.
    pub findings: Vec<Finding>,
    /// One for each scenario, or each row of one, in source order.
    pub tests: Vec<Test>,
    /// What the scenarios touched.
    pub coverage: Coverage,
    /// How many of each.
    pub summary: TestSummary,
}

/// How many scenarios passed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TestSummary {
    /// All expectations were met.
    pub passed: usize,
    /// At least one was not.
    pub failed: usize,
}

/// One scenario, or one row of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Test {
    /// The scenario's name.
    pub name: String,
    /// The row's label or number, where it has rows.
    pub row: Option<String>,
    /// File.
    pub file: String,
    /// Where it begins.
    pub start: Position,
    /// How it ended.
    pub outcome: Outcome,
    /// The expectation that was not met, or the line that could not be played.
    pub failure: Option<Failure>,
    /// The clauses that it says it shows.
    pub basis: Vec<String>,
}

/// How a scenario ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// All expectations were met.
    Passed,
    /// At least one was not, or a line could not be played.
    Failed,
}

/// What was expected, what was so, and the call up to there.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Failure {
    /// The line in the scenario.
    pub at: Position,
    /// What was expected.
    pub expected: String,
    /// What was so.
    pub actual: String,
    /// The call up to this line.
    pub call: Vec<CallLine>,
}

/// A line of a call's transcript.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CallLine {
    /// Time since the beginning, `mm:ss`.
    pub time: String,
    /// Whether the scenario did it, rather than the machine.
    pub given: bool,
    /// What happened.
    pub text: String,
}

/// What the scenarios touched, of what there is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Coverage {
    /// Steps entered.
    pub steps: Touched,
    /// Options chosen.
    pub options: Touched,
    /// Rows of 按 taken, in steps and in 判定.
    pub rows: Touched,
    /// Conditions of 若 that held, and that did not.
    pub ways: Touched,
    /// Values at the bounds of guards: just before, at, just after.
    pub bounds: Touched,
    /// Limits met at their last instant, and broken.
    pub limits: Touched,
    /// Rules asked for and kept, and broken.
    pub rules: Touched,
    /// Rungs of ladders reached, and their tops.
    pub rungs: Touched,
    /// 周期 kept, and missed.
    pub periods: Touched,
}

impl Coverage {
    /// Each kind with its name.
    pub fn kinds(&self) -> [(Message, &Touched); 9] {
        let name = Message::new;
        [
            (name("环节", "steps"), &self.steps),
            (name("选项", "options"), &self.options),
            (name("表格的行", "table rows"), &self.rows),
            (name("若的两边", "ways of `if`"), &self.ways),
            (name("边界点", "boundary points"), &self.bounds),
            (name("限时", "limits"), &self.limits),
            (name("规则", "rules"), &self.rules),
            (name("升级的级", "rungs"), &self.rungs),
            (name("周期", "schedules"), &self.periods),
        ]
    }

    /// How much is touched of all there is.
    pub fn total(&self) -> (usize, usize) {
        self.kinds().iter().fold((0, 0), |(covered, total), (_, t)| (covered + t.covered, total + t.total))
    }

    /// Adds that of another package.
    pub fn add(&mut self, other: Self) {
        let Self { steps, options, rows, ways, bounds, limits, rules, rungs, periods } = self;
        steps.add(other.steps);
        options.add(other.options);
        rows.add(other.rows);
        ways.add(other.ways);
        bounds.add(other.bounds);
        limits.add(other.limits);
        rules.add(other.rules);
        rungs.add(other.rungs);
        periods.add(other.periods);
    }
}

/// What was touched of one kind.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Touched {
    /// How many were touched.
    pub covered: usize,
    /// How many there are.
    pub total: usize,
    /// What was not.
    pub missing: Vec<Missing>,
}

impl Touched {
    fn add(&mut self, other: Self) {
        self.covered += other.covered;
        self.total += other.total;
        self.missing.extend(other.missing);
    }
}

/// Something that no scenario touched.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Missing {
    /// File.
    pub file: String,
    /// Line.
    pub line: u32,
    /// What it is.
    pub name: String,
    /// Lines that touch it, to be put into a scenario; `#` before what the lines cannot say by themselves.
    pub ready: Vec<String>,
}

/// A scenario's end before it is put into words of one language.
#[derive(Debug, Clone)]
pub(super) enum Ending {
    Passed,
    Failed(Fault),
}

/// A failure in both languages.
#[derive(Debug, Clone)]
pub(super) struct Fault {
    pub(super) at: crate::base::Span,
    pub(super) expected: Message,
    pub(super) actual: Message,
}
