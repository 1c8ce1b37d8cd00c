//! A program with one rule left in it, written so that whatever breaks the guarantee is a finding.

use super::Why;
use super::trim::trim;
use crate::program::{Duty, EventKind, EventPattern, Expr, KeyedEvent, Nth, Pattern, Program, Rule, Sentence, Trigger, Within};

/// A program to be searched, and what of its rule is to be looked at.
#[derive(Debug)]
pub(super) struct Narrowed {
    pub(super) program: Program,
    /// The rule that is left, by its place.
    pub(super) rule: usize,
    /// Rules that are taken for granted.
    pub(super) assumed: Vec<u32>,
    /// How many of the rule's sentences were written; those behind say that 否则 is done before the end.
    pub(super) written: usize,
    /// For each sentence behind, the one whose 否则 it is.
    pub(super) of: Vec<usize>,
}

/// Leaves one rule in a program, what is assumed, and what the rule gives way to.
pub(super) fn narrow(program: &Program, rule: u32, assumed: &[u32]) -> Result<Narrowed, Why> {
    let mut p = program.clone();
    p.score = None;
    p.metrics.clear();
    p.citations.clear();
    p.retains.clear();
    // Nothing is heard late: what is known late is judged by its instant all the same.
    p.measure.lag = 0;
    let (mut written, mut of) = (0, Vec::new());
    let yields: Vec<(u32, u32)> = p.rules.get(rule as usize).iter().flat_map(|r| &r.sentences).flat_map(|s| s.yields.clone()).collect();
    for (at, other) in p.rules.iter_mut().enumerate() {
        if let Some(measure) = &mut other.measure {
            measure.lag = 0;
        }
        if at as u32 == rule {
            written = other.sentences.len();
            let more = remedied(other)?;
            of = more.iter().map(|(of, _)| *of).collect();
            other.sentences.extend(more.into_iter().map(|(_, s)| s));
        } else if assumed.contains(&(at as u32)) {
            // What is assumed is judged beside it.
        } else if !yields.iter().any(|(r, _)| *r == at as u32) {
            // What another rule orders happens as well.
            other.sentences.retain(|s| s.yields.is_empty() && !s.otherwise.is_empty());
        }
    }
    let judged = assumed.iter().chain(yields.iter().map(|(r, _)| r)).chain([&rule]).map(|r| *r as usize).collect();
    trim(&mut p, rule as usize, judged, !assumed.is_empty());
    Ok(Narrowed { program: p, rule: rule as usize, assumed: assumed.to_vec(), written, of })
}

/// Leaves one sentence of a rule in a program, by its place, and what it gives way to. The others keep their numbers and ask for nothing.
pub(super) fn narrow_to(program: &Program, rule: u32, sentence: usize) -> Result<Narrowed, Why> {
    let mut alone = program.clone();
    if let Some(of) = alone.rules.get_mut(rule as usize) {
        let before = of.sentences.get(sentence).map_or(Vec::new(), |s| s.yields.clone());
        let left = |at: usize| at == sentence || before.contains(&(rule, at as u32));
        of.sentences.iter_mut().enumerate().filter(|(at, _)| !left(*at)).for_each(|(_, other)| *other = idle());
    }
    narrow(&alone, rule, &[])
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

/// For each sentence with a bound and 否则: that by the end the one or the other has been done. Where it is not, the line ended before
/// its time, and with it the remedy.
fn remedied(rule: &Rule) -> Result<Vec<(usize, Sentence)>, Why> {
    let mut all = Vec::new();
    for (at, sentence) in rule.sentences.iter().enumerate().filter(|(_, s)| !s.otherwise.is_empty()) {
        let Pattern::After(trigger, must, Some(_)) = &sentence.pattern else {
            if matches!(sentence.pattern, Pattern::By(_)) {
                return Err(Why::Remedy);
            }
            continue;
        };
        let mut wanted = must.clone();
        for (action, args) in sentence.remedies() {
            let key = match &rule.key {
                None => None,
                Some(_) => Some(key_of(trigger.on.first().and_then(|k| k.key.as_ref()), args).ok_or(Why::Remedy)?),
            };
            let event = EventPattern { kind: EventKind::Do(action), actor: None, test: None, filter: None };
            wanted.push(KeyedEvent { event, key });
        }
        if wanted.len() == must.len() {
            // A ladder that is started is the host's to climb.
            return Err(Why::Remedy);
        }
        let pattern = Pattern::After(trigger.clone(), wanted, None);
        all.push((at, Sentence { pattern, otherwise: Vec::new(), ..sentence.clone() }));
    }
    Ok(all)
}

/// Where the arguments of a remedy carry the key.
fn key_of(trigger: Option<&Expr>, args: &[Expr]) -> Option<Expr> {
    if let Some(Expr::Case) = trigger {
        return Some(Expr::Case);
    }
    let at = args.iter().position(|arg| *arg == Expr::Key || Some(arg) == trigger)?;
    Some(Expr::Arg(at as u32))
}
