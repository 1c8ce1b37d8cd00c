//! How a call begins, for somebody who plays one by hand: what the script waits for tells whether it is called or calls.

use crate::program::{EventKind, EventPattern, Op};
use crate::runtime::{Called, Event, Machine};

/// The events that a host reports before anybody can do anything.
pub fn opening(machine: &Machine) -> Vec<Event> {
    let program = &machine.program;
    let handlers = program.flows.iter().flat_map(|f| f.handlers.iter().chain(f.steps.iter().flat_map(|s| &s.handlers)));
    let waits = program.code.iter().flat_map(|op| match op {
        Op::Wait(wait) => wait.on.iter().chain(wait.arms.iter().flat_map(|a| &a.on)).collect(),
        _ => Vec::new(),
    });
    let patterns: Vec<&EventPattern> = handlers.flat_map(|h| &h.on).chain(waits).collect();
    let heard = |f: fn(&EventKind) -> bool| patterns.iter().any(|p| f(&p.kind));
    let calls = heard(|k| matches!(k, EventKind::Outgoing));
    let called = heard(|k| matches!(k, EventKind::Incoming));
    let rings = heard(|k| matches!(k, EventKind::Ring | EventKind::Answer));
    match (calls, called, rings) {
        (true, false, _) => vec![Event::Outgoing(Called::default())],
        (_, true, _) => vec![Event::Incoming, Event::Ring(1)],
        (false, false, true) => vec![Event::Ring(1)],
        (false, false, false) => Vec::new(),
    }
}
