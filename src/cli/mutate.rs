//! `huashu test --mutate PATH…`: breaks the script one place at a time and lists what no scenario notices.

use super::console::Console;
use super::failure::{Failure, Outcome, Verdict};
use super::files::Target;
use super::report::{self, Format};
use super::test::{self, Args};
use super::{build, check};
use crate::api::{self, Changed, Fate, MutationReport, MutationSummary};
use crate::base::{Lang, Message};
use indicatif::{ProgressBar, ProgressStyle};

/// Tries the changes and reports.
pub(crate) fn run(args: &Args, console: &mut Console) -> Outcome {
    report::refuse(&args.report, &[Format::Human, Format::Json])?;
    let (all, refused) = build::each(&args.paths, console, |target, console| one(args, target, console))?;
    let Some(report) = merged(all) else { return Ok(Verdict::Findings) };
    emit(args, &report, console)?;
    let thin = args.min_noticed.is_some_and(|least| thin(&report.summary, least, console));
    Ok(Verdict::findings_if(refused || thin))
}

/// Tries the changes of one package; none where findings or failing scenarios stand in the way.
fn one(args: &Args, target: &Target, console: &mut Console) -> Outcome<Option<MutationReport>> {
    let checked = check::checked(target)?;
    let Some(built) = build::built(&checked, console)? else { return Ok(None) };
    let pick = |s: &api::Scenario| test::picked(args, target, &checked, s);
    let played = api::test(&checked, &built, pick).map_err(|e| build::unusable(&e.message()))?.report(&checked, console.lang);
    if played.summary.failed > 0 {
        let text = test::human(&played, false, console);
        console.print(&text)?;
        console.complain(&Message::new(
            "有场景没通过：先让它们都通过，再改坏脚本",
            "some scenarios do not pass: let them all pass before the script is broken",
        ));
        return Ok(None);
    }
    if played.summary.passed == 0 {
        return Err(Failure::new("一个场景也没有跑", "no scenario was played"));
    }
    let bar = bar(console);
    let done = |n: usize, of: usize| {
        bar.set_length(of as u64);
        bar.set_position(n as u64);
    };
    let run = api::mutate(&target.input, &checked, &built, pick, args.max, &done).map_err(|e| build::unusable(&e.message()))?;
    bar.finish_and_clear();
    Ok(Some(run.report(&checked, console.lang)))
}

/// How far it is, on a terminal; nothing elsewhere.
fn bar(console: &Console) -> ProgressBar {
    if !console.moves() {
        return ProgressBar::hidden();
    }
    let text = console.say("改坏第 {pos}/{len} 处 {bar:40}", "change {pos} of {len} {bar:40}");
    ProgressBar::new(0).with_style(ProgressStyle::with_template(text).unwrap_or_else(|_| ProgressStyle::default_bar()))
}

fn merged(all: Vec<MutationReport>) -> Option<MutationReport> {
    all.into_iter().reduce(|mut a, b| {
        a.changes.extend(b.changes);
        a.summary.possible += b.summary.possible;
        a.summary.noticed += b.summary.noticed;
        a.summary.refused += b.summary.refused;
        a.summary.unnoticed += b.summary.unnoticed;
        a
    })
}

fn emit(args: &Args, report: &MutationReport, console: &mut Console) -> Outcome<()> {
    report::give_value(&args.report, console, report, human)
}

/// Whether scenarios noticed less than is asked for, which is said.
fn thin(summary: &MutationSummary, least: u8, console: &mut Console) -> bool {
    let (noticed, total) = (summary.noticed, summary.noticed + summary.unnoticed);
    let thin = noticed * 100 < usize::from(least) * total;
    if thin {
        let zh = format!("发现 {noticed}/{total}，不到 {least}%");
        let en = format!("{noticed} of {total} are noticed, less than {least} %");
        console.complain(&Message::new(zh, en));
    }
    thin
}

fn human(report: &MutationReport, console: &Console) -> String {
    let s = &report.summary;
    let mut out = String::new();
    let unnoticed: Vec<&Changed> = report.changes.iter().filter(|c| c.fate == Fate::Unnoticed).collect();
    for file in unnoticed.chunk_by(|a, b| a.file == b.file) {
        let Some(first) = file.first() else { continue };
        out.push_str(&format!("{}\n", console.paint("1", &first.file)));
        for line in file.chunk_by(|a, b| a.start.line == b.start.line) {
            told(line, console, &mut out);
        }
        out.push('\n');
    }
    let total = s.noticed + s.unnoticed;
    let counts = match console.lang {
        Lang::Zh => format!("改坏 {total} 处，场景发现了 {} 处，{} 处没有场景发现", s.noticed, s.unnoticed),
        Lang::En => format!("{total} places broken: scenarios noticed {}, {} are noticed by none", s.noticed, s.unnoticed),
    };
    let style = if s.unnoticed > 0 { "1;33" } else { "1;32" };
    out.push_str(&format!("{}\n", console.paint(style, &counts)));
    if s.refused > 0 {
        let (zh, en) = (
            format!("另有 {} 处改坏以后通不过检查，不用场景来发现", s.refused),
            format!("another {} do not pass the check any more and need no scenario", s.refused),
        );
        out.push_str(&format!("{}\n", console.say(&zh, &en)));
    }
    let tried = total + s.refused;
    if tried < s.possible {
        let (zh, en) = (
            format!("一共可以改 {} 处，只均匀地抽了 {tried} 处；加 --max {} 全部改一遍", s.possible, s.possible),
            format!("{} places could be broken, {tried} of them were taken evenly; --max {} takes them all", s.possible, s.possible),
        );
        out.push_str(&format!("{}\n", console.say(&zh, &en)));
    }
    out
}

/// What no scenario noticed on one line of the script.
fn told(changes: &[&Changed], console: &Console, out: &mut String) {
    let Some(first) = changes.first() else { return };
    let number = format!("{:>5}", first.start.line);
    out.push_str(&format!("{}  {}\n", console.paint("2", &number), first.source));
    for change in changes {
        out.push_str(&format!("       {} {}\n", console.paint("33", "○"), change.change));
    }
    // Changes of one line often want the same test: it is told once.
    let mut said: Vec<(&str, &[String])> = Vec::new();
    for change in changes {
        let test = (change.advice.as_str(), change.lines.as_slice());
        if said.contains(&test) {
            continue;
        }
        said.push(test);
        out.push_str(&format!("         {}\n", advice(change, console)));
        for line in &change.lines {
            out.push_str(&format!("           {}\n", console.paint("36", line)));
        }
    }
}

/// Where to add what.
fn advice(change: &Changed, console: &Console) -> String {
    let place = match (&change.scenario, &change.step) {
        (Some(scenario), _) => {
            console.say(&format!("在场景“{scenario}”这样的电话里"), &format!("in a call like the scenario `{scenario}`")).to_owned()
        }
        (None, Some(step)) => console
            .say(&format!("没有场景走到 {step}，先写一个走到那里的"), &format!("no scenario comes to {step}: write one that does"))
            .to_owned(),
        (None, None) => return format!("{} {}", console.say("要发现它：", "to notice it:"), change.advice),
    };
    format!("{place}{}{}", console.say("，", ", "), change.advice)
}
