//! What the finished flows offer to a scenario: labels, results, and the types of answers.

use crate::sema::hash::Map;
use crate::sema::model::{Anytime, Kinds, Label, Model, Slot, Stmt, StmtKind, each_stmt};
use smol_str::SmolStr;
use std::collections::BTreeSet;

/// Names that only bodies declare.
#[derive(Debug, Default)]
pub(crate) struct Known<'a> {
    /// Options by label.
    pub(crate) labels: BTreeSet<&'a str>,
    /// Results of 结束.
    pub(crate) results: BTreeSet<&'a str>,
    /// Variables by name: the first flow's type counts.
    pub(crate) vars: Map<&'a str, &'a Slot>,
}

/// The result of a call that nobody ends before the customer hangs up.
pub(crate) const HUNG_UP: &str = "客户中途挂机";

impl<'a> Known<'a> {
    /// Collects them from a model.
    pub(crate) fn of(model: &'a Model) -> Self {
        let mut known = Self::default();
        known.results.insert(HUNG_UP);
        let mut ends = |stmt: &'a Stmt| {
            if let StmtKind::End(name) = &stmt.kind {
                known.results.insert(name);
            }
        };
        model.loose_bodies().for_each(|arm| each_stmt(&arm.body, &mut ends));
        for flow in &model.flows {
            for var in &flow.vars {
                known.vars.entry(&var.name).or_insert(&var.slot);
            }
            let anytime = flow.anytime.iter().filter_map(|line| match line {
                Anytime::Option(option) => Some(option),
                Anytime::When(_) => None,
            });
            for option in flow.steps.iter().flat_map(|s| &s.options).chain(anytime) {
                if let Label::Name(name) = &option.label {
                    known.labels.insert(name);
                }
            }
            flow.each_stmt_of(Kinds::END, &mut |stmt| {
                if let StmtKind::End(name) = &stmt.kind {
                    known.results.insert(name);
                }
            });
        }
        known
    }

    /// The type of an answer or variable by name.
    pub(crate) fn slot(&self, name: &SmolStr) -> Option<&'a Slot> {
        self.vars.get(name.as_str()).copied()
    }
}
