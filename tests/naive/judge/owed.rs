//! What is owed after something, for how long, and what is barred.

use super::{Line, Proof, Tell, missing};
use crate::naive::calendar::{Calendar, NoYear};
use crate::naive::script::limits::Length;
use crate::naive::script::{Pat, Sentence, What};

impl Line<'_> {
    pub(super) fn owed(&self, sentence: &Sentence, tell: Tell<'_>) -> bool {
        match sentence {
            Sentence::After(a, b, unless) => {
                let (a, b) = (self.opening(a), self.all(b));
                let withdrawn = unless.as_ref().map_or(Vec::new(), |d| self.all(d));
                for a in &a {
                    if let (Some(end), false) = (self.end, self.rests_at_end() || b.iter().chain(&withdrawn).any(|b| b > a)) {
                        tell(end, self.hidden(Some(*a), end), self.since(*a) + missing(self.at(*a), self.last(end)));
                    }
                }
                !a.is_empty()
            }
            Sentence::Within { .. } | Sentence::By { .. } => {
                if let Sentence::Within { after, length, .. } = sentence {
                    let opens = self.opening(after).into_iter();
                    for a in opens.filter(|a| self.last_of(self.at(*a), *length).is_err()) {
                        tell(self.at(a), false, Proof { why: Some("日历缺年"), ..self.since(a) + self.event(a) });
                    }
                }
                for owed in self.owing(sentence) {
                    let (from, to) = owed.missing;
                    tell(owed.at, self.hidden(Some(owed.from), to), self.since(owed.from) + missing(from, to));
                }
                match sentence {
                    Sentence::Within { after, .. } => !self.opening(after).is_empty(),
                    _ => !self.all(&Pat::Promise).is_empty(),
                }
            }
            Sentence::Barred(a, ms, b) => {
                let opens = self.opening(a);
                for b in self.all(b).into_iter().filter(|b| !self.rests_at(*b)) {
                    let bars = |a: &&usize| **a < b && ms.is_none_or(|ms| self.at(b) <= self.at(**a) + ms);
                    if let Some(a) = opens.iter().rfind(bars) {
                        tell(self.at(b), false, self.since(*a) + self.event(b));
                    }
                }
                !opens.is_empty()
            }
            Sentence::Apart(a, ms) => {
                let all = self.all(a);
                for pair in all.windows(2) {
                    let (near, hidden) = (self.at(pair[1]) - self.at(pair[0]) < *ms, self.hidden_between(Some(pair[0]), pair[1]));
                    if near || hidden {
                        tell(self.at(pair[1]), !near, self.since(pair[0]) + self.event(pair[1]));
                    }
                }
                !all.is_empty()
            }
            _ => false,
        }
    }

    /// What is owed and has not come in time.
    pub(super) fn owing(&self, sentence: &Sentence) -> Vec<Owed> {
        let mut all = Vec::new();
        match sentence {
            Sentence::Within { after, length, must, unless, latest } => {
                let opens = self.opening(after);
                for a in &opens {
                    let Ok(last) = self.last_of(self.at(*a), *length) else { continue };
                    let Some(last) = self.put_off(*a, last) else { continue };
                    let ends = |on: &Pat| self.all(on).into_iter().any(|j| j > *a && self.at(j) <= last);
                    let again = *latest && opens.iter().any(|b| b > a && self.at(*b) <= last);
                    if self.reaches(last + 1) && !again && !unless.as_ref().is_some_and(ends) && !ends(must) {
                        all.push(Owed { from: *a, at: last + 1, due: last + 1, missing: (self.at(*a), last) });
                    }
                }
            }
            Sentence::By { ms, window, must, unless } => {
                for (i, seen) in self.seen.iter().enumerate() {
                    let What::Promise(_, instant) = seen.what else { continue };
                    let (first, due) = if *window { (instant - ms, instant) } else { (i64::MIN, instant - ms + 1) };
                    let before = |on: &Pat, from: i64| self.all(on).into_iter().any(|j| j > i && self.at(j) < due && self.at(j) >= from);
                    let over =
                        before(must, first) || unless.as_ref().is_some_and(|d| before(d, i64::MIN)) || before(&Pat::Promise, i64::MIN);
                    let at = due.max(seen.at);
                    if self.reaches(at) && !over {
                        all.push(Owed { from: i, at, due, missing: (first.max(seen.at), due - 1) });
                    }
                }
            }
            _ => {}
        }
        all
    }

    /// The last instant of a length.
    fn last_of(&self, from: i64, of: Length) -> Result<i64, NoYear> {
        match (of, self.calendar) {
            (Length::Work(ms), Some(c)) => c.after_work(from, ms),
            (Length::Days(n), Some(c)) => c.end_of(Calendar::date(from) + n),
            (Length::Workdays(n), Some(c)) => c.end_of(c.nth_working(Calendar::date(from), n)?),
            (Length::Ms(ms), _) => Ok(from + ms),
            (of, _) => unreachable!("{of:?} is not drawn where no calendar is"),
        }
    }
}

/// Something that was left out: what opened it, when it was too late, the closed piece of time in which it should have been.
pub(super) struct Owed {
    pub(super) from: usize,
    pub(super) at: i64,
    /// When it was to be done; long before where an instant became known too late.
    pub(super) due: i64,
    missing: (i64, i64),
}
