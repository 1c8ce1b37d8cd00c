//! Rules beside the guarantees: whether the script keeps them by itself, with what could not be told.

use huashu::api::{self, Checked, Input, InputFile, InputPackage, OwnRule, ProofReport};
use huashu::base::Lang;
use std::path::Path;

const SCRIPT: &str = "用语 问候
  您好，很高兴为您服务，您请讲。
流程 受理
  环节 接听
    必说 问候
    选项 改地址    转 改地址
    选项 其他      转 改地址
  环节 改地址
    必说 问候
    结束 改好
规则 只问候一次
  话务员 说 问候 至多 1次
规则 少问候
  话务员 说 问候 至多 2次
";

/// A script whose proofs may look at so much.
fn checked(config: &str) -> Checked {
    let files = vec![InputFile { name: "例.hua".into(), bytes: SCRIPT.into() }];
    let package = InputPackage { name: "例".into(), config: Some(config.to_owned()), files, ..InputPackage::default() };
    api::check(&Input { package, ..Input::default() }).expect("a usable huashu.toml")
}

fn report(checked: &Checked, pick: &str) -> ProofReport {
    let built = api::build(checked).expect("a sound script");
    api::prove(checked, &built, |name| name.contains(pick)).expect("a sound program").report(checked, Lang::Zh)
}

/// Name, line, how many are kept, broken and undecided.
fn told(rules: &[OwnRule]) -> Vec<(&str, u32, usize, usize, usize)> {
    rules.iter().map(|r| (r.name.as_str(), r.start.line, r.kept, r.broken, r.undecided.len())).collect()
}

// A finding that is an error would keep the script from being built.
const WARNED: &str = "[severity]\nE0806 = \"warn\"\n";

#[test]
fn rules_are_told_as_a_check_finds_them() {
    let checked = checked(WARNED);
    assert_eq!(told(&report(&checked, "").rules), [("只问候一次", 11, 0, 1, 0), ("少问候", 13, 1, 0, 0)]);
    assert_eq!(told(&report(&checked, "少").rules), [("少问候", 13, 1, 0, 0)]);
    assert_eq!(checked.diagnostics.iter().filter(|d| d.code.id == "E0806").count(), 1);
}

#[test]
fn what_nobody_can_tell_is_said_with_its_reason() {
    let checked = checked(&format!("{WARNED}[proof]\nstates = 1\n"));
    let rules = report(&checked, "").rules;
    assert_eq!(told(&rules), [("只问候一次", 11, 0, 0, 1), ("少问候", 13, 0, 0, 1)]);
    for (rule, line) in rules.iter().zip([12, 14]) {
        let [undecided] = rule.undecided.as_slice() else { panic!("{rule:?}") };
        assert_eq!((undecided.start.line, undecided.states, undecided.reason.as_str()), (line, 2, "状态太多，看不完"));
    }
    assert!(checked.diagnostics.iter().all(|d| d.code.id != "E0806"));
}

#[test]
fn a_report_is_of_the_shape_that_is_published() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("schema/proof.schema.json");
    let text = serde_json::to_string_pretty(&ProofReport::schema()).expect("JSON") + "\n";
    if std::env::var_os("HUASHU_BLESS").is_some() {
        std::fs::write(&path, &text).expect("written");
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == text, "HUASHU_BLESS=1 cargo test writes schema/proof.schema.json anew");
    let schema = jsonschema::validator_for(&ProofReport::schema()).expect("a schema");
    let mut report = report(&checked(WARNED), "");
    report.guarantees = super::report(include_str!("cases/clock.hua")).guarantees;
    assert!(!report.guarantees.is_empty());
    let json = serde_json::to_value(&report).expect("JSON");
    assert!(schema.is_valid(&json), "{json}");
}
