//! 周期: more often, and not later.

use super::answer::{Cover, Fault, Held, refuse};
use super::event::{self, When};
use super::limits::bodies;
use super::pair::{Pair, Side};
use super::sweep::{self, Missed};
use super::value;
use crate::base::Message;
use crate::base::calendar;
use crate::sema::model::{Expr, OnRest, Schedule};

/// Every 周期 that is a 底线.
pub(super) fn check(pair: &mut Pair<'_>) {
    let (parent, child) = (pair.parent, pair.child);
    pair.each(&parent.schedules, &child.schedules, |pair, floor, own| {
        let (a, b) = pair.sides();
        let (a, b) = (a.with(&floor.vars), b.with(&own.vars));
        let role = |side: Side<'_>, s: &Schedule| s.by.and_then(|r| side.model.roles.get(r.index())).map(|r| r.name.to_string());
        let (x, y): (Vec<&Expr>, Vec<&Expr>) = (floor.condition.iter().collect(), own.condition.iter().collect());
        let counted = match (&floor.counted_by, &own.counted_by) {
            (None, None) => true,
            (Some(x), Some(y)) => event::same_events(pair, (a, x), (b, y)),
            _ => false,
        };
        vec![
            occasions(pair, (a, floor), (b, own)),
            duties(pair, (a, floor), (b, own)),
            refuse(role(a, floor) == role(b, own), || Fault::unknown(own.span, floor.span, "换了由谁来做", "somebody else is to do it")),
            refuse(counted, || Fault::unknown(own.span, floor.span, "“归属”不一样", "things are counted into a period by another event")),
            value::conditions((b, &y), (a, &x)).held(own.span, floor.span, |what| {
                Message::new(
                    format!("多了条件“{}”，别的时候就不用做了", what.zh),
                    format!("it is due under the condition `{}` only", what.en),
                )
            }),
            bodies((a, floor.missed.as_ref()), (b, own.missed.as_ref()), ("漏", "missed"), own.span),
        ]
    });
}

fn occasions(pair: &Pair<'_>, (a, floor): (Side<'_>, &Schedule), (b, own): (Side<'_>, &Schedule)) -> Held {
    let (Some(was), Some(is)) = (&floor.occasion, &own.occasion) else { return Ok(()) };
    let calendar = |side: Side<'_>, s: &Schedule| s.using.and_then(|c| side.model.calendar(c)).map(|c| c.data.clone());
    let (x, y) = (calendar(a, floor), calendar(b, own));
    let told = || {
        let (x, y) = (pair.words(was.span), pair.words(is.span));
        Message::new(format!("原来“{x}”，这里“{y}”"), format!("`{x}` there, `{y}` here"))
    };
    match sweep::missed((occasion(was), x.as_ref()), (occasion(is), y.as_ref())) {
        Ok(None) => Ok(()),
        Ok(Some(Missed { from, until })) => {
            let name = &pair.ancestor.name;
            let witness = Message::new(
                format!("{from} 到 {until} 之间，“{name}”要做一次，这里不一定"),
                format!("between {from} and {until} `{name}` asks for one, and here there need be none"),
            );
            Err(Fault::new(true, is.span, was.span, told()).witness(witness))
        }
        Err(why) => Err(Fault::new(false, is.span, was.span, why)),
    }
}

fn occasion(o: &crate::sema::model::Occasion) -> calendar::Occasion {
    let on_rest = match o.on_rest {
        Some(OnRest::Shift(shift)) => Some(shift.into()),
        Some(OnRest::AsUsual) | None => None,
    };
    calendar::Occasion { every: o.every, clock: o.clock, from: o.from, on_rest }
}

/// 须: each duty of the parent, in its order.
fn duties(pair: &Pair<'_>, (a, floor): (Side<'_>, &Schedule), (b, own): (Side<'_>, &Schedule)) -> Held {
    let mut rest = own.duties.iter();
    for duty in &floor.duties {
        let keeps = |d: &&crate::sema::model::Duty| {
            (duty.times.is_none() || d.times == duty.times)
                && event::covers(pair, (a, &duty.events), (b, &d.events), When::Then) == Cover::Yes
        };
        let words = pair.words(duty.span);
        refuse(rest.by_ref().any(|d| keeps(&d)), || {
            Fault::looser(
                own.span,
                duty.span,
                format!("少了“{words}”，或次序、次数变了"),
                format!("`{words}` is missing, or in another order or number"),
            )
        })?;
    }
    Ok(())
}
