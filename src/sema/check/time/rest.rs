//! A limit that may run out in 休息时间, where running out disturbs somebody, says which way it moves.

use crate::base::calendar::{self, Cutoff, Hours};
use crate::base::{Diagnostic, calendar::zone::DAY};
use crate::sema::check::Context;
use crate::sema::codes::time::LANDS_IN_REST;
use crate::sema::expr::scalar;
use crate::sema::model::{Arm, CalendarId, Limit, LimitBound, Model, Ty};

/// Checks one limit; `contacts` tells whether somebody is disturbed when it runs out.
pub(in crate::sema::check) fn check(cx: &Context<'_>, limit: &Limit, using: Option<CalendarId>, contacts: bool, out: &mut Vec<Diagnostic>) {
    let Some(calendar) = limit.using.or(using).and_then(|id| cx.model.calendars.get(id.index())) else { return };
    if !contacts || limit.shift.is_some() || calendar.said.rest_hit.is_some() || !lands(limit, &calendar.data) {
        return;
    }
    let name = &calendar.data.name;
    let (zh, en) = match example(cx.model, limit, &calendar.data) {
        Some((start, due)) => (format!("：{start} 开始的，{due} 到点"), format!(": begun at {start}, it runs out at {due}")),
        None => Default::default(),
    };
    let finding = Diagnostic::new(
        &LANDS_IN_REST,
        limit.span,
        format!("到点会落在“{name}”的休息时间里，却没有说往哪边挪{zh}"),
        format!("this may run out in the rest hours of `{name}`, and nothing says which way it moves{en}"),
    );
    let finding = match calendar.said.rest {
        Some(rest) => finding.related(rest, "休息时间", "rest hours"),
        None => finding,
    };
    out.push(finding.help(
        "后面加“顺延”（挪到休息之后）或“提前”（挪到休息之前）；全部都一样的，在日历里写“落入休息 顺延”。",
        "Add `postpone` or `advance`; where all limits move alike, write `rest hit postpone` in the calendar.",
    ));
}

/// Whether what is done when a limit runs out reaches somebody.
pub(super) fn reaches(arm: Option<&Arm>) -> bool {
    arm.is_some_and(Arm::reaches)
}

fn lands(limit: &Limit, calendar: &calendar::Calendar) -> bool {
    if calendar.rest.is_empty() {
        return false;
    }
    let LimitBound::Length(length) = &limit.bound else { return true };
    match length.ty {
        Ty::Working => calendar.hours.iter().any(|h| calendar.rest.iter().any(|r| r.from < h.to && h.from < r.to)),
        Ty::Civil => {
            let last = match calendar.cutoff {
                Cutoff::DayEnd => Some(DAY),
                Cutoff::ShiftEnd => calendar.hours.iter().map(|h| i64::from(h.to)).max(),
            };
            last.is_some_and(|end| calendar.rest.iter().any(|r| holds(r, end - 1)))
        }
        _ => true,
    }
}

/// A time of day in working hours from which a length of the clock runs out in rest, and when; on the half hour, as people read it.
fn example(model: &Model, limit: &Limit, calendar: &calendar::Calendar) -> Option<(String, String)> {
    let LimitBound::Length(length) = &limit.bound else { return None };
    if length.ty != Ty::Duration {
        return None;
    }
    let long = i64::try_from(scalar(model, length)?).ok()?;
    let works = |at: i64| calendar.hours.iter().any(|h| holds(h, at));
    let rests = |at: i64| calendar.rest.iter().any(|r| holds(r, at));
    let half = DAY / 48;
    let start = (0..48).map(|n| n * half).find(|at| works(*at) && !rests(*at) && rests((at + long).rem_euclid(DAY)))?;
    let shown = |at: i64| u32::try_from(at.rem_euclid(DAY)).map(calendar::text::clock).ok();
    Some((shown(start)?, shown(start + long)?))
}

fn holds(rest: &Hours, ms: i64) -> bool {
    let (from, to) = (i64::from(rest.from), i64::from(rest.to));
    (from..to).contains(&ms) || (from..to).contains(&(ms + DAY))
}
