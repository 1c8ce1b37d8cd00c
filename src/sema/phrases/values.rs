//! Everything that may stand in a placeholder of a line: leaves, results of tables, constants and what is reckoned from them, every day between
//! two dates, and of a number between bounds its ends and whatever the forbidden phrases name.

use super::matcher::Forbidden;
use super::spoken::{self, Said};
use crate::sema::check::domain::{Scale, amount_in_words, constant_ticks, scale, ticks_in_words};
use crate::sema::model::{ConstState, Expr, ExprKind, FlowId, Model, Range, TaxonomyId, Ty, Value};
use std::collections::BTreeSet;

/// One, in the ticks of a number.
const ONE: i128 = 1_000_000;
/// Seconds, minutes, hours and days in milliseconds.
const UNITS: [i128; 4] = [1_000, 60_000, 3_600_000, 86_400_000];
/// Digits of a number that a phrase may name.
const DIGITS: usize = 12;
/// Numbers in a row that may name one length, as 1小时15分30秒 does.
const IN_A_ROW: usize = 3;
/// Days that are tried one by one: ten years.
const DAYS: i128 = 3_660;
/// Items of which every two are tried as a list.
const ITEMS: usize = 24;
/// Tables within one another that are followed.
const DEPTH: u32 = 8;

/// What placeholders can be filled with.
pub(super) struct Values<'m> {
    model: &'m Model,
    /// The numbers in forbidden phrases, those of a phrase that follow each other together: no other number makes a difference to them.
    named: BTreeSet<Vec<Named>>,
}

/// A number that a phrase names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Named {
    number: i128,
    /// How many digits it has.
    digits: u32,
    /// Nothing but a decimal point stands before it.
    fraction: bool,
}

impl<'m> Values<'m> {
    /// The values of a model's lines.
    pub(super) fn of(model: &'m Model, forbidden: &Forbidden<'m>) -> Self {
        let phrases = (0..model.forbids.len()).flat_map(|forbid| forbidden.phrases(forbid).iter());
        let mut named = BTreeSet::new();
        for numbers in phrases.map(|phrase| numbers(phrase)) {
            let rows = (1..=IN_A_ROW).flat_map(|length| numbers.windows(length));
            named.extend(rows.map(<[Named]>::to_vec));
        }
        Self { model, named }
    }

    /// Everything that a placeholder of a line can be written as; nothing where there is no end of it.
    pub(super) fn domain(&self, e: &Expr, said: &Said<'_>) -> Vec<String> {
        let flow = said.place.map(|(flow, _)| flow);
        match &e.kind {
            ExprKind::Arg(at) => said.args.get(*at as usize).map(|arg| self.within(arg, flow, DEPTH)).unwrap_or_default(),
            // A class has no variables of a flow.
            _ => self.within(e, flow.filter(|_| said.ordered_at.is_none()), DEPTH),
        }
    }

    fn within(&self, e: &Expr, flow: Option<FlowId>, depth: u32) -> Vec<String> {
        let Some(depth) = depth.checked_sub(1) else { return Vec::new() };
        let model = self.model;
        let leaf = |t: TaxonomyId| model.taxonomies.get(t.index());
        match (&e.kind, &e.ty) {
            (ExprKind::Value(Value::Text(text)), _) => vec![text.to_string()],
            (ExprKind::Text(text), _) => spoken::plain(text).map(str::to_owned).into_iter().collect(),
            (ExprKind::Value(Value::Leaf(t, l)), _) => {
                leaf(*t).and_then(|t| t.leaves.get(l.index())).map(|l| l.name.to_string()).into_iter().collect()
            }
            (ExprKind::Value(Value::Bool(yes)), _) => vec![if *yes { "是" } else { "否" }.to_owned()],
            (ExprKind::Const(id), ty) if !is_amount(ty) => match model.consts.get(id.index()).map(|c| &c.state) {
                Some(ConstState::Value(value)) => self.within(value, flow, depth),
                _ => Vec::new(),
            },
            (_, Ty::Bool) => vec!["是".to_owned(), "否".to_owned()],
            (_, Ty::Leaf(t)) => leaf(*t).map(|t| t.leaves.iter().map(|l| l.name.to_string()).collect()).unwrap_or_default(),
            (_, Ty::List(item)) => {
                let one = Expr { ty: (**item).clone(), ..e.clone() };
                lists(&self.within(&one, flow, depth))
            }
            (ExprKind::Decide(id, _), _) => {
                let rows = model.decisions.get(id.index()).map(|d| d.table.rows.as_slice()).unwrap_or_default();
                let mut all: Vec<String> = rows.iter().flat_map(|row| self.within(&row.then, None, depth)).collect();
                all.sort_unstable();
                all.dedup();
                all
            }
            (_, ty) if is_amount(ty) => match amount_in_words(model, e) {
                Some(words) => vec![words.zh],
                None => self.range(e, flow).map(|range| self.between(range, ty)).unwrap_or_default(),
            },
            _ => Vec::new(),
        }
    }

    /// The bounds that a value was declared with.
    fn range(&self, e: &Expr, flow: Option<FlowId>) -> Option<&'m Range> {
        let slot = match &e.kind {
            ExprKind::Var(id) => &self.model.flows.get(flow?.index())?.vars.get(id.index())?.slot,
            ExprKind::Param(id) => &self.model.params.get(id.index())?.slot,
            ExprKind::Field(base, field) => match base.ty {
                Ty::Record(form) => &self.model.forms.get(form.index())?.fields.get(field.index())?.slot,
                _ => return None,
            },
            _ => return None,
        };
        slot.range.as_ref()
    }

    /// Of the amounts between bounds those that a phrase may name, and the ends.
    fn between(&self, range: &Range, ty: &Ty) -> Vec<String> {
        let end = |e: &Option<Box<Expr>>| e.as_deref().and_then(|e| constant_ticks(self.model, e));
        let (low, high) = (end(&range.low), end(&range.high));
        let inside = |n: &i128| low.is_none_or(|low| *n >= low) && high.is_none_or(|high| if range.open { *n < high } else { *n <= high });
        let scale = scale(ty).unwrap_or(Scale::Millionth);
        let mut all: BTreeSet<i128> =
            self.named.iter().flat_map(|row| amounts(row, ty, scale)).chain(low).chain(high).filter(inside).collect();
        if let (Scale::Day, Some(low), Some(high)) = (scale, low, high) {
            all.extend((low..=high).take(usize::try_from(DAYS).unwrap_or_default()).filter(inside));
        }
        all.into_iter().map(|n| ticks_in_words(n, ty, scale).zh).collect()
    }
}

/// What amounts of a type a row of numbers may name: 30 may be thirty seconds, minutes, hours or days, 14:30 is a time of day.
fn amounts(row: &[Named], ty: &Ty, scale: Scale) -> Vec<i128> {
    let whole = |n: &Named| n.number;
    match (scale, ty, row) {
        (Scale::Millionth, _, [n]) => vec![n.number.saturating_mul(ONE)],
        (Scale::Millionth, _, [n, f]) if f.fraction => {
            let part = ONE / 10i128.saturating_pow(f.digits).max(1);
            vec![n.number.saturating_mul(ONE).saturating_add(f.number.saturating_mul(part))]
        }
        (Scale::Ms, Ty::Clock, [hour, rest @ ..]) if rest.len() < 3 => {
            let units = UNITS.iter().rev().skip(2);
            let rest = rest.iter().zip(units).map(|(n, unit)| n.number.saturating_mul(*unit));
            vec![rest.fold(hour.number.saturating_mul(UNITS[2]), i128::saturating_add)]
        }
        (Scale::Ms, Ty::Duration, row) => {
            // The largest unit comes first, and each number has the next smaller one.
            let firsts = row.len().saturating_sub(1)..UNITS.len();
            let length = |first: usize| {
                let units = UNITS.iter().take(first + 1).rev();
                row.iter().map(whole).zip(units).fold(0i128, |all, (n, unit)| all.saturating_add(n.saturating_mul(*unit)))
            };
            firsts.map(length).collect()
        }
        _ => Vec::new(),
    }
}

/// Lists of one item, and of two where there are few.
fn lists(items: &[String]) -> Vec<String> {
    let twos = items.iter().filter(|_| items.len() <= ITEMS).flat_map(|a| items.iter().map(move |b| format!("{a}、{b}")));
    items.iter().cloned().chain(twos).collect()
}

/// Whether values of a type are written as a number, with its unit where it has one, or as a date or a time of day.
fn is_amount(ty: &Ty) -> bool {
    scale(ty).is_some_and(|scale| !matches!(scale, Scale::Civil(_))) && *ty != Ty::Instant
}

/// The numbers that a phrase names; 二五零 is 250.
fn numbers(phrase: &str) -> Vec<Named> {
    let digit = |c: char| match c {
        '０'..='９' => Some(i128::from(c as u32 - '０' as u32)),
        '零' | '〇' => Some(0),
        _ => "一二三四五六七八九".chars().position(|d| d == c).map(|at| at as i128 + 1).or(c.to_digit(10).map(i128::from)),
    };
    let (mut all, mut open, mut between): (Vec<Named>, Option<Named>, String) = (Vec::new(), None, String::new());
    for c in phrase.chars().chain(['。']) {
        match (digit(c), &mut open) {
            (Some(d), Some(n)) => *n = Named { number: n.number.saturating_mul(10).saturating_add(d), digits: n.digits + 1, ..*n },
            (Some(d), None) => {
                open = Some(Named { number: d, digits: 1, fraction: matches!(between.as_str(), "." | "点" | "．") });
                between.clear();
            }
            (None, _) => {
                all.extend(open.take());
                between.push(c);
            }
        }
    }
    all.retain(|n| n.digits as usize <= DIGITS);
    all
}
