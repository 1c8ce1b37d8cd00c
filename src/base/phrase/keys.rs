//! What is filed under which key, and quick answers for the many keys under which nothing is.

use super::heads::Filed;
use super::symbols::join;

/// What is filed, by key.
#[derive(Debug, Clone)]
pub(super) struct Keys {
    /// Ascending.
    files: Vec<Filed>,
    /// Where the keys begin that have the same upper bits.
    shelves: Vec<u32>,
    /// The last two symbols of all rows of more than one.
    pairs: Filter,
    /// All keys.
    whole: Filter,
}

impl Keys {
    /// Takes what is filed, ascending, and the last two symbols of each.
    pub(super) fn of(files: Vec<Filed>, pairs: Filter) -> Self {
        let count = files.len().next_power_of_two().clamp(2, 1 << 20);
        let mut shelves: Vec<u32> = Vec::with_capacity(count + 1);
        for (at, (key, _, _)) in files.iter().enumerate() {
            shelves.resize(shelves.len().max(shelf(*key, count) + 1), at as u32);
        }
        shelves.resize(count + 1, files.len() as u32);
        let mut whole = Filter::of(files.len());
        files.iter().for_each(|(key, _, _)| whole.add(*key));
        Self { files, shelves, pairs, whole }
    }

    /// Whether nothing is filed.
    pub(super) fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// Whether anything that is filed may end in two symbols, by their key.
    #[inline]
    pub(super) fn may_end_in(&self, key: u32) -> bool {
        self.pairs.may_hold(key)
    }

    /// Whether anything may be filed under a key.
    #[inline]
    pub(super) fn may_have(&self, key: u32) -> bool {
        self.whole.may_hold(key)
    }

    /// What is filed under a key.
    pub(super) fn filed(&self, key: u32) -> &[Filed] {
        let shelf = shelf(key, self.shelves.len() - 1);
        let place = |at: usize| self.shelves.get(at).map_or(0, |at| *at as usize);
        let all = self.files.get(place(shelf)..place(shelf + 1)).unwrap_or_default();
        let from = all.partition_point(|(k, _, _)| *k < key);
        let rest = all.get(from..).unwrap_or_default();
        rest.get(..rest.partition_point(|(k, _, _)| *k == key)).unwrap_or_default()
    }
}

/// Which letters may follow which in what is filed, roughly: a table so small that it is always at hand.
#[derive(Debug, Clone)]
pub(super) struct Classes(Box<[u32; CLASSES]>);

/// Letters that share their lower bits share a place of the table.
const CLASSES: usize = 1 << 12;

impl Classes {
    /// Of no pair.
    pub(super) fn new() -> Self {
        Self(Box::new([0; CLASSES]))
    }

    /// Takes a pair. It is in one of sixteen groups: a letter has a bit for each in which it stands before, and one for each in which it is last.
    pub(super) fn add(&mut self, before: u32, last: u32) {
        let group = join(last, before) & 15;
        for (letter, bit) in [(before, group), (last, 16 + group)] {
            if let Some(bits) = self.0.get_mut(letter as usize % CLASSES) {
                *bits |= 1 << bit;
            }
        }
    }

    /// Whether two letters stand in a common group, each on its side.
    #[inline]
    pub(super) fn may_follow(&self, before: u32, last: u32) -> bool {
        let bits = |letter: u32| self.0.get(letter as usize % CLASSES).copied().unwrap_or_default();
        (bits(before) & bits(last) >> 16) as u16 != 0
    }
}

/// Whether a key may be among some: two bits of one word for each.
#[derive(Debug, Clone)]
pub(super) struct Filter(Vec<u64>);

impl Filter {
    /// Room for so many keys.
    pub(super) fn of(count: usize) -> Self {
        Self(vec![0; (count / 6).next_power_of_two().clamp(1 << 6, 1 << 17)])
    }

    pub(super) fn add(&mut self, key: u32) {
        let at = self.word(key);
        if let Some(word) = self.0.get_mut(at) {
            *word |= mask(key);
        }
    }

    #[inline]
    fn may_hold(&self, key: u32) -> bool {
        let wanted = mask(key);
        self.0.get(self.word(key)).is_some_and(|word| word & wanted == wanted)
    }

    #[inline]
    fn word(&self, key: u32) -> usize {
        (key >> 12) as usize & (self.0.len() - 1)
    }
}

/// The bits of a key in its word.
#[inline]
fn mask(key: u32) -> u64 {
    1 << (key & 63) | 1 << (key >> 6 & 63)
}

/// The shelf of a key, of so many, a power of two.
fn shelf(key: u32, count: usize) -> usize {
    (key >> (32 - count.trailing_zeros())) as usize
}
