//! What is known where a condition came out so, added to what held before.

use super::clause::{Clause, Literal};
use super::look::Look;
use super::path::{Path, Root};
use super::state::State;
use crate::sema::model::{CompareOp, Expr, ExprKind, Required, Test, Ty, Value};

/// Adds clauses; false where they cannot hold together with what held before, so that nothing goes this way.
pub(crate) fn assume(look: &Look<'_, '_>, state: &mut State, clauses: Vec<Clause>) -> bool {
    let mut asked = std::collections::HashSet::new();
    for clause in clauses {
        if let Some(one) = clause.alone() {
            match presence(one) {
                Some((subject, true)) => know(look, state, subject),
                Some((subject, false)) => {
                    if Path::of(subject).is_some() && look.at(state).known(subject) {
                        return false;
                    }
                }
                None => {
                    if let ExprKind::Test(subject, test) = &one.expr.kind
                        && matches!(**test, Test::Confirmed | Test::Complete)
                    {
                        if one.holds {
                            mark(look, state, subject, test);
                        } else if look.at(state).holds_of(subject, test) {
                            return false;
                        }
                    }
                }
            }
        }
        // What passes a test, or one of several of the same thing, is there.
        if clause.subject().is_some()
            && clause.literals().iter().all(|l| l.holds && presence(l).is_none())
            && let Some(subject) = clause.literals().first().map(subject_of)
        {
            know(look, state, subject);
        }
        let mine: std::collections::HashSet<String> = clause.literals().iter().flat_map(|l| l.touches.iter().cloned()).collect();
        if !super::prove::about(&look.at(state), &mine, false).is_empty() {
            asked.extend(mine);
        }
        state.add(clause);
    }
    asked.is_empty() || look.at(state).possible(&asked)
}

/// The value of which a test asks whether it is there, and whether it came out that it is.
fn presence(literal: &Literal) -> Option<(&Expr, bool)> {
    let ExprKind::Test(subject, test) = &literal.expr.kind else { return None };
    let there = match &**test {
        Test::Known => true,
        Test::Unknown => false,
        Test::Compare(op @ (CompareOp::Eq | CompareOp::Ne), right) if matches!(right.kind, ExprKind::Value(Value::Unknown)) => {
            *op == CompareOp::Ne
        }
        _ => return None,
    };
    Some((subject, there == literal.holds))
}

fn subject_of(literal: &Literal) -> &Expr {
    match &literal.expr.kind {
        ExprKind::Test(subject, _) => subject,
        _ => &literal.expr,
    }
}

/// Notes that a value is there, where it is one that a path reads.
pub(crate) fn know(look: &Look<'_, '_>, state: &mut State, expr: &Expr) {
    let Some(path) = Path::of(expr) else { return };
    match (path.fields.last(), path.parent()) {
        (Some((form, field)), Some(parent)) => {
            if !look.at(state).known(expr) {
                state.change(look.shapes, &parent, *form, |r| r.known.insert(field.index()));
            }
        }
        _ => match path.root {
            Root::Var(id) => state.vars.insert(id.index()),
            Root::Param(_) | Root::Event(..) => state.note(path),
            Root::Result => {}
        },
    }
}

fn mark(look: &Look<'_, '_>, state: &mut State, subject: &Expr, test: &Test) {
    let (Some(path), Ty::Record(form)) = (Path::of(subject), &subject.ty) else { return };
    let fields = look.shapes.model.forms.get(form.index()).map_or(&[][..], |f| &f.fields);
    state.change(look.shapes, &path, *form, |r| match test {
        Test::Confirmed => r.confirmed = true,
        _ => fields.iter().enumerate().for_each(|(i, f)| r.submit(i, matches!(f.required, Required::Always))),
    });
}
