//! A program with one rule left in it.

use super::trim::trim;
use crate::program::{Duty, Nth, Pattern, Program, Sentence, Trigger, Within};
use std::collections::BTreeSet;

/// A program to be searched, and what of its rule is to be looked at.
#[derive(Debug)]
pub(super) struct Narrowed {
    pub(super) program: Program,
    /// Rules that are taken for granted.
    pub(super) assumed: Vec<u32>,
}

/// Leaves one rule in a program, what is assumed, and what the rule gives way to.
pub(super) fn narrow(program: &Program, rule: u32, assumed: &[u32]) -> Narrowed {
    let (mut narrowed, judged) = left(program, rule, assumed);
    trim(&mut narrowed.program, rule as usize, judged, !assumed.is_empty());
    narrowed
}

/// The program, and the rules that are judged in it.
fn left(program: &Program, rule: u32, assumed: &[u32]) -> (Narrowed, BTreeSet<usize>) {
    let mut p = program.clone();
    p.score = None;
    p.metrics.clear();
    p.citations.clear();
    p.retains.clear();
    // Nothing is heard late: what is known late is judged by its instant all the same.
    p.measure.lag = 0;
    let yields: Vec<(u32, u32)> = p.rules.get(rule as usize).iter().flat_map(|r| &r.sentences).flat_map(|s| s.yields.clone()).collect();
    for (at, other) in p.rules.iter_mut().enumerate() {
        if let Some(measure) = &mut other.measure {
            measure.lag = 0;
        }
        // What is assumed is judged beside it.
        let judged = at as u32 == rule || assumed.contains(&(at as u32));
        if !judged && !yields.iter().any(|(r, _)| *r == at as u32) {
            // What another rule orders happens as well.
            other.sentences.retain(|s| s.yields.is_empty() && !s.otherwise.is_empty());
        }
    }
    let judged = assumed.iter().chain(yields.iter().map(|(r, _)| r)).chain([&rule]).map(|r| *r as usize).collect();
    (Narrowed { program: p, assumed: assumed.to_vec() }, judged)
}

/// Leaves one sentence of a rule in a program, by its place, and what it gives way to. The others keep their numbers and ask for nothing.
pub(super) fn narrow_to(program: &Program, rule: u32, sentence: usize) -> Narrowed {
    let mut alone = program.clone();
    if let Some(of) = alone.rules.get_mut(rule as usize) {
        let before = of.sentences.get(sentence).map_or(Vec::new(), |s| s.yields.clone());
        let stays = |at: usize| at == sentence || before.contains(&(rule, at as u32));
        of.sentences.iter_mut().enumerate().filter(|(at, _)| !stays(*at)).for_each(|(_, other)| *other = idle());
    }
    // A call that the rule has nothing to do with keeps it as well: all of them stay.
    let (narrowed, _) = left(&alone, rule, &[]);
    narrowed
}

fn idle() -> Sentence {
    Sentence {
        pattern: Pattern::Never(Trigger { on: Vec::new(), nth: Nth::Any }),
        duty: Duty::May,
        within: Within::default(),
        flow: None,
        otherwise: Vec::new(),
        unless: Vec::new(),
        restart: false,
        yields: Vec::new(),
    }
}
