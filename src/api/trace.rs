//! `trace`: each clause of a manual, where it is said, and which scenarios touch it.

use super::check::Checked;
use super::scenario::{TestRun, cited};
use crate::program::{Citation, Program, SourceMap};
use crate::sema::model::Scenario;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// All clauses, sorted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Trace {
    /// Version of this object, 1.
    pub version: u32,
    /// Sorted by name.
    pub clauses: Vec<Clause>,
}

/// A clause of a manual or regulation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Clause {
    /// As written after 依据.
    pub clause: String,
    /// Where it is said, in source order.
    pub said: Vec<Said>,
    /// Scenarios that cite it, or whose call comes by a place that does.
    pub scenarios: Vec<Touch>,
}

/// A place that carries a clause.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Said {
    /// File, within the package.
    pub file: String,
    /// Line, from 1.
    pub line: u32,
    /// Column, from 1.
    pub column: u32,
    /// What carries it: `流程 来电 / 环节 接听 / 必说`.
    pub carrier: String,
    /// The words said there.
    pub words: Option<String>,
}

/// A scenario that touches a clause.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Touch {
    /// The scenario, with its row in brackets.
    pub name: String,
    /// It cites the clause itself.
    pub cites: bool,
}

impl Trace {
    /// The clauses of several packages together, each with the folder that stands before its files; one alone stays as it is.
    pub fn joined(mut parts: Vec<(String, Trace)>) -> Trace {
        if parts.len() == 1
            && let Some((_, only)) = parts.pop()
        {
            return only;
        }
        let mut clauses: BTreeMap<String, Clause> = BTreeMap::new();
        for (root, part) in parts {
            for clause in part.clauses {
                let all = entry(&mut clauses, &clause.clause);
                all.said.extend(clause.said.into_iter().map(|said| Said { file: format!("{root}{}", said.file), ..said }));
                all.scenarios.extend(clause.scenarios.into_iter().map(|t| Touch { name: format!("{root}{}", t.name), ..t }));
            }
        }
        Trace { version: super::report::VERSION, clauses: clauses.into_values().collect() }
    }
}

/// Lists the clauses of a program; with the run of its scenarios, who touches them.
pub fn trace(program: &Program, sources: &SourceMap, run: Option<(&Checked, &TestRun)>) -> Trace {
    let mut clauses: BTreeMap<String, Clause> = BTreeMap::new();
    for (i, citation) in program.citations.iter().enumerate() {
        entry(&mut clauses, &citation.clause).said.push(said(program, sources, i, citation));
    }
    if let Some((checked, run)) = run {
        touches(checked, run, &mut clauses);
    }
    Trace { version: super::report::VERSION, clauses: clauses.into_values().collect() }
}

fn entry<'a>(all: &'a mut BTreeMap<String, Clause>, name: &str) -> &'a mut Clause {
    all.entry(name.to_owned()).or_insert_with(|| Clause { clause: name.to_owned(), said: Vec::new(), scenarios: Vec::new() })
}

fn said(program: &Program, sources: &SourceMap, index: usize, citation: &Citation) -> Said {
    let place = sources.citations.get(index).copied().unwrap_or_default();
    let file = sources.files.get(place.0 as usize).map(ToString::to_string).unwrap_or_default();
    let words = citation.words.and_then(|line| program.lines.get(line as usize)).map(|line| super::narrate::template(program, line));
    Said { file, line: place.1, column: place.2, carrier: citation.carrier.to_string(), words }
}

fn touches(checked: &Checked, run: &TestRun, all: &mut BTreeMap<String, Clause>) {
    for (index, scenario) in checked.model.scenarios.iter().enumerate() {
        for clause in cited(scenario) {
            touch(entry(all, &clause), scenario, true);
        }
        let came_by = run.touched().filter(|(i, _)| *i == index).flat_map(|(_, clauses)| clauses);
        for clause in came_by {
            touch(entry(all, clause), scenario, false);
        }
    }
}

fn touch(clause: &mut Clause, scenario: &Scenario, cites: bool) {
    let name = match &scenario.row {
        Some(row) => format!("{}[{row}]", scenario.name),
        None => scenario.name.to_string(),
    };
    match clause.scenarios.iter_mut().find(|t| t.name == name) {
        Some(known) => known.cites |= cites,
        None => clause.scenarios.push(Touch { name, cites }),
    }
}
