//! Sets of phrases, and which of them an utterance hits.

use super::fold::Folds;
use super::index::Index;
use super::look::Look;
use super::text::Options;
use smol_str::SmolStr;
use std::cmp::Reverse;

/// Where in an utterance a phrase counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum At {
    /// Anywhere.
    #[default]
    Anywhere,
    /// 句首
    SentenceStart,
    /// 首句: in the first turn alone.
    FirstTurn,
    /// 句尾
    SentenceEnd,
}

/// A phrase found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hit {
    /// Its set, in order.
    pub set: usize,
    /// Which phrase of the set.
    pub phrase: usize,
    /// First byte.
    pub start: usize,
    /// Behind the last byte.
    pub end: usize,
    /// What had to be folded.
    pub folds: Folds,
}

/// Phrases that count alike.
#[derive(Debug, Clone, Default)]
pub struct Set {
    pub(super) phrases: Vec<SmolStr>,
    pub(super) shields: Vec<SmolStr>,
    pub(super) at: At,
    pub(super) quotes_count: bool,
    pub(super) anything: bool,
    pub(super) options: Options,
}

impl Set {
    /// A set of phrases that count anywhere. `…` in a phrase is anything up to the end of the sentence.
    pub fn new<P: Into<SmolStr>>(phrases: impl IntoIterator<Item = P>) -> Self {
        Self { phrases: phrases.into_iter().map(Into::into).collect(), ..Self::default() }
    }

    /// 除非: longer texts inside which nothing counts.
    #[must_use]
    pub fn unless<P: Into<SmolStr>>(mut self, texts: impl IntoIterator<Item = P>) -> Self {
        self.shields = texts.into_iter().map(Into::into).collect();
        self
    }

    /// 位置
    #[must_use]
    pub fn at(mut self, at: At) -> Self {
        self.at = at;
        self
    }

    /// 引述也算
    #[must_use]
    pub fn counting_quotes(mut self, count: bool) -> Self {
        self.quotes_count = count;
        self
    }

    /// Whatever stands around a phrase it counts, and marks inside it do not: for words that ought to be said. Phrases that overlap are all told.
    #[must_use]
    pub fn counting_all(mut self) -> Self {
        self.anything = true;
        self.options = Options::words_alone();
        self
    }

    /// Which differences of writing do not count.
    #[must_use]
    pub fn folding(mut self, options: Options) -> Self {
        self.options = options;
        self
    }
}

/// Sets prepared for finding, all at once.
#[derive(Debug, Clone, Default)]
pub struct Matcher {
    pub(super) sets: Vec<Set>,
    groups: Vec<Group>,
}

/// Sets that fold alike share a pass.
#[derive(Debug, Clone)]
pub(super) struct Group {
    pub(super) options: Options,
    pub(super) index: Index,
    /// Its sets, each with the number that its first phrase has in the index; shields are numbered behind the phrases.
    pub(super) sets: Vec<(usize, usize)>,
}

impl Matcher {
    /// Files the phrases of all sets.
    pub fn of(sets: Vec<Set>) -> Self {
        let mut kinds: Vec<Options> = Vec::new();
        for set in &sets {
            if !kinds.contains(&set.options) {
                kinds.push(set.options);
            }
        }
        let group = |options: Options| {
            let of = || sets.iter().enumerate().filter(move |(_, set)| set.options == options);
            let first = of().scan(0, |next, (s, set)| Some((s, std::mem::replace(next, *next + set.phrases.len() + set.shields.len()))));
            let words = of().flat_map(|(_, set)| set.phrases.iter().chain(&set.shields)).map(SmolStr::as_str);
            Group { options, index: Index::of(words, options), sets: first.collect() }
        };
        let groups = kinds.into_iter().map(group).collect();
        Self { sets, groups }
    }

    /// The phrases that an utterance hits, by set and place: of those which overlap in one set, the one that begins first, and of these the longest.
    /// `first_turn` tells whether it is the first turn of its speaker.
    pub fn hits(&self, said: &str, first_turn: bool) -> Vec<Hit> {
        self.all(said, first_turn, false)
    }

    /// The same, with those that overlap.
    pub fn every_hit(&self, said: &str, first_turn: bool) -> Vec<Hit> {
        self.all(said, first_turn, true)
    }

    /// The first hit of a first turn, overlapping or not, that is accepted, among phrases that are asked for by set and number: no other is
    /// looked at.
    pub fn find_hit(&self, said: &str, asked: impl Fn(usize, usize) -> bool, mut accept: impl FnMut(&Hit) -> bool) -> Option<Hit> {
        self.groups.iter().find_map(|group| {
            let look = || Look::at(self, group, said, true, true).asking(&asked);
            group.search(said, look, &mut accept)
        })
    }

    /// How many phrases are looked at closely for an utterance: the work that it makes.
    pub fn looked_at(&self, said: &str) -> usize {
        self.groups.iter().map(|group| group.index.looked_at(said, group.options)).sum()
    }

    fn all(&self, said: &str, first_turn: bool, overlapping: bool) -> Vec<Hit> {
        let mut hits = Vec::new();
        for group in &self.groups {
            let look = || Look::at(self, group, said, first_turn, overlapping);
            group.search(said, look, |hit| {
                hits.push(*hit);
                false
            });
        }
        hits.sort_by_key(Hit::order);
        hits
    }
}

impl Group {
    /// The first hit that is accepted.
    fn search<'m>(&self, said: &str, look: impl FnOnce() -> Look<'m>, accept: impl FnMut(&Hit) -> bool) -> Option<Hit> {
        match &self.index {
            Index::Written(index) => {
                let candidates = index.candidates(said);
                if candidates.is_empty() { None } else { look().through(&candidates, accept) }
            }
            Index::Sounding(index) => index.may_be_in(said).then(look)?.throughout(index, accept),
        }
    }

    /// The set of a phrase of the index, and its number there.
    pub(super) fn owner(&self, phrase: usize) -> Option<(usize, usize)> {
        let behind = self.sets.partition_point(|(_, first)| *first <= phrase);
        self.sets.get(behind.checked_sub(1)?).map(|(set, first)| (*set, phrase - first))
    }
}

impl Set {
    /// A phrase, or behind them a shield.
    pub(super) fn words(&self, index: usize) -> Option<&SmolStr> {
        self.phrases.get(index).or_else(|| self.shields.get(index.checked_sub(self.phrases.len())?))
    }
}

impl Hit {
    /// By set and place, the longest first.
    pub(super) fn order(&self) -> (usize, usize, Reverse<usize>, usize) {
        (self.set, self.start, Reverse(self.end), self.phrase)
    }
}
