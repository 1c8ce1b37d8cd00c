//! E0604: a secret field is spoken before the one on the line is known to be the customer himself.

use super::{Doubt, Site, Spot};
use crate::base::{Diagnostic, Span};
use crate::sema::check::facts::with_args;
use crate::sema::codes::phrases::SECRET_SPOKEN;
use crate::sema::model::{Expr, ExprKind, Field, FieldId, FormId, LineSource, Model, Say, StmtKind, Ty};

/// Names every line that speaks one.
pub(super) fn doubts<'a, 'm>(site: &'a Site<'a, 'm>, out: &mut Vec<Doubt<'a, 'm>>) {
    let model = site.cx.model;
    if !model.forms.iter().flat_map(|f| &f.fields).any(|f| f.secret) {
        return;
    }
    for (stmt, look) in site.stmts() {
        if look.state.identified {
            continue;
        }
        let found = match &stmt.kind {
            StmtKind::Say(say) | StmtKind::Ask { say, .. } => spoken(model, say),
            StmtKind::ReadBack { record, form, fields } => read_back(model, record, *form, fields),
            _ => None,
        };
        let Some((field, span, inside)) = found else { continue };
        out.push(site.doubt(
            Spot::Stmt(stmt),
            format!("E0604 {span:?}"),
            |look| !look.state.identified,
            move |path, _| {
                let name = &field.name;
                let finding = Diagnostic::new(
                    &SECRET_SPOKEN,
                    span,
                    format!("“{name}”是保密的，这条路上还没有核实接电话的是本人：路径 {}", path.zh),
                    format!("“{name}” is secret, and on this way it is not yet known who is on the line: path {}", path.en),
                )
                .label("这里说出来了", "it is spoken here")
                .related(field.span, "这里标了保密", "marked secret here");
                let finding = match inside {
                    Some(place) => finding.related(place, "话里在这里说它", "the class speaks it here"),
                    None => finding,
                };
                finding.help(
                    "先核实身份：在确认是本人的那个选项上写 `视为 本人`，说它的环节放到那以后。",
                    "Make sure first: write `counts as identity` on the option that settles it, and speak of it after that.",
                )
            },
        ));
    }
}

type Spoken<'m> = (&'m Field, Span, Option<Span>);

fn spoken<'m>(model: &'m Model, say: &Say) -> Option<Spoken<'m>> {
    say.lines.iter().find_map(|line| match &line.source {
        LineSource::Text(text) => {
            let mut found = None;
            text.exprs(&mut |e| found = found.or_else(|| secret(model, e)));
            found.map(|(field, span)| (field, span, None))
        }
        LineSource::Class(id, args) => {
            let mut found = None;
            for (entry, _) in &model.phrases.get(id.index())?.entries {
                entry.exprs(&mut |e| found = found.or_else(|| secret(model, &with_args(e, args))));
            }
            found.map(|(field, inside)| (field, line.span, Some(inside)))
        }
        LineSource::Var(_) | LineSource::Bad => None,
    })
}

fn secret<'m>(model: &'m Model, expr: &Expr) -> Option<(&'m Field, Span)> {
    let mut found = None;
    expr.each(&mut |e| {
        if let ExprKind::Field(base, id) = &e.kind
            && let Ty::Record(form) = base.ty
            && let Some(field) = model.forms.get(form.index()).and_then(|f| f.fields.get(id.index())).filter(|f| f.secret)
        {
            found = found.or(Some((field, e.span)));
        }
    });
    found
}

fn read_back<'m>(model: &'m Model, record: &Expr, form: FormId, fields: &[FieldId]) -> Option<Spoken<'m>> {
    let all = &model.forms.get(form.index())?.fields;
    let mut read = all.iter().enumerate().filter(|(i, _)| fields.is_empty() || fields.iter().any(|f| f.index() == *i));
    read.find(|(_, f)| f.secret).map(|(_, f)| (f, record.span, None))
}
