//! The box check against brute force: every point of a small grid.

use super::cover::{cover, covered};
use super::formula::{Formula, Values};
use super::points::Points;
use super::region::{Region, Space};
use super::zone::{Difference, Zone};
use proptest::prelude::*;

/// Cuts lie within these, so a grid a little wider holds a point of every cell, also of the unbounded ones.
const CUT: i128 = 3;
const GRID: i128 = 3 * (CUT + 2);

fn atom() -> impl Strategy<Value = Formula> {
    prop_oneof![
        (0usize..2, prop::collection::vec(0usize..3, 0..3)).prop_map(|(c, p)| Formula::OneOf(c, p.into_iter().collect())),
        (0usize..3, 0usize..3, -CUT..=CUT).prop_map(|(a, b, most)| Formula::AtMost(Difference { a, b, most })),
    ]
}

fn formula() -> impl Strategy<Value = Formula> {
    atom().prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Formula::All),
            prop::collection::vec(inner.clone(), 0..3).prop_map(Formula::Any),
            inner.prop_map(|f| Formula::Not(Box::new(f))),
        ]
    })
}

fn range() -> impl Strategy<Value = (Option<i128>, Option<i128>)> {
    (prop::option::of(-CUT..=0), prop::option::of(0..=CUT))
}

fn space() -> impl Strategy<Value = Space> {
    (range(), range(), 1usize..=3, 1usize..=3)
        .prop_map(|(x, y, c, d)| Space { numbers: vec![(Some(0), Some(0)), x, y], choices: vec![c, d] })
}

fn grid(space: &Space) -> Vec<Values> {
    let ends = |i: usize| {
        let (low, high) = space.numbers[i];
        low.unwrap_or(-GRID)..=high.unwrap_or(GRID)
    };
    let mut all = Vec::new();
    for x in ends(1) {
        for y in ends(2) {
            for c in 0..space.choices[0] {
                for d in 0..space.choices[1] {
                    all.push(Values { numbers: vec![0, x, y], choices: vec![c, d] });
                }
            }
        }
    }
    all
}

/// Some whole number between the ends that are left.
fn any_number(i: usize, zone: &Zone) -> i128 {
    zone.least(i, 0).or(zone.most(i, 0)).unwrap_or(0)
}

fn inside(space: &Space, values: &Values) -> bool {
    let fits = |v: i128, (low, high): (Option<i128>, Option<i128>)| low.is_none_or(|l| l <= v) && high.is_none_or(|h| v <= h);
    values.numbers.iter().zip(&space.numbers).all(|(v, r)| fits(*v, *r)) && values.choices.iter().zip(&space.choices).all(|(p, n)| p < n)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, ..ProptestConfig::default() })]

    #[test]
    fn gaps_and_overlaps_are_those_of_the_grid(space in space(), rows in prop::collection::vec(formula(), 0..5)) {
        let found = cover(&space, &Formula::always(), &rows, true, 100_000).unwrap();
        let grid = grid(&space);
        let free = grid.iter().any(|v| !rows.iter().any(|r| v.meet(r)));
        prop_assert_eq!(!found.gaps.is_empty(), free, "gaps {:?}", found.gaps);
        for gap in &found.gaps {
            let values = gap.clone().values(any_number);
            prop_assert!(inside(&space, &values), "{:?} outside", values);
            prop_assert!(!rows.iter().any(|r| values.meet(r)), "{:?} is taken", values);
        }
        let twice = |i: usize, j: usize| grid.iter().any(|v| v.meet(&rows[i]) && v.meet(&rows[j]));
        for i in 0..rows.len() {
            for j in i + 1..rows.len() {
                prop_assert_eq!(found.overlaps.iter().any(|(a, b, _)| (*a, *b) == (i, j)), twice(i, j), "rows {} and {}", i, j);
            }
        }
        for (i, j, region) in &found.overlaps {
            let values = region.clone().values(any_number);
            prop_assert!(inside(&space, &values) && values.meet(&rows[*i]) && values.meet(&rows[*j]));
        }
    }

    #[test]
    fn a_covered_row_has_no_point_of_its_own(space in space(), row in formula(), earlier in prop::collection::vec(formula(), 0..4)) {
        let own = grid(&space).iter().any(|v| v.meet(&row) && !earlier.iter().any(|e| v.meet(e)));
        prop_assert_eq!(covered(&space, &Formula::always(), &row, &earlier, 100_000).unwrap(), !own);
    }

    #[test]
    fn pieces_are_disjoint_and_whole(space in space(), formula in formula(), want in any::<bool>()) {
        let budget = super::region::Budget::of(100_000);
        let mut pieces = Vec::new();
        Region::whole(&space).unwrap().pieces(&formula, want, &budget, &mut |p| { pieces.push(p); false });
        for values in grid(&space) {
            let holds = pieces.iter().filter(|p| p.facts.iter().all(|f| values.meet(&as_formula(f)))).count();
            prop_assert_eq!(holds, usize::from(values.meet(&formula) == want), "{:?}", values);
        }
    }
}

fn as_formula(fact: &super::region::Fact) -> Formula {
    match fact {
        super::region::Fact::OneOf(choice, points) => Formula::OneOf(*choice, points.clone()),
        super::region::Fact::AtMost(d) => Formula::AtMost(*d),
    }
}

fn exactly(number: usize, value: i128) -> Formula {
    Formula::All(vec![
        Formula::AtMost(Difference { a: number, b: 0, most: value }),
        Formula::AtMost(Difference { a: 0, b: number, most: -value }),
    ])
}

#[test]
fn the_limit_on_boxes_is_exact() {
    // One number, rows 1, 3, 5: the box that is begun with, and each row that cuts leaves two.
    let space = Space { numbers: vec![(Some(0), Some(0)), (None, None)], choices: vec![] };
    let rows = [exactly(1, 1), exactly(1, 3), exactly(1, 5)];
    let enough = (0..100).find(|n| cover(&space, &Formula::always(), &rows, false, *n).is_ok()).unwrap();
    assert_eq!(enough, 7);
    assert!(cover(&space, &Formula::always(), &rows, false, enough - 1).is_err());
}

#[test]
fn a_long_sorted_table_is_cheap() {
    let space = Space { numbers: vec![(Some(0), Some(0)), (Some(0), Some(1999))], choices: vec![] };
    let rows: Vec<Formula> = (0..2000).map(|n| exactly(1, n)).collect();
    let found = cover(&space, &Formula::always(), &rows, true, crate::base::limits::TABLE_BOXES).unwrap();
    assert!(found.gaps.is_empty() && found.overlaps.is_empty());
}

#[test]
fn a_product_of_many_choices_is_not_walked_point_by_point() {
    // Forty yes-or-no columns: the first says 否, or the first says 是 and the second 否, and so on.
    let space = Space { numbers: vec![(Some(0), Some(0))], choices: vec![2; 40] };
    let row = |n: usize| Formula::All((0..=n).map(|c| Formula::OneOf(c, Points::one(usize::from(c == n)))).collect());
    let rows: Vec<Formula> = (0..40).map(row).collect();
    let found = cover(&space, &Formula::always(), &rows, true, 3_000).unwrap();
    assert_eq!(found.gaps.len(), 1, "all forty are 是");
    assert!(found.overlaps.is_empty());
}

#[test]
fn an_order_that_ranges_forbid_is_not_a_gap() {
    // v below s, or v above 3, with s in 5..9: nothing is left, but with s in 2..9 a v from s to 3 is.
    let rows = [Formula::AtMost(Difference { a: 1, b: 2, most: -1 }), Formula::AtMost(Difference { a: 0, b: 1, most: -4 })];
    let space = |low| Space { numbers: vec![(Some(0), Some(0)), (None, None), (Some(low), Some(9))], choices: vec![] };
    assert!(cover(&space(5), &Formula::always(), &rows, false, 1_000).unwrap().gaps.is_empty());
    assert_eq!(cover(&space(2), &Formula::always(), &rows, false, 1_000).unwrap().gaps.len(), 1);
}
