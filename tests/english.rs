//! Messages in English speak English: keywords of the language stand in them by their English words.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The Chinese words of the language and their aliases.
fn words() -> BTreeSet<String> {
    let table = std::fs::read_to_string(root().join("grammar/keywords.tsv")).expect("the table of words");
    let rows = table.lines().map(|l| l.split('\t').collect::<Vec<_>>()).filter(|cells| cells.len() > 3 && cells[0].starts_with("k_"));
    rows.flat_map(|cells| {
        let aliases: Vec<String> = cells.get(4).map_or(Vec::new(), |a| a.split('、').map(str::to_owned).collect());
        aliases.into_iter().chain([cells[2].to_owned()])
    })
    .filter(|w| !w.is_empty())
    .collect()
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
}

/// The texts in quotes of a line of code, without what is put into them.
fn texts(line: &str) -> Vec<String> {
    let (mut out, mut text, mut depth) = (Vec::new(), None::<String>, 0);
    let mut chars = line.chars();
    while let Some(c) = chars.next() {
        match (&mut text, c) {
            (None, '"') => text = Some(String::new()),
            (None, _) => {}
            (Some(_), '"') => out.extend(text.take()),
            (Some(_), '\\') => drop(chars.next()),
            (Some(_), '{') => depth += 1,
            (Some(_), '}') => depth -= 1,
            (Some(inside), c) if depth == 0 => inside.push(c),
            (Some(_), _) => {}
        }
    }
    out
}

/// A run of Han characters that is a word of the language, in a text that is English otherwise.
fn foreign<'t>(text: &'t str, words: &BTreeSet<String>) -> Option<&'t str> {
    let han = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    let letters = text.chars().filter(char::is_ascii_alphabetic).count();
    let characters = text.chars().filter(|c| han(*c)).count();
    let english = letters > 2 * characters && text.split(|c: char| !c.is_ascii_alphabetic()).filter(|w| w.len() > 1).count() > 1;
    let mut runs = text.split(|c| !han(c));
    runs.find(|run| english && words.contains(*run))
}

#[test]
fn english_messages_name_keywords_in_english() {
    let words = words();
    assert!(words.len() > 300, "the table of words was not read");
    let mut found = Vec::new();
    files(&root().join("src"), &mut found);
    let mut told = Vec::new();
    for path in found {
        let name = path.strip_prefix(root()).expect("inside").display().to_string();
        // The command line shows both languages side by side.
        if name.starts_with("src/cli/") || name.ends_with("tests.rs") {
            continue;
        }
        let text = std::fs::read_to_string(&path).expect("a file");
        for (n, line) in text.lines().enumerate().filter(|(_, l)| !l.trim_start().starts_with("//")) {
            let wrong = texts(line).into_iter().filter(|t| t != "true 或 false");
            told.extend(wrong.filter_map(|t| foreign(&t, &words).map(|w| format!("{name}:{}: {w} in {t}", n + 1))));
        }
    }
    assert!(told.is_empty(), "{}", told.join("\n"));
}

#[test]
fn chinese_messages_and_names_of_the_script_are_let_be() {
    let words = words();
    assert_eq!(foreign("write a row 其余 at the end", &words), Some("其余"));
    assert_eq!(foreign("the form 预订单 is not filled", &words), None);
    assert_eq!(foreign("在 huashu.toml 里写 其余", &words), None);
}
