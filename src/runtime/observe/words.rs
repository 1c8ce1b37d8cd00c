//! Which words of the rules a turn holds: the two first characters of every line lead to it, so that lines it cannot hold cost nothing.

use crate::base::phrase::{At, Set, Words};
use crate::base::width::spoken;
use crate::program::{Forbid, Position, Program, Quantifier, SayWords, Template, TemplatePart};
use crate::runtime::eval::Eval;
use crate::runtime::index::fixed_line;
use crate::runtime::speech::said;
use smol_str::SmolStr;
use std::collections::HashMap;

/// All words that rules listen for.
#[derive(Debug, Default)]
pub(crate) struct Heard {
    /// By number.
    uses: Vec<Use>,
    entries: Vec<Entry>,
    /// Entries by their first two characters; the second is the first again where there is one only.
    heads: HashMap<(char, char), Vec<u32>>,
    /// Words whose lines hold values.
    loose: Vec<u32>,
}

/// Words that some pattern names.
#[derive(Debug)]
enum Use {
    Said(SayWords, Quantifier, usize),
    Forbidden(u32, Box<Set>),
}

/// A line with fixed words.
#[derive(Debug)]
struct Entry {
    of: u32,
    pieces: Vec<String>,
}

/// The words a turn holds: their numbers, and the 禁语 it hits.
#[derive(Debug, Default)]
pub(crate) struct Held {
    pub(crate) words: Vec<u32>,
    pub(crate) forbids: Vec<u32>,
}

impl Heard {
    /// The number of words, which are listened for from now on.
    pub(crate) fn add(&mut self, p: &Program, words: &SayWords) -> u32 {
        if let Some(at) = self.uses.iter().position(|u| matches!(u, Use::Said(known, ..) if known == words)) {
            return at as u32;
        }
        let of = self.uses.len() as u32;
        let class = match words {
            SayWords::Class(class, ..) => p.phrases.get(*class as usize),
            SayWords::Line(..) | SayWords::ClassVar(_) => None,
        };
        let lines: Vec<u32> = match words {
            SayWords::Line(line, _) => vec![*line],
            SayWords::Class(..) => class.map(|c| c.entries.clone()).unwrap_or_default(),
            SayWords::ClassVar(_) => Vec::new(),
        };
        self.uses.push(Use::Said(words.clone(), class.map(|c| c.quantifier).unwrap_or_default(), lines.len()));
        let fixed = !lines.is_empty() && lines.iter().all(|line| fixed_line(p, *line));
        let pieces: Vec<Vec<String>> = lines.iter().filter_map(|line| p.lines.get(*line as usize)).map(pieces_of).collect();
        if fixed && pieces.iter().all(|p| !p.is_empty()) {
            pieces.into_iter().for_each(|pieces| self.entry(of, pieces));
        } else {
            self.loose.push(of);
        }
        of
    }

    /// Listens for a 禁语 from now on.
    pub(crate) fn add_forbid(&mut self, p: &Program, forbid: u32) {
        if self.uses.iter().any(|u| matches!(u, Use::Forbidden(known, _) if *known == forbid)) {
            return;
        }
        let of = self.uses.len() as u32;
        let Some(declared) = p.forbids.get(forbid as usize) else { return };
        self.uses.push(Use::Forbidden(forbid, Box::new(set_of(declared))));
        for entry in &declared.entries {
            let pieces: Vec<String> = entry.phrase.split('…').map(spoken).filter(|p| !p.is_empty()).collect();
            if !pieces.is_empty() {
                self.entry(of, pieces);
            }
        }
    }

    fn entry(&mut self, of: u32, pieces: Vec<String>) {
        let mut chars = pieces.first().map(|p| p.chars()).into_iter().flatten();
        let Some(first) = chars.next() else { return };
        let second = chars.next().unwrap_or(first);
        let lone = pieces.first().is_some_and(|p| p.chars().count() == 1);
        let head = if lone { (first, first) } else { (first, second) };
        self.heads.entry(head).or_default().push(self.entries.len() as u32);
        self.entries.push(Entry { of, pieces });
    }

    /// Whether a number is that of some words.
    pub(crate) fn is(&self, number: u32, words: &SayWords) -> bool {
        matches!(self.uses.get(number as usize), Some(Use::Said(known, ..)) if known == words)
    }

    /// What a turn holds.
    pub(crate) fn hear(&self, eval: &mut Eval<'_>, text: &str, first_turn: bool) -> Held {
        let mut held = Held::default();
        if self.uses.is_empty() {
            return held;
        }
        let heard = spoken(text);
        let mut hits: Vec<(u32, u32)> = Vec::new();
        let mut chars = heard.chars().peekable();
        while let Some(c) = chars.next() {
            let next = chars.peek().copied().unwrap_or(c);
            for head in [(c, next), (c, c)] {
                let found = self.heads.get(&head).map_or(&[][..], Vec::as_slice);
                hits.extend(found.iter().filter_map(|e| self.entries.get(*e as usize).map(|entry| (entry.of, *e))));
                if next == c {
                    break;
                }
            }
        }
        hits.sort_unstable();
        hits.dedup();
        hits.retain(|(_, e)| self.entries.get(*e as usize).is_some_and(|entry| holds_all(&heard, &entry.pieces)));
        for run in hits.chunk_by(|a, b| a.0 == b.0) {
            let Some((of, _)) = run.first() else { continue };
            match self.uses.get(*of as usize) {
                Some(Use::Said(_, Quantifier::Any, _)) => held.words.push(*of),
                Some(Use::Said(_, Quantifier::All | Quantifier::InOrder, lines)) if run.len() == *lines => held.words.push(*of),
                Some(Use::Forbidden(forbid, set)) => {
                    let when = eval.m.program.forbids.get(*forbid as usize).and_then(|f| f.when.as_ref());
                    if !set.hits(&Words::of(text), first_turn).is_empty() && when.is_none_or(|e| eval.holds(e)) {
                        held.forbids.push(*forbid);
                    }
                }
                _ => {}
            }
        }
        for of in &self.loose {
            if let Some(Use::Said(words, ..)) = self.uses.get(*of as usize)
                && said(eval, words, text)
            {
                held.words.push(*of);
            }
        }
        held
    }
}

/// The phrases of a 禁语, prepared for finding.
fn set_of(forbid: &Forbid) -> Set {
    let at = match forbid.position {
        Position::Anywhere => At::Anywhere,
        Position::SentenceStart => At::SentenceStart,
        Position::FirstTurn => At::FirstTurn,
        Position::SentenceEnd => At::SentenceEnd,
    };
    Set::new(forbid.entries.iter().map(|e| e.phrase.as_str()))
        .unless(forbid.unless.iter().map(SmolStr::as_str))
        .at(at)
        .counting_quotes(forbid.quotes_count)
}

fn holds_all(heard: &str, pieces: &[String]) -> bool {
    let mut rest = heard;
    pieces.iter().all(|piece| match rest.split_once(piece.as_str()) {
        Some((_, after)) => {
            rest = after;
            true
        }
        None => false,
    })
}

/// The fixed pieces of a line, between its gaps and captured values.
fn pieces_of(template: &Template) -> Vec<String> {
    fn write(parts: &[TemplatePart], out: &mut String) {
        for part in parts {
            match part {
                TemplatePart::Plain(text) => out.push_str(text),
                TemplatePart::Key(inner) => write(inner, out),
                TemplatePart::Gap | TemplatePart::Capture(..) | TemplatePart::Value(..) => out.push('\u{0}'),
            }
        }
    }
    let mut text = String::new();
    write(&template.parts, &mut text);
    text.split('\u{0}').map(spoken).filter(|p| !p.is_empty()).collect()
}
