//! 指标: the same count with a higher target.

use super::answer::{Cover, Fault, Held, refuse};
use super::event::same_events;
use super::pair::{Pair, Side};
use super::{stretch, value};
use crate::sema::model::{Counted, DeadlineId, Metric, MetricPeriod, Ty};

/// Every 指标 that is a 底线.
pub(super) fn check(pair: &mut Pair<'_>) {
    let (parent, child) = (pair.parent, pair.child);
    pair.each(&parent.metrics, &child.metrics, |pair, floor, own| {
        let (a, b) = pair.sides();
        vec![
            refuse(counts_alike(pair, (a, floor), (b, own)), || {
                Fault::unknown(own.span, floor.span, "数的事或算的时段不一样", "other things are counted, or over another time")
            }),
            target((a, floor), (b, own)),
            refuse(own.sample.unwrap_or(0) <= floor.sample.unwrap_or(0), || {
                Fault::looser(
                    own.span,
                    floor.span,
                    "“样本”要得更多，少了就判不了",
                    "a larger sample is asked for, below which nothing is judged",
                )
            }),
        ]
    });
}

fn target((a, floor): (Side<'_>, &Metric), (b, own): (Side<'_>, &Metric)) -> Held {
    let told = || Fault::looser(own.span, floor.span, "“达”的数放松了", "the target is lower");
    match (&floor.target, &own.target) {
        (None, _) => Ok(()),
        (Some(_), None) => Err(told()),
        (Some(x), Some(y)) => match value::tests(a, x, b, y, &Ty::Number) {
            Cover::Yes => Ok(()),
            Cover::No(_) => Err(told()),
            Cover::Unknown(why) => Err(Fault::new(false, own.span, floor.span, why)),
        },
    }
}

fn counts_alike(pair: &Pair<'_>, (a, x): (Side<'_>, &Metric), (b, y): (Side<'_>, &Metric)) -> bool {
    let part = match (&x.part, &y.part) {
        (Counted::Breaches(x), Counted::Breaches(y)) => {
            let name = |side: Side<'_>, id: DeadlineId| side.model.deadlines.get(id.index()).map(|d| d.name.clone());
            name(a, *x) == name(b, *y)
        }
        (Counted::Events(x), Counted::Events(y)) => same_events(pair, (a, x), (b, y)),
        (Counted::EventsIn(x, s, n), Counted::EventsIn(y, o, m)) => {
            n == m && same_events(pair, (a, x), (b, y)) && stretch::same_moments(pair, (a, *s), (b, *o)) == Cover::Yes
        }
        _ => false,
    };
    let period = match (&x.period, &y.period) {
        (MetricPeriod::Every(x), MetricPeriod::Every(y)) => value::same_value(a, x, b, y),
        (MetricPeriod::LastDays(x), MetricPeriod::LastDays(y)) => x == y,
        _ => false,
    };
    let by = match (&x.by, &y.by) {
        (None, None) => true,
        (Some(x), Some(y)) => same_events(pair, (a, x), (b, y)),
        _ => false,
    };
    part && period && by && same_events(pair, (a, &x.of), (b, &y.of))
}
