//! `cargo bench --bench phrases`: megabytes a second with all folds, beside daachorse on text that is folded already; an utterance; loading.
//!
//! Texts and phrases are drawn from `phrases/talk.txt`, sentences as they are said on the telephone, which are this bench's own and stay as they are.
//! Nothing is asserted; what is printed are ratios of one run on one machine.
#![allow(clippy::print_stdout, reason = "a bench prints what it measured")]

#[allow(dead_code, reason = "each bench uses its part")]
mod measure;
#[allow(dead_code, reason = "each bench uses its part")]
mod scripts;
#[path = "phrases/words.rs"]
mod words;

use std::hint::black_box;
use std::time::Instant;

use daachorse::{CharwiseDoubleArrayAhoCorasick, CharwiseDoubleArrayAhoCorasickBuilder, MatchKind};
use huashu::base::phrase::{Fold, Folds, Matcher, Options, Set, Text};
use huashu::runtime::Machine;
use measure::{Best, reach, row, subject, thousands, timed};

/// Rounds in which everyone takes a turn.
const ROUNDS: usize = 40;
/// Rounds in which the sounds take part: they cost many times as much.
const SOUND_ROUNDS: usize = 5;
/// Utterances of the text.
const UTTERANCES: usize = 5_000;
/// Utterances after which the next one takes its turn: some hundredths of a millisecond, in which nothing else comes between.
const PIECE: usize = 100;
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
    let (plain, sound, near) = (matcher(Options::default()), matcher(sounds), matcher(near));
    let fold = |text: &str| Text::of(text, Options::default()).folded().collect::<String>();
    let mut folded: Vec<String> = phrases.iter().map(|p| fold(p)).collect();
    folded.sort();
    folded.dedup();
    let Some(peer) = peer(&folded) else { return println!("daachorse takes no such phrases") };
    let bare: Vec<String> = said.iter().map(|s| fold(s)).collect();
    let readings = words::first_readings();
    let hear = |text: &str| fold(text).chars().map(|c| readings.get(&c).copied().unwrap_or(c)).collect::<String>();
    let mut heard: Vec<String> = phrases.iter().map(|p| hear(p)).collect();
    heard.sort();
    heard.dedup();
    let Some(hearing) = self::peer(&heard) else { return println!("daachorse takes no such phrases") };
    let heard: Vec<String> = said.iter().map(|s| hear(s)).collect();
    let mut best = vec![[Best::new(); 5]; said.len().div_ceil(PIECE)];
    let mut hits = [0usize; 5];
    for round in 0..ROUNDS {
        let pieces = said.chunks(PIECE).zip(bare.chunks(PIECE)).zip(heard.chunks(PIECE));
        for (((said, bare), heard), best) in pieces.zip(&mut best) {
            let mut turn = |at: usize, (seconds, found): (f64, usize)| {
                best[at].take(seconds);
                hits[at] += if round == 0 { found } else { 0 };
            };
            let matchers = [&plain, &sound, &near].into_iter().enumerate();
            for (at, matcher) in matchers.take(if round < SOUND_ROUNDS { 3 } else { 1 }) {
                turn(at, timed(|| said.iter().map(|s| matcher.hits(s, false).len()).sum()));
            }
            turn(3, timed(|| bare.iter().map(|s| peer.leftmost_find_iter(s).count()).sum()));
            turn(4, timed(|| heard.iter().map(|s| hearing.leftmost_find_iter(s).count()).sum()));
        }
    }
    let bytes: usize = said.iter().map(String::len).sum();
    let all = |at: usize| Best(best.iter().map(|best| best[at].0).sum());
    let names = [
        "huashu, all folds but the sounds",
        "huashu, homophones as well",
        "huashu, near sounds as well",
        "daachorse, folded text",
        "daachorse, first readings",
    ];
    for (at, name) in names.into_iter().enumerate() {
        row(&format!("{name} ({} hits)", thousands(hits[at] as f64)), all(at), bytes, "bytes");
    }
    reach("daachorse's time over huashu's", all(3).0 / all(0).0, true, 0.5);
    // The peer hears each character in one way, and finds less.
    reach("the same by sound: first readings", all(4).0 / all(1).0, true, 0.5);
    let one = |s: &String| {
        let turn = || {
            let start = Instant::now();
            black_box(plain.hits(s, false));
            start.elapsed().as_nanos()
        };
        (0..5).map(|_| turn()).min().unwrap_or_default()
    };
    let mut each: Vec<u128> = said.iter().map(one).collect();
    each.sort_unstable();
    println!("  an utterance: median {} ns, p99 {} ns", each[each.len() / 2], each[each.len() * 99 / 100]);
}

fn peer(phrases: &[String]) -> Option<CharwiseDoubleArrayAhoCorasick<u32>> {
    CharwiseDoubleArrayAhoCorasickBuilder::new().match_kind(MatchKind::LeftmostLongest).build(phrases).ok()
}

/// Loading a program that forbids them, and what it would be to load it with their keys stored: as many rows of numbers to read, after which the
/// filters would have to be made as they are now.
fn loading(phrases: &[String]) {
    let (seconds, bytes) = timed(|| subject::compile(&subject::input(&scripts::forbidding(phrases))));
    let bytes = match bytes {
        Ok(bytes) => bytes,
        Err(e) => return println!("huashu does not build the phrases: {e}"),
    };
    let rows: Vec<(u32, u32, u32)> = (0..phrases.len() as u32).map(|at| (at.wrapping_mul(0x9e37_79b1), at, at % 3)).collect();
    let stored = serde_json::to_vec(&rows).unwrap_or_default();
    let mut best = [Best::new(); 5];
    for _ in 0..ROUNDS {
        let set = Set::new(phrases.iter().map(String::as_str));
        best[0].take(timed(|| black_box(Machine::load(&bytes).is_ok())).0);
        best[1].take(timed(|| black_box(Matcher::of(vec![set]))).0);
        best[2].take(timed(|| black_box(serde_json::from_slice::<Vec<(u32, u32, u32)>>(&stored).is_ok())).0);
        best[3].take(timed(|| black_box(serde_json::from_slice::<serde_json::Value>(&bytes).is_ok())).0);
    }
    best[4].take(timed(|| black_box(peer(phrases).is_some())).0);
    println!("  built in {:.0} ms, {} bytes", seconds * 1e3, thousands(bytes.len() as f64));
    let names = ["loading the program", "  of which making the phrases ready", "  reading their keys if they were stored"];
    let names = names.into_iter().chain(["serde_json into Value", "daachorse's automaton, made"]);
    let sizes = [Some(bytes.len()), None, Some(stored.len()), None, None].map(|size| size.map(|size| thousands(size as f64) + " bytes"));
    for ((name, best), size) in names.zip(best).zip(sizes) {
        println!("  {name:<44} {:>9.2} ms {:>19}", best.0 * 1e3, size.unwrap_or_default());
    }
}
