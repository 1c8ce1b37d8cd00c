//! `huashu diff OLD NEW`: what a new version changes, and which calls and cases that run it would strand.

use super::console::Console;
use super::failure::{Failure, Outcome, Verdict};
use super::load;
use super::report::{self, Format, Sink};
use crate::api::{self, Change, ChangeKind, Diff, Loss};
use crate::base::Lang;
use crate::runtime::Machine;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// `huashu diff`
#[derive(clap::Args)]
pub(crate) struct Args {
    /// 旧版：脚本包、文件夹、文件或 .huac · the old version: a package, folder, file or .huac
    old: PathBuf,
    /// 新版 · the new version
    new: PathBuf,
    /// 报告的样子：human、json 或 json=FILE · how to report
    #[arg(long, value_name = "FORMAT[=FILE]")]
    report: Vec<Sink>,
}

/// Prints what changed; findings where something that runs would be lost.
pub(crate) fn run(args: &Args, console: &mut Console) -> Outcome {
    report::refuse(&args.report, &[Format::Human, Format::Json])?;
    let (old, new) = (program(&args.old, console)?, program(&args.new, console)?);
    let diff = api::diff(&old, &new);
    report::give_value(&args.report, console, &diff, told)?;
    Ok(Verdict::findings_if(diff.summary.breaks))
}

/// A version; one with faults cannot be compared.
fn program(path: &Path, console: &mut Console) -> Outcome<Arc<Machine>> {
    load::program(path, console)?.ok_or_else(|| {
        let path = path.display();
        Failure::new(format!("{path} 有错，没法比：先改好再比"), format!("{path} has faults and cannot be compared: mend them first"))
    })
}

fn told(diff: &Diff, console: &Console) -> String {
    let mut out = String::new();
    if diff.changes.is_empty() {
        out.push_str(console.say("没有改动。\n", "Nothing has changed.\n"));
    } else {
        let n = diff.changes.len();
        heading(&mut out, console, &format!("改了什么（{n} 处）"), &format!("What changed ({n})"));
        changes(&mut out, &diff.changes, console);
    }
    let stranded: Vec<&Loss> = diff.losses.iter().filter(|l| l.strands).collect();
    if !stranded.is_empty() {
        let n = stranded.len();
        heading(
            &mut out,
            console,
            &format!("正在进行的会停在半路（{n} 处）"),
            &format!("Where calls and cases that run would strand ({n})"),
        );
        strands(&mut out, &stranded, console);
    }
    let lost: Vec<&Loss> = diff.losses.iter().filter(|l| !l.strands).collect();
    if !lost.is_empty() {
        let n = lost.len();
        heading(&mut out, console, &format!("正在进行的会丢下（{n} 样）"), &format!("What calls and cases that run would lose ({n})"));
        lost.iter().for_each(|l| item(&mut out, console.say(&l.message, &l.message_en)));
    }
    if !diff.notes.is_empty() {
        heading(&mut out, console, "正在进行的照旧，留意这些", "What goes on, and is good to know");
        diff.notes.iter().for_each(|(zh, en)| item(&mut out, console.say(zh, en)));
    }
    out.push_str(&verdict(diff, console));
    out
}

fn verdict(diff: &Diff, console: &Console) -> String {
    let s = &diff.summary;
    let (style, zh, en) = if s.breaks {
        let told = |n: usize, zh: &str, one: &str, many: &str| {
            (n > 0).then(|| (format!("{n} {zh}"), format!("{n} {}", if n == 1 { one } else { many })))
        };
        let parts =
            [told(s.strands, "处停在半路", "place strands", "places strand"), told(s.losses, "样丢下", "thing is lost", "things are lost")];
        let (zh, en): (Vec<String>, Vec<String>) = parts.into_iter().flatten().unzip();
        let (zh, en) = (zh.join("，"), en.join(", "));
        (
            "31",
            format!("换上新版会断掉正在进行的：{zh}。改了名就写“曾用名”，删掉的等它们办完再删。"),
            format!(
                "The new version breaks what runs: {en}. Give renamed things their `formerly`; take others out when nothing stands there."
            ),
        )
    } else {
        ("32", "正在进行的通话和工单可以直接换上新版。".to_owned(), "Calls and cases that run can go on under the new version.".to_owned())
    };
    format!("\n{}\n", console.paint(style, console.say(&zh, &en)))
}

fn heading(out: &mut String, console: &Console, zh: &str, en: &str) {
    if !out.is_empty() {
        out.push('\n');
    }
    out.push_str(&format!("{}\n", console.paint("1", console.say(zh, en))));
}

fn item(out: &mut String, text: &str) {
    out.push_str(&format!("  · {text}\n"));
}

/// Changes of one part stand together, under its name.
fn changes(out: &mut String, all: &[Change], console: &Console) {
    let mut last: Option<(&str, &str)> = None;
    for c in all {
        let word = console.say(&c.word, &c.kind);
        let name = if c.name == c.word { String::new() } else { format!(" {}", c.name) };
        match c.change {
            ChangeKind::Added => out.push_str(&format!("  {} {word}{name}\n", console.paint("32", console.say("新增", "new")))),
            ChangeKind::Removed => out.push_str(&format!("  {} {word}{name}\n", console.paint("31", console.say("删去", "gone")))),
            ChangeKind::Renamed => {
                let was = c.formerly.as_deref().unwrap_or_default();
                out.push_str(&format!("  {} {word} {was} → {}\n", console.paint("36", console.say("改名", "renamed")), c.name));
            }
            ChangeKind::Changed => {
                if last != Some((&c.word, &c.name)) {
                    out.push_str(&format!("  {} {word}{name}\n", console.paint("33", console.say("改动", "changed"))));
                }
                for (sign, style, zh, en) in [("−", "31", &c.before, &c.before_en), ("+", "32", &c.after, &c.after_en)] {
                    if let (Some(zh), Some(en)) = (zh, en) {
                        out.push_str(&format!("      {}\n", console.paint(style, &format!("{sign} {}", console.say(zh, en)))));
                    }
                }
            }
        }
        last = (c.change == ChangeKind::Changed).then_some((&c.word, &c.name));
    }
}

/// What strands for one reason stands together, with the places behind it.
fn strands(out: &mut String, all: &[&Loss], console: &Console) {
    let mut done: Vec<&str> = Vec::new();
    for loss in all {
        if done.contains(&loss.message.as_str()) {
            continue;
        }
        done.push(&loss.message);
        item(out, console.say(&loss.message, &loss.message_en));
        let places = all.iter().filter(|l| l.message == loss.message).map(|l| place(l, console)).collect::<Vec<_>>();
        out.push_str(&format!("      {}{}\n", console.say("停在：", "at: "), places.join(console.say("；", "; "))));
    }
}

/// Where a call stands: flow, step, what it waits at.
fn place(loss: &Loss, console: &Console) -> String {
    let parts = [&loss.flow, &loss.step, if console.lang == Lang::En { &loss.place_en } else { &loss.place }];
    parts.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(" / ")
}
