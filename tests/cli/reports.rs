//! Reports for machines, each held against its own specification, with texts that would break a careless writer.

use super::{fresh, huashu, write};
use serde_json::Value as Json;
use std::path::Path;

/// A name of a file, and words in it, made of what formats use for themselves.
const HOSTILE_FILE: &str = "包/a b,c:d%<&>#?.hua";
const HOSTILE: &str = "流程 来电\n  环节 一\n    提示 见《%0A::error::<&>\"'{0}[x](y)]]>\u{7}\u{1b}[31m红\u{fffe}》。\n    说 您好 ::warning::\n    转 😀二\n";

/// A package with a finding of each level, a fix, and a related place in another file.
fn package(folder: &Path) {
    write(folder, "包/huashu.toml", "name = \"包\"\n[severity]\nE0101 = \"forbid\"\nundeclared-document = \"info\"\n");
    write(folder, HOSTILE_FILE, HOSTILE);
    write(
        folder,
        "包/甲.hua",
        "用语 问候\n  您好，请讲。\n流程 回访\n  环节 接听\n    若 振铃 = 3声\n      说 问候\n    说 问候\n    结束 完\n",
    );
    write(folder, "包/乙.hua", "用语 问候\n  您好，请讲。\n常量\n  𠮷宝 = 4天 + 3声\n");
}

/// What goes to standard output.
fn reported(format: &str) -> String {
    let folder = fresh();
    package(folder.path());
    let ran = huashu(folder.path(), &["check", "包", "--report", format]);
    assert_eq!((ran.code, ran.err.as_str()), (1, ""), "{}", ran.out);
    ran.out
}

fn faults(schema: &str, log: &Json) -> Vec<String> {
    // The schema as first published has a bracket too many in the pattern of a language, which the errata took away.
    let schema = schema.replace("^[a-zA-Z]{2}|^[a-zA-Z]{2}-[a-zA-Z]{2}]?$", "^[a-zA-Z]{2}(-[a-zA-Z]{2})?$");
    let schema: Json = serde_json::from_str(&schema).expect("a schema");
    let validator = jsonschema::validator_for(&schema).expect("a validator");
    validator.iter_errors(log).map(|e| format!("{}: {e}", e.instance_path())).collect()
}

#[test]
fn sarif_keeps_to_the_schema_of_oasis() {
    let text = reported("sarif");
    let mut log: Json = serde_json::from_str(&text).expect("JSON");
    let schema = include_str!("sarif/sarif-schema-2.1.0.json");
    assert_eq!(faults(schema, &log), [""; 0]);
    let run = &log["runs"][0];
    let (rules, results) = (run["tool"]["driver"]["rules"].as_array().expect("rules"), run["results"].as_array().expect("results"));
    for result in results {
        let rule = &rules[result["ruleIndex"].as_u64().expect("an index") as usize];
        assert_eq!(rule["id"], result["ruleId"]);
        let print = result["partialFingerprints"]["huashu/v1"].as_str().expect("a fingerprint");
        assert!(print.len() == 32 && print.bytes().all(|b| b.is_ascii_hexdigit()));
        // What is a place in a message and what an argument is told by braces, and we have no arguments.
        let text = result["message"]["text"].as_str().expect("a text").replace("{{", "").replace("}}", "");
        assert!(!text.contains(['{', '}']), "{text}");
    }
    assert!(results.iter().any(|r| r["fixes"].is_array()) && results.iter().any(|r| r["relatedLocations"].is_array()));
    for rule in rules {
        let help = rule["help"]["text"].as_str().expect("help");
        assert!(help.contains("一句话：") && help.contains("In one sentence: "));
    }
    // The pages are told elsewhere; here they would only be long.
    for rule in log["runs"][0]["tool"]["driver"]["rules"].as_array_mut().expect("rules") {
        rule["help"] = Json::Null;
    }
    log["runs"][0]["tool"]["driver"]["semanticVersion"] = Json::Null;
    insta::assert_snapshot!("check_sarif", serde_json::to_string_pretty(&log).expect("JSON"));
    assert_ne!(faults(schema, &log), [""; 0], "the schema would take anything");
}

#[test]
fn columns_count_characters_beyond_the_basic_plane_once() {
    let folder = fresh();
    write(folder.path(), "甲.hua", "流程 来电\n  环节 一\n    必说 “𠮷😀见《手册》。”\n    结束 完\n");
    let log: Json = serde_json::from_str(&huashu(folder.path(), &["check", "甲.hua", "--report", "sarif"]).out).expect("JSON");
    let run = &log["runs"][0];
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    let region = &run["results"][0]["locations"][0]["physicalLocation"]["region"];
    assert_eq!((region["startLine"].as_u64(), region["startColumn"].as_u64(), region["endColumn"].as_u64()), (Some(3), Some(12), Some(16)));
}

#[test]
fn github_takes_one_command_a_line_and_nothing_of_a_text_becomes_one() {
    let text = reported("github");
    for line in text.lines() {
        let command = line.strip_prefix("::").and_then(|l| l.split_once("::")).expect("a command").0;
        let (word, properties) = command.split_once(' ').expect("properties");
        assert!(["notice", "warning", "error"].contains(&word));
        for property in properties.split(',') {
            let (name, value) = property.split_once('=').expect("a value");
            assert!(["file", "line", "endLine", "col", "endColumn", "title"].contains(&name) && !value.contains([':', ',']));
        }
        assert!(!line.chars().any(char::is_control), "{line:?}");
    }
    // Undone as the runner undoes it, the name is the file's.
    let file = text.split("file=a").count() + text.split("file=包/").count() - 2;
    assert_eq!(file, text.lines().count());
    assert!(text.contains("file=包/a b%2Cc%3Ad%25<&>#?.hua,"));
    insta::assert_snapshot!("check_github", text);
}

#[test]
fn gitlab_takes_an_array_of_issues_each_with_a_fingerprint_of_its_own() {
    let issues: Json = serde_json::from_str(&reported("gitlab")).expect("JSON");
    let issues = issues.as_array().expect("an array");
    let mut prints: Vec<&str> = Vec::new();
    for issue in issues {
        assert!(["description", "check_name"].iter().all(|key| issue[*key].as_str().is_some_and(|t| !t.is_empty())));
        assert!(["info", "minor", "major", "critical", "blocker"].contains(&issue["severity"].as_str().expect("a severity")));
        assert!(issue["location"]["path"].is_string() && issue["location"]["lines"]["begin"].as_u64().is_some_and(|n| n > 0));
        prints.push(issue["fingerprint"].as_str().expect("a fingerprint"));
    }
    let count = prints.len();
    prints.sort_unstable();
    prints.dedup();
    assert_eq!(prints.len(), count);
    insta::assert_snapshot!("check_gitlab", serde_json::to_string_pretty(issues).expect("JSON"));
}

#[test]
fn junit_is_xml_and_only_what_fails_the_check_fails() {
    let text = reported("junit");
    let report = quick_junit::Report::deserialize_from_str(&text).expect("JUnit");
    let (cases, failures) = (report.tests, report.failures);
    let human = reported("human");
    assert!(human.ends_with(&format!("：{failures} 处错误，{} 处提醒\n", cases - failures)), "{human}");
    assert!(!text.chars().any(|c| (c.is_control() && c != '\n') || c == '\u{fffe}'));
    insta::assert_snapshot!("check_junit", text);
    let folder = fresh();
    let clean = huashu(folder.path(), &["check", "店", "--report", "junit"]);
    let report = quick_junit::Report::deserialize_from_str(&clean.out).expect("JUnit");
    assert_eq!((clean.code, report.tests, report.failures), (0, 1, 0));
}

#[test]
fn all_reports_of_one_run_tell_the_same_findings() {
    let folder = fresh();
    package(folder.path());
    let args =
        "check 包 --report human --report json=a.json --report sarif=b.sarif --report junit=c.xml --report gitlab=d.json --report github";
    let ran = huashu(folder.path(), &args.split(' ').collect::<Vec<_>>());
    let read = |name: &str| std::fs::read_to_string(folder.path().join(name)).expect("the file");
    let json: Json = serde_json::from_str(&read("a.json")).expect("JSON");
    let sarif: Json = serde_json::from_str(&read("b.sarif")).expect("JSON");
    let gitlab: Json = serde_json::from_str(&read("d.json")).expect("JSON");
    let count = json["findings"].as_array().expect("findings").len();
    assert_eq!(sarif["runs"][0]["results"].as_array().expect("results").len(), count);
    assert_eq!(gitlab.as_array().expect("issues").len(), count);
    assert_eq!(ran.out.lines().filter(|l| l.starts_with("::")).count(), count);
    assert_eq!(read("c.xml").matches("<testcase ").count(), count);
    let prints: Vec<&Json> = json["findings"].as_array().expect("findings").iter().map(|f| &f["fingerprint"]).collect();
    let theirs = sarif["runs"][0]["results"].as_array().expect("results").iter().map(|r| &r["partialFingerprints"]["huashu/v1"]);
    assert_eq!(prints, theirs.collect::<Vec<_>>());
    let refused = huashu(folder.path(), &["check", "包", "--report", "json", "--report", "github"]);
    assert!(refused.code == 2 && refused.err.contains("只能有一种报告"), "{}", refused.err);
    let unknown = huashu(folder.path(), &["test", "店", "--report", "sarif"]);
    assert!(unknown.code == 2 && unknown.err.contains("这里没有 sarif 报告，可写 human、json、junit"), "{}", unknown.err);
}
