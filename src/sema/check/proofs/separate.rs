//! E0703: two fields that must name different people get one, or one person acts in two roles that exclude each other.

use super::Site;
use crate::base::{Diagnostic, Span};
use crate::sema::check::domain::expr_key;
use crate::sema::check::facts::Look;
use crate::sema::codes::roles::SEPARATION;
use crate::sema::model::{CompareOp, EventKind, Expr, ExprKind, FieldId, Flow, Model, Place, RoleId, Stmt, StmtKind, Test, Ty};
use std::collections::HashSet;

/// Reports both.
pub(super) fn check(model: &Model, sites: &[Site<'_, '_>], out: &mut Vec<Diagnostic>) {
    for site in sites {
        for (stmt, look) in site.stmts() {
            out.extend(one_person(&look, stmt));
        }
    }
    model.flows.iter().filter(|f| !f.case).for_each(|flow| out.extend(one_line(model, flow)));
}

/// A field gets the value that another one has which must differ from it.
fn one_person(look: &Look<'_, '_>, stmt: &Stmt) -> Option<Diagnostic> {
    let StmtKind::Set { place, value } = &stmt.kind else { return None };
    let Place::Field(base, field) = &**place else { return None };
    let Ty::Record(form) = base.ty else { return None };
    let form = look.shapes.model.forms.get(form.index())?;
    let same = equals(look, value);
    let others = form.distinct.iter().filter(|group| group.contains(field)).flatten().filter(|f| *f != field);
    let other = others.copied().find(|f| same.contains(&expr_key(look.shapes.model, &of(base, *f, value))))?;
    let (mine, theirs) = (form.fields.get(field.index())?, form.fields.get(other.index())?);
    Some(
        Diagnostic::new(
            &SEPARATION,
            stmt.span,
            format!("“{}”和“{}”不得是同一个人，这里却填成了同一个", mine.name, theirs.name),
            format!("“{}” and “{}” must not be one person, and here they become one", mine.name, theirs.name),
        )
        .label("这里填成同一个人", "one person from here on")
        .related(theirs.span, "要和它不同", "must differ from this")
        .help("换一个人来填；办这件事的人要回避的，先转给别人。", "Name another person; hand the matter over to somebody else first."),
    )
}

fn of(base: &Expr, field: FieldId, like: &Expr) -> Expr {
    Expr { kind: ExprKind::Field(Box::new(base.clone()), field), ..like.clone() }
}

/// Everything that a value is known to equal, by key.
fn equals(look: &Look<'_, '_>, value: &Expr) -> HashSet<String> {
    let key = |e: &Expr| expr_key(look.shapes.model, e);
    let pairs: Vec<(String, String)> = look
        .state
        .holds
        .iter()
        .filter_map(|c| c.alone().filter(|l| l.holds))
        .filter_map(|l| match &l.expr.kind {
            ExprKind::Test(subject, test) => match &**test {
                Test::Compare(CompareOp::Eq, other) => Some((key(subject), key(other))),
                _ => None,
            },
            _ => None,
        })
        .collect();
    let mut found = HashSet::from([key(value)]);
    loop {
        let before = found.len();
        for (a, b) in &pairs {
            if found.contains(a) || found.contains(b) {
                found.extend([a.clone(), b.clone()]);
            }
        }
        if found.len() == before {
            return found;
        }
    }
}

/// Whoever is on the line acts in every step of a call; it stays one person as long as nobody is put through.
fn one_line(model: &Model, flow: &Flow) -> Option<Diagnostic> {
    if hands_over(flow) {
        return None;
    }
    let acting: Vec<(RoleId, Span)> =
        flow.by.map(|r| (r, flow.span)).into_iter().chain(flow.steps.iter().filter_map(|s| Some((s.by?, s.span)))).collect();
    let role = |id: RoleId| model.roles.get(id.index());
    let excludes =
        |a: RoleId, b: RoleId| role(a).is_some_and(|r| r.exclusive.contains(&b)) || role(b).is_some_and(|r| r.exclusive.contains(&a));
    let (first, second) = acting.iter().enumerate().find_map(|(i, a)| {
        let later = acting.get(i + 1..).unwrap_or_default();
        later.iter().find(|b| excludes(a.0, b.0)).map(|b| (*a, *b))
    })?;
    let (a, b) = (&role(first.0)?.name, &role(second.0)?.name);
    Some(
        Diagnostic::new(
            &SEPARATION,
            second.1,
            format!("“{a}”和“{b}”不得兼任，一通电话里却是同一个人在办"),
            format!("“{a}” and “{b}” exclude each other, and within one call one person acts as both"),
        )
        .label(format!("这里是“{b}”"), format!("here as “{b}”"))
        .related(first.1, format!("这里是“{a}”"), format!("here as “{a}”"))
        .help(
            "要换人办的那一段写成“工单”，用“立单”交出去；或者改由同一个角色办完。",
            "Make the part that another person must do a case (工单) and open it with 立单, or let one role do all of it.",
        ),
    )
}

fn hands_over(flow: &Flow) -> bool {
    let moves = |on: &crate::sema::model::Event| {
        on.atoms.iter().any(|a| matches!(a.kind, EventKind::Transfer(_) | EventKind::Transferred(_) | EventKind::HandTo(_)))
    };
    let mut found = flow.steps.iter().flat_map(|s| &s.whens).any(|w| moves(&w.on));
    flow.each_stmt(&mut |stmt| {
        if let StmtKind::Wait(wait) = &stmt.kind {
            found |= wait.on.iter().chain(wait.whens.iter().map(|w| &w.on)).any(moves);
        }
    });
    found
}
