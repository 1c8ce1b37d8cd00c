//! The traps in which manuals catch people, each transcribed as the manual has it: a folder a trap in `tests/traps/A-nn/`.
//! `script.hua` is the transcript, headed by what the manual says; `expected` what must be found in it, `code line piece of the message`, a finding a line;
//! `mended.hua` the same as a trainer would mend it. Where no compiler can tell, `why.md` says why instead.
//! `docs/traps.md` is written from these by `HUASHU_BLESS=1 cargo test traps`.

use crate::fixtures;
use crate::scripts::built;
use huashu::api::{self, report::Finding};
use huashu::base::{Lang, Level};
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// The numbers of the catalogue's first section that stand for no trap.
const FREE: [u32; 6] = [7, 25, 29, 53, 58, 61];
/// So many must be found.
const WANTED: usize = 60;

struct Trap {
    id: String,
    /// What the manual says.
    says: String,
    told: Told,
}

enum Told {
    /// What is found in the transcript, worst first as it is expected.
    Found(Vec<Finding>),
    /// Why nothing can be.
    Why(String),
}

/// What should be.
struct Expected {
    line: u32,
    code: String,
    piece: String,
}

#[test]
fn each_is_found_where_it_stands_and_gone_when_mended() {
    let mut wrong = String::new();
    let mut found = 0;
    for (id, folder) in folders() {
        let script = folder.join("script.hua");
        if !script.exists() {
            continue;
        }
        let expected = expected(&folder);
        assert!(!expected.is_empty(), "{id} expects nothing");
        let mut faults = differences(&expected, &findings(&script));
        let left = findings(&folder.join("mended.hua"));
        let left = left.iter().filter(|f| f.severity >= Level::Warn || expected.iter().any(|e| e.code == f.code));
        faults.extend(left.map(|f| format!("mended: {}", told(f))));
        found += usize::from(faults.is_empty());
        faults.iter().for_each(|f| wrong.push_str(&format!("{id}: {f}\n")));
    }
    println!("{found} of {} traps are found", ids().len());
    assert!(wrong.is_empty(), "\n{wrong}");
    assert!(found >= WANTED, "only {found} traps are found");
}

#[test]
fn the_folders_are_those_of_the_catalogue() {
    let known = ids();
    for (id, folder) in folders() {
        assert!(known.contains(&id), "{} is no trap", folder.display());
        assert!(folder.join("script.hua").exists() != folder.join("why.md").exists(), "{id}: a script, or why there is none");
    }
}

#[test]
fn the_page_is_that_of_the_folders() {
    let path = root().join("docs/traps.md");
    let page = page();
    if std::env::var_os("HUASHU_BLESS").is_some() {
        std::fs::write(&path, &page).expect("written");
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == page, "docs/traps.md is not that of the folders; HUASHU_BLESS=1 cargo test traps writes it anew");
}

/// What is missing, and what is there that is not expected. Remarks only count where they are expected.
fn differences(expected: &[Expected], found: &[Finding]) -> Vec<String> {
    let mut left: Vec<&Finding> = found.iter().collect();
    let mut out = Vec::new();
    for e in expected {
        match left.iter().position(|f| e.is(f)) {
            Some(at) => drop(left.remove(at)),
            None => out.push(format!("no {} in line {} that says “{}”", e.code, e.line, e.piece)),
        }
    }
    out.extend(left.iter().filter(|f| f.severity >= Level::Warn).map(|f| told(f)));
    out
}

fn told(f: &Finding) -> String {
    format!("{} {} {}", f.code, f.start.line, f.message)
}

impl Expected {
    fn is(&self, f: &Finding) -> bool {
        f.start.line == self.line && f.code == self.code && f.message.contains(&self.piece)
    }
}

/// What the compiler finds in a file, and where it has nothing to object to, what its scenarios find.
fn findings(path: &Path) -> Vec<Finding> {
    let checked = fixtures::check(path);
    let mut found: Vec<Finding> = checked.diagnostics.iter().map(|d| Finding::new(d, &checked.sources, Lang::Zh)).collect();
    if !checked.reaches(Level::Error) && !checked.model.scenarios.is_empty() {
        let run = api::test(&checked, &built(&checked), |_| true).expect("a program that can be used");
        found.extend(run.report(&checked, Lang::Zh).findings);
    }
    found
}

fn expected(folder: &Path) -> Vec<Expected> {
    let text = std::fs::read_to_string(folder.join("expected")).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
    let lines = text.lines().map(|line| {
        let mut parts = line.splitn(3, ' ');
        let mut next = || parts.next().unwrap_or_else(|| panic!("{}: {line}", folder.display())).to_owned();
        Expected { code: next(), line: next().parse().expect("a line"), piece: next() }
    });
    lines.collect()
}

fn page() -> String {
    let mut out = std::fs::read_to_string(root().join("tests/traps/page.md")).expect("a page");
    let traps: Vec<Trap> = folders().into_iter().map(|(id, folder)| trap(id, &folder)).collect();
    let count = |found: bool| traps.iter().filter(|t| matches!(t.told, Told::Found(_)) == found).count();
    let _ = writeln!(out, "一共 {} 处：查得出 {} 处，查不出 {} 处。\n", traps.len(), count(true), count(false));
    out.push_str("## 查得出的\n\n| | 手册怎么说 | 编号 | 看到什么 |\n| --- | --- | --- | --- |\n");
    for trap in &traps {
        let Told::Found(found) = &trap.told else { continue };
        for (n, f) in found.iter().enumerate() {
            let head = if n == 0 { format!("| [{0}](../tests/traps/{0}) | {1}", trap.id, trap.says) } else { "| |".to_owned() };
            let _ = writeln!(out, "{head} | [{0}](rules/{0}.md) | 第 {1} 行：{2} |", f.code, f.start.line, f.message);
        }
    }
    out.push_str("\n## 查不出的\n\n| | 手册怎么说 | 为什么 |\n| --- | --- | --- |\n");
    for trap in &traps {
        if let Told::Why(why) = &trap.told {
            let _ = writeln!(out, "| {} | {} | {why} |", trap.id, trap.says);
        }
    }
    out
}

fn trap(id: String, folder: &Path) -> Trap {
    let script = folder.join("script.hua");
    if script.exists() {
        let says = first_line(&script);
        let found = findings(&script);
        // Each code once: the first place speaks for the others.
        let mut told: Vec<Finding> = Vec::new();
        for e in expected(folder) {
            let first = !told.iter().any(|t| t.code == e.code);
            told.extend(found.iter().find(|f| first && e.is(f)).cloned());
        }
        return Trap { id, says, told: Told::Found(told) };
    }
    let why = std::fs::read_to_string(folder.join("why.md")).expect("why");
    let body = why.lines().skip(1).map(str::trim).filter(|l| !l.is_empty()).collect::<Vec<_>>().join("");
    Trap { id, says: first_line(&folder.join("why.md")), told: Told::Why(body) }
}

/// The first line without its mark: what the manual says.
fn first_line(path: &Path) -> String {
    let text = std::fs::read_to_string(path).expect("a file");
    let line = text.lines().next().unwrap_or_default().trim_start_matches(['#', ' ']);
    assert!(line.starts_with("手册："), "{} begins with what the manual says", path.display());
    line.trim_start_matches("手册：").replace('|', "\\|")
}

fn folders() -> Vec<(String, PathBuf)> {
    let mut found: Vec<PathBuf> =
        std::fs::read_dir(root().join("tests/traps")).expect("a folder").map(|e| e.expect("an entry").path()).collect();
    found.retain(|p| p.is_dir());
    found.sort();
    found.into_iter().map(|p| (p.file_name().expect("a name").to_string_lossy().into_owned(), p)).collect()
}

fn ids() -> Vec<String> {
    (1..=87).filter(|n| !FREE.contains(n)).map(|n| format!("A-{n:02}")).collect()
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}
