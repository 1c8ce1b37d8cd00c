//! `任务限.到期`, `.剩余`, `.违期` as values.

use crate::base::Span;
use crate::sema::cx::Cx;
use crate::sema::model::{DeadlineId, DuePart, Expr, ExprKind, Ty};
use crate::sema::names::{Wanted, unknown};
use crate::syntax::ast::Name;

impl Cx<'_> {
    /// A part of a 期限, of the key in hand.
    pub(crate) fn due_value(&mut self, id: DeadlineId, rest: &[Name], span: Span) -> Expr {
        let Some(deadline) = self.model.deadlines.get(id.index()) else { return Expr::bad(span) };
        let [part] = rest else { return Expr::bad(span) };
        let (what, ty) = match part.text.as_str() {
            "到期" | "due" => (DuePart::Last, Ty::Instant),
            "剩余" | "remaining" => (DuePart::Left, Ty::Duration),
            "违期" | "overdue" => (DuePart::Overdue, Ty::Bool),
            _ => {
                let parts = ["到期", "剩余", "违期"];
                self.report(unknown(part, Wanted::Value, Some(&deadline.name), parts.into_iter()).related(
                    deadline.span,
                    "这个期限",
                    "the deadline",
                ));
                return Expr::bad(span);
            }
        };
        let key = deadline.key.clone();
        let key = self.key_value(&key, span);
        if matches!(key, Some(Expr { kind: ExprKind::Bad, .. })) {
            return Expr::bad(span);
        }
        Expr { kind: ExprKind::Due(id, what, key.map(Box::new)), ty, optional: what != DuePart::Overdue, span }
    }
}
