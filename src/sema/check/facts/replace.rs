//! Expressions made from others: a part put in the place of another, a test put on a column.

use crate::base::Span;
use crate::sema::model::{Expr, ExprKind, Test, Ty, Value};

/// 是 or 否.
pub(crate) fn truth(holds: bool) -> Expr {
    Expr { kind: ExprKind::Value(Value::Bool(holds)), ty: Ty::Bool, optional: false, span: Span::default() }
}

/// A test of a value as a condition.
pub(crate) fn test_on(subject: &Expr, test: &Test, span: Span) -> Expr {
    Expr { kind: ExprKind::Test(Box::new(subject.clone()), Box::new(test.clone())), ty: Ty::Bool, optional: false, span }
}

/// The expression with arguments in the places of the parameters of a 判定, class, action or form.
pub(crate) fn with_args(expr: &Expr, args: &[Expr]) -> Expr {
    replace(expr, &|e| match &e.kind {
        ExprKind::Arg(n) => args.get(*n as usize).cloned(),
        _ => None,
    })
}

/// The expression with other parts wherever `other` has one for it; what was put in is not looked into again.
pub(crate) fn replace(expr: &Expr, other: &dyn Fn(&Expr) -> Option<Expr>) -> Expr {
    let mut made = expr.clone();
    put(&mut made, other);
    made
}

fn put(expr: &mut Expr, other: &dyn Fn(&Expr) -> Option<Expr>) {
    match other(expr) {
        Some(new) => *expr = new,
        None => expr.children_mut(&mut |inner| put(inner, other)),
    }
}

/// What stands for a part that has no name where the expression is moved to.
pub(crate) fn lost() -> Expr {
    Expr { kind: ExprKind::Bad, ty: Ty::Bad, optional: false, span: Span::default() }
}

/// Whether some part had no name.
pub(crate) fn has_lost(expr: &Expr) -> bool {
    let mut found = false;
    expr.each(&mut |e| found |= matches!(e.kind, ExprKind::Bad));
    found
}
