//! Meaning: a folder a code, in it files that fail with it and files that pass. What is found is drawn in both languages beside the file.

use crate::fixtures::{Fixture, check, fixtures};
use huashu::base::Level;

#[test]
fn files_fail_with_the_code_of_their_folder_or_pass() {
    for fixture in fixtures("sema") {
        let Fixture { code, path, fails, .. } = &fixture;
        let checked = check(path);
        let own = checked.diagnostics.iter().any(|d| d.code.id == code.id);
        let heavy: Vec<&str> = checked.diagnostics.iter().filter(|d| d.level >= Level::Warn).map(|d| d.code.id).collect();
        if *fails {
            assert!(own, "{} does not fail with {}: {heavy:?}", path.display(), code.id);
            let others: Vec<&&str> = heavy.iter().filter(|id| **id != code.id).collect();
            assert!(others.is_empty(), "{}: one fault a file, but also {others:?}", path.display());
            fixture.snapshot(&checked, |d| d.code.id == code.id);
        } else {
            assert!(!own && heavy.is_empty(), "{} should pass: {heavy:?}", path.display());
        }
    }
}
