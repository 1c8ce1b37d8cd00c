//! The closer look at phrases that may stand in a text: whether they do, and whether they count where they stand.

use super::context::{again, in_position, is_bare_negation, is_question, is_quoted, may_negate, stops};
use super::exact::{Piece, Place};
use super::fold::{Fold, Folds};
use super::index::Candidate;
use super::letters::{Letters, letters};
use super::set::{At, Group, Hit, Matcher, Set};
use super::symbols::alike;
use super::text::{Options, Run, Text};

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
    /// What shields places of a set.
    shields: Vec<(usize, Place)>,
    /// By set: behind the last byte of what was hit, unless hits may overlap.
    behind: Vec<usize>,
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
            shields: Vec::new(),
            behind: vec![0; matcher.sets.len()],
            asked: None,
        }
    }

    /// Looks at no phrase but those that are asked for.
    pub(super) fn asking(self, asked: &'m dyn Fn(usize, usize) -> bool) -> Self {
        Self { asked: Some(asked), ..self }
    }

    /// The first that is `enough` of the hits among phrases that may begin at runs, ascending.
    pub(super) fn through(mut self, candidates: &[Candidate], mut enough: impl FnMut(&Hit) -> bool) -> Option<Hit> {
        let mut places = Vec::new();
        let mut hits = Vec::new();
        for candidates in candidates.chunk_by(|(a, _), (b, _)| a == b) {
            candidates.iter().for_each(|candidate| self.place(*candidate, &mut places));
            hits.extend(places.drain(..).filter_map(|(set, phrase, place)| self.hit(set, phrase, place)));
            hits.sort_by_key(Hit::order);
            if let Some(hit) = hits.drain(..).find(|hit| self.is_free(hit) && enough(hit)) {
                return Some(hit);
            }
        }
        None
    }

    /// Adds the place of a phrase if it stands at its run, unless a hit of its set is there already.
    fn place(&mut self, (run, phrase): Candidate, places: &mut Vec<(usize, usize, Place)>) {
        let Some((s, i)) = self.group.owner(phrase as usize) else { return };
        let Some(set) = self.sets.get(s) else { return };
        let is_shield = i >= set.phrases.len();
        if !is_shield && self.asked.is_some_and(|asked| !asked(s, i)) {
            return;
        }
        let last = self.text.runs.get(run).and_then(|run| self.text.units.get(run.first + run.n - 1));
        if !is_shield && last.zip(self.behind.get(s)).is_some_and(|(last, behind)| last.start < *behind) {
            return;
        }
        let Some(words) = set.words(i) else { return };
        if words.starts_with(|c: char| c.is_ascii_digit()) && self.text.in_number(run) {
            return;
        }
        let plain = plainly(words, &self.text, run, self.letters, self.group.options);
        match plain.unwrap_or_else(|| place(words, self.said, &self.text, run, self.group.options, &mut self.piece)) {
            // A shield is a longer word: it has to stand there as it is written.
            Some(place) if is_shield && !place.took.has(Fold::Skipped) && !place.took.has(Fold::Repeated) => self.shields.push((s, place)),
            Some(place) if !is_shield => places.push((s, i, place)),
            _ => {}
        }
    }

    /// A phrase at its place if it counts there. Shields that hold the place begin no later than it does: they have been looked at.
    fn hit(&self, s: usize, phrase: usize, place: Place) -> Option<Hit> {
        let set = self.sets.get(s)?;
        let shields = |(of, shield): &(usize, Place)| *of == s && shield.first <= place.first && place.behind <= shield.behind;
        let (first, last) = (self.text.units.get(place.first)?, self.text.units.get(place.behind.checked_sub(1)?)?);
        let counts = !self.shields.iter().any(shields) && set.counts(set.phrases.get(phrase)?, &self.text, &place, self.first_turn);
        counts.then_some(Hit { set: s, phrase, start: first.start, end: last.end, folds: place.took })
    }

    /// Whether no hit of its set holds the place of a hit; if so, it does from now on.
    fn is_free(&mut self, hit: &Hit) -> bool {
        if self.overlapping || self.sets.get(hit.set).is_some_and(|set| set.anything) {
            return true;
        }
        let Some(behind) = self.behind.get_mut(hit.set).filter(|behind| hit.start >= **behind) else { return false };
        *behind = hit.end;
        true
    }
}

impl Set {
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
