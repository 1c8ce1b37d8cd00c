//! What a gap may hide.

use super::Line;
use crate::naive::script::What;

impl Line<'_> {
    /// Whether a gap lies behind an event, or behind the beginning of this part of the line, and begins up to an instant.
    pub(super) fn hidden(&self, behind: Option<usize>, upto: i64) -> bool {
        let rest = behind.unwrap_or(0)..self.seen.len();
        self.runs_behind(behind) || rest.into_iter().any(|i| matches!(self.seen[i].what, What::Gap(_)) && self.at(i) <= upto)
    }

    /// Whether a gap lies between two events, or between the beginning of this part of the line and one.
    pub(super) fn hidden_between(&self, from: Option<usize>, to: usize) -> bool {
        let between = &self.seen[from.unwrap_or(0).min(self.seen.len())..to.min(self.seen.len())];
        self.runs_behind(from) || between.iter().any(|s| matches!(s.what, What::Gap(_)))
    }

    /// Whether a gap meets a piece of time.
    pub(super) fn hides(&self, from: i64, to: i64) -> bool {
        self.gap > from || self.seen.iter().any(|s| matches!(s.what, What::Gap(ms) if s.at <= to && s.at + ms > from))
    }

    /// Whether a gap that began before goes on behind an event, or behind the beginning of this part of the line.
    fn runs_behind(&self, event: Option<usize>) -> bool {
        event.map_or(self.gap > self.begin, |i| self.runs_at(i))
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
