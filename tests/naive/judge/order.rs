//! What comes before what.

use super::{Line, Tell, missing};
use crate::naive::script::Sentence;

impl Line<'_> {
    pub(super) fn ordered(&self, sentence: &Sentence, start: i64, tell: Tell<'_>) -> bool {
        match sentence {
            Sentence::Before { each, of, must } => {
                let (of, must) = (self.all(of), self.all(must));
                for (n, b) in of.iter().enumerate() {
                    let since = (*each && n > 0).then(|| of[n - 1]);
                    if !must.iter().any(|a| (since.unwrap_or(0)..*b).contains(a)) {
                        tell(self.at(*b), self.hidden_between(since, *b), self.event(*b));
                    }
                }
                !of.is_empty()
            }
            Sentence::Until(a, b) => {
                let (a, b) = (self.all(a), self.all(b));
                b.iter()
                    .filter(|b| !a.iter().any(|a| a < b))
                    .for_each(|b| tell(self.at(*b), self.hidden_between(None, *b), self.event(*b)));
                !b.is_empty()
            }
            Sentence::Between(a, b) => {
                let all: Vec<usize> = self.all(a).into_iter().filter(|i| !self.rests_at(*i)).collect();
                let b = self.all(b);
                for pair in all.windows(2) {
                    if !b.iter().any(|b| (pair[0] + 1..pair[1]).contains(b)) {
                        let evidence = self.since(pair[0]) + self.event(pair[1]) + missing(self.at(pair[0]), self.at(pair[1]));
                        tell(self.at(pair[1]), self.hidden_between(Some(pair[0]), pair[1]), evidence);
                    }
                }
                !all.is_empty()
            }
            Sentence::Then(a, b) => {
                let a: Vec<usize> = self.all(a).into_iter().filter(|i| !self.rests_at(*i)).collect();
                let b = self.all(b);
                if let (Some(end), Some(first), true) = (self.end, a.first(), b.is_empty() && !self.rests_at_end()) {
                    tell(end, self.hidden(None, end), self.since(*first) + missing(start, self.last(end)));
                }
                !a.is_empty()
            }
            _ => false,
        }
    }
}
