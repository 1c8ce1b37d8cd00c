//! Sums of numbers, as far as they are sums.

use super::amount::Scale;

/// `factor · number + … + plus`, in ticks.
#[derive(Debug, Clone)]
pub(crate) struct Linear {
    /// Numbers with their factors, none zero, each number once, in order of number.
    pub(crate) parts: Vec<(usize, i128)>,
    /// What is added.
    pub(crate) plus: i128,
    /// The tick.
    pub(crate) scale: Scale,
}

impl Linear {
    /// A known amount.
    pub(crate) fn known(plus: i128, scale: Scale) -> Self {
        Self { parts: Vec::new(), plus, scale }
    }

    /// One number.
    pub(crate) fn number(number: usize, scale: Scale) -> Self {
        Self { parts: vec![(number, 1)], plus: 0, scale }
    }

    /// `self + factor · other`; none where it gets too large.
    pub(crate) fn plus(&self, other: &Self, factor: i128) -> Option<Self> {
        let mut parts = self.parts.clone();
        for (number, f) in &other.parts {
            let f = f.checked_mul(factor)?;
            match parts.iter_mut().find(|(n, _)| n == number) {
                Some((_, mine)) => *mine = mine.checked_add(f)?,
                None => parts.push((*number, f)),
            }
        }
        parts.retain(|(_, f)| *f != 0);
        parts.sort_unstable();
        Some(Self { parts, plus: self.plus.checked_add(other.plus.checked_mul(factor)?)?, scale: self.scale })
    }

    /// `factor · self`; none where it gets too large.
    pub(crate) fn times(&self, factor: i128) -> Option<Self> {
        Self { parts: Vec::new(), plus: 0, scale: self.scale }.plus(self, factor)
    }

    /// The two numbers of a plain difference, what is taken last.
    pub(crate) fn difference(&self) -> Option<(usize, usize)> {
        match self.parts.as_slice() {
            [(a, 1), (b, -1)] | [(b, -1), (a, 1)] => Some((*a, *b)),
            _ => None,
        }
    }
}
