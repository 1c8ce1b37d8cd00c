//! What is said before anybody else can speak: the first turn of a call.

use crate::base::Span;
use crate::sema::check::Links;
use crate::sema::model::{FlowId, Model, StepId, Stmt, StmtKind};
use std::collections::HashSet;

/// The statements that speak in the first turn of a call.
#[derive(Default)]
pub(super) struct Opening {
    speaking: HashSet<Span>,
}

impl Opening {
    /// Those of a model, from every flow that the host may start.
    pub(super) fn of(model: &Model) -> Self {
        let mut walk = Walk { model, speaking: HashSet::new(), entered: HashSet::new() };
        Links::of(model).entries(model).into_iter().for_each(|flow| walk.enter(flow, StepId(0)));
        Self { speaking: walk.speaking }
    }

    /// Whether a statement is one of them.
    pub(super) fn has(&self, stmt: Span) -> bool {
        self.speaking.contains(&stmt)
    }
}

struct Walk<'m> {
    model: &'m Model,
    speaking: HashSet<Span>,
    entered: HashSet<(FlowId, StepId)>,
}

impl Walk<'_> {
    fn enter(&mut self, flow: FlowId, step: StepId) {
        if self.entered.insert((flow, step))
            && let Some(step) = self.model.flows.get(flow.index()).and_then(|f| f.steps.get(step.index()))
        {
            self.block(flow, &step.body);
        }
    }

    /// Whether what follows the statements comes before anybody answers, too.
    fn block(&mut self, flow: FlowId, block: &[Stmt]) -> bool {
        block.iter().all(|stmt| match &stmt.kind {
            StmtKind::Say(_) => {
                self.speaking.insert(stmt.span);
                true
            }
            StmtKind::Ask { .. } => {
                self.speaking.insert(stmt.span);
                false
            }
            StmtKind::Goto(step) => {
                self.enter(flow, *step);
                false
            }
            StmtKind::GotoFlow { flow, .. } | StmtKind::Call { flow, .. } => {
                self.enter(*flow, StepId(0));
                false
            }
            StmtKind::If { .. } | StmtKind::Match(_) => {
                let mut goes_on = !matches!(&stmt.kind, StmtKind::If { otherwise: Some(_), .. });
                for inner in stmt.blocks() {
                    goes_on |= self.block(flow, inner);
                }
                goes_on
            }
            StmtKind::Do { into, .. } => into.is_none(),
            StmtKind::Tip(_) | StmtKind::ReadBack { .. } | StmtKind::Set { .. } | StmtKind::OpenCase { .. } | StmtKind::Escalate { .. } => {
                true
            }
            StmtKind::Fill { .. }
            | StmtKind::Return(_)
            | StmtKind::End(_)
            | StmtKind::Wait(_)
            | StmtKind::WaitAgain { .. }
            | StmtKind::Continue
            | StmtKind::CloseHere
            | StmtKind::Bad => false,
        })
    }
}
