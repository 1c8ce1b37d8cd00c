//! A set of the points of a closed list of values: leaves of a 分类, 是 and 否, quoted texts.

/// A set of small indices. The first 64 need no allocation: boxes are copied a great deal.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Points {
    first: u64,
    rest: Vec<u64>,
}

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
        let Some(word) = (point / 64).checked_sub(1) else {
            self.first |= 1 << point;
            return;
        };
        if self.rest.len() <= word {
            self.rest.resize(word + 1, 0);
        }
        if let Some(slot) = self.rest.get_mut(word) {
            *slot |= 1 << (point % 64);
        }
    }

    /// Takes a point away.
    pub(crate) fn take(&mut self, point: usize) {
        match (point / 64).checked_sub(1) {
            None => self.first &= !(1 << point),
            Some(word) => self.rest.get_mut(word).into_iter().for_each(|w| *w &= !(1 << (point % 64))),
        }
    }

    /// Adds what the other has.
    pub(crate) fn add(&mut self, other: &Self) {
        self.first |= other.first;
        if self.rest.len() < other.rest.len() {
            self.rest.resize(other.rest.len(), 0);
        }
        self.rest.iter_mut().zip(&other.rest).for_each(|(w, o)| *w |= o);
    }

    /// Whether there is no point.
    pub(crate) fn is_empty(&self) -> bool {
        self.words().all(|w| w == 0)
    }

    /// Whether the point is in the set.
    pub(crate) fn has(&self, point: usize) -> bool {
        self.word(point / 64) >> (point % 64) & 1 == 1
    }

    /// Whether both have a point.
    pub(crate) fn meets(&self, other: &Self) -> bool {
        self.words().enumerate().any(|(i, w)| w & other.word(i) != 0)
    }

    /// Whether this has a point that the other lacks.
    pub(crate) fn exceeds(&self, other: &Self) -> bool {
        self.words().enumerate().any(|(i, w)| w & !other.word(i) != 0)
    }

    /// Keeps what both have.
    pub(crate) fn keep(&mut self, other: &Self) {
        self.first &= other.first;
        self.rest.iter_mut().enumerate().for_each(|(i, w)| *w &= other.word(i + 1));
    }

    /// Takes away what the other has.
    pub(crate) fn remove(&mut self, other: &Self) {
        self.first &= !other.first;
        self.rest.iter_mut().enumerate().for_each(|(i, w)| *w &= !other.word(i + 1));
    }

    /// The points in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        (0..(self.rest.len() + 1) * 64).filter(|p| self.has(*p))
    }

    fn words(&self) -> impl Iterator<Item = u64> + '_ {
        std::iter::once(self.first).chain(self.rest.iter().copied())
    }

    fn word(&self, i: usize) -> u64 {
        match i.checked_sub(1) {
            None => self.first,
            Some(i) => self.rest.get(i).copied().unwrap_or(0),
        }
    }
}

impl FromIterator<usize> for Points {
    fn from_iter<I: IntoIterator<Item = usize>>(points: I) -> Self {
        let mut set = Self::default();
        points.into_iter().for_each(|p| set.insert(p));
        set
    }
}
