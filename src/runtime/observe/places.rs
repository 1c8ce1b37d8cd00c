//! The places that events have in a sentence.

use super::class::{Class, SOURCE, line_of};
use super::index::{ANSWER, ARM, CANCEL, COUNT, FROM, LEAST, OPEN, TO};
use crate::program::{Counts, Expr, KeyedEvent, Pattern, Sentence, Test, Until};

/// The events of a sentence and the places they have in it.
pub(super) fn roles(s: &Sentence) -> Vec<(u16, KeyedEvent)> {
    let mut out = Vec::new();
    let mut add = |place: u16, events: &[KeyedEvent]| out.extend(events.iter().map(|k| (place, k.clone())));
    match &s.pattern {
        Pattern::Never(on) | Pattern::Always(on) | Pattern::Times(on, ..) | Pattern::Apart(on, _) | Pattern::Only(on, ..) => {
            add(OPEN, &on.on);
        }
        Pattern::First(_, must) | Pattern::Last(_, must) => add(ANSWER, must),
        Pattern::Before(before) => {
            add(OPEN, &before.of.on);
            add(ANSWER, &before.must);
        }
        Pattern::After(on, must, bound) | Pattern::Barred(on, must, bound) => {
            add(OPEN, &on.on);
            add(ANSWER, must);
            for (place, until) in bound.iter().flat_map(|b| b.most.iter().map(|u| (COUNT, u)).chain(b.least.iter().map(|u| (LEAST, u)))) {
                if let Until::Count(events, _) = until {
                    add(place, events);
                }
            }
        }
        Pattern::Next(on, must) | Pattern::Between(on, must) | Pattern::Implies(on, must) => {
            add(OPEN, &on.on);
            add(ANSWER, must);
        }
        Pattern::EachIn(_, _, must) => add(ANSWER, must),
        Pattern::By(by) => {
            add(ARM, &by.arms);
            add(ANSWER, &by.must);
        }
        Pattern::Lasts(_) => {}
    }
    add(CANCEL, &s.unless);
    add(FROM, &s.within.from);
    add(TO, &s.within.to);
    out
}

/// The sort of 句 that a sentence counts.
pub(super) fn turn_of(s: &Sentence) -> Option<Class> {
    let of = |events: &[KeyedEvent]| line_of(events.first().and_then(|k| k.event.actor.as_ref()));
    match &s.pattern {
        Pattern::First(counts, must) | Pattern::Last(counts, must) => Some(match counts {
            Counts::Turn => of(must),
            Counts::Host => (SOURCE, 0, 0),
            Counts::Machine => (SOURCE, 1, 0),
            Counts::Derived => (SOURCE, 2, 0),
        }),
        Pattern::Next(_, must) => Some(of(must)),
        _ => None,
    }
}

/// The declared events whose arguments an expression reads.
pub(super) fn events_of(e: &Expr, out: &mut Vec<u32>) {
    match e {
        Expr::EventArg(event, _) if out.contains(event) => {}
        Expr::EventArg(event, _) => out.push(*event),
        Expr::Field(a, _) | Expr::Count(a) | Expr::Chars(a) | Expr::ClockOf(a) | Expr::DateOf(a) | Expr::Not(a) => events_of(a, out),
        Expr::DayCount(a, b) | Expr::Arith(_, a, b) | Expr::At(a, b) => {
            events_of(a, out);
            events_of(b, out);
        }
        Expr::And(all) | Expr::Or(all) | Expr::Decide(_, all) => all.iter().for_each(|e| events_of(e, out)),
        Expr::Test(a, test) => {
            events_of(a, out);
            match &**test {
                Test::Compare(_, e) | Test::Within(e) | Test::Contains(e) => events_of(e, out),
                _ => {}
            }
        }
        _ => {}
    }
}
