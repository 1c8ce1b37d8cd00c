//! Values that people and hosts may give: of all that nothing in the program can tell apart, one.

use super::Why;
use super::reads::Reads;
use crate::base::Decimal;
use crate::base::calendar::zone::ymd;
use crate::program::{Expr, Field, Param, Program, Required, Slot, Type, Value};
use crate::runtime::fits_format;
use serde_json::{Map, Value as Json};
use std::collections::BTreeSet;

/// Values of one place that are tried at most.
const MOST: usize = 48;
/// Ways in which several places can be filled together that are tried at most.
const WAYS: usize = 256;
/// Records in records.
const DEEP: usize = 4;
/// In a place of an instant: it is chosen when the event is sent.
pub(super) const HOLE: &str = "\u{0}instant";
/// An instant that nothing asks for.
const ANY: &str = "2026-01-05 09:00";

/// 1, and 0.01, in millionths.
const ONE: i64 = 1_000_000;
const CENT: i64 = 10_000;
const SECOND: i64 = 1_000;
const MINUTE: i64 = 60_000;
/// Nine o'clock in ms, and 2026-01-05 in days since 1970-01-01.
const NINE: i64 = 9 * 60 * MINUTE;
const MONDAY: i64 = 20_458;

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

/// Every way to give values to several places, by their names: the one function that makes products of values, and the one place that says
/// when there are too many. One instant can be chosen when an event is sent, not two.
pub(super) fn product<'n>(places: impl IntoIterator<Item = (&'n str, Vec<Given>)>) -> Result<Vec<Given>, Why> {
    let mut all = vec![Given::from(Json::Object(Map::new()))];
    for (name, values) in places {
        if values.is_empty() {
            return Err(Why::Untried);
        }
        let instant = |of: &[Given]| of.iter().any(|g| g.within.is_some());
        if instant(&values) && instant(&all) || all.len().saturating_mul(values.len()) > WAYS {
            return Err(Why::Values);
        }
        let with = |one: &Given, value: &Given| {
            let mut made = one.clone();
            if let Some(o) = made.value.as_object_mut() {
                o.insert(name.to_owned(), value.value.clone());
            }
            made.within = made.within.or(value.within);
            made
        };
        all = all.iter().flat_map(|one| values.iter().map(|v| with(one, v)).collect::<Vec<_>>()).collect();
    }
    Ok(all)
}

/// The ways in which declared arguments can be given; one value for what nothing asks for.
pub(super) fn arguments<'p>(p: &Program, reads: &Reads, params: impl IntoIterator<Item = (&'p Param, bool)>) -> Result<Vec<Given>, Why> {
    let places: Result<Vec<_>, Why> =
        params.into_iter().map(|(param, asked)| Ok((param.name.as_str(), values(p, reads, &param.slot, asked)?))).collect();
    product(places?)
}

/// One value for each way in which the values of a place can be told apart; a single one where nothing asks.
pub(super) fn values(p: &Program, reads: &Reads, slot: &Slot, asked: bool) -> Result<Vec<Given>, Why> {
    Place { p, reads, slot, pattern: None, chars: 0, depth: 0, asked }.values(asked)
}

/// The same of a field.
pub(super) fn of_field(p: &Program, reads: &Reads, field: &Field, asked: bool) -> Result<Vec<Given>, Why> {
    Place { p, reads, slot: &field.slot, pattern: None, chars: 0, depth: 0, asked }.of(field).values(asked)
}

/// Where a value is given.
#[derive(Clone, Copy)]
struct Place<'a> {
    p: &'a Program,
    reads: &'a Reads,
    slot: &'a Slot,
    /// 格式
    pattern: Option<&'a str>,
    /// 分段: how many characters it has; 0 for any number.
    chars: usize,
    /// Records around it.
    depth: usize,
    /// Something asks for it: else any value is as good as another.
    asked: bool,
}

impl<'a> Place<'a> {
    fn of(self, field: &'a Field) -> Self {
        let chars = field.grouped.iter().map(|n| *n as usize).sum();
        Self { slot: &field.slot, pattern: field.pattern.as_deref(), chars, ..self }
    }

    fn values(&self, asked: bool) -> Result<Vec<Given>, Why> {
        if !asked {
            return Ok(self.any()?.into_iter().collect());
        }
        let mut all = self.told_apart()?;
        if self.slot.optional {
            all.push(Json::Null.into());
        }
        if all.len() > WAYS || all.len() > MOST && !matches!(self.slot.ty, Type::Form(_)) { Err(Why::Values) } else { Ok(all) }
    }

    /// A value that nothing asks for.
    fn any(&self) -> Result<Option<Given>, Why> {
        Ok(match &self.slot.ty {
            Type::Instant => Some(Json::from(ANY).into()),
            Type::Civil => Some(Json::from("1天").into()),
            Type::List(inner) => {
                let slot = Slot { ty: (**inner).clone(), optional: false, range: None };
                let item = Place { slot: &slot, ..*self }.any()?.map(|g| g.value);
                let least = end(self.slot.range.as_ref().and_then(|r| r.low.as_deref()), number).map_or(1, |n| n / 1_000_000);
                item.map(|item| Json::Array(vec![item; usize::try_from(least).unwrap_or(1).min(MOST)]).into())
            }
            _ => self.told_apart()?.into_iter().next(),
        })
    }

    fn told_apart(&self) -> Result<Vec<Given>, Why> {
        let Self { p, reads, slot, .. } = *self;
        let digits = |text: &&String| text.len() >= 7 && text.bytes().all(|b| b.is_ascii_digit());
        let numbers = || reads.texts.iter().filter(digits).map(|t| Given::from(Json::from(t.as_str())));
        Ok(match &slot.ty {
            Type::Text | Type::Recording | Type::Signature => self.texts()?,
            Type::Mobile if reads.held_texts.is_empty() => {
                let known = numbers().filter(|g| g.value.as_str().is_some_and(|t| t.len() == 11 && t.starts_with('1')));
                apart(reads, &["13800000000", "13900000000", "13700000000"])?.into_iter().chain(known).collect()
            }
            Type::Phone if reads.held_texts.is_empty() => {
                apart(reads, &["057488888888", "057488888889", "057488888887"])?.into_iter().chain(numbers()).collect()
            }
            Type::Bool => vec![Json::from(true).into(), Json::from(false).into()],
            Type::Integer | Type::Times | Type::Rings | Type::Chars => {
                let least = if slot.ty == Type::Integer { i64::MIN } else { 0 };
                let numbers = self.around(reads.numbers.iter().copied(), (&[ONE], ONE), least, number)?;
                numbers.into_iter().map(|n| Json::from(n.div_euclid(1_000_000)).into()).collect()
            }
            Type::Number | Type::Money | Type::Points | Type::Pace => {
                let cents = if slot.ty == Type::Money { &[CENT, 1][..] } else { &[ONE, CENT, 1] };
                let numbers = self.around(reads.numbers.iter().copied(), (cents, ONE), i64::MIN, number)?;
                numbers.into_iter().map(|n| decimal(n).into()).collect()
            }
            Type::Duration => {
                let lengths = self.around(reads.lengths.iter().copied(), (&[MINUTE, SECOND, 1], MINUTE), i64::MIN, ms)?;
                lengths.into_iter().map(|n| Json::from(n).into()).collect()
            }
            Type::Clock => {
                let clocks = self.around(reads.clocks.iter().map(|c| i64::from(*c)), (&[MINUTE], NINE), 0, clock)?;
                let minutes = clocks.into_iter().filter(|c| *c < 86_400_000);
                minutes.map(|c| Json::from(format!("{:02}:{:02}", c / 3_600_000, c / 60_000 % 60)).into()).collect()
            }
            Type::Date => {
                let dates = self.around(reads.dates.iter().map(|d| i64::from(*d)), (&[1], MONDAY), 0, date)?;
                dates.into_iter().filter_map(iso).map(|d| Json::from(d).into()).collect()
            }
            Type::Instant => distances(reads),
            Type::Person(_) if !reads.roles_of_persons => {
                let known = reads.texts.iter().map(|t| Given::from(Json::from(t.as_str())));
                apart(reads, &["某人", "别人", "旁人"])?.into_iter().chain(known).collect()
            }
            Type::Role => p.roles.iter().map(|r| Json::from(r.name.as_str()).into()).collect(),
            Type::Phrases => p.phrases.iter().map(|c| Json::from(c.name.as_str()).into()).collect(),
            Type::Taxonomy(t) => {
                let leaves = p.taxonomies.get(*t as usize).map_or(&[][..], |t| &t.leaves);
                let told = reads.leaves.told(*t, leaves.len() as u32).into_iter();
                told.filter_map(|l| leaves.get(l as usize)).map(|l| Json::from(l.name.as_str()).into()).collect()
            }
            Type::Form(_) if self.depth > DEEP => return Err(Why::Values),
            Type::Form(form) => self.records(*form)?,
            // How many items a list has, and which, is not cut into finitely many ways; nor are civil lengths, and what holds a text.
            Type::List(_) | Type::Civil | Type::Mobile | Type::Phone | Type::Person(_) => return Err(Why::Untried),
        })
    }

    /// Every constant, one step to each side of it, and nothing outside the declared range; a plain value where nothing asks. A step is
    /// the first of some units that all of them are made of: nobody enters a millionth where all else is whole. At least one value.
    fn around(
        &self,
        constants: impl Iterator<Item = i64>,
        (units, usual): (&[i64], i64),
        least: i64,
        read: fn(&Value) -> Option<i64>,
    ) -> Result<Vec<i64>, Why> {
        let range = self.slot.range.as_ref();
        if range.is_some_and(|r| r.low.iter().chain(&r.high).any(|e| end(Some(e), read).is_none())) {
            // The range itself is a value of the call.
            return Err(Why::Untried);
        }
        let (low, high, open) = range.map_or((None, None, false), |r| (end(r.low.as_deref(), read), end(r.high.as_deref(), read), r.open));
        let low = low.unwrap_or(least).max(least);
        let finest = units.last().copied().unwrap_or(1);
        let top = high.unwrap_or(i64::MAX);
        let floor = |n: i64, unit: i64| n.div_euclid(unit).saturating_mul(unit);
        let mut named: BTreeSet<i64> = constants.map(|c| floor(c, finest)).filter(|_| self.asked).collect();
        let ends = [low, top].into_iter().filter(|n| *n > i64::MIN && *n < i64::MAX - 1);
        let made_of = |unit: &i64| named.iter().copied().chain(ends.clone()).all(|n| n.rem_euclid(*unit) == 0);
        let step = units.iter().copied().find(made_of).unwrap_or(finest);
        let high = if open { top.saturating_sub(1) } else { top };
        let usual = usual.clamp(low, if open { top.saturating_sub(step) } else { top }.max(low));
        if !self.asked {
            return Ok(vec![usual]);
        }
        // The end of a range that is open is not a value of it, but what lies before it is told from it.
        named.extend(open.then_some(top));
        let beside = named.iter().flat_map(|c| [c.saturating_sub(step), *c, c.saturating_add(step)]);
        let mut all: BTreeSet<i64> = beside.chain([low, top]).filter(|n| *n > i64::MIN && *n < i64::MAX - 1).collect();
        all.retain(|n| (low..=top).contains(n));
        let sorted: Vec<i64> = all.iter().copied().collect();
        for (a, b) in sorted.windows(2).filter_map(|w| w.first().copied().zip(w.get(1).copied())) {
            // Between two points further apart than a step lies what is neither; between two constants always, if they leave room.
            let middle = a + (b - a) / 2;
            let apart = named.contains(&a) && named.contains(&b);
            let between = Some(floor(middle, step)).filter(|n| *n > a).or(apart.then(|| floor(middle, finest)).filter(|n| *n > a));
            all.extend(between);
        }
        all.retain(|n| (low..=high).contains(n));
        if all.is_empty() {
            all.insert(usual);
        }
        Ok(all.into_iter().collect())
    }

    /// Texts: those the program names, others, and those that hold what it looks for, alone and together.
    fn texts(&self) -> Result<Vec<Given>, Why> {
        let reads = self.reads;
        let mut all: Vec<String> = match self.pattern {
            Some(pattern) => (0..3).map(|n| fitting(pattern, n)).collect(),
            None if self.chars > 0 => (0..3).map(|n| fitting(&"9".repeat(self.chars), n)).collect(),
            None => apart(reads, &["甲", "乙", "丙"])?.into_iter().filter_map(|g| g.value.as_str().map(str::to_owned)).collect(),
        };
        all.extend(reads.texts.iter().filter(|t| self.takes(t)).cloned());
        if reads.held_texts.len() > 3 || !reads.held_texts.is_empty() && (self.pattern.is_some() || self.chars > 0) {
            return Err(Why::Untried);
        }
        let held: Vec<&str> = reads.held_texts.iter().map(String::as_str).collect();
        for (i, one) in held.iter().enumerate() {
            all.push((*one).to_owned());
            all.extend(held.iter().skip(i + 1).map(|other| format!("{one}，{other}")));
        }
        if held.len() == 3 {
            all.push(held.join("，"));
        }
        let mut seen = BTreeSet::new();
        all.retain(|text| seen.insert(text.clone()));
        Ok(all.into_iter().map(|text| Json::from(text).into()).collect())
    }

    /// Whether a text is of its 格式 and 分段.
    fn takes(&self, text: &str) -> bool {
        self.pattern.is_none_or(|pattern| fits_format(pattern, text)) && (self.chars == 0 || text.chars().count() == self.chars)
    }

    /// Records that the host gives, told apart by the fields that something asks for; a value in every other.
    fn records(&self, form: u32) -> Result<Vec<Given>, Why> {
        let fields = self.p.forms.get(form as usize).map_or(&[][..], |f| &f.fields);
        let entered = fields.iter().enumerate().filter(|(_, f)| f.derived.is_none());
        let places: Result<Vec<_>, Why> = entered
            .map(|(at, field)| {
                let asked = self.reads.asks_field(form, at as u32, field);
                let place = Self { depth: self.depth + 1, asked, ..*self }.of(field);
                let mut values = place.values(asked)?;
                // What nobody has to fill in need not be there.
                let there = field.required != Required::Never || field.system || self.p.forms.get(form as usize).is_some_and(|f| f.system);
                if asked && !there && !field.slot.optional {
                    values.push(Json::Null.into());
                }
                Ok((field.name.as_str(), values))
            })
            .collect();
        product(places?.into_iter().filter(|(_, values)| !values.is_empty()))
    }
}

/// Texts that the program does not name: two, and a third where it may ask which of several values are the same.
fn apart(reads: &Reads, names: &[&str]) -> Result<Vec<Given>, Why> {
    let count = match reads.likened {
        0 => 2,
        1..=3 => names.len(),
        _ => return Err(Why::Compared),
    };
    Ok(names.iter().take(count).map(|name| Json::from(unnamed(reads, name)).into()).collect())
}

/// A text like this one that the program does not name.
fn unnamed(reads: &Reads, name: &str) -> String {
    let mut text = name.to_owned();
    while reads.texts.contains(&text) {
        text = match text.parse::<u64>() {
            // The next number that is as long.
            Ok(number) => format!("{:0>1$}", number.saturating_sub(10), name.len()),
            Err(_) => format!("{text}某"),
        };
    }
    text
}

/// A text of a 格式: `9` any digit, `A` any letter, `*` anything.
fn fitting(pattern: &str, nth: u8) -> String {
    let next = |first: u8| char::from(first.saturating_add(nth));
    pattern
        .chars()
        .filter(|c| *c != '*')
        .map(|c| match c {
            '9' => next(b'1'),
            'A' => next(b'A'),
            c => c,
        })
        .collect()
}

/// The end of a range where it is a constant.
fn end(e: Option<&Expr>, read: fn(&Value) -> Option<i64>) -> Option<i64> {
    match e {
        Some(Expr::Value(value)) => read(value),
        _ => None,
    }
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
