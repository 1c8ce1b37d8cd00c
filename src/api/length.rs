//! `trace --length`: how long a call takes that keeps to the script.

use super::check::Checked;
use crate::sema::length::{self, Talk, Took, Way};
use crate::sema::model::{Flow, StepId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The calls that a package can begin with.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct LengthReport {
    /// Version of this object, 1.
    pub version: u32,
    /// In source order.
    pub calls: Vec<CallLength>,
}

/// How long a call of a flow takes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct CallLength {
    /// The flow it begins with.
    pub flow: String,
    /// File.
    pub file: String,
    /// Line, from 1.
    pub line: u32,
    /// The least of everything; absent where no way leads to an end.
    pub shortest: Option<Length>,
    /// What is written first, everywhere.
    pub usual: Option<Length>,
    /// The most of everything.
    pub longest: Option<Length>,
    /// Where the script goes back to a step; each is gone through once.
    pub loops: Vec<Loop>,
}

/// How long one way takes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Length {
    /// All of it, in ms.
    pub ms: i64,
    /// Step after step.
    pub steps: Vec<Spent>,
}

/// How long is spent in a step.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Spent {
    /// The step; of a flow that is called, behind the flow's name.
    pub step: String,
    /// In ms, without what it calls.
    pub ms: i64,
    /// What decided there: answers, rows, conditions and handlers as they are written, flows called, `超时` for a limit that ran out.
    pub by: Vec<String>,
}

/// A way back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Loop {
    /// The step that is left.
    pub from: String,
    /// The step that is gone back to.
    pub to: String,
}

/// Measures the calls of a package.
pub fn lengths(checked: &Checked) -> LengthReport {
    let one = |talk: Talk| {
        let flow = checked.model.flows.get(talk.flow.index())?;
        let source = checked.sources.get(flow.span.file)?;
        let name = |id: &StepId| flow.steps.get(id.index()).map_or(String::new(), |s| s.name.to_string());
        Some(CallLength {
            flow: flow.name.to_string(),
            file: source.name.clone(),
            line: source.line_of(flow.span.start as usize),
            shortest: talk.shortest.as_ref().map(|w| length(checked, flow, w)),
            usual: talk.usual.as_ref().map(|w| length(checked, flow, w)),
            longest: talk.longest.as_ref().map(|w| length(checked, flow, w)),
            loops: talk.loops.iter().map(|(from, to)| Loop { from: name(from), to: name(to) }).collect(),
        })
    };
    LengthReport { version: super::report::VERSION, calls: length::calls(&checked.model).into_iter().filter_map(one).collect() }
}

fn length(checked: &Checked, flow: &Flow, way: &Way) -> Length {
    let mut steps = Vec::new();
    spent(checked, flow, way, "", &mut steps);
    Length { ms: way.ms, steps }
}

/// The steps of a way, each with those of the flows it calls behind it.
fn spent(checked: &Checked, flow: &Flow, way: &Way, before: &str, steps: &mut Vec<Spent>) {
    for hop in &way.hops {
        let name = flow.steps.get(hop.step.index()).map_or("", |s| s.name.as_str());
        let by = hop.took.iter().map(|took| told(checked, took)).collect();
        let called = hop.took.iter().filter_map(|took| match took {
            Took::Called(id, way) => Some((checked.model.flows.get(id.index())?, way)),
            Took::Answer(_) | Took::Line(_) | Took::TimedOut => None,
        });
        let within: i64 = called.clone().map(|(_, way)| way.ms).fold(0, i64::saturating_add);
        steps.push(Spent { step: format!("{before}{name}"), ms: hop.ms.saturating_sub(within), by });
        for (flow, way) in called {
            spent(checked, flow, way, &format!("{}.", flow.name), steps);
        }
    }
}

fn told(checked: &Checked, took: &Took) -> String {
    match took {
        Took::Answer(label) => label.to_string(),
        Took::Called(flow, _) => checked.model.flows.get(flow.index()).map_or(String::new(), |f| f.name.to_string()),
        Took::TimedOut => "超时".to_owned(),
        // A row is told by what stands before its statement.
        Took::Line(span) => {
            let line = checked.sources.slice(*span).lines().next().unwrap_or_default();
            line.split("  ").next().unwrap_or_default().trim().trim_end_matches(',').to_owned()
        }
    }
}
