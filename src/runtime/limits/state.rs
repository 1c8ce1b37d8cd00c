//! What is kept of limits.

use super::clock::Clock;
use crate::runtime::freeze::freeze;
use crate::runtime::machine::Machine;
use crate::runtime::value::Val;
use smol_str::{SmolStr, ToSmolStr};
use std::sync::Arc;

/// Instances open at once in one session.
pub(super) const OPEN: usize = 10_000;
/// The mark that sets the number of a body's own thread apart from a case's.
const ASIDE: u32 = 1 << 30;

/// All that runs.
#[derive(Debug, PartialEq, Default)]
pub(crate) struct Limits {
    /// In order of declaration, then of key.
    pub(crate) deadlines: Vec<Instance>,
    /// In order of declaration, then of key.
    pub(crate) ladders: Vec<Climb>,
    /// One for each 周期, in their order, in a session of an organisation.
    pub(crate) schedules: Vec<Occurrence>,
    /// In order of declaration, then of key.
    pub(crate) kept: Vec<Kept>,
    /// Roles that nobody has.
    pub(crate) absent: Arc<[u32]>,
}

/// A key, and the text that orders and names it.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Key {
    pub(crate) val: Val,
    pub(crate) text: SmolStr,
}

impl Key {
    /// The key of a value; a text names itself.
    pub(crate) fn of(m: &Machine, val: Val) -> Self {
        let text = match &val {
            Val::Unknown => SmolStr::default(),
            Val::Text(text) => text.clone(),
            Val::Number(n) => n.to_smolstr(),
            other => freeze(m, other).to_smolstr(),
        };
        Self { val, text }
    }
}

/// An invocation of a flow: the thread's number, the frame's place.
pub(crate) type Invocation = Option<(u32, u32)>;

/// A 期限 that was opened and has not been closed.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Instance {
    pub(crate) deadline: u32,
    pub(crate) key: Key,
    /// The invocation it lives with, where it stands in a flow.
    pub(crate) of: Invocation,
    pub(crate) opened: i64,
    pub(crate) clock: Clock,
    /// Which 停表 hold it, a bit each.
    pub(crate) pausing: u32,
    /// Which 预警 have come, a bit each.
    pub(crate) warned: u32,
    pub(crate) overdue: bool,
    /// It waits for the event from which it counts.
    pub(crate) unstarted: bool,
    /// How often it was begun anew.
    pub(crate) rounds: u32,
    /// The arguments of the event that opened it.
    pub(crate) events: Vec<(u32, Vec<Val>)>,
}

/// A 升级 that runs.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Climb {
    pub(crate) ladder: u32,
    pub(crate) key: Key,
    pub(crate) of: Invocation,
    /// The thread that started it; `u32::MAX` for none.
    pub(crate) starter: u32,
    pub(crate) rung: u32,
    pub(crate) opened: i64,
    pub(crate) clock: Clock,
}

/// The present period of a 周期.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Occurrence {
    /// The period's name.
    pub(crate) period: SmolStr,
    pub(crate) stage: Stage,
    /// When it may be done from; its last instant in time; when the next period begins.
    pub(crate) opens: i64,
    pub(crate) last: i64,
    pub(crate) ends: i64,
    /// When the next period's turn comes: as it begins, or before that where 提前 brings its duty forward.
    pub(crate) next: i64,
    /// Which duty is next, and how often it has been done.
    pub(crate) at: u32,
    pub(crate) count: u32,
    /// 归属: what was counted into the period.
    pub(crate) items: u32,
}

/// Where a period stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Stage {
    /// Its time has not come.
    #[default]
    Waiting,
    Open,
    Kept,
    Missed,
    /// 若 did not hold, or the calendar has no answer.
    Left,
}

/// A record that is kept.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Kept {
    pub(crate) retain: u32,
    pub(crate) key: Key,
    pub(crate) opened: i64,
    pub(crate) paused: Option<i64>,
    pub(crate) pausing: u32,
    /// Dates by which pauses have moved it.
    pub(crate) moved: i64,
    /// How often it was extended.
    pub(crate) rounds: u32,
    /// None while paused, or where it cannot be counted.
    pub(crate) due: Option<i64>,
}

impl Limits {
    /// Where an instance stands, or where it would.
    pub(crate) fn deadline(&self, deadline: u32, key: &str, of: Invocation) -> Result<usize, usize> {
        self.deadlines.binary_search_by(|i| (i.deadline, i.key.text.as_str(), i.of).cmp(&(deadline, key, of)))
    }

    /// Where a ladder stands, or where it would. One that stands in a flow is the thread's that runs the flow.
    pub(crate) fn ladder(&self, ladder: u32, key: &str, of: Invocation) -> Result<usize, usize> {
        let thread = |of: Invocation| of.map(|(thread, _)| thread);
        self.ladders.binary_search_by(|c| (c.ladder, c.key.text.as_str(), thread(c.of)).cmp(&(ladder, key, thread(of))))
    }

    /// Where a record stands, or where it would.
    pub(crate) fn kept(&self, retain: u32, key: &str) -> Result<usize, usize> {
        self.kept.binary_search_by(|k| (k.retain, k.key.text.as_str()).cmp(&(retain, key)))
    }
}

/// The number of a body's own thread.
pub(crate) fn aside(n: u32) -> u32 {
    ASIDE | (n & (ASIDE - 1))
}
