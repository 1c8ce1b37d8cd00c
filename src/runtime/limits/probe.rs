//! Limits of a program that all run at once, to ask another program about.

use super::clock::Clock;
use super::state::{Climb, Instance, Kept, Key, Limits, Occurrence, Stage};
use crate::runtime::machine::Machine;
use crate::runtime::state::{NEVER, NONE};
use crate::runtime::value::Val;

impl Limits {
    /// Nothing runs but the present period of each 周期.
    pub(crate) fn none(m: &Machine) -> Self {
        let period = || Occurrence { stage: Stage::Left, opens: NEVER, last: NEVER, ends: NEVER, ..Occurrence::default() };
        Self { schedules: m.program.schedules.iter().map(|_| period()).collect(), ..Self::default() }
    }

    /// An instance of each 期限, held by each of its 停表, one on each rung of each 升级, and a record under each 留存.
    pub(crate) fn all(m: &Machine) -> Self {
        let p = &m.program;
        let key = |text: &str| Key { val: Val::Text(text.into()), text: text.into() };
        let running = || Clock { bound: Val::Duration(1), last: Some(1), ..Clock::default() };
        let bits = |n: usize| 1_u32.checked_shl(n as u32).unwrap_or(0).wrapping_sub(1);
        let deadlines = p.deadlines.iter().enumerate().map(|(d, decl)| Instance {
            deadline: d as u32,
            key: Key::default(),
            of: None,
            opened: 0,
            clock: running(),
            pausing: bits(decl.pauses.len()),
            warned: 0,
            overdue: false,
            unstarted: false,
            rounds: 0,
            events: Vec::new(),
        });
        let ladders = p.ladders.iter().enumerate().flat_map(|(l, decl)| {
            let climb = move |(rung, r): (usize, &crate::program::Rung)| Climb {
                ladder: l as u32,
                // Keys are in order, as the list is.
                key: key(&format!("{rung:06}")),
                of: None,
                starter: NONE,
                rung: rung as u32,
                opened: 0,
                clock: if r.limit.is_some() { running() } else { Clock::default() },
            };
            decl.rungs.iter().enumerate().map(climb)
        });
        let kept = p.retains.iter().enumerate().map(|(r, decl)| Kept {
            retain: r as u32,
            key: Key::default(),
            opened: 0,
            paused: None,
            pausing: bits(decl.pauses.len()),
            moved: 0,
            rounds: 0,
            due: Some(1),
        });
        Self { deadlines: deadlines.collect(), ladders: ladders.collect(), kept: kept.collect(), ..Self::none(m) }
    }
}
