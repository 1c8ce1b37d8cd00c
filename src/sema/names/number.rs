//! E0104: a name that reads as a number with a unit, or as a comparison word with a number.

use crate::base::Diagnostic;
use crate::sema::codes::names::NUMBER_LIKE_NAME;
use crate::syntax::ast::Name;
use crate::syntax::reads_as_number;

/// Reports a declared name that can be read as a number.
pub(crate) fn check_name(name: &Name, out: &mut Vec<Diagnostic>) {
    if !reads_as_number(&name.text) {
        return;
    }
    out.push(
        Diagnostic::new(
            &NUMBER_LIKE_NAME,
            name.span,
            format!("名字“{}”读起来是一个数", name.text),
            format!("the name `{}` reads as a number", name.text),
        )
        .label("会被读成数", "would be read as a number")
        .help("换个名字，比如在前面加上它是什么。", "Choose another name, for example by adding what it is."),
    );
}
