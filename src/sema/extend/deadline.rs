//! 期限: as a response within a time, with pauses and warnings.

use super::answer::{Fault, Held, refuse};
use super::event::{self, When};
use super::forbid::severities;
use super::length::{Wanted, lengths};
use super::limits::{Timed, bodies, fewer_pauses, limits, same_key};
use super::pair::{Pair, Side};
use crate::base::Message;
use crate::sema::model::{Arm, Deadline, Event, Severity, Warning};

/// Every 期限 that is a 底线.
pub(super) fn check(pair: &mut Pair<'_>) {
    let (parent, child) = (pair.parent, pair.child);
    pair.each(&parent.deadlines, &child.deadlines, |pair, floor, own| {
        let (a, b) = pair.sides();
        let (a, b) = (side(a, floor), side(b, own));
        let mut all = vec![
            same_place((a, floor), (b, own)),
            starts(pair, (a, &floor.start), (b, &own.start)),
            stops(pair, (a, &floor.stop), (b, &own.stop)),
            fewer_pauses(pair, (a, &floor.pauses, floor.span), (b, &own.pauses)),
            refuse(floor.latest || !own.latest, || {
                Fault::looser(
                    own.span,
                    floor.span,
                    "多了“末次起算”，重来一次就能往后拖",
                    "it is counted from the last one, so each new one puts it off",
                )
            }),
            bodies((a, floor.breach.as_ref()), (b, own.breach.as_ref()), ("超时", "timeout"), own.span),
            bodies((a, floor.late.as_ref()), (b, own.late.as_ref()), ("已过", "past"), own.span),
            severities(floor.severity.unwrap_or(Severity::Ordinary), own.severity.unwrap_or(Severity::Ordinary), own.span, floor.span),
            refuse(own.veto || !floor.veto, || Fault::looser(own.span, floor.span, "去掉了“一票否决”", "the veto is gone")),
        ];
        if let (Some(x), Some(y)) = (&floor.limit, &own.limit) {
            let (x, y) = (
                Timed { side: a, limit: x, using: floor.using, moves: a.model.moves_deadline(floor), reaches: reaches(floor) },
                Timed { side: b, limit: y, using: own.using, moves: b.model.moves_deadline(own), reaches: reaches(own) },
            );
            all.push(limits(pair, x, y));
        }
        all.extend(floor.warnings.iter().map(|w| warned(pair, (a, w), (b, own))));
        all
    });
}

fn reaches(deadline: &Deadline) -> bool {
    deadline.breach.as_ref().is_some_and(Arm::reaches)
}

fn side<'m>(side: Side<'m>, deadline: &'m Deadline) -> Side<'m> {
    if deadline.flow.is_some() { side.within(deadline.flow) } else { side.with(&deadline.vars) }
}

fn same_place((a, floor): (Side<'_>, &Deadline), (b, own): (Side<'_>, &Deadline)) -> Held {
    let flow = |side: Side<'_>, d: &Deadline| d.flow.and_then(|f| side.model.flows.get(f.index())).map(|f| f.name.clone());
    refuse(flow(a, floor) == flow(b, own), || Fault::unknown(own.span, floor.span, "原来写在另一个流程里", "it stands in another flow"))?;
    refuse(same_key(a, &floor.key, b, &own.key), || {
        Fault::unknown(own.span, floor.span, "“按”什么分开算不一样", "it is kept apart by another key")
    })
}

/// 起: the clock starts at no fewer events.
pub(super) fn starts(pair: &Pair<'_>, floor: (Side<'_>, &Event), own: (Side<'_>, &Event)) -> Held {
    event::covers(pair, own, floor, When::Then).held(own.1.span, floor.1.span, |what| {
        Message::new(format!("“{}”不再起算", what.zh), format!("`{}` does not start it any more", what.en))
    })
}

/// 止: nothing more ends it.
pub(super) fn stops(pair: &Pair<'_>, floor: (Side<'_>, &Event), own: (Side<'_>, &Event)) -> Held {
    event::covers(pair, floor, own, When::Then)
        .held(own.1.span, floor.1.span, |what| Message::new(format!("“{}”也算办到了", what.zh), format!("`{}` ends it as well", what.en)))
}

/// 预警: no later, and doing no less.
fn warned(pair: &Pair<'_>, (a, floor): (Side<'_>, &Warning), (b, own): (Side<'_>, &Deadline)) -> Held {
    let mut fault = None;
    for warning in &own.warnings {
        let held = lengths(pair, (a, &floor.left), (b, &warning.left), Wanted::AtLeast)
            .and_then(|()| bodies((a, Some(&floor.body)), (b, Some(&warning.body)), ("预警", "warn"), warning.left.span));
        match held {
            Ok(()) => return Ok(()),
            Err(found) => fault = fault.or(Some(found)),
        }
    }
    Err(fault.unwrap_or_else(|| Fault::looser(own.span, floor.left.span, "去掉了“预警”", "the warning is gone")))
}
