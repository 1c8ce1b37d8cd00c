//! Which cases no row takes, which two rows take both, which row is never reached.

use super::formula::Formula;
use super::region::{Budget, Fact, Region, Space};

/// What is known of a table without 依次.
#[derive(Debug, Default)]
pub(crate) struct Cover {
    /// Maximal boxes that no row takes, without repetition.
    pub(crate) gaps: Vec<Region>,
    /// Pairs of rows, the earlier first, with a box that both take.
    pub(crate) overlaps: Vec<(usize, usize, Region)>,
}

/// Too much to look at.
#[derive(Debug)]
pub(crate) struct Undecided;

/// Gaps beyond this many are not told apart.
const GAPS: usize = 200;
/// Rows that take one box are compared pairwise up to this many.
const CROWD: usize = 8;

/// Looks for gaps where `given` holds, and for overlaps where `unique`.
pub(crate) fn cover(space: &Space, given: &Formula, rows: &[Formula], unique: bool, boxes: usize) -> Result<Cover, Undecided> {
    let budget = Budget::of(boxes);
    let mut found = Cover::default();
    for whole in Region::within(space, given, &budget) {
        let all = (0..rows.len()).collect();
        split(whole, all, rows, &budget, |region, row, others| {
            if unique {
                crowd(region, row, others, rows, &budget, &mut found.overlaps);
            }
        })
        .into_iter()
        .for_each(|gap| {
            let wide = widen(&gap, |r| !rows.iter().any(|row| r.meets(row, true, &budget)));
            if !found.gaps.iter().any(|known| same(known, &wide)) {
                found.gaps.push(wide);
            }
        });
    }
    found.overlaps.sort_by_key(|(a, b, _)| (*a, *b));
    if budget.spent() { Err(Undecided) } else { Ok(found) }
}

/// Whether every case of `row` where `given` holds is taken by one of `earlier`; a row that takes no case at all is.
pub(crate) fn covered(space: &Space, given: &Formula, row: &Formula, earlier: &[Formula], boxes: usize) -> Result<bool, Undecided> {
    let budget = Budget::of(boxes);
    let mut open = false;
    Region::within(space, given, &budget).into_iter().any(|whole| {
        whole.pieces(row, true, &budget, &mut |piece| {
            budget.pay_box();
            open = !split(piece, (0..earlier.len()).collect(), earlier, &budget, |_, _, _| {}).is_empty();
            open
        })
    });
    if budget.spent() && !open { Err(Undecided) } else { Ok(!open) }
}

/// Cuts `region` by the live rows until each piece is taken or no row is left, and gives the pieces without a row.
/// `taken` is told of each region with the row that cuts it and the other rows that may hold there.
fn split(region: Region, live: Vec<usize>, rows: &[Formula], budget: &Budget, taken: impl FnMut(&Region, usize, &[usize])) -> Vec<Region> {
    let mut cut = Cut { rows, budget, taken, gaps: Vec::new(), later: vec![(region, live)] };
    while let Some((region, live)) = cut.later.pop() {
        if cut.step(&region, &live, 0) {
            break;
        }
    }
    cut.gaps
}

/// Pieces are followed as they are cut, so that few of them are kept at a time; this deep they are put off instead.
const DEPTH: usize = 40;

struct Cut<'a, F> {
    rows: &'a [Formula],
    budget: &'a Budget,
    taken: F,
    gaps: Vec<Region>,
    later: Vec<(Region, Vec<usize>)>,
}

impl<F: FnMut(&Region, usize, &[usize])> Cut<'_, F> {
    /// Cuts one piece and follows what is left of it; true if there is no use in going on.
    fn step(&mut self, region: &Region, live: &[usize], depth: usize) -> bool {
        let (rows, budget) = (self.rows, self.budget);
        let meets = |r: &usize| rows.get(*r).is_some_and(|f| region.meets(f, true, budget));
        let mut live: Vec<usize> = live.iter().copied().filter(meets).collect();
        if budget.spent() || self.gaps.len() >= GAPS {
            return true;
        }
        // The middle row halves what is left where rows are sorted, so a long table costs n log n and not n².
        let Some(row) = (!live.is_empty()).then(|| live.remove(live.len() / 2)) else {
            self.gaps.push(region.clone());
            return false;
        };
        (self.taken)(region, row, &live);
        let Some(formula) = rows.get(row) else { return false };
        region.pieces(formula, false, budget, &mut |piece| {
            budget.pay_box();
            if depth < DEPTH {
                return self.step(&piece, &live, depth + 1);
            }
            self.later.push((piece, live.clone()));
            false
        })
    }
}

/// Records which of the rows that meet in the part of `region` taken by `row` overlap pairwise.
fn crowd(region: &Region, row: usize, others: &[usize], rows: &[Formula], budget: &Budget, found: &mut Vec<(usize, usize, Region)>) {
    let Some(formula) = rows.get(row) else { return };
    region.pieces(formula, true, budget, &mut |piece| {
        let here: Vec<usize> =
            others.iter().copied().filter(|o| rows.get(*o).is_some_and(|f| piece.meets(f, true, budget))).take(CROWD).collect();
        for (i, other) in here.iter().enumerate() {
            pair(&piece, row, *other, rows, budget, found);
            let Some(formula) = rows.get(*other) else { continue };
            for third in here.iter().skip(i + 1) {
                // Each piece is looked at, for the first one that the other row takes may lie beside the third row.
                piece.pieces(formula, true, budget, &mut |shared| pair(&shared, *other, *third, rows, budget, found));
            }
        }
        false
    });
}

/// Records that two rows overlap if `region`, where `one` holds, has a case of `other`. True if the pair is known.
fn pair(region: &Region, one: usize, other: usize, rows: &[Formula], budget: &Budget, found: &mut Vec<(usize, usize, Region)>) -> bool {
    let (a, b) = (one.min(other), one.max(other));
    if found.iter().any(|(x, y, _)| (*x, *y) == (a, b)) {
        return true;
    }
    let Some(both) = rows.get(other).and_then(|f| first(region, f, budget)) else { return false };
    found.push((a, b, both));
    true
}

/// A box of cases in which a condition holds; none where it never does.
pub(crate) fn example(space: &Space, formula: &Formula, boxes: usize) -> Result<Option<Region>, Undecided> {
    let budget = Budget::of(boxes);
    let found = Region::whole(space).and_then(|whole| first(&whole, formula, &budget));
    if found.is_none() && budget.spent() { Err(Undecided) } else { Ok(found) }
}

/// Some piece of the region where the condition holds.
fn first(region: &Region, formula: &Formula, budget: &Budget) -> Option<Region> {
    let mut piece = None;
    region.pieces(formula, true, budget, &mut |found| {
        piece = Some(found);
        true
    });
    piece
}

/// Drops every assumption of the region that is not needed for `keeps`, which holds of it.
pub(crate) fn widen(region: &Region, keeps: impl Fn(&Region) -> bool) -> Region {
    let whole = region.beginning();
    let build = |facts: &[Fact]| facts.iter().try_fold(whole.clone(), |r, f| r.with(f));
    let mut facts = region.facts.clone();
    let mut best = region.clone();
    let mut i = 0;
    while i < facts.len() {
        let mut fewer = facts.clone();
        fewer.remove(i);
        match build(&fewer) {
            Some(wide) if keeps(&wide) => {
                best = wide;
                facts = fewer;
            }
            _ => i += 1,
        }
    }
    best
}

fn same(a: &Region, b: &Region) -> bool {
    a.facts.len() == b.facts.len() && a.facts.iter().all(|f| b.facts.contains(f))
}
