//! Opinions: a folder a lint, in it files that it remarks on and files that it leaves alone. Only that lint is listened to.

use crate::fixtures::{Fixture, check, fixtures};

#[test]
fn files_are_remarked_on_by_the_lint_of_their_folder_or_left_alone() {
    for fixture in fixtures("lint") {
        let Fixture { code, path, fails, .. } = &fixture;
        let checked = check(path);
        let own = checked.diagnostics.iter().any(|d| d.code.id == code.id);
        assert_eq!(own, *fails, "{} and {}", path.display(), code.id);
        if *fails {
            fixture.snapshot(&checked, |d| d.code.id == code.id);
        }
    }
}
