//! `huashu trace --length PATH`: the shortest, the usual and the longest way through each call, with how long each step takes.

use super::console::Console;
use super::failure::{Failure, Outcome, Verdict};
use super::report::{self, Sink};
use super::text::{elapsed, wrap};
use super::{check, files};
use crate::api::report::VERSION;
use crate::api::{self, CallLength, Length, LengthReport, Spent};
use crate::base::Level;
use std::path::{Path, PathBuf};

/// Measures the calls of what the path names and prints them.
pub(super) fn run(path: &Path, sinks: &[Sink], console: &mut Console) -> Outcome {
    if path.extension().is_some_and(|e| e == "huac") {
        return Err(Failure::new("--length 要看脚本，不看 .huac", "--length reads scripts, not a .huac"));
    }
    let mut report = LengthReport { version: VERSION, calls: Vec::new() };
    for target in files::targets(&[PathBuf::from(path)])? {
        let checked = check::checked(&target)?;
        if checked.reaches(Level::Error) {
            let path = path.display();
            let zh = format!("{path} 有错，没法算：先用 huashu check 找出来改好");
            return Err(Failure::new(zh, format!("{path} has faults and cannot be measured: mend what `huashu check` finds first")));
        }
        report.calls.extend(api::lengths(&checked).calls);
    }
    report::give_value(sinks, console, &report, told)?;
    Ok(Verdict::Clean)
}

fn told(report: &LengthReport, console: &Console) -> String {
    if report.calls.is_empty() {
        let none = console.say(
            "这里没有从头打起的通话：每个流程都由别的流程转去，或者是工单",
            "no call begins here: each flow is led to by another, or is a case",
        );
        return format!("{none}\n");
    }
    let mut out: String = report.calls.iter().map(|call| one(call, console)).collect();
    let note = console.say(
        "时间是估计的：一分钟说 240 个字，客户的回答照“例如”和要填的内容算（huashu explain L15）。",
        "Estimated: 240 characters a minute, answers by their samples and values (huashu explain L15).",
    );
    out.push_str(&format!("{}\n", console.paint("2", note)));
    out
}

fn one(call: &CallLength, console: &Console) -> String {
    let mut out = format!("{}  {}:{}\n", console.paint("1", &call.flow), call.file, call.line);
    let ways = [
        (console.say("最短", "shortest"), &call.shortest),
        (console.say("平常", "usual"), &call.usual),
        (console.say("最长", "longest"), &call.longest),
    ];
    for (name, way) in ways {
        match way {
            Some(way) => out.push_str(&line(name, way, console)),
            None => out.push_str(&format!("  {name}  {}\n", console.say("走不到结束", "no way leads to an end"))),
        }
    }
    if !call.loops.is_empty() {
        let back: Vec<String> = call.loops.iter().map(|l| format!("{} → {}", l.from, l.to)).collect();
        let text = format!("{}{}", console.say("转回去的只算一遍：", "gone through once: "), back.join("，"));
        out.push_str(&indented(&text, console));
    }
    out.push('\n');
    out
}

fn line(name: &str, way: &Length, console: &Console) -> String {
    let step = |s: &Spent| {
        let by = if s.by.is_empty() { String::new() } else { format!("（{}）", s.by.join("，")) };
        format!("{} {}{by}", s.step, time(s.ms))
    };
    let path = way.steps.iter().map(step).collect::<Vec<_>>().join(" → ");
    format!("  {name}  {}\n{}", console.paint("1", &time(way.ms)), indented(&path, console))
}

fn indented(text: &str, console: &Console) -> String {
    wrap(text, console.width().saturating_sub(8)).iter().map(|line| format!("      {line}\n")).collect()
}

/// Minutes and seconds, to the second: it is an estimate.
fn time(ms: i64) -> String {
    elapsed(ms / 1000 * 1000)
}
