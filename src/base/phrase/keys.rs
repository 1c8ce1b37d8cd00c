//! What is filed under which key, and quick answers for the many keys under which nothing is.

use super::heads::Filed;

/// What is filed, by key.
#[derive(Debug, Clone)]
pub(super) struct Keys {
    /// Ascending.
    files: Vec<Filed>,
    /// Where the keys begin that have the same upper bits.
    shelves: Vec<u32>,
    /// Two bits for each key: nearly all of those that are asked for have none.
    bits: Vec<u64>,
    /// A bit for each symbol that something filed ends in.
    ends: Vec<u64>,
}

impl Keys {
    /// Takes what is filed, ascending, and the symbols it ends in.
    pub(super) fn of(files: Vec<Filed>, ends: Ends) -> Self {
        let mut bits = vec![0u64; (files.len() / 3).next_power_of_two().clamp(1 << 6, 1 << 18)];
        let words = bits.len();
        for (key, _, _) in &files {
            if let Some(word) = bits.get_mut(word(*key, words)) {
                *word |= mask(*key);
            }
        }
        let count = files.len().next_power_of_two().clamp(2, 1 << 20);
        let mut shelves: Vec<u32> = Vec::with_capacity(count + 1);
        for (at, (key, _, _)) in files.iter().enumerate() {
            shelves.resize(shelves.len().max(shelf(*key, count) + 1), at as u32);
        }
        shelves.resize(count + 1, files.len() as u32);
        Self { files, shelves, bits, ends: ends.0 }
    }

    /// Whether nothing is filed.
    pub(super) fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// Whether anything that is filed may end in a symbol.
    #[inline]
    pub(super) fn may_end(&self, symbol: u32) -> bool {
        let at = symbol as usize % (64 * ENDS);
        self.ends.get(at / 64).is_some_and(|word| word >> (at % 64) & 1 != 0)
    }

    /// Whether anything may be filed under a key: two bits of one word tell that it is not.
    #[inline]
    pub(super) fn may_be_filed(&self, key: u32) -> bool {
        let wanted = mask(key);
        self.bits.get(word(key, self.bits.len())).is_some_and(|word| word & wanted == wanted)
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

/// The symbols that something filed ends in: a bit for each, the rarest characters sharing one.
#[derive(Debug)]
pub(super) struct Ends(Vec<u64>);

impl Default for Ends {
    fn default() -> Self {
        Self(vec![0; ENDS])
    }
}

impl Ends {
    /// Something ends in a symbol.
    pub(super) fn add(&mut self, symbol: u32) {
        let at = symbol as usize % (64 * ENDS);
        if let Some(word) = self.0.get_mut(at / 64) {
            *word |= 1 << (at % 64);
        }
    }
}

const ENDS: usize = 512;

/// The word of a key, of so many, a power of two.
#[inline]
fn word(key: u32, count: usize) -> usize {
    (key >> 12) as usize & (count - 1)
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
