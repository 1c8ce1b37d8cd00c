//! Where the parts of a program were written, down to the row: the program's own map, and the model for what it has no place for.

use crate::api::check::Checked;
use crate::base::Span;
use crate::program::GuardAt;
use crate::runtime::Machine;
use crate::sema::model::{Anytime, Cell, DecisionRow, Model, Opt, StmtKind};
use std::collections::{HashMap, HashSet};

/// File (as in the sources) and line from 1.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Place {
    pub(super) file: u32,
    pub(super) line: u32,
}

/// Places by what stands there.
pub(super) struct Places<'a> {
    pub(super) checked: &'a Checked,
    machine: &'a Machine,
    /// The rows of a table in a step, by its head line's place: line and column.
    rows: HashMap<(u32, u32, u32), Vec<Span>>,
    /// The conditions of 若, by their arms' places.
    conditions: HashMap<(u32, u32, u32), Span>,
    /// Last arms of chains without 否则: the checker has it that they hold.
    last_arms: HashSet<(u32, u32, u32)>,
    /// The smallest unit of length of each file, in ms.
    lengths: Vec<i64>,
}

impl<'a> Places<'a> {
    /// Looks through the model once.
    pub(super) fn new(checked: &'a Checked, machine: &'a Machine) -> Self {
        let (mut rows, mut conditions, mut last_arms) = (HashMap::new(), HashMap::new(), HashSet::new());
        let at = |span: Span| {
            let position = checked.sources.get(span.file).map(|s| s.position(span.start as usize));
            position.map_or((span.file.0, 0, 0), |p| (span.file.0, p.line, p.column))
        };
        let mut see = |stmt: &crate::sema::model::Stmt| match &stmt.kind {
            StmtKind::Match(table) => drop(rows.insert(at(table.span), table.rows.iter().map(condition_of).collect())),
            StmtKind::If { arms, otherwise } => {
                conditions.extend(arms.iter().map(|arm| (at(arm.span), arm.condition.span)));
                if let ([_, .., last], None) = (arms.as_slice(), otherwise) {
                    last_arms.insert(at(last.span));
                }
            }
            _ => {}
        };
        checked.model.flows.iter().for_each(|flow| flow.each_stmt(&mut see));
        checked.model.loose_bodies().for_each(|arm| crate::sema::model::each_stmt(&arm.body, &mut see));
        let lengths: Vec<Option<i64>> = checked.sources.iter().map(|(_, s)| crate::syntax::least_length(&s.text)).collect();
        // A file that counts in nothing goes by the others, and where none counts, by seconds.
        let least = lengths.iter().flatten().copied().min().unwrap_or(1000);
        let lengths = lengths.into_iter().map(|length| length.unwrap_or(least)).collect();
        Self { checked, machine, rows, conditions, last_arms, lengths }
    }

    pub(super) fn model(&self) -> &'a Model {
        &self.checked.model
    }

    /// Whether a place is in the package that is checked.
    pub(super) fn own(&self, place: Place) -> bool {
        (place.file as usize) < self.checked.files && place.line > 0
    }

    /// The place of something in the text.
    pub(super) fn of(&self, span: Span) -> Place {
        let line = self.checked.sources.get(span.file).map_or(0, |s| s.position(span.start as usize).line);
        Place { file: span.file.0, line }
    }

    /// The smallest unit of length that is written in a file, in ms.
    pub(super) fn least_length(&self, place: Place) -> i64 {
        self.lengths.get(place.file as usize).copied().unwrap_or(1)
    }

    /// The text of a place, on one line.
    pub(super) fn text(&self, span: Span) -> String {
        self.checked.sources.slice(span).split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The place of an operation.
    pub(super) fn op(&self, pc: u32) -> Place {
        let (file, line, _) = self.code(pc);
        Place { file, line }
    }

    fn code(&self, pc: u32) -> (u32, u32, u32) {
        self.machine.sources.code.get(pc as usize).map_or((u32::MAX, 0, 0), |p| (p.0, p.1, p.2))
    }

    /// A row of a 按 in a step, up to its last cell that asks something.
    pub(super) fn row(&self, pc: u32, row: u32) -> Option<Span> {
        self.rows.get(&self.code(pc))?.get(row as usize).copied()
    }

    /// A row of a 判定, up to its last cell that asks something.
    pub(super) fn decision_row(&self, decision: u32, row: u32) -> Option<Span> {
        self.model().decisions.get(decision as usize)?.table.rows.get(row as usize).map(condition_of)
    }

    /// The condition of a 若, in words.
    pub(super) fn condition(&self, pc: u32) -> String {
        self.conditions.get(&self.code(pc)).map_or(String::new(), |span| self.text(*span))
    }

    /// Whether a 若 is the last arm of a chain that has no 否则.
    pub(super) fn is_last_arm(&self, pc: u32) -> bool {
        self.last_arms.contains(&self.code(pc))
    }

    /// An option.
    pub(super) fn option(&self, flow: u32, step: Option<u32>, at: u32) -> Option<&'a Opt> {
        let flow = self.model().flows.get(flow as usize)?;
        match step {
            Some(step) => flow.steps.get(step as usize)?.options.get(at as usize),
            None => {
                let mut options = flow.anytime.iter().filter_map(|line| match line {
                    Anytime::Option(option) => Some(option),
                    Anytime::When(_) => None,
                });
                options.nth(at as usize)
            }
        }
    }

    /// Where a guard stands.
    pub(super) fn guard(&self, at: GuardAt) -> Option<Place> {
        let model = self.model();
        let span = match at {
            GuardAt::If(pc) => return Some(self.op(pc)),
            GuardAt::Row(pc, row, _) => self.row(pc, row)?,
            GuardAt::Decision(decision, row, _) => self.decision_row(decision, row)?,
            GuardAt::Option(flow, step, at) => self.option(flow, step, at)?.span,
            GuardAt::Action(action) => model.actions.get(action as usize)?.span,
            GuardAt::Rule(rule, _) => {
                let place = self.machine.sources.rules.get(rule as usize)?;
                return Some(Place { file: place.0, line: place.1 });
            }
            GuardAt::Ladder(ladder) => model.ladders.get(ladder as usize)?.span,
            GuardAt::Schedule(schedule) => model.schedules.get(schedule as usize)?.span,
        };
        Some(self.of(span))
    }
}

/// What a row asks; all of one that asks nothing.
fn condition_of<T>(row: &DecisionRow<T>) -> Span {
    let asked = row.cells.iter().flatten().rev().find_map(|cell| match cell {
        Cell::Of(alternatives) => alternatives.last().map(|(_, span)| *span),
        Cell::Any => None,
    });
    asked.map_or(row.span, |last| Span { end: last.end, ..row.span })
}
