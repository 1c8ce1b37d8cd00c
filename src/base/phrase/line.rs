//! A line with one reading for each value, held against what was said.

use super::align::{Aligned, Element, GRAVE, Kind, Leniency, NEAREST, align, in_word};
use super::english::word_at;
use super::fold::{Fold, Folds, UNKNOWN};
use super::folding::Folding;
use super::negation::{is_denied, is_filler};
use super::speech::{Letter, Speech, letters};
use super::text::Options;
use super::wanted::{Closeness, Comparison, Part, Place, forgiven};
use std::ops::Range;

/// A line with one reading for each value.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Line {
    pub(super) text: String,
    pub(super) elements: Vec<Element>,
    keys: Vec<(String, Range<usize>)>,
}

/// What a letter of a line is part of: of a value where any of it is.
fn kind_of(kinds: &[(usize, Kind)], letter: &Letter) -> Kind {
    let first = kinds.partition_point(|(from, _)| *from <= letter.start).saturating_sub(1);
    let mut of = kinds.iter().skip(first).take_while(|(from, _)| *from < letter.end).map(|(_, kind)| *kind);
    let known = kinds.get(first).map_or(Kind::Word, |(_, kind)| *kind);
    if letter.c == UNKNOWN { known } else { of.find(|kind| matches!(kind, Kind::Value(_))).unwrap_or(Kind::Word) }
}

/// How the characters of a line are folded; sounds are compared, not folded.
pub(super) fn written(folding: &Folding) -> Options {
    Options { skip: Options::default().skip, ..folding.change(Options::default()).without_sounds() }
}

/// What does not count as a difference.
pub(super) fn leniency(closeness: Closeness, folding: &Folding) -> Leniency {
    let exact = closeness == Closeness::Verbatim;
    let usual = if exact { Folds::NONE } else { Folds::SOUNDS };
    let sounds = folding.change(Options { folds: usual, skip: Options::ANY_MARKS }).folds;
    let sounds = Fold::ALL.into_iter().filter(|fold| Folds::SOUNDS.has(*fold) && sounds.has(*fold)).collect();
    Leniency { sounds, fillers: !exact, words: exact, denied: false, grave: GRAVE }
}

impl Line {
    pub(super) fn of(parts: &[Part], options: Options) -> Self {
        let mut line = Self::default();
        // As it is folded: `…` as something that no word is.
        let mut folded = String::new();
        let mut kinds: Vec<(usize, Kind)> = Vec::new();
        let mut points: Vec<(String, Range<usize>)> = Vec::new();
        let mut open: Option<(String, usize)> = None;
        let mut values = 0;
        for part in parts {
            let (words, kind) = match part {
                Part::Words(words) => (words.as_str(), Kind::Word),
                Part::Value(value) => (value.as_str(), Kind::Value(values)),
                Part::Anything => ("…", Kind::Anything),
                Part::Key(name) => {
                    open = Some((name.clone(), line.text.len()));
                    continue;
                }
                Part::KeyEnd => {
                    if let Some((name, from)) = open.take() {
                        let words = line.text.get(from..).unwrap_or_default().to_owned();
                        points.push((if name.is_empty() { words } else { name }, from..line.text.len()));
                    }
                    continue;
                }
            };
            values += u32::from(matches!(kind, Kind::Value(_)));
            kinds.push((line.text.len(), kind));
            line.text.push_str(words);
            if kind == Kind::Anything { folded.push(UNKNOWN) } else { folded.push_str(words) }
        }
        // INVARIANT: `…` and UNKNOWN are three bytes each, so that a place in one text is the same in the other.
        line.elements = letters(&folded, 0, options).into_iter().map(|letter| Element { letter, kind: kind_of(&kinds, &letter) }).collect();
        let first = |at: usize| line.elements.partition_point(|e| e.letter.end <= at);
        let behind = |at: usize| line.elements.partition_point(|e| e.letter.start < at);
        line.keys = points.into_iter().map(|(name, of)| (name, first(of.start)..behind(of.end).max(first(of.start)))).collect();
        line
    }

    pub(super) fn whole(&self, speech: &Speech, how: Leniency, forgiven: usize, from: Option<(usize, usize)>) -> Comparison {
        self.held(0..self.elements.len(), speech, how, forgiven, from)
    }

    /// What it is told by: every key point; where none is marked, every value; where there is none either, the whole line.
    pub(super) fn points(&self) -> Vec<(String, Range<usize>)> {
        let marked = if self.keys.is_empty() { self.values() } else { self.keys.clone() };
        if marked.is_empty() { vec![(self.text.clone(), 0..self.elements.len())] } else { marked }
    }

    /// Every point by itself.
    pub(super) fn key_points(&self, speech: &Speech, how: Leniency, in_order: bool, from: Option<(usize, usize)>) -> Comparison {
        let marked = self.points();
        if let [(_, range)] = marked.as_slice() {
            let allowed = forgiven(characters(self.elements.get(range.clone()).unwrap_or_default()));
            return self.held(range.clone(), speech, how, allowed, from);
        }
        let mut all = Comparison { said: true, ..Comparison::default() };
        let count = marked.len();
        let mut after = from;
        for (name, range) in marked {
            let allowed = forgiven(characters(self.elements.get(range.clone()).unwrap_or_default()));
            let mut one = self.held(range.clone(), speech, how, allowed, after);
            if !one.said && in_order && after != from {
                let anywhere = self.held(range, speech, how, allowed, from);
                if anywhere.said {
                    all.misplaced.push(name.clone());
                    one = anywhere;
                    all.said = false;
                }
            }
            all.differing += one.differing;
            all.forgiven += one.forgiven;
            all.share += one.share;
            all.contrary |= one.contrary;
            if one.said {
                if in_order {
                    after = after.max(one.place.map(|p| p.to));
                }
            } else {
                all.said = false;
                match one.wrong.is_empty() {
                    true if all.misplaced.last() != Some(&name) => all.missing.push(name),
                    true => {}
                    false => all.wrong.append(&mut one.wrong),
                }
            }
            if let Some(place) = one.place.filter(|_| one.said) {
                all.place = Some(all.place.map_or(place, |p| Place { from: p.from.min(place.from), to: p.to.max(place.to) }));
            }
        }
        all.share /= count;
        all
    }

    /// The values, each with its elements.
    fn values(&self) -> Vec<(String, Range<usize>)> {
        let mut found: Vec<(String, Range<usize>)> = Vec::new();
        let mut last = None;
        for (i, element) in self.elements.iter().enumerate() {
            let Kind::Value(value) = element.kind else { continue };
            match found.last_mut().filter(|_| last == Some(value)) {
                Some((_, range)) => range.end = i + 1,
                None => found.push((String::new(), i..i + 1)),
            }
            last = Some(value);
        }
        for (name, range) in &mut found {
            let ends = (self.elements.get(range.start), self.elements.get(range.end - 1));
            *name = self.text_of(ends.0, ends.1).to_owned();
        }
        found
    }

    /// A stretch of the line, held against what was said.
    fn held(&self, range: Range<usize>, speech: &Speech, how: Leniency, forgiven: usize, from: Option<(usize, usize)>) -> Comparison {
        let own: Vec<Letter> = self.elements.iter().map(|e| e.letter).collect();
        let how = Leniency { denied: is_denied(&own, range.start), ..how };
        let elements = self.elements.get(range).unwrap_or_default();
        let behind = |said: &[Letter]| from.map_or(0, |(turn, byte)| said.partition_point(|l| (l.turn as usize, l.start) < (turn, byte)));
        let stretches = speech.stretches().iter().map(|said| said.get(behind(said)..).unwrap_or_default());
        let closest = |how: Leniency| {
            stretches.clone().map(|said| (said, align(elements, said, how))).min_by_key(|(_, found)| (found.cost, found.differing))
        };
        let best = closest(how);
        let ok = best.as_ref().is_some_and(|(_, found)| found.cost as usize <= forgiven && no_clause_is_lost(elements, found));
        // What may not differ at all says little of where the line was tried.
        let found = if ok { best } else { closest(Leniency { grave: NEAREST, ..how }) };
        let total = characters(elements);
        let whole = || self.text_of(elements.first(), elements.last()).to_owned();
        let Some((said, found)) = found else {
            return Comparison { differing: total, forgiven, missing: vec![whole()], ..Comparison::default() };
        };
        // Another value of the kind is an attempt at it.
        let tried = |i: usize, e: &Element| {
            let letter = found.spans.get(i).copied().flatten().and_then(|(at, _)| said.get(at));
            e.letter.value.zip(letter.and_then(|l| l.value)).is_some_and(|(own, said)| own.is_like(said))
        };
        let heard =
            elements.iter().zip(&found.lost).enumerate().filter(|(i, (e, lost))| e.kind != Kind::Anything && (!**lost || tried(*i, e)));
        let heard: usize = heard.map(|(_, (e, _))| usize::from(e.letter.width)).sum();
        let place = found.place.and_then(|(first, behind)| {
            let (first, last) = (said.get(first)?, said.get(behind.checked_sub(1)?)?);
            Some(Place { from: (first.turn as usize, first.start), to: (last.turn as usize, last.end) })
        });
        // A few characters in common are no attempt at the line.
        let close = ok || heard >= 2 && 3 * heard >= total;
        let (missing, wrong) = match (ok, close) {
            (true, _) => (Vec::new(), Vec::new()),
            (false, true) => self.lacking(elements, &found, said, speech),
            (false, false) => (vec![whole()], Vec::new()),
        };
        Comparison {
            said: ok,
            place: place.filter(|_| close),
            differing: if close { found.differing } else { total },
            forgiven,
            missing,
            wrong,
            contrary: !ok && close && found.contrary,
            misplaced: Vec::new(),
            share: (heard * 1000).checked_div(total).unwrap_or(0),
        }
    }

    /// The words that are missing, and the values that are wrong.
    fn lacking(&self, elements: &[Element], found: &Aligned, said: &[Letter], speech: &Speech) -> (Vec<String>, Vec<(String, String)>) {
        let (mut missing, mut wrong): (Vec<String>, Vec<(String, String)>) = (Vec::new(), Vec::new());
        let whole = words_lost(elements, found, said);
        let mut at = 0;
        while let Some(element) = elements.get(at) {
            let lost = |i: usize| whole.get(i).copied().unwrap_or(false);
            if matches!(element.kind, Kind::Value(_)) {
                let end = elements.iter().skip(at).take_while(|e| e.kind == element.kind).count() + at;
                if (at..end).any(lost) || torn(found, at..end, said) {
                    let name = self.text_of(Some(element), elements.get(end - 1)).to_owned();
                    match spoken(found, at..end, said, speech) {
                        Some(instead) => wrong.push((name, instead)),
                        None => missing.push(name),
                    }
                }
                at = end;
            } else if lost(at) {
                let end = (at..elements.len()).find(|i| !lost(*i) || matches!(elements.get(*i).map(|e| e.kind), Some(Kind::Value(_))));
                let end = end.unwrap_or(elements.len());
                missing.push(self.words_of(element, elements.get(end - 1).unwrap_or(element)).to_owned());
                at = end;
            } else {
                at += 1;
            }
        }
        (missing, wrong)
    }

    /// The same, words of an alphabet whole.
    fn words_of(&self, first: &Element, last: &Element) -> &str {
        let latin = |c: char| c.is_ascii_alphabetic() || matches!(c, '\'' | '’');
        let (before, behind) =
            (self.text.get(..first.letter.start).unwrap_or_default(), self.text.get(last.letter.end..).unwrap_or_default());
        let from = if first.letter.is_latin() { before.trim_end_matches(latin).len() } else { before.len() };
        let more = if last.letter.is_latin() { behind.len() - behind.trim_start_matches(latin).len() } else { 0 };
        self.text.get(from..last.letter.end + more).unwrap_or_default()
    }

    /// The words from one element to another, both included.
    fn text_of(&self, first: Option<&Element>, last: Option<&Element>) -> &str {
        let (Some(first), Some(last)) = (first, last) else { return "" };
        self.text.get(first.letter.start..last.letter.end).unwrap_or_default()
    }
}

/// What was lost, words of an alphabet whole; so are those that are a part of a longer word.
fn words_lost(elements: &[Element], found: &Aligned, said: &[Letter]) -> Vec<bool> {
    let mut lost = found.lost.clone();
    let word = |at: usize| word_at(|i| elements.get(i).map(|e| e.letter), at);
    let mut at = 0;
    while let Some(element) = elements.get(at) {
        let word = word(at);
        let longer = |(from, _): (usize, usize)| word_at(|i| said.get(i).copied(), from).len() > word.len();
        let cut = || span(found, word.clone()).is_some_and(longer);
        if element.letter.is_latin() && (lost.get(word.clone()).unwrap_or_default().contains(&true) || cut()) {
            lost.get_mut(word.clone()).unwrap_or_default().fill(true);
        }
        at = word.end;
    }
    lost
}

/// Whether something was put into a value, or a digit beside it.
fn torn(found: &Aligned, of: Range<usize>, said: &[Letter]) -> bool {
    let last = found.spans.get(of.end - 1).copied().flatten();
    let inside = span(found, of.start..of.end - 1);
    let added = inside.is_some_and(|(from, to)| to - from > of.len() - 1);
    added || last.is_some_and(|(at, _)| in_word(said, inside.map_or(at, |(from, _)| from)) || in_word(said, at + 1))
}

/// Whether of every clause of a line at least half was said.
fn no_clause_is_lost(elements: &[Element], found: &Aligned) -> bool {
    let mut words = elements.iter().zip(&found.lost).filter(|(e, _)| e.kind != Kind::Anything && !is_filler(e.letter.c)).peekable();
    while let Some((first, lost)) = words.next() {
        let width = |e: &Element| usize::from(e.letter.width);
        let (mut all, mut gone) = (width(first), if *lost { width(first) } else { 0 });
        while let Some((element, lost)) = words.next_if(|(e, _)| !e.letter.paused) {
            all += width(element);
            gone += if *lost { width(element) } else { 0 };
        }
        if all > 1 && gone * 2 > all {
            return false;
        }
    }
    true
}

fn span(found: &Aligned, of: Range<usize>) -> Option<(usize, usize)> {
    let spans = found.spans.get(of).unwrap_or_default().iter().flatten();
    spans.copied().reduce(|(a, b), (c, d)| (a.min(c), b.max(d)))
}

/// What was said in the place of a value, numbers whole.
fn spoken(found: &Aligned, of: Range<usize>, said: &[Letter], speech: &Speech) -> Option<String> {
    let (mut from, mut to) = span(found, of)?;
    from -= (1..=from).rev().take_while(|i| in_word(said, *i)).count();
    to += (to..said.len()).take_while(|i| in_word(said, *i)).count();
    let (first, last) = (said.get(from)?, said.get(to - 1)?);
    let words = speech.turn(first.turn as usize);
    let end = if first.turn == last.turn { last.end } else { words.len() };
    words.get(first.start..end).map(str::to_owned)
}

pub(super) fn characters(elements: &[Element]) -> usize {
    elements.iter().filter(|e| e.kind != Kind::Anything).map(|e| usize::from(e.letter.width)).sum()
}
