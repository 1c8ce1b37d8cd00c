//! What a gap may hide.

use super::Line;
use crate::naive::script::What;

impl Line<'_> {
    /// Whether a gap lies behind an event, up to an instant.
    pub(super) fn hidden(&self, behind: usize, upto: i64) -> bool {
        self.runs_into(behind) || (behind..self.seen.len()).any(|i| matches!(self.seen[i].what, What::Gap(_)) && self.at(i) <= upto)
    }

    /// Whether a gap lies between two events.
    pub(super) fn hidden_between(&self, from: usize, to: usize) -> bool {
        let between = &self.seen[from.min(self.seen.len())..to.min(self.seen.len())];
        self.runs_into(from) || between.iter().any(|s| matches!(s.what, What::Gap(_)))
    }

    /// Whether a gap meets a piece of time.
    pub(super) fn hides(&self, from: i64, to: i64) -> bool {
        self.gap > from || self.seen.iter().any(|s| matches!(s.what, What::Gap(ms) if s.at <= to && s.at + ms > from))
    }

    /// As `runs_at`, or on into this part of the line where nothing has happened in it yet.
    fn runs_into(&self, i: usize) -> bool {
        self.runs_at(i) || i == 0 && self.gap > self.begin
    }

    /// Whether a gap that began before goes on at an event: the machine may act while nothing is known.
    pub(super) fn runs_at(&self, i: usize) -> bool {
        self.seen.get(i).is_some_and(|s| self.gap_before(i) > s.at)
    }

    /// The end of the last gap that began before an event.
    pub(super) fn gap_before(&self, i: usize) -> i64 {
        let ends = self.seen[..i].iter().filter_map(|s| if let What::Gap(ms) = s.what { Some(s.at + ms) } else { None });
        ends.fold(self.gap, i64::max)
    }
}
