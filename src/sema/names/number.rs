//! E0104: a name that reads as a number with a unit, or as a comparison word with a number. E0112: one that reads as a word.

use crate::base::Diagnostic;
use crate::sema::codes::names::{NAME_IS_WORD, NUMBER_LIKE_NAME};
use crate::syntax::ast::Name;
use crate::syntax::{reads_as_event, reads_as_number, reads_as_value};

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
        .help(
            format!("换个名字，加上说的是什么，比如“{0}那一步”。", name.text),
            format!("Choose another name that says what it is, such as `step_of_{}`.", name.text),
        ),
    );
}

/// Reports the name of a value that can never be got at: where it stands, the word is read.
pub(crate) fn check_value_name(name: &Name, out: &mut Vec<Diagnostic>) {
    out.extend(reads_as_value(&name.text).map(|word| is_word(name, word, ("一个值", "a value"))));
}

/// Reports the name of an event for which nobody can ever wait.
pub(crate) fn check_event_name(name: &Name, out: &mut Vec<Diagnostic>) {
    out.extend(reads_as_event(&name.text).map(|word| is_word(name, word, ("一件现成的事", "a built-in event"))));
}

fn is_word(name: &Name, word: (&str, &str), what: (&str, &str)) -> Diagnostic {
    let text = &name.text;
    let same = if *text == word.0 { String::new() } else { format!("，就是“{}”", word.0) };
    Diagnostic::new(
        &NAME_IS_WORD,
        name.span,
        format!("“{text}”是语言里的词{same}，写到它的地方都读成{}", what.0),
        format!("`{text}` is a word of the language: wherever it is written, it is read as {}", what.1),
    )
    .label("这个名字用不上", "this name can never be used")
    .help(
        format!("换个名字，比如前面加上说的是什么：订单{text}。"),
        format!("Choose another name, for example with what it belongs to: `order_{text}`."),
    )
}
