//! 记: a value written down.

use crate::sema::codes::types::TYPE_MISMATCH;
use crate::sema::cx::Cx;
use crate::sema::model::StmtKind;
use crate::syntax::ast::{Expr, Path, TypeRef};

impl Cx<'_> {
    /// `记 target = value`
    pub(super) fn set(&mut self, target: &Path, ty: Option<&TypeRef>, value: &Expr) -> StmtKind {
        let (place, slot) = self.target(target, ty, None);
        let before = self.out.len();
        let read = self.expr(value, Some(&slot.ty));
        // What is written first gives a variable its type, 可空 included.
        let own = self.out.len();
        let value = self.fit(read, &slot, &TYPE_MISMATCH);
        if before == own {
            self.declared_as(&place, &slot, before);
        }
        StmtKind::Set { place: Box::new(place), value: Box::new(value) }
    }
}
