//! `check`: which files are looked at, the reports, the safe mendings.

use super::{fresh, huashu, root, write};
use huashu::api::report::Report;

const FAULTY: &str = "流程 来电\n  环节 接听\n    若 振铃 = 3声\n      提示 三声。\n    说 您好。\n    结束 完\n";

#[test]
fn json_is_one_object_of_the_published_shape_and_nothing_else() {
    let folder = fresh();
    write(folder.path(), "错.hua", FAULTY);
    let ran = huashu(folder.path(), &["check", "错.hua", "--report", "json"]);
    assert_eq!((ran.code, ran.err.as_str()), (1, ""));
    let report: Report = serde_json::from_str(&ran.out).expect("the object");
    assert_eq!(report.version, 1);
    assert_eq!((report.summary.files, report.summary.errors), (1, report.findings.len()));
    let schema = serde_json::to_value(schemars::schema_for!(Report)).expect("a schema");
    let value: serde_json::Value = serde_json::from_str(&ran.out).expect("JSON");
    assert!(jsonschema::validator_for(&schema).expect("a validator").is_valid(&value));
    let equals = report.findings.iter().find(|f| f.code == "E0211").expect("the equals sign");
    assert_eq!((equals.file.as_str(), equals.name.as_str()), ("错.hua", "equals-in-condition"));
    // Columns in characters, offsets in bytes.
    assert_eq!((equals.start.line, equals.start.column, equals.start.offset), (3, 10, 45));
    insta::assert_snapshot!("check_json", serde_json::to_string_pretty(&value).expect("JSON"));
}

#[test]
fn of_two_packages_with_one_name_none_is_taken_silently() {
    let folder = fresh();
    for home in ["甲", "乙"] {
        write(folder.path(), &format!("{home}/huashu.toml"), "name = \"总店\"\n");
        write(folder.path(), &format!("{home}/来电.hua"), "流程 来电\n  环节 接听\n    必说 “您好。”\n    结束 完\n");
    }
    write(folder.path(), "店/huashu.toml", "name = \"分店\"\n");
    write(folder.path(), "店/分店.hua", "继承 总店\n");
    let ran = huashu(folder.path(), &["check", "店"]);
    assert_eq!(ran.code, 1);
    assert!(ran.out.contains("E0103") && ran.out.contains("有 2 个包都叫“总店”：乙、甲"), "{}", ran.out);
    write(folder.path(), "乙/huashu.toml", "name = \"别家\"\n");
    assert_eq!(huashu(folder.path(), &["check", "店"]).code, 0);
}

#[test]
fn several_reports_come_from_one_run() {
    let folder = fresh();
    write(folder.path(), "错.hua", FAULTY);
    let ran = huashu(folder.path(), &["check", "错.hua", "--report", "human", "--report", "json=出.json"]);
    let json = std::fs::read_to_string(folder.path().join("出.json")).expect("the file");
    let report: Report = serde_json::from_str(&json).expect("the object");
    assert!(ran.out.contains("E0211") && ran.out.ends_with(&format!("1 个文件：{} 处错误\n", report.findings.len())));
}

#[test]
fn a_person_sees_code_place_and_advice() {
    let folder = fresh();
    write(folder.path(), "错.hua", FAULTY);
    let zh = huashu(folder.path(), &["check", "错.hua"]).out;
    let en = huashu(folder.path(), &["check", "错.hua", "--lang", "en"]).out;
    insta::assert_snapshot!("check_human", format!("{zh}\n{en}"));
}

#[test]
fn safe_mendings_are_written_and_the_rest_is_left() {
    let folder = fresh();
    write(folder.path(), "错.hua", FAULTY);
    let before = huashu(folder.path(), &["check", "错.hua"]).out;
    assert!(before.contains("E0211") && before.contains("E0006"));
    let ran = huashu(folder.path(), &["check", "错.hua", "--fix"]);
    assert!(ran.err.contains("改好了"), "{}", ran.err);
    let text = std::fs::read_to_string(folder.path().join("错.hua")).expect("the file");
    assert!(text.contains("若 振铃 == 3声") && text.contains("说 “您好。”"), "{text}");
    assert_eq!(ran.code, 0, "{}", ran.out);
    assert_eq!(huashu(folder.path(), &["check", "错.hua", "--fix"]).err, "", "nothing is left to mend");
}

#[test]
fn severities_come_from_the_manifest() {
    let folder = fresh();
    write(folder.path(), "包/甲.hua", "流程 来电\n  环节 一\n    提示 见《手册》。\n    结束 完\n");
    for (level, code, summary) in
        [("warn", 0, "1 处警告"), ("error", 1, "1 处错误"), ("info", 0, "1 处提醒"), ("off", 0, "没有发现问题"), ("forbid", 1, "1 处错误")]
    {
        write(folder.path(), "包/huashu.toml", format!("[severity]\nundeclared-document = \"{level}\"\n"));
        let ran = huashu(folder.path(), &["check", "包"]);
        assert!(ran.code == code && ran.out.contains(summary), "{level}: {} {}", ran.code, ran.out);
    }
}

#[test]
fn what_is_let_pass_needs_a_reason_a_fault_and_its_day() {
    let folder = fresh();
    let check = |allow: &str, manifest: &str| {
        write(folder.path(), "包/huashu.toml", manifest);
        write(folder.path(), "包/甲.hua", format!("流程 来电\n  环节 一\n    {allow}\n    提示 见《手册》。\n    结束 完\n"));
        let out = huashu(folder.path(), &["check", "包", "--report", "json"]).out;
        let report: Report = serde_json::from_str(&out).expect("the object");
        report.findings.iter().map(|f| f.code.clone()).collect::<Vec<_>>()
    };
    assert_eq!(check("放过 E0106 “手册还没有归档”", ""), [""; 0]);
    assert_eq!(check("放过 W0106 “手册还没有归档” 到 2999-01-01", ""), [""; 0]);
    assert_eq!(check("放过 E0106 “手册还没有归档” 到 2001-01-01", ""), ["E0110", "E0106"]);
    assert_eq!(check("放过 E0301 “手册还没有归档”", ""), ["E0110", "E0106"]);
    assert_eq!(check("放过 E0106 “手册还没有归档”", "[severity]\nE0106 = \"forbid\"\n"), ["E0111", "E0106"]);
}

#[test]
fn one_file_of_a_package_is_checked_with_the_others_in_sight() {
    let folder = fresh();
    write(folder.path(), "包/huashu.toml", "name = \"包\"\n");
    write(folder.path(), "包/甲.hua", "流程 来电\n  环节 一\n    说 问候\n    结束 完\n");
    write(folder.path(), "包/乙/用语.hua", "用语 问候\n  您好。\n  坏一句“\n用语 问候\n  您好。\n");
    assert_eq!(huashu(folder.path(), &["check", "包/甲.hua"]).code, 0);
    assert_eq!(huashu(&folder.path().join("包"), &["check", "甲.hua"]).code, 0);
    assert_eq!(huashu(folder.path(), &["check", "包/乙"]).code, 1);
    assert_eq!(huashu(folder.path(), &["check", "包"]).code, 1);
    assert!(huashu(&folder.path().join("包/乙"), &["check", "."]).out.contains("用语.hua:"));
    // By itself the first file would not know the other's name.
    std::fs::remove_file(folder.path().join("包/huashu.toml")).expect("the manifest");
    assert_eq!(huashu(folder.path(), &["check", "包/甲.hua"]).code, 1);
}

#[test]
fn a_package_beside_is_opened_by_its_name() {
    let folder = fresh();
    write(folder.path(), "通用/huashu.toml", "name = \"通用\"\n");
    write(folder.path(), "通用/用语.hua", "用语 问候\n  您好。\n");
    write(folder.path(), "甲/huashu.toml", "name = \"甲\"\n");
    write(folder.path(), "甲/来电.hua", "引用 通用.用语\n流程 来电\n  环节 一\n    说 问候\n    结束 完\n");
    let ran = huashu(folder.path(), &["check", "甲"]);
    assert_eq!(ran.code, 0, "{}", ran.out);
    assert_eq!(huashu(&folder.path().join("甲"), &["check", "."]).code, 0);
    assert_eq!(huashu(folder.path(), &["check", "."]).code, 0);
    std::fs::rename(folder.path().join("通用"), folder.path().join("别处")).expect("a move");
    assert_eq!(huashu(folder.path(), &["check", "甲"]).code, 0, "the name is the manifest's, not the folder's");
    std::fs::remove_dir_all(folder.path().join("别处")).expect("gone");
    assert!(huashu(folder.path(), &["check", "甲"]).out.contains("E0107"));
}

#[test]
fn bytes_that_are_no_text_are_a_finding() {
    let folder = fresh();
    write(folder.path(), "码.hua", b"\xb2\xce\xca\xfd\n");
    let ran = huashu(folder.path(), &["check", "码.hua"]);
    assert!(ran.code == 1 && ran.out.contains("E0001"), "{}", ran.out);
}

#[test]
fn the_shipped_scripts_are_clean() {
    let ran = huashu(root(), &["check", "scripts"]);
    assert_eq!(ran.code, 0, "{}", ran.out);
}
