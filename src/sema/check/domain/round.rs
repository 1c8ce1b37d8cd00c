//! A number that a person would name.

use super::amount::{self, DAY, ONE, Scale};
use crate::sema::model::{CivilUnit, Ty};

/// 2026-01-05, in days since 1970-01-01.
const MONDAY: i128 = 20_458;

/// A round number between the ends, both included, where they are known. The ends must be in order.
pub(crate) fn round(low: Option<i128>, high: Option<i128>, ty: &Ty, whole: bool) -> i128 {
    let fits = |n: i128| low.is_none_or(|l| l <= n) && high.is_none_or(|h| n <= h);
    // The year 1970 is no example of a time; a Monday morning is.
    let zero = match ty {
        Ty::Instant => MONDAY * DAY + 9 * 3_600_000,
        Ty::Date => MONDAY,
        _ => 0,
    };
    if fits(zero) {
        return zero;
    }
    let scale = amount::scale(ty).unwrap_or(Scale::Millionth);
    let near = [low, high].into_iter().flatten().map(i128::abs).min().unwrap_or(0);
    let steps = steps(scale, whole);
    // A step larger than the number itself would name a case far from where the rows are, unless the number is next to nothing.
    let fine = |s: &&i128| near < 1_000 || **s <= near;
    let candidates = steps.iter().filter(fine).chain(&steps);
    for step in candidates {
        let n = match (low, high) {
            (Some(l), _) if l > 0 => -(-l).div_euclid(*step) * step,
            (_, Some(h)) => h.div_euclid(*step) * step,
            (Some(l), None) => l,
            (None, None) => 0,
        };
        if fits(n) {
            return n;
        }
    }
    low.or(high).unwrap_or(0)
}

fn steps(scale: Scale, whole: bool) -> Vec<i128> {
    match scale {
        Scale::Ms | Scale::Civil(CivilUnit::WorkMs) => vec![3_600_000, 1_800_000, 600_000, 60_000, 10_000, 1_000, 100, 1],
        Scale::Millionth if !whole => vec![ONE, ONE / 2, ONE / 10, ONE / 100, ONE / 1_000, 1],
        Scale::Millionth | Scale::Day | Scale::Civil(_) => vec![1],
    }
}
