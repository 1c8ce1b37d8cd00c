//! What was said, turn by turn, made ready to be held against lines that ought to be said.

use super::english;
use super::fold::Fold;
use super::measure::Meant;
use super::negation;
use super::numeral;
use super::symbols::symbols;
use super::text::{Options, Text};
use super::value;

/// A folded character of what was said, or of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Letter {
    pub(super) c: char,
    /// The turn it is in.
    pub(super) turn: u32,
    /// First byte of what it was written as.
    pub(super) start: usize,
    /// Behind its last byte.
    pub(super) end: usize,
    /// A mark, a space or the end of a sentence stands before it.
    pub(super) apart: bool,
    /// A sentence ends before it.
    pub(super) ends: bool,
    /// Speech pauses before it, or a sentence ends.
    pub(super) paused: bool,
    /// It is part of a number: 三天 and 007, not 一下.
    pub(super) number: bool,
    /// It turns a sentence into its contrary.
    pub(super) negates: bool,
    /// It is a whole value, and what that means.
    pub(super) value: Option<Meant>,
    /// How many letters it stands for.
    pub(super) width: u8,
}

impl Letter {
    /// Whether it is written in letters of an alphabet.
    pub(super) fn is_latin(&self) -> bool {
        (self.c as u32) < 0x1100 && self.c.is_alphabetic()
    }

    /// Whether it and the letter before it are of one word or number.
    pub(super) fn joins(&self, before: &Self) -> bool {
        let of_word = |l: &Self| l.value.is_none() && (l.is_latin() || l.number);
        !self.apart && of_word(self) && of_word(before)
    }
}

/// The folded characters of a text; numbers are written in digits, and a value that has a unit is one letter.
pub(super) fn letters(text: &str, turn: u32, options: Options) -> Vec<Letter> {
    let mut letters = value::settle(numeral::settle(unsettled(text, turn, options), text), text);
    negation::mark(&mut letters);
    letters
}

/// The folded characters of a text, numbers as they are told.
pub(super) fn unsettled(text: &str, turn: u32, options: Options) -> Vec<Letter> {
    let units = Text::of(text, options).units;
    let letters = units.iter().map(|u| Letter {
        c: u.c,
        turn,
        start: u.start,
        end: u.end,
        apart: u.gap > 0 || u.after_end,
        ends: u.after_end,
        paused: u.paused || u.after_end,
        number: u.c.is_ascii_digit() && !u.took.has(Fold::Digits),
        negates: false,
        value: None,
        width: 1,
    });
    english::write_out(letters.collect(), text)
}

/// What was said, in turns.
#[derive(Debug, Clone, Default)]
pub struct Speech {
    /// Its words, and whether it runs on from the one before.
    turns: Vec<(String, bool)>,
    /// Turns that run on from one another are one.
    stretches: Vec<Vec<Letter>>,
    /// All that its characters can be read as, in order, each once.
    heard: Vec<u32>,
}

impl Speech {
    /// A turn on its own.
    pub fn of(text: &str) -> Self {
        let mut speech = Self::default();
        speech.push(text, false);
        speech
    }

    /// One turn more. A line may run over from the one before only where it `runs_on`.
    pub fn push(&mut self, text: &str, runs_on: bool) {
        self.add(text, runs_on, Options::default());
    }

    fn add(&mut self, text: &str, runs_on: bool, options: Options) {
        let letters = letters(text, self.turns.len() as u32, options);
        self.heard.extend(letters.iter().flat_map(|l| symbols(l.c)));
        self.heard.sort_unstable();
        self.heard.dedup();
        self.turns.push((text.to_owned(), runs_on));
        match self.stretches.last_mut().filter(|_| runs_on) {
            Some(last) => last.extend(letters),
            None => self.stretches.push(letters),
        }
    }

    /// The same for a class that tells more apart, or less.
    pub(super) fn folded(&self, options: Options) -> Self {
        let mut speech = Self::default();
        self.turns.iter().for_each(|(text, runs_on)| speech.add(text, *runs_on, options));
        speech
    }

    /// The words of a turn.
    pub fn turn(&self, turn: usize) -> &str {
        self.turns.get(turn).map_or("", |(text, _)| text)
    }

    /// Whether nothing was said.
    pub fn is_empty(&self) -> bool {
        self.stretches.iter().all(Vec::is_empty)
    }

    pub(super) fn stretches(&self) -> &[Vec<Letter>] {
        &self.stretches
    }

    /// Whether something that a character can be read as was heard anywhere.
    pub(super) fn has(&self, c: char) -> bool {
        symbols(c).any(|s| self.heard.binary_search(&s).is_ok())
    }
}
