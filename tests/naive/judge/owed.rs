//! What is owed after something, for how long, and what is barred.

use super::{Line, Tell, missing};
use crate::naive::script::{Pat, Sentence};

impl Line<'_> {
    pub(super) fn owed(&self, sentence: &Sentence, tell: Tell<'_>) -> bool {
        match sentence {
            Sentence::After(a, b) => {
                let (a, b) = (self.opening(a), self.all(b));
                for a in &a {
                    if let (Some(end), false) = (self.end, b.iter().any(|b| b > a)) {
                        tell(end, self.hidden(*a, end), self.since(*a) + &missing(self.at(*a), end));
                    }
                }
                !a.is_empty()
            }
            Sentence::Within { after, ms, must, unless, latest } => {
                let opens = self.opening(after);
                let ends = |i: usize, on: &Pat| self.all(on).into_iter().any(|j| j > i && self.at(j) <= self.at(i) + ms);
                for a in &opens {
                    let last = self.at(*a) + ms;
                    let again = *latest && opens.iter().any(|b| b > a && self.at(*b) <= last);
                    let withdrawn = unless.as_ref().is_some_and(|d| ends(*a, d));
                    if self.reaches(last + 1) && !again && !withdrawn && !ends(*a, must) {
                        tell(last + 1, self.hidden(*a, last), self.since(*a) + &missing(self.at(*a), last));
                    }
                }
                !opens.is_empty()
            }
            Sentence::Barred(a, ms, b) => {
                let opens = self.opening(a);
                for b in self.all(b) {
                    let bars = |a: &&usize| **a < b && ms.is_none_or(|ms| self.at(b) <= self.at(**a) + ms);
                    if let Some(a) = opens.iter().rfind(bars) {
                        tell(self.at(b), false, self.since(*a) + &self.event(b));
                    }
                }
                !opens.is_empty()
            }
            Sentence::Apart(a, ms) => {
                let all = self.all(a);
                for pair in all.windows(2) {
                    let (near, hidden) = (self.at(pair[1]) - self.at(pair[0]) < *ms, self.hidden_between(pair[0], pair[1]));
                    if near || hidden {
                        tell(self.at(pair[1]), !near, self.since(pair[0]) + &self.event(pair[1]));
                    }
                }
                !all.is_empty()
            }
            _ => false,
        }
    }
}
