//! The script's own lines and sets, as the matcher of calls takes them.

use crate::base::phrase::{At, Set, Words};
use crate::sema::model::{Forbid, Position, Text, TextPart};

/// The characters of a line as they are compared; a value breaks it.
pub(super) fn words(text: &Text) -> Words {
    let mut words = Words::default();
    parts(&mut words, &text.parts);
    words
}

fn parts(words: &mut Words, of: &[TextPart]) {
    for part in of {
        match part {
            TextPart::Plain(plain) => words.push(plain),
            TextPart::Key(inner) => parts(words, inner),
            TextPart::Value(..) | TextPart::Capture(..) | TextPart::Gap => words.push_break(),
        }
    }
}

/// A 禁语 with the phrases that it has, those of included classes too.
pub(super) fn set<'p>(forbid: &'p Forbid, phrases: impl Iterator<Item = &'p str>) -> Set {
    let at = match forbid.position {
        None => At::Anywhere,
        Some(Position::SentenceStart) => At::SentenceStart,
        Some(Position::FirstTurn) => At::FirstTurn,
        Some(Position::SentenceEnd) => At::SentenceEnd,
    };
    Set::new(phrases).unless(forbid.unless.iter().map(|(text, _)| text.as_str())).at(at).counting_quotes(forbid.quotes_count)
}
