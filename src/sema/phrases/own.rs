//! Lines that the script orders, held against what it forbids, with everything that may stand in their placeholders.

use super::finding;
use super::matcher::Forbidden;
use super::spoken::{self, Said};
use super::values::Values;
use crate::base::{Diagnostic, Sources, Span};
use crate::sema::model::{Expr, ForbidId, Model, Text, TextPart};
use std::collections::HashSet;
use std::ops::Range;

/// How many ways to fill the placeholders of one line are tried all together; beyond it neighbours are, as many as that allows.
const TOGETHER: usize = 4_096;
/// Stands where nobody knows the words: no phrase reaches over it.
const UNKNOWN: char = '\u{fffc}';

/// Reports ordered lines that are forbidden where they are said, whatever their values are, or with some of them.
pub(super) fn check(model: &Model, forbidden: &Forbidden<'_>, sources: &Sources, out: &mut Vec<Diagnostic>) {
    if model.forbids.is_empty() {
        return;
    }
    let values = Values::of(model, forbidden);
    let mut told: HashSet<(Span, usize, usize)> = HashSet::new();
    for said in spoken::lines(model) {
        let mut open = Vec::new();
        placeholders(&values, &said.text.parts, &said, &mut open);
        for filled in fillings(said.text, &open) {
            for hit in forbidden.hits(&filled.words, said.opens) {
                let id = ForbidId(hit.set as u32);
                let Some(forbid) = model.forbids.get(hit.set).filter(|forbid| spoken::in_force(model, id, forbid, &said)) else { continue };
                if !told.insert((said.text.span, hit.set, hit.phrase)) {
                    continue;
                }
                let with: Vec<&Filled<'_>> = filled.values.iter().filter(|v| v.at.start < hit.end && hit.start < v.at.end).collect();
                let span = match with.first() {
                    Some(value) => value.of.span,
                    None => place(said.text, filled.words.get(hit.start..hit.end).unwrap_or_default(), sources),
                };
                let (zh, en) = subject(&with, sources);
                let mut found = finding(span, forbidden.phrase(&hit), (&hit, forbid), &zh, &en);
                if let Some(at) = said.ordered_at {
                    found = found.related(at, "这里要求说它", "it is ordered here");
                }
                let (zh, en) = untried(&open, sources);
                out.push(found.help(
                    format!("改这句话；确实可以说的，在禁语里写“除非”加上整句，或者用“只对”“范围”说明这里不算。{zh}"),
                    format!(
                        "Change the line; if it may be said, shield it with `unless` and the whole phrase, or narrow the set with `spoken by` or `within`.{en}"
                    ),
                ));
            }
        }
    }
}

/// What a finding says of the line, and with which values it is meant.
fn subject(with: &[&Filled<'_>], sources: &Sources) -> (String, String) {
    let line = ("脚本要说的这句话".to_owned(), "a line that the script orders".to_owned());
    if with.is_empty() {
        return line;
    }
    let each = |one: &dyn Fn(&str, &str) -> String| with.iter().map(|v| one(sources.slice(v.of.span), &v.value)).collect::<Vec<_>>();
    let zh = each(&|name, value| format!("{name} 是“{value}”")).join("、");
    let en = each(&|name, value| format!("{name} is “{value}”")).join(" and ");
    (format!("{zh}时，{}", line.0), format!("where {en}, {}", line.1))
}

/// Which placeholders of a line may hold more than could be tried.
fn untried(open: &[Open<'_>], sources: &Sources) -> (String, String) {
    let names: Vec<&str> = open.iter().filter(|(_, values)| values.is_empty()).map(|(of, _)| sources.slice(of.span)).collect();
    if names.is_empty() {
        return (String::new(), String::new());
    }
    let zh = format!("{} 填什么事先说不准，没有替它试。", names.join("、"));
    (zh, format!(" What {} holds is not known beforehand: it was not tried.", names.join(" and ")))
}

/// A placeholder, with the values that it can have; none where there is no end of them.
type Open<'m> = (&'m Expr, Vec<String>);

/// A line with something in its placeholders.
struct Filling<'m> {
    words: String,
    values: Vec<Filled<'m>>,
}

/// A placeholder with a value.
struct Filled<'m> {
    of: &'m Expr,
    value: String,
    at: Range<usize>,
}

/// A line as it may be said: first with nothing known, then with every value that the placeholders can have.
fn fillings<'m>(text: &'m Text, open: &[Open<'m>]) -> Vec<Filling<'m>> {
    let mut choices: Vec<Vec<Option<usize>>> = vec![vec![None; open.len()]];
    let mut start = 0;
    let mut tried = 0;
    while start < open.len() {
        let end = reach(open, start);
        // What ends where the one before ended was tried with it.
        if end > tried {
            choices.extend(together(open, start..end));
            tried = end;
        }
        start += 1;
    }
    choices.iter().map(|choice| fill(&text.parts, open, choice)).collect()
}

/// How far the placeholders from one on can be filled together.
fn reach(open: &[Open<'_>], start: usize) -> usize {
    let (mut end, mut ways) = (start, 1usize);
    while let Some((_, values)) = open.get(end) {
        ways = ways.saturating_mul(values.len().max(1));
        if end > start && ways > TOGETHER {
            break;
        }
        end += 1;
    }
    end
}

/// Every way to fill some neighbours, the others left open.
fn together(open: &[Open<'_>], neighbours: Range<usize>) -> Vec<Vec<Option<usize>>> {
    let mut full = vec![vec![None; open.len()]];
    for at in neighbours {
        let count = open.get(at).map_or(0, |(_, values)| values.len());
        if count > 0 {
            full = full.iter().flat_map(|some| (0..count).map(move |value| with(some, at, value))).collect();
        }
    }
    full
}

fn with(choice: &[Option<usize>], at: usize, value: usize) -> Vec<Option<usize>> {
    let mut choice = choice.to_vec();
    choice.iter_mut().skip(at).take(1).for_each(|slot| *slot = Some(value));
    choice
}

/// Every placeholder of a line, in order.
fn placeholders<'m>(values: &Values<'_>, parts: &'m [TextPart], said: &Said<'_>, out: &mut Vec<Open<'m>>) {
    for part in parts {
        match part {
            TextPart::Value(e, _) => out.push((e, values.domain(e, said))),
            TextPart::Key(inner) => placeholders(values, inner, said, out),
            TextPart::Plain(_) | TextPart::Capture(..) | TextPart::Gap => {}
        }
    }
}

fn fill<'m>(parts: &'m [TextPart], open: &[Open<'m>], choice: &[Option<usize>]) -> Filling<'m> {
    fn push<'m>(parts: &'m [TextPart], open: &[Open<'m>], choice: &[Option<usize>], at: &mut usize, out: &mut Filling<'m>) {
        for part in parts {
            match part {
                TextPart::Plain(plain) => out.words.push_str(plain),
                TextPart::Key(inner) => push(inner, open, choice, at, out),
                TextPart::Capture(..) | TextPart::Gap => out.words.push(UNKNOWN),
                TextPart::Value(of, _) => {
                    let chosen = choice.get(*at).copied().flatten();
                    let value = chosen.and_then(|v| open.get(*at)?.1.get(v));
                    *at += 1;
                    let Some(value) = value else {
                        out.words.push(UNKNOWN);
                        continue;
                    };
                    let from = out.words.len();
                    out.words.push_str(value);
                    out.values.push(Filled { of, value: value.clone(), at: from..out.words.len() });
                }
            }
        }
    }
    let mut out = Filling { words: String::new(), values: Vec::new() };
    push(parts, open, choice, &mut 0, &mut out);
    out
}

/// Where the hit stands inside its text; the whole text where it cannot be told.
fn place(text: &Text, words: &str, sources: &Sources) -> Span {
    let whole = sources.slice(text.span);
    match whole.find(words) {
        Some(at) if !words.is_empty() => {
            let start = text.span.start as usize + at;
            Span::new(text.span.file, start, start + words.len())
        }
        _ => text.span,
    }
}
