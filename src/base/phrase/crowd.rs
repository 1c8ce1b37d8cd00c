//! Phrases of which too many are filed under one key, told apart letter by letter: in a list of numbered things, or of sentences that begin
//! alike, what a text has to be held against grows with what it says, not with the list.

use super::fold::Folds;
use super::heads::Heads;
use super::symbols::Symbols;

/// How many phrases under one key, or behind common letters, are simply looked at.
pub(super) const FEW: usize = 8;

/// A place in a tree, a symbol, and the place one letter further.
type Step = (u32, u32, u32);

/// A place in a tree, and a phrase that is looked at there.
type Leaf = (u32, u32);

/// The phrases of all keys under which many are filed, as trees of letters.
#[derive(Debug, Clone, Default)]
pub(super) struct Crowds {
    /// A key, how many characters stand before those that make it, and the tree of the phrases filed so. Ascending.
    trees: Vec<(u32, u32, u32)>,
    /// Ascending.
    steps: Vec<Step>,
    /// Ascending.
    leaves: Vec<Leaf>,
    /// Where the steps and the leaves of each place begin.
    places: Vec<(u32, u32)>,
}

impl Crowds {
    /// Takes what is filed under keys that many share, by ascending keys: how many characters stand before the key, and the phrase.
    pub(super) fn of(files: impl Iterator<Item = (u32, Vec<(u32, u32)>)>, heads: &Heads, folds: Folds) -> Self {
        let mut crowds = Self::default();
        for (key, mut phrases) in files {
            phrases.sort_unstable_by(|(a, x), (b, y)| (a, heads.get(*x as usize), x).cmp(&(b, heads.get(*y as usize), y)));
            for alike in phrases.chunk_by(|(a, _), (b, _)| a == b) {
                let root = crowds.place();
                crowds.trees.extend(alike.first().map(|(before, _)| (key, *before, root)));
                crowds.grow(root, alike, heads, folds);
            }
        }
        crowds.steps.sort_unstable();
        crowds.leaves.sort_unstable();
        let (mut step, mut leaf) = (0, 0);
        for (place, begins) in crowds.places.iter_mut().enumerate() {
            step += crowds.steps.iter().skip(step).take_while(|(of, ..)| (*of as usize) < place).count();
            leaf += crowds.leaves.iter().skip(leaf).take_while(|(of, _)| (*of as usize) < place).count();
            *begins = (step as u32, leaf as u32);
        }
        crowds
    }

    /// Grows a tree of phrases that are sorted by their letters.
    fn grow(&mut self, root: u32, phrases: &[(u32, u32)], heads: &Heads, folds: Folds) {
        let mut open = vec![(root, 0, phrases)];
        while let Some((place, depth, phrases)) = open.pop() {
            let letter = |(_, phrase): &(u32, u32)| heads.get(*phrase as usize).get(depth);
            for alike in phrases.chunk_by(|a, b| letter(a) == letter(b)) {
                match alike.first().and_then(letter) {
                    Some(c) if phrases.len() > FEW => {
                        let next = self.place();
                        self.steps.extend(Symbols::of(*c, folds).iter().map(|symbol| (place, symbol, next)));
                        open.push((next, depth + 1, alike));
                    }
                    _ => self.leaves.extend(alike.iter().map(|(_, phrase)| (place, *phrase))),
                }
            }
        }
    }

    fn place(&mut self) -> u32 {
        self.places.push((0, 0));
        self.places.len() as u32 - 1
    }

    /// The steps from a place, and the phrases that are looked at there.
    fn at(&self, place: u32) -> (&[Step], &[Leaf]) {
        let begin = |place: u32| self.places.get(place as usize).map(|(step, leaf)| (*step as usize, *leaf as usize));
        let (step, leaf) = begin(place).unwrap_or_default();
        let (next_step, next_leaf) = begin(place + 1).unwrap_or((self.steps.len(), self.leaves.len()));
        (self.steps.get(step..next_step).unwrap_or_default(), self.leaves.get(leaf..next_leaf).unwrap_or_default())
    }

    /// Shows each phrase under a key that may stand in a row of letters, with the place in the row where it would begin. `at` is the place of the
    /// key.
    pub(super) fn each(&self, key: u32, row: impl Fn(usize) -> Option<char>, at: usize, folds: Folds, mut show: impl FnMut(usize, u32)) {
        let trees = of(&self.trees, |(k, ..)| *k, key);
        for (_, before, root) in trees {
            let Some(begin) = at.checked_sub(*before as usize) else { continue };
            let mut open = vec![(*root, begin)];
            while let Some((place, at)) = open.pop() {
                let (steps, leaves) = self.at(place);
                leaves.iter().for_each(|(_, phrase)| show(begin, *phrase));
                let Some(letter) = row(at) else { continue };
                let from = open.len();
                for symbol in Symbols::of(letter, folds).iter() {
                    for (.., next) in of(steps, |(_, s, _)| *s, symbol) {
                        let step = (*next, at + 1);
                        // Two letters may share more than one syllable.
                        if !open.get(from..).unwrap_or_default().contains(&step) {
                            open.push(step);
                        }
                    }
                }
            }
        }
    }
}

/// What has a key, of things sorted by it.
fn of<T, K: Ord>(all: &[T], key: impl Fn(&T) -> K, wanted: K) -> &[T] {
    let from = all.partition_point(|one| key(one) < wanted);
    let rest = all.get(from..).unwrap_or_default();
    rest.get(..rest.partition_point(|one| key(one) == wanted)).unwrap_or_default()
}
