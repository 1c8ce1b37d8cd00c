//! 日历: no limit ends later, from whatever instant, and nobody is disturbed at more times.

use super::answer::{Fault, Held, refuse};
use super::pair::Pair;
use super::sweep::{Clock, Reach, never_later, set_within};
use crate::base::Message;
use crate::sema::check::domain::{Scale, constant};
use crate::sema::model::{Bound, Calendar, CivilUnit, Expr, Model, Pattern, Until};

/// Every 日历 that is a 底线.
pub(super) fn check(pair: &mut Pair<'_>) {
    let (parent, child) = (pair.parent, pair.child);
    pair.each(&parent.calendars, &child.calendars, |pair, floor, own| {
        vec![default(pair, floor, own), rest(floor, own), limits(pair, floor, own)]
    });
}

/// What counted by default counts by default still, or by a calendar that is no looser.
fn default(pair: &Pair<'_>, floor: &Calendar, own: &Calendar) -> Held {
    let is_default =
        |model: &Model, c: &Calendar| model.default_calendar.and_then(|id| model.calendar(id)).is_some_and(|d| d.span == c.span);
    refuse(!is_default(pair.parent, floor) || is_default(pair.child, own), || {
        let now = pair.child.default_calendar.and_then(|id| pair.child.calendar(id)).map_or(own.span, |c| c.span);
        Fault::unknown(now, floor.span, "“默认”换成了另一个日历", "another calendar is marked `default`")
    })
}

fn rest(floor: &Calendar, own: &Calendar) -> Held {
    let at = own.said.rest.unwrap_or(own.span);
    let span = floor.said.rest.unwrap_or(floor.span);
    set_within(&floor.data, &own.data, "休息时间").held(at, span, |when| {
        Message::new(format!("{} 原来是休息时间，这里不是", when.zh), format!("{} was a time of rest, and here it is not", when.en))
    })
}

fn limits(pair: &Pair<'_>, floor: &Calendar, own: &Calendar) -> Held {
    for (n, unit) in lengths(pair.parent) {
        let x = Clock { reach: Reach::Counted(n, unit), calendar: Some(&own.data), shift: own.data.rest_hit, value: false };
        let y = Clock { calendar: Some(&floor.data), shift: floor.data.rest_hit, ..x };
        match never_later(&x, &y) {
            Ok(None) => {}
            Ok(Some(later)) => {
                let told = crate::sema::check::domain::ticks_in_words(i128::from(n), &crate::sema::model::Ty::Civil, Scale::Civil(unit));
                return Err(Fault::looser(
                    own.span,
                    floor.span,
                    format!("“{} 以内”到得更晚", told.zh),
                    format!("`{} or within` ends later", told.en),
                )
                .witness(later.words(&pair.ancestor.name, &pair.child.package)));
            }
            Err(why) => {
                let same = crate::base::calendar::Calendar { name: floor.data.name.clone(), ..own.data.clone() } == floor.data;
                refuse(same, || Fault::new(false, own.span, floor.span, why))?;
                return Ok(());
            }
        }
    }
    Ok(())
}

/// The lengths that a calendar is asked for: one of each unit that it can answer, and those that the limits of the package name.
fn lengths(model: &Model) -> Vec<(i64, CivilUnit)> {
    let mut all = vec![(1, CivilUnit::Days), (1, CivilUnit::Workdays), (60_000, CivilUnit::WorkMs)];
    let mut add = |e: &Expr| {
        if let Some(amount) = constant(model, e)
            && let (Scale::Civil(unit), Ok(n)) = (amount.scale, i64::try_from(amount.ticks))
            && !all.contains(&(n, unit))
        {
            all.push((n, unit));
        }
    };
    model.deadlines.iter().filter_map(|d| d.limit.as_ref()).for_each(|l| add(l.bound()));
    model.ladders.iter().flat_map(|l| &l.rungs).filter_map(|r| r.limit.as_ref()).for_each(|l| add(l.bound()));
    for sentence in model.rules.iter().filter_map(|r| r.body.as_ref()).flat_map(|b| &b.sentences) {
        if let Pattern::After(_, _, Some(bound)) | Pattern::Barred(_, _, Some(bound)) = &sentence.pattern {
            let Bound { most, least, .. } = bound;
            for until in most.iter().chain(least) {
                if let Until::Length(e) = until {
                    add(e);
                }
            }
        }
    }
    all
}
