//! Events: whether each event that fits one pattern fits another, of another package.

use super::answer::{Cover, same};
use super::pair::{Pair, Side};
use super::{forbid, phrase, value};
use crate::base::Message;
use crate::sema::model::{Actor, Event, EventAtom, EventKind, Expr, FieldId, FlowId, FormId, LeafId, StepId, Ty};

/// How exactly the instants of two patterns must agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum When {
    /// Only that it happens counts: a silence of more than five seconds has been one of more than three.
    Ever,
    /// The instant counts too: something is reckoned from it.
    Then,
}

/// Whether each event that fits `inner` fits `outer` too.
pub(super) fn covers(pair: &Pair<'_>, outer: (Side<'_>, &Event), inner: (Side<'_>, &Event), when: When) -> Cover {
    inner.1.atoms.iter().fold(Cover::Yes, |so_far, atom| so_far.and(|| covered(pair, outer, (inner.0, atom), when)))
}

fn covered(pair: &Pair<'_>, outer: (Side<'_>, &Event), inner: (Side<'_>, &EventAtom), when: When) -> Cover {
    let answers: Vec<Cover> = outer.1.atoms.iter().map(|o| atom(pair, (outer.0, o), inner, when)).collect();
    match Cover::best(answers.into_iter(), || same(pair.words(inner.1.span))) {
        // What is missing is best told as it is written, unless something more exact is known.
        Cover::No(what) if what.zh.is_empty() => Cover::No(same(pair.words(inner.1.span))),
        other => other,
    }
}

/// Whether two patterns fit the same events.
pub(super) fn same_events(pair: &Pair<'_>, a: (Side<'_>, &Event), b: (Side<'_>, &Event)) -> bool {
    covers(pair, a, b, When::Then) == Cover::Yes && covers(pair, b, a, When::Then) == Cover::Yes
}

/// Nothing more exact is known than that it is missing.
fn missing() -> Message {
    Message::default()
}

fn atom(pair: &Pair<'_>, outer: (Side<'_>, &EventAtom), inner: (Side<'_>, &EventAtom), when: When) -> Cover {
    let ((a, wide), (b, narrow)) = (outer, inner);
    let actor = Cover::when(wide.actor.is_none() || actor_name(a, wide.actor) == actor_name(b, narrow.actor), missing);
    actor.and(|| kind(pair, (a, &wide.kind), (b, &narrow.kind))).and(|| bound(outer, inner, when)).and(|| {
        let (x, y): (Vec<&Expr>, Vec<&Expr>) = (wide.filter.iter().collect(), narrow.filter.iter().collect());
        value::conditions((a, &x), (b, &y)).or(missing)
    })
}

/// The bound on a number or a length. Where a length passes its bound is another instant for another bound.
fn bound((a, wide): (Side<'_>, &EventAtom), (b, narrow): (Side<'_>, &EventAtom), when: When) -> Cover {
    let ty = if matches!(wide.kind, EventKind::Ring) { Ty::Rings } else { Ty::Duration };
    match (&wide.test, &narrow.test) {
        (None, None) => Cover::Yes,
        (Some(x), Some(y)) if a.test(&ty, x) == b.test(&ty, y) => Cover::Yes,
        _ if when == When::Then && passes_a_bound(&wide.kind) => Cover::Unknown(Message::new(
            "算到的那一刻不一样，后面的时间没法比",
            "the instant it is reckoned from is another one, so what follows cannot be compared",
        )),
        (None, Some(_)) => Cover::Yes,
        (Some(_), None) => Cover::No(missing()),
        (Some(x), Some(y)) => value::tests(a, x, b, y, &ty),
    }
}

/// Events that come about when a length passes a bound.
fn passes_a_bound(kind: &EventKind) -> bool {
    matches!(kind, EventKind::Silence | EventKind::Stay | EventKind::CallTime | EventKind::Reply | EventKind::TalkOver)
}

fn actor_name(side: Side<'_>, actor: Option<Actor>) -> Option<String> {
    Some(match actor? {
        Actor::Customer => "客户".into(),
        Actor::Agent => "话务员".into(),
        Actor::Third => "第三方".into(),
        Actor::System => "系统".into(),
        Actor::Role(id) => side.model.roles.get(id.index()).map(|r| r.name.to_string())?,
    })
}

fn kind(pair: &Pair<'_>, (a, outer): (Side<'_>, &EventKind), (b, inner): (Side<'_>, &EventKind)) -> Cover {
    use EventKind as K;
    let holds = |yes: bool| Cover::when(yes, missing);
    match (outer, inner) {
        (K::Bad, _) | (_, K::Bad) => Cover::Unknown(Message::new("这件事有写错的地方", "the event is not written rightly")),
        (K::Says(x), K::Says(y)) => phrase::covers(pair, (a, x), (b, y)),
        (K::SaysForbidden(x), K::SaysForbidden(y)) => match (a.model.forbids.get(x.index()), b.model.forbids.get(y.index())) {
            (Some(x), Some(y)) => forbid::covers((a, x), (b, y)),
            _ => holds(false),
        },
        (K::SaysForbidden(x), K::Says(y)) => match a.model.forbids.get(x.index()) {
            Some(x) => forbid::covers_line((a, x), (b, y)),
            None => holds(false),
        },
        (K::Mood(x), K::Mood(y)) => {
            let (x, y) = (moods(a, x), moods(b, y));
            holds(x.is_empty() || !y.is_empty() && y.iter().all(|leaf| x.contains(leaf)))
        }
        (K::Noise(x), K::Noise(y)) | (K::Transfer(x), K::Transfer(y)) | (K::End(x), K::End(y)) => holds(x.is_none() || x == y),
        (K::Transferred(x), K::Transferred(y)) => holds(x == y),
        (K::Chose(x), K::Chose(y)) => holds(x == y),
        (K::EnterValue(f, x), K::EnterValue(g, y)) => holds(field(a, *f, *x) == field(b, *g, *y)),
        (K::Submit(x), K::Submit(y)) | (K::ReadBack(x), K::ReadBack(y)) | (K::Complete(x), K::Complete(y)) => {
            holds(form(a, *x) == form(b, *y))
        }
        (K::Changed(f, x), K::Changed(g, y)) => {
            holds(form(a, *f) == form(b, *g) && x.is_none_or(|x| y.is_some_and(|y| field(a, *f, x) == field(b, *g, y))))
        }
        (K::Enter(f, x), K::Enter(g, y)) | (K::Leave(f, x), K::Leave(g, y)) => holds(step(a, *f, *x) == step(b, *g, *y)),
        (K::Do(x), K::Do(y)) => holds(action(a, x.index()) == action(b, y.index())),
        (K::HandTo(x), K::HandTo(y)) => holds(actor_name(a, Some(Actor::Role(*x))) == actor_name(b, Some(Actor::Role(*y)))),
        (K::Declared(x, args), K::Declared(y, others)) => {
            let name = |s: Side<'_>, i: usize| s.model.events.get(i).map(|e| e.name.to_string());
            holds(name(a, x.index()) == name(b, y.index())).and(|| cells((a, args), (b, others)))
        }
        (x, y) => holds(std::mem::discriminant(x) == std::mem::discriminant(y)),
    }
}

/// Arguments that an event must have.
fn cells((a, outer): (Side<'_>, &[Option<Expr>]), (b, inner): (Side<'_>, &[Option<Expr>])) -> Cover {
    let asked = outer.iter().enumerate().filter_map(|(i, e)| e.as_ref().map(|e| (i, e)));
    asked.fold(Cover::Yes, |so_far, (i, want)| {
        so_far.and(|| {
            let given = inner.get(i).and_then(Option::as_ref);
            Cover::when(given.is_some_and(|g| value::same_value(a, want, b, g)), missing)
        })
    })
}

fn moods(side: Side<'_>, leaves: &[LeafId]) -> Vec<String> {
    value::leaf_names(side, &Ty::Leaf(crate::sema::model::MOOD), leaves)
}

/// The name of a form.
pub(super) fn form(side: Side<'_>, id: FormId) -> Option<String> {
    side.model.forms.get(id.index()).map(|f| f.name.to_string())
}

fn field(side: Side<'_>, form: FormId, id: FieldId) -> Option<String> {
    let form = side.model.forms.get(form.index())?;
    form.fields.get(id.index()).map(|f| format!("{}.{}", form.name, f.name))
}

/// The name of a step, with its flow's.
pub(super) fn step(side: Side<'_>, flow: FlowId, id: StepId) -> Option<String> {
    let flow = side.model.flows.get(flow.index())?;
    flow.steps.get(id.index()).map(|s| format!("{}.{}", flow.name, s.name))
}

/// The name of an action.
pub(super) fn action(side: Side<'_>, index: usize) -> Option<String> {
    side.model.actions.get(index).map(|a| a.name.to_string())
}
