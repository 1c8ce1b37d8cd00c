//! Which phrases may stand in a text: one pass asks for each three characters whether anything is filed there; nearly always nothing is. What is,
//! is looked at closely.

use super::fold::{Fold, Folds, Part, UNKNOWN, fold, part};
use super::hanzi;
use super::heads::{GRAM, Heads, keys_of};
use super::keys::{Keys, Tails};
use super::symbols::{START, Symbols, alike, join};
use super::text::{Options, repeatable};
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
    letters: &'static [u16],
}

/// A phrase that may begin at a run of a text.
pub(super) type Candidate = (usize, u32);

impl Index {
    /// Files phrases; of one with a `…`, the words before it.
    pub(super) fn of<'p>(phrases: impl Iterator<Item = &'p str>, options: Options) -> Self {
        let letters = letters(options.folds);
        let heads = Heads::of(phrases, options, letters);
        let mut tails = Tails::of(heads.count());
        let mut keys = Vec::new();
        let files = heads.file(options.folds, |row| {
            row.last().into_iter().flat_map(|c| Symbols::of(*c, options.folds).iter()).for_each(|symbol| tails.add(symbol));
            keys_of(row.get(row.len().saturating_sub(2)..).unwrap_or_default(), options.folds, &mut keys);
            keys.iter().for_each(|key| tails.add_pair(*key));
        });
        Self {
            options,
            sounds: options.sounds(),
            repeats: options.folds.has(Fold::Repeated),
            reach: options.skip.max(heads.widest_gap),
            lengths: heads.lengths,
            keys: Keys::of(files, tails),
            heads,
            letters,
        }
    }

    /// The phrases that begin at runs of a text, as far as its characters tell. None that stands there is missing.
    pub(super) fn candidates(&self, text: &str) -> Vec<Candidate> {
        if self.keys.is_empty() {
            return Vec::new();
        }
        let mut found = if self.sounds { self.pass::<Sounds>(text).found } else { self.pass::<Letters>(text).found };
        if !found.is_empty() {
            let said = self.pass::<Runs>(text).row.0;
            found.sort_unstable();
            found.dedup();
            found.retain(|(run, phrase)| self.begins(*phrase, said.get(*run..).unwrap_or_default()));
        }
        found
    }

    /// Whether the characters of a phrase before its first `…` are those that were said: most that share three characters are not.
    fn begins(&self, phrase: u32, said: &[char]) -> bool {
        let head = self.heads.get(phrase as usize);
        head.len() <= said.len() && head.iter().zip(said).all(|(own, said)| alike(*own, *said, self.options.folds).is_some())
    }

    fn pass<R: Row>(&self, text: &str) -> Pass<'_, R> {
        let mut pass = Pass { index: self, row: R::default(), last: UNKNOWN, runs: 0, found: Vec::new() };
        let mut gap = 0u8;
        for c in text.chars() {
            if let Some(letter) = (c as u32).checked_sub(hanzi::FIRST).and_then(|at| self.letters.get(at as usize)) {
                pass.take(char::from_u32(u32::from(*letter)).unwrap_or(c));
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
                        pass.row.part();
                    }
                }
            }
        }
        pass
    }
}

/// What every character from [`hanzi::FIRST`] is folded to; made once for each of the four ways in which a Han character may be folded.
fn letters(folds: Folds) -> &'static [u16] {
    static TABLES: [LazyLock<Vec<u16>>; 4] = [
        LazyLock::new(|| table(Folds::NONE)),
        LazyLock::new(|| table(Folds::NONE.with(Fold::Script))),
        LazyLock::new(|| table(Folds::NONE.with(Fold::Digits))),
        LazyLock::new(|| table(Folds::NONE.with(Fold::Script).with(Fold::Digits))),
    ];
    let at = usize::from(folds.has(Fold::Script)) + 2 * usize::from(folds.has(Fold::Digits));
    TABLES.get(at).map_or(&[], |table| table.as_slice())
}

fn table(folds: Folds) -> Vec<u16> {
    let folded = |c: char| {
        let mut folded = c;
        fold(c, folds, |to, _| folded = to);
        // All that a character of the tables is folded to is in the first plane.
        folded as u32 as u16
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
            if !index.keys.may_have(key) {
                return;
            }
            for (_, phrase, before) in index.keys.filed(key) {
                if let Some(run) = runs.checked_sub(length + *before as usize) {
                    found.push((run, *phrase));
                }
            }
        });
    }
}

/// The characters before, and how the next one is asked for with them.
trait Row: Default {
    /// Too much stands between what came before and what comes now.
    fn part(&mut self) {
        *self = Self::default();
    }

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
        // At the beginning of a text stands 0, which no phrase has.
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
                let pair = join(join(START, r), s);
                if !index.keys.may_end_in(pair) {
                    continue;
                }
                if two {
                    ask(2, pair);
                }
                if three {
                    self.two.into_iter().flat_map(Symbols::iter).for_each(|q| ask(3, join(join(join(START, q), r), s)));
                }
            }
        }
        (self.two, self.one) = (self.one, Some(symbols));
    }
}

/// The characters of all runs, for a closer look.
#[derive(Default)]
struct Runs(Vec<char>);

impl Row for Runs {
    fn part(&mut self) {}

    fn take(&mut self, c: char, _: &Index, _: impl FnMut(usize, u32)) {
        self.0.push(c);
    }
}
