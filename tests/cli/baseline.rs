//! `check --baseline`: what was known is not counted, what is new fails, and the file only becomes shorter.

use super::{fresh, huashu, write};
use huashu::api::{Baseline, report::Report};
use std::path::Path;

const OLD: &str = "流程 来电\n  环节 一\n    提示 见《手册》。\n    提示 见《手册》。\n    说 您好。\n    结束 完\n";

fn file(folder: &Path) -> String {
    std::fs::read_to_string(folder.join("基线.json")).expect("the baseline")
}

fn check(folder: &Path, more: &[&str]) -> super::Ran {
    let args = ["check", "包", "--fail-level", "warn", "--baseline", "基线.json"];
    huashu(folder, &[&args, more].concat())
}

/// A package with faults and a baseline of them.
fn old() -> tempfile::TempDir {
    let folder = fresh();
    write(folder.path(), "包/huashu.toml", "");
    write(folder.path(), "包/甲.hua", OLD);
    let made = check(folder.path(), &["--update-baseline"]);
    assert_eq!(made.code, 0, "{}", made.out);
    assert_eq!(made.err, "基线 基线.json 记下 3 处\n");
    folder
}

#[test]
fn a_baseline_is_made_on_demand_and_hides_what_it_knows() {
    let folder = old();
    insta::assert_snapshot!("baseline", file(folder.path()));
    let ran = check(folder.path(), &[]);
    assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (0, "1 个文件，没有发现新问题（另有 3 处在基线里）\n", ""));
    let json = check(folder.path(), &["--report", "json"]).out;
    let report: Report = serde_json::from_str(&json).expect("the object");
    assert_eq!((report.findings.len(), report.summary.known), (0, 3));
    let none = huashu(folder.path(), &["check", "包", "--baseline", "没有.json"]);
    assert!(none.code == 2 && none.err.contains("--update-baseline"), "{}", none.err);
    assert_eq!(huashu(folder.path(), &["check", "包", "--update-baseline"]).code, 2);
}

#[test]
fn lines_may_move_and_be_set_anew() {
    let folder = old();
    let moved = "## 新来的说明\n常量\n  甲 = 1天\n\n流程  来电（天数: 整数）\n\n    环节 一\n      提示 {甲} {天数}\n      提示   见《手册》。\n      提示 见《手册》。\n      说 您好。\n      结束 完\n";
    write(folder.path(), "包/换了名字.hua", moved);
    std::fs::remove_file(folder.path().join("包/甲.hua")).expect("gone");
    let ran = check(folder.path(), &[]);
    assert!(ran.out.contains("另有 3 处在基线里") && ran.err.is_empty(), "{}{}", ran.out, ran.err);
}

#[test]
fn what_is_new_fails_and_is_never_added() {
    let folder = old();
    let before = file(folder.path());
    // The third of a kind is new, and so is the same in another step.
    write(folder.path(), "包/甲.hua", OLD.replace("    说 您好", "    提示 见《手册》。\n    说 您好"));
    for more in [&[][..], &["--update-baseline"]] {
        let ran = check(folder.path(), more);
        assert!(ran.code == 1 && ran.out.ends_with("1 个文件：1 处警告（另有 3 处在基线里）\n"), "{}", ran.out);
        assert_eq!(file(folder.path()), before);
    }
    write(folder.path(), "包/甲.hua", OLD.replace("环节 一", "环节 二"));
    assert_eq!(check(folder.path(), &["--update-baseline"]).code, 1);
    assert_eq!(file(folder.path()), before, "a check that fails takes nothing away");
}

#[test]
fn what_is_mended_is_taken_off_once_the_check_passes() {
    let folder = old();
    let before = file(folder.path());
    write(folder.path(), "包/甲.hua", OLD.replace("说 您好。", "说 “您好。”").replacen("    提示 见《手册》。\n", "", 1));
    let told = check(folder.path(), &[]);
    assert_eq!((told.code, told.err.as_str()), (0, "基线 基线.json 里有 2 处已经改好；检查通过以后，--update-baseline 把它们去掉\n"));
    assert_eq!(file(folder.path()), before);
    // Another package's check leaves them alone, and so does a look at one file.
    huashu(folder.path(), &["check", "店", "--baseline", "基线.json", "--update-baseline"]);
    assert_eq!(file(folder.path()), before);
    let taken = check(folder.path(), &["--update-baseline"]);
    assert_eq!((taken.code, taken.err.as_str()), (0, "基线 基线.json 去掉改好的 2 处，还有 1 处\n"));
    let after = file(folder.path());
    assert!(after.lines().all(|line| before.lines().any(|l| l.trim_end_matches(',') == line.trim_end_matches(','))), "{after}");
    // It comes back: it is new.
    write(folder.path(), "包/甲.hua", OLD);
    assert_eq!(check(folder.path(), &["--update-baseline"]).code, 1);
    assert_eq!(file(folder.path()), after);
}

#[test]
fn a_look_at_one_file_does_not_take_off_what_is_in_others() {
    let folder = old();
    write(folder.path(), "包/乙.hua", "常量\n  乙 = 1天\n");
    let before = file(folder.path());
    let ran = huashu(folder.path(), &["check", "包/乙.hua", "--baseline", "基线.json", "--update-baseline"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{}", ran.out);
    assert_eq!(file(folder.path()), before);
}

#[test]
fn what_nobody_may_let_pass_is_told_all_the_same() {
    let folder = old();
    write(folder.path(), "包/huashu.toml", "[severity]\nundeclared-document = \"forbid\"\n");
    let ran = check(folder.path(), &[]);
    assert!(ran.code == 1 && ran.out.contains("2 处错误（另有 1 处在基线里）"), "{}", ran.out);
}

#[test]
fn the_document_is_canonical_and_read_in_any_order() {
    let folder = old();
    let text = file(folder.path());
    let read = Baseline::parse(&text).expect("a baseline");
    assert_eq!(read.text().expect("a text"), text);
    let json: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let validator = jsonschema::validator_for(&Baseline::schema()).expect("a schema");
    assert!(validator.is_valid(&json));
    let mut lines: Vec<&str> = text.lines().map(|l| l.trim_end_matches(',')).collect();
    let last = lines.len() - 1;
    lines[1..last].reverse();
    let turned = format!("{}\n{}\n{}\n", lines[0], lines[1..last].join(",\n"), lines[last]);
    assert_ne!(turned, text);
    assert_eq!(Baseline::parse(&turned).expect("a baseline"), read);
    for bad in ["", "[]", "{\"version\":2,\"findings\":[]}", "{\"version\":1}", "{\"version\":1,\"findings\":[{\"code\":\"E0301\"}]}"] {
        write(folder.path(), "基线.json", bad);
        let ran = check(folder.path(), &[]);
        assert!(ran.code == 2 && ran.err.contains("基线.json"), "{bad}: {}", ran.err);
        assert_eq!(file(folder.path()), bad, "what cannot be read is not written over");
    }
}

#[test]
fn the_schema_is_that_of_the_types() {
    let path = super::root().join("schema/baseline.schema.json");
    let text = serde_json::to_string_pretty(&Baseline::schema()).expect("JSON") + "\n";
    if std::env::var_os("HUASHU_BLESS").is_some() {
        std::fs::write(&path, &text).expect("written");
    }
    assert!(
        std::fs::read_to_string(&path).unwrap_or_default() == text,
        "HUASHU_BLESS=1 cargo test writes schema/baseline.schema.json anew"
    );
}
