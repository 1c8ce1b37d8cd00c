//! Everything that may stand in a placeholder of a line: leaves, results of tables, constants and what is reckoned from them, and of a number
//! between bounds its ends and whatever numbers the forbidden phrases name.

use super::matcher::Forbidden;
use super::spoken;
use crate::sema::check::domain::{Scale, amount_in_words, constant_ticks, scale, ticks_in_words};
use crate::sema::model::{ConstState, Expr, ExprKind, FlowId, Model, Range, TaxonomyId, Ty, Value};

/// One, in the ticks of a number.
const ONE: i128 = 1_000_000;
/// Digits of a number that a phrase may name.
const DIGITS: usize = 12;
/// Tables within one another that are followed.
const DEPTH: u32 = 8;

/// What placeholders can be filled with.
pub(super) struct Values<'m> {
    model: &'m Model,
    /// The numbers in forbidden phrases: no other number makes a difference to them.
    named: Vec<i128>,
}

impl<'m> Values<'m> {
    /// The values of a model's lines.
    pub(super) fn of(model: &'m Model, forbidden: &Forbidden<'m>) -> Self {
        let phrases = (0..model.forbids.len()).flat_map(|forbid| forbidden.phrases(forbid).iter());
        let mut named: Vec<i128> = phrases.flat_map(|phrase| numbers(phrase)).collect();
        named.sort_unstable();
        named.dedup();
        Self { model, named }
    }

    /// Everything that an expression of a flow can be written as; nothing where there is no end of it.
    pub(super) fn domain(&self, e: &Expr, flow: Option<FlowId>) -> Vec<String> {
        self.within(e, flow, DEPTH)
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
        // 30 in a phrase may be thirty seconds, minutes, hours or days; at what o'clock it may be is told in hours.
        let units: &[i128] = match (scale, ty) {
            (Scale::Millionth, _) => &[ONE],
            (Scale::Ms, Ty::Clock) => &[3_600_000],
            (Scale::Ms, _) => &[1_000, 60_000, 3_600_000, 86_400_000],
            (Scale::Day | Scale::Civil(_), _) => &[],
        };
        let named = self.named.iter().flat_map(|n| units.iter().map(move |unit| n.saturating_mul(*unit)));
        let mut all: Vec<i128> = named.chain(low).chain(high).filter(inside).collect();
        all.sort_unstable();
        all.dedup();
        all.into_iter().map(|n| ticks_in_words(n, ty, scale).zh).collect()
    }
}

/// Whether values of a type are written as a number, with its unit where it has one, or as a date or a time of day.
fn is_amount(ty: &Ty) -> bool {
    scale(ty).is_some_and(|scale| !matches!(scale, Scale::Civil(_))) && *ty != Ty::Instant
}

/// The numbers that a phrase names; 二五零 is 250.
fn numbers(phrase: &str) -> Vec<i128> {
    let digit = |c: char| match c {
        '０'..='９' => Some(i128::from(c as u32 - '０' as u32)),
        '零' | '〇' => Some(0),
        _ => "一二三四五六七八九".chars().position(|d| d == c).map(|at| at as i128 + 1).or(c.to_digit(10).map(i128::from)),
    };
    let digits: Vec<Option<i128>> = phrase.chars().map(digit).collect();
    let runs = digits.split(Option::is_none).filter(|run| (1..=DIGITS).contains(&run.len()));
    runs.map(|run| run.iter().flatten().fold(0, |n, d| n * 10 + d)).collect()
}
