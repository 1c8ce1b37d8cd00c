//! Of which sentences all that is owed has to be kept apart: of the others what is owed longest shows first what is broken.

use super::narrow::Narrowed;
use crate::program::{EventKind, Otherwise, Pattern, Program, Sentence, Until};
use std::collections::BTreeSet;

/// By rule and number from 1, as a snapshot names them.
pub(super) fn apart(narrowed: &Narrowed) -> BTreeSet<(String, i64)> {
    let p = &narrowed.program;
    let mut all = BTreeSet::new();
    for (r, rule) in p.rules.iter().enumerate() {
        for (at, sentence) in rule.sentences.iter().enumerate() {
            if later_first(sentence) || heard(narrowed, r, at, sentence) {
                all.insert((rule.name.to_string(), at as i64 + 1));
            }
        }
    }
    all
}

/// Whether what is owed later can be broken sooner, or be broken by what answers the earlier.
fn later_first(sentence: &Sentence) -> bool {
    let Pattern::After(_, _, Some(bound)) = &sentence.pattern else { return false };
    bound.least.is_some() || bound.most.iter().any(|until| matches!(until, Until::Instant(_) | Until::Count(..)))
}

/// Whether somebody takes notice of each time that 否则 is done: anybody but the sentence itself.
fn heard(narrowed: &Narrowed, rule: usize, at: usize, sentence: &Sentence) -> bool {
    if sentence.otherwise.is_empty() {
        return false;
    }
    let actions: BTreeSet<u32> = sentence.remedies().map(|(action, _)| action).collect();
    let mut others: Program = narrowed.program.clone();
    if let Some(own) = others.rules.get_mut(rule) {
        own.sentences.remove(at.min(own.sentences.len().saturating_sub(1)));
    }
    let mut found = sentence.otherwise.iter().any(|o| matches!(o, Otherwise::Escalate(_)));
    others.each_event(&mut |event| found |= matches!(event.kind, EventKind::Do(action) if actions.contains(&action)));
    found
}
