//! What sessions come by, for those who want to know what a set of calls has touched: each point with the instant it was come by.
//!
//! Only a machine that is made for it notes anything; every other one has nothing to write to, and asks no more than that.

use super::value::Val;
use crate::program::{Program, Test};
use std::collections::{BTreeMap, HashMap};
use std::sync::{Mutex, PoisonError};

/// Something of a program that a session came by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Point {
    /// An operation was played.
    Op(u32),
    /// A step was entered, by its number in the whole program.
    Step(u32),
    /// An option was chosen: flow, step (none for 随时), place in it.
    Option(u32, Option<u32>, u32),
    /// A row of a 按 in a step was taken: the operation, the row from 0.
    Row(u32, u32),
    /// A row of a 判定 was taken: which, the row from 0.
    Decision(u32, u32),
    /// The condition of a 若 held, or did not: its operation.
    Way(u32, bool),
    /// A guard compared this value: its place in [`Program::guards`]. In a row all its other cells held.
    Compared(u32, i64),
    /// Something about a limit.
    Limit(Limited, OfLimit),
    /// A rung of a ladder was entered; none: its top.
    Rung(u32, Option<u32>),
    /// A 周期 was kept, or missed.
    Period(u32, bool),
    /// A rule was asked for and kept, or broken. Sessions do not note it: it is known when a call is over.
    Rule(u32, bool),
}

/// A limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Limited {
    /// Of a wait or an action in a step: its operation.
    Wait(u32),
    /// A 期限.
    Deadline(u32),
}

/// What became of a limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OfLimit {
    /// It began to run, up to this last instant in time.
    Ran(i64),
    /// What it waits for came at its very last instant.
    Met,
    /// It was broken.
    Broken,
}

/// What the sessions of a machine have come by, each with the instant it was first.
pub type Touched = BTreeMap<Point, i64>;

/// Where it is noted.
#[derive(Debug)]
pub(crate) struct Seen {
    noted: Mutex<Noted>,
    /// The guards of the program by where their tests stand in memory, which does not change while the machine lives.
    guards: HashMap<usize, u32>,
}

#[derive(Debug, Default)]
struct Noted {
    points: Touched,
    quiet: bool,
}

impl Seen {
    /// Nothing is noted yet of a program.
    pub(crate) fn new(program: &Program) -> Self {
        let guards = program.guards().iter().enumerate().map(|(i, guard)| (address(guard.test), i as u32)).collect();
        Self { noted: Mutex::default(), guards }
    }

    /// Notes a point.
    pub(crate) fn note(&self, point: Point, at: i64) {
        let mut noted = self.noted.lock().unwrap_or_else(PoisonError::into_inner);
        if !noted.quiet {
            noted.points.entry(point).or_insert(at);
        }
    }

    /// Notes a value that a guard compared.
    pub(crate) fn compared(&self, test: &Test, value: &Val, at: i64) {
        if let (Some(guard), Some(n)) = (self.guards.get(&address(test)), value.scalar()) {
            self.note(Point::Compared(*guard, n), at);
        }
    }

    /// All that was noted; it is forgotten here.
    pub(crate) fn take(&self) -> Touched {
        std::mem::take(&mut self.noted.lock().unwrap_or_else(PoisonError::into_inner).points)
    }

    /// From now on nothing is noted, or again.
    pub(crate) fn quiet(&self, quiet: bool) {
        self.noted.lock().unwrap_or_else(PoisonError::into_inner).quiet = quiet;
    }
}

/// A test's own name: nothing is read through it.
fn address(test: &Test) -> usize {
    std::ptr::from_ref(test).addr()
}
