//! `match`: texts held against a script's forbidden phrases.

use super::{huashu, with_input};

const SCRIPT: &str = "禁语 服务忌语  严重 扣 5分
  除非 路口交通
  不行      → 我帮您想想别的办法
  不知道    → 我帮您问一下
  口交
  笨蛋

流程 来电
  环节 问候
    必说 “您好。”
    结束 完成
";

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("忌语.hua"), SCRIPT).expect("a file");
    folder
}

#[test]
fn each_hit_is_marked_under_the_text() {
    let folder = folder();
    let ran = huashu(folder.path(), &["match", "忌语.hua", "您看行不行", "這個我不知道，不行。", "Ａ笨.蛋", "笨\u{200b}蛋", "路口交通"]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    insta::assert_snapshot!(format!("{}{}", ran.out, ran.err));
    let none = huashu(folder.path(), &["match", "忌语.hua", "您看行不行"]);
    assert_eq!(none.code, 0, "{}", none.err);
}

#[test]
fn texts_come_a_line_each_and_hits_count_characters() {
    let folder = folder();
    let ran = with_input(folder.path(), &["match", "忌语.hua", "--report", "json"], "\u{feff}你这笨笨蛋蛋\n\n您好\n");
    assert_eq!(ran.code, 1, "{}", ran.err);
    let lines: Vec<serde_json::Value> = ran.out.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let hit = serde_json::json!({"start":3,"end":5,"phrase":"笨蛋","set":"服务忌语","folds":[],"severity":"serious"});
    assert_eq!(
        lines,
        [
            serde_json::json!({"text":"你这笨笨蛋蛋","hits":[hit]}),
            serde_json::json!({"text":"","hits":[]}),
            serde_json::json!({"text":"您好","hits":[]})
        ]
    );
}

#[test]
fn each_line_keeps_to_its_schema() {
    let path = super::root().join("schema/match.schema.json");
    let schema = serde_json::to_value(schemars::schema_for!(huashu::api::TextHits)).expect("a schema");
    let text = serde_json::to_string_pretty(&schema).expect("JSON") + "\n";
    if std::env::var_os("HUASHU_BLESS").is_some() {
        std::fs::write(&path, &text).expect("written");
    }
    assert!(std::fs::read_to_string(&path).unwrap_or_default() == text, "HUASHU_BLESS=1 cargo test writes schema/match.schema.json anew");
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    let folder = folder();
    let ran = huashu(folder.path(), &["match", "忌语.hua", "--report", "json", "這個我不知道，不行。", "Ａ笨.蛋", "您好", ""]);
    assert_eq!(ran.out.lines().count(), 4, "{}", ran.err);
    for line in ran.out.lines() {
        let mut json: serde_json::Value = serde_json::from_str(line).expect("JSON");
        assert!(validator.is_valid(&json), "{line}");
        json["hits"] = "none".into();
        assert!(!validator.is_valid(&json));
    }
}

#[test]
fn a_compiled_program_is_tried_the_same_way() {
    let folder = folder();
    let built = huashu(folder.path(), &["build", "忌语.hua", "-o", "忌语.huac"]);
    assert_eq!(built.code, 0, "{}", built.err);
    let (source, program) = (
        huashu(folder.path(), &["match", "忌语.hua", "不行。", "--report", "json"]),
        huashu(folder.path(), &["match", "忌语.huac", "不行。", "--report", "json"]),
    );
    assert_eq!((source.code, &source.out), (1, &program.out));
}

#[test]
fn a_script_that_does_not_compile_is_not_tried() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("坏.hua"), "流程 来电\n  环节 问候\n    转 没有的环节\n").expect("a file");
    let ran = huashu(folder.path(), &["match", "坏.hua", "不行"]);
    assert_eq!(ran.code, 1);
    assert!(ran.out.contains("E0101"), "{}", ran.out);
    assert_eq!(huashu(folder.path(), &["match", "没有.hua", "不行"]).code, 2);
}
