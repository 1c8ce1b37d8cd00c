//! The same name twice in one scope.

use crate::base::{Diagnostic, Edit, Message, Sources, Span};
use crate::sema::codes::names::{ALIAS_CLASH, DUPLICATE_NAME};

/// The finding for a name that stands at `first` and again at `span`; `alias` where one of them is an alias.
pub(crate) fn duplicate(name: &str, span: Span, first: Span, alias: bool) -> Diagnostic {
    if alias {
        return Diagnostic::new(
            &ALIAS_CLASH,
            span,
            format!("“{name}”已经是另一样东西的叫法"),
            format!("`{name}` is already what something else is called"),
        )
        .label("这里又用了一次", "used again here")
        .related(first, "先在这里用了", "first used here")
        .help(
            "别名说的是同一样东西：留一处，或者换个叫法。",
            "An alias is another word for the same thing: keep one of the two, or choose another word.",
        );
    }
    Diagnostic::new(&DUPLICATE_NAME, span, format!("“{name}”写了两次"), format!("`{name}` is declared twice"))
        .label("第二次", "the second time")
        .related(first, "第一次在这里", "first declared here")
        .help("意思一样就并成一处，意思不同就换个名字。", "Join them if they mean the same, rename one if they do not.")
}

/// An alias that repeats the name it stands behind, or another alias of it, is only too much: the thing is known by it anyway.
pub(crate) fn doubled(sources: &Sources, found: &mut [Diagnostic]) {
    for d in found.iter_mut().filter(|d| d.code.id == ALIAS_CLASH.id && d.fix.is_none()) {
        let Some(first) = d.related.first().map(|r| r.span) else { continue };
        let name = sources.slice(d.span).to_owned();
        // What stands on one line is one thing with its other words.
        let between = Span { file: first.file, start: first.end, end: d.span.start };
        let one_line = first.file == d.span.file && first.end <= d.span.start && !sources.slice(between).contains('\n');
        let Some(edit) = alone(sources, d.span).filter(|_| one_line && sources.slice(first) == name) else { continue };
        d.message = Message::new(
            format!("“{name}”本来就认得，别名里不用再写"),
            format!("`{name}` is known already and need not be written among the aliases"),
        );
        d.label = Message::new("多写了一遍", "written once more");
        d.help = None;
        *d = d.clone().safe_fix("删掉它", "delete it", vec![edit]);
    }
}

/// The change that deletes an alias, with its keyword where it is the only one.
fn alone(sources: &Sources, at: Span) -> Option<Edit> {
    let before = sources.get(at.file)?.text.get(..at.start as usize)?.trim_end();
    let only = ["又名", "别名", "alias"].iter().find_map(|k| before.strip_suffix(k)).map(str::trim_end);
    let next = sources.get(at.file)?.text.get(at.end as usize..)?.trim_start_matches(' ');
    let span = match only {
        Some(head) if !next.starts_with(['、', ',', '，']) => Span::new(at.file, head.len(), at.end as usize),
        _ => sources.item(at)?,
    };
    Some(Edit { span, text: String::new() })
}
