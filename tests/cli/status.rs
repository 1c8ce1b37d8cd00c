//! Exit status: 0 clean, 1 findings, 2 the work could not be done. What went wrong is said on standard error, in one of two languages.

use super::{command, fresh, huashu, root, write};
use std::process::Stdio;

#[test]
fn a_new_package_is_clean_in_every_verb() {
    let folder = fresh();
    for args in [
        &["check", "店"][..],
        &["check", "店", "--fail-level", "info"],
        &["fmt", "--check", "店"],
        &["build", "店"],
        &["test", "店"],
        &["trace", "店"],
        &["run", "店", "--scenario", "留言"],
        &["explain"],
        &["completions", "bash"],
    ] {
        let ran = huashu(folder.path(), args);
        assert_eq!(ran.code, 0, "{args:?}\n{}{}", ran.out, ran.err);
    }
    assert!(folder.path().join("店.huac").is_file());
}

#[test]
fn what_cannot_be_done_exits_2_and_says_why() {
    let folder = fresh();
    write(folder.path(), "空/别的.txt", "");
    write(folder.path(), "坏/huashu.toml", "nmae = \"x\"\n");
    write(folder.path(), "坏/甲.hua", "常量\n  甲 = 1\n");
    write(folder.path(), "假.huac", "{}");
    write(folder.path(), "无场景.hua", "流程 来电\n  环节 一\n    结束 完\n");
    for (args, why) in [
        (&["check", "没有"][..], "没有这个文件或文件夹"),
        (&["check", "空"], "没有 .hua 文件"),
        (&["check", "坏"], "坏/huashu.toml:1:1：不认识的项“nmae”"),
        (&["match"], "Usage"),
        (&["check", "店", "--report", "xml"], "human"),
        (&["check", "店", "--report", "json", "--report", "human"], "只能有一种报告"),
        (&["fmt", "没有.hua"], "没有这个文件或文件夹"),
        (&["build", "店", "-o", "没有/甲.huac"], "写不了"),
        (&["run", "假.huac"], "不能用"),
        (&["run", "店", "--at", "昨天"], "看不懂时间"),
        (&["run", "店", "--param", "公司"], "名=值"),
        (&["run", "店", "--flow", "没有", "--plain"], "没有流程"),
        (&["run", "店", "--scenario", "没有"], "没有场景"),
        (&["run", "店", "--events", "没有.jsonl"], "没有这个文件或文件夹"),
        (&["test", "无场景.hua"], "一个场景也没有跑"),
        (&["explain", "E03O1"], "是不是 E0301"),
        (&["new", "店"], "已经有东西"),
        (&["completions", "dos"], "dos"),
        (&["unheard-of"], "unheard-of"),
    ] {
        let ran = huashu(folder.path(), args);
        assert_eq!(ran.code, 2, "{args:?}\n{}{}", ran.out, ran.err);
        assert!(ran.err.contains(why), "{args:?}: {}", ran.err);
    }
}

#[test]
fn findings_exit_1_from_the_fail_level_on() {
    let folder = fresh();
    write(folder.path(), "警.hua", "流程 来电\n  环节 一\n    提示 见《手册》。\n    结束 完\n");
    write(folder.path(), "错.hua", "流程 来电\n  环节 一\n    转 二\n");
    let code = |args: &[&str]| huashu(folder.path(), args).code;
    assert_eq!(code(&["check", "错.hua"]), 1);
    assert_eq!(code(&["build", "错.hua"]), 1);
    assert_eq!(code(&["test", "错.hua"]), 1);
    assert_eq!(code(&["run", "错.hua"]), 1);
    assert_eq!(code(&["check", "警.hua"]), 0);
    assert_eq!(code(&["check", "警.hua", "--fail-level", "warn"]), 1);
    write(folder.path(), "严/huashu.toml", "fail_level = \"warn\"\n");
    std::fs::copy(folder.path().join("警.hua"), folder.path().join("严/警.hua")).expect("a copy");
    assert_eq!(code(&["check", "严"]), 1, "the package says from which level on");
    assert_eq!(code(&["check", "警.hua", "严"]), 1, "each package for itself");
    assert_eq!(code(&["check", "严", "--fail-level", "error"]), 0, "the command line goes before it");
    assert!(!folder.path().join("错.huac").exists(), "a refused build leaves nothing behind");
}

#[test]
fn the_language_comes_from_the_environment_and_gives_way_to_lang() {
    let run = |locale: &str, args: &[&str]| {
        let output = command(root(), args).env("LC_ALL", locale).output().expect("the command");
        String::from_utf8(output.stderr).expect("UTF-8")
    };
    assert!(run("zh_CN.UTF-8", &["explain", "E9"]).starts_with("错误: 没有“E9”这个编号"));
    assert!(run("C.UTF-8", &["explain", "E9"]).starts_with("错误: "));
    assert!(run("de_DE.UTF-8", &["explain", "E9"]).starts_with("error: there is no code `E9`"));
    assert!(run("de_DE.UTF-8", &["--lang", "zh", "explain", "E9"]).starts_with("错误: "));
    assert!(run("zh_TW", &["explain", "E9", "--lang", "en"]).starts_with("error: "));
}

#[test]
fn a_reader_that_goes_away_is_no_panic() {
    let mut child = command(root(), &["explain"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the command");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("an end");
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn explain_knows_ids_names_and_shown_ids() {
    let page = huashu(root(), &["explain", "E0301"]).out;
    assert!(page.starts_with("# E0301 gap"));
    assert_eq!(huashu(root(), &["explain", "gap"]).out, page);
    let list = huashu(root(), &["explain"]).out;
    assert_eq!(list.lines().count(), huashu::api::codes::all().len());
    assert!(huashu(root(), &["explain", "W0304"]).out.starts_with("# E0304"));
}

#[test]
fn without_a_path_the_folder_at_hand_is_meant() {
    let folder = fresh();
    let home = folder.path().join("店");
    for verb in [vec!["check"], vec!["fmt", "--check"], vec!["test"], vec!["prove"], vec!["trace"], vec!["build"]] {
        let ran = huashu(&home, &verb);
        assert_eq!(ran.code, 0, "{verb:?}: {}{}", ran.out, ran.err);
    }
    let ran = huashu(folder.path(), &["check", "--lang", "en"]);
    assert_eq!(ran.code, 0, "the packages below are taken: {}", ran.err);
    std::fs::create_dir(folder.path().join("空")).expect("a folder");
    assert_eq!(huashu(&folder.path().join("空"), &["check"]).code, 2);
}
