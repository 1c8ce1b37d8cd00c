//! Plays the line of the house, on which no flow runs: limits take what happens, and whatever is due comes before it.

use super::beside::{Act, Beside};
use super::flow::Seen;
use super::ledger::Done;
use super::script::{Script, Stream, What};
use super::stream::START;

/// What is to be seen, and what rules see.
pub fn play(script: &Script, stream: &Stream, acts: &[Act]) -> (Vec<String>, Vec<Seen>) {
    let mut beside = Beside::new(script, stream, acts);
    let (mut log, mut seen) = (Vec::new(), Vec::new());
    tell(&mut beside, START, &mut log, &mut seen);
    let mut now = START;
    for event in &stream.events {
        while let Some((at, which)) = beside.due(seen.len()).filter(|(at, _)| *at <= event.at) {
            now = now.max(at);
            beside.fire(now, which, &seen);
            tell(&mut beside, now, &mut log, &mut seen);
        }
        now = event.at;
        if event.what == What::Advance {
            continue;
        }
        if script.rules.is_empty() && !script.limited() {
            log.push(format!("{} refused", now - START));
            continue;
        }
        if !matches!(event.what, What::Erased(_)) && !beside.listens(&event.what) {
            log.push(format!("{} unhandled", now - START));
        }
        seen.push(Seen { at: now, what: event.what.clone(), n: seen.len() });
        beside.takes(now, vec![event.what.clone()], Vec::new());
        tell(&mut beside, now, &mut log, &mut seen);
        while let Some(which) = beside.at_once(now, seen.len()) {
            beside.fire(now, which, &seen);
            tell(&mut beside, now, &mut log, &mut seen);
        }
    }
    (log, seen)
}

fn tell(beside: &mut Beside<'_>, now: i64, log: &mut Vec<String>, seen: &mut Vec<Seen>) {
    for done in beside.done() {
        match done {
            Done::Line(line) => log.push(format!("{} {line}", now - START)),
            Done::Body(..) => unreachable!("no flow runs"),
            Done::Seen(what) => seen.push(Seen { at: now, what, n: seen.len() }),
        }
    }
}
