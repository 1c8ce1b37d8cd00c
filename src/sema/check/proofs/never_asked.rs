//! E0406: a form goes to an action, and one of the fields that it must have is asked nowhere.

use super::Site;
use crate::base::{Diagnostic, Span};
use crate::sema::check::facts::shown;
use crate::sema::codes::paths::NEVER_ASKED;
use crate::sema::model::{Expr, ExprKind, FieldId, FormId, Model, Place, Required, Stmt, StmtKind, Ty};
use std::collections::HashSet;

/// Reports each such field once, where it is declared.
pub(super) fn check(sites: &[Site<'_, '_>], out: &mut Vec<Diagnostic>) {
    let Some(model) = sites.first().map(|s| s.cx.model) else { return };
    let asked = asked(model);
    let mut told = HashSet::new();
    for site in sites {
        for (stmt, look) in site.stmts() {
            let StmtKind::Do { args, .. } = &stmt.kind else { continue };
            for arg in args {
                let Ty::Record(form) = arg.ty else { continue };
                let Some(declared) = model.forms.get(form.index()) else { continue };
                for (i, field) in declared.fields.iter().enumerate() {
                    let id = FieldId(i as u32);
                    let must = matches!(field.required, Required::Always) && !field.system && !declared.system && field.derived.is_none();
                    let read = Expr {
                        kind: ExprKind::Field(Box::new(arg.clone()), id),
                        ty: field.slot.ty.clone(),
                        optional: false,
                        span: arg.span,
                    };
                    if must && !asked.contains(&(form, id)) && !look.known(&read) && told.insert((form, id)) {
                        out.push(report(&declared.name, &field.name, field.span, stmt.span));
                    }
                }
            }
        }
    }
}

/// The fields that some statement fills.
fn asked(model: &Model) -> HashSet<(FormId, FieldId)> {
    let mut asked = HashSet::new();
    let mut look = |stmt: &Stmt| {
        match &stmt.kind {
            StmtKind::Fill { form, fields, .. } => asked.extend(shown(model, *form, fields).map(|f| (*form, f))),
            StmtKind::Ask { into, .. } => asked.extend(field(into)),
            StmtKind::Set { place, .. } => asked.extend(field(place)),
            StmtKind::Do { into, .. } | StmtKind::Call { into, .. } => asked.extend(into.as_deref().and_then(field)),
            _ => {}
        }
        stmt.exprs(&mut |e| {
            e.each(&mut |e| {
                if let (ExprKind::With(_, changes), Ty::Record(form)) = (&e.kind, &e.ty) {
                    asked.extend(changes.iter().map(|(f, _)| (*form, *f)));
                }
            });
        });
    };
    model.flows.iter().for_each(|f| f.each_stmt(&mut look));
    asked
}

fn field(place: &Place) -> Option<(FormId, FieldId)> {
    match place {
        Place::Field(base, id) => match base.ty {
            Ty::Record(form) => Some((form, *id)),
            _ => None,
        },
        Place::Var(_) | Place::Bad => None,
    }
}

fn report(form: &str, field: &str, declared: Span, sent: Span) -> Diagnostic {
    Diagnostic::new(
        &NEVER_ASKED,
        declared,
        format!("“{form}”的“{field}”必填，却没有一个环节问它"),
        format!("“{field}” of “{form}” is required, and no step ever asks for it"),
    )
    .label("必填，没有人问", "required, never asked")
    .related(sent, "单子在这里交出去", "the form is handed on here")
    .help(
        format!("在交出去以前“登记 {form}”或者“问 … 记入 {form}.{field}”；用不着的，去掉“必填”。"),
        format!(
            "Fill it before the form is handed on (`fill {form}`, or `ask … into {form}.{field}`); drop `required` if nobody needs it."
        ),
    )
}
