//! Which phrases may stand in a text: every phrase is filed under three of its characters in a row, the rarest it has.
//!
//! One pass over a text asks for each three characters whether anything is filed there; nearly always nothing is. What is, is looked at closely.
//! With sounds folded, characters are filed and asked for under every syllable they can be read as.

use super::fold::{Fold, Folds, Part, UNKNOWN, fold, part, spoken_digit};
use super::hanzi;
use super::text::{Options, Text, repeatable};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// Phrases filed under some of their characters. Phrases are known by their number, the order in which they were given.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "compiler", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct Files(
    /// Ascending: what the characters make, the phrase, and how many of its characters stand before them.
    pub Vec<(u32, u32, u32)>,
);

/// How many characters in a row a phrase is filed under, where it has as many.
const GRAM: usize = 3;

impl Files {
    /// Files phrases; of one with a `…`, the words before it.
    pub fn of<'p>(phrases: impl IntoIterator<Item = &'p str>, options: Options) -> Self {
        let words: Vec<Vec<Symbols>> = phrases.into_iter().map(|p| head(p, options)).collect();
        let mut common: HashMap<u32, u32> = HashMap::new();
        for key in words.iter().flat_map(|w| grams(w)).flat_map(|(_, keys)| keys) {
            *common.entry(key).or_default() += 1;
        }
        let mut files = Vec::new();
        for (phrase, word) in words.iter().enumerate() {
            // The rarest, and of those the one with the fewest ways to read it.
            let cost = |keys: &Vec<u32>| keys.iter().map(|k| u64::from(common.get(k).copied().unwrap_or(0))).sum::<u64>();
            if let Some((at, keys)) = grams(word).min_by_key(|(at, keys)| (cost(keys), *at)) {
                files.extend(keys.into_iter().map(|key| (key, phrase as u32, at as u32)));
            }
        }
        files.sort_unstable();
        files.dedup();
        Self(files)
    }

    /// Whether it can be used: what a loader asks of a document.
    pub fn is_sound(&self, phrases: usize) -> bool {
        self.0.windows(2).all(|w| matches!(w, [a, b] if a < b)) && self.0.iter().all(|(_, phrase, _)| (*phrase as usize) < phrases)
    }
}

/// The symbols of a phrase up to its first `…`, by character, repeated ones once.
fn head(phrase: &str, options: Options) -> Vec<Symbols> {
    let first = phrase.split('…').find(|piece| piece.chars().any(|c| part(c) == Part::Word)).unwrap_or_default();
    Text::of(first, options).runs.iter().map(|run| Symbols::of(run.c, options.folds)).collect()
}

/// What is filed under each of the places of a phrase.
fn grams(word: &[Symbols]) -> impl Iterator<Item = (usize, Vec<u32>)> + '_ {
    let length = word.len().min(GRAM);
    word.windows(length.max(1)).take(if length == 0 { 0 } else { usize::MAX }).enumerate().map(|(at, window)| {
        let mut keys = vec![START];
        for symbols in window {
            keys = keys.iter().flat_map(|key| symbols.iter().map(move |s| join(*key, s))).collect();
        }
        keys.sort_unstable();
        keys.dedup();
        (at, keys)
    })
}

/// Nothing in a row yet.
const START: u32 = 0x811c_9dc5;

/// A row with one symbol more.
fn join(key: u32, symbol: u32) -> u32 {
    (key ^ symbol).wrapping_mul(0x9e37_79b1).rotate_left(15)
}

/// What a character is filed under: itself, or every syllable it can be read as.
#[derive(Debug, Clone, Copy)]
enum Symbols {
    Itself(char),
    Read(&'static [hanzi::Syllable]),
}

impl Symbols {
    fn of(c: char, folds: Folds) -> Self {
        let read = match (folds.has(Fold::Sound), folds.has(Fold::NearSound)) {
            (_, true) => hanzi::near_readings(spoken_digit(c)),
            (true, false) => hanzi::readings(spoken_digit(c)),
            (false, false) => &[],
        };
        if read.is_empty() { Self::Itself(c) } else { Self::Read(read) }
    }

    /// Syllables are numbered from 0 to 420; they may be taken for rare letters, which the closer look tells apart.
    fn iter(self) -> impl Iterator<Item = u32> {
        let (own, read) = match self {
            Self::Itself(c) => (Some(c as u32), &[][..]),
            Self::Read(read) => (None, read),
        };
        own.into_iter().chain(read.iter().map(|s| u32::from(*s)))
    }
}

/// Whether two folded characters count as the same, and what had to be folded for it.
pub(super) fn alike(a: char, b: char, folds: Folds) -> Option<Folds> {
    if a == b {
        return (a != UNKNOWN).then_some(Folds::NONE);
    }
    let shares = |of: fn(char) -> &'static [hanzi::Syllable]| {
        let b = of(spoken_digit(b));
        of(spoken_digit(a)).iter().any(|s| b.contains(s))
    };
    let sounds = folds.has(Fold::Sound) || folds.has(Fold::NearSound);
    if sounds && shares(hanzi::readings) {
        return Some(Folds::NONE.with(Fold::Sound));
    }
    (folds.has(Fold::NearSound) && shares(hanzi::near_readings)).then_some(Folds::NONE.with(Fold::NearSound))
}

/// Files with the way they are asked.
#[derive(Debug, Clone)]
pub(super) struct Index {
    files: Files,
    options: Options,
    /// The longest run of marks that may stand inside a phrase.
    reach: u8,
    /// A bit for each thing that something may be filed under: nearly all are unset.
    bits: Vec<u64>,
    /// Whether phrases are filed under one, two, three characters.
    lengths: [bool; GRAM],
    /// By character from [`hanzi::FIRST`]: what it is folded to.
    letters: Vec<char>,
}

/// A phrase that may begin at a run of a text.
pub(super) type Candidate = (usize, u32);

impl Index {
    /// Asks files of phrases that have at most `own` marks between two characters themselves.
    pub(super) fn new(files: Files, options: Options, own: u8, lengths: [bool; GRAM]) -> Self {
        let size = (files.0.len() * 64).next_power_of_two().clamp(1 << 12, 1 << 24);
        let mut bits = vec![0u64; size / 64];
        for (key, _, _) in &files.0 {
            let at = *key as usize & (size - 1);
            if let Some(word) = bits.get_mut(at / 64) {
                *word |= 1 << (at % 64);
            }
        }
        let letters = (hanzi::FIRST..=hanzi::LAST).filter_map(char::from_u32).map(|c| {
            let mut folded = c;
            fold(c, options.folds, |to, _| folded = to);
            folded
        });
        Self { files, options, reach: options.skip.max(own), bits, lengths, letters: letters.collect() }
    }

    /// The files that it asks.
    pub(super) fn files(&self) -> &Files {
        &self.files
    }

    /// The phrases that may begin at runs of a text. None that stands there is missing.
    pub(super) fn candidates(&self, text: &str) -> Vec<Candidate> {
        let mut pass = Pass { index: self, row: [None; 2], last: UNKNOWN, runs: 0, found: Vec::new() };
        let mut gap = 0u8;
        for c in text.chars() {
            if let Some(letter) = (c as u32).checked_sub(hanzi::FIRST).and_then(|at| self.letters.get(at as usize)) {
                pass.take(*letter);
                gap = 0;
                continue;
            }
            match part(c) {
                Part::Word => {
                    fold(c, self.options.folds, |c, _| pass.take(c));
                    gap = 0;
                }
                Part::End if !self.options.crosses_ends() => pass.last = UNKNOWN,
                Part::Invisible | Part::End => {}
                kind @ (Part::Mark | Part::Pause) => {
                    gap = gap.saturating_add(1);
                    if gap > self.options.skip || kind == Part::Pause && !self.options.crosses_ends() {
                        pass.last = UNKNOWN;
                    }
                    if gap > self.reach {
                        pass.row = [None; 2];
                    }
                }
            }
        }
        pass.found.sort_unstable();
        pass.found.dedup();
        pass.found
    }

    /// What is filed under a key.
    fn filed(&self, key: u32) -> &[(u32, u32, u32)] {
        let at = key as usize & (self.bits.len() * 64 - 1);
        if self.bits.get(at / 64).is_none_or(|word| word & (1 << (at % 64)) == 0) {
            return &[];
        }
        let from = self.files.0.partition_point(|(k, _, _)| *k < key);
        let rest = self.files.0.get(from..).unwrap_or_default();
        let count = rest.iter().take_while(|(k, _, _)| *k == key).count();
        rest.get(..count).unwrap_or_default()
    }
}

/// One pass over a text.
struct Pass<'i> {
    index: &'i Index,
    /// The two characters before.
    row: [Option<Symbols>; 2],
    /// The character before, [`UNKNOWN`] where another one like it is not a repetition.
    last: char,
    /// How many runs of equal characters have begun.
    runs: usize,
    found: Vec<Candidate>,
}

impl Pass<'_> {
    #[inline]
    fn take(&mut self, c: char) {
        if c == self.last {
            return;
        }
        let repeats = self.index.options.folds.has(Fold::Repeated) && repeatable(c);
        self.last = if repeats { c } else { UNKNOWN };
        self.runs += 1;
        let symbols = Symbols::of(c, self.index.options.folds);
        let [one, two, three] = self.index.lengths;
        match (self.row, symbols) {
            // By far the most usual.
            ([Some(Symbols::Itself(a)), Some(Symbols::Itself(b))], Symbols::Itself(c)) => {
                let (a, b, c) = (a as u32, b as u32, c as u32);
                if three {
                    self.ask(3, join(join(join(START, a), b), c));
                }
                if two {
                    self.ask(2, join(join(START, b), c));
                }
                if one {
                    self.ask(1, join(START, c));
                }
            }
            ([a, b], c) => {
                for s in c.iter() {
                    if one {
                        self.ask(1, join(START, s));
                    }
                    for r in b.into_iter().flat_map(Symbols::iter) {
                        if two {
                            self.ask(2, join(join(START, r), s));
                        }
                        if three {
                            a.into_iter().flat_map(Symbols::iter).for_each(|q| self.ask(3, join(join(join(START, q), r), s)));
                        }
                    }
                }
            }
        }
        self.row = [self.row[1], Some(symbols)];
    }

    #[inline]
    fn ask(&mut self, length: usize, key: u32) {
        for (_, phrase, before) in self.index.filed(key) {
            if let Some(run) = self.runs.checked_sub(length + *before as usize) {
                self.found.push((run, *phrase));
            }
        }
    }
}

/// Under how many characters phrases are filed.
pub(super) fn lengths<'p>(phrases: impl IntoIterator<Item = &'p str>, options: Options) -> [bool; GRAM] {
    let mut some = [false; GRAM];
    for phrase in phrases {
        if let Some(slot) = head(phrase, options).len().min(GRAM).checked_sub(1).and_then(|n| some.get_mut(n)) {
            *slot = true;
        }
    }
    some
}
