//! Opinions: a folder a lint, in it files that it remarks on and files that it leaves alone. Only that lint is listened to.

use crate::fixtures::{Fixture, check, fixtures};
use huashu::lint::codes;
use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::Path;

#[test]
fn files_are_remarked_on_by_the_lint_of_their_folder_or_left_alone() {
    let mut wrong = String::new();
    for fixture in fixtures("lint") {
        let Fixture { code, path, fails, .. } = &fixture;
        let checked = check(path);
        let own = checked.diagnostics.iter().any(|d| d.code.id == code.id);
        if own != *fails {
            let _ = writeln!(wrong, "{}: {own}", path.display());
        } else if own {
            fixture.snapshot(&checked, |d| d.code.id == code.id);
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn every_lint_has_a_file_of_its_name_and_files_to_show_it() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let names = |folder: &str| -> BTreeSet<String> {
        let entries = std::fs::read_dir(root.join(folder)).expect("a folder");
        entries
            .map(|e| e.expect("an entry").path().file_stem().expect("a stem").to_string_lossy().into_owned())
            .filter(|n| n != "mod")
            .collect()
    };
    let stems: BTreeSet<String> = codes::ALL.iter().map(|c| c.name.replace('-', "_")).collect();
    // Whether an assumption is needed only a proof can say.
    let of_rules: BTreeSet<String> = stems.iter().filter(|stem| *stem != "needless_assumption").cloned().collect();
    assert_eq!(names("src/lint/rules"), of_rules);
    let ids: BTreeSet<String> = codes::ALL.iter().map(|c| c.id.to_owned()).collect();
    assert_eq!(names("tests/lint"), ids);
    let list = std::fs::read_to_string(root.join("src/lint/mod.rs")).expect("the list of rules");
    let listed: Vec<&str> = list.lines().filter_map(|l| l.trim().strip_prefix("&rules::")?.strip_suffix("::RULE,")).collect();
    assert_eq!(listed, of_rules.iter().map(String::as_str).collect::<Vec<_>>(), "every rule is in the list, sorted");
}
