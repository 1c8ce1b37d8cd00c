//! The matcher of phrases: what it finds in hand-made cases, and that a slow obvious one finds the same.

mod crowd;
mod readings;
mod slow;
mod spoken;
mod wanted;

use huashu::base::phrase::{At, Fold, Folds, Hit, Matcher, Options, Set};
use std::fmt::Write as _;

/// A block of `cases.txt`.
#[derive(Debug, Clone)]
struct Block {
    set: Set,
    phrases: Vec<String>,
    folds: Folds,
    first_turn: bool,
    /// Line number, text, and what is to be hit.
    cases: Vec<(usize, String, Spans)>,
}

/// Bytes of a text, the end not included.
type Spans = Vec<(usize, usize)>;

fn list(rest: &str) -> Vec<String> {
    rest.split('、').map(str::to_owned).collect()
}

fn blocks() -> Vec<Block> {
    let mut blocks: Vec<(Block, Options)> = Vec::new();
    for (number, line) in include_str!("cases.txt").lines().enumerate() {
        if let Some(marked) = line.strip_prefix("  ") {
            let (block, _) = blocks.last_mut().expect("phrases come first");
            let (text, spans) = unmark(marked);
            block.cases.push((number + 1, text, spans));
            continue;
        }
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let (word, rest) = line.split_once(' ').expect("a word and what it sets");
        if word == "phrases" {
            let options = Options::default();
            let set = Set::new(list(rest));
            blocks.push((Block { set, phrases: list(rest), folds: options.folds, first_turn: false, cases: Vec::new() }, options));
            continue;
        }
        let (block, options) = blocks.last_mut().expect("phrases come first");
        let set = std::mem::take(&mut block.set);
        block.set = match word {
            "except" => set.unless(list(rest)),
            "quotes" => set.counting_quotes(true),
            "at" => set.at(match rest {
                "句首" => At::SentenceStart,
                "句尾" => At::SentenceEnd,
                "首句" => At::FirstTurn,
                other => panic!("no place {other}"),
            }),
            "turn" => {
                block.first_turn = true;
                set
            }
            "skip" => {
                options.skip = rest.parse().expect("a number");
                set.folding(*options)
            }
            "fold" => {
                for change in rest.split(' ') {
                    options.folds = changed(options.folds, change);
                }
                block.folds = options.folds;
                set.folding(*options)
            }
            other => panic!("no setting {other}"),
        };
    }
    blocks.into_iter().map(|(block, _)| block).collect()
}

fn changed(folds: Folds, change: &str) -> Folds {
    let fold = match change.trim_start_matches(['+', '-']) {
        "sound" => Fold::Sound,
        "near" => Fold::NearSound,
        "script" => Fold::Script,
        "case" => Fold::Case,
        "width" => Fold::Width,
        "digits" => Fold::Digits,
        "repeated" => Fold::Repeated,
        other => panic!("no fold {other}"),
    };
    if change.starts_with('+') { folds.with(fold) } else { folds.without(fold) }
}

/// A text without its marks, and the bytes that they enclose.
fn unmark(marked: &str) -> (String, Spans) {
    let (mut text, mut spans, mut from) = (String::new(), Vec::new(), None);
    for c in marked.chars() {
        match c {
            '[' => from = Some(text.len()),
            ']' => spans.push((from.take().expect("a mark opens first"), text.len())),
            c => text.push(c),
        }
    }
    assert_eq!(from, None, "a mark is closed: {marked}");
    (text, spans)
}

fn spans(hits: &[Hit]) -> Spans {
    let mut spans: Spans = hits.iter().map(|hit| (hit.start, hit.end)).collect();
    spans.sort_unstable();
    spans
}

#[test]
fn the_hand_made_cases_are_hit_where_they_are_marked() {
    let (mut right, mut missed, mut wrong, mut cases, mut told) = (0, 0, 0, 0, String::new());
    for block in blocks() {
        let matcher = Matcher::of(vec![block.set]);
        for (line, text, wanted) in block.cases {
            cases += 1;
            let found = spans(&matcher.hits(&text, block.first_turn));
            let good = found.iter().filter(|span| wanted.contains(span)).count();
            right += good;
            missed += wanted.len() - good;
            wrong += found.len() - good;
            if found != wanted {
                let shown: Vec<&str> = found.iter().filter_map(|(a, b)| text.get(*a..*b)).collect();
                let _ = writeln!(told, "line {line}: {text}: found {shown:?}");
            }
        }
    }
    let precision = right as f64 / (right + wrong) as f64;
    let recall = right as f64 / (right + missed) as f64;
    println!("{cases} cases, {right} hits found; precision {precision:.3}, recall {recall:.3}");
    assert!(told.is_empty(), "precision {precision:.3}, recall {recall:.3}\n{told}");
    assert!(cases >= 300, "there are {cases} cases");
}
