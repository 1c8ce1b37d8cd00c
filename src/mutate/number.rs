//! Numbers as they are written, and the numbers next to them.

use super::turn::Turn;
use super::walk::Node;
use crate::base::Decimal;
use crate::syntax::ast::{Expr, ExprKind, Unit};

/// Units that the clock runs by, the longest first, in ms.
const EXACT: [(Unit, i64); 4] = [(Unit::Hours, 3_600_000), (Unit::Minutes, 60_000), (Unit::Seconds, 1_000), (Unit::Ms, 1)];
/// A minute: times of day are written to the minute.
const MINUTE: u32 = 60_000;
/// The last instant of a day.
const MIDNIGHT: u32 = 86_400_000;

/// Notes the smallest unit of time that a file writes.
pub(super) fn note(node: &Node<'_>, turn: &mut Turn<'_>) {
    let Node::Expr(Expr { kind: ExprKind::Quantity(parts), .. }) = node else { return };
    for (_, unit) in parts {
        if let Some(ms) = exact(*unit) {
            turn.finest = turn.finest.map_or(Some(ms), |finest| Some(finest.min(ms)));
        }
    }
}

/// The numbers next to one that is written, the smaller first; none for what is no number.
pub(super) fn neighbours(kind: &ExprKind, finest: Option<i64>) -> Vec<ExprKind> {
    match kind {
        ExprKind::Number(n) => beside(*n, grain(*n)).into_iter().map(ExprKind::Number).collect(),
        ExprKind::Clock(clock) => {
            let earlier = clock.0.checked_sub(MINUTE);
            let later = clock.0.checked_add(MINUTE).filter(|ms| *ms <= MIDNIGHT);
            earlier.into_iter().chain(later).map(|ms| ExprKind::Clock(crate::syntax::ast::Clock(ms))).collect()
        }
        ExprKind::Quantity(parts) => match length(parts) {
            Some(ms) => {
                let by = finest.unwrap_or(1);
                // A length of nothing is no limit any more.
                let all = [ms.checked_sub(by).filter(|ms| *ms > 0), ms.checked_add(by)];
                all.into_iter().flatten().filter_map(of_length).collect()
            }
            None => last_moved(parts),
        },
        _ => Vec::new(),
    }
}

/// Twice a length that is written; none for what is no length of time.
pub(super) fn doubled(kind: &ExprKind) -> Option<ExprKind> {
    let ExprKind::Quantity(parts) = kind else { return None };
    let twice = |(n, unit): &(Decimal, Unit)| Some((n.plus(*n)?, *unit));
    match length(parts) {
        Some(ms) => of_length(ms.checked_mul(2)?),
        None if parts.iter().all(|(_, unit)| civil(*unit)) => parts.iter().map(twice).collect::<Option<_>>().map(ExprKind::Quantity),
        None => None,
    }
}

/// A length by the clock in ms, where all its units are exact.
fn length(parts: &[(Decimal, Unit)]) -> Option<i64> {
    parts.iter().try_fold(0_i64, |sum, (n, unit)| sum.checked_add(n.0.checked_mul(exact(*unit)?)? / Decimal::ONE.0))
}

fn exact(unit: Unit) -> Option<i64> {
    EXACT.iter().find(|(u, _)| *u == unit).map(|(_, ms)| *ms)
}

/// The same length in its largest units.
fn of_length(ms: i64) -> Option<ExprKind> {
    let mut rest = ms;
    let mut parts = Vec::new();
    for (unit, size) in EXACT {
        if rest >= size {
            parts.push((Decimal::from_int(rest / size)?, unit));
            rest %= size;
        }
    }
    (!parts.is_empty()).then_some(ExprKind::Quantity(parts))
}

/// A quantity of another sort, its last part moved by one.
fn last_moved(parts: &[(Decimal, Unit)]) -> Vec<ExprKind> {
    let Some(((n, unit), before)) = parts.split_last() else { return Vec::new() };
    let with = |n: Decimal| ExprKind::Quantity(before.iter().copied().chain([(n, *unit)]).collect());
    // No length is nothing, and a telephone that rings rings at least once.
    let none = |n: &Decimal| n.0 == 0 && (civil(*unit) || *unit == Unit::Rings);
    beside(*n, grain(*n)).into_iter().filter(|n| !none(n)).map(with).collect()
}

fn beside(n: Decimal, by: i64) -> Vec<Decimal> {
    let less = n.0.checked_sub(by).filter(|n| *n >= 0);
    less.into_iter().chain(n.0.checked_add(by)).map(Decimal).collect()
}

/// One in the last place that is written, in millionths.
fn grain(n: Decimal) -> i64 {
    let mut grain = Decimal::ONE.0;
    while grain > 1 && n.0 % grain != 0 {
        grain /= 10;
    }
    grain
}

fn civil(unit: Unit) -> bool {
    match unit {
        Unit::Days | Unit::Workdays | Unit::WorkHours | Unit::WorkMinutes | Unit::Weeks | Unit::Months | Unit::Quarters | Unit::Years => {
            true
        }
        Unit::Rings
        | Unit::Times
        | Unit::Ms
        | Unit::Seconds
        | Unit::Minutes
        | Unit::Hours
        | Unit::DayOfMonth
        | Unit::Yuan
        | Unit::Points
        | Unit::Chars
        | Unit::CharsPerMinute => false,
    }
}

/// A number as a script writes it, with the units of one language or the other.
pub(super) fn written(kind: &ExprKind, english: bool) -> String {
    match kind {
        ExprKind::Number(n) => n.to_string(),
        ExprKind::Clock(clock) => format!("{:02}:{:02}", clock.0 / 3_600_000, clock.0 / 60_000 % 60),
        ExprKind::Quantity(parts) => parts.iter().map(|(n, unit)| format!("{n}{}", word(*unit, english))).collect(),
        _ => String::new(),
    }
}

fn word(unit: Unit, english: bool) -> &'static str {
    let (zh, en) = match unit {
        Unit::Rings => ("声", "rings"),
        Unit::Times => ("次", "times"),
        Unit::Ms => ("毫秒", "ms"),
        Unit::Seconds => ("秒", "s"),
        Unit::Minutes => ("分钟", "min"),
        Unit::Hours => ("小时", "h"),
        Unit::Days => ("天", "d"),
        Unit::Workdays => ("个工作日", "wd"),
        Unit::WorkHours => ("个工作小时", "wh"),
        Unit::WorkMinutes => ("个工作分钟", "wmin"),
        Unit::Weeks => ("周", "wk"),
        Unit::Months => ("个月", "mo"),
        Unit::Quarters => ("季", "qtr"),
        Unit::Years => ("年", "yr"),
        Unit::DayOfMonth => ("号", "th"),
        Unit::Yuan => ("元", "yuan"),
        Unit::Points => ("分", "points"),
        Unit::Chars => ("字", "chars"),
        Unit::CharsPerMinute => ("字/分钟", "cpm"),
    };
    if english { en } else { zh }
}

#[cfg(test)]
mod tests {
    use super::{doubled, neighbours, written};
    use crate::base::Decimal;
    use crate::syntax::ast::{Clock, ExprKind, Unit};

    fn of(parts: &[(&str, Unit)]) -> ExprKind {
        ExprKind::Quantity(parts.iter().map(|(n, u)| (Decimal::parse(n).unwrap(), *u)).collect())
    }

    fn beside(kind: &ExprKind, finest: Option<i64>) -> String {
        neighbours(kind, finest).iter().map(|k| written(k, false)).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn moves_by_the_smallest_unit_written() {
        assert_eq!(beside(&of(&[("18", Unit::Hours)]), Some(60_000)), "17小时59分钟 18小时1分钟");
        assert_eq!(beside(&of(&[("1", Unit::Seconds)]), Some(1_000)), "2秒");
        assert_eq!(beside(&of(&[("1.5", Unit::Hours)]), Some(3_600_000)), "30分钟 2小时30分钟");
        assert_eq!(beside(&of(&[("3", Unit::Workdays)]), Some(1)), "2个工作日 4个工作日");
        assert_eq!(beside(&of(&[("1", Unit::Months)]), None), "2个月");
        assert_eq!(beside(&of(&[("0", Unit::Times)]), None), "1次");
        assert_eq!(beside(&of(&[("1", Unit::Rings)]), None), "2声");
        assert_eq!(beside(&ExprKind::Number(Decimal::parse("0.8").unwrap()), None), "0.7 0.9");
        assert_eq!(beside(&ExprKind::Clock(Clock(0)), None), "00:01");
        assert_eq!(beside(&ExprKind::Clock(Clock(86_400_000)), None), "23:59");
        assert_eq!(beside(&ExprKind::Now, None), "");
    }

    #[test]
    fn doubles_lengths_alone() {
        let twice = |kind: &ExprKind| doubled(kind).map(|k| written(&k, true));
        assert_eq!(twice(&of(&[("45", Unit::Minutes)])).as_deref(), Some("1h30min"));
        assert_eq!(twice(&of(&[("3", Unit::Days)])).as_deref(), Some("6d"));
        assert_eq!(twice(&of(&[("3", Unit::Times)])), None);
        assert_eq!(twice(&ExprKind::Quantity(vec![(Decimal(i64::MAX), Unit::Hours)])), None);
    }
}
