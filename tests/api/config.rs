//! `huashu.toml`.

use huashu::api::{Checked, Config, Input, InputFile, InputPackage, Status, build, check};
use huashu::base::{Diagnostic, Level};

#[test]
fn everything_may_be_given() {
    let config = Config::parse(
        "name = \"家庭服务\"\nedition = \"2026\"\nstatus = \"生效\"\nfail_level = \"warn\"\n[\"待定\"]\n\"及时\" = \"2小时\"\n\"次数\" = 3\n[severity]\ngap = \"forbid\"\nL04 = \"off\"\n",
    )
    .unwrap();
    assert_eq!(config.name.as_deref(), Some("家庭服务"));
    assert_eq!(config.status, Status::InForce);
    let bindings: Vec<_> = config.bindings.iter().map(|b| (b.name.as_str(), b.value.as_deref())).collect();
    assert_eq!(bindings, [("及时", Some("2小时")), ("次数", Some("3"))]);
    let severity: Vec<_> = config.severity.iter().map(|(c, l)| (c.id, *l)).collect();
    assert_eq!(severity, [("E0301", Level::Forbid), ("L04", Level::Off)]);
    assert_eq!(config.fail_level, Some(Level::Warn));
}

#[test]
fn an_empty_manifest_is_in_force() {
    let config = Config::parse("").unwrap();
    assert_eq!(config.status, Status::InForce);
    assert!(config.name.is_none() && config.bindings.is_empty() && config.severity.is_empty());
}

/// What is wrong, in both languages, and where.
fn fault(text: &str) -> String {
    let error = Config::parse(text).unwrap_err();
    format!("{}:{} {} | {}", error.at.line, error.at.column, error.message.zh, error.message.en)
}

#[test]
fn faults_have_a_place_and_say_what_may_be_written() {
    insta::assert_snapshot!(
        [
            fault("nmae = \"x\""),
            fault("[severty]\ngap = \"warn\""),
            fault("fail-level = \"warn\""),
            fault("fail_level = \"forbid\""),
            fault("欢迎 = 3"),
            fault("\"欢迎\" = 3"),
            fault("name = \"x\"\nname = \"y\""),
            fault("edition = \"2031\""),
            fault("status = \"作废\""),
            fault("[severity]\ngap = \"warning\""),
            fault("[severity]\ngapp = \"warn\""),
            fault("[severity]\nE0901 = \"warn\""),
            fault("[severity]\ngap = \"warn\"\nW0301 = \"off\""),
            fault("[bindings]\n及时 = \"2小时\""),
            fault("name = "),
        ]
        .join("\n"),
        @r#"
    1:1 不认识的项“nmae”，是不是 name？（可写 name、edition、status、fail_level、bindings、待定、severity、proof） | there is no key `nmae`, did you mean `name`? (it may be name, edition, status, fail_level, bindings, 待定, severity, proof)
    1:2 不认识的项“severty”，是不是 severity？（可写 name、edition、status、fail_level、bindings、待定、severity、proof） | there is no key `severty`, did you mean `severity`? (it may be name, edition, status, fail_level, bindings, 待定, severity, proof)
    1:1 不认识的项“fail-level”，是不是 fail_level？（可写 name、edition、status、fail_level、bindings、待定、severity、proof） | there is no key `fail-level`, did you mean `fail_level`? (it may be name, edition, status, fail_level, bindings, 待定, severity, proof)
    1:14 fail_level 不能是“forbid”，可写 info、warn、error | `fail_level` cannot be `forbid`; it is one of info, warn, error
    1:1 等号左边和方括号里的中文要加引号，例如 "及时" = "2小时" | invalid unquoted key, expected letters, numbers, `-`, `_`
    1:1 不认识的项“欢迎”（可写 name、edition、status、fail_level、bindings、待定、severity、proof） | there is no key `欢迎` (it may be name, edition, status, fail_level, bindings, 待定, severity, proof)
    2:1 同一项写了两次 | duplicate key
    1:11 没有 2031 这一版语言；这个程序懂的是 2026 | there is no edition 2031; this version knows 2026
    1:10 不认识的值“作废”，可写 草案、生效 | unknown variant `作废`, expected one of `draft`, `草案`, `in force`, `生效`
    2:7 不认识级别“warning”，可写 off、info、warn、error、forbid | unknown level `warning`; it is one of off, info, warn, error, forbid
    2:1 没有“gapp”这个编号；是不是 E0301 gap？ | there is no code `gapp`; did you mean E0301 gap?
    2:9 E0901 说的是上级的底线，不能在这里调轻 | E0901 guards the floors of the package that is inherited and keeps its weight
    3:1 E0301 和 gap 是同一个编号，只能写一次 | E0301 and gap are one code; name it once
    2:1 等号左边和方括号里的中文要加引号，例如 "及时" = "2小时" | invalid unquoted key, expected letters, numbers, `-`, `_`
    1:8 等号右边的值要加引号，例如 name = "家庭服务" | string values must be quoted, expected literal string
    "#
    );
}

#[test]
fn values_of_another_sort_are_told_in_plain_words() {
    let zh = |text: &str| Config::parse(text).unwrap_err().message.zh;
    assert_eq!(zh("name = 3"), "这里不能写整数 3，要写加引号的文字，例如 \"家庭服务\"");
    assert_eq!(zh("[proof]\nstates = \"多\""), "这里不能写文字 多，要写不带引号的正整数，例如 1000");
    assert_eq!(zh("[proof]\nstates = -1"), "这里不能写整数 -1，要写不带引号的正整数，例如 1000");
    let en = Config::parse("severity = [1]").unwrap_err().message.en;
    assert_eq!(en, "a list does not belong here; write a table: a heading in square brackets and its keys below");
}

#[test]
fn codes_of_what_is_left_out_of_the_script_are_not_made_lighter() {
    for (code, level) in [("E0003", "off"), ("E0101", "warn"), ("type-mismatch", "info")] {
        let said = fault(&format!("[severity]\n{code} = \"{level}\""));
        assert!(said.contains("没有读进脚本，不能调轻"), "{said}");
    }
    for kept in ["E0003 = \"error\"", "E0101 = \"forbid\"", "E0203 = \"off\"", "E0301 = \"warn\""] {
        assert!(Config::parse(&format!("[severity]\n{kept}")).is_ok(), "{kept}");
    }
}

/// A package whose huashu.toml this is; its constants 致歉声数 and 及时 are left open, 上午截止 is not.
fn bound(config: &str) -> Checked {
    let script = "常量\n  致歉声数 = 待定\n  及时 = 待定\n  上午截止 = 18小时\n流程 来电\n  环节 接听\n    若 振铃 超过 致歉声数\n      提示 先道歉，{及时}内回电，{上午截止}。\n    必说 “您好。”\n    结束 完\n";
    let files = vec![InputFile { name: "来电.hua".into(), bytes: script.into() }];
    let package = InputPackage { name: "例".into(), config: Some(config.to_owned()), files, ..InputPackage::default() };
    check(&Input { package, ..Input::default() }).expect("a readable huashu.toml")
}

/// Each finding: its code as shown, the file and the words it stands on.
fn found(checked: &Checked) -> Vec<(String, &str, &str)> {
    let place = |d: &Diagnostic| checked.sources.get(d.span.file).map_or("", |s| s.name.as_str());
    checked.diagnostics.iter().map(|d| (d.shown_code(), place(d), checked.sources.slice(d.span))).collect()
}

#[test]
fn values_that_no_constant_takes_are_found_where_they_stand() {
    let checked = bound(
        "[severity]\nE0203 = \"off\"\n[bindings]\n\"致谦声数\" = \"3声\"\n\"例.及时\" = \"2小时\"\n\"上午截止\" = \"1小时\"\n\"别的\" = 3\n",
    );
    let wanted = [("E0101", "\"致谦声数\""), ("E0101", "\"上午截止\""), ("E0101", "\"别的\"")];
    assert_eq!(found(&checked), wanted.map(|(code, words)| (code.to_owned(), "huashu.toml", words)));
    let help: Vec<&str> = checked.diagnostics.iter().filter_map(|d| d.fix.as_ref()).map(|f| f.message.zh.as_str()).collect();
    assert_eq!(help, ["是不是“致歉声数”？"]);
    assert_eq!(checked.diagnostics.get(1).map(|d| checked.sources.slice(d.related[0].span)), Some("上午截止"));
}

#[test]
fn values_of_the_wrong_sort_are_traced_to_where_they_are_given() {
    let unreadable = bound("[bindings]\n\"致歉声数\" = [1, 2]\n\"及时\" = \"2小 时“\"\n");
    assert_eq!(found(&unreadable), [("E0201".to_owned(), "huashu.toml", "[1, 2]"), ("E0201".to_owned(), "huashu.toml", "\"2小 时“\"")]);
    let wrong = bound("[bindings]\n\"致歉声数\" = \"3小时\"\n\"及时\" = \"2小时\"\n");
    assert_eq!(found(&wrong), [("E0201".to_owned(), "来电.hua", "致歉声数")]);
    let related = wrong.diagnostics.iter().flat_map(|d| &d.related).map(|l| wrong.sources.slice(l.span));
    assert_eq!(related.collect::<Vec<_>>(), ["振铃", "\"3小时\""]);
}

#[test]
fn a_draft_may_leave_constants_open_but_is_not_built_with_them() {
    let values = "[bindings]\n\"致歉声数\" = \"3声\"\n\"及时\" = \"2小时\"\n";
    let open = |checked: &Checked| found(checked).into_iter().map(|(code, ..)| code).collect::<Vec<_>>();
    assert_eq!(open(&bound("")), ["E0203", "E0203"]);
    let draft = bound("status = \"草案\"\n");
    assert_eq!(open(&draft), ["W0203", "W0203"]);
    let refused: Vec<_> = build(&draft).expect_err("no value").iter().map(Diagnostic::shown_code).collect();
    assert_eq!(refused, ["E0203", "E0203"]);
    assert_eq!(open(&bound("status = \"草案\"\n[severity]\nE0203 = \"error\"\n")), ["E0203", "E0203"]);
    let silent = bound("status = \"草案\"\n[severity]\nE0203 = \"off\"\n");
    assert!(open(&silent).is_empty() && build(&silent).is_err());
    let draft = |status: &str| build(&bound(&format!("{status}{values}"))).expect("values for all").program.draft;
    assert_eq!(["status = \"草案\"\n", "status = \"生效\"\n", ""].map(draft), [true, false, false]);
}

/// The kinds of all that is found in a script with one 放过, on a day.
fn on(day: (i32, u32, u32), allow: &str, config: &str) -> Vec<String> {
    let script = format!("流程 来电\n  环节 一\n    {allow}\n    提示 见《手册》。\n    结束 完\n");
    let files = vec![InputFile { name: "来电.hua".into(), bytes: script.into() }];
    let package = InputPackage { name: "例".into(), config: Some(config.to_owned()), files, ..InputPackage::default() };
    let checked = check(&Input { package, today: Some(day), ..Input::default() }).expect("a readable huashu.toml");
    found(&checked).into_iter().map(|(code, _, words)| format!("{code} {words}")).collect()
}

#[test]
fn what_is_let_pass_is_so_up_to_its_last_day() {
    let allow = "放过 E0106 “还没有归档” 到 2026-02-28";
    for day in [(2025, 12, 31), (2026, 2, 27), (2026, 2, 28)] {
        assert_eq!(on(day, allow, ""), [""; 0], "{day:?}");
    }
    for day in [(2026, 3, 1), (2026, 12, 1), (2027, 1, 1)] {
        assert_eq!(on(day, allow, ""), ["W0110 2026-02-28", "W0106 《手册》"], "{day:?}");
    }
}

#[test]
fn an_allow_without_a_reason_silences_nothing() {
    let day = (2026, 1, 5);
    assert_eq!(on(day, "放过 E0106 “”", ""), ["W0110 “”", "W0106 《手册》"]);
    assert_eq!(on(day, "放过 E0106", ""), ["W0110 放过 E0106", "W0106 《手册》"]);
}

#[test]
fn an_allow_is_not_called_idle_where_the_script_is_not_understood() {
    let day = (2026, 1, 5);
    assert_eq!(on(day, "放过 gap “以后再补”\n    必讲 “您好。”", ""), ["E0003 必讲", "W0106 《手册》"]);
    assert_eq!(on(day, "转 没有\n    放过 gap “以后再补”", ""), ["E0101 没有", "W0106 《手册》"]);
}

#[test]
fn a_day_that_there_is_not_is_no_day_that_is_over() {
    assert_eq!(on((2026, 1, 5), "放过 E0106 “还没有归档” 到 2026-13-45", ""), ["E0004 2026-13-45"]);
}

#[test]
fn nobody_lets_pass_what_is_left_out_of_the_script() {
    let day = (2026, 1, 5);
    let found = on(day, "放过 E0003 “以后再改”\n    必讲 “您好。”", "");
    assert_eq!(found, ["E0111 E0003", "E0003 必讲", "W0106 《手册》"]);
}

#[test]
fn nobody_lets_a_forbidden_code_pass() {
    let day = (2026, 1, 5);
    for key in ["E0106", "W0106", "undeclared-document"] {
        let config = format!("[severity]\n{key} = \"forbid\"\n");
        for written in ["E0106", "W0106", "undeclared-document"] {
            let allow = format!("放过 {written} “还没有归档”");
            assert_eq!(on(day, &allow, &config), [format!("E0111 {written}"), "E0106 《手册》".into()], "{key}");
        }
    }
    // With or without the fault, and whatever else is wrong with the line.
    let config = "[severity]\ngap = \"forbid\"\n";
    assert_eq!(on(day, "放过 gap “” 到 2001-01-01", config), ["E0111 gap", "W0106 《手册》"]);
    assert_eq!(on(day, "放过 E0901 “总部同意”", ""), ["E0111 E0901", "W0106 《手册》"]);
    // E0111 has a weight of its own; what is off is not looked for, and its 放过 is not idle.
    assert_eq!(on(day, "放过 gap “以后再补”", "[severity]\ngap = \"forbid\"\nE0111 = \"off\"\n"), ["W0106 《手册》"]);
    assert_eq!(on(day, "放过 gap “以后再补”", "[severity]\ngap = \"off\"\n"), ["W0106 《手册》"]);
}
