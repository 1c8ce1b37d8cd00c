//! Who wants to know of which sort of event. It is asked several times for each event, and of most sorts nobody wants to know.

use super::class::Class;
use std::collections::BTreeMap;

/// Who wants to know of a sort of events. Stretches come before sentences.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Target {
    Stretch(u32),
    Sentence(u32),
    Metric(u32),
    /// A flow waits for what is derived.
    Flow,
}

/// All who want to know, by the number of the sort and by what it is of.
#[derive(Debug, Default)]
pub(crate) struct Listeners {
    by: Vec<BTreeMap<(u32, u32), Vec<Target>>>,
}

impl Listeners {
    /// Somebody wants to know of a sort.
    pub(super) fn add(&mut self, (sort, a, b): Class, target: Target) {
        let sort = usize::from(sort);
        if self.by.len() <= sort {
            self.by.resize_with(sort + 1, BTreeMap::new);
        }
        if let Some(of) = self.by.get_mut(sort) {
            of.entry((a, b)).or_default().push(target);
        }
    }

    /// Brings all in their order, each once.
    pub(super) fn ready(&mut self) {
        for list in self.by.iter_mut().flat_map(BTreeMap::values_mut) {
            list.sort_unstable();
            list.dedup();
        }
    }

    /// Who wants to know of a sort.
    pub(super) fn of(&self, (sort, a, b): Class) -> &[Target] {
        self.by.get(usize::from(sort)).and_then(|of| of.get(&(a, b))).map_or(&[], Vec::as_slice)
    }

    /// The sorts of which anybody wants to know.
    pub(super) fn classes(&self) -> impl Iterator<Item = Class> {
        let numbered = self.by.iter().enumerate().map(|(sort, of)| (sort as u8, of));
        numbered.flat_map(|(sort, of)| of.keys().map(move |(a, b)| (sort, *a, *b)))
    }
}
