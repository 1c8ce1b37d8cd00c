//! What `huashu diff` says of each version beside its `old.hua`, and that it never says less than carrying a session over does.

use super::{entries, folder, stopped};
use crate::runtime::files::compile;
use huashu::api::{Diff, diff};
use huashu::runtime::Session;
use std::path::Path;
use std::process::Command;

fn told(old: &Path, new: &Path, lang: &str) -> (String, Option<i32>) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_huashu"));
    let output = command.env("NO_COLOR", "1").arg("diff").args([old, new]).args(["--lang", lang]).output().expect("it runs");
    (String::from_utf8(output.stdout).expect("UTF-8"), output.status.code())
}

#[test]
fn versions_are_compared_in_words() {
    for case in entries(&folder()).into_iter().filter(|p| p.is_dir()) {
        let old = case.join("old.hua");
        assert_eq!(told(&old, &old, "zh").1, Some(0));
        let (session, _) = stopped(&case);
        for version in entries(&case).into_iter().filter(|p| p.extension().is_some_and(|e| e == "hua") && !p.ends_with("old.hua")) {
            let (zh, status) = told(&old, &version, "zh");
            let lost = Session::migrate(compile(&version), &session.snapshot(), true).expect("it goes on").lost;
            // What a real session loses the comparison has told.
            assert!(status == Some(1) || (status == Some(0) && lost.is_empty()), "{}: {status:?}, {lost:#?}", version.display());
            let name = format!("{}.diff", version.file_stem().and_then(|s| s.to_str()).expect("a name"));
            let en = told(&old, &version, "en").0;
            insta::with_settings!({ snapshot_path => &case, prepend_module_to_snapshot => false, omit_expression => true }, {
                insta::assert_snapshot!(name, format!("exit {}\n{zh}\n{en}", status.unwrap_or(-1)));
            });
        }
    }
}

#[test]
fn what_cannot_be_compared_exits_with_2() {
    assert_eq!(told(&folder().join("step/old.hua"), &folder().join("step/nowhere.hua"), "zh").1, Some(2));
}

/// Two versions of a package in a folder of its own: what is written in place of `LINE`, and what stands behind everything.
fn versions(parent: Option<&str>, own: &str, changed: [&str; 2], behind: &str) -> [tempfile::TempDir; 2] {
    changed.map(|line| {
        let folder = tempfile::tempdir().expect("a folder");
        let write = |path: &str, text: String| {
            let path = folder.path().join(path);
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
            std::fs::write(path, text).expect("written");
        };
        if let Some(parent) = parent {
            write("父/huashu.toml", "name = \"父\"\n".into());
            write("父/父.hua", parent.replace("LINE", line));
        }
        write("子/huashu.toml", "name = \"子\"\n".into());
        write("子/子.hua", own.replace("LINE", line) + behind);
        folder
    })
}

const CALL: &str = "事件 回音\n流程 来电\n  环节 等着\n    必说 “您好。”\n    LINE\n    结束 完\n";

#[test]
fn faults_of_scenarios_are_no_part_of_what_is_compared() {
    let faulty = "场景 过时\n  00:00 来电\n  00:01 选项 没有这个\n  00:02 事件 没有(\n# 隔一行\n  00:01 客户挂机\n  期望 违反 没有\n\n\
                  场景 另一个\n  期望 处于 没有的环节\n";
    let [old, new] = versions(None, CALL, ["等 回音", "等 回音 或 客户挂机"], faulty);
    let [old, new] = [old.path().join("子"), new.path().join("子")];
    let (zh, status) = told(&old, &new, "zh");
    assert_eq!(status, Some(1), "{zh}");
    assert!(zh.contains("改动 环节 来电 / 等着\n      − 等 回音\n      + 等 回音 或 客户") && !zh.contains("场景"), "{zh}");
    // With its scenarios or without them it is the same program.
    let [sound, _] = versions(None, CALL, ["等 回音", "等 回音"], "");
    assert_eq!(told(&old, &sound.path().join("子"), "zh").0.lines().next(), Some("没有改动。"));
    // What is wrong with the flow is wrong with what runs.
    let [_, new] = versions(None, CALL, ["等 回音", "等 没有这个事件"], "");
    assert_eq!(told(&old, &new.path().join("子"), "zh").1, Some(2));
}

#[test]
fn a_line_of_the_parent_is_told_where_it_stands_in_the_child() {
    let parent = format!("{CALL}规则 回得快\n  来电 之后 10分钟 以内 必须 回音\n规则 回得勤\n  回音 至少 1次\n");
    let child = "继承 父\n规则 回得快\n  来电 之后 5分钟 以内 必须 回音\n";
    let compared = |parent: &str, child: &str, changed: [&str; 2]| {
        let [old, new] = versions(Some(parent), child, changed, "");
        told(&old.path().join("子"), &new.path().join("子"), "zh")
    };
    let (zh, status) = compared(&parent, child, ["提示 等一等。", "提示 别急。"]);
    assert_eq!(status, Some(0));
    assert!(zh.starts_with("改了什么（1 处）\n  改动 环节 来电 / 等着\n      − 提示 等一等。\n      + 提示 别急。\n"), "{zh}");
    // What the child takes over is told under its name, what it has replaced is not told at all.
    let parent = parent.replace("LINE", "等 回音").replace("1次", "LINE");
    let (zh, _) = compared(&parent, child, ["1次", "2次"]);
    assert!(zh.starts_with("改了什么（1 处）\n  改动 规则 回得勤\n      − 回音 至少 1次\n      + 回音 至少 2次\n"), "{zh}");
    let (zh, _) = compared(&parent.replace("LINE", "1次").replace("10分钟", "LINE"), child, ["10分钟", "8分钟"]);
    assert!(zh.starts_with("没有改动。\n"), "{zh}");
    // A step that the parent takes away strands the calls of the child.
    let longer =
        parent.replace("LINE", "1次").replace("    等 回音\n    结束 完", "    等 回音\n    转 收尾\n  环节 收尾\n    LINE\n    结束 完");
    let (zh, status) = compared(&longer, child, ["等 回音", "提示 完了。"]);
    assert_eq!(status, Some(1), "{zh}");
    assert!(zh.contains("停在：来电 / 收尾 / 等 回音"), "{zh}");
}

#[test]
fn the_report_keeps_to_its_schema() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("schema/diff.schema.json");
    let schema = serde_json::to_value(schemars::schema_for!(Diff)).expect("a schema is JSON");
    let text = serde_json::to_string_pretty(&schema).expect("JSON") + "\n";
    if std::env::var_os("HUASHU_BLESS").is_some() {
        std::fs::write(&path, &text).expect("written");
    }
    assert!(std::fs::read_to_string(&path).unwrap_or_default() == text, "HUASHU_BLESS=1 cargo test writes schema/diff.schema.json anew");
    let report = diff(&compile(&folder().join("step/old.hua")), &compile(&folder().join("step/gone.hua")));
    let mut json = serde_json::to_value(&report).expect("JSON");
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    assert!(validator.is_valid(&json));
    json["summary"] = serde_json::Value::Null;
    assert!(!validator.is_valid(&json));
}
