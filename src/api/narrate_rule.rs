//! Findings of rules in words.

use crate::base::Message;
use crate::runtime::{Machine, RuleFinding};

/// What was found of a rule.
pub(super) fn found(machine: &Machine, found: &RuleFinding) -> Message {
    let name = machine.program.rules.get(found.rule as usize).map_or("", |r| r.name.as_str());
    let key = if found.key.is_empty() { String::new() } else { format!("（{}）", found.key) };
    match found.reason {
        None => Message::new(format!("违反 {name}{key}"), format!("breaks {name}{key}")),
        Some(reason) => Message::new(
            format!("无法判定 {name}{key}：{}", reason.name()),
            format!("nobody can tell whether {name}{key} is kept: {}", reason.id()),
        ),
    }
}
