//! Results and options that sentences name: only flows make them, so they are looked up when all flows are read.

use super::line::each_event;
use crate::base::{Diagnostic, Span};
use crate::sema::codes::names::UNKNOWN_NAME;
use crate::sema::model::{EventAtom, EventKind, Label};
use crate::sema::names::{Wanted, unknown};
use crate::sema::pass::Pass;
use crate::sema::scenario::known::Known;
use crate::syntax::ast::Name;

/// Reports 结束 with a result that no flow has, and 选项 that no flow offers.
pub(crate) fn outcomes(pass: &mut Pass<'_>) {
    if pass.model.rules.is_empty() {
        return;
    }
    let known = Known::of(&pass.model);
    let mut found = Vec::new();
    let sentences = pass.model.rules.iter().filter_map(|r| r.body.as_ref()).flat_map(|b| &b.sentences);
    for sentence in sentences {
        each_event(sentence, &mut |event| {
            for atom in &event.atoms {
                let (name, wanted, all) = match &atom.kind {
                    EventKind::End(Some(name)) => (name, Wanted::Outcome, &known.results),
                    EventKind::Chose(Label::Name(name)) => (name, Wanted::Option, &known.labels),
                    _ => continue,
                };
                if !all.contains(name.as_str()) {
                    let name = Name { text: name.clone(), span: place(pass, atom, name) };
                    let d = unknown(&name, wanted, None, all.iter().copied());
                    found.push(Diagnostic { code: &UNKNOWN_NAME, level: UNKNOWN_NAME.level, ..d });
                }
            }
        });
    }
    pass.out.append(&mut found);
}

/// Where a name stands in its event.
fn place(pass: &Pass<'_>, atom: &EventAtom, name: &str) -> Span {
    match pass.sources.slice(atom.span).rfind(name) {
        Some(at) => Span::new(atom.span.file, atom.span.start as usize + at, atom.span.start as usize + at + name.len()),
        None => atom.span,
    }
}
