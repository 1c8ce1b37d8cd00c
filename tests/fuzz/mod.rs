//! What fuzzing found, kept: every file under `found/` runs through the entry it broke and through the others.

mod drawn;
mod entry;

use crate::naive;
use std::path::Path;

#[test]
fn nothing_found_before_breaks_anything_again() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/found");
    let mut files = 0;
    for file in std::fs::read_dir(&root).expect("the folder is there").map(|f| f.expect("it is readable").path()) {
        let bytes = std::fs::read(&file).expect("it is readable");
        entry::parse(&bytes);
        entry::check(&bytes);
        entry::load(&bytes);
        entry::run(&bytes);
        entry::calendar(&bytes);
        drawn::observers(&bytes);
        drawn::restore(&bytes);
        files += 1;
    }
    assert!(files > 0, "{} is empty", root.display());
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { cases: 100, ..Default::default() })]

    /// A calendar of any shape, sound or not, answers or says why not.
    #[test]
    fn any_calendar_may_be_asked_anything(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..300)) {
        entry::calendar(&bytes);
    }

    /// Rules see the same whether or not anybody looks at the clock.
    #[test]
    fn polling_changes_nothing(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 1..200)) {
        drawn::observers(&bytes);
    }

    /// A call goes on from a snapshot as if it had never stopped; a damaged one is refused or played, but breaks nothing.
    #[test]
    fn a_snapshot_is_restored_or_refused(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 1..200)) {
        drawn::restore(&bytes);
    }
}
