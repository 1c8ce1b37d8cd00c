//! Which words of the rules a turn holds: one pass over the turn finds them all.

use crate::base::phrase::{Hit, Matcher, Options, Set};
use crate::program::{Program, Quantifier, SayWords, Template, TemplatePart};
use crate::runtime::eval::Eval;
use crate::runtime::index::fixed_line;
use crate::runtime::speech::said;

/// All words that rules listen for.
#[derive(Debug, Default)]
pub(crate) struct Heard {
    /// By number.
    uses: Vec<Use>,
    /// Words whose lines hold values.
    loose: Vec<u32>,
    /// What each set of the matcher is for.
    owners: Vec<Owner>,
    /// Sets that wait to be made ready.
    sets: Vec<Set>,
    matcher: Matcher,
}

/// Words that some pattern names.
#[derive(Debug)]
struct Use {
    words: SayWords,
    quantifier: Quantifier,
    lines: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Owner {
    Words(u32),
    Forbid(u32),
}

/// The words a turn holds: their numbers, and the 禁语 it hits.
#[derive(Debug, Default)]
pub(crate) struct Held {
    pub(crate) words: Vec<u32>,
    /// With the gravest of the phrases that are there, of these the first.
    pub(crate) forbids: Vec<(u32, Hit)>,
}

impl Held {
    /// The phrase of a 禁语 that is there.
    pub(crate) fn phrase(&self, forbid: u32) -> Option<&Hit> {
        self.forbids.iter().find(|(f, _)| *f == forbid).map(|(_, hit)| hit)
    }
}

impl Heard {
    /// The number of words, which are listened for from now on.
    pub(crate) fn add(&mut self, p: &Program, words: &SayWords) -> u32 {
        if let Some(at) = self.uses.iter().position(|u| u.words == *words) {
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
        let quantifier = class.map(|c| c.quantifier).unwrap_or_default();
        self.uses.push(Use { words: words.clone(), quantifier, lines: lines.len() });
        if !lines.is_empty() && lines.iter().all(|line| fixed_line(p, *line)) {
            let options = class.map(|c| c.folding).unwrap_or_default().change(Options::words_alone());
            self.owners.push(Owner::Words(of));
            self.sets
                .push(Set::new(lines.iter().filter_map(|line| p.lines.get(*line as usize)).map(phrase_of)).counting_all().folding(options));
        } else {
            self.loose.push(of);
        }
        of
    }

    /// Listens for a 禁语 from now on.
    pub(crate) fn add_forbid(&mut self, p: &Program, forbid: u32) {
        if let Some(declared) = p.forbids.get(forbid as usize).filter(|_| !self.owners.contains(&Owner::Forbid(forbid))) {
            self.owners.push(Owner::Forbid(forbid));
            self.sets.push(declared.set());
        }
    }

    /// Makes all that was added ready to be found.
    pub(crate) fn ready(&mut self) {
        self.matcher = Matcher::of(std::mem::take(&mut self.sets));
    }

    /// Whether a number is that of some words.
    pub(crate) fn is(&self, number: u32, words: &SayWords) -> bool {
        self.uses.get(number as usize).is_some_and(|u| u.words == *words)
    }

    /// What a turn holds.
    pub(crate) fn hear(&self, eval: &mut Eval<'_>, text: &str, first_turn: bool) -> Held {
        let mut held = Held::default();
        let hits = self.matcher.hits(text, first_turn);
        for run in hits.chunk_by(|a, b| a.set == b.set) {
            match run.first().and_then(|hit| self.owners.get(hit.set)) {
                Some(Owner::Words(of)) if self.uses.get(*of as usize).is_some_and(|u| u.satisfied(run)) => held.words.push(*of),
                Some(Owner::Forbid(forbid)) => {
                    let Some(declared) = eval.m.program.forbids.get(*forbid as usize) else { continue };
                    let gravest = run.iter().rev().max_by_key(|hit| declared.severity_of(hit.phrase));
                    if let Some(hit) = gravest.filter(|_| declared.when.as_ref().is_none_or(|e| eval.holds(e))) {
                        held.forbids.push((*forbid, *hit));
                    }
                }
                _ => {}
            }
        }
        for of in &self.loose {
            if let Some(used) = self.uses.get(*of as usize)
                && said(eval, &used.words, text)
            {
                held.words.push(*of);
            }
        }
        held
    }
}

impl Use {
    /// Whether the lines that were found are enough.
    fn satisfied(&self, hits: &[Hit]) -> bool {
        match self.quantifier {
            Quantifier::Any => !hits.is_empty(),
            Quantifier::All | Quantifier::InOrder => (0..self.lines).all(|line| hits.iter().any(|hit| hit.phrase == line)),
        }
    }
}

/// A fixed line as a phrase: `…` where it has gaps and captured values.
fn phrase_of(template: &Template) -> String {
    fn write(parts: &[TemplatePart], out: &mut String) {
        for part in parts {
            match part {
                TemplatePart::Plain(text) => out.push_str(text),
                TemplatePart::Key(inner) => write(inner, out),
                TemplatePart::Gap | TemplatePart::Capture(..) | TemplatePart::Value(..) => out.push('…'),
            }
        }
    }
    let mut text = String::new();
    write(&template.parts, &mut text);
    text
}
