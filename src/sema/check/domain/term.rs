//! What conditions test, as it is shown to people: a number with its cuts, a choice, or a condition.

use super::formula::Formula;
use super::linear::Linear;
use crate::base::Span;
use crate::sema::model::Ty;

/// What is tested.
#[derive(Debug, Clone)]
pub(crate) struct Term {
    /// Where it stands first.
    pub(crate) span: Span,
    /// Its values.
    pub(crate) kind: TermKind,
    /// The choice 已知 or 未知, where it may be unknown.
    pub(crate) known: Option<usize>,
}

/// The values of a term.
#[derive(Debug, Clone)]
pub(crate) enum TermKind {
    /// A number, its type, and what it is compared with, in source order.
    Number {
        /// The number.
        value: Linear,
        /// For printing.
        ty: Ty,
        /// What it is compared with, with the place.
        cuts: Vec<(Linear, Span)>,
    },
    /// One of finitely many points.
    Choice(usize),
    /// 是 or 否, computed.
    Condition(Formula),
    /// Only known or unknown.
    Nothing,
}

impl Term {
    /// A choice.
    pub(crate) fn choice(choice: usize, span: Span) -> Self {
        Self { span, kind: TermKind::Choice(choice), known: None }
    }
}
