//! Values of a scenario's lines, as a host would send them.

use crate::base::Decimal;
use crate::base::calendar::text;
use crate::base::phrase::{Folding, Part, Wanted};
use crate::sema::model::{BinaryOp, ConstState, Expr, ExprKind, Model, Text, TextPart, Ty, Value};
use serde_json::Value as Json;
use std::collections::HashMap;

/// Nesting of constants beyond which a value is given up; the checker refuses circles, so this is never reached by a checked package.
const DEPTH: u32 = 64;

/// What the names of a scenario stand for.
pub(super) struct Values<'a> {
    model: &'a Model,
    /// Session parameters that 设 gives, by name.
    params: HashMap<u32, &'a Expr>,
}

impl<'a> Values<'a> {
    /// Values over a model and given parameters.
    pub(super) fn new(model: &'a Model, params: HashMap<u32, &'a Expr>) -> Self {
        Self { model, params }
    }

    /// The value as a host sends it; none where it cannot be known before the call.
    pub(super) fn json(&self, expr: &Expr) -> Option<Json> {
        Some(self.typed(&self.value(expr, DEPTH)?, &expr.ty))
    }

    /// A value as a place of a type takes it.
    fn typed(&self, value: &Value, ty: &Ty) -> Json {
        match (value, ty) {
            // A telephone number is written without quotes but is no quantity.
            (Value::Number(n), Ty::Mobile | Ty::Phone | Ty::Text) => Json::String(n.to_string()),
            // One item stands for the list of it.
            (Value::List(_), _) | (_, Ty::Bad) => self.data(value),
            (single, Ty::List(_)) => Json::Array(vec![self.data(single)]),
            (other, _) => self.data(other),
        }
    }

    /// A length of any sort.
    pub(super) fn length(&self, expr: &Expr) -> Option<Value> {
        self.value(expr, DEPTH)
    }

    /// A wall-clock time: days since 1970-01-01 and ms after midnight.
    pub(super) fn local(&self, expr: &Expr) -> Option<(i32, u32)> {
        match self.value(expr, DEPTH)? {
            Value::Local(date, ms) => Some((date, ms)),
            _ => None,
        }
    }

    /// A text with its values put in; a value that is not known before the call is anything.
    pub(super) fn text(&self, text: &Text) -> Vec<Piece> {
        let mut pieces = Vec::new();
        self.pieces(&text.parts, &mut pieces);
        pieces
    }

    fn pieces(&self, parts: &[TextPart], out: &mut Vec<Piece>) {
        for part in parts {
            match part {
                TextPart::Plain(words) => out.push(Piece::Words(words.to_string())),
                TextPart::Value(expr, _) => out.push(match self.value(expr, DEPTH) {
                    Some(Value::Text(words)) => Piece::Words(words.to_string()),
                    _ => Piece::Anything,
                }),
                TextPart::Key(inner) => self.pieces(inner, out),
                TextPart::Capture(..) | TextPart::Gap => out.push(Piece::Anything),
            }
        }
    }

    /// A text as what ought to be said; a value that is not known before the call is anything.
    pub(super) fn wanted(&self, text: &Text, folding: Folding) -> Wanted {
        let mut parts = Vec::new();
        self.parts(&text.parts, &mut parts);
        Wanted::folding(parts, folding)
    }

    fn parts(&self, parts: &[TextPart], out: &mut Vec<Part>) {
        for part in parts {
            match part {
                TextPart::Plain(words) => out.push(Part::Words(words.to_string())),
                TextPart::Value(expr, _) => out.push(match self.value(expr, DEPTH) {
                    Some(Value::Text(words)) => Part::Value(words.to_string()),
                    _ => Part::Anything,
                }),
                TextPart::Key(inner) => {
                    out.push(Part::Key(String::new()));
                    self.parts(inner, out);
                    out.push(Part::KeyEnd);
                }
                TextPart::Capture(..) | TextPart::Gap => out.push(Part::Anything),
            }
        }
    }

    /// A text as plain words, where all of it is known.
    pub(super) fn words(&self, text: &Text) -> Option<String> {
        let pieces = self.text(text);
        pieces.iter().map(|p| if let Piece::Words(w) = p { Some(w.as_str()) } else { None }).collect()
    }

    fn value(&self, expr: &Expr, depth: u32) -> Option<Value> {
        let depth = depth.checked_sub(1)?;
        match &expr.kind {
            ExprKind::Value(value) => Some(value.clone()),
            ExprKind::Text(text) => self.words(text).map(|w| Value::Text(w.into())),
            ExprKind::Const(id) => match &self.model.consts.get(id.index())?.state {
                ConstState::Value(value) => self.value(value, depth),
                ConstState::Unbound | ConstState::Advice => None,
            },
            ExprKind::Param(id) => match self.params.get(&id.0) {
                Some(given) => self.value(given, depth),
                None => self.value(self.model.params.get(id.index())?.default.as_ref()?, depth),
            },
            ExprKind::Binary(op, a, b) => {
                let (a, b) = (self.value(a, depth)?, self.value(b, depth)?);
                self.civil(*op, &a, &b).or_else(|| arithmetic(*op, a, b))
            }
            _ => None,
        }
    }

    /// A time and a civil or working length, by the package's calendar.
    fn civil(&self, op: BinaryOp, a: &Value, b: &Value) -> Option<Value> {
        let (time, n, unit) = match (op, a, b) {
            (BinaryOp::Add, time, Value::Civil(n, unit)) | (BinaryOp::Add, Value::Civil(n, unit), time) => (time, *n, *unit),
            (BinaryOp::Sub, time, Value::Civil(n, unit)) => (time, n.checked_neg()?, *unit),
            _ => return None,
        };
        let calendar = self.model.scenario_calendar(None);
        let r = calendar.reckon(None).ok()?;
        match time {
            Value::Date(date) => r.date_after(*date, n, unit).ok().map(Value::Date),
            Value::Local(date, ms) => {
                let (date, ms) = r.local(r.plus(r.instant(*date, *ms).ok()?, n, unit).ok()?).ok()?;
                Some(Value::Local(date, ms))
            }
            _ => None,
        }
    }

    fn data(&self, value: &Value) -> Json {
        match value {
            Value::Unknown => Json::Null,
            Value::Bool(b) => Json::Bool(*b),
            Value::Number(n) => match n.to_int() {
                Some(n) => Json::from(n),
                None => Json::String(n.to_string()),
            },
            Value::Duration(ms) => Json::from(*ms),
            Value::Civil(n, unit) => Json::String(format!("{n}{}", unit.words().0)),
            Value::Text(text) => Json::String(text.to_string()),
            Value::Date(date) => Json::String(text::date(*date)),
            Value::Clock(ms) => Json::String(text::clock(*ms)),
            Value::Local(date, ms) => Json::String(format!("{} {}", text::date(*date), text::clock(*ms))),
            Value::Leaf(taxonomy, leaf) => {
                let leaf = self.model.taxonomies.get(taxonomy.index()).and_then(|t| t.leaves.get(leaf.index()));
                leaf.map_or(Json::Null, |l| Json::String(l.name.to_string()))
            }
            Value::Role(role) => self.model.roles.get(role.index()).map_or(Json::Null, |r| Json::String(r.name.to_string())),
            Value::Phrases(class) => self.model.phrases.get(class.index()).map_or(Json::Null, |c| Json::String(c.name.to_string())),
            Value::List(items) => Json::Array(items.iter().map(|i| self.data(i)).collect()),
            Value::Record(form, fields) => {
                let declared = self.model.forms.get(form.index()).map_or(&[][..], |f| &f.fields);
                let given = fields.iter().filter_map(|(id, value)| {
                    let field = declared.get(id.index())?;
                    Some((field.name.to_string(), self.typed(value, &field.slot.ty)))
                });
                Json::Object(given.collect())
            }
        }
    }
}

/// A part of an expected text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    /// These words.
    Words(String),
    /// Any words or none.
    Anything,
}

fn arithmetic(op: BinaryOp, a: Value, b: Value) -> Option<Value> {
    match (op, a, b) {
        (BinaryOp::Add, Value::Duration(a), Value::Duration(b)) => a.checked_add(b).map(Value::Duration),
        (BinaryOp::Sub, Value::Duration(a), Value::Duration(b)) => a.checked_sub(b).map(Value::Duration),
        (BinaryOp::Add, Value::Number(a), Value::Number(b)) => a.plus(b).map(Value::Number),
        (BinaryOp::Sub, Value::Number(a), Value::Number(b)) => a.minus(b).map(Value::Number),
        (BinaryOp::Mul, Value::Number(a), Value::Number(b)) => a.times(b).map(Value::Number),
        (BinaryOp::Div, Value::Number(a), Value::Number(b)) => a.over(b).map(Value::Number),
        (BinaryOp::Mul, Value::Duration(ms), Value::Number(n)) | (BinaryOp::Mul, Value::Number(n), Value::Duration(ms)) => {
            Decimal(ms).times(n).map(|d| Value::Duration(d.0))
        }
        (BinaryOp::Add, Value::Local(date, ms), Value::Duration(d)) => later(date, ms, d),
        (BinaryOp::Sub, Value::Local(date, ms), Value::Duration(d)) => later(date, ms, d.checked_neg()?),
        _ => None,
    }
}

/// A wall-clock time so much later, on a clock that never jumps.
fn later(date: i32, ms: u32, by: i64) -> Option<Value> {
    const DAY: i64 = 86_400_000;
    let total = i64::from(date).checked_mul(DAY)?.checked_add(i64::from(ms))?.checked_add(by)?;
    Some(Value::Local(i32::try_from(total.div_euclid(DAY)).ok()?, u32::try_from(total.rem_euclid(DAY)).ok()?))
}
