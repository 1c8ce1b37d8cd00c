//! A phrase that two 禁语 forbid at once: said once, it is charged twice.

use crate::base::Diagnostic;
use crate::base::phrase::{Options, Text as Folded};
use crate::sema::codes::phrases::SAME_TEXT_TWICE;
use crate::sema::model::{Forbid, ForbidEntry, Model, Scope};
use std::collections::HashMap;

/// Reports phrases that stand in two 禁语 which may both be in force.
pub(super) fn check(model: &Model, out: &mut Vec<Diagnostic>) {
    if model.forbids.len() < 2 {
        return;
    }
    let mut seen: HashMap<String, Vec<(&Forbid, &ForbidEntry)>> = HashMap::new();
    for forbid in &model.forbids {
        for entry in &forbid.entries {
            let words: String = Folded::of(&entry.phrase, Options::default()).folded().collect();
            let before = seen.entry(words).or_default();
            if let Some((first, there)) = before.iter().find(|(f, _)| f.name != forbid.name && both(f, forbid)) {
                out.push(report(entry, forbid, first, there));
            }
            // One of a list stands for all that are the same there.
            if before.last().is_none_or(|(f, _)| f.name != forbid.name) {
                before.push((forbid, entry));
            }
        }
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

fn report(entry: &ForbidEntry, forbid: &Forbid, first: &Forbid, there: &ForbidEntry) -> Diagnostic {
    Diagnostic::new(
        &SAME_TEXT_TWICE,
        entry.span,
        format!("“{}”在禁语“{}”里已经有了，说一次要算两回", entry.phrase, first.name),
        format!("“{}” stands in the set “{}” already; said once, it counts twice", entry.phrase, first.name),
    )
    .label(format!("又写在“{}”里", forbid.name), format!("again in “{}”", forbid.name))
    .related(there.span, "先写在这里", "first written here")
    .help(
        "只留一处；两处管的人、管的地方本来就不同，就用“只对”“范围”“当”写明，别让它们碰在一起。",
        "Keep one of them; where they are meant for different people or places, say so with 只对, 范围 or 当, so that they never meet.",
    )
}
