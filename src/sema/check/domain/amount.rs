//! Known amounts: literals, constants and what is computed from them.

use crate::sema::model::{BinaryOp, CivilUnit, ConstState, Expr, ExprKind, Model, Ty, Value};

/// Millionths in one.
pub(crate) const ONE: i128 = 1_000_000;
/// Milliseconds of a day.
pub(crate) const DAY: i128 = 86_400_000;

/// What a tick of an amount is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Scale {
    /// A millionth of the unit that the type tells.
    Millionth,
    /// A millisecond.
    Ms,
    /// A date.
    Day,
    /// A civil or working length: the least unit of its family.
    Civil(CivilUnit),
}

/// A known amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Amount {
    /// How many ticks.
    pub(crate) ticks: i128,
    /// Of what.
    pub(crate) scale: Scale,
}

/// The ticks of a type's amounts; none for a type that is not counted. A civil length has the family of what it meets.
pub(crate) fn scale(ty: &Ty) -> Option<Scale> {
    match ty {
        Ty::Integer | Ty::Number | Ty::Times | Ty::Rings | Ty::Chars | Ty::Money | Ty::Points | Ty::Pace => Some(Scale::Millionth),
        Ty::Duration | Ty::Clock | Ty::Instant => Some(Scale::Ms),
        Ty::Date => Some(Scale::Day),
        Ty::Civil => Some(Scale::Civil(CivilUnit::Days)),
        Ty::Working => Some(Scale::Civil(CivilUnit::WorkMs)),
        Ty::Text
        | Ty::Bool
        | Ty::Mobile
        | Ty::Phone
        | Ty::Recording
        | Ty::Signature
        | Ty::Person(_)
        | Ty::Role
        | Ty::List(_)
        | Ty::Leaf(_)
        | Ty::Record(_)
        | Ty::Phrases
        | Ty::Bad => None,
    }
}

/// The amount an expression always has, if it is made of literals and constants alone.
pub(crate) fn constant(model: &Model, expr: &Expr) -> Option<Amount> {
    at_depth(model, expr, crate::base::limits::NESTING)
}

fn at_depth(model: &Model, expr: &Expr, depth: usize) -> Option<Amount> {
    let depth = depth.checked_sub(1)?;
    match &expr.kind {
        ExprKind::Value(value) => literal(value),
        ExprKind::Const(id) => match &model.consts.get(id.index())?.state {
            ConstState::Value(value) => at_depth(model, value, depth),
            ConstState::Unbound | ConstState::Advice => None,
        },
        ExprKind::Binary(op, left, right) => compute(*op, at_depth(model, left, depth)?, at_depth(model, right, depth)?),
        _ => None,
    }
}

fn literal(value: &Value) -> Option<Amount> {
    let (ticks, scale) = match value {
        Value::Number(n) => (i128::from(n.0), Scale::Millionth),
        Value::Duration(ms) => (i128::from(*ms), Scale::Ms),
        Value::Date(days) => (i128::from(*days), Scale::Day),
        Value::Clock(ms) => (i128::from(*ms), Scale::Ms),
        Value::Local(days, ms) => (i128::from(*days) * DAY + i128::from(*ms), Scale::Ms),
        Value::Civil(n, unit) => {
            let (family, factor) = unit.least();
            (i128::from(*n) * i128::from(factor), Scale::Civil(family))
        }
        Value::Unknown
        | Value::Bool(_)
        | Value::Text(_)
        | Value::Leaf(..)
        | Value::Role(_)
        | Value::Phrases(_)
        | Value::List(_)
        | Value::Record(..) => {
            return None;
        }
    };
    Some(Amount { ticks, scale })
}

fn compute(op: BinaryOp, a: Amount, b: Amount) -> Option<Amount> {
    let same = a.scale == b.scale;
    let (ticks, scale) = match op {
        BinaryOp::Add if same => (a.ticks.checked_add(b.ticks)?, a.scale),
        BinaryOp::Sub if same => (a.ticks.checked_sub(b.ticks)?, a.scale),
        BinaryOp::Mul if b.scale == Scale::Millionth => (rounded(a.ticks.checked_mul(b.ticks)?, ONE), a.scale),
        BinaryOp::Mul if a.scale == Scale::Millionth => (rounded(a.ticks.checked_mul(b.ticks)?, ONE), b.scale),
        BinaryOp::Div if b.ticks == 0 => return None,
        BinaryOp::Div if same => (rounded(a.ticks.checked_mul(ONE)?, b.ticks), Scale::Millionth),
        BinaryOp::Div if b.scale == Scale::Millionth => (rounded(a.ticks.checked_mul(ONE)?, b.ticks), a.scale),
        _ => return None,
    };
    Some(Amount { ticks, scale })
}

/// The quotient, rounded half away from zero as [`crate::base::Decimal`] does.
fn rounded(n: i128, d: i128) -> i128 {
    let (n, d) = if d < 0 { (-n, -d) } else { (n, d) };
    if n < 0 { (n - d / 2) / d } else { (n + d / 2) / d }
}
