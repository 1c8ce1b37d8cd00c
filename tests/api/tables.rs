//! 取自: rows of a CSV file act like the entries of the block, and what is wrong with them is found at their place in the file.

use huashu::api::{Built, Checked, Input, InputFile, InputPackage, build, check};
use huashu::program::{Forbid, Severity};

const SCRIPT: &str = "禁语 开口回绝  一般\n  取自 “词表/回绝.csv”\n  没门\n流程 来电\n  环节 接听\n    必说 “{line}”\n    结束 受理完成\n";

fn checked(line: &str, table: &[u8]) -> Checked {
    let files = vec![InputFile { name: "来电.hua".into(), bytes: SCRIPT.replace("{line}", line).into_bytes() }];
    let mut package = InputPackage { name: "例".into(), root: "例/".into(), files, ..InputPackage::default() };
    assert_eq!(package.taken(), ["词表/回绝.csv"]);
    package.tables.push(InputFile { name: "词表/回绝.csv".into(), bytes: table.to_vec() });
    check(&Input { package, ..Input::default() }).expect("no huashu.toml")
}

/// Each finding as code, file and the words it stands on.
fn found(checked: &Checked) -> Vec<(&'static str, &str, &str)> {
    let one = |d: &huashu::base::Diagnostic| {
        let name = checked.sources.get(d.span.file).map_or("", |s| s.name.as_str()).to_owned();
        let slice = checked.sources.slice(d.span);
        (d.code.id, if name.ends_with(".csv") { "csv" } else { "hua" }, slice)
    };
    checked.diagnostics.iter().map(one).collect()
}

fn forbid(built: &Built) -> &Forbid {
    built.program.forbids.first().expect("a 禁语")
}

#[test]
fn rows_become_entries_with_their_replacement_and_severity() {
    let table =
        "\u{feff}级别,词,替代,备注\r\n严重,不行,\"我帮您想想,行吗\",\"两行\r\n备注\"\r\n,\"说\"\"没有\"\"\",,\r\n,,,\r\n\r\n一般,没办法,,";
    let checked = checked("您好，请讲。", table.as_bytes());
    assert_eq!(found(&checked), []);
    let built = build(&checked).expect("a sound program");
    let entries: Vec<_> = forbid(&built).entries.iter().map(|e| (e.phrase.as_str(), e.replacement.as_deref(), e.severity)).collect();
    let wanted = [
        ("没门", None, None),
        ("不行", Some("我帮您想想,行吗"), Some(Severity::Serious)),
        ("说\"没有\"", None, None),
        ("没办法", None, None),
    ];
    assert_eq!(entries, wanted);
    assert_eq!(built.source_map.files, ["来电.hua", "词表/回绝.csv"]);
}

#[test]
fn the_scripts_own_lines_and_replacements_are_held_against_the_rows() {
    let table = "词,替代\r\n今天不行,\"我看看, 没门\"\r\n";
    let checked = checked("今天不行。", table.as_bytes());
    assert_eq!(found(&checked), [("E0601", "hua", "今天不行"), ("E0601", "csv", "\"我看看, 没门\"")]);
    let own = checked.diagnostics.first().expect("a finding");
    assert_eq!(checked.sources.slice(own.related.last().expect("the row").span), "今天不行");
}

#[test]
fn an_open_quote_costs_its_row_alone() {
    let checked = checked("您好。", "词,替代\n\"不行,我想想\n没办法,\"再看看\n不可能,不好说\n".as_bytes());
    assert_eq!(found(&checked), [("E0005", "csv", "\"不行,我想想"), ("E0005", "csv", "\"再看看")]);
    let phrases: Vec<&str> = checked.model.forbids.iter().flat_map(|f| &f.entries).map(|e| e.phrase.as_str()).collect();
    assert_eq!(phrases, ["没门", "不可能"]);
}

#[test]
fn a_table_that_is_not_utf8_is_one_finding_in_its_place() {
    // “词\n不行” as a Chinese spreadsheet writes it: GB18030.
    let checked = checked("您好。", &[0xb4, 0xca, b'\n', 0xb2, 0xbb, 0xd0, 0xd0]);
    assert_eq!(found(&checked), [("E0001", "csv", "")]);
    assert!(checked.diagnostics.first().is_some_and(|d| d.help.as_ref().is_some_and(|h| h.zh.contains("UTF-8"))));
}

#[test]
fn a_table_that_is_utf16_is_told_so() {
    for bytes in [&[0xff, 0xfe, 0xcd, 0x8b][..], &[0xfe, 0xff, 0x8b, 0xcd]] {
        let checked = checked("您好。", bytes);
        assert_eq!(found(&checked), [("E0001", "csv", "")]);
        let told = checked.diagnostics.first().expect("a finding");
        assert!(told.message.zh.contains("UTF-16"), "{}", told.message.zh);
    }
}

#[test]
fn every_damaged_row_is_told_by_itself_and_the_others_count() {
    let table =
        "\u{feff}词,级别,替代\r\n不行,很严重,\r\n没办法,严重\r\n,一般,好的\r\n锟\u{fffd}行,,\r\n不可能,严重,我看看\r\n不知道,,,多\r\n";
    let checked = checked("您好。", table.as_bytes());
    let lines: Vec<(&str, u32, &str)> = checked
        .diagnostics
        .iter()
        .map(|d| {
            let line = checked.sources.get(d.span.file).map_or(0, |s| s.line_of(d.span.start as usize));
            (d.code.id, line, d.message.zh.as_str())
        })
        .collect();
    let wanted = [
        ("E0609", 2, "没有“很严重”这个级别"),
        ("E0609", 3, "这一行有 2 格，第一行有 3 格"),
        ("E0609", 4, "这一行没有写“词”"),
        ("E0609", 5, "这一行有读坏了的字“\u{fffd}”"),
        ("E0609", 7, "这一行有 4 格，第一行有 3 格"),
    ];
    assert_eq!(lines, wanted);
    let phrases: Vec<&str> = checked.model.forbids.iter().flat_map(|f| &f.entries).map(|e| e.phrase.as_str()).collect();
    assert_eq!(phrases, ["没门", "不可能"]);
}

#[test]
fn a_cell_of_any_shape_ends_reading() {
    for table in ["", "\n\n", "\"", "词\n\"", "词\n\"\"\"", ",", "词,\r", "\"词\" ,x\n\"\"\"不\"\"\",", "词\n\u{3000}不行\u{3000}\n"]
    {
        checked("您好。", table.as_bytes());
    }
}
