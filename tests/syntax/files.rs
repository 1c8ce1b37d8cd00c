//! Files sorted by construct, their trees beside them; and by code, one fault a file, with what is said about it.

use super::tree;
use huashu::base::{FileId, Lang, Report, Source, Sources};
use huashu::syntax::parse;
use miette::{GraphicalReportHandler, GraphicalTheme};
use std::path::{Path, PathBuf};

/// Every finding, drawn.
pub(crate) fn findings(name: &str, text: &str, lang: Lang) -> String {
    let mut sources = Sources::default();
    sources.add(Source::new(name, text));
    let handler =
        GraphicalReportHandler::new_themed(GraphicalTheme::unicode_nocolor()).with_width(120).with_links(false).with_break_words(true);
    parse(FileId(0), text).diagnostics.iter().map(|d| Report::new(d, &sources, lang).draw(&handler)).collect()
}

/// The files of each folder here.
fn files() -> Vec<(String, PathBuf)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/syntax");
    let mut found = Vec::new();
    for folder in std::fs::read_dir(root).unwrap().map(|e| e.unwrap().path()).filter(|p| p.is_dir()) {
        let name = folder.file_name().unwrap().to_str().unwrap().to_owned();
        let inside = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path());
        found.extend(inside.filter(|p| p.extension().is_some_and(|e| e == "hua")).map(|p| (name.clone(), p)));
    }
    found.sort();
    found
}

fn snapshot(path: &Path, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(path.parent().unwrap());
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(path.file_stem().unwrap().to_str().unwrap(), text));
}

#[test]
fn a_construct_is_read_without_a_finding() {
    for (folder, path) in files().iter().filter(|(folder, _)| !folder.starts_with('E') && folder != "several") {
        let text = std::fs::read_to_string(path).unwrap();
        assert_eq!(findings(folder, &text, Lang::Zh), "", "{}", path.display());
        snapshot(path, &tree::print(&parse(FileId(0), &text).tree.decls));
    }
}

#[test]
fn a_fault_is_found_once_under_its_code() {
    for (folder, path) in files().iter().filter(|(folder, _)| folder.starts_with('E')) {
        let text = std::fs::read_to_string(path).unwrap();
        let codes: Vec<&str> = parse(FileId(0), &text).diagnostics.iter().map(|d| d.code.id).collect();
        let name = path.file_name().unwrap().to_str().unwrap();
        snapshot(path, &format!("{}\n{}", findings(name, &text, Lang::Zh), findings(name, &text, Lang::En)));
        assert_eq!(codes, [folder], "{}", path.display());
    }
}

#[test]
fn what_people_write_by_habit_is_told_how_it_is_written() {
    for name in ["sentences", "habits"] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/syntax/several/{name}.hua"));
        let text = std::fs::read_to_string(&path).unwrap();
        let parsed = parse(FileId(0), &text);
        assert!(parsed.diagnostics.iter().all(|d| d.help.is_some()), "{name}");
        let told = |lang| findings(&format!("{name}.hua"), &text, lang);
        snapshot(&path, &format!("{}\n{}", told(Lang::Zh), told(Lang::En)));
    }
}

#[test]
fn ten_faults_on_ten_lines_are_ten_findings() {
    let text = include_str!("several/ten.hua");
    let parsed = parse(FileId(0), text);
    let source = Source::new("ten.hua", text);
    let mut lines: Vec<u32> = parsed.diagnostics.iter().map(|d| source.line_of(d.span.start as usize)).collect();
    snapshot(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/syntax/several/ten.hua"), &findings("ten.hua", text, Lang::Zh));
    lines.dedup();
    assert_eq!((parsed.diagnostics.len(), lines.len()), (10, 10), "{lines:?}");
}

#[test]
fn a_head_that_cannot_be_read_is_kept_as_far_as_it_goes() {
    let text = include_str!("several/heads.hua");
    let parsed = parse(FileId(0), text);
    snapshot(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/syntax/several/heads.hua"), &tree::print(&parsed.tree.decls));
    assert_eq!(parsed.diagnostics.len(), 3);
}

#[test]
fn bytes_that_are_not_utf8_are_refused_at_their_place() {
    let bytes = [b"\xef\xbb\xbf".as_slice(), "参数\n".as_bytes(), &[0xd7, 0xd6]].concat();
    let refused = huashu::syntax::decode(FileId(0), &bytes).unwrap_err();
    assert_eq!((refused.code.id, refused.span.start), ("E0001", 10));
    assert!(refused.message.zh.contains("第 2 行"), "{}", refused.message.zh);
    assert_eq!(huashu::syntax::decode(FileId(0), "\u{feff}参数".as_bytes()).unwrap(), "参数");
}

#[test]
fn names_that_read_as_numbers_are_known() {
    for name in ["三天", "半小时", "两次", "超过4小时", "不足三秒", "至少3次", "十五分钟以内", "满3声以上"] {
        assert!(huashu::syntax::reads_as_number(name), "{name}");
    }
    for name in ["三", "一般", "满意", "天", "超过", "三天后", "两次回访", "恰好", "以内", "更正"] {
        assert!(!huashu::syntax::reads_as_number(name), "{name}");
    }
}
