//! 返回, and 升级 as a statement.

use crate::sema::cx::Cx;
use crate::sema::model::{StmtKind, Ty};
use crate::syntax::ast::{Expr, Path};

impl Cx<'_> {
    /// `返回 [value]`. Whether the value matches 得 is asked where all paths are known (E0408).
    pub(super) fn leave_with(&mut self, value: Option<&Expr>) -> StmtKind {
        let model = self.model;
        let gives = self.here().and_then(|f| model.flows.get(f.index())).and_then(|f| f.gives.as_ref());
        let want = gives.map(|s| &s.ty).filter(|t| **t != Ty::Bad);
        StmtKind::Return(value.map(|v| Box::new(self.expr(v, want))))
    }

    /// `升级 ladder`
    pub(super) fn escalate(&mut self, path: &Path) -> StmtKind {
        self.climb(path).map_or(StmtKind::Bad, |(ladder, key)| StmtKind::Escalate { ladder, key: key.map(Box::new) })
    }
}
