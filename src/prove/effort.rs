//! How much was done for a proof, and how much may be: counted, so that it is the same on every machine.
//!
//! States alone bound nothing: in one state time may stand in ever so many ways, and a state that is far from the beginning, or holds much,
//! costs more than one that is near. Everything that takes time is counted in steps, at about what one step to a small state takes.

use super::Why;

/// So many bytes of a state that is read count for a step more.
const BYTES: usize = 8192;
/// So many instants of a path that a call has taken.
const INSTANTS: usize = 128;
/// So many ways for instants to come after each other that are tried.
const ORDERS: usize = 64;

/// What has been done, in steps.
#[derive(Debug)]
pub(super) struct Effort {
    done: usize,
    most: usize,
    orders: usize,
}

impl Effort {
    /// Up to so many steps.
    pub(super) fn new(most: usize) -> Self {
        Self { done: 0, most, orders: 0 }
    }

    /// A step is made.
    pub(super) fn step(&mut self) {
        self.done += 1;
    }

    /// A state is read: how much it holds, and how many instants its path has.
    pub(super) fn read(&mut self, bytes: usize, instants: u32) {
        self.done += bytes / BYTES + instants as usize / INSTANTS;
    }

    /// A whole path is taken again: each of its steps, and each of its instants against the others.
    pub(super) fn replay(&mut self, steps: usize) {
        self.done = self.done.saturating_add(steps).saturating_add(steps.saturating_pow(2) / INSTANTS);
    }

    /// One more way is tried in which instants may come after each other.
    pub(super) fn order(&mut self) {
        self.orders += 1;
        self.done += usize::from(self.orders.is_multiple_of(ORDERS));
    }

    /// Whether there is any left.
    pub(super) fn left(&self) -> Result<(), Why> {
        if self.done > self.most { Err(Why::Steps) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::{BYTES, Effort, INSTANTS, ORDERS};
    use crate::prove::Why;

    fn after(work: impl Fn(&mut Effort)) -> usize {
        let mut effort = Effort::new(usize::MAX);
        work(&mut effort);
        effort.done
    }

    #[test]
    fn what_takes_longer_counts_for_more() {
        assert_eq!(after(|e| e.read(BYTES - 1, 0)), 0);
        assert_eq!(after(|e| e.read(3 * BYTES, 2 * INSTANTS as u32)), 5);
        assert!(after(|e| e.replay(400)) > 2 * after(|e| e.replay(200)));
        assert_eq!(after(|e| (0..ORDERS * 2).for_each(|_| e.order())), 2);
    }

    #[test]
    fn nothing_is_left_after_the_last_step() {
        let mut effort = Effort::new(1);
        effort.step();
        assert_eq!(effort.left(), Ok(()));
        effort.step();
        assert_eq!(effort.left(), Err(Why::Steps));
    }
}
