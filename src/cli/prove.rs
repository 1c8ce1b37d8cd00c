//! `huashu prove PATH…`: each guarantee: proved, refuted by a call, or neither.

use super::console::Console;
use super::failure::{Failure, Outcome, Verdict};
use super::files::Target;
use super::report::{self, Format, Sink};
use super::{build, check};
use crate::api::{self, Guarantee, OwnRule, ProofReport, Proved};
use crate::base::Lang;
use std::path::PathBuf;

/// `huashu prove`
#[derive(clap::Args)]
pub(crate) struct Args {
    /// 文件、文件夹或脚本包 · files, folders or packages
    #[arg(default_value = ".", value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// 只证名字里有这几个字的保证 · only guarantees whose name holds this
    #[arg(long, value_name = "TEXT")]
    only: Option<String>,
    /// 反例写成场景，放进脚本就是一个会失败的测试 · write counter-examples as scenarios that fail
    #[arg(long)]
    as_scenario: bool,
    /// 报告的样子：human、json、json=FILE · how to report
    #[arg(long, value_name = "FORMAT[=FILE]")]
    report: Vec<Sink>,
}

/// Proves and reports.
pub(crate) fn run(args: &Args, console: &mut Console) -> Outcome {
    report::refuse(&args.report, &[Format::Human, Format::Json])?;
    let (all, refused) = build::each(&args.paths, console, |target, console| one(args, target, console))?;
    let Some(report) = merged(all) else { return Ok(Verdict::Findings) };
    if let Some(text) = args.only.as_ref().filter(|_| report.guarantees.is_empty() && !refused) {
        return Err(Failure::new(format!("没有哪条保证的名字里有“{text}”"), format!("no guarantee has `{text}` in its name")));
    }
    emit(args, &report, console)?;
    let errors = report.findings.iter().any(|f| f.severity >= crate::base::Level::Error);
    Ok(Verdict::findings_if(refused || errors))
}

/// Proves the guarantees of one package; none where findings stand in the way.
fn one(args: &Args, target: &Target, console: &mut Console) -> Outcome<Option<ProofReport>> {
    let mut checked = check::checked(target)?;
    // What cannot be promised at all keeps nobody from knowing of the rest.
    let unprovable = api::unprovable(&mut checked);
    let Some(built) = build::built(&checked, console)? else { return Ok(None) };
    let pick = |name: &str| args.only.as_ref().is_none_or(|text| name.contains(text.as_str()));
    let mut run = api::prove(&checked, &built, pick).map_err(|e| build::unusable(&e.message()))?;
    if !unprovable.is_empty() {
        build::refused(&checked, unprovable.clone(), console)?;
        run.findings.extend(unprovable);
    }
    Ok(Some(run.report(&checked, console.lang)))
}

fn merged(all: Vec<ProofReport>) -> Option<ProofReport> {
    all.into_iter().reduce(|mut a, b| {
        a.guarantees.extend(b.guarantees);
        a.rules.extend(b.rules);
        a.findings.extend(b.findings);
        a.summary.proved += b.summary.proved;
        a.summary.refuted += b.summary.refuted;
        a.summary.unproved += b.summary.unproved;
        a
    })
}

fn emit(args: &Args, report: &ProofReport, console: &mut Console) -> Outcome<()> {
    if args.as_scenario {
        let scenes: Vec<String> = report.guarantees.iter().filter(|g| !g.scenario.is_empty()).map(|g| g.scenario.join("\n")).collect();
        return console.print(&scenes.iter().map(|s| format!("{s}\n")).collect::<Vec<_>>().join("\n"));
    }
    report::give_value(&args.report, console, report, human)
}

fn human(report: &ProofReport, console: &Console) -> String {
    let mut out = String::new();
    for guarantee in &report.guarantees {
        told(guarantee, console, &mut out);
    }
    let assumed: Vec<String> = assumed(report).map(|(name, meaning)| format!("  {name}：{meaning}\n")).collect();
    if !assumed.is_empty() {
        out.push_str(console.say("证的时候当真的：\n", "taken for granted:\n"));
        out.extend(assumed);
    }
    let s = &report.summary;
    let counts = match console.lang {
        Lang::Zh => format!("{} 条保证：{} 条已证，{} 条有反例，{} 条未证明", report.guarantees.len(), s.proved, s.refuted, s.unproved),
        Lang::En => {
            format!("{} guarantees: {} proved, {} refuted, {} not proved", report.guarantees.len(), s.proved, s.refuted, s.unproved)
        }
    };
    rules(&report.rules, console, &mut out);
    let style = if s.refuted + s.unproved > 0 { "1;31" } else { "1;32" };
    out.push_str(&format!("{}\n", console.paint(style, &counts)));
    out
}

/// How rules fare on calls that follow the script to the letter.
fn rules(rules: &[OwnRule], console: &Console, out: &mut String) {
    if rules.is_empty() {
        return;
    }
    out.push_str(console.say("规则，照着脚本走：\n", "rules, where the script is followed:\n"));
    for rule in rules {
        let (kept, broken, undecided) = (rule.kept, rule.broken, rule.undecided.len());
        let (mark, style) = match (broken, undecided) {
            (0, 0) => ("✓", "1;32"),
            (0, _) => ("○", "1;33"),
            _ => ("✗", "1;31"),
        };
        let counts = [
            (kept, format!("{kept} 句守得住"), format!("{kept} kept")),
            (broken, format!("{broken} 句会违反（huashu check 报 E0806，给出电话）"), format!("{broken} broken (E0806 in a check)")),
            (undecided, format!("{undecided} 句没看出结果"), format!("{undecided} undecided")),
        ];
        let counts = counts.iter().filter(|(n, ..)| *n > 0).map(|(_, zh, en)| console.say(zh, en));
        let counts = counts.collect::<Vec<_>>().join(console.say("，", ", "));
        out.push_str(&format!("  {} {}  {counts}\n", console.paint(style, mark), console.paint("1", &rule.name)));
        for of in &rule.undecided {
            let (line, states, reason) = (of.start.line, of.states, &of.reason);
            let place = console.paint("2", &format!("{}:{line}", rule.file));
            let zh = format!("看了 {states} 个状态：{reason}；每通电话里照样盯着这一句");
            let en = format!("{states} states: {reason}; it is watched in every call all the same");
            out.push_str(&format!("      {place} {}\n", console.say(&zh, &en)));
        }
    }
}

/// What was taken for granted, each once.
fn assumed(report: &ProofReport) -> impl Iterator<Item = (&str, &str)> {
    let mut seen: Vec<(&str, &str)> = Vec::new();
    for a in report.guarantees.iter().flat_map(|g| &g.assumed) {
        if !seen.iter().any(|(name, _)| *name == a.name) {
            seen.push((&a.name, &a.meaning));
        }
    }
    seen.into_iter()
}

fn told(guarantee: &Guarantee, console: &Console, out: &mut String) {
    let (mark, style, word) = match guarantee.result {
        Proved::Proved => ("✓", "1;32", console.say("已证", "proved")),
        Proved::Refuted => ("✗", "1;31", console.say("反例", "refuted")),
        Proved::Unproved => ("○", "1;33", console.say("未证明", "not proved")),
    };
    let place = console.paint("2", &format!("{}:{}", guarantee.file, guarantee.start.line));
    let names: Vec<&str> = guarantee.assumed.iter().map(|a| a.name.as_str()).collect();
    let (states, zones) = (guarantee.states, guarantee.zones);
    let (zh, en) = (
        format!("看了 {states} 个状态、{zones} 个时段；假定 {}", names.join("、")),
        format!("{states} states, {zones} zones; assuming {}", names.join(", ")),
    );
    out.push_str(&format!(
        "{} {} {}  {place}\n",
        console.paint(style, mark),
        console.paint("1", &guarantee.name),
        console.paint(style, word)
    ));
    if let Some(reason) = &guarantee.reason {
        out.push_str(&format!("    {reason}\n"));
    }
    out.push_str(&format!("    {}\n", console.paint("2", console.say(&zh, &en))));
    let mut last = "";
    for line in &guarantee.call {
        let shown = if line.at == last { " ".repeat(line.at.len()) } else { line.at.clone() };
        last = &line.at;
        let mark = if line.given { console.paint("36", "●") } else { "→".to_owned() };
        out.push_str(&format!("    {shown} {mark} {}\n", line.text));
    }
    if !guarantee.call.is_empty() {
        out.push('\n');
    }
}
