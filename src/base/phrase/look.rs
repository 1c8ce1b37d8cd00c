//! The closer look at phrases that may stand in a text: whether they do, and whether they count where they stand.

use super::context::{again, in_longer_number, in_position, is_bare_negation, is_question, is_quoted, may_negate, stops};
use super::exact::{Piece, Place};
use super::fold::{Fold, Folds};
use super::index::Candidate;
use super::letters::{Letters, letters};
use super::set::{At, Group, Hit, Matcher, Set};
use super::sounding::Sounding;
use super::symbols::alike;
use super::text::{Options, Run, Text};
use std::collections::HashMap;

/// A text that is looked at, from its beginning to its end.
pub(super) struct Look<'m> {
    sets: &'m [Set],
    group: &'m Group,
    said: &'m str,
    text: Text,
    letters: Letters,
    first_turn: bool,
    /// Hits of one set may overlap.
    overlapping: bool,
    piece: Piece<'m>,
    ahead: Ahead,
    /// What shields places of a set.
    shields: Vec<(usize, Place)>,
    /// By set: behind the last byte of what was hit, unless hits may overlap.
    behind: Vec<usize>,
    /// Before which byte nothing more is hit of any set.
    covered: usize,
    /// Room for what stands at a run.
    standing: Vec<(Hit, Place)>,
    /// The phrases that are asked for, by set and number; else all.
    asked: Option<&'m dyn Fn(usize, usize) -> bool>,
}

impl<'m> Look<'m> {
    pub(super) fn at(matcher: &'m Matcher, group: &'m Group, said: &'m str, first_turn: bool, overlapping: bool) -> Self {
        Self {
            sets: &matcher.sets,
            group,
            said,
            text: Text::of(said, group.options),
            letters: letters(group.options.folds),
            first_turn,
            overlapping,
            piece: Piece::default(),
            ahead: Ahead::default(),
            shields: Vec::new(),
            behind: vec![0; matcher.sets.len()],
            covered: 0,
            standing: Vec::new(),
            asked: None,
        }
    }

    /// Looks at no phrase but those that are asked for.
    pub(super) fn asking(self, asked: &'m dyn Fn(usize, usize) -> bool) -> Self {
        Self { asked: Some(asked), ..self }
    }

    /// The first that is `enough` of the hits among phrases that may begin at runs, ascending.
    pub(super) fn through(mut self, candidates: &[Candidate], mut enough: impl FnMut(&Hit) -> bool) -> Option<Hit> {
        let mut phrases = Vec::new();
        candidates.chunk_by(|(a, _), (b, _)| a == b).find_map(|candidates| {
            phrases.clear();
            phrases.extend(candidates.iter().map(|(_, phrase)| *phrase));
            self.at_run(candidates.first()?.0, &phrases, &mut enough)
        })
    }

    /// The same among all that sound as the text does.
    pub(super) fn throughout(mut self, index: &Sounding, mut enough: impl FnMut(&Hit) -> bool) -> Option<Hit> {
        let mut phrases = Vec::with_capacity(16);
        let skips = !self.overlapping && self.own().all(|set| set.shields.is_empty() && !set.anything);
        let mut heard = [None, index.hear(&self.text, 0), index.hear(&self.text, 1)];
        (0..self.text.runs.len()).find_map(|run| {
            heard = [heard[1], heard[2], index.hear(&self.text, run + 2)];
            if skips && self.starts_before(run, self.covered) {
                return None;
            }
            index.beginning_at(&self.text, run, &heard, &mut phrases);
            if phrases.is_empty() { None } else { self.at_run(run, &phrases, &mut enough) }
        })
    }

    /// The sets of the pass.
    fn own(&self) -> impl Iterator<Item = &'m Set> {
        self.group.sets.iter().filter_map(|(s, _)| self.sets.get(*s))
    }

    /// Whether all of a run starts before a byte.
    fn starts_before(&self, run: usize, byte: usize) -> bool {
        let last = self.text.runs.get(run).and_then(|run| self.text.units.get(run.first + run.n - 1));
        last.is_some_and(|last| last.start < byte)
    }

    /// The first that is enough of the hits among phrases that may begin at a run.
    fn at_run(&mut self, run: usize, phrases: &[u32], enough: &mut impl FnMut(&Hit) -> bool) -> Option<Hit> {
        let mut standing = std::mem::take(&mut self.standing);
        phrases.iter().for_each(|phrase| standing.extend(self.place(run, *phrase)));
        standing.sort_unstable_by_key(|(hit, _)| hit.order());
        let found = standing.drain(..).find(|(hit, place)| self.is_free(hit) && self.counts(hit, place) && self.take(hit) && enough(hit));
        self.standing = standing;
        found.map(|(hit, _)| hit)
    }

    /// A phrase where it stands at a run, unless a hit of its set is there already.
    fn place(&mut self, run: usize, phrase: u32) -> Option<(Hit, Place)> {
        let (s, i) = self.group.owner(phrase as usize)?;
        let set = self.sets.get(s)?;
        let is_shield = i >= set.phrases.len();
        if !is_shield && self.asked.is_some_and(|asked| !asked(s, i)) {
            return None;
        }
        if !is_shield && self.behind.get(s).is_some_and(|behind| self.starts_before(run, *behind)) {
            return None;
        }
        let words = set.words(i)?;
        if words.starts_with(|c: char| c.is_ascii_digit()) && self.text.in_number(run) {
            return None;
        }
        let plain = plainly(words, &self.text, run, self.letters, self.group.options);
        let place =
            plain.unwrap_or_else(|| place(words, self.said, &self.text, run, self.group.options, (&mut self.piece, &mut self.ahead)))?;
        if !is_shield {
            let (first, last) = (self.text.units.get(place.first)?, self.text.units.get(place.behind.checked_sub(1)?)?);
            let (start, end) = masked(words, self.said, first.start, last.end)?;
            return Some((Hit { set: s, phrase: i, start, end, folds: place.took }, place));
        }
        // A shield that is stuttered is none: 人口口交流 is not 人口交流. Recognisers put blanks into both.
        if !place.took.has(Fold::Repeated) {
            self.shields.push((s, place));
        }
        None
    }

    /// Whether a phrase counts at its place. Shields that hold the place begin no later than it does: they have been looked at.
    fn counts(&self, hit: &Hit, place: &Place) -> bool {
        let shields = |(of, shield): &(usize, Place)| *of == hit.set && shield.first <= place.first && place.behind <= shield.behind;
        let Some(set) = self.sets.get(hit.set) else { return false };
        let Some(words) = set.phrases.get(hit.phrase) else { return false };
        !self.shields.iter().any(shields) && set.counts(words, &self.text, place, self.first_turn)
    }

    /// Whether hits of a set are all told, overlapping or not.
    fn all_told(&self, hit: &Hit) -> bool {
        self.overlapping || self.sets.get(hit.set).is_some_and(|set| set.anything)
    }

    /// Whether no hit of its set holds the place of a hit.
    fn is_free(&self, hit: &Hit) -> bool {
        self.all_told(hit) || self.behind.get(hit.set).is_some_and(|behind| hit.start >= *behind)
    }

    /// From now on a hit holds its place.
    fn take(&mut self, hit: &Hit) -> bool {
        if !self.all_told(hit) {
            self.behind.get_mut(hit.set).into_iter().for_each(|behind| *behind = hit.end);
            self.covered = self.group.sets.iter().filter_map(|(s, _)| self.behind.get(*s)).min().copied().unwrap_or_default();
        }
        true
    }
}

impl Set {
    /// Whether a phrase counts at its place.
    fn counts(&self, words: &str, text: &Text, place: &Place, first_turn: bool) -> bool {
        self.anything
            || (self.at != At::FirstTurn || first_turn)
                && !is_question(text, place.first, self.options.folds)
                && !in_longer_number(text, place.first, place.behind)
                && (self.quotes_count || !is_quoted(text, place.first, place.behind))
                && in_position(text, self.at, place.first, place.behind)
                && self.may_go_on(words, text, place)
    }

    /// Whether what is said may go on behind a phrase as it does: behind a bare negation of two characters it has to stop.
    fn may_go_on(&self, words: &str, text: &Text, place: &Place) -> bool {
        let longer = place.behind - place.first > 2 && !words.contains('…');
        if longer
            || !may_negate(words, letters(self.options.folds), self.options.folds)
            || words.trim_end().ends_with('…')
            || stops(text, place.behind)
        {
            return true;
        }
        let phrase = Text::of(words, self.options);
        !is_bare_negation(&phrase) || again(text, place.behind, &phrase)
    }
}

/// The place of a phrase with the signs that hide a character at its ends, 傻×: they are a part of it, so that 傻 alone is none. None where the
/// text has none there.
fn masked(words: &str, said: &str, start: usize, end: usize) -> Option<(usize, usize)> {
    let hidden = |part: &str, c: Option<char>| c.filter(|c| is_mask(*c) && !part.is_empty()).map(char::len_utf8);
    let wanted = (words.starts_with(is_mask), words.ends_with(is_mask));
    let (before, behind) = (said.get(..start)?, said.get(end..)?);
    let first = if wanted.0 { hidden(before, before.chars().next_back())? } else { 0 };
    let last = if wanted.1 { hidden(behind, behind.chars().next())? } else { 0 };
    Some((start - first, end + last))
}

/// A sign that is written for a character that is not to be read.
fn is_mask(c: char) -> bool {
    matches!(c, '×' | '*' | '＊' | '✕' | '✖' | '╳' | '■' | '□' | '●' | '▇' | '█' | '＃' | '#')
}

/// Whether a text holds a phrase, whatever stands around it: the same as a set that counts all.
pub fn contains(said: &str, phrase: &str) -> bool {
    holds(said, phrase, Options::words_alone())
}

/// Whether a text holds a phrase that is compared in this way, whatever stands around it.
pub fn holds(said: &str, phrase: &str, options: Options) -> bool {
    let text = Text::of(said, options);
    let (mut piece, mut ahead) = (Piece::default(), Ahead::default());
    (0..text.runs.len()).any(|run| place(phrase, said, &text, run, options, (&mut piece, &mut ahead)).is_some())
}

/// Where a phrase stands whose characters, and those that were said for it, are folded to themselves, one by one with nothing between: nearly
/// all are so. None where it takes a closer look.
fn plainly(words: &str, text: &Text, run: usize, letters: Letters, options: Options) -> Option<Option<Place>> {
    let (mut took, mut last, mut at) = (Folds::NONE, None, run);
    for c in words.chars() {
        if !letters.keeps(c) || last == Some(c) {
            return None;
        }
        let Some((run, unit)) = text.runs.get(at).and_then(|run| Some((run, text.units.get(run.first)?))) else { return Some(None) };
        if run.n > 1 || !unit.took.is_none() || last.is_some() && !unit.is_next() {
            return None;
        }
        let Some(more) = alike(c, run.c, options.folds) else { return Some(None) };
        (took, last, at) = (took.and(more), Some(c), at + 1);
    }
    let first = text.runs.get(run).filter(|_| last.is_some())?.first;
    Some(Some(Place { first, behind: first + at - run, took }))
}

/// Where a phrase stands whose first piece may begin at a run; its other pieces follow in the same sentence.
fn place<'p>(
    words: &'p str,
    said: &str,
    text: &Text,
    run: usize,
    options: Options,
    (piece, ahead): (&mut Piece<'p>, &mut Ahead),
) -> Option<Place> {
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
        let next = ahead.next(piece, said, text, from, options, words.as_ptr() as usize)?;
        place = Some(Place { first: before.first, behind: next.behind, took: before.took.and(next.took) });
    }
    place
}

/// Where pieces behind a `…` stand next: a text is looked through once for each, however often what stands before it is said.
#[derive(Default)]
pub(super) struct Ahead(HashMap<usize, Seen>);

/// What is known of a piece.
struct Seen {
    /// From this run on it was looked for.
    from: usize,
    /// Up to this one, where the sentence ends.
    until: usize,
    /// The first run where it stands.
    at: Option<(usize, Place)>,
}

impl Ahead {
    /// The first place of a piece from a run on, in the same sentence.
    fn next(&mut self, piece: &Piece<'_>, said: &str, text: &Text, from: usize, options: Options, key: usize) -> Option<Place> {
        let known = self.0.get(&key).filter(|seen| seen.from <= from && from < seen.until);
        if let Some(seen) = known
            && seen.at.is_none_or(|(at, _)| from <= at)
        {
            return seen.at.map(|(_, place)| place);
        }
        let ends = |run: &Run| text.units.get(run.first).is_some_and(|u| u.after_end) && !options.crosses_ends();
        let until = known.map_or_else(
            || {
                let sentence = text.runs.get(from..).unwrap_or_default();
                from + sentence.iter().position(ends).unwrap_or(sentence.len())
            },
            |seen| seen.until,
        );
        let at = (from..until).find_map(|at| Some((at, piece.starting_at(said, text, at, options)?)));
        self.0.insert(key, Seen { from, until, at });
        at.map(|(_, place)| place)
    }
}
