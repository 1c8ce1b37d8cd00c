//! Plays the line of the house, on which no flow runs: limits take what happens, and whatever is due comes before it.

use super::flow::Seen;
use super::ledger::{Done, Ledger};
use super::script::{Script, Stream, What};
use super::stream::START;

/// What is to be seen, and what rules see.
pub fn play(script: &Script, stream: &Stream) -> (Vec<String>, Vec<Seen>) {
    let mut ledger = Ledger::new(script, stream, START);
    let (mut log, mut seen) = (Vec::new(), Vec::new());
    tell(&mut ledger, START, &mut log, &mut seen);
    let mut now = START;
    for event in &stream.events {
        while let Some((at, late)) = ledger.due().filter(|(at, _)| *at <= event.at) {
            now = now.max(at);
            ledger.fire(now, late);
            tell(&mut ledger, now, &mut log, &mut seen);
        }
        now = event.at;
        if event.what == What::Advance {
            continue;
        }
        if !matches!(event.what, What::Erased(_)) && !ledger.listens(&event.what) {
            log.push(format!("{} unhandled", now - START));
        }
        seen.push(Seen { at: now, what: event.what.clone() });
        ledger.takes(now, vec![event.what.clone()], Vec::new());
        tell(&mut ledger, now, &mut log, &mut seen);
    }
    (log, seen)
}

fn tell(ledger: &mut Ledger<'_>, now: i64, log: &mut Vec<String>, seen: &mut Vec<Seen>) {
    for done in ledger.done() {
        match done {
            Done::Line(line) => log.push(format!("{} {line}", now - START)),
            Done::Seen(what) => seen.push(Seen { at: now, what }),
        }
    }
}
