//! Which clauses of a manual a call came by.

use crate::program::{Expr, Op, Program, SayWords, SourceMap, Value};
use crate::runtime::{Point, Touched};
use smol_str::SmolStr;
use std::collections::{BTreeMap, BTreeSet};

/// The clauses that stand on statements, by the operations these became.
#[derive(Debug, Default)]
pub(super) struct Clauses {
    by_op: BTreeMap<u32, Vec<SmolStr>>,
}

impl Clauses {
    /// Finds the operations of every statement that cites something: those that stand on the line of the citation, else those of the
    /// statement above it, for a 依据 on a line of its own; one that opens the block of a row belongs to what follows.
    pub(super) fn new(program: &Program, sources: &SourceMap) -> Self {
        let mut lines: BTreeMap<(u32, u32), Vec<u32>> = BTreeMap::new();
        for (pc, place) in sources.code.iter().enumerate() {
            lines.entry((place.0, place.1)).or_default().push(pc as u32);
        }
        let mut all = Self::default();
        for (citation, place) in program.citations.iter().zip(&sources.citations).filter(|(c, _)| c.step.is_some()) {
            let at = (place.0, place.1);
            // The carrier of a whole step ends with the step: nothing below it is meant.
            if citation.carrier.matches(" / ").count() < 2 {
                continue;
            }
            let above = || lines.range(..at).next_back();
            let below = || lines.range(at..).next();
            let near = if citation.carrier.ends_with("/ 行") { below() } else { above() };
            let found = lines.get(&at).or_else(|| near.filter(|(place, _)| place.0 == at.0).map(|(_, ops)| ops));
            for pc in found.into_iter().flatten() {
                all.by_op.entry(*pc).or_default().push(citation.clause.clone());
            }
        }
        all
    }

    /// The clauses of what was touched.
    pub(super) fn of(&self, program: &Program, touched: &Touched) -> BTreeSet<String> {
        let mut found: BTreeSet<String> = BTreeSet::new();
        let mut add = |basis: &[SmolStr]| found.extend(basis.iter().map(ToString::to_string));
        for point in touched.keys() {
            match *point {
                Point::Op(pc) => self.op(program, pc, &mut add),
                Point::Option(flow, step, at) => {
                    let Some(flow) = program.flows.get(flow as usize) else { continue };
                    let options = step.map_or(Some(&flow.options), |s| flow.steps.get(s as usize).map(|s| &s.options));
                    add(options.and_then(|all| all.get(at as usize)).map(|o| o.basis.as_slice()).unwrap_or_default());
                }
                Point::Decision(decision, _) => {
                    add(program.decisions.get(decision as usize).map(|d| d.basis.as_slice()).unwrap_or_default());
                }
                Point::Step(_)
                | Point::Row(..)
                | Point::Way(..)
                | Point::Compared(..)
                | Point::Limit(..)
                | Point::Rung(..)
                | Point::Period(..)
                | Point::Rule(..) => {}
            }
        }
        for flow in &program.flows {
            let entered: Vec<_> = flow.steps.iter().filter(|s| touched.contains_key(&Point::Op(s.entry))).collect();
            if !entered.is_empty() {
                add(&flow.basis);
            }
            entered.iter().for_each(|s| add(&s.basis));
        }
        found
    }

    /// The clauses of an operation, and of what it names.
    fn op(&self, program: &Program, pc: u32, add: &mut impl FnMut(&[SmolStr])) {
        add(self.by_op.get(&pc).map(Vec::as_slice).unwrap_or_default());
        match program.code.get(pc as usize) {
            Some(Op::Say(say)) => said(program, &say.words, add),
            Some(Op::Ask(ask)) => said(program, &ask.say.words, add),
            Some(Op::Do(done)) => add(program.actions.get(done.action as usize).map(|a| a.basis.as_slice()).unwrap_or_default()),
            Some(Op::Call(_, args, _) | Op::GotoFlow(_, args) | Op::OpenCase(_, args)) => handed(program, args, add),
            Some(Op::Fill(fill)) => add(program.forms.get(fill.form as usize).map(|f| f.basis.as_slice()).unwrap_or_default()),
            _ => {}
        }
    }
}

fn said(program: &Program, words: &[SayWords], add: &mut impl FnMut(&[SmolStr])) {
    for one in words {
        if let SayWords::Class(class, ..) = one {
            add(program.phrases.get(*class as usize).map(|c| c.basis.as_slice()).unwrap_or_default());
        }
    }
}

/// A class that is handed to a flow is said there.
fn handed(program: &Program, args: &[Expr], add: &mut impl FnMut(&[SmolStr])) {
    for arg in args {
        if let Expr::Value(Value::Phrases(class)) = arg {
            add(program.phrases.get(*class as usize).map(|c| c.basis.as_slice()).unwrap_or_default());
        }
    }
}
