//! Which phrases may stand in a text: one pass asks for each three characters whether anything is filed there; nearly always nothing is. What is,
//! is looked at closely.

use super::fold::{Fold, Folds, Part, UNKNOWN, fold, part};
use super::hanzi;
use super::heads::{GRAM, Heads};
use super::keys::{Ends, Keys};
use super::symbols::{START, Symbols, alike, join};
use super::text::{Options, Text, repeatable};
use std::sync::LazyLock;

/// Phrases made ready to be found. They are known by their number, the order in which they were given.
#[derive(Debug, Clone)]
pub(super) struct Index {
    options: Options,
    sounds: bool,
    repeats: bool,
    /// The longest run of marks that may stand inside a phrase.
    reach: u8,
    /// Whether phrases are filed under one, two, three characters.
    lengths: [bool; GRAM],
    keys: Keys,
    heads: Heads,
    /// By character from [`hanzi::FIRST`]: what it is folded to.
    letters: &'static [char],
}

/// A phrase that may begin at a run of a text.
pub(super) type Candidate = (usize, u32);

impl Index {
    /// Files phrases; of one with a `…`, the words before it.
    pub(super) fn of<'p>(phrases: impl Iterator<Item = &'p str>, options: Options) -> Self {
        let heads = Heads::of(phrases, options);
        let mut ends = Ends::default();
        let files = heads.file(options.folds, |symbol| ends.add(symbol));
        Self {
            options,
            sounds: options.folds.has(Fold::Sound) || options.folds.has(Fold::NearSound),
            repeats: options.folds.has(Fold::Repeated),
            reach: options.skip.max(heads.widest_gap),
            lengths: heads.lengths,
            keys: Keys::of(files, ends),
            heads,
            letters: letters(options.folds),
        }
    }

    /// The phrases that may begin at runs of a text. None that stands there is missing.
    pub(super) fn candidates(&self, text: &str) -> Vec<Candidate> {
        if self.keys.is_empty() {
            return Vec::new();
        }
        if self.sounds { self.pass::<Sounds>(text) } else { self.pass::<Letters>(text) }
    }

    fn pass<R: Row>(&self, text: &str) -> Vec<Candidate> {
        let mut pass = Pass { index: self, row: R::default(), last: UNKNOWN, runs: 0, found: Vec::new() };
        let mut gap = 0u8;
        for c in text.chars() {
            if let Some(letter) = (c as u32).checked_sub(hanzi::FIRST).and_then(|at| self.letters.get(at as usize)) {
                pass.take(*letter);
                gap = 0;
                continue;
            }
            match part(c) {
                Part::Word => {
                    fold(c, self.options.folds, |c, _| pass.take(c));
                    gap = 0;
                }
                Part::End if !self.options.crosses_ends() => pass.last = UNKNOWN,
                Part::Invisible | Part::End => {}
                kind @ (Part::Mark | Part::Pause) => {
                    gap = gap.saturating_add(1);
                    if gap > self.options.skip || kind == Part::Pause && !self.options.crosses_ends() {
                        pass.last = UNKNOWN;
                    }
                    if gap > self.reach {
                        pass.row = R::default();
                    }
                }
            }
        }
        pass.found.sort_unstable();
        pass.found.dedup();
        pass.found
    }

    /// Whether the characters before the first `…` of a phrase stand from a run of a text on: most that share three characters do not.
    pub(super) fn may_start(&self, phrase: u32, text: &Text, run: usize) -> bool {
        let head = self.heads.get(phrase as usize);
        let said = text.runs.get(run..).unwrap_or_default();
        head.len() <= said.len() && head.iter().zip(said).all(|(own, run)| alike(*own, run.c, self.options.folds).is_some())
    }
}

/// What every character from [`hanzi::FIRST`] is folded to; made once for each of the four ways in which a Han character may be folded.
fn letters(folds: Folds) -> &'static [char] {
    static TABLES: [LazyLock<Vec<char>>; 4] = [
        LazyLock::new(|| table(Folds::NONE)),
        LazyLock::new(|| table(Folds::NONE.with(Fold::Script))),
        LazyLock::new(|| table(Folds::NONE.with(Fold::Digits))),
        LazyLock::new(|| table(Folds::NONE.with(Fold::Script).with(Fold::Digits))),
    ];
    let at = usize::from(folds.has(Fold::Script)) + 2 * usize::from(folds.has(Fold::Digits));
    TABLES.get(at).map_or(&[], |table| table.as_slice())
}

fn table(folds: Folds) -> Vec<char> {
    let folded = |c: char| {
        let mut folded = c;
        fold(c, folds, |to, _| folded = to);
        folded
    };
    (hanzi::FIRST..=hanzi::LAST).filter_map(char::from_u32).map(folded).collect()
}

/// One pass over a text.
struct Pass<'i, R> {
    index: &'i Index,
    row: R,
    /// The character before, [`UNKNOWN`] where another one like it is not a repetition.
    last: char,
    /// How many runs of equal characters have begun.
    runs: usize,
    found: Vec<Candidate>,
}

impl<R: Row> Pass<'_, R> {
    #[inline]
    fn take(&mut self, c: char) {
        // Two stretches of unknown words in a row are no repetition.
        if c == self.last && c != UNKNOWN {
            return;
        }
        let repeats = self.index.repeats && repeatable(c);
        self.last = if repeats { c } else { UNKNOWN };
        self.runs += 1;
        let (index, runs, found) = (self.index, self.runs, &mut self.found);
        self.row.take(c, index, |length, key| {
            if index.keys.may_be_filed(key) {
                for (_, phrase, before) in index.keys.filed(key) {
                    if let Some(run) = runs.checked_sub(length + *before as usize) {
                        found.push((run, *phrase));
                    }
                }
            }
        });
    }
}

/// The characters before, and how the next one is asked for with them.
trait Row: Default {
    /// Asks for what ends in a character: how many characters in a row, and their key.
    fn take(&mut self, c: char, index: &Index, ask: impl FnMut(usize, u32));
}

/// Characters as they are.
#[derive(Default)]
struct Letters {
    one: u32,
    two: u32,
}

impl Row for Letters {
    #[inline]
    fn take(&mut self, c: char, index: &Index, mut ask: impl FnMut(usize, u32)) {
        let c = c as u32;
        // Nothing that is filed ends in most characters. At the beginning of a text stands 0, which no phrase has.
        if index.keys.may_end(c) {
            let [one, two, three] = index.lengths;
            if three {
                ask(3, join(join(join(START, self.two), self.one), c));
            }
            if two {
                ask(2, join(join(START, self.one), c));
            }
            if one {
                ask(1, join(START, c));
            }
        }
        (self.two, self.one) = (self.one, c);
    }
}

/// Characters by every syllable they can be read as.
#[derive(Default)]
struct Sounds {
    one: Option<Symbols>,
    two: Option<Symbols>,
}

impl Row for Sounds {
    fn take(&mut self, c: char, index: &Index, mut ask: impl FnMut(usize, u32)) {
        let [one, two, three] = index.lengths;
        let symbols = Symbols::of(c, index.options.folds);
        for s in symbols.iter().filter(|s| index.keys.may_end(*s)) {
            if one {
                ask(1, join(START, s));
            }
            for r in self.one.into_iter().flat_map(Symbols::iter) {
                if two {
                    ask(2, join(join(START, r), s));
                }
                if three {
                    self.two.into_iter().flat_map(Symbols::iter).for_each(|q| ask(3, join(join(join(START, q), r), s)));
                }
            }
        }
        (self.two, self.one) = (self.one, Some(symbols));
    }
}
