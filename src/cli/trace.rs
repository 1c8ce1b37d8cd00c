//! `huashu trace PATH`: clause → where it is said → which scenarios touch it.

use super::console::Console;
use super::failure::{Outcome, Verdict};
use super::report::{self, Format, Sink};
use super::text::{clip, pad, width};
use super::{build, check, files, length, load};
use crate::api::{self, Clause, Trace};
use std::path::PathBuf;

/// Widest a clause's own column may be.
const CLAUSE: usize = 16;

/// `huashu trace`
#[derive(clap::Args)]
pub(crate) struct Args {
    /// 脚本包、文件夹、文件或 .huac · a package, folder, file or .huac
    #[arg(default_value = ".")]
    path: PathBuf,
    /// 只看这些条款（开头相同就算）· only clauses that begin so
    clauses: Vec<String>,
    /// 只列没有场景测到的 · only clauses that no scenario touches
    #[arg(long)]
    untested: bool,
    /// 不看条款，看照脚本打一通要多久：最短、平常、最长 · how long a call takes: shortest, usual, longest
    #[arg(long, conflicts_with_all = ["clauses", "untested"])]
    length: bool,
    /// 报告的样子：human、json 或 json=FILE · how to report
    #[arg(long, value_name = "FORMAT[=FILE]")]
    report: Vec<Sink>,
}

/// Prints the table.
pub(crate) fn run(args: &Args, console: &mut Console) -> Outcome {
    report::refuse(&args.report, &[Format::Human, Format::Json])?;
    if args.length {
        return length::run(&args.path, &args.report, console);
    }
    let Some(mut trace) = traced(args, console)? else { return Ok(Verdict::Findings) };
    let asked = |c: &Clause| args.clauses.is_empty() || args.clauses.iter().any(|a| c.clause.starts_with(a.as_str()));
    trace.clauses.retain(|c| asked(c) && (!args.untested || c.scenarios.is_empty()));
    report::give_value(&args.report, console, &trace, table)?;
    Ok(Verdict::Clean)
}

/// The clauses of what the path names; from source, with its scenarios played. Of several packages, all together.
fn traced(args: &Args, console: &mut Console) -> Outcome<Option<Trace>> {
    if args.path.extension().is_some_and(|e| e == "huac") {
        let loaded = load::load(&args.path, console)?;
        return Ok(loaded.map(|l| api::trace(&l.machine.program, &l.machine.sources, None)));
    }
    let mut all = Vec::new();
    for target in files::targets(std::slice::from_ref(&args.path))? {
        let checked = check::checked(&target)?;
        let Some(built) = build::built(&checked, console)? else { return Ok(None) };
        let run = api::test(&checked, &built, |_| true).map_err(|e| build::unusable(&e.message()))?;
        all.push((checked.root.clone(), api::trace(&built.program, &built.source_map, Some((&checked, &run)))));
    }
    Ok(Some(Trace::joined(all)))
}

fn table(trace: &Trace, console: &Console) -> String {
    let heads = [console.say("依据", "clause"), console.say("哪里说到", "where said"), console.say("谁来说 · 怎么说", "by what · words")];
    let tests = console.say("场景", "scenarios");
    let clause_width = column(trace.clauses.iter().map(|c| c.clause.as_str()), heads[0], CLAUSE);
    let places: Vec<Vec<String>> =
        trace.clauses.iter().map(|c| c.said.iter().map(|s| format!("{}:{}", s.file, s.line)).collect()).collect();
    let place_width = column(places.iter().flatten().map(String::as_str), heads[1], 32);
    let room = console.width();
    let rest = room.saturating_sub(clause_width + place_width + 4).max(24);
    let mut out = format!("{}  {}  {}\n", pad(heads[0], clause_width), pad(heads[1], place_width), heads[2]);
    out.push_str(&format!("{}\n", "─".repeat(room.min(clause_width + place_width + 4 + rest))));
    for (clause, places) in trace.clauses.iter().zip(&places) {
        let mut head = console.paint("1", &pad(&clip(&clause.clause, clause_width), clause_width));
        if clause.said.is_empty() {
            out.push_str(&format!("{head}  {}\n", console.paint("33", "—")));
            head = " ".repeat(clause_width);
        }
        for (said, place) in clause.said.iter().zip(places) {
            let words = said.words.as_ref().map_or(String::new(), |w| format!(" “{w}”"));
            let text = clip(&format!("{}{words}", said.carrier), rest);
            out.push_str(&format!("{head}  {}  {text}\n", pad(&clip(place, place_width), place_width)));
            head = " ".repeat(clause_width);
        }
        out.push_str(&format!("{head}  {}\n", touched(clause, tests, room.saturating_sub(clause_width + 4), console)));
    }
    let tested = trace.clauses.iter().filter(|c| !c.scenarios.is_empty()).count();
    let (zh, en) = (
        format!("{} 条依据，{tested} 条有场景测到", trace.clauses.len()),
        format!("{} clauses, {tested} touched by scenarios", trace.clauses.len()),
    );
    out.push_str(&console.paint("1", console.say(&zh, &en)));
    out.push('\n');
    out
}

/// The scenarios of a clause; those that cite it first and with a mark.
fn touched(clause: &Clause, head: &str, room: usize, console: &Console) -> String {
    if clause.scenarios.is_empty() {
        return console.paint("33", console.say("场景：没有", "scenarios: none"));
    }
    let (cite, pass): (Vec<_>, Vec<_>) = clause.scenarios.iter().partition(|t| t.cites);
    let names: Vec<String> = cite.iter().map(|t| format!("✓{}", t.name)).chain(pass.iter().map(|t| t.name.clone())).collect();
    let mut text = format!("{head} {}：", names.len());
    for (i, name) in names.iter().enumerate() {
        if i > 0 && width(&text) + width(name) + 6 > room {
            text.push_str(&format!("… +{}", names.len() - i));
            break;
        }
        if i > 0 {
            text.push('、');
        }
        text.push_str(name);
    }
    console.paint("2", &text)
}

fn column<'a>(texts: impl Iterator<Item = &'a str>, head: &str, most: usize) -> usize {
    texts.map(width).chain([width(head)]).max().unwrap_or(0).min(most)
}
