//! `cargo bench --bench rules`: events a second with rules and phrases armed, and what an event costs as rules are added that it cannot touch.
//!
//! Beside it XState 5 `send` on two states, without any rule; skipped with a notice where node or xstate is missing:
//! `npm install` in `benches/peers/xstate` fetches it. Nothing is asserted; what is printed are ratios of one run on one machine.
#![allow(clippy::print_stdout, reason = "a bench prints what it measured")]

#[allow(dead_code, reason = "each bench uses its part")]
mod measure;
#[allow(dead_code, reason = "each bench uses its part")]
mod scripts;

use std::hint::black_box;
use std::process::Command;
use std::sync::Arc;

use huashu::runtime::{Event, Machine, Session, Start, Who};
use measure::{Best, reach, row, subject, thousands, timed};

/// Events a round takes.
const EVENTS: usize = 100_000;
/// Rounds in which everyone takes a turn.
const ROUNDS: usize = 5;
/// Phrases of all 禁语 together.
const PHRASES: usize = 10_000;

fn main() {
    println!("\nan event, as rules are added that it cannot touch");
    let mut first = None;
    for rules in [0, 5, 50, 500] {
        let machine = match machine(rules, 0) {
            Ok(machine) => machine,
            Err(e) => return println!("  huashu does not build {rules} rules: {e}"),
        };
        let best = rounds(|| play(&machine, false));
        row(&format!("{rules} rules"), best, EVENTS, "events");
        if rules == 5 {
            first = Some(best.0);
        }
        if let (500, Some(first)) = (rules, first) {
            reach("the time of an event with 500 rules over that with 5", best.0 / first, false, 1.5);
        }
    }
    let machine = match machine(50, PHRASES) {
        Ok(machine) => machine,
        Err(e) => return println!("  huashu does not build the phrases: {e}"),
    };
    println!("\ncalls of choices, speech and events with 50 rules and {} phrases armed", thousands(PHRASES as f64));
    let ours = rounds(|| play(&machine, true));
    row("huashu, 50 rules", ours, EVENTS, "events");
    match xstate() {
        Some(seconds) => {
            row("XState 5 send, no rules", Best(seconds), EVENTS, "events");
            reach("huashu's time over XState's", ours.0 / seconds, false, 0.1);
        }
        None => println!("  XState: skipped, node or benches/peers/xstate/node_modules is missing"),
    }
}

fn rounds(mut f: impl FnMut() -> usize) -> Best {
    let mut best = Best::new();
    for _ in 0..ROUNDS {
        best.take(timed(|| black_box(f())).0);
    }
    best
}

fn machine(rules: usize, phrases: usize) -> Result<Arc<Machine>, String> {
    let bytes = subject::compile(&subject::input(&scripts::rules(rules, phrases)))?;
    Machine::load(&bytes).map_err(|e| e.message().en)
}

/// Plays so many events, a second apart; gives how many effects there were.
fn play(machine: &Arc<Machine>, speech: bool) -> usize {
    let Ok(mut session) = Session::new(machine.clone(), Start::default()) else { return 0 };
    let (Some(go), Some(back)) = (machine.label("去"), machine.label("回")) else { return 0 };
    let choose = [go, back].map(|option| Event::Choose { option, case: None });
    let host = Event::Host { name: "无关".into(), args: serde_json::json!(["甲"]), id: None, case: None };
    let say = |who: Who, text: &str| Event::Say { who, text: text.into(), until: None };
    let spoken = [say(Who::Agent, "您好，请问有什么可以帮您？我帮您看一下。"), say(Who::Customer, "我想改一下明天上午的时间。")];
    let mut effects = 0;
    let mut chosen = 0;
    for at in 0..EVENTS {
        let event = match at % 8 {
            2 if speech => &spoken[0],
            5 if speech => &spoken[1],
            7 => &host,
            _ => {
                chosen += 1;
                &choose[(chosen - 1) % 2]
            }
        };
        if session.send(event, at as i64 * 1_000).is_err() {
            return 0;
        }
        effects += session.effects().len();
        session.clear_effects();
    }
    effects
}

/// The seconds XState takes for as many events.
fn xstate() -> Option<f64> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/peers/xstate");
    let ran = Command::new("node").arg("step.mjs").arg(EVENTS.to_string()).current_dir(folder).output().ok()?;
    let said: serde_json::Value = serde_json::from_slice(&ran.stdout).ok()?;
    said["seconds"].as_f64()
}
