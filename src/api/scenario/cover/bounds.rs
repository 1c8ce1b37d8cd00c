//! Boundary points: for each constant that a guard compares with, the value just before it, itself, and just after it.

use super::place::{Place, Places};
use super::words::{self, Scope};
use super::{Hit, Hits};
use crate::base::Decimal;
use crate::base::calendar::text;
use crate::base::duration;
use crate::program::{Cell, Expr, Guard, GuardAt, OfCall, Op, Slot, Type, Value};
use crate::runtime::{Machine, Point};
use std::collections::BTreeMap;

/// A value that a guard should be tried with.
pub(super) struct Bound<'a> {
    pub(super) at: GuardAt,
    pub(super) place: Place,
    pub(super) scope: Scope<'a>,
    pub(super) subject: &'a Expr,
    pub(super) kind: Kind,
    /// In its least parts: millionths, ms, days. A value between it and the constant does as well.
    pub(super) value: i64,
    pub(super) times: u32,
    /// A scenario in which the guard was asked, and when.
    pub(super) asked: Option<Hit>,
}

/// What sort of value it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    Number(Option<Type>),
    Duration,
    Civil(crate::program::CivilUnit),
    Clock,
    Date,
    Instant,
}

impl Bound<'_> {
    /// The value as a script writes it.
    pub(super) fn text(&self) -> String {
        match &self.kind {
            Kind::Number(ty) => words::number(self.value, ty.as_ref()),
            Kind::Duration => duration::zh(self.value),
            Kind::Civil(unit) => format!("{}{}", self.value, unit.words().0),
            Kind::Clock => text::clock(u32::try_from(self.value).unwrap_or_default()),
            Kind::Date => text::date(i32::try_from(self.value).unwrap_or_default()),
            Kind::Instant => crate::api::limits::instant(self.scope.machine, self.value),
        }
    }
}

/// All boundary points of the package, in the order of their guards.
pub(super) fn bounds<'a>(places: &Places<'_>, machine: &'a Machine, hits: &Hits, flow_of: &dyn Fn(u32) -> Option<u32>) -> Vec<Bound<'a>> {
    let mut all: Vec<Bound<'a>> = Vec::new();
    // Guards that ask the same under the same circumstances share their points.
    let mut known: BTreeMap<(String, i64), usize> = BTreeMap::new();
    for (n, guard) in machine.program.guards().into_iter().enumerate() {
        let Some(place) = places.guard(guard.at).filter(|place| places.own(*place)) else { continue };
        let scope = Scope::of(machine, guard.at, flow_of);
        let compared = |from: i64, to: i64| hits.between(Point::Compared(n as u32, from), Point::Compared(n as u32, to));
        let circumstances = circumstances(machine, &guard);
        for value in guard.test.bounds() {
            let Expr::Value(value) = value else { continue };
            let Some((kind, k, step)) = constant(places, machine, &scope, &guard, value, place) else { continue };
            let (below, above) = (k.saturating_sub(step), k.saturating_add(step));
            for (value, from, to) in [(below, below, k.saturating_sub(1)), (k, k, k), (above, k.saturating_add(1), above)] {
                if !allowed(machine, &scope, guard.subject, &kind, value) {
                    continue;
                }
                let times = compared(from, to).map(|(_, hit)| hit.times).max().unwrap_or_default();
                let nearest = compared(i64::MIN, i64::MAX).min_by_key(|(point, _)| match point {
                    Point::Compared(_, other) => other.abs_diff(value),
                    _ => u64::MAX,
                });
                let at = *known.entry((circumstances.clone(), value)).or_insert_with(|| {
                    let subject = guard.subject;
                    all.push(Bound { at: guard.at, place, scope, subject, kind: kind.clone(), value, times: 0, asked: None });
                    all.len() - 1
                });
                if let Some(bound) = all.get_mut(at) {
                    bound.times = bound.times.max(times);
                    bound.asked = bound.asked.or(nearest.map(|(_, hit)| *hit));
                }
            }
        }
    }
    all
}

/// What a guard asks, and what else must hold in its row for it to matter.
fn circumstances(machine: &Machine, guard: &Guard<'_>) -> String {
    let p = &machine.program;
    let row = |cells: &[Cell], column: u32| {
        let others: Vec<&Cell> = cells.iter().enumerate().filter(|(c, _)| *c != column as usize).map(|(_, cell)| cell).collect();
        serde_json::to_string(&others).unwrap_or_default()
    };
    match guard.at {
        GuardAt::Row(pc, r, column) => {
            let cells = match p.code.get(pc as usize) {
                Some(Op::Branch(table)) => table.rows.get(r as usize).map_or(&[][..], |(cells, _)| cells),
                _ => &[],
            };
            format!("step {pc} {column} {}", row(cells, column))
        }
        GuardAt::Decision(d, r, column) => {
            let cells = p.decisions.get(d as usize).and_then(|d| d.table.rows.get(r as usize)).map_or(&[][..], |r| &r.cells);
            format!("decision {d} {column} {}", row(cells, column))
        }
        at => format!("{at:?} {}", serde_json::to_string(guard.subject).unwrap_or_default()),
    }
}

/// A constant that has neighbours: its sort, its value, and the step to them.
fn constant(
    places: &Places<'_>,
    machine: &Machine,
    scope: &Scope<'_>,
    guard: &Guard<'_>,
    value: &Value,
    place: Place,
) -> Option<(Kind, i64, i64)> {
    // A clock that is written to the minute is tried a minute before and after.
    let fine = |ms: i64| {
        if ms % 60_000 == 0 {
            60_000
        } else if ms % 1000 == 0 {
            1000
        } else {
            1
        }
    };
    Some(match value {
        Value::Number(n) => {
            let ty = scope.ty(guard.subject);
            let whole = matches!(ty, Some(Type::Integer | Type::Times | Type::Rings | Type::Chars));
            let mut step = 1_000_000;
            while !whole && step > 1 && n.0 % step != 0 {
                step /= 10;
            }
            (Kind::Number(ty), n.0, step)
        }
        Value::Duration(ms) => (Kind::Duration, *ms, places.least_length(place)),
        Value::Civil(n, unit) => (Kind::Civil(*unit), *n, 1),
        Value::Clock(ms) => (Kind::Clock, i64::from(*ms), fine(i64::from(*ms))),
        Value::Date(days) => (Kind::Date, i64::from(*days), 1),
        Value::Local(date, ms) => (Kind::Instant, machine.instant(*date, *ms)?, fine(i64::from(*ms))),
        Value::Unknown | Value::Bool(_) | Value::Text(_) | Value::Leaf(..) | Value::Role(_) | Value::Phrases(_) => return None,
    })
}

/// Whether what is compared can have a value at all.
fn allowed(machine: &Machine, scope: &Scope<'_>, subject: &Expr, kind: &Kind, value: i64) -> bool {
    let least = match subject {
        Expr::Ring => Some(1_000_000),
        Expr::Count(_) | Expr::Chars(_) | Expr::OfCall(_) => Some(0),
        _ => match kind {
            Kind::Clock => Some(0),
            Kind::Number(Some(Type::Times | Type::Rings | Type::Chars)) => Some(0),
            _ => None,
        },
    };
    let in_day = *kind != Kind::Clock || value < 86_400_000;
    let in_whole = !matches!(subject, Expr::OfCall(OfCall::TalkShare)) || value <= Decimal::ONE.0;
    in_day && in_whole && least.is_none_or(|least| value >= least) && scope.slot(subject).is_none_or(|slot| in_range(machine, slot, value))
}

fn in_range(machine: &Machine, slot: &Slot, value: i64) -> bool {
    let Some(range) = &slot.range else { return true };
    let end = |e: &Option<Box<Expr>>| match e.as_deref() {
        Some(Expr::Value(Value::Number(n))) => Some(n.0),
        Some(Expr::Value(Value::Duration(n))) => Some(*n),
        Some(Expr::Value(Value::Civil(n, _))) => Some(*n),
        Some(Expr::Value(Value::Clock(n))) => Some(i64::from(*n)),
        Some(Expr::Value(Value::Date(n))) => Some(i64::from(*n)),
        Some(Expr::Value(Value::Local(date, ms))) => machine.instant(*date, *ms),
        _ => None,
    };
    let (low, high) = (end(&range.low), end(&range.high));
    low.is_none_or(|low| value >= low) && high.is_none_or(|high| if range.open { value < high } else { value <= high })
}
