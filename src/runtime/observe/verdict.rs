//! How rules stand, what they cost, and what they still wait for.

use super::finding::{Obligation, Verdict};
use super::state::{Tally, Watch};
use crate::base::Decimal;
use crate::program::{Line, Pattern};
use crate::runtime::machine::Machine;
use crate::runtime::session::Session;
use crate::runtime::state::NEVER;
use serde::Serialize;
use smol_str::SmolStr;

/// A rule and how it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RuleVerdict {
    /// Its name.
    pub rule: SmolStr,
    /// How it stands.
    pub verdict: Verdict,
    /// Findings that are certain.
    pub broken: u32,
    /// Findings that nobody can be sure of.
    pub unknown: u32,
    /// What they cost.
    pub points: Decimal,
}

/// What a call scores: between these, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Scored {
    /// With everything unknown counted as broken.
    pub low: Decimal,
    /// With nothing unknown counted as broken.
    pub high: Decimal,
    /// 合格, 不合格; none where nobody can tell.
    pub passed: Option<bool>,
}

impl Session {
    /// How every rule stands that is judged here, in the order of the program.
    pub fn verdicts(&self) -> Vec<RuleVerdict> {
        let rules = &self.m.program.rules;
        let Some(watch) = self.watch.as_deref() else { return Vec::new() };
        let judged = rules.iter().enumerate().filter(|(_, r)| !r.sentences.is_empty() && self.st.core.keeps(r.line));
        judged
            .map(|(i, rule)| {
                let tally = watch.tally.get(i).cloned().unwrap_or_default();
                let verdict = verdict(&self.m, watch, i as u32, &tally);
                RuleVerdict { rule: rule.name.clone(), verdict, broken: tally.broken, unknown: tally.unknown, points: tally.points }
            })
            .collect()
    }

    /// Sentences whose 否则 can come no more and was not done, by rule and number from 1; only a machine that proves notes them.
    pub fn withdrawn(&self) -> &[(u32, u32)] {
        self.watch.as_deref().map_or(&[], |watch| &watch.withdrawn)
    }

    /// Whether anything happened yet that a rule speaks of.
    pub(crate) fn is_triggered(&self, rule: u32) -> bool {
        self.watch.as_deref().and_then(|watch| watch.tally.get(rule as usize)).is_some_and(|tally| tally.triggered)
    }

    /// What the call scores so far, where the program scores.
    pub fn score(&self) -> Option<Scored> {
        let score = self.m.program.score.as_ref()?;
        let watch = self.watch.as_deref()?;
        let (mut low, mut high) = (score.full, score.full);
        let mut vetoed = Some(false);
        let mut grouped: Vec<u32> = Vec::new();
        let cost = |i: u32| -> (Decimal, Decimal) {
            let tally = watch.tally.get(i as usize).cloned().unwrap_or_default();
            let maybe = tally.maybe && tally.broken + tally.unknown == 0;
            let first = self.m.program.rules.get(i as usize).and_then(|r| r.deduct.as_ref()).map_or(Decimal(0), |d| d.points);
            let risk = if maybe { first } else { tally.risk };
            (tally.points, tally.points.plus(risk).unwrap_or(tally.points))
        };
        let take = |from: Decimal, what: Decimal| from.minus(what).unwrap_or(from);
        for group in &score.groups {
            let sum = group
                .rules
                .iter()
                .map(|r| cost(*r))
                .fold((Decimal(0), Decimal(0)), |(a, b), (sure, worst)| (a.plus(sure).unwrap_or(a), b.plus(worst).unwrap_or(b)));
            high = take(high, sum.0.min(group.most));
            low = take(low, sum.1.min(group.most));
            grouped.extend(&group.rules);
        }
        for (i, rule) in self.m.program.rules.iter().enumerate() {
            let i = i as u32;
            if !grouped.contains(&i) {
                let (sure, worst) = cost(i);
                (high, low) = (take(high, sure), take(low, worst));
            }
            let tally = watch.tally.get(i as usize);
            if rule.veto && tally.is_some_and(|t| t.broken > 0) {
                vetoed = Some(true);
            } else if rule.veto && vetoed == Some(false) && tally.is_some_and(|t| t.unknown > 0 || t.maybe) {
                vetoed = None;
            }
        }
        (low, high) = (low.max(Decimal(0)), high.max(Decimal(0)));
        match vetoed {
            Some(true) => (low, high) = (score.veto, score.veto),
            None => low = score.veto.min(low),
            Some(false) => {}
        }
        let passed = if vetoed == Some(true) || high < score.pass {
            Some(false)
        } else if low >= score.pass && vetoed == Some(false) {
            Some(true)
        } else {
            None
        };
        Some(Scored { low, high, passed })
    }

    /// What rules still wait for, by when it is due, then in the order of the program.
    pub fn obligations(&self) -> Vec<Obligation> {
        let Some(watch) = self.watch.as_deref() else { return Vec::new() };
        let mut all = Vec::new();
        for (ix, instances) in self.m.rules.sentences.iter().zip(&watch.instances) {
            let Some(rule) = self.m.program.rules.get(ix.rule as usize) else { continue };
            for (key, inst) in instances {
                all.extend(inst.pending.iter().map(|owed| Obligation {
                    rule: rule.name.clone(),
                    sentence: ix.number + 1,
                    key: key.key.clone(),
                    since: owed.what.clone(),
                    due: (owed.due < NEVER).then_some(owed.due),
                }));
            }
        }
        all.sort_by_key(|o| o.due.unwrap_or(NEVER));
        all
    }
}

fn verdict(m: &Machine, watch: &Watch, rule: u32, tally: &Tally) -> Verdict {
    if tally.broken > 0 {
        return Verdict::Broken;
    }
    if tally.unknown > 0 || tally.maybe {
        return Verdict::Unknown;
    }
    let mine = || m.rules.sentences.iter().enumerate().filter(move |(_, s)| s.rule == rule);
    let call_open = watch.over.is_none();
    let open = mine().any(|(q, ix)| {
        let owed = watch.instances.get(q).is_some_and(|all| all.values().any(|i| !i.pending.is_empty()));
        let pattern = m.program.rules.get(rule as usize).and_then(|r| r.sentences.get(ix.number as usize)).map(|s| &s.pattern);
        // Until the call is over nobody knows whether these are kept.
        let until_the_end =
            matches!(pattern, Some(Pattern::Never(_) | Pattern::Always(_) | Pattern::Times(..) | Pattern::First(..) | Pattern::Last(..)));
        owed || until_the_end && ix.line == Line::Call && call_open
    });
    match (open, tally.triggered) {
        (true, _) => Verdict::Unknown,
        (false, true) => Verdict::Kept,
        (false, false) => Verdict::NotApplicable,
    }
}
