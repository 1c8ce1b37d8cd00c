//! `cargo bench --bench phrases`: megabytes a second with all folds, beside daachorse on text that is folded already; an utterance; loading.
//!
//! Nothing is asserted; what is printed are ratios of one run on one machine.
#![allow(clippy::print_stdout, reason = "a bench prints what it measured")]

#[allow(dead_code, reason = "each bench uses its part")]
mod measure;
#[path = "phrases/words.rs"]
mod words;

use std::fmt::Write;
use std::hint::black_box;
use std::time::Instant;

use daachorse::{CharwiseDoubleArrayAhoCorasick, CharwiseDoubleArrayAhoCorasickBuilder, MatchKind};
use huashu::base::phrase::{Fold, Folds, Matcher, Options, Set, Text};
use huashu::runtime::Machine;
use measure::{Best, reach, row, subject, thousands, timed};

/// Rounds in which everyone takes a turn.
const ROUNDS: usize = 20;
/// Utterances of the text.
const UTTERANCES: usize = 5_000;
/// Characters of an utterance.
const LENGTH: usize = 20;

fn main() {
    for count in [100, 10_000, 100_000] {
        let phrases = words::phrases(count);
        let said = words::utterances(UTTERANCES, LENGTH, &phrases);
        println!("\n{} phrases, {} utterances of {LENGTH} characters", thousands(count as f64), thousands(UTTERANCES as f64));
        scan(&phrases, &said);
        loading(&phrases);
    }
}

/// One pass over the text, with the folds of every set and with the sounds besides.
fn scan(phrases: &[String], said: &[String]) {
    let sounds = Options { folds: Folds::DEFAULT.with(Fold::Sound), ..Options::default() };
    let near = Options { folds: Folds::ALL, ..Options::default() };
    let matcher = |options: Options| Matcher::of(vec![Set::new(phrases.iter().map(String::as_str)).folding(options)]);
    let (made, plain) = timed(|| matcher(Options::default()));
    let (sound, near) = (matcher(sounds), matcher(near));
    let fold = |text: &str| Text::of(text, Options::default()).folded().collect::<String>();
    let mut folded: Vec<String> = phrases.iter().map(|p| fold(p)).collect();
    folded.sort();
    folded.dedup();
    let (built, peer) = timed(|| peer(&folded));
    let Some(peer) = peer else { return println!("daachorse takes no such phrases") };
    let bare: Vec<String> = said.iter().map(|s| fold(s)).collect();
    let bytes: usize = said.iter().map(String::len).sum();
    let mut best = [Best::new(); 4];
    let mut hits = [0usize; 4];
    for _ in 0..ROUNDS {
        for (at, matcher) in [&plain, &sound, &near].into_iter().enumerate() {
            let (seconds, found) = timed(|| said.iter().map(|s| matcher.hits(s, false).len()).sum());
            best[at].take(seconds);
            hits[at] = found;
        }
        let (seconds, found) = timed(|| bare.iter().map(|s| peer.leftmost_find_iter(s).count()).sum());
        best[3].take(seconds);
        hits[3] = found;
    }
    let names = ["huashu, all folds but the sounds", "huashu, homophones as well", "huashu, near sounds as well", "daachorse, folded text"];
    for (at, name) in names.into_iter().enumerate() {
        row(&format!("{name} ({} hits)", thousands(hits[at] as f64)), best[at], bytes, "bytes");
    }
    reach("daachorse's time over huashu's", best[3].0 / best[0].0, true, 0.5);
    println!("  made ready in {:.1} ms, daachorse's automaton in {:.1} ms", made * 1e3, built * 1e3);
    let mut each: Vec<u128> = said
        .iter()
        .map(|s| {
            let start = Instant::now();
            black_box(plain.hits(s, false));
            start.elapsed().as_nanos()
        })
        .collect();
    each.sort_unstable();
    println!("  an utterance: median {} ns, p99 {} ns", each[each.len() / 2], each[each.len() * 99 / 100]);
}

fn peer(phrases: &[String]) -> Option<CharwiseDoubleArrayAhoCorasick<u32>> {
    CharwiseDoubleArrayAhoCorasickBuilder::new().match_kind(MatchKind::LeftmostLongest).build(phrases).ok()
}

/// Loading a program that holds them.
fn loading(phrases: &[String]) {
    let mut text = String::from("流程 来电\n  环节 接听\n    必说 “Hello.”\n    结束 受理完成\n禁语 词表\n");
    for phrase in phrases {
        let _ = writeln!(text, "  “{phrase}”");
    }
    let (seconds, bytes) = timed(|| subject::compile(&subject::input(&text)));
    let bytes = match bytes {
        Ok(bytes) => bytes,
        Err(e) => return println!("huashu does not build the phrases: {e}"),
    };
    let (mut ours, mut json) = (Best::new(), Best::new());
    for _ in 0..ROUNDS {
        ours.take(timed(|| black_box(Machine::load(&bytes).is_ok())).0);
        json.take(timed(|| black_box(serde_json::from_slice::<serde_json::Value>(&bytes).is_ok())).0);
    }
    println!("  built in {:.0} ms, {} bytes", seconds * 1e3, thousands(bytes.len() as f64));
    row("loading the program", ours, bytes.len(), "bytes");
    row("serde_json into Value", json, bytes.len(), "bytes");
}
