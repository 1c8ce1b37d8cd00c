//! Going through a tree: the blocks inside a statement. The one place that knows which statements hold others.

use super::{Block, Meta, OptionDecl, Stmt, StmtKind, Timeout, When};
use crate::base::Span;

/// A block inside a statement, with the line of its own that it stands under: a 当, a 超时, an option, a row of a table. The arms of a 若
/// have none that carries anything.
#[derive(Debug, Clone, Copy)]
pub struct Branch<'a> {
    /// What that line carries, and the line.
    pub head: Option<(&'a Meta, Span)>,
    /// What stands under it.
    pub body: &'a Block,
}

impl Stmt {
    /// Shows the blocks directly inside this statement, in source order.
    pub fn branches<'a>(&'a self, see: &mut dyn FnMut(Branch<'a>)) {
        match &self.kind {
            StmtKind::Do { timeout, .. } => timeout.iter().for_each(|t| see(t.branch())),
            StmtKind::Wait(wait) => {
                wait.whens.iter().for_each(|w| see(w.branch()));
                wait.timeout.iter().for_each(|t| see(t.branch()));
            }
            StmtKind::If(chain) => {
                let arms = chain.arms.iter().map(|arm| &arm.body).chain(chain.otherwise.iter().map(|(body, _)| body));
                arms.for_each(|body| see(Branch { head: None, body }));
            }
            StmtKind::Match(table) => table.rows.iter().for_each(|r| see(Branch { head: Some((&r.meta, r.span)), body: &r.body })),
            StmtKind::Option(option) => see(option.branch()),
            StmtKind::When(when) => see(when.branch()),
            StmtKind::Say { .. }
            | StmtKind::Tip(_)
            | StmtKind::Ask { .. }
            | StmtKind::Fill { .. }
            | StmtKind::ReadBack { .. }
            | StmtKind::Set { .. }
            | StmtKind::OpenCase { .. }
            | StmtKind::Call { .. }
            | StmtKind::Return(_)
            | StmtKind::End(_)
            | StmtKind::Goto { .. }
            | StmtKind::Escalate(_)
            | StmtKind::WaitAgain { .. }
            | StmtKind::Continue
            | StmtKind::CloseHere
            | StmtKind::Basis
            | StmtKind::Bad => {}
        }
    }
}

impl OptionDecl {
    /// Its line and its block.
    pub fn branch(&self) -> Branch<'_> {
        Branch { head: Some((&self.meta, self.span)), body: &self.body }
    }
}

impl When {
    /// Its line and its block.
    pub fn branch(&self) -> Branch<'_> {
        Branch { head: Some((&self.meta, self.span)), body: &self.body }
    }
}

impl Timeout {
    /// Its line and its block.
    pub fn branch(&self) -> Branch<'_> {
        Branch { head: Some((&self.meta, self.span)), body: &self.body }
    }
}
