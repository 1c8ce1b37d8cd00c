//! Sums, differences, products and quotients of like quantities, instants and lengths.

use super::machine::Machine;
use super::value::Val;
use crate::base::Decimal;
use crate::base::calendar::zone::{add_days, month_start, ymd};
use crate::program::{ArithOp, CivilUnit};

/// The result; 未知 for what is out of range or not defined.
pub(crate) fn arith(m: &Machine, op: ArithOp, a: &Val, b: &Val) -> Val {
    compute(m, op, a, b).unwrap_or_default()
}

fn compute(m: &Machine, op: ArithOp, a: &Val, b: &Val) -> Option<Val> {
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
        (Add, Val::Civil(a, u), Val::Civil(b, v)) if u == v => Val::Civil(a.checked_add(*b)?, *u),
        (Sub, Val::Civil(a, u), Val::Civil(b, v)) if u == v => Val::Civil(a.checked_sub(*b)?, *u),
        (Mul, Val::Civil(n, u), Val::Number(k)) | (Mul, Val::Number(k), Val::Civil(n, u)) => Val::Civil(n.checked_mul(k.to_int()?)?, *u),
        (Add, t, Val::Civil(n, u)) => civil(m, t, *n, *u)?,
        (Sub, t, Val::Civil(n, u)) => civil(m, t, n.checked_neg()?, *u)?,
        _ => return None,
    })
}

/// An instant or date and a civil length. Those that count working days need a calendar, which no program of this version has.
fn civil(m: &Machine, t: &Val, n: i64, unit: CivilUnit) -> Option<Val> {
    let shift = |date: i32| match unit {
        CivilUnit::Days => add_days(date, n),
        CivilUnit::Weeks => add_days(date, n.checked_mul(7)?),
        CivilUnit::Months => add_months(date, n),
        CivilUnit::Quarters => add_months(date, n.checked_mul(3)?),
        CivilUnit::Years => add_months(date, n.checked_mul(12)?),
        CivilUnit::Workdays | CivilUnit::WorkHours | CivilUnit::WorkMinutes => None,
    };
    match t {
        Val::Date(date) => shift(*date).map(Val::Date),
        Val::Instant(at) => {
            let (date, ms) = m.zone.local(*at)?;
            m.zone.instant(shift(date)?, ms).map(Val::Instant)
        }
        _ => None,
    }
}

/// A date so many months later, where that month has such a day.
fn add_months(date: i32, n: i64) -> Option<i32> {
    let (first, (_, _, day)) = (month_start(date, n)?, ymd(date)?);
    let same = add_days(first, i64::from(day) - 1)?;
    (same < month_start(first, 1)?).then_some(same)
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
