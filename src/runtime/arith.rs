//! Sums, differences, products and quotients of like quantities, instants and lengths.

use super::value::Val;
use crate::base::Decimal;
use crate::program::{ArithOp, CivilUnit};

/// The result; 未知 for what is out of range or not defined.
pub(crate) fn arith(op: ArithOp, a: &Val, b: &Val) -> Val {
    compute(op, a, b).unwrap_or_default()
}

fn compute(op: ArithOp, a: &Val, b: &Val) -> Option<Val> {
    use ArithOp::{Add, Div, Mul, Sub};
    Some(match (op, a, b) {
        (Add, Val::Number(a), Val::Number(b)) => Val::Number(a.plus(*b)?),
        (Sub, Val::Number(a), Val::Number(b)) => Val::Number(a.minus(*b)?),
        (Mul, Val::Number(a), Val::Number(b)) => Val::Number(a.times(*b)?),
        (Div, Val::Number(a), Val::Number(b)) => Val::Number(a.over(*b)?),
        (Add, Val::Duration(a), Val::Duration(b)) => Val::Duration(a.checked_add(*b)?),
        (Sub, Val::Duration(a), Val::Duration(b)) => Val::Duration(a.checked_sub(*b)?),
        (Mul, Val::Duration(ms), Val::Number(n)) | (Mul, Val::Number(n), Val::Duration(ms)) => Val::Duration(scale(*ms, *n, false)?),
        (Div, Val::Duration(ms), Val::Number(n)) => Val::Duration(scale(*ms, *n, true)?),
        (Div, Val::Duration(a), Val::Duration(b)) => Val::Number(Decimal(*a).over(Decimal(*b))?),
        (Add, Val::Instant(t), Val::Duration(ms)) | (Add, Val::Duration(ms), Val::Instant(t)) => Val::Instant(t.checked_add(*ms)?),
        (Sub, Val::Instant(t), Val::Duration(ms)) => Val::Instant(t.checked_sub(*ms)?),
        (Sub, Val::Instant(a), Val::Instant(b)) => Val::Duration(a.checked_sub(*b)?),
        (Add, Val::Clock(t), Val::Duration(ms)) => Val::Clock(super::eval::in_day(i64::from(*t).checked_add(*ms)?)?),
        (Sub, Val::Clock(t), Val::Duration(ms)) => Val::Clock(super::eval::in_day(i64::from(*t).checked_sub(*ms)?)?),
        (Sub, Val::Clock(a), Val::Clock(b)) => Val::Duration(i64::from(*a) - i64::from(*b)),
        (Sub, Val::Date(a), Val::Date(b)) => Val::Civil(i64::from(*a) - i64::from(*b), CivilUnit::Days),
        (Add, Val::Civil(a, u), Val::Civil(b, v)) => joined((*a, *u), (*b, *v))?,
        (Sub, Val::Civil(a, u), Val::Civil(b, v)) => joined((*a, *u), (b.checked_neg()?, *v))?,
        (Mul, Val::Civil(n, u), Val::Number(k)) | (Mul, Val::Number(k), Val::Civil(n, u)) => scaled(*n, *u, *k, false)?,
        (Div, Val::Civil(n, u), Val::Number(k)) => scaled(*n, *u, *k, true)?,
        (Div, Val::Civil(a, u), Val::Civil(b, v)) if u.least().0 == v.least().0 => {
            Val::Number(Decimal(a.checked_mul(u.least().1)?).over(Decimal(b.checked_mul(v.least().1)?))?)
        }
        _ => return None,
    })
}

/// Two lengths of one family, added in its least unit.
fn joined((a, u): (i64, CivilUnit), (b, v): (i64, CivilUnit)) -> Option<Val> {
    if u == v {
        return Some(Val::Civil(a.checked_add(b)?, u));
    }
    let ((least, k), (other, l)) = (u.least(), v.least());
    (least == other).then_some(())?;
    Some(Val::Civil(a.checked_mul(k)?.checked_add(b.checked_mul(l)?)?, least))
}

/// A working length times or over a number is one to the ms, any other length a whole number of its units.
fn scaled(n: i64, unit: CivilUnit, by: Decimal, over: bool) -> Option<Val> {
    let (least, k) = unit.least();
    if least == CivilUnit::WorkMs {
        return Some(Val::Civil(scale(n.checked_mul(k)?, by, over)?, least));
    }
    let by = by.to_int()?;
    let n = if over { (by != 0 && n % by == 0).then(|| n / by)? } else { n.checked_mul(by)? };
    Some(Val::Civil(n, unit))
}

/// A length times or over a number, rounded half away from zero.
fn scale(ms: i64, n: Decimal, over: bool) -> Option<i64> {
    let one = 1_000_000_i128;
    let (top, bottom) = if over { (i128::from(ms) * one, i128::from(n.0)) } else { (i128::from(ms) * i128::from(n.0), one) };
    if bottom == 0 {
        return None;
    }
    let (top, bottom) = if bottom < 0 { (-top, -bottom) } else { (top, bottom) };
    let half = if top < 0 { -(bottom / 2) } else { bottom / 2 };
    i64::try_from((top + half) / bottom).ok()
}
