//! Findings of rules in words.

use super::narrate_line::{compared, is_close};
use crate::base::Message;
use crate::runtime::{Machine, RuleFinding};

/// What was found of a rule.
pub(super) fn found(machine: &Machine, found: &RuleFinding) -> Message {
    let name = machine.program.rules.get(found.rule as usize).map_or("", |r| r.name.as_str());
    let key = if found.key.is_empty() { String::new() } else { format!("（{}）", found.key) };
    match found.reason {
        None => {
            let (zh, en) = said(machine, found);
            let words = unsaid(machine, found);
            Message::new(format!("违反 {name}{key}{zh}{}", words.zh), format!("breaks {name}{key}{en}{}", words.en))
        }
        Some(reason) => Message::new(
            format!("无法判定 {name}{key}：{}", reason.name()),
            format!("nobody can tell whether {name}{key} is kept: {}", reason.id()),
        ),
    }
}

/// The words that were asked for and not said, and what was said instead.
fn unsaid(machine: &Machine, found: &RuleFinding) -> Message {
    let Some(closest) = &found.closest else { return Message::default() };
    let (zh, en) = if is_close(closest) { ("没说对", "said wrong") } else { ("没说", "not said") };
    let words = compared(machine, closest);
    Message::new(format!("：{zh} {}", words.zh), format!(": {en}: {}", words.en))
}

/// The phrase that must not be said, what sort it is, and what to say instead.
fn said(machine: &Machine, found: &RuleFinding) -> (String, String) {
    let Some((forbid, entry)) = found.uttered.and_then(|u| u.entry(&machine.program)) else { return Default::default() };
    let sort = entry.category.as_ref().unwrap_or(&forbid.name);
    let (mut zh, mut en) = (format!("：说了“{}”（{sort}）", entry.phrase), format!(": “{}” ({sort}) was said", entry.phrase));
    if let Some(instead) = &entry.replacement {
        zh.push_str(&format!("，改说“{instead}”"));
        en.push_str(&format!("; say “{instead}” instead"));
    }
    (zh, en)
}
