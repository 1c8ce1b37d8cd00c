//! The one list of codes: no id or name twice, and every page on disk.

use huashu::api::codes;
use huashu::base::{Kind, Level};
use std::collections::BTreeSet;

#[test]
fn no_id_and_no_name_is_used_twice() {
    let ids: BTreeSet<_> = codes::all().iter().map(|c| c.id).collect();
    let names: BTreeSet<_> = codes::all().iter().map(|c| c.name).collect();
    assert_eq!(ids.len(), codes::all().len());
    assert_eq!(names.len(), codes::all().len());
    assert!(ids.len() > 60);
}

#[test]
fn the_list_is_sorted_and_has_faults_and_lints() {
    assert!(codes::all().windows(2).all(|w| w[0].id < w[1].id));
    assert!(codes::all().iter().any(|c| c.kind == Kind::Lint));
    assert!(codes::all().iter().all(|c| c.level != Level::Off));
}

#[test]
fn every_page_on_disk_has_a_code_and_begins_with_it() {
    let folder = format!("{}/docs/rules", env!("CARGO_MANIFEST_DIR"));
    let on_disk: BTreeSet<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|e| e.unwrap().file_name().to_string_lossy().trim_end_matches(".md").to_owned())
        .filter(|n| n != "README")
        .collect();
    let declared: BTreeSet<String> = codes::all().iter().map(|c| c.id.to_owned()).collect();
    assert_eq!(on_disk, declared);
    for code in codes::all() {
        assert!(code.page.starts_with(&format!("# {} {} · {}", code.id, code.name, code.zh)), "{}", code.id);
    }
}

#[test]
fn a_code_is_found_by_id_shown_id_and_name() {
    for text in ["E0304", "e0304", "W0304", "always-or-empty"] {
        assert_eq!(codes::find(text).map(|c| c.id), Some("E0304"), "{text}");
    }
    assert!(codes::find("E9999").is_none());
    assert_eq!(codes::nearest("gaps").first().map(|c| c.id), Some("E0301"));
}
