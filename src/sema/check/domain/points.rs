//! A set of the points of a closed list of values: leaves of a 分类, 是 and 否, quoted texts.

/// A set of small indices.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Points(Vec<u64>);

impl Points {
    /// All of `0..count`.
    pub(crate) fn all(count: usize) -> Self {
        (0..count).collect()
    }

    /// One point.
    pub(crate) fn one(point: usize) -> Self {
        std::iter::once(point).collect()
    }

    /// Adds a point.
    pub(crate) fn insert(&mut self, point: usize) {
        if self.0.len() <= point / 64 {
            self.0.resize(point / 64 + 1, 0);
        }
        if let Some(word) = self.0.get_mut(point / 64) {
            *word |= 1 << (point % 64);
        }
    }

    /// Whether there is no point.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.iter().all(|w| *w == 0)
    }

    /// Whether the point is in the set.
    pub(crate) fn has(&self, point: usize) -> bool {
        self.0.get(point / 64).is_some_and(|w| w >> (point % 64) & 1 == 1)
    }

    /// Whether both have a point.
    pub(crate) fn meets(&self, other: &Self) -> bool {
        self.0.iter().zip(&other.0).any(|(a, b)| a & b != 0)
    }

    /// Whether this has a point that the other lacks.
    pub(crate) fn exceeds(&self, other: &Self) -> bool {
        self.0.iter().enumerate().any(|(i, w)| w & !other.word(i) != 0)
    }

    /// Keeps what both have.
    pub(crate) fn keep(&mut self, other: &Self) {
        self.0.iter_mut().enumerate().for_each(|(i, w)| *w &= other.word(i));
    }

    /// Takes away what the other has.
    pub(crate) fn remove(&mut self, other: &Self) {
        self.0.iter_mut().enumerate().for_each(|(i, w)| *w &= !other.word(i));
    }

    /// The points in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.0.len() * 64).filter(|p| self.has(*p))
    }

    fn word(&self, i: usize) -> u64 {
        self.0.get(i).copied().unwrap_or(0)
    }
}

impl FromIterator<usize> for Points {
    fn from_iter<I: IntoIterator<Item = usize>>(points: I) -> Self {
        let mut set = Self::default();
        points.into_iter().for_each(|p| set.insert(p));
        set
    }
}
