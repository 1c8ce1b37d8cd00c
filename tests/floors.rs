//! The floors of the house: which stage may use which, and what no stage below the command line may touch.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Complete: what is not listed is not allowed.
const ALLOWED: &[(&str, &[&str])] = &[
    ("base", &[]),
    ("syntax", &["base"]),
    ("program", &["base"]),
    ("sema", &["syntax", "base"]),
    ("runtime", &["program", "base"]),
    ("prove", &["runtime", "program", "base"]),
    ("lint", &["sema", "syntax", "base"]),
    ("mutate", &["syntax", "base"]),
    ("lower", &["sema", "program", "base"]),
    ("api", &["lint", "mutate", "lower", "sema", "syntax", "runtime", "prove", "program", "base"]),
    ("cli", &["api", "runtime", "base"]),
    ("main", &["cli"]),
];

/// What only the command line may do.
const OUTSIDE_WORLD: &[&str] = &[
    "std::fs",
    "std::env",
    "std::net",
    "std::process",
    "std::thread",
    "std::time",
    "std::io",
    "SystemTime",
    "Instant::now",
    "println!",
    "eprintln!",
    "print!(",
    "dbg!",
];

#[test]
fn stages_use_only_lower_floors() {
    let mut faults = Vec::new();
    for (floor, file, code) in sources() {
        let Some((_, allowed)) = ALLOWED.iter().find(|(f, _)| *f == floor) else {
            assert_eq!(floor, "lib", "{} is on no known floor", file.display());
            continue;
        };
        for used in uses(&code) {
            if used != floor && !allowed.contains(&used.as_str()) {
                faults.push(format!("{} uses {used}", file.display()));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_floor_is_listed_and_every_listed_floor_stands() {
    let standing: BTreeSet<String> = sources().into_iter().map(|(floor, _, _)| floor).filter(|f| f != "lib").collect();
    let listed: BTreeSet<String> = ALLOWED.iter().map(|(f, _)| (*f).to_owned()).collect();
    assert_eq!(standing, listed);
}

#[test]
fn nothing_below_the_command_line_touches_the_world() {
    let mut faults = Vec::new();
    for (floor, file, code) in sources() {
        if matches!(floor.as_str(), "cli" | "main") {
            continue;
        }
        faults.extend(OUTSIDE_WORLD.iter().filter(|w| mentions(&code, w)).map(|w| format!("{} mentions {w}", file.display())));
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn no_file_climbs_two_floors_up_or_is_unsafe() {
    for (_, file, code) in sources() {
        assert!(!code.contains("super::super"), "{} says super::super", file.display());
        assert!(!mentions(&code, "unsafe "), "{} is unsafe", file.display());
    }
}

#[test]
fn files_open_with_a_sentence_and_stay_short() {
    for file in rust_files(&root().join("src")) {
        let text = std::fs::read_to_string(&file).expect("a file");
        let first = text.lines().next().unwrap_or_default();
        assert!(first.starts_with("//! ") && first.len() > 9, "{} does not say what it is for", file.display());
        let lines = text.lines().count();
        assert!(lines <= 400, "{} has {lines} lines", file.display());
    }
}

#[test]
fn the_scanner_sees_what_it_should() {
    let code = stripped("use crate::{lint, sema::{self, x}, base};\n// crate::no\nlet s = \"crate::never\"; crate::program::X;");
    assert_eq!(uses(&code), BTreeSet::from(["lint", "sema", "base", "program"].map(str::to_owned)));
}

/// Floor, path and code without comments and strings, of every file in `src`.
fn sources() -> Vec<(String, PathBuf, String)> {
    let src = root().join("src");
    let files = rust_files(&src);
    assert!(files.len() > 50, "the sources were not found");
    files
        .into_iter()
        .map(|file| {
            let inside = file.strip_prefix(&src).expect("inside");
            let floor = inside.components().next().expect("a part").as_os_str().to_string_lossy().trim_end_matches(".rs").to_owned();
            let code = stripped(&std::fs::read_to_string(&file).expect("a file"));
            (floor, inside.to_owned(), code)
        })
        .collect()
}

/// The stages that a file names by `crate::` or, in `main.rs`, `huashu::`.
fn uses(code: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for path in ["crate::", "huashu::"] {
        for (at, _) in code.match_indices(path) {
            let rest = &code[at + path.len()..];
            match rest.strip_prefix('{') {
                Some(group) => found.extend(first_names(group)),
                None => found.extend(name(rest)),
            }
        }
    }
    found.retain(|n| !n.is_empty() && n != "codes");
    found
}

/// The first name of each item of a group, up to its closing brace.
fn first_names(group: &str) -> Vec<String> {
    let (mut depth, mut names, mut fresh) = (0, Vec::new(), true);
    for (i, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => fresh = true,
            c if fresh && c.is_alphabetic() => {
                names.extend(name(&group[i..]));
                fresh = false;
            }
            _ => {}
        }
    }
    names
}

fn name(text: &str) -> Option<String> {
    let name: String = text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    (!name.is_empty()).then_some(name)
}

/// Whether a word occurs that is not the tail of a longer one.
fn mentions(code: &str, word: &str) -> bool {
    code.match_indices(word).any(|(at, _)| !code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_'))
}

/// Code without comments and the insides of strings.
fn stripped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.lines() {
        let (mut quoted, mut escaped, mut last) = (false, false, ' ');
        for c in line.chars() {
            match c {
                '"' if !escaped && (last != '\'' || quoted) => quoted = !quoted,
                '/' if !quoted && last == '/' => break,
                _ if !quoted => out.push(c),
                _ => {}
            }
            escaped = c == '\\' && !escaped;
            last = c;
        }
        out.push('\n');
    }
    out
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|e| e == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}
