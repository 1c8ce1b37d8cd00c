//! The examples stand in the one spelling of the formatter, and lose nothing on the way to English keywords and back.

use super::examples::{Files, input, passing};
use huashu::api;
use huashu::base::Lang;
use std::fmt::Write;

#[test]
fn examples_are_spelled_as_the_formatter_spells_them() {
    let mut wrong = String::new();
    for (place, files) in passing() {
        for (name, text) in files.iter().filter(|(name, _)| name.ends_with(".hua")) {
            let spelled = api::format(name, text, None).expect("a passing example");
            if spelled.as_bytes() != text {
                let _ = writeln!(wrong, "{place} {name}:\n{spelled}");
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn examples_come_back_from_english_as_they_were_and_mean_the_same() {
    for (place, files) in passing() {
        let english = translated(&files, Lang::En);
        assert_eq!(translated(&english, Lang::Zh), files, "{place}");
        assert_eq!(hash(english), hash(files), "{place}");
    }
}

fn translated(files: &Files, keywords: Lang) -> Files {
    let one = |(name, text): &(String, Vec<u8>)| match name.ends_with(".hua") {
        true => (name.clone(), api::format(name, text, Some(keywords)).expect("a passing example").into_bytes()),
        false => (name.clone(), text.clone()),
    };
    files.iter().map(one).collect()
}

/// The content hash of the program; none where this version cannot compile it yet.
fn hash(files: Files) -> Option<String> {
    let checked = api::check(&input(files)).expect("a readable huashu.toml");
    api::build(&checked).ok().map(|built| built.hash)
}
