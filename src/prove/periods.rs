//! What is done from period to period: looked at for a while, after all calls.

use super::Counterexample;
use super::search::Search;
use crate::runtime::Line;

/// Zones of an organisation that are looked at: its periods have no end, so that nothing is proved of them.
const PERIODS: usize = 400;

impl Search<'_> {
    /// A way in which what is done from period to period breaks it, among the first there are.
    pub(super) fn periods(&mut self) -> Option<Counterexample> {
        let most = self.zones.saturating_add(PERIODS);
        let of_all: Vec<usize> = self.starts.iter().enumerate().filter(|(_, s)| s.line == Line::Organisation).map(|(at, _)| at).collect();
        for at in of_all {
            if let Ok(Some(call)) = self.begin(at) {
                return Some(call);
            }
        }
        while let Some(id) = self.queue.pop_front().filter(|_| self.zones < most) {
            if let Ok(Some(call)) = self.expand(id) {
                return Some(call);
            }
        }
        None
    }
}
