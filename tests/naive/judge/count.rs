//! How often something happens.

use super::{Line, Tell, missing};
use crate::naive::script::Sentence;

impl Line<'_> {
    pub(super) fn counted(&self, sentence: &Sentence, start: i64, tell: Tell<'_>) -> bool {
        match sentence {
            Sentence::Never(a) => {
                self.all(a).into_iter().filter(|i| !self.rests_at(*i)).for_each(|i| tell(self.at(i), false, self.event(i)));
                true
            }
            Sentence::Must(a) => {
                if let (Some(end), true) = (self.end, self.all(a).is_empty() && !self.rests_at_end()) {
                    tell(end, self.hidden(None, end), missing(start, self.last(end)));
                }
                true
            }
            Sentence::Times(a, bound, n) => {
                let all = self.all(a);
                if let (Some(i), true) = (all.get(*n), *bound != "至少") {
                    tell(self.at(*i), false, self.event(*i));
                } else if let (Some(end), true) = (self.end, *bound != "至多" && all.len() < *n && !self.rests_at_end()) {
                    tell(end, self.hidden(None, end), missing(start, self.last(end)));
                }
                true
            }
            _ => false,
        }
    }
}
