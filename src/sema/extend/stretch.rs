//! 情形: whether one stretch of the time line lies within another, and 情形 as a 底线.

use super::answer::{Cover, Fault, refuse};
use super::event::{same_events, step};
use super::pair::{Pair, Side};
use super::{sweep, value};
use crate::base::Message;
use crate::sema::model::{Actor, FlowId, Stretch, StretchRef};

/// Whether every moment of `inner` is one of `outer`.
pub(super) fn covers(pair: &Pair<'_>, (a, outer): (Side<'_>, StretchRef), (b, inner): (Side<'_>, StretchRef)) -> Cover {
    use StretchRef as S;
    let holds = |yes: bool| Cover::when(yes, Message::default);
    match (outer, inner) {
        (S::Bad, _) | (_, S::Bad) => Cover::Unknown(Message::new("情形有写错的地方", "the stretch is not written rightly")),
        (S::Named(x), S::Named(y)) => match (a.model.stretches.get(x.index()), b.model.stretches.get(y.index())) {
            (Some(x), Some(y)) if same_stretch(pair, (a, x), (b, y)) => Cover::Yes,
            (Some(x), Some(y)) if x.name == y.name => {
                let name = &x.name;
                Cover::Unknown(Message::new(format!("情形“{name}”两边说的不一样"), format!("the stretch `{name}` is not the same in both")))
            }
            _ => holds(false),
        },
        (S::Speaking(x), S::Speaking(y)) => holds(actor(a, x) == actor(b, y)),
        (S::Silence(x), S::Silence(y)) => holds(x.map(|x| actor(a, x)) == y.map(|y| actor(b, y))),
        (S::InStep(f, x), S::InStep(g, y)) => holds(step(a, f, x) == step(b, g, y)),
        (S::InFlow(f), S::InFlow(g) | S::InStep(g, _)) => holds(flow(a, f) == flow(b, g)),
        (S::InPhase(t, x), S::InPhase(u, y)) => {
            let name = |s: Side<'_>, t: crate::sema::model::TaxonomyId, l: crate::sema::model::LeafId| {
                s.model.taxonomies.get(t.index()).and_then(|t| t.leaves.get(l.index())).map(|l| l.name.to_string())
            };
            holds(name(a, t, x) == name(b, u, y))
        }
        (S::Calendar(x, set), S::Calendar(y, other)) if set == other => match (a.model.calendar(x), b.model.calendar(y)) {
            (Some(x), Some(y)) => sweep::set_within(&y.data, &x.data, set),
            _ => holds(false),
        },
        (x, y) => holds(std::mem::discriminant(&x) == std::mem::discriminant(&y) && !matches!(x, S::Calendar(..))),
    }
}

/// Whether two stretches are the same moments.
pub(super) fn same_moments(pair: &Pair<'_>, a: (Side<'_>, StretchRef), b: (Side<'_>, StretchRef)) -> Cover {
    covers(pair, a, b).and(|| covers(pair, b, a))
}

fn same_stretch(pair: &Pair<'_>, (a, x): (Side<'_>, &Stretch), (b, y): (Side<'_>, &Stretch)) -> bool {
    let given = match (&x.given, &y.given) {
        (None, None) => true,
        (Some(x), Some(y)) => value::same_value(a, x, b, y),
        _ => false,
    };
    given && same_events(pair, (a, &x.from), (b, &y.from)) && same_events(pair, (a, &x.to), (b, &y.to))
}

fn actor(side: Side<'_>, actor: Actor) -> String {
    match actor {
        Actor::Role(id) => side.model.roles.get(id.index()).map(|r| r.name.to_string()).unwrap_or_default(),
        Actor::Customer | Actor::Agent | Actor::Third | Actor::System => format!("{actor:?}"),
    }
}

fn flow(side: Side<'_>, id: FlowId) -> Option<&str> {
    side.model.flows.get(id.index()).map(|f| f.name.as_str())
}

/// 情形: whether a longer or a shorter one is tighter depends on who uses it, so it stays as it is.
pub(super) fn check(pair: &mut Pair<'_>) {
    let (parent, child) = (pair.parent, pair.child);
    pair.each(&parent.stretches, &child.stretches, |pair, floor, own| {
        let (a, b) = pair.sides();
        vec![refuse(same_stretch(pair, (a, floor), (b, own)), || {
            Fault::unknown(
                own.span,
                floor.span,
                "长了短了都可能是放松，要看用在哪里",
                "whether longer or shorter is tighter depends on where it is used",
            )
        })]
    });
}
