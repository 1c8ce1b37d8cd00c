//! Expressions made from others: a part put in the place of another, a test put on a column.

use crate::base::Span;
use crate::sema::model::{Expr, ExprKind, Range, Test, Text, TextPart, Ty, Value};

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
    if let Some(new) = other(expr) {
        return new;
    }
    let one = |e: &Expr| Box::new(replace(e, other));
    let list = |l: &[Expr]| l.iter().map(|e| replace(e, other)).collect::<Vec<_>>();
    let kind = match &expr.kind {
        ExprKind::Field(base, field) => ExprKind::Field(one(base), *field),
        ExprKind::Not(inner) => ExprKind::Not(one(inner)),
        ExprKind::Decide(id, args) => ExprKind::Decide(*id, list(args)),
        ExprKind::Call(function, args) => ExprKind::Call(*function, list(args)),
        ExprKind::Due(id, part, key) => ExprKind::Due(*id, *part, key.as_deref().map(one)),
        ExprKind::With(base, changes) => ExprKind::With(one(base), changes.iter().map(|(f, e)| (*f, replace(e, other))).collect()),
        ExprKind::Binary(op, left, right) => ExprKind::Binary(*op, one(left), one(right)),
        ExprKind::Test(subject, test) => ExprKind::Test(one(subject), Box::new(in_test(test, other))),
        ExprKind::Text(text) => ExprKind::Text(Text { parts: in_parts(&text.parts, other), span: text.span }),
        ExprKind::Value(_)
        | ExprKind::Param(_)
        | ExprKind::Const(_)
        | ExprKind::Var(_)
        | ExprKind::Arg(_)
        | ExprKind::EventArg(..)
        | ExprKind::Attr(_)
        | ExprKind::Key
        | ExprKind::Case
        | ExprKind::Now
        | ExprKind::Today
        | ExprKind::Ring
        | ExprKind::Mood
        | ExprKind::OfCall(_)
        | ExprKind::Action(_)
        | ExprKind::Bad => expr.kind.clone(),
    };
    Expr { kind, ..expr.clone() }
}

fn in_test(test: &Test, other: &dyn Fn(&Expr) -> Option<Expr>) -> Test {
    let end = |e: &Option<Box<Expr>>| e.as_deref().map(|e| Box::new(replace(e, other)));
    match test {
        Test::Compare(op, value) => Test::Compare(*op, replace(value, other)),
        Test::Within(value) => Test::Within(replace(value, other)),
        Test::Contains(value) => Test::Contains(replace(value, other)),
        Test::Range(range) => Test::Range(Range { low: end(&range.low), high: end(&range.high), open: range.open }),
        Test::Leaves(_)
        | Test::InRole(_)
        | Test::InCalendar(..)
        | Test::Known
        | Test::Unknown
        | Test::Confirmed
        | Test::Complete
        | Test::Past => test.clone(),
    }
}

fn in_parts(parts: &[TextPart], other: &dyn Fn(&Expr) -> Option<Expr>) -> Vec<TextPart> {
    let one = |part: &TextPart| match part {
        TextPart::Value(value, grouped) => TextPart::Value(Box::new(replace(value, other)), grouped.clone()),
        TextPart::Key(inner) => TextPart::Key(in_parts(inner, other)),
        TextPart::Plain(_) | TextPart::Capture(..) | TextPart::Gap => part.clone(),
    };
    parts.iter().map(one).collect()
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
