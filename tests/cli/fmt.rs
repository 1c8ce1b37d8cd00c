//! `fmt`: in place, by way of standard input, as a check, and from one keyword language to the other.

use super::{fresh, huashu, root, with_input, write};

const UNTIDY: &str = "流程　来电：\n   环节 一\n      说 “您好”\n      结束 完\n";
const TIDY: &str = "流程 来电\n  环节 一\n    说 “您好”\n    结束 完\n";

#[test]
fn files_are_tidied_in_place_and_checked_without_touching_them() {
    let folder = fresh();
    write(folder.path(), "甲.hua", UNTIDY);
    let check = huashu(folder.path(), &["fmt", "--check", "甲.hua"]);
    assert!(check.code == 1 && check.out.contains("要排版：甲.hua"), "{}", check.out);
    assert_eq!(std::fs::read_to_string(folder.path().join("甲.hua")).expect("the file"), UNTIDY);
    assert_eq!(huashu(folder.path(), &["fmt", "甲.hua"]).code, 0);
    assert_eq!(std::fs::read_to_string(folder.path().join("甲.hua")).expect("the file"), TIDY);
    assert_eq!(huashu(folder.path(), &["fmt", "--check", "甲.hua"]).code, 0);
}

#[test]
fn standard_input_goes_to_standard_output() {
    let folder = fresh();
    let ran = with_input(folder.path(), &["fmt", "-"], UNTIDY);
    assert_eq!((ran.code, ran.out.as_str()), (0, TIDY));
    assert_eq!(with_input(folder.path(), &["fmt", "--check", "-"], UNTIDY).code, 1);
    let bad = with_input(folder.path(), &["fmt", "-"], "流程 来电\n  环节 一\n    说 “您好\n");
    assert!(bad.code == 1 && bad.out.is_empty() && bad.err.contains("E0005"), "{} {}", bad.out, bad.err);
}

#[test]
fn a_file_that_cannot_be_read_is_left_alone() {
    let folder = fresh();
    write(folder.path(), "甲.hua", UNTIDY);
    write(folder.path(), "乙.hua", "流程　来电：\n  环节 一\n    说 “您好\n");
    let ran = huashu(folder.path(), &["fmt", "甲.hua", "乙.hua"]);
    assert!(ran.code == 1 && ran.out.contains("E0005"), "{}", ran.out);
    assert!(std::fs::read_to_string(folder.path().join("乙.hua")).expect("the file").starts_with("流程　来电："));
    assert_eq!(std::fs::read_to_string(folder.path().join("甲.hua")).expect("the file"), TIDY);
}

#[test]
fn the_shipped_scripts_are_tidy() {
    let ran = huashu(root(), &["fmt", "--check", "scripts"]);
    assert_eq!(ran.code, 0, "{}", ran.out);
}

#[test]
fn there_and_back_gives_the_same_bytes_and_both_languages_the_same_hash() {
    let folder = tempfile::tempdir().expect("a folder");
    for package in ["home-service", "callback"] {
        let (ours, copy) = (root().join("scripts").join(package), folder.path().join(package));
        copy_all(&ours, &copy);
        let hash = |language: &str| {
            let file = format!("{package}-{language}.huac");
            let ran = huashu(folder.path(), &["build", package, "-o", &file]);
            assert_eq!(ran.code, 0, "{}", ran.out);
            std::fs::read(folder.path().join(file)).expect("the program")
        };
        let chinese = hash("zh");
        assert_eq!(huashu(folder.path(), &["fmt", "--keywords", "en", package]).code, 0);
        let english = hash("en");
        assert_eq!(program_hash(&chinese), program_hash(&english), "{package}");
        assert_eq!(huashu(folder.path(), &["fmt", "--keywords", "zh", package]).code, 0);
        for file in files(&ours) {
            let back = std::fs::read(copy.join(file.strip_prefix(&ours).expect("inside"))).expect("the copy");
            assert_eq!(std::fs::read(&file).expect("ours"), back, "{}", file.display());
        }
        assert_eq!(hash("back"), chinese, "{package}");
    }
}

fn program_hash(bytes: &[u8]) -> String {
    huashu::program::decode(bytes).expect("a sound program").2
}

fn files(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(folder).expect("a folder").map(|e| e.expect("an entry").path());
    entries
        .flat_map(|p| if p.is_dir() { files(&p) } else { vec![p] })
        .filter(|p| p.extension().is_some_and(|e| e == "hua" || e == "toml"))
        .collect()
}

/// Copies scripts and manifest of a package.
pub(crate) fn copy_all(from: &std::path::Path, to: &std::path::Path) {
    for file in files(from) {
        let name = file.strip_prefix(from).expect("inside").to_string_lossy().into_owned();
        write(to, &name, std::fs::read(&file).expect("a file"));
    }
}
