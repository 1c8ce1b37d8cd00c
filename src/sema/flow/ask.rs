//! 问: a line, then an answer.

use crate::sema::cx::Cx;
use crate::sema::model::{Modality, StmtKind};
use crate::syntax::ast::{Line, Mark, Path, TypeRef};

impl Cx<'_> {
    /// `问 line 记入 target`
    pub(super) fn ask(&mut self, line: &Line, target: &Path, ty: Option<&TypeRef>, marks: &[Mark]) -> StmtKind {
        let say = self.say(Modality::Must, std::slice::from_ref(line), marks);
        let (into, slot) = self.target(target, ty, None);
        StmtKind::Ask { say: Box::new(say), into: Box::new(into), slot: Box::new(slot) }
    }
}
