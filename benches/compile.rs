//! `cargo bench --bench compile`: check and build of the N-step flow, beside bladeink, yarnspinner and a bare pest grammar.
//!
//! The rounds take turns, so that a noisy machine is noisy for all; of each, the best time counts. Nothing is asserted.
#![allow(clippy::print_stdout, reason = "a bench prints what it measured")]

#[allow(dead_code, reason = "each bench uses its part")]
mod flow;
#[allow(dead_code, reason = "each bench uses its part")]
mod measure;

use measure::peers::Peers;
use measure::subject::{self, Stages, compile};
use measure::{Best, reach, row, thousands, timed};

/// The allocator of the `huashu` command, which this bench stands for; the peers, in their own process, keep the system's.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Steps of the flow that is set beside the peers.
const STEPS: usize = 10_000;
/// Rounds in which everyone takes a turn.
const ROUNDS: usize = 7;
/// Rounds of yarnspinner, which takes seconds for each.
const YARN_ROUNDS: usize = 2;

fn main() {
    let dir = std::path::Path::new(env!("CARGO_TARGET_TMPDIR"));
    let texts = [("hua", flow::huashu(STEPS)), ("ink", flow::ink(STEPS)), ("yarn", flow::yarn(STEPS))];
    let [hua, ink, yarn] = [0, 1, 2].map(|i| dir.join(format!("flow-{STEPS}.{}", texts[i].0)));
    for (path, (_, text)) in [&hua, &ink, &yarn].into_iter().zip(&texts) {
        if let Err(e) = std::fs::write(path, text) {
            println!("cannot write {}: {e}", path.display());
            return;
        }
    }
    let text = &texts[0].1;
    let lines = text.lines().count();
    println!("\nthe flow of {} steps: {} lines, {} bytes", thousands(STEPS as f64), thousands(lines as f64), thousands(text.len() as f64));

    let flow = subject::input(text);
    let mut peers = Peers::start();
    if let Err(e) = &peers {
        println!("  the peers cannot be built, so their rows are empty: {e}");
    }
    let mut all = [Best::new(); 4];
    let [ours, bladeink, pest, yarnspinner] = &mut all;
    let mut stages = [Best::new(); 4];
    for round in 0..ROUNDS {
        match timed(|| compile(&flow)) {
            (seconds, Ok(_)) => ours.take(seconds),
            (_, Err(e)) if round == 0 => println!("  huashu does not build the flow: {e}"),
            _ => {}
        }
        take(&mut stages, subject::stages(text));
        if let Ok(peers) = &mut peers {
            ask(peers, bladeink, &format!("bladeink {}", ink.display()));
            ask(peers, pest, &format!("pest {}", hua.display()));
            if round < YARN_ROUNDS {
                ask(peers, yarnspinner, &format!("yarn {}", yarn.display()));
            }
        }
    }
    print_table(lines, all, stages);
    per_line();
}

fn take(stages: &mut [Best; 4], s: Stages) {
    for (best, seconds) in stages.iter_mut().zip([s.parse, s.check, s.lower, s.write]) {
        best.take(seconds);
    }
}

fn ask(peers: &mut Peers, best: &mut Best, command: &str) {
    match peers.ask(command) {
        Ok(seconds) => best.take(seconds),
        Err(e) => println!("  {e}"),
    }
}

fn print_table(lines: usize, [ours, bladeink, pest, yarnspinner]: [Best; 4], stages: [Best; 4]) {
    row("huashu, check and build", ours, lines, "lines");
    for (name, best) in ["parse", "check", "lower", "write and hash"].iter().zip(stages) {
        row(&format!("  of which {name}"), best, lines, "lines");
    }
    row("bladeink-compiler", bladeink, lines, "lines");
    row("yarnspinner", yarnspinner, lines, "lines");
    row("raw pest, four rules, line by line", pest, lines, "lines");
    println!("\nratios");
    reach("bladeink-compiler's time over huashu's", bladeink.0 / ours.0, true, 2.0);
    reach("yarnspinner's time over huashu's", yarnspinner.0 / ours.0, true, 30.0);
    reach("huashu's time over raw pest's", ours.0 / pest.0, false, 2.5);
}

/// Cost of a line in a short and in a long flow, taken in turns.
fn per_line() {
    let (short, long) = (flow::huashu(200), flow::huashu(20_000));
    let (mut few, mut many) = (Best::new(), Best::new());
    let inputs = (subject::input(&short), subject::input(&long));
    for _ in 0..5 {
        // The short one is done often enough to fill about the same time.
        for _ in 0..20 {
            if let (seconds, Ok(_)) = timed(|| compile(&inputs.0)) {
                few.take(seconds);
            }
        }
        if let (seconds, Ok(_)) = timed(|| compile(&inputs.1)) {
            many.take(seconds);
        }
    }
    let (few_lines, many_lines) = (short.lines().count(), long.lines().count());
    println!("\ncost of a line, short flow and long");
    row(&format!("{} lines", thousands(few_lines as f64)), few, few_lines, "lines");
    row(&format!("{} lines", thousands(many_lines as f64)), many, many_lines, "lines");
    reach("a line's cost in the long flow over the short", (many.0 / many_lines as f64) / (few.0 / few_lines as f64), false, 1.3);
}
