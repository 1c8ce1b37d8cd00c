//! 设: parameters, fields of records, answers of actions.

use super::Run;
use crate::base::{Diagnostic, Message};
use crate::sema::codes::types::{BAD_ARGUMENTS, TYPE_MISMATCH};
use crate::sema::model::{Expr, ExprKind, Given, GivenTarget, Slot, Ty, Value};
use crate::sema::names::{Wanted, wrong_kind};
use crate::sema::scope::Symbol;
use crate::syntax::ast::{self, Path};

impl Run<'_, '_> {
    /// `path = value`
    pub(super) fn given(&mut self, path: &Path, value: &ast::Expr) -> Option<Given> {
        let target = self.target(path);
        let Some((target, slot)) = target else {
            // The value may have faults of its own, but without a type a bare word says nothing.
            return None;
        };
        let value = self.value(value, &slot);
        Some(Given { target, value, span: path.span })
    }

    fn target(&mut self, path: &Path) -> Option<(GivenTarget, Slot)> {
        let model = self.model();
        let Some((entry, used)) = self.cx.global_path(path) else {
            let before = self.cx.out.len();
            self.cx.unknown_path(path, Wanted::Value, |s| matches!(s, Symbol::Param(_) | Symbol::Form(_) | Symbol::Action(_)));
            let name = path.parts.first().map_or("", |n| n.text.as_str());
            // What is asked in the call is answered there, not beforehand.
            if model.flows.iter().flat_map(|f| &f.vars).any(|v| v.name == name) {
                for d in self.cx.out.iter_mut().skip(before) {
                    let help = Message::new(
                        format!(
                            "“{name}”是流程里问出来、查出来的，不能先设。客户答的，在时间那一行写：00:10 填 {name} = …；系统查到的，设那个动作：设 动作名 = …。"
                        ),
                        format!(
                            "`{name}` comes about in the flow and cannot be given beforehand. An answer is a timed line: `00:10 enter value {name} = …`; what a system finds is given by its action: `given action = …`."
                        ),
                    );
                    *d = Diagnostic { help: Some(help), fix: None, ..d.clone() };
                }
            }
            return None;
        };
        let rest = path.parts.get(used..).unwrap_or_default();
        match (entry.symbol, rest) {
            (Symbol::Param(id), []) => Some((GivenTarget::Param(id), model.params.get(id.index())?.slot.clone())),
            (Symbol::Form(form), [_, ..]) => {
                let (mut at, mut fields, mut slot) = (Some(form), Vec::new(), None);
                for name in rest {
                    let Some(form) = at else {
                        let d = Diagnostic::new(
                            &TYPE_MISMATCH,
                            name.span,
                            format!("前面不是登记表的记录，没有“{}”", name.text),
                            format!("what stands before is no record and has no `{}`", name.text),
                        );
                        self.cx.report(d);
                        return None;
                    };
                    let field = self.cx.field(form, name)?;
                    let declared = &model.forms.get(form.index())?.fields.get(field.index())?.slot;
                    fields.push(field);
                    at = match declared.ty {
                        Ty::Record(inner) => Some(inner),
                        _ => None,
                    };
                    slot = Some(declared.clone());
                }
                // A field may always be left without a value.
                let slot = slot.map(|s| Slot { optional: true, ..s })?;
                Some((GivenTarget::Field(form, fields), slot))
            }
            (Symbol::Action(id), []) => {
                let action = model.actions.get(id.index())?;
                match &action.gives {
                    Some(slot) => Some((GivenTarget::Answer(id), slot.clone())),
                    None => {
                        let d = Diagnostic::new(
                            &BAD_ARGUMENTS,
                            path.span,
                            format!("“{}”没有声明“得”，没有结果可以设", action.name),
                            format!("`{}` gives nothing back, so there is no answer to set", action.name),
                        )
                        .related(action.span, "在这里声明的", "declared here");
                        self.cx.report(d);
                        None
                    }
                }
            }
            (symbol, _) => {
                let name = path.parts.get(used.saturating_sub(1)).map_or("", |n| n.text.as_str());
                let d = wrong_kind(name, path.span, symbol, entry.span, Wanted::Value).help(
                    "“设”可以设参数、登记表的字段（预订单.手机）和动作的结果。",
                    "`given` sets parameters, fields of forms (`booking.phone`) and the answers of actions.",
                );
                self.cx.report(d);
                None
            }
        }
    }

    /// A value of a line: one item stands for the list of it, 无 for none.
    pub(super) fn value(&mut self, written: &ast::Expr, slot: &Slot) -> Expr {
        let from_row = matches!(&written.kind, ast::ExprKind::Path(p) if self.cx.path_column(p).is_some());
        let value = self.cx.in_row(written);
        let read = |run: &mut Self, value: &ast::Expr, slot: &Slot| {
            if from_row { run.cx.in_cell(|cx| cx.value_for(value, slot)) } else { run.cx.value_for(value, slot) }
        };
        let Ty::List(of) = &slot.ty else {
            return if is_none(&value) && slot.optional {
                Expr { optional: true, ..Expr::new(ExprKind::Value(Value::Unknown), slot.ty.clone(), value.span) }
            } else {
                read(self, &value, slot)
            };
        };
        if is_none(&value) {
            let empty = Expr::new(ExprKind::Value(Value::List(Vec::new())), slot.ty.clone(), value.span);
            return self.cx.fit(empty, slot, &TYPE_MISMATCH);
        }
        if matches!(value.kind, ast::ExprKind::List(_)) {
            return read(self, &value, slot);
        }
        let item = read(self, &value, &Slot::of((**of).clone()));
        match item.kind {
            ExprKind::Value(value @ (Value::List(_) | Value::Unknown)) => Expr { kind: ExprKind::Value(value), ..item },
            ExprKind::Value(value) => Expr { kind: ExprKind::Value(Value::List(vec![value])), ty: slot.ty.clone(), ..item },
            _ => item,
        }
    }
}

/// 无
pub(super) fn is_none(e: &ast::Expr) -> bool {
    match &e.kind {
        ast::ExprKind::Path(path) => matches!(path.parts.as_slice(), [n] if matches!(n.text.as_str(), "无" | "none")),
        ast::ExprKind::List(items) => items.is_empty(),
        _ => false,
    }
}
