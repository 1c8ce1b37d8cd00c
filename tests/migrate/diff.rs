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
