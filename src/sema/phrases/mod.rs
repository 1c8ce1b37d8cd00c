//! What the script itself says, held against what it forbids; and classes and lists that do nothing.

mod lists;
mod matcher;
mod opening;
mod own;
mod spoken;
mod twice;
mod values;

pub(crate) use matcher::Forbidden;
pub(crate) use spoken::{plain, words};

use crate::base::phrase::{Hit, Options, Text as Folded};
use crate::base::{Diagnostic, Sources, Span};
use crate::sema::codes::phrases::{EMPTY_CLASS, OWN_LINE_FORBIDDEN, SAME_TEXT_TWICE};
use crate::sema::model::{Forbid, Model, Phrases};

use std::collections::HashMap;

/// Reports ordered lines and replacements that are forbidden, phrases and exceptions that do nothing, empty classes, texts in two classes.
pub(crate) fn check(model: &Model, sources: &Sources, out: &mut Vec<Diagnostic>) {
    empty_classes(model, out);
    same_texts(model, sources, out);
    let forbidden = Forbidden::of(model);
    twice::check(model, &forbidden, out);
    lists::check(model, &forbidden, sources, out);
    replacements(model, &forbidden, out);
    own::check(model, &forbidden, sources, out);
}

fn empty_classes(model: &Model, out: &mut Vec<Diagnostic>) {
    for class in model.phrases.iter().filter(|c| c.entries.is_empty() && c.includes.is_empty()) {
        let name = &class.name;
        out.push(
            Diagnostic::new(&EMPTY_CLASS, class.span, format!("用语“{name}”里一句话也没有"), format!("the class “{name}” has no entry"))
                .help(
                    "在它下面缩进写上至少一句；还没定的，先写一句临时的。",
                    "Write at least one sentence below it, indented; a provisional one where it is not settled.",
                ),
        );
    }
}

fn same_texts(model: &Model, sources: &Sources, out: &mut Vec<Diagnostic>) {
    let mut seen: HashMap<String, (&Phrases, Span)> = HashMap::new();
    for class in &model.phrases {
        for (text, _) in &class.entries {
            let words: String = Folded::of(sources.slice(text.span), Options::default()).folded().collect();
            match seen.get(&words) {
                Some((first, at)) if first.name != class.name => out.push(
                    Diagnostic::new(
                        &SAME_TEXT_TWICE,
                        text.span,
                        format!("这句话在用语“{}”里已经有了", first.name),
                        format!("this text stands in the class “{}” already", first.name),
                    )
                    .label(format!("又写在“{}”里", class.name), format!("again in “{}”", class.name))
                    .related(*at, "先写在这里", "first written here")
                    .help(
                        "只留一处；要两边都算，就在一边写 包括 另一类。",
                        "Keep one of them; where both should count, let one class `include` the other.",
                    ),
                ),
                Some(_) => {}
                None => {
                    seen.insert(words, (class, text.span));
                }
            }
        }
    }
}

fn replacements(model: &Model, forbidden: &Forbidden<'_>, out: &mut Vec<Diagnostic>) {
    for entry in model.forbids.iter().flat_map(|forbid| &forbid.entries) {
        let Some((text, span)) = &entry.replacement else { continue };
        let hits = forbidden.hits(text, false);
        let first = hits.iter().filter_map(|hit| Some((hit, model.forbids.get(hit.set)?))).find(|(_, forbid)| spoken::everywhere(forbid));
        if let Some((hit, forbid)) = first {
            let found = finding(*span, forbidden.phrase(hit), (hit, forbid), "替代的话", "the replacement");
            out.push(found.help("换一句不碰禁语的替代话。", "Choose a replacement that hits no forbidden phrase."));
        }
    }
}

fn finding(span: Span, phrase: &str, (hit, forbid): (&Hit, &Forbid), zh: &str, en: &str) -> Diagnostic {
    let name = &forbid.name;
    let at = forbid.entries.get(hit.phrase).map_or(forbid.span, |e| e.span);
    Diagnostic::new(
        &OWN_LINE_FORBIDDEN,
        span,
        format!("{zh}里有禁语“{name}”的“{phrase}”"),
        format!("{en} contains “{phrase}”, which the set “{name}” forbids"),
    )
    .related(at, "在这里禁的", "forbidden here")
}
