//! Sets of phrases, and which of them an utterance hits.

use super::context::{again, in_position, is_bare_negation, is_question, is_quoted, stops};
use super::exact::{Piece, Place};
use super::fold::{Fold, Folds};
use super::index::{Candidate, Index};
use super::text::{Options, Run, Text};
use smol_str::SmolStr;

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
    phrases: Vec<SmolStr>,
    shields: Vec<SmolStr>,
    at: At,
    quotes_count: bool,
    anything: bool,
    options: Options,
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
    sets: Vec<Set>,
    groups: Vec<Group>,
}

/// Sets that fold alike share a pass.
#[derive(Debug, Clone)]
struct Group {
    options: Options,
    index: Index,
    /// Its sets, each with the number that its first phrase has in the index; shields are numbered behind the phrases.
    sets: Vec<(usize, usize)>,
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
        let mut hits = self.every_hit(said, first_turn);
        let mut last: Option<(usize, usize)> = None;
        hits.retain(|hit| {
            if self.sets.get(hit.set).is_some_and(|set| set.anything) {
                return true;
            }
            let keep = last.is_none_or(|(set, end)| set != hit.set || hit.start >= end);
            if keep {
                last = Some((hit.set, hit.end));
            }
            keep
        });
        hits
    }

    /// The same, with those that overlap.
    pub fn every_hit(&self, said: &str, first_turn: bool) -> Vec<Hit> {
        let mut hits = Vec::new();
        for group in &self.groups {
            let candidates = group.index.candidates(said);
            if !candidates.is_empty() {
                self.look(group, &candidates, said, first_turn, &mut hits);
            }
        }
        hits.sort_by_key(|hit| (hit.set, hit.start, std::cmp::Reverse(hit.end), hit.phrase));
        hits
    }

    fn look(&self, group: &Group, candidates: &[Candidate], said: &str, first_turn: bool, out: &mut Vec<Hit>) {
        let text = Text::of(said, group.options);
        let mut piece = Piece::default();
        let mut found: Vec<(usize, usize, Place)> = Vec::new();
        for (run, phrase) in candidates {
            let Some((s, i)) = group.owner(*phrase as usize) else { continue };
            let Some(words) = self.sets.get(s).and_then(|set| set.words(i)) else { continue };
            found.extend(place(words, said, &text, *run, group.options, &mut piece).map(|place| (s, i, place)));
        }
        for (s, i, place) in &found {
            let Some(set) = self.sets.get(*s) else { continue };
            let shielded = |(other, j, shield): &(usize, usize, Place)| {
                // A shield is a longer word: it has to stand there as it is written.
                let intact = !shield.took.has(Fold::Skipped) && !shield.took.has(Fold::Repeated);
                other == s && *j >= set.phrases.len() && intact && shield.first <= place.first && place.behind <= shield.behind
            };
            let Some(words) = set.phrases.get(*i).filter(|_| set.shields.is_empty() || !found.iter().any(shielded)) else { continue };
            let (Some(first), Some(last)) = (text.units.get(place.first), text.units.get(place.behind - 1)) else { continue };
            if set.counts(words, &text, place, first_turn) {
                out.push(Hit { set: *s, phrase: *i, start: first.start, end: last.end, folds: place.took });
            }
        }
    }
}

impl Group {
    /// The set of a phrase of the index, and its number there.
    fn owner(&self, phrase: usize) -> Option<(usize, usize)> {
        let behind = self.sets.partition_point(|(_, first)| *first <= phrase);
        self.sets.get(behind.checked_sub(1)?).map(|(set, first)| (*set, phrase - first))
    }
}

impl Set {
    /// A phrase, or behind them a shield.
    fn words(&self, index: usize) -> Option<&SmolStr> {
        self.phrases.get(index).or_else(|| self.shields.get(index.checked_sub(self.phrases.len())?))
    }

    /// Whether a phrase counts at its place.
    fn counts(&self, words: &str, text: &Text, place: &Place, first_turn: bool) -> bool {
        self.anything
            || (self.at != At::FirstTurn || first_turn)
                && !is_question(text, place.first)
                && (self.quotes_count || !is_quoted(text, place.first))
                && in_position(text, self.at, place.first, place.behind)
                && self.may_go_on(words, text, place)
    }

    /// Whether what is said may go on behind a phrase as it does: behind a bare negation of two characters it has to stop.
    fn may_go_on(&self, words: &str, text: &Text, place: &Place) -> bool {
        let longer = place.behind - place.first > 2 && !words.contains('…');
        if longer || words.trim_end().ends_with('…') || stops(text, place.behind) {
            return true;
        }
        let phrase = Text::of(words, self.options);
        !is_bare_negation(&phrase) || again(text, place.behind, &phrase)
    }
}

/// Whether a text holds a phrase, whatever stands around it: the same as a set that counts all.
pub fn contains(said: &str, phrase: &str) -> bool {
    holds(said, phrase, Options::words_alone())
}

/// Whether a text holds a phrase that is compared in this way, whatever stands around it.
pub fn holds(said: &str, phrase: &str, options: Options) -> bool {
    let text = Text::of(said, options);
    let mut piece = Piece::default();
    (0..text.runs.len()).any(|run| place(phrase, said, &text, run, options, &mut piece).is_some())
}

/// Where a phrase stands whose first piece may begin at a run; its other pieces follow in the same sentence.
fn place<'p>(words: &'p str, said: &str, text: &Text, run: usize, options: Options, piece: &mut Piece<'p>) -> Option<Place> {
    let mut place: Option<Place> = None;
    for words in words.split('…') {
        piece.refold(words, options);
        if piece.text().runs.is_empty() {
            continue;
        }
        let Some(before) = place else {
            place = Some(piece.starting_at(said, text, run, options)?);
            continue;
        };
        let from = text.runs.partition_point(|run| run.first < before.behind);
        let sentence = text.runs.get(from..).unwrap_or_default();
        let ends = |run: &Run| text.units.get(run.first).is_some_and(|u| u.after_end) && !options.crosses_ends();
        let stop = sentence.iter().position(ends);
        let until = from + stop.unwrap_or(sentence.len());
        let next = (from..until).find_map(|at| piece.starting_at(said, text, at, options))?;
        place = Some(Place { first: before.first, behind: next.behind, took: before.took.and(next.took) });
    }
    place
}
