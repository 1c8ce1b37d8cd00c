//! Values and conditions: whether what one condition lets through another lets through as well.

use super::answer::{Cover, same};
use super::pair::Side;
use crate::base::Message;
use crate::sema::check::domain::{constant, constant_ticks, ticks_in_words};
use crate::sema::model::{BinaryOp, CompareOp, ConstState, Expr, ExprKind, LeafId, Test, Ty};

/// Millionths in one.
const ONE: i128 = 1_000_000;

/// Whether an expression is a constant that the package leaves open (待定): what inherits it fills it in.
pub(super) fn left_open(side: Side<'_>, e: &Expr) -> bool {
    let ExprKind::Const(id) = &e.kind else { return false };
    matches!(side.model.consts.get(id.index()).map(|c| &c.state), Some(ConstState::Unbound))
}

/// Whether two expressions say the same.
pub(super) fn same_value(a: Side<'_>, x: &Expr, b: Side<'_>, y: &Expr) -> bool {
    a.key(x) == b.key(y)
}

/// Two known amounts in the same ticks, whatever their values.
pub(super) fn ticks(a: Side<'_>, x: &Expr, b: Side<'_>, y: &Expr) -> Option<(i128, i128)> {
    let (x, y) = (constant(a.model, x)?, constant(b.model, y)?);
    (x.scale == y.scale).then_some((x.ticks, y.ticks))
}

/// Whether a condition `inner` lets nothing through that `outer` does not: both as conditions that must all hold.
pub(super) fn conditions<'e>(outer: (Side<'_>, &[&'e Expr]), inner: (Side<'_>, &[&'e Expr])) -> Cover {
    let strong: Vec<&Expr> = inner.1.iter().flat_map(|e| parts(e)).collect();
    outer.1.iter().flat_map(|e| parts(e)).fold(Cover::Yes, |so_far, weak| so_far.and(|| implied(outer.0, weak, inner.0, &strong)))
}

/// The parts of a condition that must all hold.
fn parts(e: &Expr) -> Vec<&Expr> {
    match &e.kind {
        ExprKind::Binary(BinaryOp::And, a, b) => parts(a).into_iter().chain(parts(b)).collect(),
        _ => vec![e],
    }
}

/// Whether one of the conditions of `b` is enough for `weak`.
fn implied(a: Side<'_>, weak: &Expr, b: Side<'_>, strong: &[&Expr]) -> Cover {
    if strong.iter().any(|s| same_value(a, weak, b, s)) {
        return Cover::Yes;
    }
    let told = || same(a.words(weak.span));
    let ExprKind::Test(subject, test) = &weak.kind else {
        // What is asked besides narrows, unless the other side says something like it in another form.
        return if strong.iter().any(|s| !matches!(s.kind, ExprKind::Test(..))) {
            Cover::Unknown(in_another_form(&told()))
        } else {
            Cover::No(told())
        };
    };
    let about = strong.iter().filter_map(|s| match &s.kind {
        ExprKind::Test(other, test) if same_value(a, subject, b, other) => Some(test),
        _ => None,
    });
    let answers: Vec<Cover> = about.map(|inner| tests(a, test, b, inner, &subject.ty).or(told)).collect();
    Cover::best(answers.into_iter(), told)
}

fn in_another_form(what: &Message) -> Message {
    Message::new(format!("条件“{}”两边写法不一样", what.zh), format!("the condition `{}` is written in another form", what.en))
}

/// Whether every value that passes `inner` passes `outer`. What does not is for the caller to tell.
pub(super) fn tests(a: Side<'_>, outer: &Test, b: Side<'_>, inner: &Test, ty: &Ty) -> Cover {
    if let (Some(wide), Some(narrow)) = (interval(a, outer, ty), interval(b, inner, ty)) {
        return Cover::when(wide.0 <= narrow.0 && narrow.1 <= wide.1, Message::default);
    }
    match (outer, inner) {
        (Test::Leaves(wide), Test::Leaves(narrow)) => {
            let (wide, narrow) = (leaf_names(a, ty, wide), leaf_names(b, ty, narrow));
            Cover::when(narrow.iter().all(|l| wide.contains(l)), Message::default)
        }
        _ if a.test(ty, outer) == b.test(ty, inner) => Cover::Yes,
        _ => Cover::Unknown(Message::new("条件的写法不一样", "the conditions are written in different forms")),
    }
}

/// The names of the leaves that a test of a 分类 lists. The type is that of one of the packages; a leaf bears its name in both.
pub(super) fn leaf_names(side: Side<'_>, ty: &Ty, leaves: &[LeafId]) -> Vec<String> {
    let Ty::Leaf(of) = ty else { return Vec::new() };
    let all = side.model.taxonomies.get(of.index()).map(|t| t.leaves.as_slice()).unwrap_or_default();
    leaves.iter().filter_map(|l| all.get(l.index())).map(|l| l.name.to_string()).collect()
}

/// The ticks that a bound with known ends lets through, both ends included.
pub(super) fn interval(side: Side<'_>, test: &Test, ty: &Ty) -> Option<(i128, i128)> {
    let step = if matches!(ty, Ty::Integer | Ty::Times | Ty::Rings | Ty::Chars) { ONE } else { 1 };
    let known = |e: &Expr| constant_ticks(side.model, e);
    Some(match test {
        Test::Compare(CompareOp::Lt, e) => (i128::MIN, known(e)? - step),
        Test::Compare(CompareOp::Le, e) => (i128::MIN, known(e)?),
        Test::Compare(CompareOp::Gt, e) => (known(e)? + step, i128::MAX),
        Test::Compare(CompareOp::Ge, e) => (known(e)?, i128::MAX),
        Test::Compare(CompareOp::Eq, e) => (known(e)?, known(e)?),
        Test::Within(e) => (0, known(e)?),
        Test::Past => (i128::MIN, -step),
        Test::Range(range) => {
            let low = range.low.as_ref().map_or(Some(i128::MIN), |e| known(e))?;
            let high = range.high.as_ref().map_or(Some(i128::MAX), |e| known(e))?;
            (low, if range.open && range.high.is_some() { high - step } else { high })
        }
        Test::Compare(CompareOp::Ne, _)
        | Test::Leaves(_)
        | Test::InRole(_)
        | Test::InCalendar(..)
        | Test::Contains(_)
        | Test::Known
        | Test::Unknown
        | Test::Confirmed
        | Test::Complete => return None,
    })
}

/// So many ticks of the unit of a known amount, in words.
pub(super) fn words(side: Side<'_>, like: &Expr, ticks: i128) -> Message {
    constant(side.model, like).map(|a| ticks_in_words(ticks, &like.ty, a.scale)).unwrap_or_default()
}
