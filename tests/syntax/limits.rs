//! The stated sizes, each at the limit and one past it; and texts that a careless grammar would read for ever.

use huashu::base::{FileId, limits};
use huashu::syntax::parse;

fn codes(text: &str) -> Vec<&'static str> {
    parse(FileId(0), text).diagnostics.iter().map(|d| d.code.id).collect()
}

#[test]
fn brackets_nest_to_the_limit() {
    let nested = |n: usize| format!("常量\n  甲 = {}1{}\n", "(".repeat(n), ")".repeat(n));
    assert!(codes(&nested(limits::NESTING)).is_empty());
    assert_eq!(codes(&nested(limits::NESTING + 1)), ["E0010"]);
    let negated = |n: usize| format!("常量\n  甲 = {}真\n", "非 ".repeat(n));
    assert!(codes(&negated(limits::NESTING)).is_empty());
    assert_eq!(codes(&negated(limits::NESTING + 1)), ["E0010"]);
}

#[test]
fn corner_brackets_nest_to_the_limit() {
    let nested = |n: usize| format!("流程 甲\n  环节 一\n    说 {}好{}\n    结束 完\n", "「".repeat(n), "」".repeat(n));
    assert!(codes(&nested(limits::NESTING)).is_empty());
    assert_eq!(codes(&nested(limits::NESTING + 1)), ["E0010"]);
}

#[test]
fn operators_count_to_the_limit() {
    let sum = |n: usize| format!("常量\n  甲 = 1{}\n", " + 1".repeat(n));
    assert!(codes(&sum(limits::OPERATORS)).is_empty());
    assert_eq!(codes(&sum(limits::OPERATORS + 1)), ["E0010"]);
}

#[test]
fn indentation_deepens_to_the_limit() {
    let tree = |n: usize| {
        let mut text = String::from("分类 甲\n");
        for depth in 1..n {
            text.push_str(&format!("{}叶{depth}\n", " ".repeat(depth)));
        }
        text
    };
    assert!(codes(&tree(limits::DEPTH)).is_empty());
    assert_eq!(codes(&tree(limits::DEPTH + 1)), ["E0010"]);
}

#[test]
fn statements_nest_to_the_limit() {
    let tree = |n: usize| {
        let mut text = String::from("流程 甲\n  环节 一\n");
        for depth in 2..n {
            text.push_str(&format!("{}若 甲\n", "  ".repeat(depth)));
        }
        text.push_str(&format!("{}转 一\n", "  ".repeat(n)));
        text
    };
    assert!(codes(&tree(limits::DEPTH - 1)).is_empty());
    assert_eq!(codes(&tree(limits::DEPTH)), ["E0010"]);
}

#[test]
fn lines_and_files_grow_to_the_limit() {
    let head = "提示 ";
    let line = |bytes: usize| format!("流程 甲\n  环节 一\n    {head}{}\n    结束 完\n", "a".repeat(bytes - head.len()));
    assert!(codes(&line(limits::LINE_BYTES)).is_empty());
    assert_eq!(codes(&line(limits::LINE_BYTES + 1)), ["E0010"]);
    let file = |bytes: usize| "#".repeat(bytes);
    assert!(codes(&file(limits::FILE_BYTES)).is_empty());
    assert_eq!(codes(&file(limits::FILE_BYTES + 1)), ["E0010"]);
}

#[test]
fn hostile_lines_are_read_in_reasonable_time() {
    let deep = limits::NESTING;
    for line in [
        "x (".repeat(deep),
        "f(".repeat(deep),
        "x 4 f(".repeat(deep),
        "x 属 f(".repeat(deep),
        "1..(".repeat(deep),
        "x 改(a: ".repeat(deep),
        "超过 (".repeat(deep),
        "{".repeat(deep),
        "非 (甲 且 (".repeat(deep / 2),
        "甲 或 ".repeat(4000),
        "“一”、".repeat(4000),
        "f(1, ".repeat(deep),
        "个数(".repeat(deep),
        "工作差(".repeat(deep),
        "working time(".repeat(deep),
        "x working time(".repeat(deep),
        "x 超过 f(x 超过 ".repeat(deep),
        "x f(x, ".repeat(deep),
    ] {
        for text in [
            format!("常量\n  甲 = {line}\n"),
            format!("流程 甲\n  环节 一\n    若 {line} 转 一\n    按 {line}\n      {line}    转 一\n    当 {line} 转 一\n    说 {line}\n"),
            format!("规则 甲\n  {line} 之后 必须 乙\n  若 {line}，不得 乙\n场景 乙\n  期望 {line}\n  设 甲 = {line}\n  {line}\n"),
            format!("用语 甲\n  {{{line}}}\n"),
        ] {
            assert!(!codes(&text).is_empty(), "{line}");
        }
    }
}
