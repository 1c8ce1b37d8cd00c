//! `check --changed`: git says which files changed.

use super::{command, fresh, huashu, ran, write};
use std::path::Path;
use std::process::Command;

const FAULTY: &str = "流程 来电{}\n  环节 一\n    提示 见《手册》。\n    结束 完\n";

fn git(folder: &Path, args: &[&str]) -> String {
    let identity = ["-c", "user.name=甲", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false", "-c", "init.defaultBranch=main"];
    let output = Command::new("git").arg("-C").arg(folder).args(identity).args(args).output().expect("git");
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8")
}

fn faulty(folder: &Path, name: &str, flow: &str) {
    write(folder, name, FAULTY.replace("{}", flow));
}

/// The files that something was found in.
fn found(folder: &Path, args: &[&str]) -> Vec<String> {
    let out = huashu(folder, &[&["check", "--report", "json"], args].concat());
    assert_eq!(out.err, "");
    let report: huashu::api::report::Report = serde_json::from_str(&out.out).expect("the object");
    report.findings.into_iter().map(|f| f.file).collect()
}

/// A repository with a package of two faulty files, committed.
fn repository() -> tempfile::TempDir {
    let folder = fresh();
    write(folder.path(), "包/huashu.toml", "");
    faulty(folder.path(), "包/甲.hua", "甲");
    faulty(folder.path(), "包/旧 名.hua", "乙");
    git(folder.path(), &["init", "-q"]);
    git(folder.path(), &["add", "."]);
    git(folder.path(), &["commit", "-qm", "一"]);
    folder
}

#[test]
fn only_what_git_calls_changed_is_told() {
    let folder = repository();
    assert_eq!(found(folder.path(), &["包"]), ["包/旧 名.hua", "包/甲.hua"]);
    assert_eq!(found(folder.path(), &["包", "--changed"]), [""; 0]);
    faulty(folder.path(), "包/甲.hua", "丙");
    assert_eq!(found(folder.path(), &["包", "--changed"]), ["包/甲.hua"]);
    // New, staged or not; ignored files are no part of it.
    write(folder.path(), ".gitignore", "草稿*\n");
    faulty(folder.path(), "包/新.hua", "丁");
    faulty(folder.path(), "包/草稿.hua", "戊");
    assert_eq!(found(folder.path(), &["包", "--changed"]), ["包/新.hua", "包/甲.hua"]);
    git(folder.path(), &["add", "."]);
    assert_eq!(found(folder.path(), &["包", "--changed"]), ["包/新.hua", "包/甲.hua"]);
    // From within a folder, by a file's name, and together with other limits.
    assert_eq!(found(&folder.path().join("包"), &[".", "--changed"]), ["新.hua", "甲.hua"]);
    assert_eq!(found(folder.path(), &["包/甲.hua", "包/旧 名.hua", "--changed"]), ["包/甲.hua"]);
    // A change of huashu.toml may change what is found anywhere.
    write(folder.path(), "包/huashu.toml", "fail_level = \"info\"\n");
    assert_eq!(found(folder.path(), &["包", "--changed"]).len(), 4);
}

#[test]
fn a_base_is_where_the_branch_left_it() {
    let folder = repository();
    git(folder.path(), &["switch", "-qc", "分支"]);
    git(folder.path(), &["mv", "包/旧 名.hua", "包/新 名.hua"]);
    git(folder.path(), &["commit", "-qm", "二"]);
    git(folder.path(), &["switch", "-q", "main"]);
    faulty(folder.path(), "包/甲.hua", "主线改了");
    git(folder.path(), &["commit", "-qam", "三"]);
    git(folder.path(), &["switch", "-q", "分支"]);
    assert_eq!(found(folder.path(), &["包", "--changed"]), [""; 0]);
    assert_eq!(found(folder.path(), &["包", "--changed=main"]), ["包/新 名.hua"]);
    // A build server says the base itself.
    let main = git(folder.path(), &["rev-parse", "main"]);
    let out = command(folder.path(), &["check", "包", "--changed", "--ci", "none", "--report", "github"])
        .env("CI_MERGE_REQUEST_DIFF_BASE_SHA", main.trim())
        .output()
        .expect("the command");
    assert_eq!(ran(out).out.lines().count(), 1);
}

#[test]
fn what_git_cannot_say_is_an_error() {
    let folder = fresh();
    let outside = command(folder.path(), &["check", "店", "--changed"]).env("GIT_CEILING_DIRECTORIES", folder.path()).output();
    let outside = ran(outside.expect("the command"));
    assert!(outside.code == 2 && outside.err.contains("不在 git 仓库里"), "{}", outside.err);
    let folder = repository();
    for base in ["没有", "--output=x", "HEAD~9"] {
        let ran = huashu(folder.path(), &["check", "包", &format!("--changed={base}")]);
        assert!(ran.code == 2 && ran.err.contains(&format!("git 里找不到“{base}”")), "{}", ran.err);
    }
    let missing = command(folder.path(), &["check", "包", "--changed"]).env("PATH", "").output().expect("the command");
    assert_eq!(missing.status.code(), Some(2));
}

#[test]
fn before_the_first_commit_everything_is_new() {
    let folder = fresh();
    faulty(folder.path(), "包/甲.hua", "甲");
    faulty(folder.path(), "包/乙.hua", "乙");
    git(folder.path(), &["init", "-q"]);
    git(folder.path(), &["add", "包/甲.hua"]);
    assert_eq!(found(folder.path(), &["包", "--changed"]), ["包/乙.hua", "包/甲.hua"]);
}
