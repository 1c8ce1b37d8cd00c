//! Which distances between numbers a case still allows: every bound is `a − b ≤ most` over whole ticks.

/// `a − b ≤ most`. Numbers are told by index; number 0 is zero itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Difference {
    /// The number that is bounded.
    pub(crate) a: usize,
    /// What is taken from it.
    pub(crate) b: usize,
    /// The greatest distance.
    pub(crate) most: i128,
}

impl Difference {
    /// What holds exactly where this does not. All numbers are whole ticks, so it is a bound again.
    pub(crate) fn negated(self) -> Self {
        Self { a: self.b, b: self.a, most: -self.most - 1 }
    }
}

/// No bound. Far above any sum of real bounds, far below overflow.
const FREE: i128 = i128::MAX / 8;

/// A set of bounds that some numbers meet.
#[derive(Debug, Clone)]
pub(crate) struct Zone {
    size: usize,
    // INVARIANT: closed, that is most(i, j) ≤ most(i, k) + most(k, j) for all i, j, k, and the diagonal is zero.
    most: Vec<i128>,
}

impl Zone {
    /// No bound on any of `size` numbers, zero among them.
    pub(crate) fn free(size: usize) -> Self {
        let mut most = vec![FREE; size * size];
        most.iter_mut().step_by(size + 1).for_each(|d| *d = 0);
        Self { size, most }
    }

    /// How many numbers there are, zero among them.
    pub(crate) fn size(&self) -> usize {
        self.size
    }

    /// The greatest `a − b`, where there is one.
    pub(crate) fn most(&self, a: usize, b: usize) -> Option<i128> {
        Some(self.at(a, b)).filter(|m| *m < FREE / 2)
    }

    /// The least `a − b`, where there is one.
    pub(crate) fn least(&self, a: usize, b: usize) -> Option<i128> {
        self.most(b, a).map(|m| -m)
    }

    /// Whether some numbers of the zone also meet `d`.
    pub(crate) fn allows(&self, d: Difference) -> bool {
        if d.a == d.b { d.most >= 0 } else { self.at(d.b, d.a) + d.most >= 0 }
    }

    /// Whether all numbers of the zone meet `d`.
    pub(crate) fn implies(&self, d: Difference) -> bool {
        self.at(d.a, d.b) <= d.most
    }

    /// Adds a bound; false where no numbers are left, and the zone is then of no more use.
    pub(crate) fn add(&mut self, d: Difference) -> bool {
        if !self.allows(d) {
            return false;
        }
        if self.implies(d) {
            return true;
        }
        for i in 0..self.size {
            let to = self.at(i, d.a);
            if to >= FREE / 2 {
                continue;
            }
            for j in 0..self.size {
                let from = self.at(d.b, j);
                let through = to + d.most + from;
                if from < FREE / 2 && through < self.at(i, j) {
                    self.most[i * self.size + j] = through;
                }
            }
        }
        true
    }

    fn at(&self, a: usize, b: usize) -> i128 {
        self.most.get(a * self.size + b).copied().unwrap_or(FREE)
    }
}
