//! The same name twice in one scope.

use crate::base::{Diagnostic, Span};
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
