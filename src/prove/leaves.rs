//! Leaves of 分类: of all that nothing in the program can tell apart, one.

use super::free::Free;
use crate::program::{Deadline, Expr, KeyedEvent, Ladder, Program};
use std::collections::{BTreeMap, BTreeSet};

/// How leaves are told apart.
#[derive(Debug, Default)]
pub(super) struct Leaves {
    /// Lists of which a value is to be one, whatever their 分类.
    lists: BTreeSet<Vec<u32>>,
    /// Leaves that are named, by 分类; a value may also be asked for coming before or behind one.
    named: BTreeSet<(u32, u32)>,
    /// Each is told from each other.
    each: bool,
}

impl Leaves {
    /// A value is to be one of these.
    pub(super) fn one_of(&mut self, leaves: &[u32]) {
        self.lists.insert(leaves.to_vec());
    }

    /// A leaf is named.
    pub(super) fn named(&mut self, taxonomy: u32, leaf: u32) {
        self.named.insert((taxonomy, leaf));
    }

    /// Values are compared with each other.
    pub(super) fn each(&mut self) {
        self.each = true;
    }

    /// One leaf of each sort of a 分类 that has so many.
    pub(super) fn told(&self, taxonomy: u32, count: u32) -> Vec<u32> {
        if self.each {
            return (0..count).collect();
        }
        let mut sorts: BTreeMap<Vec<bool>, u32> = BTreeMap::new();
        for leaf in 0..count {
            let lists = self.lists.iter().map(|list| list.contains(&leaf));
            let named = self.named.iter().filter(|(of, _)| *of == taxonomy).flat_map(|(_, at)| [leaf < *at, leaf == *at]);
            sorts.entry(lists.chain(named).collect()).or_insert(leaf);
        }
        let mut all: Vec<u32> = sorts.into_values().collect();
        all.sort_unstable();
        all
    }
}

/// Whether instances of anything are kept apart by a leaf.
pub(super) fn are_keys(p: &Program) -> bool {
    let free = Free::of(p);
    let mut found = false;
    let mut look =
        |keyed: &KeyedEvent| found |= keyed.key.as_ref().is_some_and(|e| !matches!(e, Expr::Case | Expr::Key) && free.leaf_value(e));
    p.deadlines.iter().flat_map(Deadline::events).for_each(&mut look);
    p.ladders.iter().flat_map(Ladder::events).for_each(&mut look);
    p.rules.iter().flat_map(|r| &r.sentences).for_each(|s| s.each_keyed(&mut look));
    found
}
