//! Findings on lines that ought to be said, in words.

use super::narrate::{clock, modality, person};
use crate::base::Message;
use crate::runtime::{Closest, Effect, LineFault, LineFinding, Machine, Quote};

/// Missing pieces that are told one by one; where there are more, the line itself says it better.
const PIECES: usize = 3;

/// What was found of a line: what is wrong, what ought to be said, what was said, where it is ordered.
pub(super) fn found(machine: &Machine, effect: &Effect, found: &LineFinding) -> Message {
    let (told, at) = (told(machine, found), place(machine, effect, found));
    Message::new(told.zh + &at.zh, told.en + &at.en)
}

/// The statement that orders the line, and where its words stand if that is elsewhere.
fn place(machine: &Machine, effect: &Effect, found: &LineFinding) -> Message {
    let Some((file, line, _)) = machine.place_of(effect) else { return Message::default() };
    match machine.written_apart(effect, &found.closest) {
        Some((words, at)) => {
            Message::new(format!("（{file}:{line}，原话在 {words}:{at}）"), format!(" ({file}:{line}, its words at {words}:{at})"))
        }
        None => Message::new(format!("（{file}:{line}）"), format!(" ({file}:{line})")),
    }
}

fn told(machine: &Machine, found: &LineFinding) -> Message {
    let (zh, en) = modality(found.modality);
    let line = &found.closest.line;
    let others = others(&found.closest);
    let head = match &found.fault {
        LineFault::Early(after) => {
            return Message::new(
                format!("“{line}”说早了：要在“{after}”后面说"),
                format!("“{line}” was said too early: it comes after “{after}”"),
            );
        }
        LineFault::Unknown(reason) => {
            let why = match reason {
                crate::runtime::Reason::Open => Message::new("客户先挂了机", "the customer hung up first"),
                crate::runtime::Reason::Fact => Message::new("手册没有把说法列全", "the manual does not list all that would do"),
                other => Message::new(other.name(), other.id()),
            };
            return Message::new(
                format!("无法判定 {zh} “{line}”{}：没有听到，但{}", others.zh, why.zh),
                format!("nobody can tell whether “{line}”{} was said: it was not heard, but {}", others.en, why.en),
            );
        }
        LineFault::Missing if is_close(&found.closest) => Message::new(format!("{zh}，没说对"), format!("{en}, said wrong")),
        LineFault::Missing => Message::new(format!("{zh}，没说"), format!("{en}, not said")),
    };
    let rest = compared(machine, &found.closest);
    Message::new(format!("{}：{}", head.zh, rest.zh), format!("{}: {}", head.en, rest.en))
}

/// Whether something was said that comes close.
pub(super) fn is_close(closest: &Closest) -> bool {
    closest.said.iter().any(|q| q.part.is_some())
}

/// The line that was asked for, what of it is missing or wrong, what was said.
pub(super) fn compared(machine: &Machine, closest: &Closest) -> Message {
    let (line, others, lacks, said) = (&closest.line, others(closest), lacks(closest), said(machine, closest));
    Message::new(format!("“{line}”{}{}{}", others.zh, lacks.zh, said.zh), format!("“{line}”{}{}{}", others.en, lacks.en, said.en))
}

fn others(closest: &Closest) -> Message {
    match closest.others {
        0 => Message::default(),
        n => Message::new(format!("（另有 {n} 种说法）"), format!(" (or {n} others)")),
    }
}

/// What is missing and what is wrong.
fn lacks(found: &Closest) -> Message {
    let mut parts: Vec<Message> = Vec::new();
    for (value, said) in &found.wrong {
        parts.push(Message::new(format!("“{value}”说成了“{said}”"), format!("“{value}” was said as “{said}”")));
    }
    if found.contrary {
        parts.push(Message::new("意思说反了", "the contrary was said"));
    }
    // Where nothing comes close all of it is missing.
    let whole = !is_close(found) || found.missing.iter().any(|words| *words == found.line.as_str());
    let quoted = |words: &[String]| words.iter().map(|w| format!("“{w}”")).collect::<Vec<_>>();
    if !whole && !found.missing.is_empty() && !found.contrary {
        let few = quoted(found.missing.get(..PIECES).unwrap_or(&found.missing));
        let (zh, en) = if found.missing.len() > PIECES { ("等", " and more") } else { ("", "") };
        parts.push(Message::new(format!("少了{}{zh}", few.concat()), format!("missing {}{en}", few.join(", "))));
    }
    if !found.misplaced.is_empty() {
        let early = quoted(&found.misplaced);
        parts.push(Message::new(format!("{}次序不对", early.concat()), format!("{} not in order", early.join(", "))));
    }
    if parts.is_empty() {
        return Message::default();
    }
    let join = |part: fn(&Message) -> &String, with: &str| parts.iter().map(|p| part(p).clone()).collect::<Vec<_>>().join(with);
    Message::new(format!("；{}", join(|m| &m.zh, "，")), format!("; {}", join(|m| &m.en, ", ")))
}

/// What was said, and where.
fn said(machine: &Machine, found: &Closest) -> Message {
    let time = |quote: &Quote| clock(machine, quote.at).split_once(' ').map_or(String::new(), |(_, time)| time.to_owned());
    let close: Vec<&Quote> = found.said.iter().filter(|q| q.part.is_some()).collect();
    if !close.is_empty() {
        let zh = close.iter().map(|q| format!("{} “{}”", time(q), q.words())).collect::<Vec<_>>().join("，");
        return Message::new(format!("；说的是 {zh}"), format!("; what was said: {zh}"));
    }
    match found.said.last() {
        Some(last) => {
            let who = person(machine, last.who, "", "");
            Message::new(
                format!("；{}那时说的是 {} “{}”", who.zh, time(last), last.text),
                format!("; the {} said {} “{}”", who.en, time(last), last.text),
            )
        }
        None => Message::new("；那时没有开口", "; nothing was said then"),
    }
}
