//! `cargo bench --bench step`: events a second on the N-step flow with no rules, beside a dense table; and loading a program.
//!
//! Nothing is asserted; what is printed are ratios of one run on one machine.
#![allow(clippy::print_stdout, reason = "a bench prints what it measured")]

#[allow(dead_code, reason = "each bench uses its part")]
mod flow;
#[allow(dead_code, reason = "each bench uses its part")]
mod measure;

use std::hint::black_box;

use measure::{Best, row, timed};

/// Steps of the flow.
const STEPS: usize = 10_000;
/// Events a round of the dense table takes.
const TABLE_EVENTS: usize = 20_000_000;
/// Rounds in which everyone takes a turn.
const ROUNDS: usize = 5;

fn main() {
    let table = dense_table(STEPS);
    let mut dense = Best::new();
    for _ in 0..ROUNDS {
        dense.take(timed(|| black_box(play_table(&table, TABLE_EVENTS))).0);
    }
    println!("\nevents on the flow of {STEPS} steps");
    row("dense table", dense, TABLE_EVENTS, "events");
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
