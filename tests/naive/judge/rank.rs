//! Which rule gives way to which, and while: 情形 before 阶段 before 通则, then 优先于; a permission lifts what is not above it.

use super::Line;
use crate::naive::flow::Seen;
use crate::naive::script::{Pat, Rule, Script, Sentence, Stretch, What};
use crate::naive::stream::START;

/// A piece of the line in which a rule rests: from one event to before another, by how many were seen before them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rest {
    from: usize,
    to: usize,
    begin: i64,
    end: Option<i64>,
}

/// When a rule rests: while a rule that goes before it is in force.
pub(super) fn rests(script: &Script, lower: usize, given: bool, seen: &[Seen], now: i64) -> Vec<Rest> {
    let end = seen.iter().position(|s| s.what == What::Ended);
    let line = Line::whole(script, &seen[..end.map_or(seen.len(), |i| i + 1)], now, end.map(|i| seen[i].at));
    let goes_before = |(at, rule): &(usize, &Rule)| before((*at, rule), (lower, &script.rules[lower])) && (given || !rule.provided);
    let spans = script.rules.iter().enumerate().filter(goes_before).flat_map(|(_, rule)| match &rule.within {
        Some(stretch) => {
            // What still lasts ends with its line.
            let last = line.closes.unwrap_or(usize::MAX);
            let number = |i: usize| line.seen.get(i).map_or(last, |s| s.n);
            let spans = line.spans(stretch).into_iter();
            spans.map(|s| Rest { from: number(s.from), to: number(s.to), begin: s.begin, end: s.end }).collect()
        }
        None => vec![Rest { from: 0, to: usize::MAX, begin: START, end: None }],
    });
    let mut all: Vec<Rest> = spans.collect();
    all.sort_by_key(|r| (r.from, r.to));
    // Pieces that overlap are one.
    let mut joined: Vec<Rest> = Vec::new();
    for rest in all {
        match joined.last_mut().filter(|last| rest.from <= last.to) {
            Some(last) if rest.to > last.to => (last.to, last.end) = (rest.to, rest.end),
            Some(_) => {}
            None => joined.push(rest),
        }
    }
    joined
}

/// Whether one rule goes before another.
fn before((at, higher): (usize, &Rule), (of, lower): (usize, &Rule)) -> bool {
    if let (Sentence::May(a), Sentence::Never(b)) = (&higher.sentence, &lower.sentence) {
        return a == b && rank(higher) >= rank(lower);
    }
    at != of
        && against(&higher.sentence, &lower.sentence)
        && (rank(higher) > rank(lower) || rank(higher) == rank(lower) && higher.over.contains(&of))
}

/// 情形 3, 阶段 2, 通则 1
pub fn rank(rule: &Rule) -> usize {
    match &rule.within {
        _ if rule.provided => 3,
        Some(Stretch::InStep(_)) => 2,
        Some(_) => 3,
        None => 1,
    }
}

/// Whether one asks for what the other forbids.
fn against(a: &Sentence, b: &Sentence) -> bool {
    let one = |a: &Sentence, b: &Sentence| match (asked(a), b) {
        (Some(asked), Sentence::Never(forbidden)) => asked == forbidden,
        (Some(asked), Sentence::Barred(bar, None, forbidden)) => {
            asked == forbidden && matches!(a, Sentence::After(on, ..) if on.nth == bar.nth && on.on == bar.on)
        }
        _ => false,
    };
    one(a, b) || one(b, a)
}

/// What a sentence asks for.
pub fn asked(of: &Sentence) -> Option<&Pat> {
    match of {
        Sentence::Must(a) | Sentence::After(_, a, _) | Sentence::Within { must: a, .. } => Some(a),
        Sentence::Between(_, a) | Sentence::Then(_, a) | Sentence::Times(a, "至少", _) => Some(a),
        _ => None,
    }
}

impl Line<'_> {
    /// Whether the rule rests at an event.
    pub(super) fn rests_at(&self, i: usize) -> bool {
        self.rests_by(self.seen[i].n)
    }

    /// Whether the rule rests when the line ends.
    pub(super) fn rests_at_end(&self) -> bool {
        self.closes.is_some_and(|n| self.rests_by(n))
    }

    fn rests_by(&self, n: usize) -> bool {
        self.rests.iter().any(|r| (r.from..r.to).contains(&n))
    }

    /// The last instant of what is owed since an event, as much later as the rule rests meanwhile; none while it does.
    pub(super) fn put_off(&self, since: usize, last: i64) -> Option<i64> {
        let mut last = last;
        for rest in self.rests.iter().filter(|r| r.from > self.seen[since].n) {
            // What is due comes before what happens at its instant.
            if rest.begin > last {
                break;
            }
            last += rest.end? - rest.begin;
        }
        Some(last)
    }
}
