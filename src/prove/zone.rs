//! Zones: what is known of the differences between instants, as closed bounds in whole milliseconds.

/// Nothing is known.
pub(super) const FREE: i64 = i64::MAX;

/// A set of instants by the bounds of their differences. Every bound is as tight as the others make it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Zone {
    /// The instants it speaks of, by their number, in order.
    names: Vec<u32>,
    /// `most[i * n + j]`: how much later the i-th may be than the j-th.
    most: Vec<i64>,
}

/// `later` is at most so much later than `than`; where it is negative, it is earlier by that.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Limit {
    pub(super) later: u32,
    pub(super) than: u32,
    pub(super) by: i64,
}

impl Limit {
    /// `later` is at most `by` later than `than`.
    pub(super) fn at_most(later: u32, than: u32, by: i64) -> Self {
        Self { later, than, by }
    }

    /// `later` is at least `by` later than `than`.
    pub(super) fn at_least(later: u32, than: u32, by: i64) -> Self {
        Self { later: than, than: later, by: by.saturating_neg() }
    }
}

impl Zone {
    /// One instant, of which nothing need be known.
    pub(super) fn new(name: u32) -> Self {
        Self { names: vec![name], most: vec![0] }
    }

    /// Over so many instants of which nothing is known yet.
    pub(super) fn open(count: u32) -> Self {
        let n = count as usize;
        let mut most = vec![FREE; n * n];
        most.iter_mut().step_by(n + 1).for_each(|bound| *bound = 0);
        Self { names: (0..count).collect(), most }
    }

    /// With one more instant, of which nothing is known yet.
    pub(super) fn with(&self, name: u32) -> Self {
        let n = self.names.len();
        let mut most = Vec::with_capacity((n + 1) * (n + 1));
        for i in 0..n {
            most.extend((0..n).map(|j| self.at(i, j)));
            most.push(FREE);
        }
        most.extend(std::iter::repeat_n(FREE, n));
        most.push(0);
        let names = self.names.iter().copied().chain([name]).collect();
        Self { names, most }
    }

    /// Whether it speaks of an instant.
    pub(super) fn knows(&self, name: u32) -> bool {
        self.names.contains(&name)
    }

    /// How much later one may be than the other.
    pub(super) fn between(&self, later: u32, than: u32) -> i64 {
        match (self.place(later), self.place(than)) {
            (Some(i), Some(j)) => self.at(i, j),
            _ => FREE,
        }
    }

    /// Adds what is known; whether anything is left.
    pub(super) fn limit(&mut self, limit: Limit) -> bool {
        let (Some(i), Some(j)) = (self.place(limit.later), self.place(limit.than)) else { return true };
        if limit.by >= self.at(i, j) {
            return true;
        }
        if plus(limit.by, self.at(j, i)) < 0 {
            return false;
        }
        // All else follows by way of the new bound.
        let n = self.names.len();
        for a in 0..n {
            let to_here = plus(self.at(a, i), limit.by);
            if to_here == FREE {
                continue;
            }
            for b in 0..n {
                let way = plus(to_here, self.at(j, b));
                if way < self.at(a, b) {
                    self.set(a, b, way);
                }
            }
        }
        true
    }

    /// Adds all that is known; whether anything is left.
    pub(super) fn limit_all(&mut self, limits: &[Limit]) -> bool {
        limits.iter().all(|l| self.limit(*l))
    }

    /// Keeps these instants alone, in their order; what is known of them by way of the others stays.
    pub(super) fn only(&self, names: &[u32]) -> Self {
        let places: Vec<usize> = names.iter().filter_map(|name| self.place(*name)).collect();
        let kept = places.iter().filter_map(|i| self.names.get(*i)).copied().collect();
        let most = places.iter().flat_map(|i| places.iter().map(|j| self.at(*i, *j))).collect();
        Self { names: kept, most }
    }

    /// Between what an instant may lie, where those of lower numbers are known; the upper end may be [`FREE`].
    pub(super) fn room(&self, name: u32, known: &[i64]) -> (i64, i64) {
        let (mut low, mut high) = (i64::MIN, FREE);
        let Some(i) = self.place(name) else { return (low, high) };
        for (j, at) in known.iter().enumerate().take(name as usize) {
            low = low.max(at.saturating_sub(self.at(j, i)));
            high = high.min(plus(*at, self.at(i, j)));
        }
        (low, high)
    }

    fn place(&self, name: u32) -> Option<usize> {
        self.names.iter().position(|n| *n == name)
    }

    fn at(&self, i: usize, j: usize) -> i64 {
        self.most.get(i * self.names.len() + j).copied().unwrap_or(FREE)
    }

    fn set(&mut self, i: usize, j: usize, bound: i64) {
        let n = self.names.len();
        if let Some(slot) = self.most.get_mut(i * n + j) {
            *slot = bound;
        }
    }
}

/// The sum of two bounds.
pub(super) fn plus(a: i64, b: i64) -> i64 {
    if a == FREE || b == FREE { FREE } else { a.saturating_add(b) }
}

#[cfg(test)]
mod tests {
    use super::{FREE, Limit, Zone};

    #[test]
    fn bounds_follow_from_each_other() {
        let mut zone = Zone::new(0).with(1).with(2);
        assert!(zone.limit(Limit::at_most(1, 0, 10)));
        assert!(zone.limit(Limit::at_least(2, 1, 4)));
        assert!(zone.limit(Limit::at_most(2, 1, 5)));
        assert_eq!((zone.between(2, 0), zone.between(0, 2)), (15, FREE));
        assert!(zone.limit(Limit::at_least(1, 0, 10)));
        assert_eq!((zone.between(2, 0), zone.between(0, 2)), (15, -14));
        assert!(!zone.limit(Limit::at_most(2, 0, 13)));
    }

    #[test]
    fn what_is_let_go_still_binds_the_others() {
        let mut zone = Zone::new(0).with(1).with(2);
        assert!(zone.limit_all(&[Limit::at_most(1, 0, 3), Limit::at_most(2, 1, 4)]));
        assert_eq!(zone.only(&[0, 2]).between(2, 0), 7);
    }

    #[test]
    fn an_instant_has_room_where_all_that_follow_still_fit() {
        let mut zone = Zone::open(3);
        assert!(zone.limit_all(&[Limit::at_least(1, 0, 5), Limit::at_most(1, 0, 9), Limit::at_least(2, 1, 1), Limit::at_most(2, 0, 6)]));
        assert_eq!(zone.room(1, &[100]), (105, 105));
        assert_eq!(zone.room(2, &[100, 105]), (106, 106));
    }
}
