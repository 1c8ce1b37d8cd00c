//! The slow obvious matcher: every stretch of the text is folded with the tables of another crate and held against every phrase.

use super::blocks;
use super::readings::readings_of;
use huashu::base::phrase::{Fold, Folds, Matcher, Options, Set};
use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;

/// A folded character: what it is, as it is written, its bytes, and the marks before it.
#[derive(Debug, Clone, PartialEq)]
struct Letter {
    c: char,
    written: char,
    start: usize,
    end: usize,
    before: String,
}

fn letters(text: &str, folds: Folds) -> Vec<Letter> {
    let mut out = Vec::new();
    let mut before = String::new();
    for (start, c) in text.char_indices() {
        let drawn_over = matches!(c, '\u{332}'..='\u{338}' | '\u{20d0}'..='\u{20f0}');
        let plain: String = c.to_string().nfkd().collect();
        let framed = !c.is_alphanumeric() && !plain.contains(c) && matches!(c, '\u{2e80}'..='\u{33ff}' | '\u{1f100}'..='\u{1f2ff}');
        let framed = framed && plain.chars().all(char::is_alphanumeric);
        let mark = unicode_normalization::char::is_combining_mark(c) && !drawn_over;
        if !(c.is_alphanumeric() || c == '○' || mark || framed) {
            before.push(c);
            continue;
        }
        let mut text = c.to_string();
        if folds.has(Fold::Width) && folds.has(Fold::Form) {
            text = text.nfkd().collect();
        }
        if folds.has(Fold::Script) {
            text = fast2s::convert(&text);
        }
        if folds.has(Fold::Case) {
            text = text.to_lowercase();
        }
        for mut folded in text.chars() {
            if folds.has(Fold::Digits)
                && let Some(at) = "零〇○一壹幺二贰三叁四肆五伍六陆七柒八捌九玖".chars().position(|d| d == folded)
            {
                let digit = [0, 0, 0, 1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9][at];
                folded = char::from_digit(digit, 10).expect("a digit");
            }
            out.push(Letter { c: folded, written: c, start, end: start + c.len_utf8(), before: std::mem::take(&mut before) });
        }
    }
    out
}

fn readings(c: char) -> &'static [&'static str] {
    readings_of(c.to_digit(10).map_or(c, |d| "零一二三四五六七八九".chars().nth(d as usize).expect("ten digits")))
}

fn same(a: char, b: char, folds: Folds) -> bool {
    a == b || folds.has(Fold::Sound) && readings(a).iter().any(|s| readings(b).contains(s))
}

/// Runs of one character.
fn runs(letters: &[Letter]) -> Vec<(char, usize)> {
    let mut runs: Vec<(char, usize)> = Vec::new();
    for l in letters {
        match runs.last_mut() {
            Some((c, n)) if *c == l.c && joins(l) => *n += 1,
            _ => runs.push((l.c, 1)),
        }
    }
    runs
}

/// Whether a character may repeat the one before it: no digit does, nor what comes after a pause or many marks.
fn joins(l: &Letter) -> bool {
    !l.c.is_ascii_digit() && close(l)
}

fn close(l: &Letter) -> bool {
    let seen: Vec<char> = l.before.chars().filter(|c| *c != '\u{200b}').collect();
    seen.len() <= 2 && !seen.iter().any(|c| "。！？，、".contains(*c))
}

/// Whether a stretch is a phrase: the same runs, the inner ones perhaps longer.
fn is_phrase(said: &[Letter], phrase: &[Letter], folds: Folds) -> bool {
    let (a, b) = (runs(said), runs(phrase));
    let last = b.len() - 1;
    a.len() == b.len()
        && a.iter().zip(&b).enumerate().all(|(i, ((x, n), (y, m)))| {
            let count = if i == 0 || i == last { n == m } else { n == m || n > m && !y.is_ascii_digit() };
            same(*x, *y, folds) && count
        })
        && said.iter().skip(1).all(close)
}

/// Whether nothing that can be seen stands before a character.
fn touches(l: &Letter) -> bool {
    l.before.chars().all(|c| c == '\u{200b}')
}

/// Whether a number or a word of letters would be cut.
fn cuts(text: &[Letter], from: usize, to: usize) -> bool {
    let binds = |inner: &Letter, outer: &Letter| {
        if inner.c.is_ascii_digit() {
            return outer.c.is_ascii_digit();
        }
        inner.c.is_ascii_alphabetic() && outer.c.is_ascii_alphanumeric() && "Ａ".chars().chain(' '..='~').any(|c| c == outer.written)
    };
    let left = from > 0 && touches(&text[from]) && binds(&text[from], &text[from - 1]);
    left || to < text.len() && touches(&text[to]) && binds(&text[to - 1], &text[to])
}

/// All places, of overlapping ones the first and of these the longest.
fn slow(text: &str, phrases: &[&str], folds: Folds) -> Vec<(usize, usize)> {
    let said = letters(text, folds);
    let phrases: Vec<Vec<Letter>> = phrases.iter().map(|p| letters(p, folds)).collect();
    let mut found = Vec::new();
    for from in 0..said.len() {
        for to in from + 1..=said.len() {
            // A character said again and again is hit once.
            let again = |p: &[Letter]| from > 0 && runs(p).len() == 1 && said[from - 1].c == said[from].c && joins(&said[from]);
            let hit = |p: &Vec<Letter>| !again(p) && is_phrase(&said[from..to], p, folds) && !cuts(&said, from, to);
            if phrases.iter().any(hit) {
                found.push((said[from].start, said[to - 1].end));
            }
        }
    }
    found.sort_by_key(|(start, end)| (*start, std::cmp::Reverse(*end)));
    let mut last = 0;
    found.retain(|(start, end)| {
        let keep = *start >= last;
        if keep {
            last = *end;
        }
        keep
    });
    found
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_slow_obvious_matcher_finds_the_same(text in "[笨蛋電话話公工功行航07零七a A\u{ff21}b.　，。\u{200b}]{0,14}", sound in any::<bool>()) {
        let phrases = ["笨蛋", "电话", "公行", "007", "笨笨", "ab", "蛋", "工工a"];
        let folds = if sound { Folds::DEFAULT.with(Fold::Sound) } else { Folds::DEFAULT };
        let matcher = Matcher::of(vec![Set::new(phrases).folding(Options { folds, skip: 2 }).counting_quotes(true)]);
        let found: Vec<(usize, usize)> = matcher.hits(&text, false).iter().map(|hit| (hit.start, hit.end)).collect();
        prop_assert_eq!(found, slow(&text, &phrases, folds), "{}", text);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn of_hits_that_overlap_the_first_and_of_these_the_longest_is_told(text in "[笨蛋電话公工功行航07零a　，\u{fb01}]{0,16}", sound in any::<bool>()) {
        let phrases = ["笨蛋", "蛋电", "电话公", "话工行", "工行", "笨笨蛋", "蛋", "07", "0…工", "fi蛋", "i"];
        let folds = if sound { Folds::DEFAULT.with(Fold::Sound) } else { Folds::DEFAULT };
        let set = |phrases: &[&'static str]| Set::new(phrases.iter().copied()).folding(Options { folds, skip: 2 }).unless(["笨蛋电"]);
        let matcher = Matcher::of(vec![set(&phrases), set(&phrases[2..5])]);
        let mut wanted = matcher.every_hit(&text, false);
        let mut behind = [0; 2];
        wanted.retain(|hit| {
            let free = hit.start >= behind[hit.set];
            if free {
                behind[hit.set] = hit.end;
            }
            free
        });
        prop_assert_eq!(matcher.hits(&text, false), wanted, "{}", text);
    }
}

#[test]
fn every_hit_folded_slowly_is_its_phrase() {
    let mut checked = 0;
    for block in blocks() {
        if block.folds.has(Fold::NearSound) {
            continue;
        }
        let matcher = Matcher::of(vec![block.set]);
        for (line, text, _) in block.cases {
            for hit in matcher.hits(&text, block.first_turn) {
                let (said, phrase) = (&text[hit.start..hit.end], &block.phrases[hit.phrase]);
                let pieces: Vec<Vec<Letter>> = phrase.split('…').map(|p| letters(p, block.folds)).filter(|p| !p.is_empty()).collect();
                let mut rest = letters(said, block.folds);
                for piece in &pieces {
                    let wanted: Vec<char> = runs(piece).iter().map(|(c, _)| *c).collect();
                    let at = (0..rest.len())
                        .find(|at| {
                            let here: Vec<char> = runs(&rest[*at..]).iter().map(|(c, _)| *c).take(wanted.len()).collect();
                            here.len() == wanted.len() && here.iter().zip(&wanted).all(|(a, b)| same(*a, *b, block.folds))
                        })
                        .unwrap_or_else(|| panic!("line {line}: {said} is not {phrase}"));
                    rest.drain(..at + 1);
                }
                checked += 1;
            }
        }
    }
    assert!(checked > 150, "{checked} hits");
}

#[test]
fn the_tables_of_characters_are_those_of_their_crates() {
    let mut simplified = 0;
    for c in ('\u{3400}'..='\u{9fff}').chain('a'..='z') {
        let one = Options { folds: Folds::NONE.with(Fold::Script), skip: 0 };
        let folded: String = huashu::base::phrase::Text::of(&c.to_string(), one).folded().collect();
        let twin = fast2s::convert(&c.to_string());
        assert_eq!(folded, twin);
        simplified += usize::from(twin != c.to_string());
    }
    assert!(simplified > 2_000, "{simplified} characters have a simplified twin");
    for (syllable, chars) in include_str!("../../src/base/phrase/data/readings.txt").lines().filter_map(|l| l.split_once(' ')) {
        for c in chars.chars().step_by(37) {
            let known: Vec<String> = readings(c).iter().map(|r| r.replace('ü', "v").replace('ê', "e")).collect();
            assert!(known.iter().any(|r| r == syllable), "{c} is not read {syllable}");
        }
    }
}
