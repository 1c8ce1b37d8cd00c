//! A 曾用名 that is the name of something else now, or the old name of two: a running call could not tell which is meant. Also one that the
//! thing is known by anyway.

use crate::base::{Diagnostic, Edit, Sources, Span};
use crate::sema::codes::names::ALIAS_CLASH;
use crate::sema::model::{Meta, Model};
use smol_str::SmolStr;

/// Something with a name and what it was called before.
type Named<'m> = (&'m SmolStr, Span, &'m Meta);

/// Looks through the names of each sort of thing in each scope.
pub(crate) fn check(model: &Model, sources: &Sources, out: &mut Vec<Diagnostic>) {
    among(model.params.iter().map(|x| (&x.name, x.span, &x.meta)), sources, out);
    among(model.consts.iter().map(|x| (&x.name, x.span, &x.meta)), sources, out);
    among(model.taxonomies.iter().map(|x| (&x.name, x.span, &x.meta)), sources, out);
    among(model.forms.iter().map(|x| (&x.name, x.span, &x.meta)), sources, out);
    among(model.roles.iter().map(|x| (&x.name, x.span, &x.meta)), sources, out);
    among(model.actions.iter().map(|x| (&x.name, x.span, &x.meta)), sources, out);
    among(model.events.iter().map(|x| (&x.name, x.span, &x.meta)), sources, out);
    among(model.phrases.iter().map(|x| (&x.name, x.span, &x.meta)), sources, out);
    among(model.rules.iter().map(|x| (&x.name, x.span, &x.meta)), sources, out);
    among(model.stretches.iter().map(|x| (&x.name, x.span, &x.meta)), sources, out);
    among(model.deadlines.iter().map(|x| (&x.name, x.span, &x.meta)), sources, out);
    among(model.ladders.iter().map(|x| (&x.name, x.span, &x.meta)), sources, out);
    among(model.schedules.iter().map(|x| (&x.name, x.span, &x.meta)), sources, out);
    among(model.metrics.iter().map(|x| (&x.name, x.span, &x.meta)), sources, out);
    among(model.flows.iter().map(|x| (&x.name, x.span, &x.meta)), sources, out);
    for form in &model.forms {
        among(form.fields.iter().map(|x| (&x.name, x.span, &x.meta)), sources, out);
    }
    for taxonomy in &model.taxonomies {
        among(taxonomy.leaves.iter().map(|x| (&x.name, x.span, &x.meta)), sources, out);
    }
    for flow in &model.flows {
        among(flow.steps.iter().map(|x| (&x.name, x.span, &x.meta)), sources, out);
    }
}

fn among<'m>(things: impl Iterator<Item = Named<'m>>, sources: &Sources, out: &mut Vec<Diagnostic>) {
    let all: Vec<Named<'_>> = things.collect();
    if all.iter().all(|(.., meta)| meta.formerly.is_empty()) {
        return;
    }
    for (i, (name, span, meta)) in all.iter().enumerate() {
        for (n, (old, at)) in meta.formerly.iter().enumerate() {
            let own = if old == *name { Some(*span) } else { meta.formerly.iter().take(n).find(|(o, _)| o == old).map(|(_, at)| *at) };
            if let Some(first) = own {
                out.push(needless(old, *at, first, sources));
                continue;
            }
            let present = all.iter().find(|(now, ..)| *now == old);
            let twin = all.iter().take(i).find(|(.., other)| other.formerly.iter().any(|(o, _)| o == old));
            let Some((other, place, _)) = present.or(twin) else { continue };
            let (zh, en) = if present.is_some() {
                (
                    format!("“{name}”的曾用名“{old}”，现在是另一样东西的名字"),
                    format!("`{old}`, which `{name}` was called before, is the name of something else today"),
                )
            } else {
                (format!("“{name}”和“{other}”的曾用名都是“{old}”"), format!("both `{name}` and `{other}` were called `{old}`"))
            };
            let d = Diagnostic::new(&ALIAS_CLASH, *at, zh, en)
                .label("旧的通话分不清是哪一样", "an old call cannot tell which is meant")
                .related(*place, "另一样在这里", "the other one")
                .help(
                    "正在进行的通话按名字接着走：一个名字只能认出一样。删掉这个曾用名，或者换个名字。",
                    "Calls that run go on by name, and one name can be one thing alone: take the old name off, or choose another.",
                );
            out.push(match taken_off(*at, sources) {
                Some(edit) => d.suggest("删掉这个曾用名", "take the old name off", vec![edit]),
                None => d,
            });
        }
    }
}

/// An old name that the thing has anyway.
fn needless(old: &str, at: Span, first: Span, sources: &Sources) -> Diagnostic {
    let d = Diagnostic::new(
        &ALIAS_CLASH,
        at,
        format!("“{old}”本来就认得，曾用名里不用再写"),
        format!("`{old}` is known already and need not be written among the old names"),
    )
    .label("多写了一遍", "written once more")
    .related(first, "已经在这里", "it stands here");
    match taken_off(at, sources) {
        Some(edit) => d.safe_fix("删掉它", "delete it", vec![edit]),
        None => d.help("删掉它。", "Delete it."),
    }
}

/// The change that deletes an old name, with its keyword where it is the only one.
fn taken_off(at: Span, sources: &Sources) -> Option<Edit> {
    let whole = sources.item(at).or_else(|| {
        let before = sources.get(at.file)?.text.get(..at.start as usize)?.trim_end();
        let head = ["曾用名", "formerly"].iter().find_map(|k| before.strip_suffix(k))?;
        let clause = Span::new(at.file, head.len(), at.end as usize);
        Some(sources.alone(clause).unwrap_or(Span::new(at.file, head.trim_end_matches([' ', '\t', '\u{3000}']).len(), at.end as usize)))
    })?;
    Some(Edit { span: whole, text: String::new() })
}
