//! `单 改(字段: 值)`: a copy of a record with changes.

use crate::base::{Diagnostic, Span};
use crate::sema::codes::types::TYPE_MISMATCH;
use crate::sema::cx::Cx;
use crate::sema::model::{Expr, ExprKind, Slot, Ty};
use crate::sema::names::duplicate;
use crate::syntax::ast::{self, Name};

impl Cx<'_> {
    /// A copy with changes.
    pub(super) fn with_fields(&mut self, base: &ast::Expr, fields: &[(Name, ast::Expr)], span: Span) -> Expr {
        let base = self.expr(base, None);
        let Ty::Record(form) = base.ty else {
            if base.ty != Ty::Bad {
                let (zh, en) = base.ty.called(self.model);
                let d = Diagnostic::new(
                    &TYPE_MISMATCH,
                    base.span,
                    format!("“改”要一份登记表的记录，这里是{zh}"),
                    format!("`with` takes a record of a form, and this is {en}"),
                );
                self.report(d);
            }
            return Expr::bad(span);
        };
        let mut changes = Vec::new();
        for (i, (name, value)) in fields.iter().enumerate() {
            if let Some((first, _)) = fields.iter().take(i).find(|(n, _)| n.text == name.text) {
                self.report(duplicate(&name.text, name.span, first.span, false));
                continue;
            }
            let Some(field) = self.field(form, name) else {
                self.expr(value, None);
                continue;
            };
            let model = self.model;
            let declared = model.forms.get(form.index()).and_then(|f| f.fields.get(field.index()));
            let slot = declared.map_or(Slot::of(Ty::Bad), |f| f.slot.clone());
            changes.push((field, self.value_for(value, &slot)));
        }
        Expr { ty: Ty::Record(form), optional: base.optional, kind: ExprKind::With(Box::new(base), changes), span }
    }
}
