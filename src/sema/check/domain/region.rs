//! A box of cases: which points of each choice and which distances of the numbers are left, and how conditions cut it.

use super::formula::{Formula, Values};
use super::points::Points;
use super::zone::{Difference, Zone};
use std::cell::Cell;
use std::rc::Rc;

/// What conditions of one table speak of, with the values that each may have.
#[derive(Debug, Clone)]
pub(crate) struct Space {
    /// Lower and upper end of each number in ticks; the first is zero.
    pub(crate) numbers: Vec<(Option<i128>, Option<i128>)>,
    /// How many points each choice has.
    pub(crate) choices: Vec<usize>,
}

impl Default for Space {
    fn default() -> Self {
        Self { numbers: vec![(Some(0), Some(0))], choices: Vec::new() }
    }
}

/// How much may still be looked at before the question is left undecided.
#[derive(Debug)]
pub(crate) struct Budget {
    boxes: Cell<usize>,
    // Tests are many times cheaper than boxes; the bound only keeps a table of thousands of rows from running for minutes.
    tests: Cell<usize>,
    spent: Cell<bool>,
}

impl Budget {
    /// So many boxes, and twenty tests for each.
    pub(crate) fn of(boxes: usize) -> Self {
        Self { boxes: Cell::new(boxes), tests: Cell::new(boxes.saturating_add(1).saturating_mul(20)), spent: Cell::new(false) }
    }

    /// Whether more was looked at than there was.
    pub(crate) fn spent(&self) -> bool {
        self.spent.get()
    }

    /// Pays for one box.
    pub(crate) fn pay_box(&self) {
        self.pay(&self.boxes);
    }

    fn pay_test(&self) {
        self.pay(&self.tests);
    }

    fn pay(&self, purse: &Cell<usize>) {
        match purse.get().checked_sub(1) {
            Some(less) => purse.set(less),
            None => self.spent.set(true),
        }
    }
}

/// What was assumed on the way to a region.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Fact {
    /// A choice is one of these.
    OneOf(usize, Points),
    /// A bound.
    AtMost(Difference),
}

/// A box of cases; never empty.
#[derive(Debug, Clone)]
pub(crate) struct Region {
    zone: Zone,
    left: Vec<Points>,
    /// What was assumed to get here.
    pub(crate) facts: Vec<Fact>,
    /// What it was before anything was assumed.
    base: Rc<(Zone, Vec<Points>)>,
}

/// Told of each piece; true stops the cutting.
type Visit<'v> = &'v mut dyn FnMut(Region) -> bool;

impl Region {
    /// All cases of a space; none where a declared range is empty.
    pub(crate) fn whole(space: &Space) -> Option<Self> {
        let mut zone = Zone::free(space.numbers.len());
        for (i, (low, high)) in space.numbers.iter().enumerate() {
            let fits = high.is_none_or(|h| zone.add(Difference { a: i, b: 0, most: h }))
                && low.is_none_or(|l| zone.add(Difference { a: 0, b: i, most: -l }));
            if !fits {
                return None;
            }
        }
        let left: Vec<Points> = space.choices.iter().map(|n| Points::all(*n)).collect();
        let base = Rc::new((zone.clone(), left.clone()));
        (!left.iter().any(Points::is_empty)).then_some(Self { zone, left, facts: Vec::new(), base })
    }

    /// The same region as one to begin with: what led here is no assumption.
    #[must_use]
    pub(crate) fn begun(mut self) -> Self {
        self.base = Rc::new((self.zone.clone(), self.left.clone()));
        self.facts = Vec::new();
        self
    }

    /// The region that this one began as.
    pub(crate) fn beginning(&self) -> Self {
        Self { zone: self.base.0.clone(), left: self.base.1.clone(), facts: Vec::new(), base: self.base.clone() }
    }

    /// The cases of a space in which a condition holds, cut so that none is in two; each is one to begin with.
    pub(crate) fn within(space: &Space, given: &Formula, budget: &Budget) -> Vec<Self> {
        let mut list = Vec::new();
        if let Some(whole) = Self::whole(space) {
            whole.pieces(given, true, budget, &mut |piece| {
                budget.pay_box();
                list.push(piece.begun());
                false
            });
        }
        list
    }

    /// The bounds on the numbers.
    pub(crate) fn zone(&self) -> &Zone {
        &self.zone
    }

    /// The part where a fact holds, if there is one.
    pub(crate) fn with(&self, fact: &Fact) -> Option<Self> {
        let mut piece = self.clone();
        match fact {
            Fact::OneOf(choice, points) => {
                let set = piece.left.get_mut(*choice)?;
                if !set.exceeds(points) {
                    return Some(piece);
                }
                set.keep(points);
                if set.is_empty() {
                    return None;
                }
            }
            Fact::AtMost(d) => {
                if piece.zone.implies(*d) {
                    return Some(piece);
                }
                if !piece.zone.add(*d) {
                    return None;
                }
            }
        }
        piece.facts.push(fact.clone());
        Some(piece)
    }

    /// Whether some case of the region makes the condition `want`.
    pub(crate) fn meets(&self, formula: &Formula, want: bool, budget: &Budget) -> bool {
        self.may(formula, want, budget) && self.pieces(formula, want, budget, &mut |_| true)
    }

    /// Cuts the region: tells of disjoint pieces that together are all cases where the condition is `want`. True if stopped.
    pub(crate) fn pieces(&self, formula: &Formula, want: bool, budget: &Budget, visit: Visit<'_>) -> bool {
        if budget.spent() {
            return true;
        }
        match formula {
            Formula::Not(inner) => self.pieces(inner, !want, budget, visit),
            Formula::OneOf(..) | Formula::AtMost(_) => {
                budget.pay_test();
                self.atom(formula, want).is_some_and(visit)
            }
            Formula::All(list) if want => self.clone().each(list, true, budget, visit),
            Formula::Any(list) if !want => self.clone().each(list, false, budget, visit),
            Formula::All(list) => self.clone().some(list, false, budget, visit),
            Formula::Any(list) => self.clone().some(list, true, budget, visit),
        }
    }

    /// The pieces where every condition is `want`.
    fn each(self, list: &[Formula], want: bool, budget: &Budget, visit: Visit<'_>) -> bool {
        match list.split_first() {
            None => visit(self),
            Some((first, rest)) => self.pieces(first, want, budget, &mut |piece| piece.each(rest, want, budget, visit)),
        }
    }

    /// The pieces where some condition is `want`, without overlap.
    fn some(self, list: &[Formula], want: bool, budget: &Budget, visit: Visit<'_>) -> bool {
        let mut here = vec![self];
        for formula in list {
            let mut next = Vec::new();
            for region in here {
                if region.pieces(formula, want, budget, visit) {
                    return true;
                }
                let stopped = region.pieces(formula, !want, budget, &mut |piece| {
                    next.push(piece);
                    false
                });
                if stopped {
                    return true;
                }
            }
            here = next;
        }
        false
    }

    /// A quick look without cutting: false only if no case makes the condition `want`.
    fn may(&self, formula: &Formula, want: bool, budget: &Budget) -> bool {
        budget.pay_test();
        match formula {
            Formula::Not(inner) => self.may(inner, !want, budget),
            Formula::OneOf(choice, points) => match self.left.get(*choice) {
                Some(left) if want => left.meets(points),
                Some(left) => left.exceeds(points),
                None => false,
            },
            Formula::AtMost(d) => self.zone.allows(if want { *d } else { d.negated() }),
            Formula::All(list) if want => list.iter().all(|f| self.may(f, true, budget)),
            Formula::Any(list) if !want => list.iter().all(|f| self.may(f, false, budget)),
            Formula::All(list) | Formula::Any(list) => list.iter().any(|f| self.may(f, want, budget)),
        }
    }

    fn atom(&self, formula: &Formula, want: bool) -> Option<Self> {
        match formula {
            Formula::OneOf(choice, points) if want => self.with(&Fact::OneOf(*choice, points.clone())),
            Formula::OneOf(choice, points) => {
                let mut rest = self.left.get(*choice)?.clone();
                rest.remove(points);
                self.with(&Fact::OneOf(*choice, rest))
            }
            Formula::AtMost(d) => self.with(&Fact::AtMost(if want { *d } else { d.negated() })),
            _ => None,
        }
    }

    /// Some values of the region: numbers that are still free are told by `number`, choices take their first point.
    pub(crate) fn values(mut self, mut number: impl FnMut(usize, &Zone) -> i128) -> Values {
        let size = self.left.iter().map(|p| p.iter().next().unwrap_or(0)).collect();
        let mut numbers = vec![0; self.zone_size()];
        for (i, slot) in numbers.iter_mut().enumerate().skip(1) {
            *slot = number(i, &self.zone);
            // INVARIANT: `number` gives a value between the least and the most, so the zone stays non-empty.
            self.zone.add(Difference { a: i, b: 0, most: *slot });
            self.zone.add(Difference { a: 0, b: i, most: -*slot });
        }
        Values { numbers, choices: size }
    }

    /// How many numbers there are, zero among them.
    pub(crate) fn zone_size(&self) -> usize {
        self.zone.size()
    }
}
