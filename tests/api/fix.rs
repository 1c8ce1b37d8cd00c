//! `--fix`: what it changes keeps what the script means.

use crate::pages::{Files, failing, input};
use huashu::api::{self, Checked, build};
use huashu::base::Level;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The files with the safe changes of one round, and how many findings those mend.
fn mended(checked: &Checked, files: &Files) -> (Files, usize) {
    let (texts, count) = api::fix(&checked.diagnostics, &checked.sources);
    let texts: BTreeMap<&str, String> =
        texts.into_iter().filter_map(|(id, text)| Some((checked.sources.get(id)?.name.as_str(), text))).collect();
    let new = |name: &String| texts.get(name.as_str()).or_else(|| texts.get(format!("例/{name}").as_str()));
    let files = files.iter().map(|(name, bytes)| (name.clone(), new(name).map_or(bytes.clone(), |t| t.clone().into_bytes()))).collect();
    (files, count)
}

/// How often a code was mended, and how often in a script that has a hash.
#[derive(Debug, Default)]
struct Count {
    all: usize,
    kept: usize,
}

/// Applies safe changes until there are none, and counts them by code.
fn all_mended(place: &str, mut files: Files, counts: &mut BTreeMap<&'static str, Count>) {
    let read = |files: &Files| api::check(&input(files.clone())).expect("a readable huashu.toml");
    let mut before = read(&files);
    for _ in 0..10 {
        let (after_files, count) = mended(&before, &files);
        if count == 0 {
            return;
        }
        for found in before.diagnostics.iter().filter(|d| d.fix.as_ref().is_some_and(|f| f.safe)) {
            let counted = counts.entry(found.code.id).or_default();
            counted.all += 1;
            counted.kept += usize::from(!before.reaches(Level::Error));
        }
        let after = read(&after_files);
        // A line that can be read at last may show another fault, but not the same again.
        let left = |c: &Checked| c.diagnostics.iter().filter(|d| d.fix.as_ref().is_some_and(|f| f.safe)).count();
        assert!(left(&after) < left(&before), "{place}: nothing got better");
        match (build(&before), build(&after)) {
            (Ok(old), Ok(new)) => assert_eq!(old.hash, new.hash, "{place} means something else now"),
            (Ok(_), Err(found)) => panic!("{place} cannot be built any more: {found:?}"),
            // What was refused had no meaning to keep.
            (Err(_), _) => {}
        }
        (files, before) = (after_files, after);
    }
    panic!("{place}: one change begets another");
}

/// Every script beside the tests that is to fail, by itself.
pub(super) fn fixtures() -> Vec<(String, Files)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let folders = ["syntax", "sema", "lint"].map(|stage| root.join(stage));
    let entries = |folder: &PathBuf| std::fs::read_dir(folder).expect("a folder").map(|e| e.expect("an entry").path()).collect::<Vec<_>>();
    let mut found = Vec::new();
    for path in folders.iter().flat_map(entries).filter(|p| p.is_dir()).flat_map(|p| entries(&p)) {
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        if name.starts_with("fail") && name.ends_with(".hua") {
            found.push((path.display().to_string(), vec![(name, std::fs::read(&path).expect("a file"))]));
        } else if name.starts_with("fail") && path.is_dir() {
            let files = entries(&path);
            // Packages beside each other are those of the pages.
            if files.iter().all(|f| f.extension().is_some_and(|x| x == "hua" || x == "csv")) {
                let read = |f: &PathBuf| (f.file_name().expect("a name").to_string_lossy().into_owned(), std::fs::read(f).expect("a file"));
                found.push((path.display().to_string(), files.iter().map(read).collect()));
            }
        }
    }
    found
}

#[test]
fn safe_changes_keep_the_hash_of_whatever_has_one() {
    let mut mended = BTreeMap::new();
    for (place, files) in failing().into_iter().chain(fixtures()) {
        all_mended(&place, files, &mut mended);
    }
    // Nothing is tried in vain: each code that has a safe change is among them.
    assert_eq!(mended.keys().copied().collect::<Vec<_>>(), ["E0002", "E0005", "E0006", "E0107", "E0108", "E0110", "E0211", "E1002"]);
    assert!(mended["E0110"].kept > 2, "{mended:?}");
}
