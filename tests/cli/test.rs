//! `test` and `trace` as printed.

use super::{fresh, huashu, root, write};
use huashu::api::{Outcome, TestReport, Trace};

const SCRIPT: &str = "## 两处达不到，一处没有测到。
用语 问候  依据 甲-1
  您好，请讲。
流程 来电  依据 甲-2
  环节 问候客户  依据 甲-3
    必说 问候  依据 甲-4
    选项 修  例如 “坏了”    转 修理  依据 甲-5
    选项 其他               结束 别的事  依据 甲-6
  环节 修理
    说 “马上派人。”  依据 甲-7
    结束 派人
场景 修  依据 甲-8
  00:05 选项 修
  期望 结束 派人  依据 甲-9
场景 说错了
  期望 说过 “您好吗”
场景 去错了
  00:05 选项 修
  期望 处于 问候客户
";

#[test]
fn failures_are_told_as_calls_with_places() {
    let folder = fresh();
    write(folder.path(), "甲.hua", SCRIPT);
    let zh = huashu(folder.path(), &["test", "甲.hua"]);
    assert_eq!((zh.code, zh.err.as_str()), (1, ""));
    let en = huashu(folder.path(), &["test", "甲.hua", "--lang", "en"]);
    insta::assert_snapshot!("test_human", format!("{}\n{}", zh.out, en.out));
}

#[test]
fn the_json_of_a_test_has_findings_tests_and_coverage() {
    let folder = fresh();
    write(folder.path(), "甲.hua", SCRIPT);
    let ran = huashu(folder.path(), &["test", "甲.hua", "--report", "json"]);
    let report: TestReport = serde_json::from_str(&ran.out).expect("the object");
    assert_eq!((report.summary.passed, report.summary.failed), (1, 2));
    assert!(report.findings.iter().all(|f| f.code == "E1004"));
    assert_eq!(report.findings.iter().map(|f| f.start.line).collect::<Vec<_>>(), [16, 19]);
    assert_eq!(report.tests.iter().filter(|t| t.outcome == Outcome::Failed).count(), 2);
    assert_eq!((report.coverage.options.covered, report.coverage.options.total), (1, 2));
}

#[test]
fn the_json_of_a_test_keeps_to_its_schema() {
    let path = root().join("schema/test.schema.json");
    let schema = serde_json::to_value(schemars::schema_for!(TestReport)).expect("a schema");
    let text = serde_json::to_string_pretty(&schema).expect("JSON") + "\n";
    if std::env::var_os("HUASHU_BLESS").is_some() {
        std::fs::write(&path, &text).expect("written");
    }
    assert!(std::fs::read_to_string(&path).unwrap_or_default() == text, "HUASHU_BLESS=1 cargo test writes schema/test.schema.json anew");
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    let folder = fresh();
    write(folder.path(), "甲.hua", SCRIPT);
    let service = root().join("scripts/callback");
    let service = service.to_str().expect("UTF-8");
    for (args, code) in [(&["test", "甲.hua"][..], 1), (&["test", service], 0), (&["test", "甲.hua", service, "--only", "修"], 0)] {
        let ran = huashu(folder.path(), &[args, &["--report", "json", "--lang", "en"]].concat());
        assert_eq!(ran.code, code, "{}", ran.err);
        let mut json: serde_json::Value = serde_json::from_str(&ran.out).expect("JSON");
        assert!(validator.is_valid(&json), "{args:?}");
        json["summary"]["passed"] = "all".into();
        assert!(!validator.is_valid(&json));
    }
}

#[test]
fn only_some_scenarios_may_be_asked_for() {
    let folder = fresh();
    write(folder.path(), "甲.hua", SCRIPT);
    assert_eq!(huashu(folder.path(), &["test", "甲.hua", "--only", "修"]).code, 0);
    let none = huashu(folder.path(), &["test", "甲.hua", "--only", "没有"]);
    assert!(none.code == 2 && none.err.contains("一个场景也没有跑"), "{}", none.err);
}

#[test]
fn a_clause_leads_to_words_and_scenarios() {
    let folder = fresh();
    write(folder.path(), "甲.hua", SCRIPT);
    let ran = huashu(folder.path(), &["trace", "甲.hua"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    insta::assert_snapshot!("trace", ran.out);
    let untested = huashu(folder.path(), &["trace", "甲.hua", "--untested", "--report", "json"]).out;
    let trace: Trace = serde_json::from_str(&untested).expect("the object");
    assert_eq!(trace.clauses.iter().map(|c| c.clause.as_str()).collect::<Vec<_>>(), ["甲-6"]);
    let one = huashu(folder.path(), &["trace", "甲.hua", "甲-7", "--report", "json"]).out;
    let trace: Trace = serde_json::from_str(&one).expect("the object");
    let [clause] = trace.clauses.as_slice() else { panic!("one clause") };
    assert_eq!((clause.said[0].file.as_str(), clause.said[0].line, clause.said[0].words.as_deref()), ("甲.hua", 10, Some("马上派人。")));
    assert_eq!(clause.scenarios.iter().map(|t| t.name.as_str()).collect::<Vec<_>>(), ["修", "去错了"]);
}

#[test]
fn the_clauses_of_several_packages_are_listed_together() {
    let folder = fresh();
    for (name, clause, scenario) in [("甲", "三-1", "修"), ("乙", "三-2", "换")] {
        std::fs::create_dir(folder.path().join(name)).expect("a folder");
        write(folder.path(), &format!("{name}/huashu.toml"), format!("name = \"{name}\"\nedition = \"2026\"\n"));
        let text = format!(
            "日历 历 默认\n  依据 三-3\n  时区 Asia/Shanghai\n流程 来电 由 话务员\n  环节 接\n    必说 “您好。” 依据 三-0、{clause}\n    结束 好\n\n场景 {scenario}\n  期望 结束 好  依据 {clause}\n"
        );
        write(folder.path(), &format!("{name}/脚本.hua"), &text);
    }
    let ran = huashu(folder.path(), &["trace", ".", "--report", "json"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let trace: Trace = serde_json::from_str(&ran.out).expect("the object");
    assert_eq!(trace.clauses.iter().map(|c| c.clause.as_str()).collect::<Vec<_>>(), ["三-0", "三-1", "三-2", "三-3"]);
    let both = &trace.clauses[0];
    let mut files: Vec<&str> = both.said.iter().map(|s| s.file.as_str()).collect();
    files.sort();
    assert_eq!(files, ["乙/脚本.hua", "甲/脚本.hua"]);
    assert_eq!(trace.clauses[3].said[0].carrier, "日历 历");
    assert!(trace.clauses[1].scenarios.iter().any(|t| t.name == "甲/修" && t.cites), "{:?}", trace.clauses[1].scenarios);
}

#[test]
fn the_shipped_scripts_pass_and_touch_everything() {
    for package in ["scripts/home-service", "scripts/callback"] {
        let ran = huashu(root(), &["test", package, "--report", "json"]);
        assert_eq!(ran.code, 0, "{}", ran.out);
        let report: TestReport = serde_json::from_str(&ran.out).expect("the object");
        let c = &report.coverage;
        assert!(report.summary.passed > 0, "{package}");
        for touched in [&c.steps, &c.options, &c.rows] {
            assert!(touched.missing.is_empty(), "{package}: {:?}", touched.missing);
        }
    }
}

#[test]
fn build_servers_get_junit_and_a_least_coverage() {
    let folder = fresh();
    write(folder.path(), "甲.hua", SCRIPT);
    let ran = huashu(folder.path(), &["test", "甲.hua", "--report", "junit=x.xml", "--report", "human"]);
    assert_eq!(ran.code, 1);
    let xml = std::fs::read_to_string(folder.path().join("x.xml")).expect("written");
    assert!(xml.contains(r#"tests="3""#) && xml.contains(r#"failures="2""#), "{xml}");
    assert!(xml.contains("说错了") && xml.contains("问候客户"), "{xml}");
    // Two steps of two, one option of two: three of four.
    let share = |least: &str| huashu(folder.path(), &["test", "甲.hua", "--only", "修", "--min-coverage", least]);
    assert_eq!((share("74").code, share("75").code, share("76").code), (0, 0, 1));
    assert!(share("76").err.contains("3/4"), "{}", share("76").err);
    assert_eq!(share("101").code, 2);
}

#[test]
fn a_script_broken_one_place_at_a_time_shows_what_is_not_tested() {
    let folder = fresh();
    let script = SCRIPT.split("场景 说错了").next().expect("the first scenario");
    write(folder.path(), "甲.hua", script);
    let zh = huashu(folder.path(), &["test", "--mutate", "甲.hua"]);
    assert_eq!((zh.code, zh.err.as_str()), (0, ""));
    let en = huashu(folder.path(), &["test", "--mutate", "甲.hua", "--lang", "en"]);
    let some = huashu(folder.path(), &["test", "--mutate", "--max", "3", "甲.hua"]);
    insta::assert_snapshot!("mutate_human", format!("{}\n{}\n{}", zh.out, en.out, some.out));
    let json = huashu(folder.path(), &["test", "--mutate", "甲.hua", "--report", "json"]).out;
    let report: huashu::api::MutationReport = serde_json::from_str(&json).expect("the object");
    insta::assert_snapshot!("mutate_json", serde_json::to_string_pretty(&report).expect("JSON"));
    let schema = serde_json::to_value(schemars::schema_for!(huashu::api::MutationReport)).expect("a schema");
    let value = serde_json::from_str(&json).expect("JSON");
    assert!(jsonschema::validator_for(&schema).expect("a validator").is_valid(&value));
    let s = report.summary;
    let share = s.noticed * 100 / (s.noticed + s.unnoticed);
    let least = |share: usize| huashu(folder.path(), &["test", "--mutate", "甲.hua", "--min-noticed", &share.to_string()]);
    assert_eq!((least(share).code, least(share + 1).code), (0, 1));
    assert_eq!(huashu(folder.path(), &["test", "甲.hua", "--min-noticed", "50"]).code, 2);
    let junit = huashu(folder.path(), &["test", "--mutate", "甲.hua", "--report", "junit"]);
    assert!(junit.code == 2 && junit.err.contains("junit"), "{}", junit.err);
}

#[test]
fn a_script_is_not_broken_before_its_scenarios_pass() {
    let folder = fresh();
    write(folder.path(), "甲.hua", SCRIPT);
    let ran = huashu(folder.path(), &["test", "--mutate", "甲.hua"]);
    assert!(ran.code == 1 && ran.out.contains("说错了") && ran.err.contains("先让它们都通过"), "{}{}", ran.out, ran.err);
}
