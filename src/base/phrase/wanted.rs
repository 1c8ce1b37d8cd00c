//! A line that ought to be said, held against what was said: word for word, in its gist, or by its key points.

use super::align::{Element, Kind};
use super::folding::Folding;
use super::line::{Line, characters, leniency, written};
use super::speech::Speech;
use super::text::Options;
use serde::{Deserialize, Deserializer, Serialize};
use std::ops::Range;

/// A part of a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// Words as the script writes them.
    Words(String),
    /// A value, as the script writes it: it must be right, however it is told.
    Value(#[serde(deserialize_with = "first_way")] String),
    /// `…`, or a value that nobody knows: anything up to the end of the sentence.
    Anything,
    /// A key point begins; where it has a name, it is told by it.
    Key(String),
    /// A key point ends.
    KeyEnd,
}

/// A value as it is written; of the ways to tell it that a snapshot once held, the first.
fn first_way<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Held {
        Written(String),
        Ways(Vec<String>),
    }
    Ok(match Held::deserialize(from)? {
        Held::Written(written) => written,
        Held::Ways(ways) => ways.into_iter().next().unwrap_or_default(),
    })
}

/// How closely a line is to be said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Closeness {
    /// 逐字: the same words, whatever way they are written.
    Verbatim,
    /// 大意: at most [`forgiven`] characters left out, put in or replaced; what sounds alike is the same.
    Gist,
    /// 要点: each key point in its gist, in any order.
    KeyPoints,
    /// 要点 of a class that is 依次: in the order of the line.
    KeyPointsInOrder,
}

/// How many characters of a line may differ in its gist: one in four, and never a negation, a digit or a value.
///
/// Our own measure: recognisers of Mandarin speech are wrong in one character of ten to twenty, and people paraphrase a little.
pub fn forgiven(characters: usize) -> usize {
    characters / 4
}

/// A line that ought to be said, its values filled in.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Wanted {
    parts: Vec<Part>,
    folding: Folding,
    line: Line,
}

/// How what was said compares with a line.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Comparison {
    /// Whether the line was said.
    pub said: bool,
    /// Where something comes closest to it; none where nothing comes close at all.
    pub place: Option<Place>,
    /// How many characters differ there.
    pub differing: usize,
    /// How many may.
    pub forgiven: usize,
    /// The words of the line that are missing there, as the script writes them; of 要点 the key points.
    pub missing: Vec<String>,
    /// Values that were said wrong: what they are, what was said.
    pub wrong: Vec<(String, String)>,
    /// A negation too many or too few: the contrary was said.
    pub contrary: bool,
    /// What was said, but not behind what ought to come before it.
    pub misplaced: Vec<String>,
    /// Thousandths of the line that were said.
    pub share: usize,
}

/// A stretch of what was said: turn and byte of its beginning, turn and byte behind its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The turn it begins in, and its first byte there.
    pub from: (usize, usize),
    /// The turn it ends in, and the byte behind its last there.
    pub to: (usize, usize),
}

impl Wanted {
    /// A line of parts.
    pub fn of(parts: Vec<Part>) -> Self {
        Self::folding(parts, Folding::default())
    }

    /// A line of a class that tells more apart, or less.
    pub fn folding(parts: Vec<Part>, folding: Folding) -> Self {
        let line = Line::of(&parts, written(&folding));
        Self { parts, folding, line }
    }

    /// Its parts.
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// What its class tells apart.
    pub fn as_folding(&self) -> Folding {
        self.folding
    }

    /// The line as the script writes it, its values put in.
    pub fn text(&self) -> &str {
        &self.line.text
    }

    /// Whether there is anything in it to be said.
    pub fn is_empty(&self) -> bool {
        self.line.elements.iter().all(|e| e.kind == Kind::Anything)
    }

    /// Whether it could have been said for all that its characters tell: a quick no for nearly all that is said.
    pub fn may_be_in(&self, speech: &Speech, closeness: Closeness) -> bool {
        let absent = |e: &&Element| e.kind == Kind::Word && !e.letter.number && !speech.has(e.letter.c);
        let possible = |range: Range<usize>| {
            let elements = self.line.elements.get(range).unwrap_or_default();
            elements.iter().filter(absent).count() <= forgiven(characters(elements))
        };
        match closeness {
            Closeness::KeyPoints | Closeness::KeyPointsInOrder => self.line.points().into_iter().all(|(_, range)| possible(range)),
            Closeness::Verbatim | Closeness::Gist => possible(0..self.line.elements.len()),
        }
    }

    /// Compares what was said with the line, from a place on where one is given.
    pub fn compare(&self, speech: &Speech, closeness: Closeness, from: Option<(usize, usize)>) -> Comparison {
        let options = written(&self.folding);
        let how = leniency(closeness, &self.folding);
        let apart;
        let speech = if options == Options::default() {
            speech
        } else {
            apart = speech.folded(options);
            &apart
        };
        let line = &self.line;
        match closeness {
            Closeness::Verbatim => line.whole(speech, how, 0, from),
            Closeness::Gist => line.whole(speech, how, forgiven(characters(&line.elements)), from),
            Closeness::KeyPoints => line.key_points(speech, how, false, from),
            Closeness::KeyPointsInOrder => line.key_points(speech, how, true, from),
        }
    }
}
