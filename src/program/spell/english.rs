//! What was spelled with Chinese keywords, read out with English ones, where the program it was spelled from is not at hand.

use super::names::pieces;
use crate::program::Type;
use std::collections::HashMap;
use std::sync::LazyLock;

/// The words of the language, Chinese and English: the one table that the grammar, too, is read by.
static WORDS: LazyLock<HashMap<&'static str, &'static str>> = LazyLock::new(|| {
    let table = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/grammar/keywords.tsv"));
    let cells = table.lines().filter(|l| !l.starts_with('#')).map(|l| l.split('\t').collect::<Vec<_>>());
    cells.filter_map(|c| Some((*c.get(2)?, *c.get(3)?))).collect()
});

/// A marked text for people, as [`super::plain`] with English keywords and units; names and what is quoted stay as they are.
pub fn english(text: &str) -> String {
    let mut quoted = false;
    pieces(text).fold(String::with_capacity(text.len()), |mut out, (words, name)| {
        for part in words.split_inclusive(['“', '”']) {
            if quoted {
                out.push_str(part);
            } else {
                translated(part, &mut out);
            }
            quoted = part.ends_with('“') || quoted && !part.ends_with('”');
        }
        out.push_str(name);
        out
    })
}

/// Every run of letters that is a word of the language, or several of them in a row, is that in English.
fn translated(text: &str, out: &mut String) {
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let letters = first.is_alphabetic();
        let end = rest.find(|c: char| c.is_alphabetic() != letters).unwrap_or(rest.len());
        let (run, behind) = rest.split_at(end);
        let counted = out.ends_with(|c: char| c.is_ascii_digit()).then(|| counted(run)).flatten();
        match counted.map(str::to_owned).or_else(|| letters.then(|| words(run)).flatten()) {
            Some(english) => out.push_str(&english),
            None => out.push_str(run),
        }
        rest = behind;
    }
}

/// What stands behind a number of something.
fn counted(run: &str) -> Option<&'static str> {
    let types = [Type::Times, Type::Rings, Type::Chars, Type::Money, Type::Points];
    types.iter().map(Type::unit).find(|(zh, _)| *zh == run).map(|(_, en)| en)
}

/// A word, or words without anything between them, the longest first.
fn words(run: &str) -> Option<String> {
    if let Some(english) = WORDS.get(run) {
        return Some((*english).to_owned());
    }
    let ends = run.char_indices().map(|(at, _)| at).skip(1).collect::<Vec<_>>();
    ends.into_iter().rev().find_map(|end| {
        let (head, tail) = run.split_at(end);
        Some(format!("{} {}", WORDS.get(head)?, words(tail)?))
    })
}
