//! 若, 否则若, 否则.

use crate::sema::cx::Cx;
use crate::sema::model::{IfArm, Meta, StmtKind};
use crate::syntax::ast::If;

impl<'a> Cx<'a> {
    /// A chain of conditions.
    pub(super) fn branch(&mut self, branch: &'a If, owner: &mut Meta) -> StmtKind {
        let mut arms = Vec::with_capacity(branch.arms.len());
        for arm in &branch.arms {
            let condition = self.condition(&arm.condition);
            arms.push(IfArm { condition, body: self.block(&arm.body, owner), span: arm.span });
        }
        let otherwise = branch.otherwise.as_ref().map(|(body, span)| Box::new(self.arm(body, *span, owner)));
        StmtKind::If { arms, otherwise }
    }
}
