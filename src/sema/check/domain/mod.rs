//! Completeness: the values that conditions speak of, the boxes they cut, and which box no row takes.
//!
//! A case is a point of a [`region::Space`]: numbers in whole ticks and choices of finitely many points. Bounds between two
//! numbers are exact, so parameters and paths need no special care: every order that their ranges allow is tried by itself.

mod amount;
mod compare;
mod condition;
mod cover;
mod formula;
mod key;
#[cfg(test)]
mod laws;
mod linear;
mod names;
mod points;
mod reader;
mod region;
mod round;
mod scope;
mod show;
mod term;
#[cfg(test)]
mod tests;
mod witness;
mod zone;

pub(crate) use amount::{Scale, constant, scale};
pub(crate) use cover::{cover, covered, example, widen};
pub(crate) use formula::Formula;
pub(crate) use key::{key as expr_key, of as named_key, test_of as named_test_key, text as text_key, text_of as named_text_key};
pub(crate) use names::Names;
pub(crate) use points::Points;
pub(crate) use reader::{Reader, Trouble};
pub(crate) use region::{Budget, Region};
pub(crate) use scope::Scope;

use crate::base::Message;
use crate::sema::model::{Expr, Model, Ty};

/// The ticks of an amount that is known, of whatever unit.
pub(crate) fn constant_ticks(model: &Model, expr: &Expr) -> Option<i128> {
    amount::constant(model, expr).map(|a| a.ticks)
}

/// An amount that is known, in words.
pub(crate) fn amount_in_words(model: &Model, expr: &Expr) -> Option<Message> {
    amount::constant(model, expr).map(|a| show::amount(a.ticks, &expr.ty, a.scale, false))
}

/// So many ticks of an amount, in words.
pub(crate) fn ticks_in_words(ticks: i128, ty: &Ty, scale: Scale) -> Message {
    show::amount(ticks, ty, scale, false)
}
