//! Conditions over the values of a case.

use super::points::Points;
use super::zone::Difference;

/// A condition.
#[derive(Debug, Clone)]
pub(crate) enum Formula {
    /// A choice is one of these points.
    OneOf(usize, Points),
    /// A bound on two numbers.
    AtMost(Difference),
    /// All hold; true where there is none.
    All(Vec<Formula>),
    /// One holds; false where there is none.
    Any(Vec<Formula>),
    /// The condition does not hold.
    Not(Box<Formula>),
}

impl Formula {
    /// Holds always.
    pub(crate) fn always() -> Self {
        Self::All(Vec::new())
    }

    /// Never holds.
    pub(crate) fn never() -> Self {
        Self::Any(Vec::new())
    }

    /// Holds always or never.
    pub(crate) fn known(holds: bool) -> Self {
        if holds { Self::always() } else { Self::never() }
    }

    /// The opposite.
    pub(crate) fn negated(self) -> Self {
        match self {
            Self::Not(inner) => *inner,
            Self::AtMost(d) => Self::AtMost(d.negated()),
            other => Self::Not(Box::new(other)),
        }
    }

    /// Both hold.
    pub(crate) fn and(self, other: Self) -> Self {
        match self {
            Self::All(mut list) => {
                list.push(other);
                Self::All(list)
            }
            first => Self::All(vec![first, other]),
        }
    }
}

/// A value for everything that conditions speak of.
#[derive(Debug, Clone)]
pub(crate) struct Values {
    /// Numbers in ticks; the first is zero.
    pub(crate) numbers: Vec<i128>,
    /// A point of each choice.
    pub(crate) choices: Vec<usize>,
}

impl Values {
    /// Whether the condition holds for these values.
    pub(crate) fn meet(&self, formula: &Formula) -> bool {
        match formula {
            Formula::OneOf(choice, points) => self.choices.get(*choice).is_some_and(|p| points.has(*p)),
            Formula::AtMost(d) => self.number(d.a) - self.number(d.b) <= d.most,
            Formula::All(list) => list.iter().all(|f| self.meet(f)),
            Formula::Any(list) => list.iter().any(|f| self.meet(f)),
            Formula::Not(inner) => !self.meet(inner),
        }
    }

    /// A number, zero where there is none.
    pub(crate) fn number(&self, index: usize) -> i128 {
        self.numbers.get(index).copied().unwrap_or(0)
    }
}
