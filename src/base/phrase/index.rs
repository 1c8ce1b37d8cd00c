//! Which phrases may stand in a text: one pass asks for each two characters whether anything ends in them, and where something does, whether
//! anything is filed under these and the one before; nearly always nothing is. What is, is looked at closely.

use super::crowd::{Crowds, FEW};
use super::glance::glance;
use super::heads::Heads;
use super::keys::{Classes, Filter, Keys};
use super::letters::{Letters, letters};
use super::said::Said;
use super::sounds::{Heard, Pairs};
use super::symbols::{Symbols, join};
use super::text::Options;

/// Phrases made ready to be found. They are known by their number, the order in which they were given.
#[derive(Debug, Clone)]
pub(super) struct Index {
    options: Options,
    /// The longest run of marks that may stand inside a phrase.
    reach: u8,
    /// Some phrase is one character alone.
    single: bool,
    keys: Keys,
    /// Of keys under which many are filed.
    crowds: Crowds,
    letters: Letters,
    /// Of a short list: what may follow what.
    classes: Option<Classes>,
    /// Where phrases are found by their sound.
    sounds: Option<Pairs>,
}

/// Up to how many phrases are few enough that nearly all pairs of letters are found in none: a glance tells it.
const SHORT: usize = 300;

/// A phrase that may begin at a run of a text.
pub(super) type Candidate = (usize, u32);

/// Letters inside which a phrase may stand, and the run at which they begin.
type Row<'r> = (usize, &'r [u32]);

impl Index {
    /// Files phrases; of one with a `…`, the words before it.
    pub(super) fn of<'p>(phrases: impl Iterator<Item = &'p str>, options: Options) -> Self {
        let letters = letters(options.folds);
        let heads = Heads::of(phrases, options, letters);
        let mut sounds = options.sounds().then(|| Pairs::of(options.folds));
        let mut pairs = Filter::of(if sounds.is_some() { 0 } else { heads.count() });
        let mut classes = (heads.count() <= SHORT).then(Classes::new);
        let mut single = false;
        let files = heads.file(options.folds, |row| match (row, &mut sounds) {
            ([.., before, last], Some(sounds)) => sounds.add(Symbols::of(*before, options.folds), Symbols::of(*last, options.folds)),
            ([.., before, last], None) => {
                pairs.add(join(*last as u32, *before as u32));
                classes.iter_mut().for_each(|classes| classes.add(*before as u32, *last as u32));
            }
            _ => single |= !row.is_empty(),
        });
        sounds.iter_mut().for_each(Pairs::finish);
        let crowds = Crowds::of(&files, &heads, options.folds);
        Self { options, reach: options.skip.max(heads.widest_gap), single, keys: Keys::of(files, pairs), crowds, letters, sounds, classes }
    }

    /// Whether any phrase may stand in a text, as far as two characters in a row tell.
    #[inline]
    fn may_be_in(&self, text: &str) -> bool {
        let (folds, letters) = (self.options.folds, self.letters);
        match (&self.classes, &self.sounds) {
            _ if self.single => true,
            (None, _) => true,
            (Some(classes), None) => {
                let ends = |before, last| classes.may_follow(before, last) && self.keys.may_end_in(join(last, before));
                glance(text, folds, letters, ends)
            }
            (Some(_), Some(sounds)) => {
                glance(text, folds, letters, |before, last| before != 0 && sounds.may_end_in(sounds.hear(before), sounds.hear(last)))
            }
        }
    }

    /// The phrases that may begin at runs of a text, as far as three characters of theirs tell, or more where many have these. None that stands
    /// there is missing.
    pub(super) fn candidates(&self, text: &str) -> Vec<Candidate> {
        let mut found = Vec::new();
        if self.keys.is_empty() || !self.may_be_in(text) {
            return found;
        }
        let said = Said::of(text, self.options, self.reach, self.letters);
        for row in said.rows() {
            match &self.sounds {
                Some(sounds) => self.hear(sounds, row, &mut found),
                None => self.read(row, &mut found),
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Asks for what ends in each letter of a row.
    fn read(&self, row: Row<'_>, found: &mut Vec<Candidate>) {
        // Before a row stands 0, which no phrase has.
        let mut before = 0;
        for (at, letter) in row.1.iter().enumerate() {
            let pair = join(*letter, before);
            if self.keys.may_end_in(pair) {
                self.collect(pair, 2, at, row, found);
                if let Some(first) = at.checked_sub(2).and_then(|at| row.1.get(at)) {
                    self.collect(join(pair, *first), 3, at, row, found);
                }
            }
            if self.single {
                self.collect(*letter, 1, at, row, found);
            }
            before = *letter;
        }
    }

    /// The same by every syllable that a letter can be read as.
    fn hear(&self, sounds: &Pairs, row: Row<'_>, found: &mut Vec<Candidate>) {
        let (mut before, mut first): (Option<Heard>, Option<Heard>) = (None, None);
        for (at, letter) in row.1.iter().enumerate() {
            let last = sounds.hear(*letter);
            if let Some(before) = before.filter(|before| sounds.may_end_in(*before, last)) {
                self.listen(sounds, [first.unwrap_or_default(), before, last], at, row, found);
            }
            if self.single {
                self.ways(sounds, last, row, at).for_each(|symbol| self.collect(symbol, 1, at, row, found));
            }
            (before, first) = (Some(last), before);
        }
    }

    /// Asks for what ends in a letter of a row and the one before it, in every way to read them.
    #[inline(never)]
    fn listen(&self, sounds: &Pairs, [first, before, last]: [Heard; 3], at: usize, row: Row<'_>, found: &mut Vec<Candidate>) {
        for symbol in self.ways(sounds, last, row, at) {
            for pair in self.ways(sounds, before, row, at - 1) {
                if !sounds.may_be(pair, symbol) {
                    continue;
                }
                let pair = join(symbol, pair);
                self.collect(pair, 2, at, row, found);
                if at > 1 {
                    self.ways(sounds, first, row, at - 2).for_each(|first| self.collect(join(pair, first), 3, at, row, found));
                }
            }
        }
    }

    /// The symbols of a letter of a row: every way to read it, else itself.
    #[inline]
    fn ways(&self, sounds: &Pairs, heard: Heard, (_, letters): Row<'_>, at: usize) -> impl Iterator<Item = u32> {
        let read = sounds.readings(heard);
        let own = if read.is_empty() { letters.get(at).copied() } else { None };
        own.into_iter().chain(read.iter().map(|s| u32::from(*s)))
    }

    /// Adds what is filed under the key of so many letters, of which the last stands at a place of a row.
    #[inline]
    fn collect(&self, key: u32, length: usize, last: usize, row: Row<'_>, found: &mut Vec<Candidate>) {
        if self.keys.may_have(key)
            && let Some(first) = (last + 1).checked_sub(length)
        {
            self.take(key, first, row, found);
        }
    }

    /// Adds what is filed under a key whose first letter stands at a place of a row.
    #[cold]
    fn take(&self, key: u32, first: usize, (from, row): Row<'_>, found: &mut Vec<Candidate>) {
        let filed = self.keys.filed(key);
        if filed.len() > FEW {
            return self.crowds.each(key, row, first, self.options.folds, |begin, phrase| found.push((from + begin, phrase)));
        }
        let begin = |before: u32| first.checked_sub(before as usize);
        found.extend(filed.iter().filter_map(|(_, phrase, before)| Some((from + begin(*before)?, *phrase))));
    }
}
