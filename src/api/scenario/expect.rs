//! 期望: whether what is expected is so.

use super::player::Player;
use super::report::Fault;
use super::value::Piece;
use super::{heard, limit, rule};
use crate::api::narrate;
use crate::base::width::fold;
use crate::base::{Message, counted};
use crate::runtime::{ThreadView, View};
use crate::sema::model::{ExpectKind, Expectation, Expr, Label, Line, LineSource, Model, PhrasesId};

/// Lines shown of what was said instead.
const SHOWN: usize = 3;

/// Judges one expectation now.
pub(super) fn judge(player: &Player<'_>, expectation: &Expectation) -> Result<(), Fault> {
    let actual = match &expectation.kind {
        ExpectKind::In(steps) => {
            let view = player.session.view();
            let names: Vec<(&str, &str)> = steps
                .iter()
                .filter_map(|(f, s)| {
                    let flow = player.script.model.flows.get(f.index())?;
                    Some((flow.name.as_str(), flow.steps.get(s.index())?.name.as_str()))
                })
                .collect();
            let told = player.journal.steps.iter().any(|(f, s)| steps.iter().any(|(flow, step)| (flow.0, step.0) == (*f, *s)));
            let there = told || threads(&view).any(|t| names.contains(&(t.flow.as_str(), t.step.as_str())));
            (!there).then(|| whereabouts(player, &view))
        }
        ExpectKind::InFlow(flow) => {
            let view = player.session.view();
            let name = player.script.model.flows.get(flow.index()).map_or("", |f| f.name.as_str());
            let told = player.journal.steps.iter().any(|(f, _)| *f == flow.0);
            let there = told || threads(&view).any(|t| t.stack.iter().any(|(f, _)| f == name));
            (!there).then(|| whereabouts(player, &view))
        }
        ExpectKind::Said { line, never } if player.audit => heard::said(player, line, *never),
        ExpectKind::Said { line, never } => said(player, line, *never),
        ExpectKind::Did { action, args, times, never } => did(player, action.0, args, *times, *never),
        ExpectKind::Ended(name) => (!player.journal.ended.iter().any(|e| e == name.as_str())).then(|| not_ended(player)),
        ExpectKind::Enabled { label, off } => enabled(player, label, *off),
        ExpectKind::NextLine(text) => {
            let view = player.session.view();
            let pieces = player.script.values.text(text);
            let mut lines = threads(&view).flat_map(|t| &t.lines);
            (!lines.any(|l| l.words.iter().any(|w| holds(w, &pieces)))).then(|| ordered(&view))
        }
        ExpectKind::Limit(name, state) => limit::stands(player, name, state),
        ExpectKind::HandedTo(role) => limit::handed(player, *role),
        ExpectKind::Stand(verdict, judged) => rule::stand(player, *verdict, judged),
        ExpectKind::Total { times, prefix } => rule::total(player, *times, prefix.as_deref()),
        ExpectKind::Marks(low, high) => rule::marks(player, *low, *high),
    };
    match actual {
        None => Ok(()),
        Some(actual) => Err(Fault { at: expectation.span, expected: described(player, &expectation.kind), actual }),
    }
}

/// What is expected, the values of the row put in.
fn described(player: &Player<'_>, kind: &ExpectKind) -> Message {
    let model = player.script.model;
    let both = |zh: String, en: String| Message::new(zh, en);
    match kind {
        ExpectKind::In(steps) => {
            let step = steps.first().and_then(|(f, s)| model.flows.get(f.index())?.steps.get(s.index()));
            let name = step.map_or("", |s| s.name.as_str());
            both(format!("处于 {name}"), format!("be in {name}"))
        }
        ExpectKind::InFlow(flow) => {
            let name = model.flows.get(flow.index()).map_or("", |f| f.name.as_str());
            both(format!("处于 {name}"), format!("be in {name}"))
        }
        ExpectKind::Said { line, never } => {
            let words = match &line.source {
                LineSource::Text(text) => format!("“{}”", spelled(&player.script.values.text(text))),
                LineSource::Class(class, _) => model.phrases.get(class.index()).map_or(String::new(), |p| p.name.to_string()),
                LineSource::Var(_) | LineSource::Bad => String::new(),
            };
            match never {
                true => both(format!("没说过 {words}"), format!("never said {words}")),
                false => both(format!("说过 {words}"), format!("said {words}")),
            }
        }
        ExpectKind::Did { action, args, times, never } => {
            let name = model.actions.get(action.index()).map_or("", |a| a.name.as_str());
            let args: Vec<String> = args
                .iter()
                .filter_map(|a| player.given.json(&player.script.values, a))
                .map(|v| narrate::plain(player.script.machine, &v))
                .collect();
            let args = if args.is_empty() { String::new() } else { format!("({})", args.join(", ")) };
            match (never, times) {
                (true, _) => both(format!("没做过 {name}{args}"), format!("never did {name}{args}")),
                (false, Some(n)) => both(format!("做过 {name}{args} {n}次"), format!("did {name}{args} {}", counted(*n, "time"))),
                (false, None) => both(format!("做过 {name}{args}"), format!("did {name}{args}")),
            }
        }
        ExpectKind::Ended(name) => both(format!("结束 {name}"), format!("end {name}")),
        ExpectKind::Enabled { label, off } => {
            let name = match label {
                Label::Name(name) => name.as_str(),
                Label::Other => "其他",
            };
            match off {
                true => both(format!("不可选 {name}"), format!("disabled {name}")),
                false => both(format!("可选 {name}"), format!("enabled {name}")),
            }
        }
        ExpectKind::NextLine(text) => {
            let words = spelled(&player.script.values.text(text));
            both(format!("下一句 “{words}”"), format!("next line “{words}”"))
        }
        ExpectKind::Limit(name, state) => limit::described(player, name, state),
        ExpectKind::HandedTo(role) => {
            let name = model.roles.get(role.index()).map_or("", |r| r.name.as_str());
            both(format!("移交 {name}"), format!("hand to {name}"))
        }
        ExpectKind::Stand(verdict, judged) => rule::described(*verdict, judged),
        ExpectKind::Total { times, prefix } => rule::described_total(*times, prefix.as_deref()),
        ExpectKind::Marks(low, high) => rule::described_marks(*low, *high),
    }
}

fn spelled(pieces: &[Piece]) -> String {
    pieces.iter().map(|p| if let Piece::Words(w) = p { w.as_str() } else { "…" }).collect()
}

fn threads(view: &View) -> impl Iterator<Item = &ThreadView> {
    view.call.iter().chain(&view.cases)
}

/// Where the call and its cases stand.
fn whereabouts(player: &Player<'_>, view: &View) -> Message {
    let all: Vec<&ThreadView> = threads(view).collect();
    if player.audit {
        return match player
            .journal
            .steps
            .last()
            .and_then(|(f, s)| player.script.model.flows.get(*f as usize).and_then(|flow| flow.steps.get(*s as usize)))
        {
            Some(step) => Message::new(format!("录音里处于 {}", step.name), format!("the recording is in {}", step.name)),
            None => Message::new("录音里没有说在哪个环节", "the recording does not say in which step it is"),
        };
    }
    if all.is_empty() {
        return not_ended(player);
    }
    let zh = all.iter().map(|t| {
        if t.case == 0 {
            format!("处于 {}（{}）", t.step, t.flow)
        } else {
            format!("工单{} 处于 {}（{}）", t.case, t.step, t.flow)
        }
    });
    let en = all
        .iter()
        .map(|t| if t.case == 0 { format!("in {} ({})", t.step, t.flow) } else { format!("case {} in {} ({})", t.case, t.step, t.flow) });
    Message::new(zh.collect::<Vec<_>>().join("；"), en.collect::<Vec<_>>().join("; "))
}

fn not_ended(player: &Player<'_>) -> Message {
    match player.journal.ended.as_slice() {
        [] => Message::new("还没有结束", "it has not ended"),
        all => Message::new(format!("已经结束：{}", all.join("、")), format!("it has ended: {}", all.join(", "))),
    }
}

fn said(player: &Player<'_>, line: &Line, never: bool) -> Option<Message> {
    let found = player.journal.said.iter().find(|said| match &line.source {
        LineSource::Text(text) => {
            let pieces = player.script.values.text(text);
            said.words.iter().any(|w| holds(w, &pieces))
        }
        LineSource::Class(class, _) => said.classes.contains(&class.0) || of_class(player, *class, &said.words),
        LineSource::Var(_) | LineSource::Bad => false,
    });
    match (found, never) {
        (Some(_), false) | (None, true) => None,
        (Some(said), true) => {
            let words = said.words.first().map_or("", String::as_str);
            Some(Message::new(format!("说过 “{words}”"), format!("“{words}” was said")))
        }
        (None, false) => {
            let last: Vec<&str> =
                player.journal.said.iter().rev().take(SHOWN).filter_map(|s| s.words.first()).map(String::as_str).collect();
            let last: Vec<&str> = last.into_iter().rev().collect();
            Some(match last.is_empty() {
                true => Message::new("一句话也没有说", "nothing was said"),
                false => Message::new(format!("最后说的是 “{}”", last.join("” “")), format!("what was said last: “{}”", last.join("” “"))),
            })
        }
    }
}

/// Whether one of the words is an entry of a class.
fn of_class(player: &Player<'_>, class: PhrasesId, words: &[String]) -> bool {
    let mut entries = Vec::new();
    collect(player.script.model, class, &mut entries, &mut Vec::new());
    entries.iter().any(|text| {
        let pieces = player.script.values.text(text);
        words.iter().any(|w| is(w, &pieces))
    })
}

/// The entries of a class and of those it includes.
pub(super) fn collect<'m>(model: &'m Model, class: PhrasesId, out: &mut Vec<&'m crate::sema::model::Text>, seen: &mut Vec<PhrasesId>) {
    if seen.contains(&class) {
        return;
    }
    seen.push(class);
    let Some(declared) = model.phrases.get(class.index()) else { return };
    out.extend(declared.entries.iter().map(|(text, _)| text));
    for inner in &declared.includes {
        collect(model, *inner, out, seen);
    }
}

fn did(player: &Player<'_>, action: u32, args: &[Expr], times: Option<i64>, never: bool) -> Option<Message> {
    let wanted: Vec<_> = args.iter().map(|a| player.given.json(&player.script.values, a)).collect();
    let fits = |given: &[serde_json::Value]| {
        wanted.iter().zip(given).all(|(w, g)| match w {
            // A record is compared by what 设 said of it.
            Some(serde_json::Value::Object(w)) => {
                g.as_object().is_some_and(|g| w.iter().all(|(n, v)| v.is_object() || g.get(n) == Some(v)))
            }
            Some(w) => w == g,
            None => true,
        })
    };
    let n = player.journal.did.iter().filter(|d| d.action == action && fits(&d.args)).count() as i64;
    let ok = match (never, times) {
        (true, _) => n == 0,
        (false, Some(times)) => n == times,
        (false, None) => n > 0,
    };
    (!ok).then(|| match n {
        0 => Message::new("没有做过", "it was not done"),
        n => Message::new(format!("做过 {n} 次"), format!("it was done {}", counted(n, "time"))),
    })
}

fn enabled(player: &Player<'_>, label: &Label, off: bool) -> Option<Message> {
    let name = match label {
        Label::Name(name) => name.as_str(),
        Label::Other => "其他",
    };
    let view = player.session.view();
    let option = threads(&view).flat_map(|t| &t.options).find(|o| o.label == name);
    match (option, off) {
        (Some(o), false) if o.disabled.is_none() => None,
        (Some(o), true) if o.disabled.is_some() => None,
        (None, true) => None,
        (Some(o), false) => {
            let why = o.disabled.as_deref().unwrap_or_default();
            Some(Message::new(format!("不可选：{why}"), format!("it is disabled: {why}")))
        }
        (Some(_), true) => Some(Message::new("可选", "it is enabled")),
        (None, false) => {
            let all: Vec<&str> = threads(&view).flat_map(|t| &t.options).map(|o| o.label.as_str()).collect();
            Some(Message::new(format!("没有这个选项，有：{}", all.join("、")), format!("it is not offered; there are: {}", all.join(", "))))
        }
    }
}

/// What the machine orders now.
fn ordered(view: &View) -> Message {
    let all: Vec<&str> = threads(view).flat_map(|t| &t.lines).filter_map(|l| l.words.first()).map(|w| w.as_str()).collect();
    match all.is_empty() {
        true => Message::new("现在没有要说的话", "nothing is to be said now"),
        false => Message::new(format!("现在要说的是 “{}”", all.join("” “")), format!("what is to be said now: “{}”", all.join("” “"))),
    }
}

/// Whether words hold a text: its pieces in order, marks and spaces aside.
fn holds(words: &str, pieces: &[Piece]) -> bool {
    let words = bare(words);
    let mut rest = words.as_str();
    for piece in pieces {
        if let Piece::Words(part) = piece {
            let part = bare(part);
            let Some(at) = rest.find(&part) else { return false };
            rest = rest.get(at + part.len()..).unwrap_or_default();
        }
    }
    true
}

/// Whether words are a text: nothing before it and nothing behind, but where the text has a place for anything.
fn is(words: &str, pieces: &[Piece]) -> bool {
    let all: String = bare(words);
    let fixed: usize = pieces.iter().map(|p| if let Piece::Words(w) = p { bare(w).len() } else { 0 }).sum();
    let open = pieces.contains(&Piece::Anything);
    fixed > 0 && holds(words, pieces) && (open || fixed == all.len())
}

/// Letters and digits alone, full-width ones folded.
fn bare(text: &str) -> String {
    text.chars().map(fold).filter(|c| c.is_alphanumeric()).collect()
}
