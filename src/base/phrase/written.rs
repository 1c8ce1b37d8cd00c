//! Phrases filed by how they are written: one pass over a text asks for each two characters whether anything ends in them, and where something does, whether
//! anything is filed under these and the one before; nearly always nothing is. What is, is looked at closely.

use super::crowd::{Crowds, FEW};
use super::glance::{SHORT, glance};
use super::heads::{Filed, Heads};
use super::index::Candidate;
use super::keys::{Classes, Filter, Keys};
use super::letters::{Letters, letters};
use super::said::Said;
use super::symbols::join;
use super::text::Options;

/// Phrases made ready to be found. They are known by their number, the order in which they were given.
#[derive(Debug, Clone)]
pub(super) struct Written {
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
}

/// Letters inside which a phrase may stand, and the run at which they begin.
type Row<'r> = (usize, &'r [u32]);

impl Written {
    /// Files phrases; of one with a `…`, the words before it.
    pub(super) fn of<'p>(phrases: impl Iterator<Item = &'p str>, options: Options) -> Self {
        let letters = letters(options.folds);
        let heads = Heads::of(phrases, options, letters);
        let mut pairs = Filter::of(heads.count());
        let mut classes = (heads.count() <= SHORT).then(Classes::new);
        let mut single = false;
        let files = heads.file(|row| match row {
            [.., before, last] => {
                pairs.add(join(*last as u32, *before as u32));
                classes.iter_mut().for_each(|classes| classes.add(*before as u32, *last as u32));
            }
            _ => single |= !row.is_empty(),
        });
        let crowded = files.chunk_by(|(a, ..), (b, ..)| a == b).filter(|filed| filed.len() > FEW);
        let before = |(_, phrase, before): &Filed| (*before, *phrase);
        let crowded = crowded.filter_map(|filed| Some((filed.first()?.0, filed.iter().map(before).collect())));
        let crowds = Crowds::of(crowded, &heads, options.folds);
        Self { options, reach: options.skip.max(heads.widest_gap), single, keys: Keys::of(files, pairs), crowds, letters, classes }
    }

    /// Whether any phrase may stand in a text, as far as two characters in a row tell.
    #[inline]
    fn may_be_in(&self, text: &str) -> bool {
        let Some(classes) = self.classes.as_ref().filter(|_| !self.single) else { return true };
        let ends = |before, last| classes.may_follow(before, last) && self.keys.may_end_in(join(last, before));
        glance(text, self.options.folds, self.letters, ends)
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
            self.read(row, &mut found);
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
            let letter = |at: usize| row.get(at).copied().and_then(char::from_u32);
            return self.crowds.each(key, letter, first, self.options.folds, |begin, phrase| found.push((from + begin, phrase)));
        }
        let begin = |before: u32| first.checked_sub(before as usize);
        found.extend(filed.iter().filter_map(|(_, phrase, before)| Some((from + begin(*before)?, *phrase))));
    }
}
