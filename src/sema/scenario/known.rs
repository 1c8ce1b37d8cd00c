//! What the finished flows offer to a scenario: labels, results, and the types of answers.

use crate::base::Sources;
use crate::sema::hash::Map;
use crate::sema::model::{Anytime, Label, Model, Opt, Slot, Stmt, StmtKind};
use crate::sema::scope::Item;
use crate::syntax::ast::{DeclKind, Timed};
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
    /// Collects them from a model, and the results that ladders and limits of part 2 give from their lines.
    pub(crate) fn of(model: &'a Model, items: &'a [Item<'a>], timed: &[&'a Timed], sources: &'a Sources) -> Self {
        let mut known = Self::default();
        known.results.insert(HUNG_UP);
        let inside = items.iter().filter_map(|item| match &item.decl.kind {
            DeclKind::Flow(flow) => Some(flow.timed.iter().map(|(t, _)| t)),
            _ => None,
        });
        for line in inside.flatten().chain(timed.iter().copied()).flat_map(|t| &t.lines) {
            let mut words = sources.slice(*line).split_whitespace();
            while let Some(word) = words.next() {
                if matches!(word, "结束" | "end") {
                    known.results.extend(words.next());
                }
            }
        }
        for flow in &model.flows {
            for var in &flow.vars {
                known.vars.entry(&var.name).or_insert(&var.slot);
            }
            for line in &flow.anytime {
                match line {
                    Anytime::Option(option) => known.option(option),
                    Anytime::When(when) => known.stmts(&when.body),
                }
            }
            for step in &flow.steps {
                known.stmts(&step.body);
                step.options.iter().for_each(|o| known.option(o));
                step.whens.iter().for_each(|w| known.stmts(&w.body));
            }
        }
        known
    }

    fn option(&mut self, option: &'a Opt) {
        if let Label::Name(name) = &option.label {
            self.labels.insert(name);
        }
        self.stmts(&option.body);
    }

    fn stmts(&mut self, stmts: &'a [Stmt]) {
        for stmt in stmts {
            match &stmt.kind {
                StmtKind::End(name) => {
                    self.results.insert(name);
                }
                StmtKind::Do { timeout, .. } => timeout.iter().for_each(|t| self.stmts(&t.body)),
                StmtKind::Wait(wait) => {
                    wait.whens.iter().for_each(|w| self.stmts(&w.body));
                    wait.timeout.iter().for_each(|t| self.stmts(&t.body));
                }
                StmtKind::If { arms, otherwise } => {
                    arms.iter().for_each(|a| self.stmts(&a.body));
                    otherwise.iter().for_each(|o| self.stmts(&o.body));
                }
                StmtKind::Match(table) => table.rows.iter().for_each(|r| self.stmts(&r.then)),
                StmtKind::Say(_)
                | StmtKind::Tip(_)
                | StmtKind::Ask { .. }
                | StmtKind::Fill { .. }
                | StmtKind::ReadBack { .. }
                | StmtKind::Set { .. }
                | StmtKind::OpenCase { .. }
                | StmtKind::Call { .. }
                | StmtKind::Return(_)
                | StmtKind::Goto(_)
                | StmtKind::GotoFlow { .. }
                | StmtKind::Escalate(_)
                | StmtKind::WaitAgain { .. }
                | StmtKind::Continue
                | StmtKind::CloseHere
                | StmtKind::Bad => {}
            }
        }
    }

    /// The type of an answer or variable by name.
    pub(crate) fn slot(&self, name: &SmolStr) -> Option<&'a Slot> {
        self.vars.get(name.as_str()).copied()
    }
}
