//! Coverage: what the scenarios came by, of all there is.

mod bounds;
mod item;
mod lcov;
mod place;
mod ready;
mod words;

pub(super) use item::{Item, Kind, items};
pub(super) use lcov::lcov;

use super::clauses::Clauses;
use crate::runtime::{Machine, Point, RuleVerdict, Verdict};
use std::collections::{BTreeMap, BTreeSet};

/// What the scenarios came by.
#[derive(Debug, Default)]
pub(super) struct Hits {
    points: BTreeMap<Point, Hit>,
    /// When each scenario that was played began.
    starts: BTreeMap<usize, i64>,
}

/// How a point was come by.
#[derive(Debug, Clone, Copy)]
pub(super) struct Hit {
    /// In how many scenarios.
    pub(super) times: u32,
    /// The first of them.
    pub(super) scenario: usize,
    /// When, in that one.
    pub(super) at: i64,
}

impl Hits {
    /// Ends a scenario: adds what its session came by and how its rules stand; gives the clauses it came by.
    pub(super) fn finish(
        &mut self,
        (scenario, start): (usize, i64),
        machine: &Machine,
        verdicts: &[RuleVerdict],
        clauses: &Clauses,
    ) -> BTreeSet<String> {
        let mut touched = machine.touched();
        for (rule, declared) in machine.program.rules.iter().enumerate() {
            let Some(stands) = verdicts.iter().find(|v| v.rule == declared.name) else { continue };
            match stands.verdict {
                Verdict::Kept => drop(touched.insert(Point::Rule(rule as u32, true), start)),
                Verdict::Broken => drop(touched.insert(Point::Rule(rule as u32, false), start)),
                Verdict::Unknown | Verdict::NotApplicable => {}
            }
        }
        let found = clauses.of(&machine.program, &touched);
        self.starts.insert(scenario, start);
        for (point, at) in touched {
            self.points.entry(point).or_insert(Hit { times: 0, scenario, at }).times += 1;
        }
        found
    }

    /// How often a point was come by.
    fn times(&self, point: Point) -> u32 {
        self.points.get(&point).map_or(0, |hit| hit.times)
    }

    /// The points between two, in order.
    fn between(&self, from: Point, to: Point) -> impl Iterator<Item = (&Point, &Hit)> {
        self.points.range(from..=to)
    }

    /// The instant at which a scenario began.
    fn start(&self, scenario: usize) -> i64 {
        self.starts.get(&scenario).copied().unwrap_or_default()
    }
}
