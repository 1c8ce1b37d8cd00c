//! 期限, 升级, 周期, 留存 and 计量.

use super::stmt::timeout;
use super::{See, event, expr};
use crate::mutate::turn::Turn;
use crate::syntax::ast::{Deadline, Escalate, Expiry, Measure, Pause, Retain, Schedule};

/// 期限
pub(super) fn deadline(deadline: &mut Deadline, see: &mut See<'_>, turn: &mut Turn<'_>) {
    deadline.start.iter_mut().chain(&mut deadline.stop).for_each(|e| event(e, see, turn));
    deadline.limit.iter_mut().for_each(|l| expr::limit(l, see, turn));
    deadline.pauses.iter_mut().for_each(|p| pause(p, see, turn));
    for warning in &mut deadline.warnings {
        expr::expr(&mut warning.left, see, turn);
        timeout(&mut warning.body, see, turn);
    }
    deadline.late.iter_mut().chain(&mut deadline.breach).for_each(|t| timeout(t, see, turn));
}

/// 升级
pub(super) fn escalate(ladder: &mut Escalate, see: &mut See<'_>, turn: &mut Turn<'_>) {
    ladder.rungs.iter_mut().flat_map(|r| &mut r.limit).for_each(|l| expr::limit(l, see, turn));
    ladder.raises.iter_mut().for_each(|r| event(&mut r.events, see, turn));
    ladder.jumps.iter_mut().flat_map(|j| &mut j.when).for_each(|e| expr::expr(e, see, turn));
    ladder.stop.iter_mut().for_each(|e| event(e, see, turn));
    ladder.top.iter_mut().for_each(|t| timeout(t, see, turn));
}

/// 周期
pub(super) fn schedule(schedule: &mut Schedule, see: &mut See<'_>, turn: &mut Turn<'_>) {
    schedule.counted_by.iter_mut().for_each(|e| event(e, see, turn));
    for duty in &mut schedule.duties {
        event(&mut duty.events, see, turn);
        duty.times.iter_mut().for_each(|e| expr::expr(e, see, turn));
    }
    schedule.condition.iter_mut().for_each(|e| expr::expr(e, see, turn));
    schedule.missed.iter_mut().for_each(|t| timeout(t, see, turn));
}

/// 留存
pub(super) fn retain(retain: &mut Retain, see: &mut See<'_>, turn: &mut Turn<'_>) {
    expr::expr(&mut retain.length, see, turn);
    retain.from.iter_mut().for_each(|e| event(e, see, turn));
    retain.pauses.iter_mut().for_each(|p| pause(p, see, turn));
    if let Some((Expiry::Extend(length), _)) = &mut retain.expiry {
        expr::expr(length, see, turn);
    }
}

/// 计量
pub(super) fn measure(measure: &mut Measure, see: &mut See<'_>, turn: &mut Turn<'_>) {
    measure.settings.iter_mut().flat_map(|s| &mut s.value).for_each(|e| expr::expr(e, see, turn));
}

fn pause(pause: &mut Pause, see: &mut See<'_>, turn: &mut Turn<'_>) {
    event(&mut pause.from, see, turn);
    event(&mut pause.to, see, turn);
}
