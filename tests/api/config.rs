//! `huashu.toml`.

use huashu::api::{Config, Status};
use huashu::base::Level;

#[test]
fn everything_may_be_given() {
    let config = Config::parse(
        "name = \"家庭服务\"\nedition = \"2026\"\nstatus = \"生效\"\n[\"待定\"]\n\"及时\" = \"2小时\"\n\"次数\" = 3\n[severity]\ngap = \"forbid\"\nL04 = \"off\"\n",
    )
    .unwrap();
    assert_eq!(config.name.as_deref(), Some("家庭服务"));
    assert_eq!(config.status, Status::InForce);
    assert_eq!(config.bindings, [("及时".into(), "2小时".to_owned()), ("次数".into(), "3".to_owned())]);
    let severity: Vec<_> = config.severity.iter().map(|(c, l)| (c.id, *l)).collect();
    assert_eq!(severity, [("L04", Level::Off), ("E0301", Level::Forbid)]);
}

#[test]
fn an_empty_manifest_is_a_draft() {
    let config = Config::parse("").unwrap();
    assert_eq!(config.status, Status::Draft);
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
            fault("name = \"x\"\nname = \"y\""),
            fault("edition = \"2031\""),
            fault("status = \"作废\""),
            fault("[severity]\ngap = \"warning\""),
            fault("[severity]\ngapp = \"warn\""),
            fault("[bindings]\n\"及时\" = [1, 2]"),
            fault("[bindings]\n及时 = \"2小时\""),
            fault("name = "),
        ]
        .join("\n"),
        @r#"
    1:1 不认识的项“nmae”，可写 name、edition、status、bindings、severity | unknown field `nmae`, expected one of `name`, `edition`, `status`, `bindings`, `待定`, `severity`
    2:1 同一项写了两次 | duplicate key
    1:11 没有 2031 这一版语言；这个程序懂的是 2026 | there is no edition 2031; this version knows 2026
    1:10 不认识的值“作废”，可写 草案、生效 | unknown variant `作废`, expected one of `draft`, `草案`, `in force`, `生效`
    2:7 不认识级别“warning”，可写 off、info、warn、error、forbid | unknown level `warning`; it is one of off, info, warn, error, forbid
    2:1 没有“gapp”这个编号；是不是 E0301 gap？ | there is no code `gapp`; did you mean E0301 gap?
    2:8 这里要写一个值，用引号括起来，例如 "2小时" | a value in quotes belongs here, such as "2小时"
    2:1 等号左边和方括号里的中文要加引号，例如 "及时" = "2小时" | invalid unquoted key, expected letters, numbers, `-`, `_`
    1:8 等号右边的值要加引号，例如 name = "家庭服务" | string values must be quoted, expected literal string
    "#
    );
}
