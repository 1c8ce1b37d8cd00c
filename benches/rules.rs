//! `cargo bench --bench rules`: events a second with rules and phrases armed, and what an event costs as rules are added that it cannot touch.
//!
//! Beside it XState 5 `send` on two states, without any rule; skipped with a notice where node or xstate is missing:
//! `npm install` in `benches/peers/xstate` fetches it. Nothing is asserted; what is printed are ratios of one run on one machine.
#![allow(clippy::print_stdout, reason = "a bench prints what it measured")]

#[allow(dead_code, reason = "each bench uses its part")]
mod measure;

use std::fmt::Write;
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
        let Some(machine) = machine(rules, 0) else { return println!("huashu does not build {rules} rules") };
        let best = rounds(|| play(&machine, false));
        row(&format!("{rules} rules"), best, EVENTS, "events");
        if rules == 5 {
            first = Some(best.0);
        }
        if let (500, Some(first)) = (rules, first) {
            reach("the time of an event with 500 rules over that with 5", best.0 / first, false, 1.5);
        }
    }
    let Some(machine) = machine(50, PHRASES) else { return println!("huashu does not build the phrases") };
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

/// A call between two steps; each rule bounds the answer to an event of its own, and forbids phrases of its own.
fn machine(rules: usize, phrases: usize) -> Option<Arc<Machine>> {
    let mut text = String::from("事件 无关(单: 文本)\n");
    for rule in 0..rules {
        let _ = writeln!(text, "事件 起{rule}(单: 文本)\n事件 止{rule}(单: 文本)");
        if phrases > 0 {
            let _ = writeln!(text, "禁语 禁{rule}");
            for phrase in 0..phrases / rules {
                let _ = writeln!(text, "  “{}”", words(rule * 10_000 + phrase));
            }
        }
    }
    for rule in 0..rules {
        let _ = writeln!(text, "规则 限{rule}\n  起{rule} 之后 10分钟 以内 必须 止{rule}");
        if phrases > 0 {
            let _ = writeln!(text, "  不得 话务员 说 禁{rule}");
        }
    }
    text.push_str(
        "流程 来电\n  环节 一\n    选项 去    转 二\n    选项 其他  转 一\n  环节 二\n    选项 回    转 一\n    选项 其他  转 二\n",
    );
    Machine::load(&subject::compile(&subject::input(&text)).ok()?).ok()
}

/// Six characters that no greeting holds.
fn words(n: usize) -> String {
    let mut n = n.wrapping_mul(2_654_435_761) % 0xFFFF_FFFF;
    (0..6)
        .filter_map(|_| {
            n = n.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            char::from_u32(0x4E00 + (n >> 33) as u32 % 20_000)
        })
        .collect()
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
