//! Phrases filed by how they sound: each under every way to read its first three letters. A text is gone through from its beginning, so that
//! nothing is asked of what a hit covers.

use super::crowd::{Crowds, FEW};
use super::glance::{SHORT, glance};
use super::heads::Heads;
use super::letters::{Letters, letters};
use super::sounds::{Heard, Pairs, number, slot};
use super::symbols::Symbols;
use super::text::{Options, Text};

/// Phrases made ready to be heard. They are known by their number, the order in which they were given.
#[derive(Debug, Clone)]
pub(super) struct Sounding {
    options: Options,
    letters: Letters,
    /// So few that a glance mostly tells that none is in a text.
    short: bool,
    /// Phrases of one letter by its slot, ascending.
    single: Vec<(u16, u32)>,
    /// The first two letters of all others.
    pairs: Pairs,
    /// By the number of a pair: where what is filed under it begins; behind them where the last ends.
    begins: Vec<u32>,
    /// By the number of a pair: what comes third, roughly.
    may_follow: Vec<u64>,
    /// What comes third, ascending for each pair: nothing, or a slot.
    thirds: Vec<u16>,
    /// The phrase for each of these.
    phrases: Vec<u32>,
    /// Of pairs and thirds under which many are filed.
    crowds: Crowds,
}

/// The bits of a slot, or of what comes third: a phrase of two letters has 0 there, others the slot and one.
const SLOT: u32 = 10;

impl Sounding {
    /// Files phrases; of one with a `…`, the words before it.
    pub(super) fn of<'p>(phrases: impl Iterator<Item = &'p str>, options: Options) -> Self {
        let letters = letters(options.folds);
        let heads = Heads::of(phrases, options, letters);
        let mut single = Vec::new();
        // A key and a phrase in one number, which is quick to sort.
        let mut files: Vec<u64> = Vec::with_capacity(2 * heads.count());
        for phrase in 0..heads.count() {
            let slots = |c: &char| Symbols::of(*c, options.folds).iter().map(slot);
            match *heads.get(phrase) {
                [] => {}
                [only] => single.extend(slots(&only).map(|slot| (slot, phrase as u32))),
                [first, second, ref rest @ ..] => {
                    for pair in slots(&first).flat_map(|a| slots(&second).map(move |b| key(a, b))) {
                        let mut file = |third: u16| files.push(u64::from(pair | u32::from(third)) << 32 | phrase as u64);
                        match rest.first() {
                            None => file(0),
                            Some(third) => slots(third).for_each(|slot| file(slot + 1)),
                        }
                    }
                }
            }
        }
        single.sort_unstable();
        files.sort_unstable();
        let key_of = |file: &u64| (file >> 32) as u32;
        let (mut pairs, mut begins, mut may_follow) = (Vec::new(), vec![0], Vec::new());
        for filed in files.chunk_by(|a, b| pair(key_of(a)) == pair(key_of(b))) {
            pairs.extend(filed.first().map(|file| pair(key_of(file))));
            begins.extend(begins.last().map(|begin| begin + filed.len() as u32));
            may_follow.push(filed.iter().fold(0, |all, file| all | sign(third(key_of(file)))));
        }
        let pairs = Pairs::of(options.folds, pairs.into_iter());
        // Those of two letters stand wherever they are heard.
        let many = files.chunk_by(|a, b| key_of(a) == key_of(b)).filter(|filed| filed.len() > FEW);
        let crowded = many.filter_map(|filed| Some((filed.first().map(key_of)?, filed.iter().map(|file| (0, *file as u32)).collect())));
        let crowds = Crowds::of(crowded.filter(|(key, _)| third(*key) > 0), &heads, options.folds);
        let thirds = files.iter().map(|file| third(key_of(file))).collect();
        let phrases = files.iter().map(|file| *file as u32).collect();
        Self { options, letters, short: heads.count() <= SHORT, single, pairs, begins, may_follow, thirds, phrases, crowds }
    }

    /// Whether any phrase may stand in a text, as far as two characters in a row tell, where that tells much.
    pub(super) fn may_be_in(&self, text: &str) -> bool {
        !self.short || !self.single.is_empty() || {
            let begins = |first, second| first != 0 && self.pairs.may_begin(self.pairs.hear(first), self.pairs.hear(second));
            glance(text, self.options.folds, self.letters, begins)
        }
    }

    /// How the letter of a run is heard.
    #[inline]
    pub(super) fn hear(&self, text: &Text, run: usize) -> Option<Heard> {
        text.runs.get(run).map(|run| self.pairs.hear(run.c as u32))
    }

    /// Tells the phrases that may begin at a run of a text, by how it and the two behind it are heard. None that does is missing.
    pub(super) fn beginning_at(&self, text: &Text, run: usize, heard: &[Option<Heard>; 3], found: &mut Vec<u32>) {
        found.clear();
        let [Some(first), second, third] = heard else { return };
        if !self.single.is_empty() {
            self.pairs.ways(first).iter().for_each(|way| found.extend(self.alone(*way)));
        }
        if let Some(second) = second
            && self.pairs.may_begin(*first, *second)
        {
            self.read([first, second], third.as_ref(), text, run, found);
        }
        if found.len() > 1 {
            found.sort_unstable();
            found.dedup();
        }
    }

    /// Adds what is filed under three letters in every way to read them; the third may be none.
    fn read(&self, [first, second]: [&Heard; 2], third: Option<&Heard>, text: &Text, run: usize, found: &mut Vec<u32>) {
        let (first, second) = (self.pairs.ways(first), self.pairs.ways(second));
        let third = third.map_or(&[][..], |third| self.pairs.ways(third));
        let signs = third.iter().fold(sign(0), |all, way| all | sign(way + 1));
        for first in first {
            let Some(behind) = self.pairs.behind(*first) else { continue };
            for second in second {
                let (number, known) = number(behind, *second);
                let follow = self.may_follow.get(number).is_some_and(|follow| follow & signs != 0);
                // Asked in one: either by itself is as often so as not, both are rare.
                if known & follow {
                    self.filed(number, key(*first, *second), third, text, run, found);
                }
            }
        }
    }

    /// The phrases of one letter.
    fn alone(&self, way: u16) -> impl Iterator<Item = u32> {
        let from = self.single.partition_point(|(slot, _)| *slot < way);
        self.single.iter().skip(from).take_while(move |(slot, _)| *slot == way).map(|(_, phrase)| *phrase)
    }

    /// Adds what is filed under a pair that stands at a run.
    #[inline(never)]
    fn filed(&self, number: usize, key: u32, third: &[u16], text: &Text, run: usize, found: &mut Vec<u32>) {
        let begin = |at: usize| self.begins.get(at).map_or(0, |at| *at as usize);
        let (from, to) = (begin(number), begin(number + 1));
        let thirds = self.thirds.get(from..to).unwrap_or_default();
        let phrases = self.phrases.get(from..to).unwrap_or_default();
        let two = thirds.iter().take_while(|third| **third == 0).count();
        found.extend_from_slice(phrases.get(..two).unwrap_or_default());
        for way in third {
            let third = way + 1;
            let from = place(thirds, third);
            let filed = thirds.get(from..).unwrap_or_default().iter().take_while(|t| **t == third).count();
            if filed > FEW {
                let letter = |at: usize| text.runs.get(at).map(|run| run.c);
                self.crowds.each(key | u32::from(third), letter, run, self.options.folds, |_, phrase| found.push(phrase));
            } else {
                found.extend_from_slice(phrases.get(from..from + filed).unwrap_or_default());
            }
        }
    }
}

/// The key of what begins with two letters, by their slots: what comes third is added to it.
#[inline]
fn key(first: u16, second: u16) -> u32 {
    (u32::from(first) << SLOT | u32::from(second)) << SLOT
}

/// The first two letters of a key.
fn pair(key: u32) -> (u16, u16) {
    ((key >> (2 * SLOT)) as u16, third(key >> SLOT))
}

/// What comes third in a key.
fn third(key: u32) -> u16 {
    (key & ((1 << SLOT) - 1)) as u16
}

/// What comes third as one bit of 64, many of which share one; the first is that nothing does.
#[inline]
fn sign(third: u16) -> u64 {
    1 << (third & 63)
}

/// Where something stands among others that ascend, or would: of few it is quicker to go by them all.
fn place(thirds: &[u16], third: u16) -> usize {
    if thirds.len() <= 32 { thirds.iter().filter(|t| **t < third).count() } else { thirds.partition_point(|t| *t < third) }
}
