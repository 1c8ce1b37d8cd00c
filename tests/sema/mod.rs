//! Meaning: a folder a code, in it files that fail with it and files that pass. What is found is drawn in both languages beside the file.

mod many_steps;

use crate::fixtures::{Fixture, check, fixtures};
use huashu::base::{Kind, Level};
use std::fmt::Write;

#[test]
fn files_fail_with_the_code_of_their_folder_alone_or_pass() {
    let mut wrong = String::new();
    for fixture in fixtures("sema") {
        let Fixture { code, path, fails, .. } = &fixture;
        let checked = check(path);
        let own = checked.diagnostics.iter().any(|d| d.code.id == code.id);
        let other = checked.diagnostics.iter().any(|d| d.level >= Level::Warn && d.code.kind == Kind::Fault && d.code.id != code.id);
        if own != *fails || other {
            let found: Vec<String> = checked.diagnostics.iter().map(|d| format!("{} {}", d.code.id, d.message.zh)).collect();
            let _ = writeln!(wrong, "{}: {found:?}", path.display());
        } else if *fails {
            fixture.snapshot(&checked, |d| d.code.id == code.id);
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}
