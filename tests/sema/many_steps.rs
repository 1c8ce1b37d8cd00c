//! A flow of many steps is read in parts, side by side; nothing may tell that from reading it in one go.

use huashu::api::{Checked, Input, InputFile, InputPackage, check as check_input};
use huashu::base::Level;
use huashu::sema::model::{ExprKind, Flow, Place, StmtKind, Ty};
use std::fmt::Write;

/// Steps of the flow: enough to be read in several parts.
const STEPS: usize = 400;

/// The form that a step writes to: each part of the flow is the first to mention another.
fn form(step: usize) -> &'static str {
    match step {
        0..=69 => "预订单",
        70..=139 => "退款单",
        140..=209 => "投诉单",
        _ => ["投诉单", "预订单", "退款单"][step % 3],
    }
}

fn script() -> String {
    let mut out = String::new();
    for form in ["投诉单", "退款单", "预订单"] {
        let _ = writeln!(out, "登记表 {form}\n  备注: 文本\n  件数: 数");
    }
    out.push_str("流程 长\n");
    for step in 0..STEPS {
        let _ = writeln!(out, "  环节 s{step}");
        match step {
            // Its type is that of a sum that is written further down.
            100 => out.push_str("    记 退款单.件数 = 合计\n"),
            300 => out.push_str("    记 合计 = 预订单.件数 + 1\n"),
            _ => {
                let _ = writeln!(out, "    记 {}.备注 = “{step}”", form(step));
            }
        }
        match step + 1 {
            STEPS => out.push_str("    结束 办好了\n"),
            next => {
                let _ = writeln!(out, "    转 s{next}");
            }
        }
    }
    out
}

fn check(text: &str) -> Checked {
    let files = vec![InputFile { name: "长.hua".into(), bytes: text.as_bytes().to_vec() }];
    check_input(&Input { package: InputPackage { name: "长".into(), files, ..InputPackage::default() }, ..Input::default() }).unwrap()
}

fn variable<'f>(flow: &'f Flow, record: &ExprKind) -> &'f str {
    let ExprKind::Var(id) = record else { panic!("{record:?}") };
    &flow.vars[id.index()].name
}

#[test]
fn every_record_is_that_of_its_form_and_the_first_mention_makes_it() {
    let checked = check(&script());
    // What is written further down has no value yet on the way; here its type counts.
    let faults = checked.diagnostics.iter().filter(|d| d.level >= Level::Error && d.code.id != "E0405");
    let faults: Vec<_> = faults.map(|d| (&d.message.zh, d.span)).collect();
    assert!(faults.is_empty(), "{faults:?}");
    let flow = &checked.model.flows[0];
    let names: Vec<&str> = flow.vars.iter().map(|v| v.name.as_str()).collect();
    assert_eq!(names, ["合计", "预订单", "退款单", "投诉单"]);
    assert_eq!(flow.vars[0].slot.ty, Ty::Number);
    assert_eq!(flow.steps.len(), STEPS);
    for (i, step) in flow.steps.iter().enumerate() {
        assert_eq!(step.name, format!("s{i}"));
        let StmtKind::Set { place, .. } = &step.body[0].kind else { panic!("{:?}", step.body[0]) };
        match &**place {
            Place::Var(id) => assert_eq!(flow.vars[id.index()].name, "合计"),
            Place::Field(record, _) => assert_eq!(variable(flow, &record.kind), form(i), "step {i}"),
            Place::Bad => panic!("step {i}"),
        }
    }
}

#[test]
fn findings_stand_in_the_order_of_the_text() {
    let text = script().replace("转 s", "转 没有");
    let checked = check(&text);
    let places: Vec<u32> = checked.diagnostics.iter().filter(|d| d.level >= Level::Error).map(|d| d.span.start).collect();
    assert!(places.is_sorted());
    assert_eq!(places.len(), STEPS - 1);
}
