//! A second, naive reading of the language: does the runtime do what the reference says?
//!
//! Scripts are drawn as a small tree (`script`) and written as text (`write`), so that the compiler stands trial together with the runtime:
//! the interpreter plays the drawn tree and never sees what the compiler made of it. It is written from the reference alone and keeps no
//! state that the reference does not speak of: a call is played by functions that wait (`flow`), a rule is judged by looking through all
//! that has happened (`judge`). `HUASHU_SEED` and `HUASHU_PAIRS` choose other pairs and more of them; both are printed.

pub mod actual;
mod beside;
mod calendar;
pub mod dice;
mod flow;
pub mod generate;
mod house;
mod judge;
mod ledger;
pub mod script;
pub mod shrink;
pub mod stream;
pub mod write;

use dice::Dice;
use script::{Script, Stream};
use std::sync::Arc;

/// How many streams are played on one script.
const STREAMS: usize = 200;

#[test]
#[allow(clippy::print_stdout, reason = "how many pairs of which seed is what it has to show")]
fn the_runtime_agrees_with_the_naive_interpreter() {
    let number = |name: &str, or: u64| std::env::var(name).ok().and_then(|v| v.parse().ok()).unwrap_or(or);
    let (seed, pairs) = (number("HUASHU_SEED", 20_260_305), number("HUASHU_PAIRS", 100_000) as usize);
    let scripts = pairs.div_ceil(STREAMS);
    let next = std::sync::atomic::AtomicUsize::new(0);
    let mut tally = Tally::default();
    std::thread::scope(|scope| {
        let run = || {
            let mut mine = Tally::default();
            loop {
                let i = next.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                if i >= scripts || mine.failed.is_some() {
                    return mine;
                }
                mine.script(seed.wrapping_mul(0x2545_F491_4F6C_DD1D).wrapping_add(i as u64));
            }
        };
        let workers = std::thread::available_parallelism().map_or(1, usize::from);
        let all: Vec<_> = (0..workers).map(|_| scope.spawn(run)).collect();
        for worker in all {
            tally.add(worker.join().expect("a worker"));
        }
    });
    println!("seed {seed}: {} pairs on {} scripts agree, {} drawn scripts refused", tally.pairs, tally.scripts, tally.refused.len());
    if std::env::var("HUASHU_REFUSED").is_ok() {
        tally.refused.sort();
        println!("{}", tally.refused.join("\n"));
    }
    if let Some(failed) = tally.failed {
        panic!("{failed}");
    }
    assert!(tally.pairs >= pairs, "only {} pairs", tally.pairs);
}

#[derive(Default)]
struct Tally {
    scripts: usize,
    pairs: usize,
    refused: Vec<String>,
    failed: Option<String>,
}

impl Tally {
    fn add(&mut self, other: Self) {
        self.scripts += other.scripts;
        self.pairs += other.pairs;
        self.refused.extend(other.refused);
        self.failed = self.failed.take().or(other.failed);
    }

    /// Draws scripts until one is accepted, and compares its streams.
    fn script(&mut self, seed: u64) {
        let mut dice = Dice::seeded(seed);
        let (script, machine) = loop {
            let script = generate::script(&mut dice);
            match actual::compile(&script) {
                Ok(machine) => break (script, machine),
                Err(why) => self.refused.push(why),
            }
        };
        let lengths = script.lengths();
        for _ in 0..STREAMS {
            let stream = stream::stream(&mut dice, &script, &lengths);
            self.pairs += 1;
            let (is, should) = (actual::play(&script, &machine, &stream), naive(&script, &stream));
            if is != should {
                self.failed = Some(shrink::report(seed, script, stream));
                return;
            }
        }
        self.scripts += 1;
    }
}

/// What is to be seen of a pair: what the flow does in order, then what is found of rules, then how they stand.
fn naive(script: &Script, stream: &Stream) -> Vec<String> {
    let now = stream.events.last().map_or(stream::START, |e| e.at);
    let mut acts = Vec::new();
    let (mut log, seen) = loop {
        let play = if script.house { house::play } else { flow::play };
        let (log, seen) = play(script, stream, &acts);
        // What a rule has done may set going, or spare, what comes after it: one after the other.
        match judge::acts(script, stream.given, &seen, now).into_iter().find(|act| !acts.contains(act)) {
            Some(act) => acts.push(act),
            None => break (log, seen),
        }
    };
    if !script.rules.is_empty() {
        let (found, verdicts) = judge::judge(script, stream.given, &seen, now);
        log.extend(found);
        log.extend(verdicts);
    }
    log
}

/// Whether the two still disagree.
fn disagree(script: &Script, stream: &Stream) -> Option<(Vec<String>, Vec<String>)> {
    // What is read is known: the first thing every flow does is to set its number.
    let sets = |f: &script::Flow| matches!(f.steps.first().and_then(|s| s.body.first()), Some(script::Stmt::Set(script::Sum::Is(_))));
    if !script.flows.iter().all(sets) {
        return None;
    }
    let machine: Arc<_> = actual::compile(script).ok()?;
    let both = (actual::play(script, &machine, stream), naive(script, stream));
    (both.0 != both.1).then_some(both)
}
