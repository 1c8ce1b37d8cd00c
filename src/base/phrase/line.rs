//! A line with one reading for each value, held against what was said.

use super::align::{Aligned, Element, GRAVE, Kind, Leniency, NEAREST, align, in_number};
use super::fold::{Fold, Folds, Part as Sort, UNKNOWN, part as sort};
use super::folding::Folding;
use super::negation::is_filler;
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
    /// As the script writes them.
    values: Vec<String>,
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
    Leniency { sounds, fillers: !exact, grave: GRAVE }
}

/// The longest of the readings of a value that was said; the one the script writes where none was.
pub(super) fn reading_heard(readings: &[String], kind: Kind, speech: &Speech, options: Options) -> usize {
    let how = leniency(Closeness::Gist, &Folding::default());
    let said = |reading: &String| {
        let elements: Vec<Element> = letters(reading, 0, options).into_iter().map(|letter| Element { letter, kind }).collect();
        !elements.is_empty() && speech.stretches().iter().any(|said| align(&elements, said, how).cost == 0)
    };
    let heard = readings.iter().enumerate().filter(|(_, reading)| said(reading));
    heard.max_by_key(|(i, reading)| (reading.len(), std::cmp::Reverse(*i))).map_or(0, |(i, _)| i)
}

impl Line {
    /// `choose` tells which of the readings of a value is taken.
    pub(super) fn of(parts: &[Part], options: Options, choose: impl Fn(&[String], Kind) -> usize) -> Self {
        let mut line = Self::default();
        let mut open: Option<(String, usize, usize)> = None;
        let mut paused = false;
        for part in parts {
            let (words, kind) = match part {
                Part::Words(words) => (words.as_str(), Kind::Word),
                Part::Value(readings) => {
                    let kind = Kind::Value(line.values.len() as u32);
                    line.values.push(readings.first().cloned().unwrap_or_default());
                    (readings.get(choose(readings, kind)).map_or("", String::as_str), kind)
                }
                Part::Anything => ("…", Kind::Anything),
                Part::Key(name) => {
                    open = Some((name.clone(), line.text.len(), line.elements.len()));
                    continue;
                }
                Part::KeyEnd => {
                    if let Some((name, text, from)) = open.take() {
                        let words = line.text.get(text..).unwrap_or_default().to_owned();
                        line.keys.push((if name.is_empty() { words } else { name }, from..line.elements.len()));
                    }
                    continue;
                }
            };
            let at = line.text.len();
            line.text.push_str(words);
            if kind == Kind::Anything {
                let letter = Letter { c: UNKNOWN, turn: 0, start: at, end: line.text.len(), ..Letter::default() };
                line.elements.push(Element { letter, kind });
            } else {
                let shifted = |(i, l): (usize, Letter)| {
                    let paused = l.paused || i == 0 && paused;
                    Element { letter: Letter { start: at + l.start, end: at + l.end, paused, ..l }, kind }
                };
                line.elements.extend(letters(words, 0, options).into_iter().enumerate().map(shifted));
                paused = words.chars().next_back().is_some_and(|c| matches!(sort(c), Sort::Pause | Sort::End));
            }
        }
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
                None => found.push((self.values.get(value as usize).cloned().unwrap_or_default(), i..i + 1)),
            }
            last = Some(value);
        }
        found
    }

    /// A stretch of the line, held against what was said.
    fn held(&self, range: Range<usize>, speech: &Speech, how: Leniency, forgiven: usize, from: Option<(usize, usize)>) -> Comparison {
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
        let heard = found.lost.iter().zip(elements).filter(|(lost, e)| !**lost && e.kind != Kind::Anything).count();
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
        let mut at = 0;
        while let Some(element) = elements.get(at) {
            let lost = |i: usize| found.lost.get(i).copied().unwrap_or(false);
            if let Kind::Value(value) = element.kind {
                let end = elements.iter().skip(at).take_while(|e| e.kind == element.kind).count() + at;
                if (at..end).any(lost) || torn(found, at..end, said) {
                    let name = self.values.get(value as usize).cloned().unwrap_or_default();
                    // 150元 for 105元 ends with the unit as well.
                    let unit = elements.get(end - 1).map(|e| e.letter.c);
                    match spoken(found, at..end, unit, said, speech) {
                        Some(instead) => wrong.push((name, instead)),
                        None => missing.push(name),
                    }
                }
                at = end;
            } else if lost(at) {
                let end = (at..elements.len()).find(|i| !lost(*i) || matches!(elements.get(*i).map(|e| e.kind), Some(Kind::Value(_))));
                let end = end.unwrap_or(elements.len());
                missing.push(self.text_of(Some(element), elements.get(end - 1)).to_owned());
                at = end;
            } else {
                at += 1;
            }
        }
        (missing, wrong)
    }

    /// The words from one element to another, both included.
    fn text_of(&self, first: Option<&Element>, last: Option<&Element>) -> &str {
        let (Some(first), Some(last)) = (first, last) else { return "" };
        self.text.get(first.letter.start..last.letter.end).unwrap_or_default()
    }
}

/// Whether something was put into a value, or a digit beside it.
fn torn(found: &Aligned, of: Range<usize>, said: &[Letter]) -> bool {
    let elements = of.len();
    span(found, of).is_some_and(|(from, to)| to - from > elements || in_number(said, from) || in_number(said, to))
}

/// Whether of every clause of a line at least half was said.
fn no_clause_is_lost(elements: &[Element], found: &Aligned) -> bool {
    let mut words = elements.iter().zip(&found.lost).filter(|(e, _)| e.kind != Kind::Anything && !is_filler(e.letter.c)).peekable();
    while let Some((_, lost)) = words.next() {
        let (mut all, mut gone) = (1, usize::from(*lost));
        while let Some((_, lost)) = words.next_if(|(e, _)| !e.letter.paused) {
            all += 1;
            gone += usize::from(*lost);
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

/// What was said in the place of a value, numbers whole and with their unit.
fn spoken(found: &Aligned, of: Range<usize>, unit: Option<char>, said: &[Letter], speech: &Speech) -> Option<String> {
    let (mut from, mut to) = span(found, of)?;
    from -= (1..=from).rev().take_while(|i| in_number(said, *i)).count();
    to += (to..said.len()).take_while(|i| in_number(said, *i)).count();
    to += usize::from(unit.is_some_and(|unit| said.get(to).is_some_and(|l| l.c == unit && !l.apart)));
    let (first, last) = (said.get(from)?, said.get(to - 1)?);
    let words = speech.turn(first.turn as usize);
    let end = if first.turn == last.turn { last.end } else { words.len() };
    words.get(first.start..end).map(str::to_owned)
}

pub(super) fn characters(elements: &[Element]) -> usize {
    elements.iter().filter(|e| e.kind != Kind::Anything).count()
}
