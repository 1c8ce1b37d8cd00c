//! A sealed program is not yet a sound one: what points nowhere is refused.

use super::seal::{current, written};
use crate::runtime::compile_example;
use huashu::program::{Expr, LoadErrorKind, Op, Program, SourceMap, Value, decode, validate};

fn program() -> Program {
    compile_example("home-service.hua").program.clone()
}

/// A change that makes a program unsound.
type Change = fn(&mut Program);

#[test]
fn an_index_outside_its_table_is_refused() {
    let changes: Vec<(&str, Change)> = vec![
        ("a target", |p| p.code[0] = Op::Jump(1_000_000)),
        ("a step", |p| p.code[0] = Op::Goto(1_000)),
        ("a flow", |p| p.code[0] = Op::GotoFlow(1_000, vec![])),
        ("a tip", |p| p.code[0] = Op::Tip(1_000_000)),
        ("a result", |p| p.code[0] = Op::End(1_000)),
        ("a variable", |p| p.code[0] = Op::Return(Some(Box::new(Expr::Var(1_000))))),
        ("a parameter", |p| p.code[0] = Op::Return(Some(Box::new(Expr::Param(1_000))))),
        ("an argument where there is none", |p| p.code[0] = Op::Return(Some(Box::new(Expr::Arg(0))))),
        ("a table", |p| p.code[0] = Op::Return(Some(Box::new(Expr::Decide(1_000, vec![]))))),
        ("too few arguments", |p| p.code[0] = Op::Return(Some(Box::new(Expr::Decide(0, vec![]))))),
        ("a leaf", |p| p.code[0] = Op::Return(Some(Box::new(Expr::Value(Value::Leaf(0, 1_000)))))),
        ("a wait that is none", |p| p.code[0] = Op::CloseHere(0)),
        ("a label", |p| p.flows[0].options[0].label = 1_000),
        ("a label twice", |p| p.labels[1] = p.labels[0].clone()),
        ("an option's code", |p| p.flows[0].options[0].body = 1_000_000),
        ("a step's code", |p| p.flows[0].steps[0].entry = 1_000_000),
        ("code of another flow", |p| p.flows[0].steps[0].entry = p.flows[1].steps[0].entry),
        ("a flow without steps", |p| p.flows[0].steps.clear()),
        ("a role", |p| p.flows[0].by = Some(1_000)),
        ("a superior", |p| p.roles[0].superior = Some(1_000)),
        ("an entry", |p| p.entries.push(1_000)),
        ("a class's line", |p| p.phrases[0].entries.push(1_000_000)),
        ("a cell too many", |p| p.decisions[0].table.rows[0].cells.push(huashu::program::Cell::Any)),
        ("a form's field", |p| p.forms[0].require_one.push(vec![1_000])),
    ];
    validate(&program()).expect("it is sound");
    for (what, change) in changes {
        let mut p = program();
        change(&mut p);
        let error = validate(&p).expect_err(what);
        assert_eq!(error.kind, LoadErrorKind::Index, "{what}: {error}");
        let text = serde_json::to_string(&p).unwrap();
        let sealed = written(&current(), &text, &serde_json::to_string(&SourceMap::default()).unwrap());
        assert_eq!(decode(&sealed).expect_err(what).kind, LoadErrorKind::Index, "{what}");
    }
}

#[test]
fn nesting_has_a_limit_and_what_keeps_to_it_is_read() {
    let nested = |depth: usize| {
        let mut e = Expr::Value(Value::Bool(true));
        for _ in 0..depth {
            e = Expr::And(vec![e]);
        }
        let mut p = program();
        p.code[0] = Op::Return(Some(Box::new(e)));
        p
    };
    // 49 times two levels of JSON and the value itself.
    validate(&nested(49)).expect("within the limit");
    decode(&huashu::program::encode(&nested(49), &SourceMap::default())).expect("what is within the limit is read");
    assert_eq!(validate(&nested(50)).expect_err("too deep").kind, LoadErrorKind::Limit);
    let deep = format!("{}true{}", r#"{"not":"#.repeat(100_000), "}".repeat(100_000));
    let text = serde_json::to_string(&program()).unwrap().replacen(r#""code":["#, &format!(r#""code":[{{"return":{deep}}},"#), 1);
    let sealed = super::seal::written(&current(), &text, "{}");
    assert_eq!(decode(&sealed).expect_err("too deep").kind, LoadErrorKind::Shape);
}

#[test]
fn an_expression_too_long_for_the_document_is_a_finding_with_its_line() {
    use huashu::api::{Input, InputFile, InputPackage, build, check};
    let file = |terms: usize| {
        let sum = vec!["次数"; terms].join(" + ");
        let bytes = format!("流程 来电(次数: 整数)\n  环节 算\n    记 和 = {sum}\n    结束 完\n").into_bytes();
        let package = InputPackage { files: vec![InputFile { name: "长.hua".into(), bytes }], ..InputPackage::default() };
        check(&Input { package, ..Input::default() }).expect("a package")
    };
    build(&file(40)).expect("within the limit");
    let checked = file(80);
    let found = build(&checked).expect_err("beyond the limit");
    let line = checked.sources.get(found[0].span.file).expect("a file").line_of(found[0].span.start as usize);
    assert_eq!((found[0].code.id, line), ("E0010", 3));
}
