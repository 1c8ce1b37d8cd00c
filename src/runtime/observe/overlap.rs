//! Overlap measured by words: how long a word of each side has been sounding at once.

use super::judge::Judge;
use super::state::Grows;
use super::turns::is_back;
use crate::program::{EventKind, Measure};
use crate::runtime::eval::Hand;
use crate::runtime::told::Word;
use serde::{Deserialize, Serialize};

/// When the words of a turn sound, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Sounding {
    /// All of them.
    pub(crate) all: Vec<(i64, i64)>,
    /// Those that are not 应和.
    pub(crate) plain: Vec<(i64, i64)>,
}

impl Sounding {
    /// Of words with their times.
    pub(super) fn of(words: &[Word], measure: &Measure) -> Self {
        let all: Vec<(i64, i64)> = words.iter().map(|w| (w.from, w.until)).collect();
        let runs = words.chunk_by(|a, b| b.from.saturating_sub(a.until) <= measure.pause_cap);
        let spoken = runs.filter(|run| !is_back_run(run, measure));
        let plain = spoken.flat_map(|run| run.iter().map(|w| (w.from, w.until))).collect();
        Self { all, plain }
    }
}

/// Whether words between two pauses are 应和 and nothing else.
fn is_back_run(run: &[Word], measure: &Measure) -> bool {
    let (Some(first), Some(last)) = (run.first(), run.last()) else { return false };
    let text: String = run.iter().map(|w| w.text.as_str()).collect();
    last.until.saturating_sub(first.from) <= measure.backchannel_cap && is_back(&text, measure)
}

/// The stretches in which both sound, in order.
fn both(a: &[(i64, i64)], b: &[(i64, i64)]) -> Vec<(i64, i64)> {
    let (mut i, mut j) = (0, 0);
    let mut out = Vec::new();
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        let (from, until) = (x.0.max(y.0), x.1.min(y.1));
        if from < until {
            out.push((from, until));
        }
        if x.1 <= y.1 { i += 1 } else { j += 1 }
    }
    out
}

/// The instant at which stretches add up to a length; none where they never do.
fn reaches(stretches: &[(i64, i64)], length: i64) -> Option<i64> {
    let mut left = length;
    for (from, until) in stretches {
        if *until - *from >= left {
            return from.checked_add(left);
        }
        left -= until - from;
    }
    None
}

/// How long stretches are together, up to an instant.
pub(super) fn total(stretches: &[(i64, i64)], at: i64) -> i64 {
    stretches.iter().map(|(from, until)| (*until).min(at).saturating_sub(*from).max(0)).sum()
}

impl Judge<'_> {
    /// The words of both sides of the overlap that lasts are known: it grows by what sounds at once, not by whole turns.
    pub(super) fn overlap_by_words(&mut self, k: usize, me: usize) {
        let Some(talk) = self.w.talks.get_mut(k) else { return };
        let ours = talk.over.is_some_and(|(by, _)| usize::from(by) == me);
        let [Some(mine), Some(theirs)] = [me, 1 - me].map(|side| talk.words.get(side)) else { return };
        if !ours || mine.all.is_empty() || theirs.all.is_empty() {
            return;
        }
        let stretches = both(&mine.plain, &theirs.all);
        talk.both = Some(stretches.clone());
        let of = k as u8;
        let m = self.m;
        let is_over = |place: u32| m.rules.lengths.get(place as usize).is_some_and(|p| matches!(p.kind, EventKind::TalkOver));
        self.drop_lengths(|grows| matches!(grows, Grows::Pattern(place, k) if k == of && is_over(place)));
        let Some((first, _)) = stretches.first().copied() else { return };
        for (place, pattern) in m.rules.lengths.iter().enumerate().filter(|(place, _)| is_over(*place as u32)) {
            let bound = match &pattern.test {
                None => Some(super::follow::TALK_OVER),
                test => self.eval(first, None, &[], Hand::default()).least_of(test.as_ref()),
            };
            let Some((ms, at)) = bound.and_then(|ms| Some((ms, reaches(&stretches, ms)?))) else { continue };
            // What grows is the time of both together: it is as if it had begun so much earlier.
            let entry = (at, Grows::Pattern(place as u32, of), at.saturating_sub(ms));
            let twin = |(due, grows, since): &(i64, Grows, i64)| {
                (*due, *since) == (entry.0, entry.2) && matches!(grows, Grows::Pattern(other, k) if *k == of && is_over(*other))
            };
            if !self.w.lengths.iter().any(twin) {
                self.w.lengths.insert(entry);
            }
        }
    }
}
