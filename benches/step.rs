//! `cargo bench --bench step`: events a second on the N-step flow with no rules, beside a dense table; and loading a program.
//!
//! Nothing is asserted; what is printed are ratios of one run on one machine.
#![allow(clippy::print_stdout, reason = "a bench prints what it measured")]

#[allow(dead_code, reason = "each bench uses its part")]
mod flow;
#[allow(dead_code, reason = "each bench uses its part")]
mod measure;

use std::hint::black_box;
use std::sync::Arc;

use huashu::runtime::{Event, Machine, Session, Start};
use measure::{Best, reach, row, subject, thousands, timed};

/// Steps of the flow.
const STEPS: usize = 10_000;
/// Events a round takes.
const EVENTS: usize = 5_000_000;
/// Rounds in which everyone takes a turn.
const ROUNDS: usize = 5;

fn main() {
    let bytes = match subject::compile(&subject::input(&flow::huashu(STEPS))) {
        Ok(bytes) => bytes,
        Err(e) => return println!("huashu does not build the flow: {e}"),
    };
    loading(&bytes);
    let Some((machine, labels)) = machine(&bytes) else { return println!("the flow does not load") };
    let table = dense_table(STEPS);
    let (mut dense, mut ours) = (Best::new(), Best::new());
    for _ in 0..ROUNDS {
        dense.take(timed(|| black_box(play_table(&table, EVENTS))).0);
        match timed(|| play(&machine, labels, EVENTS)) {
            (seconds, Some(effects)) => {
                black_box(effects);
                ours.take(seconds);
            }
            (_, None) => return println!("an event was refused"),
        }
    }
    println!("\nevents on the flow of {} steps, no rules", thousands(STEPS as f64));
    row("huashu", ours, EVENTS, "events");
    row("dense table", dense, EVENTS, "events");
    reach("huashu's time over the dense table's", ours.0 / dense.0, false, 10.0);
}

/// Loading the flow's program, and serde_json reading the same bytes into a tree of values.
fn loading(bytes: &[u8]) {
    let (mut ours, mut json) = (Best::new(), Best::new());
    for _ in 0..2 * ROUNDS {
        ours.take(timed(|| black_box(Machine::load(bytes).is_ok())).0);
        json.take(timed(|| black_box(serde_json::from_slice::<serde_json::Value>(bytes).is_ok())).0);
    }
    println!("\nloading the program of {} steps, {} bytes", thousands(STEPS as f64), thousands(bytes.len() as f64));
    row("huashu, checked and indexed", ours, bytes.len(), "bytes");
    row("serde_json into Value", json, bytes.len(), "bytes");
    reach("huashu's time over serde_json's", ours.0 / json.0, false, 1.0);
}

/// The program ready to be played, and the numbers of its three labels.
fn machine(bytes: &[u8]) -> Option<(Arc<Machine>, [u32; 3])> {
    let machine = Machine::load(bytes).ok()?;
    let [Some(a), Some(b), Some(c)] = flow::LABELS.map(|label| machine.label(label)) else { return None };
    Some((machine, [a, b, c]))
}

/// Plays so many events, a millisecond apart; gives how many effects there were, or none where one was refused.
fn play(machine: &Arc<Machine>, labels: [u32; 3], events: usize) -> Option<usize> {
    let mut session = Session::new(machine.clone(), Start::default()).ok()?;
    let choices = labels.map(|option| Event::Choose { option, case: None });
    let mut effects = 0;
    for (at, option) in flow::Choices::new().take(events).enumerate() {
        session.send(&choices[option], at as i64).ok()?;
        effects += session.effects().len();
        session.clear_effects();
    }
    Some(effects)
}

/// The flow as nothing but where each option leads: the least a step can cost.
fn dense_table(n: usize) -> Vec<[u32; 3]> {
    (0..n).map(|i| [0, 1, 2].map(|option| flow::target(i, option, n) as u32)).collect()
}

fn play_table(table: &[[u32; 3]], events: usize) -> u32 {
    let mut at = 0u32;
    for option in flow::Choices::new().take(events) {
        at = table[at as usize][option];
    }
    at
}
