//! Values that people and hosts may give: of all that nothing in the program can tell apart, one.

use super::reads::Reads;
use crate::base::Decimal;
use crate::base::calendar::zone::ymd;
use crate::program::{Expr, Program, Slot, Type, Value};
use serde_json::Value as Json;

/// Values of one place that are tried at most.
const MOST: usize = 48;
/// In a place of an instant: it is chosen when the event is sent.
pub(super) const HOLE: &str = "\u{0}instant";
/// An instant that nothing asks for.
const ANY: &str = "2026-01-05 09:00";

/// A value, and of an instant between which distances from the present it is chosen.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Given {
    pub(super) value: Json,
    pub(super) within: Option<(i64, i64)>,
}

impl From<Json> for Given {
    fn from(value: Json) -> Self {
        Self { value, within: None }
    }
}

/// One value for each way in which the values of a place can be told apart; a single one where nothing asks. None where there are too
/// many.
pub(super) fn values(p: &Program, reads: &Reads, slot: &Slot, asked: bool) -> Option<Vec<Given>> {
    let mut all = if asked { told_apart(p, reads, slot) } else { any(p, reads, slot).into_iter().collect() };
    if asked && slot.optional {
        all.push(Json::Null.into());
    }
    (all.len() <= MOST).then_some(all)
}

/// A value of a place that nothing asks for.
fn any(p: &Program, reads: &Reads, slot: &Slot) -> Option<Given> {
    match slot.ty {
        Type::Instant => Some(Json::from(ANY).into()),
        _ => told_apart(p, reads, slot).into_iter().next(),
    }
}

fn told_apart(p: &Program, reads: &Reads, slot: &Slot) -> Vec<Given> {
    let texts = |names: &[&str]| names.iter().map(|n| Given::from(Json::from(*n))).collect::<Vec<_>>();
    match &slot.ty {
        Type::Text | Type::Recording | Type::Signature => {
            let known = reads.texts.iter().map(|t| Given::from(Json::from(t.as_str())));
            texts(&["甲", "乙"]).into_iter().chain(known).collect()
        }
        Type::Mobile => texts(&["13800000000", "13900000000"]),
        Type::Phone => texts(&["057488888888", "057488888889"]),
        Type::Bool => vec![Json::from(true).into(), Json::from(false).into()],
        Type::Integer | Type::Times | Type::Rings | Type::Chars => {
            let least = if slot.ty == Type::Integer { i64::MIN } else { 0 };
            let numbers = around(slot, reads.numbers.iter().copied(), 1_000_000, least, number);
            numbers.into_iter().map(|n| Json::from(n.div_euclid(1_000_000)).into()).collect()
        }
        Type::Number | Type::Money | Type::Points | Type::Pace => {
            let numbers = around(slot, reads.numbers.iter().copied(), 1, i64::MIN, number);
            numbers.into_iter().map(|n| decimal(n).into()).collect()
        }
        Type::Duration => {
            let lengths = around(slot, reads.lengths.iter().copied(), 1, i64::MIN, ms);
            lengths.into_iter().map(|n| Json::from(n).into()).collect()
        }
        Type::Clock => {
            let clocks = around(slot, reads.clocks.iter().map(|c| i64::from(*c)), 60_000, 0, clock);
            let minutes = clocks.into_iter().filter(|c| *c < 86_400_000);
            minutes.map(|c| Json::from(format!("{:02}:{:02}", c / 3_600_000, c / 60_000 % 60)).into()).collect()
        }
        Type::Date => {
            let dates = around(slot, reads.dates.iter().map(|d| i64::from(*d)), 1, 0, date);
            dates.into_iter().filter_map(iso).map(|d| Json::from(d).into()).collect()
        }
        Type::Instant => distances(reads),
        Type::Civil => texts(&["1天"]),
        Type::Person(_) => texts(&["某人", "别人"]),
        Type::Role => p.roles.iter().map(|r| Json::from(r.name.as_str()).into()).collect(),
        Type::Phrases => p.phrases.iter().map(|c| Json::from(c.name.as_str()).into()).collect(),
        Type::Taxonomy(t) => {
            let leaves = p.taxonomies.get(*t as usize).map_or(&[][..], |t| &t.leaves);
            leaves.iter().map(|l| Json::from(l.name.as_str()).into()).collect()
        }
        Type::List(inner) => {
            let slot = Slot { ty: (**inner).clone(), optional: false, range: None };
            let one = told_apart(p, reads, &slot).into_iter().next().map(|g| g.value);
            let lists = [one.clone().into_iter().collect::<Vec<_>>(), Vec::new(), one.iter().chain(&one).cloned().collect()];
            lists.into_iter().map(|l| Json::Array(l).into()).collect()
        }
        Type::Form(form) => vec![record(p, reads, *form).into()],
    }
}

/// A record with a value in every field; what is asked for of it is told apart by [`records`].
fn record(p: &Program, reads: &Reads, form: u32) -> Json {
    let fields = p.forms.get(form as usize).map_or(&[][..], |f| &f.fields);
    let shown = fields.iter().filter(|f| f.derived.is_none() && !matches!(f.slot.ty, Type::Form(_)));
    Json::Object(shown.filter_map(|f| Some((f.name.to_string(), any(p, reads, &f.slot)?.value))).collect())
}

/// Records that the host gives, told apart by the fields that something asks for. None where there are too many.
pub(super) fn records(p: &Program, reads: &Reads, form: u32) -> Option<Vec<Given>> {
    let mut all = vec![Given::from(record(p, reads, form))];
    let fields = p.forms.get(form as usize).map_or(&[][..], |f| &f.fields);
    for (at, field) in fields.iter().enumerate() {
        if field.derived.is_some() || !reads.asks_field(form, at as u32, field) {
            continue;
        }
        let values = values(p, reads, &field.slot, true)?;
        // One instant can be chosen when the event is sent, not two.
        if values.iter().any(|v| v.within.is_some()) && all.iter().any(|one| one.within.is_some()) {
            return None;
        }
        let with = |one: &Given, value: &Given| {
            let mut made = one.clone();
            if let Some(o) = made.value.as_object_mut() {
                o.insert(field.name.to_string(), value.value.clone());
            }
            made.within = made.within.or(value.within);
            made
        };
        all = all.iter().flat_map(|one| values.iter().map(|v| with(one, v)).collect::<Vec<_>>()).collect();
        if all.len() > MOST * 4 {
            return None;
        }
    }
    Some(all)
}

/// Every constant, one step to each side of it, and nothing outside the declared range. At least one value.
fn around(slot: &Slot, constants: impl Iterator<Item = i64>, step: i64, least: i64, read: fn(&Value) -> Option<i64>) -> Vec<i64> {
    let end = |e: &Option<Box<Expr>>| match e.as_deref() {
        Some(Expr::Value(value)) => read(value),
        _ => None,
    };
    let (low, high, open) = slot.range.as_ref().map_or((None, None, false), |r| (end(&r.low), end(&r.high), r.open));
    let low = low.unwrap_or(least).max(least);
    let high = high.unwrap_or(i64::MAX).saturating_sub(if open { 1 } else { 0 });
    let whole = |n: i64| n.div_euclid(step).saturating_mul(step);
    let mut all: Vec<i64> = constants.flat_map(|c| [whole(c).saturating_sub(step), whole(c), whole(c).saturating_add(step)]).collect();
    all.extend([low, high].into_iter().filter(|n| *n > i64::MIN && *n < i64::MAX - 1));
    all.retain(|n| (low..=high).contains(n));
    all.sort_unstable();
    all.dedup();
    // Between two points further apart than a step lies what is neither.
    let between: Vec<i64> = all.windows(2).filter_map(|w| w.first().zip(w.get(1))).map(|(a, b)| whole(a + (b - a) / 2)).collect();
    all.extend(between);
    if all.is_empty() {
        all.push(if (low..=high).contains(&step) { step } else { low.max(0) });
    }
    all.sort_unstable();
    all.dedup();
    all
}

/// Instants by how far they are from the present: at each distance that something asks for, and between them.
fn distances(reads: &Reads) -> Vec<Given> {
    let hole = |low: i64, high: i64| Given { value: Json::from(HOLE), within: Some((low, high)) };
    const DAY: i64 = 86_400_000;
    let (Some(first), Some(last)) = (reads.distances.first(), reads.distances.last()) else { return vec![hole(DAY, DAY)] };
    let mut all = Vec::new();
    for (i, at) in reads.distances.iter().enumerate() {
        all.push(hole(*at, *at));
        if let Some(next) = reads.distances.get(i + 1).filter(|next| **next > at + 1) {
            all.push(hole(at + 1, next - 1));
        }
    }
    all.push(hole(last + 1, last + 30 * DAY));
    all.push(hole(first - 30 * DAY, first - 1));
    all
}

fn number(value: &Value) -> Option<i64> {
    match value {
        Value::Number(n) => Some(n.0),
        _ => None,
    }
}

fn ms(value: &Value) -> Option<i64> {
    match value {
        Value::Duration(ms) => Some(*ms),
        _ => None,
    }
}

fn clock(value: &Value) -> Option<i64> {
    match value {
        Value::Clock(ms) => Some(i64::from(*ms)),
        _ => None,
    }
}

fn date(value: &Value) -> Option<i64> {
    match value {
        Value::Date(days) => Some(i64::from(*days)),
        _ => None,
    }
}

fn decimal(millionths: i64) -> Json {
    match Decimal(millionths).to_int() {
        Some(n) => Json::from(n),
        None => Json::from(Decimal(millionths).to_string()),
    }
}

fn iso(days: i64) -> Option<String> {
    let (year, month, day) = ymd(i32::try_from(days).ok()?)?;
    Some(format!("{year:04}-{month:02}-{day:02}"))
}
