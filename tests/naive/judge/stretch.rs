//! What lasts: how long it may, and what may happen while it does.

use super::{Line, Proof, Span, Tell, missing, since};
use crate::naive::flow::fits;
use crate::naive::script::{Pat, Sentence, Stretch, What};
use crate::naive::stream::START;

impl Line<'_> {
    pub(super) fn lasting(&self, sentence: &Sentence, tell: Tell<'_>) -> bool {
        match sentence {
            Sentence::Only(a, inside, stretch) => {
                let (all, spans) = (self.all(a), self.spans(stretch));
                for a in &all {
                    if spans.iter().any(|s| (s.from..s.to).contains(a)) != *inside {
                        tell(self.at(*a), false, self.event(*a));
                    }
                }
                !all.is_empty()
            }
            Sentence::Lasts(..) | Sentence::Totals(..) | Sentence::LastsLeast(..) => self.length(sentence, tell),
            Sentence::WhileNever(stretch, a) | Sentence::WhileMust(stretch, a) | Sentence::WhileEvery(stretch, _, a) => {
                let spans = self.spans(stretch);
                for span in &spans {
                    let line = self.part(span);
                    match sentence {
                        Sentence::WhileNever(..) => line.sentence(&Sentence::Never(a.clone()), span.begin, tell),
                        Sentence::WhileEvery(_, ms, _) => line.every(span.begin, *ms, a, tell),
                        _ => line.sentence(&Sentence::Must(a.clone()), span.begin, tell),
                    };
                }
                !spans.is_empty()
            }
            _ => false,
        }
    }

    /// Every window of so much time holds an A.
    pub(super) fn every(&self, begin: i64, ms: i64, a: &Pat, tell: Tell<'_>) -> bool {
        let all = self.all(a);
        let mut since = begin;
        while self.reaches(since + ms + 1) {
            if let Some(a) = all.iter().find(|a| self.at(**a) >= since && self.at(**a) <= since + ms && self.at(**a) > since - 1) {
                let next = all.iter().rfind(|b| self.at(**b) <= since + ms).unwrap_or(a);
                if self.at(*next) > since {
                    since = self.at(*next);
                    continue;
                }
            }
            tell(since + ms + 1, self.hides(since, since + ms), missing(since, since + ms));
            since += ms + 1;
        }
        true
    }

    pub(super) fn length(&self, sentence: &Sentence, tell: Tell<'_>) -> bool {
        let (Sentence::Lasts(stretch, ms) | Sentence::Totals(stretch, ms) | Sentence::LastsLeast(stretch, ms)) = sentence else {
            return false;
        };
        let spans = self.spans(stretch);
        let mut before = 0;
        for span in &spans {
            let trigger = since(span.begin);
            let end = span.end.unwrap_or(self.now);
            match sentence {
                Sentence::Lasts(..) if end > span.begin + ms => {
                    tell(span.begin + ms + 1, self.hidden(Some(span.from), span.begin + ms), trigger)
                }
                Sentence::Totals(..) => {
                    let passes = span.begin + ms - before + 1;
                    if before <= *ms && end >= passes {
                        tell(passes, self.hidden(Some(span.from), passes - 1), trigger);
                    }
                    before += end - span.begin;
                }
                Sentence::LastsLeast(..) if span.end.is_some_and(|end| end - span.begin < *ms) => {
                    let nameless = Proof { text: format!(" @{}", end - START), on: self.closes, why: None };
                    let on = self.seen.get(span.to).map_or(nameless, |_| self.event(span.to));
                    tell(end, self.hidden_between(Some(span.from), span.to), trigger + on);
                }
                _ => {}
            }
        }
        !spans.is_empty()
    }

    /// The pieces of the line in which a stretch holds.
    pub(super) fn spans(&self, stretch: &Stretch) -> Vec<Span> {
        let (mut spans, mut inside): (Vec<Span>, i32) = (Vec::new(), 0);
        for (i, seen) in self.seen.iter().enumerate() {
            let (opens, closes) = match (stretch, &seen.what) {
                (Stretch::OnHold, what) => (matches!(what, What::Hold(_)), matches!(what, What::Resume(_) | What::Hangup(_))),
                (Stretch::Connected, what) => (*what == What::Answer, matches!(what, What::Hangup(_))),
                // A step may be entered again by a flow that a handler calls while it waits: it is left when all of them have left it.
                (Stretch::InStep(step), What::Entered(into)) if into == step => {
                    inside += 1;
                    (true, false)
                }
                (Stretch::InStep(step), What::Left(from)) if from == step => {
                    inside -= 1;
                    (false, inside == 0)
                }
                (Stretch::From(a, b), what) => (fits(a, what), fits(b, what)),
                (Stretch::Named(n), What::Host(event, _)) => (*event == n * 2, *event == n * 2 + 1),
                _ => (false, false),
            };
            let open = spans.last_mut().filter(|s| s.end.is_none());
            match (open, opens, closes) {
                (Some(span), _, true) => (span.to, span.end) = (i, Some(seen.at)),
                (None, true, _) => spans.push(Span { from: i, to: self.seen.len(), begin: seen.at, end: None }),
                _ => {}
            }
        }
        if let (Some(span), Some(end)) = (spans.last_mut(), self.end) {
            span.end.get_or_insert(end);
        }
        spans
    }
}
