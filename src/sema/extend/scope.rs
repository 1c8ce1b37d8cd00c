//! Where a sentence is in force: 若, 在 … 时, 自 … 至, 每 期间.

use super::answer::{Cover, Held, same};
use super::pair::{Pair, Side};
use super::{event, stretch, value};
use crate::base::{Message, Span};
use crate::sema::model::{Expr, Keyed, Pattern, Sentence, StretchRef};

/// Whether a sentence that holds in a wider stretch holds in every narrower one as well. What must happen somewhere in the stretch
/// must not: it could happen outside the narrower one.
fn widens(pattern: &Pattern) -> bool {
    match pattern {
        Pattern::Never(_)
        | Pattern::Next(..)
        | Pattern::Between(..)
        | Pattern::Barred(..)
        | Pattern::Apart(..)
        | Pattern::Lasts { .. }
        | Pattern::EachIn(..)
        | Pattern::Only(..)
        | Pattern::By { .. } => true,
        Pattern::After(_, _, bound) => bound.is_some(),
        Pattern::Times(_, least, _) => least.is_none(),
        Pattern::Always(_) | Pattern::First(..) | Pattern::Last(..) | Pattern::Before { .. } | Pattern::Implies(..) => false,
    }
}

/// The child's sentence is in force wherever the parent's is.
pub(super) fn held(pair: &Pair<'_>, (a, floor): (Side<'_>, &Sentence), (b, own): (Side<'_>, &Sentence)) -> Held {
    let wide = widens(&floor.pattern);
    let (x, y): (Vec<&Expr>, Vec<&Expr>) = (floor.within.provided.iter().collect(), own.within.provided.iter().collect());
    value::conditions((b, &y), (a, &x)).held(place(&own.within.provided, own.span), floor.span, |what| {
        Message::new(format!("多了条件“{}”，别的时候就不管了", what.zh), format!("it holds under the condition `{}` only", what.en))
    })?;
    for (s, at) in &own.within.during {
        within(pair, (a, &floor.within.during), (b, *s), wide).held(*at, floor.span, |_| {
            let words = pair.words(*at);
            Message::new(format!("只在“{words}”时才管，别的时候就不管了"), format!("it holds in `{words}` only"))
        })?;
    }
    for (s, at) in floor.within.during.iter().filter(|_| !wide) {
        let kept = own.within.during.iter().map(|(o, _)| stretch::same_moments(pair, (a, *s), (b, *o))).collect::<Vec<_>>();
        Cover::best(kept.into_iter(), || same(pair.words(*at))).or(|| same(pair.words(*at))).held(own.span, *at, |what| {
            let (zh, en) = (what.zh, what.en);
            Message::new(
                format!("原来每段“{zh}”里都要，这里不分段，有一次就够了"),
                format!("it was asked for in every `{en}`; here once is enough"),
            )
        })?;
    }
    between(pair, (a, floor), (b, own), wide)?;
    every((a, floor), (b, own), wide)
}

fn place(list: &[Expr], or: Span) -> Span {
    list.first().map_or(or, |e| e.span)
}

/// Whether a stretch that the child narrows its sentence to holds one that the parent's is narrowed to.
fn within(pair: &Pair<'_>, (a, floors): (Side<'_>, &[(StretchRef, Span)]), (b, own): (Side<'_>, StretchRef), wide: bool) -> Cover {
    let answers: Vec<Cover> = floors
        .iter()
        .map(|(s, _)| if wide { stretch::covers(pair, (b, own), (a, *s)) } else { stretch::same_moments(pair, (b, own), (a, *s)) })
        .collect();
    Cover::best(answers.into_iter(), Message::default)
}

fn between(pair: &Pair<'_>, (a, floor): (Side<'_>, &Sentence), (b, own): (Side<'_>, &Sentence), wide: bool) -> Held {
    let words = |k: &(Keyed, Keyed)| format!("自 {} 至 {}", pair.words(k.0.event.span), pair.words(k.1.event.span));
    let answer = match (&floor.within.between, &own.within.between) {
        (_, None) if wide => Cover::Yes,
        (None, None) => Cover::Yes,
        (Some(x), Some(y)) => {
            let same_ends = |x: &Keyed, y: &Keyed| event::same_events(pair, (a, &x.event), (b, &y.event));
            if same_ends(&x.0, &y.0) && same_ends(&x.1, &y.1) {
                Cover::Yes
            } else {
                Cover::Unknown(Message::new("“自 … 至”两头不一样", "the two ends of `from … to` are not the same"))
            }
        }
        (None, Some(y)) => Cover::No(same(words(y))),
        (Some(x), None) => {
            Cover::Unknown(Message::new(format!("原来只看“{}”这一段", words(x)), format!("it was judged between `{}` only", words(x))))
        }
    };
    answer.held(own.span, floor.span, |what| {
        Message::new(format!("只在“{}”之间才管，别的时候就不管了", what.zh), format!("it holds between `{}` only", what.en))
    })
}

fn every((a, floor): (Side<'_>, &Sentence), (b, own): (Side<'_>, &Sentence), wide: bool) -> Held {
    let answer = match (&floor.within.every, &own.within.every) {
        (_, None) if wide => Cover::Yes,
        (None, None) => Cover::Yes,
        (Some(x), Some(y)) if value::same_value(a, x, b, y) => Cover::Yes,
        // A bar that holds without end holds in every period.
        (None, Some(_)) if matches!(floor.pattern, Pattern::Never(_) | Pattern::Only(..)) => Cover::Yes,
        _ => Cover::Unknown(Message::new("“每”多久算一段不一样", "it is judged over other periods")),
    };
    answer.held(own.span, floor.span, |what| what)
}
