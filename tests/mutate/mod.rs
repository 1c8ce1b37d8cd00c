//! Scripts changed in one place at a time: each way of changing has a file named after it, with a change that a scenario notices and one
//! that none does. What became of the changes of that kind stands beside it.

use huashu::api::{self, Fate, Input, InputFile, InputPackage, MutationReport};
use huashu::base::Lang;
use huashu::mutate::KINDS;
use std::fmt::Write;
use std::path::{Path, PathBuf};

#[test]
fn every_kind_is_noticed_where_it_is_tested_and_nowhere_else() {
    for kind in KINDS {
        let path = cases().join(format!("{}.hua", kind.name));
        let text = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        let zh = tried(&text, usize::MAX, Lang::Zh);
        let mine = || zh.changes.iter().filter(|c| c.kind == kind.name);
        assert!(mine().any(|c| c.fate == Fate::Unnoticed), "{}: every change is noticed", kind.name);
        assert!(mine().any(|c| c.fate != Fate::Unnoticed), "{}: no change is noticed", kind.name);
        let en = tried(&text, usize::MAX, Lang::En);
        let mut out = String::new();
        for (c, en) in mine().zip(en.changes.iter().filter(|c| c.kind == kind.name)) {
            let by = c.by.as_ref().map_or(String::new(), |by| format!(" by {by}"));
            let _ = writeln!(out, "{}: {}\n  {:?}{by}\n  {}\n  {}", c.start.line, c.source, c.fate, c.change, en.change);
            if c.fate == Fate::Unnoticed {
                let near = c.scenario.as_ref().or(c.step.as_ref()).map_or(String::new(), |n| format!("（{n}）"));
                let _ = writeln!(out, "  + {}{near}\n  + {}", c.advice, en.advice);
                c.lines.iter().for_each(|line| {
                    let _ = writeln!(out, "    {line}");
                });
            }
        }
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path(cases());
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.bind(|| insta::assert_snapshot!(kind.name, out));
    }
}

#[test]
fn kinds_are_sorted_and_every_file_names_one() {
    let names: Vec<&str> = KINDS.iter().map(|k| k.name).collect();
    assert!(names.is_sorted());
    let kinds = std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/mutate/kinds")).expect("a folder");
    assert_eq!(kinds.count(), names.len() + 1, "a file of src/mutate/kinds is not in the list");
    for entry in std::fs::read_dir(cases()).expect("a folder") {
        let path = entry.expect("an entry").path();
        let stem = path.file_stem().expect("a stem").to_string_lossy().into_owned();
        assert!(names.contains(&stem.as_str()) || stem == "endless", "{} names no kind of change", path.display());
    }
}

#[test]
fn a_change_that_never_comes_to_rest_ends_and_is_noticed() {
    let report = tried(include_str!("cases/endless.hua"), usize::MAX, Lang::Zh);
    let round = report.changes.iter().find(|c| c.kind == "swap-target").expect("a target");
    assert_eq!((round.change.as_str(), round.fate), ("“转 道别”改成了“转 等着”", Fate::Noticed));
}

#[test]
fn trying_again_gives_the_same_and_some_are_taken_evenly() {
    let text = include_str!("cases/move-bound.hua");
    let all = tried(text, usize::MAX, Lang::Zh);
    assert_eq!(all, tried(text, usize::MAX, Lang::Zh));
    assert_eq!(all.summary.possible, all.changes.len());
    let some = tried(text, 4, Lang::Zh);
    assert_eq!((some.changes.len(), some.summary.possible), (4, all.changes.len()));
    assert!(some.changes.iter().all(|c| all.changes.contains(c)));
    assert_eq!(some.changes.last(), all.changes.last());
    assert_eq!(tried(text, 0, Lang::Zh).changes.len(), 0);
}

#[test]
fn the_page_names_every_kind_and_shows_what_is_printed() {
    let page = include_str!("../../docs/testing.md");
    for kind in KINDS {
        assert!(page.contains(&format!("| `{}` |", kind.name)), "{} is not on the page", kind.name);
    }
    let block = |fence: &str| page.split(&format!("```{fence}\n")).nth(1).and_then(|rest| rest.split("```").next()).expect("a block");
    let folder = crate::cli::fresh();
    crate::cli::write(folder.path(), "来电.hua", block("hua"));
    assert_eq!(crate::cli::huashu(folder.path(), &["test", "--mutate", "来电.hua"]).out, block("text"));
}

#[test]
fn scenarios_themselves_are_left_alone() {
    let text = include_str!("cases/move-bound.hua");
    let first = text.lines().position(|l| l.starts_with("场景")).expect("a scenario") as u32;
    assert!(tried(text, usize::MAX, Lang::Zh).changes.iter().all(|c| c.start.line <= first));
}

fn tried(text: &str, most: usize, lang: Lang) -> MutationReport {
    let file = InputFile { name: "例.hua".to_owned(), bytes: text.as_bytes().to_vec() };
    let package = InputPackage { name: "例".into(), root: String::new(), config: None, files: vec![file], tables: Vec::new() };
    let input = Input { package, library: Vec::new(), today: None };
    let checked = api::check(&input).expect("no huashu.toml");
    let built = api::build(&checked).unwrap_or_else(|found| panic!("{found:?}"));
    let played = api::test(&checked, &built, |_| true).expect("a sound program").report(&checked, lang);
    assert_eq!(played.summary.failed, 0, "{:?}", played.tests);
    let run = api::mutate(&input, &checked, &built, |_| true, most, &|_, _| {}).expect("a sound program");
    run.report(&checked, lang)
}

fn cases() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/mutate/cases")
}
