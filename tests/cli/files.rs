//! What is written: the same bytes from everywhere, whole or not at all, and never through a link.

use super::fmt::copy_all;
use super::{fresh, huashu, root, write};

#[test]
fn a_build_gives_the_same_bytes_from_every_folder() {
    let folder = tempfile::tempdir().expect("a folder");
    let deep = folder.path().join("深/一/层/home-service");
    copy_all(&root().join("scripts/home-service"), &deep);
    let build = |at: &std::path::Path, path: &str| {
        let out = folder.path().join("出.huac");
        let ran = huashu(at, &["build", path, "-o", &out.to_string_lossy()]);
        assert_eq!(ran.code, 0, "{}", ran.out);
        std::fs::read(out).expect("the program")
    };
    let first = build(root(), "scripts/home-service");
    assert_eq!(first, build(&root().join("scripts"), "home-service"));
    assert_eq!(first, build(&root().join("scripts/home-service"), "."));
    assert_eq!(first, build(&root().join("scripts/callback"), "../home-service"));
    assert_eq!(first, build(folder.path(), &deep.to_string_lossy()));
    let ran = huashu(root(), &["build", "scripts/home-service", "-o", "-"]);
    assert_eq!(ran.out.as_bytes(), first);
    let text = String::from_utf8(first).expect("JSON");
    assert!(!text.contains(&*folder.path().to_string_lossy()) && text.contains("来电.hua"));
}

#[test]
fn source_and_program_are_taken_alike() {
    let folder = fresh();
    assert_eq!(huashu(folder.path(), &["build", "店"]).code, 0);
    let play = |path: &str| super::with_input(folder.path(), &["run", path, "--at", "2026-03-05 10:00"], "接听\n1\n退出\n").out;
    assert_eq!(play("店"), play("店.huac"));
    assert!(play("店").contains("必说"));
    assert_eq!(huashu(folder.path(), &["trace", "店.huac"]).code, 0);
}

#[test]
fn one_flipped_byte_is_refused() {
    let folder = fresh();
    assert_eq!(huashu(folder.path(), &["build", "店"]).code, 0);
    let mut bytes = std::fs::read(folder.path().join("店.huac")).expect("the program");
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    write(folder.path(), "坏.huac", bytes);
    let ran = huashu(folder.path(), &["run", "坏.huac", "--plain"]);
    assert!(ran.code == 2 && ran.out.is_empty() && ran.err.contains("不能用"), "{}", ran.err);
}

#[cfg(unix)]
#[test]
fn a_link_is_followed_and_rights_are_kept() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = fresh();
    write(folder.path(), "真.hua", "流程　来电：\n  环节 一\n    结束 完\n");
    let real = folder.path().join("真.hua");
    std::fs::set_permissions(&real, std::fs::Permissions::from_mode(0o600)).expect("rights");
    symlink(&real, folder.path().join("链.hua")).expect("a link");
    assert_eq!(huashu(folder.path(), &["fmt", "链.hua"]).code, 0);
    assert!(std::fs::symlink_metadata(folder.path().join("链.hua")).expect("the link").is_symlink());
    assert!(std::fs::read_to_string(&real).expect("the file").starts_with("流程 来电\n"));
    assert_eq!(std::fs::metadata(&real).expect("the file").permissions().mode() & 0o777, 0o600);
    assert_eq!(std::fs::read_dir(folder.path()).expect("the folder").count(), 3, "no temporary file is left");
}

#[test]
fn tables_are_read_from_the_package_and_from_nowhere_else() {
    let folder = fresh();
    let script = "禁语 开口回绝\n  取自 “词表/回绝.csv”\n流程 回电\n  环节 接听\n    必说 “今天不行。”\n    结束 受理完成\n";
    write(folder.path(), "店/禁语.hua", script);
    std::fs::create_dir(folder.path().join("店/词表")).expect("a folder");
    let codes = |path: &str| {
        let ran = huashu(folder.path(), &["check", path, "--report", "json"]);
        let report: serde_json::Value = serde_json::from_str(&ran.out).expect("a report");
        let findings = report["findings"].as_array().expect("findings").clone();
        let mut codes: Vec<String> = findings.iter().map(|f| f["code"].as_str().expect("a code").to_owned()).collect();
        codes.retain(|c| c.starts_with("E0"));
        codes
    };
    assert_eq!(codes("店"), ["E0107"]);
    write(folder.path(), "店/词表/回绝.csv", "词\n不行\n");
    assert_eq!(codes("店"), ["E0601"]);
    // A script by itself takes from the folder it lies in.
    write(folder.path(), "单.hua", script.replace("词表/回绝.csv", "店/词表/回绝.csv"));
    assert_eq!(codes("单.hua"), ["E0601"]);
    write(folder.path(), "店/禁语.hua", script.replace("词表/回绝.csv", "../外.csv"));
    write(folder.path(), "外.csv", "词\n不行\n");
    assert_eq!(codes("店"), ["E0107"]);
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(folder.path().join("外.csv"), folder.path().join("店/里.csv")).expect("a link");
        write(folder.path(), "店/禁语.hua", script.replace("词表/回绝.csv", "里.csv"));
        assert_eq!(codes("店"), ["E0107"]);
    }
}
