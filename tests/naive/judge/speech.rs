//! What is said first, last and next.

use super::{Line, Proof, Tell, missing};
use crate::naive::flow::fits;
use crate::naive::script::{Sentence, What, Who};
use crate::naive::stream::START;

/// 答话上限 and 停顿上限, where a script says nothing else.
const REPLY: i64 = 5000;
const PAUSE: i64 = 1000;

impl Line<'_> {
    pub(super) fn spoken(&self, sentence: &Sentence, start: i64, tell: Tell<'_>) -> bool {
        match sentence {
            Sentence::First(who, words) => {
                let turns = self.turns(*who);
                if let Some((i, at, _)) = turns.first().filter(|t| t.2 != Some(*words)) {
                    tell(*at, self.hidden_between(None, *i), line_at(*at));
                }
                !turns.is_empty()
            }
            Sentence::FirstOf(a) => {
                let first = (0..self.seen.len()).find(|i| of_machine(&self.seen[*i].what));
                if let Some(i) = first.filter(|i| !fits(a, &self.seen[*i].what)) {
                    tell(self.at(i), self.hidden_between(None, i), self.event(i));
                }
                first.is_some()
            }
            Sentence::LastOf(a) => {
                let last = (0..self.seen.len()).rfind(|i| of_machine(&self.seen[*i].what));
                if let Some(end) = self.end {
                    let hidden = self.hidden(last, end);
                    if hidden || last.is_none_or(|i| !fits(a, &self.seen[i].what)) {
                        let event = last.map_or_else(Proof::default, |i| self.event(i));
                        tell(end, hidden, event + missing(start, self.last(end)));
                    }
                }
                true
            }
            Sentence::Last(who, words) => {
                let turns = self.turns(*who);
                if let (Some(end), last) = (self.end, turns.last()) {
                    let hidden = self.hidden(last.map(|t| t.0), end);
                    if hidden || last.is_none_or(|t| t.2 != Some(*words)) {
                        let event = last.map_or_else(Proof::default, |t| line_at(t.1));
                        tell(end, hidden, event + missing(start, self.last(end)));
                    }
                }
                true
            }
            Sentence::Next(a, who, words) => {
                let (opens, turns) = (self.opening(a), self.turns(*who));
                for (n, (i, at, said)) in turns.iter().enumerate() {
                    let since = if n > 0 { turns[n - 1].0 } else { 0 };
                    let asked: Vec<usize> = opens.iter().copied().filter(|a| *a < *i && (n == 0 || *a >= since)).collect();
                    if let (Some(first), true) = (asked.first(), *said != Some(*words)) {
                        let triggers = asked.iter().map(|a| self.since(*a)).fold(Proof::default(), |a, b| a + b);
                        tell(*at, self.hidden_between(Some(*first), *i), triggers + line_at(*at));
                    }
                }
                !opens.is_empty()
            }
            _ => false,
        }
    }

    /// The 句 of somebody: where in the order, when, which words. That the other side got no answer is one as well.
    pub(super) fn turns(&self, who: Who) -> Vec<(usize, i64, Option<usize>)> {
        let mut all: Vec<(usize, i64, Option<usize>)> = Vec::new();
        for (i, seen) in self.seen.iter().enumerate() {
            match seen.what {
                What::Say(by, words) if by == who => all.push((i, seen.at, Some(words))),
                What::Say(..) => {
                    // Nothing comes back until it is too long, or until the one who waits speaks anew.
                    let late = seen.at + REPLY + 1;
                    let next = (i + 1..self.seen.len()).find(|j| matches!(self.seen[*j].what, What::Say(..)));
                    match next {
                        Some(j) if self.at(j) < late => {
                            let other = matches!(self.seen[j].what, What::Say(by, _) if by != who);
                            if other && self.at(j) > seen.at + PAUSE && self.connected(i, j) {
                                // It is known as the next turn begins, before anything is done for that.
                                let begun = (i..j).rfind(|k| matches!(self.seen[*k].what, What::Begin(_)));
                                all.push((begun.map_or(j, |k| k + 1), self.at(j), None));
                            }
                        }
                        _ if self.reaches(late) => {
                            let place = (i..self.seen.len()).find(|j| self.at(*j) >= late).unwrap_or(self.seen.len());
                            if self.connected(i, place) {
                                all.push((place, late, None));
                            }
                        }
                        _ => {}
                    }
                }
                _ => {}
            }
        }
        all.sort();
        all
    }

    /// Whether the line was up between two places, and all that was said is known: else nobody has to answer, or it cannot be told.
    pub(super) fn connected(&self, from: usize, to: usize) -> bool {
        let answered = self.seen[..from].iter().any(|s| s.what == What::Answer);
        answered && !self.seen[..to].iter().any(|s| matches!(s.what, What::Hangup(_))) && !self.hidden_between(Some(from), to)
    }
}

/// A 句, by its instant.
fn line_at(at: i64) -> Proof {
    Proof { text: format!(" @{}", at - START), on: None, why: None }
}

/// Whether the machine did it.
fn of_machine(what: &What) -> bool {
    matches!(what, What::Entered(_) | What::Left(_) | What::Did(_) | What::Asked | What::Closed | What::HandedOver(_))
}
