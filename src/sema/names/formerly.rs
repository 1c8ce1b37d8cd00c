//! A 曾用名 that is the name of something else now, or the old name of two: a running call could not tell which is meant.

use crate::base::{Diagnostic, Span};
use crate::sema::codes::names::ALIAS_CLASH;
use crate::sema::model::{Meta, Model};
use smol_str::SmolStr;

/// Something with a name and what it was called before.
type Named<'m> = (&'m SmolStr, Span, &'m Meta);

/// Looks through the names of each sort of thing in each scope.
pub(crate) fn check(model: &Model, out: &mut Vec<Diagnostic>) {
    among(model.params.iter().map(|x| (&x.name, x.span, &x.meta)), out);
    among(model.consts.iter().map(|x| (&x.name, x.span, &x.meta)), out);
    among(model.taxonomies.iter().map(|x| (&x.name, x.span, &x.meta)), out);
    among(model.forms.iter().map(|x| (&x.name, x.span, &x.meta)), out);
    among(model.roles.iter().map(|x| (&x.name, x.span, &x.meta)), out);
    among(model.actions.iter().map(|x| (&x.name, x.span, &x.meta)), out);
    among(model.events.iter().map(|x| (&x.name, x.span, &x.meta)), out);
    among(model.phrases.iter().map(|x| (&x.name, x.span, &x.meta)), out);
    among(model.rules.iter().map(|x| (&x.name, x.span, &x.meta)), out);
    among(model.stretches.iter().map(|x| (&x.name, x.span, &x.meta)), out);
    among(model.deadlines.iter().map(|x| (&x.name, x.span, &x.meta)), out);
    among(model.ladders.iter().map(|x| (&x.name, x.span, &x.meta)), out);
    among(model.schedules.iter().map(|x| (&x.name, x.span, &x.meta)), out);
    among(model.metrics.iter().map(|x| (&x.name, x.span, &x.meta)), out);
    among(model.flows.iter().map(|x| (&x.name, x.span, &x.meta)), out);
    for form in &model.forms {
        among(form.fields.iter().map(|x| (&x.name, x.span, &x.meta)), out);
    }
    for taxonomy in &model.taxonomies {
        among(taxonomy.leaves.iter().map(|x| (&x.name, x.span, &x.meta)), out);
    }
    for flow in &model.flows {
        among(flow.steps.iter().map(|x| (&x.name, x.span, &x.meta)), out);
    }
}

fn among<'m>(things: impl Iterator<Item = Named<'m>>, out: &mut Vec<Diagnostic>) {
    let all: Vec<Named<'_>> = things.collect();
    if all.iter().all(|(.., meta)| meta.formerly.is_empty()) {
        return;
    }
    for (i, (name, span, meta)) in all.iter().enumerate() {
        for old in &meta.formerly {
            let present = all.iter().find(|(now, ..)| *now == old);
            let twin = all.iter().take(i).find(|(.., other)| other.formerly.contains(old));
            let Some((other, place, _)) = present.or(twin) else { continue };
            let (zh, en) = if present.is_some() {
                (
                    format!("“{name}”的曾用名“{old}”，现在是别的名字"),
                    format!("`{old}`, which `{name}` was called before, is a name of today"),
                )
            } else {
                (format!("“{name}”和“{other}”的曾用名都是“{old}”"), format!("both `{name}` and `{other}` were called `{old}`"))
            };
            let d = Diagnostic::new(&ALIAS_CLASH, *span, zh, en).related(*place, "另一样在这里", "the other one");
            out.push(d.help(
                "正在进行的通话按名字接着走：一个名字只能认出一样。删掉这个曾用名，或者换个名字。",
                "Calls that run go on by name, and one name can be one thing alone: take the old name off, or choose another.",
            ));
        }
    }
}
