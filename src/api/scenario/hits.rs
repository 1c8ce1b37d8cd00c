//! What the scenarios touched: steps, options, rows.

use super::clauses::Clauses;
use super::report::{Coverage, Missing, Touched};
use crate::program::{Op, SourcePlace};
use crate::runtime::{Effect, EffectKind, Event, Machine, RowTaken, Session};
use std::collections::BTreeSet;

/// What was touched.
#[derive(Debug, Default)]
pub(super) struct Hits {
    /// Steps by flow and place in it.
    steps: BTreeSet<(u32, u32)>,
    /// Options: flow, step (none for 随时), place in it.
    options: BTreeSet<(u32, Option<u32>, u32)>,
    /// Rows taken, in steps and in 判定.
    rows: BTreeSet<RowTaken>,
    /// The options of the scenario at hand.
    chosen: BTreeSet<(u32, Option<u32>, u32)>,
    /// Steps by their number in the whole program, found as needed.
    numbers: Vec<(u32, u32)>,
}

impl Hits {
    /// Nothing touched.
    pub(super) fn new(machine: &Machine) -> Self {
        let numbers = machine.program.flows.iter().enumerate();
        let numbers = numbers.flat_map(|(f, flow)| (0..flow.steps.len()).map(move |s| (f as u32, s as u32))).collect();
        Self { numbers, ..Self::default() }
    }

    /// Notes an effect.
    pub(super) fn effect(&mut self, effect: &Effect) {
        if matches!(effect.kind, EffectKind::Enter) {
            self.steps.extend(self.numbers.get(effect.step as usize));
        }
    }

    /// Notes the option that an event is about to choose: the first one offered under its label.
    pub(super) fn choosing(&mut self, session: &Session, event: &Event) {
        let Event::Choose { option, .. } = event else { return };
        let machine = session.machine();
        let label = machine.label_name(*option);
        let view = session.view();
        let offers = |t: &&crate::runtime::ThreadView| t.options.iter().any(|o| o.label == label && o.disabled.is_none());
        let Some(thread) = view.call.iter().chain(&view.cases).find(offers) else { return };
        let flows = &machine.program.flows;
        // The innermost step first, then the 随时 of the flows around it, the innermost first.
        for (depth, (flow, step)) in thread.stack.iter().rev().enumerate() {
            let Some(f) = flows.iter().position(|x| x.name == *flow) else { continue };
            let Some(declared) = flows.get(f) else { continue };
            let place = declared.steps.iter().position(|s| s.name == *step);
            let in_step = place.filter(|_| depth == 0).and_then(|s| {
                let at = declared.steps.get(s)?.options.iter().position(|o| o.label == *option)?;
                Some((f as u32, Some(s as u32), at as u32))
            });
            let anytime = || Some((f as u32, None, declared.options.iter().position(|o| o.label == *option)? as u32));
            if let Some(hit) = in_step.or_else(anytime) {
                self.options.insert(hit);
                self.chosen.insert(hit);
                return;
            }
        }
    }

    /// Ends a scenario: the clauses it came by.
    pub(super) fn finish(&mut self, machine: &Machine, clauses: &Clauses) -> BTreeSet<String> {
        let touched = machine.touched();
        let found = clauses.of(&machine.program, &touched, &std::mem::take(&mut self.chosen));
        self.rows.extend(touched.rows);
        found
    }

    /// What was touched of what the package has: which flows are its own, and where the rows of its own decisions stand.
    pub(super) fn coverage(&self, machine: &Machine, own_flows: &[bool], decisions: &[Option<Vec<(String, u32)>>]) -> Coverage {
        let program = &machine.program;
        let own = |f: usize| own_flows.get(f).copied().unwrap_or(true);
        let mut coverage = Coverage::default();
        for (f, flow) in program.flows.iter().enumerate().filter(|(f, _)| own(*f)) {
            for (i, option) in flow.options.iter().enumerate() {
                let hit = self.options.contains(&(f as u32, None, i as u32));
                let place = machine.sources.code.get(option.body as usize).or_else(|| machine.sources.flows.get(f));
                let name = format!("{} / 随时 选项 {}", flow.name, machine.label_name(option.label));
                coverage.options.count(hit, machine, place, name);
            }
            for (s, step) in flow.steps.iter().enumerate() {
                let place = machine.sources.steps.get(f).and_then(|all| all.get(s));
                coverage.steps.count(self.steps.contains(&(f as u32, s as u32)), machine, place, format!("{} / {}", flow.name, step.name));
                for (i, option) in step.options.iter().enumerate() {
                    let hit = self.options.contains(&(f as u32, Some(s as u32), i as u32));
                    let place = machine.sources.code.get(option.body as usize).or(place);
                    let name = format!("{} / {} / 选项 {}", flow.name, step.name, machine.label_name(option.label));
                    coverage.options.count(hit, machine, place, name);
                }
            }
        }
        self.rows(machine, own_flows, decisions, &mut coverage);
        coverage
    }

    fn rows(&self, machine: &Machine, own_flows: &[bool], decisions: &[Option<Vec<(String, u32)>>], coverage: &mut Coverage) {
        let taken = &self.rows;
        let program = &machine.program;
        for (d, (decision, places)) in program.decisions.iter().zip(decisions).enumerate() {
            for (row, (file, line)) in places.iter().flatten().enumerate().take(decision.table.rows.len()) {
                let hit = taken.contains(&RowTaken::Decision(d as u32, row as u32));
                let name = format!("判定 {} / 第 {} 行", decision.name, row + 1);
                coverage.rows.add(hit, Missing { file: file.clone(), line: *line, name });
            }
        }
        for (pc, op) in program.code.iter().enumerate() {
            let Op::Branch(branch) = op else { continue };
            let Some((f, s)) = step_of(machine, pc as u32).filter(|(f, _)| own_flows.get(*f).copied().unwrap_or(true)) else { continue };
            let flow = program.flows.get(f);
            let step = flow.and_then(|x| x.steps.get(s));
            let names = format!("{} / {}", flow.map_or("", |x| &x.name), step.map_or("", |x| &x.name));
            for (row, (_, body)) in branch.rows.iter().enumerate() {
                let hit = taken.contains(&RowTaken::Step(pc as u32, row as u32));
                let place = machine.sources.code.get(*body as usize).or_else(|| machine.sources.code.get(pc));
                coverage.rows.count(hit, machine, place, format!("{names} / 按 第 {} 行", row + 1));
            }
        }
    }
}

impl Touched {
    fn count(&mut self, hit: bool, machine: &Machine, place: Option<&SourcePlace>, name: String) {
        let SourcePlace(file, line, _) = place.copied().unwrap_or_default();
        let file = machine.sources.files.get(file as usize).map(ToString::to_string).unwrap_or_default();
        self.add(hit, Missing { file, line, name });
    }

    fn add(&mut self, hit: bool, what: Missing) {
        self.total += 1;
        match hit {
            true => self.covered += 1,
            false => self.missing.push(what),
        }
    }
}

/// The step whose code an operation belongs to: the last one that begins at or before it.
fn step_of(machine: &Machine, pc: u32) -> Option<(usize, usize)> {
    let steps = machine
        .program
        .flows
        .iter()
        .enumerate()
        .flat_map(|(f, flow)| flow.steps.iter().enumerate().map(move |(s, step)| (step.entry, f, s)));
    steps.filter(|(entry, ..)| *entry <= pc).max_by_key(|(entry, ..)| *entry).map(|(_, f, s)| (f, s))
}
