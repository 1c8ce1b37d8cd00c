//! Guards: comparisons with a value that stands in the program, wherever a condition decides something.

use super::{Cell, Expr, Op, Pc, Program, Test};

/// A comparison with at least one value that stands in the program.
#[derive(Debug, Clone, Copy)]
pub struct Guard<'a> {
    /// Where it stands.
    pub at: GuardAt,
    /// What is compared.
    pub subject: &'a Expr,
    /// With what.
    pub test: &'a Test,
}

/// Where a guard stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum GuardAt {
    /// In the condition of a 若: its operation.
    If(Pc),
    /// In a row of a 按 of a step: its operation, the row, the column.
    Row(Pc, u32, u32),
    /// In a row of a 判定: which, the row, the column.
    Decision(u32, u32, u32),
    /// 仅当 of an option: flow, step (none for 随时), place in it.
    Option(u32, Option<u32>, u32),
    /// 仅当 of an action.
    Action(u32),
    /// 若 of a sentence: rule, sentence.
    Rule(u32, u32),
    /// 直达 … 若 of a ladder.
    Ladder(u32),
    /// 若 of a 周期.
    Schedule(u32),
}

impl Program {
    /// All its guards, in a fixed order.
    pub fn guards(&self) -> Vec<Guard<'_>> {
        let mut all = Vec::new();
        for (pc, op) in self.code.iter().enumerate() {
            let pc = pc as Pc;
            match op {
                Op::Unless(condition, _) => inside(GuardAt::If(pc), condition, &mut all),
                Op::Branch(table) => {
                    let rows = table.rows.iter().map(|(cells, _)| cells.as_slice());
                    row_guards(&table.columns, rows, |row, column| GuardAt::Row(pc, row, column), &mut all);
                }
                _ => {}
            }
        }
        for (d, decision) in self.decisions.iter().enumerate() {
            let rows = decision.table.rows.iter().map(|row| row.cells.as_slice());
            row_guards(&decision.table.columns, rows, |row, column| GuardAt::Decision(d as u32, row, column), &mut all);
        }
        for (f, flow) in self.flows.iter().enumerate() {
            let steps = flow.steps.iter().enumerate().map(|(s, step)| (Some(s as u32), step.options.as_slice()));
            for (step, options) in std::iter::once((None, flow.options.as_slice())).chain(steps) {
                for (o, option) in options.iter().enumerate() {
                    if let Some(provided) = &option.provided {
                        inside(GuardAt::Option(f as u32, step, o as u32), &provided.0, &mut all);
                    }
                }
            }
        }
        for (a, action) in self.actions.iter().enumerate() {
            action.provided.iter().for_each(|e| inside(GuardAt::Action(a as u32), e, &mut all));
        }
        for (r, rule) in self.rules.iter().enumerate() {
            for (s, sentence) in rule.sentences.iter().enumerate() {
                sentence.within.provided.iter().for_each(|e| inside(GuardAt::Rule(r as u32, s as u32), e, &mut all));
            }
        }
        for (l, ladder) in self.ladders.iter().enumerate() {
            ladder.jumps.iter().filter_map(|j| j.when.as_ref()).for_each(|e| inside(GuardAt::Ladder(l as u32), e, &mut all));
        }
        for (s, schedule) in self.schedules.iter().enumerate() {
            schedule.when.iter().for_each(|e| inside(GuardAt::Schedule(s as u32), e, &mut all));
        }
        all
    }
}

impl Test {
    /// What a value is compared with, lower end first.
    pub fn bounds(&self) -> impl Iterator<Item = &Expr> {
        let (first, second) = match self {
            Self::Compare(_, e) | Self::Within(e) => (Some(e), None),
            Self::Range(range) => (range.low.as_deref(), range.high.as_deref()),
            Self::OneOf(_)
            | Self::InRole(_)
            | Self::InCalendar(..)
            | Self::Contains(_)
            | Self::Known
            | Self::Unknown
            | Self::Confirmed
            | Self::Complete
            | Self::Past => (None, None),
        };
        first.into_iter().chain(second)
    }
}

fn row_guards<'a>(columns: &'a [Expr], rows: impl Iterator<Item = &'a [Cell]>, at: impl Fn(u32, u32) -> GuardAt, all: &mut Vec<Guard<'a>>) {
    for (r, cells) in rows.enumerate() {
        for (c, (cell, subject)) in cells.iter().zip(columns).enumerate() {
            let Cell::Of(alternatives) = cell else { continue };
            for test in alternatives.iter().flatten() {
                add(at(r as u32, c as u32), subject, test, all);
            }
        }
    }
}

fn inside<'a>(at: GuardAt, condition: &'a Expr, all: &mut Vec<Guard<'a>>) {
    match condition {
        Expr::Not(e) => inside(at, e, all),
        Expr::And(list) | Expr::Or(list) => list.iter().for_each(|e| inside(at, e, all)),
        Expr::Test(subject, test) => add(at, subject, test, all),
        _ => {}
    }
}

fn add<'a>(at: GuardAt, subject: &'a Expr, test: &'a Test, all: &mut Vec<Guard<'a>>) {
    if test.bounds().any(|e| matches!(e, Expr::Value(_))) {
        all.push(Guard { at, subject, test });
    }
}
