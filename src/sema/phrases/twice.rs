//! A phrase that two 禁语 forbid at once: said once, it is charged twice.

use super::matcher::Forbidden;
use crate::base::phrase::{Options, fingerprint, is_same};
use crate::base::{Diagnostic, Span};
use crate::sema::codes::phrases::SAME_TEXT_TWICE;
use crate::sema::model::{Forbid, Model, Scope};
use std::collections::HashMap;

/// Reports phrases that stand in two 禁语 which may both be in force, those of included classes as well.
pub(super) fn check(model: &Model, forbidden: &Forbidden<'_>, out: &mut Vec<Diagnostic>) {
    if model.forbids.len() < 2 {
        return;
    }
    let mut seen: HashMap<String, Vec<Place<'_>>> = HashMap::new();
    for (at, forbid) in model.forbids.iter().enumerate() {
        for (i, phrase) in forbidden.phrases(at).iter().enumerate() {
            let here = Place { forbid, phrase, span: forbid.entries.get(i).map_or(forbid.span, |e| e.span) };
            let before = seen.entry(fingerprint(phrase, Options::default())).or_default();
            if let Some(first) =
                before.iter().find(|first| first.forbid.name != forbid.name && both(first.forbid, forbid) && first.is(&here))
            {
                out.push(report(&here, first));
            }
            // One of a list stands for all that are the same there.
            if before.last().is_none_or(|last| last.forbid.name != forbid.name) {
                before.push(here);
            }
        }
    }
}

/// A phrase of a 禁语: where it stands, or where the set does that includes it.
struct Place<'m> {
    forbid: &'m Forbid,
    phrase: &'m str,
    span: Span,
}

impl Place<'_> {
    /// Whether what is the same without looking closely is so for one of the two sets.
    fn is(&self, other: &Place<'_>) -> bool {
        [self, other].iter().any(|place| is_same(self.phrase, other.phrase, place.forbid.options()))
    }
}

/// Whether both may be in force for one utterance. One that waits for a condition is meant to come on top of the other.
fn both(a: &Forbid, b: &Forbid) -> bool {
    let meet = |one: bool, other: bool, common: bool| one || other || common;
    let (x, y) = (&a.scope, &b.scope);
    let everywhere = |s: &Scope| s.flows.is_empty() && s.steps.is_empty() && s.phases.is_empty();
    let somewhere = x.flows.iter().any(|f| y.flows.contains(f))
        || x.steps.iter().any(|s| y.steps.contains(s) || y.flows.contains(&s.0))
        || y.steps.iter().any(|s| x.flows.contains(&s.0))
        || x.phases.iter().any(|p| y.phases.contains(p));
    a.when.is_none()
        && b.when.is_none()
        && meet(a.spoken_by.is_empty(), b.spoken_by.is_empty(), a.spoken_by.iter().any(|r| b.spoken_by.contains(r)))
        && meet(everywhere(x), everywhere(y), somewhere)
}

fn report(here: &Place<'_>, first: &Place<'_>) -> Diagnostic {
    let (phrase, name) = (here.phrase, &first.forbid.name);
    Diagnostic::new(
        &SAME_TEXT_TWICE,
        here.span,
        format!("“{phrase}”在禁语“{name}”里已经有了，说一次要算两回"),
        format!("“{phrase}” stands in the set “{name}” already; said once, it counts twice"),
    )
    .label(format!("又写在“{}”里", here.forbid.name), format!("again in “{}”", here.forbid.name))
    .related(first.span, "先写在这里", "first written here")
    .help(
        "只留一处；两处管的人、管的地方本来就不同，就用“只对”“范围”“当”写明，别让它们碰在一起。",
        "Keep one of them; where they are meant for different people or places, say so with `spoken by`, `within` or `on`, so that they never meet.",
    )
}
