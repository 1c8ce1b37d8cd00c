//! The periods of a 周期: when one begins, when its duty is due, when the next one begins.

use super::state::{Occurrence, Stage};
use crate::base::calendar::{Fault, Move, Occasion, Reckoning};
use crate::program::{Schedule, Shift};

/// The period that holds a date, in its first stage.
pub(super) fn occurrence(r: &Reckoning<'_>, s: &Schedule, date: i32) -> Result<Occurrence, Fault> {
    let on_rest = s.on_rest.map(|shift| match shift {
        Shift::Postpone => Move::Postpone,
        Shift::Advance => Move::Advance,
    });
    let due = r.due(Occasion { every: s.every, clock: s.clock, from: s.from, on_rest }, date)?;
    let period = r.period_name(s.every.period(), date)?;
    let stage = if due.last.is_some() { Stage::Waiting } else { Stage::Left };
    Ok(Occurrence {
        period,
        stage,
        opens: due.opens,
        last: due.last.unwrap_or(due.ends),
        ends: due.ends,
        next: due.next,
        ..Occurrence::default()
    })
}
