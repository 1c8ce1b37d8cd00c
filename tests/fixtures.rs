//! Files sorted by the code they are about: `tests/<stage>/<code>/{fail…,pass…}.hua`, with what is found drawn beside them.
//! A folder of such a name is a package; the folders in it are packages that it may use.

use huashu::api::{Checked, Input, InputFile, InputPackage, check as check_input, codes};
use huashu::base::{Code, Diagnostic, Lang, Report};
use miette::{GraphicalReportHandler, GraphicalTheme};
use std::path::{Path, PathBuf};

/// A file of a code's folder.
pub(crate) struct Fixture {
    /// The folder's code.
    pub(crate) code: &'static Code,
    /// The file.
    pub(crate) path: PathBuf,
    /// Its name begins with `fail`.
    pub(crate) fails: bool,
    /// Its name without `.hua`.
    stem: String,
}

/// Every file under `tests/<stage>`, by path.
pub(crate) fn fixtures(stage: &str) -> Vec<Fixture> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(stage);
    let mut found = Vec::new();
    for folder in entries(&root).into_iter().filter(|p| p.is_dir()) {
        let name = folder.file_name().expect("a name").to_string_lossy().into_owned();
        let code = codes::all().iter().copied().find(|c| c.id == name).unwrap_or_else(|| panic!("tests/{stage}/{name} names no code"));
        let files: Vec<PathBuf> = entries(&folder).into_iter().filter(|p| p.is_dir() || is_script(p)).collect();
        for path in files {
            let stem = path.file_stem().expect("a stem").to_string_lossy().into_owned();
            let fails = stem.starts_with("fail");
            assert!(fails || stem.starts_with("pass"), "{} is neither fail… nor pass…", path.display());
            found.push(Fixture { code, path, fails, stem });
        }
        let mine: Vec<&Fixture> = found.iter().filter(|f| f.code == code).collect();
        assert!(mine.iter().any(|f| f.fails) && mine.iter().any(|f| !f.fails), "tests/{stage}/{name} needs a fail….hua and a pass….hua");
    }
    assert!(!found.is_empty(), "tests/{stage} is empty");
    found
}

/// Checks one file as a package by itself, or a folder with the packages in it. The day is 2026-01-05.
pub(crate) fn check(path: &Path) -> Checked {
    let (package, library) = if path.is_dir() {
        let inside = entries(path).into_iter().filter(|p| p.is_dir());
        (package("例", "", path), inside.map(|p| (p.file_name().expect("a name").to_string_lossy().into_owned(), p)).collect())
    } else {
        (InputPackage { name: "例".into(), root: String::new(), config: None, files: vec![file(path)], tables: Vec::new() }, Vec::new())
    };
    let library = library.iter().map(|(name, p)| self::package(name, &format!("{name}/"), p)).collect();
    check_input(&Input { package, library, today: Some((2026, 1, 5)) }).expect("a readable huashu.toml")
}

fn package(name: &str, root: &str, folder: &Path) -> InputPackage {
    let files = entries(folder).into_iter().filter(|p| is_script(p)).map(|p| file(&p)).collect();
    let config = std::fs::read_to_string(folder.join("huashu.toml")).ok();
    let config_or_script = |p: &PathBuf| is_script(p) || p.file_name().is_some_and(|n| n == "huashu.toml");
    let tables = entries(folder).into_iter().filter(|p| p.is_file() && !config_or_script(p)).map(|p| file(&p)).collect();
    InputPackage { name: name.into(), root: root.to_owned(), config, files, tables }
}

fn file(path: &Path) -> InputFile {
    let name = path.file_name().expect("a name").to_string_lossy().into_owned();
    InputFile { name, bytes: std::fs::read(path).expect("a readable file") }
}

fn is_script(path: &Path) -> bool {
    path.extension().is_some_and(|x| x == "hua")
}

impl Fixture {
    /// Compares the findings that `wanted` picks with the snapshot beside the file, Chinese first.
    pub(crate) fn snapshot(&self, checked: &Checked, wanted: impl Fn(&Diagnostic) -> bool) {
        let handler =
            GraphicalReportHandler::new_themed(GraphicalTheme::unicode_nocolor()).with_width(120).with_links(false).with_break_words(true);
        let mut text = String::new();
        for lang in [Lang::Zh, Lang::En] {
            for finding in checked.diagnostics.iter().filter(|d| wanted(d)) {
                text.push_str(&Report::new(finding, &checked.sources, lang).draw(&handler));
            }
        }
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path(self.path.parent().expect("a folder"));
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.bind(|| insta::assert_snapshot!(self.stem.clone(), text));
    }
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut all: Vec<PathBuf> = std::fs::read_dir(folder).expect("a folder").map(|e| e.expect("an entry").path()).collect();
    all.sort();
    all
}
