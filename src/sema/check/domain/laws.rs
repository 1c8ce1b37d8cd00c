//! The whole way from tables to cases in words, on random tables: a gap is found where some grid point has no row, and what is
//! printed is one of those points.

use super::{Reader, Scope, cover};
use crate::base::{Decimal, FileId, Source, Sources, Span};
use crate::sema::model::{
    BinaryOp, Cell, CompareOp, Expr, ExprKind, Leaf, LeafId, Meta, Model, Param, ParamId, Range, Slot, Taxonomy, TaxonomyId, Test, Ty,
    Value,
};
use proptest::prelude::*;

/// A name stands at its own place in this text.
const TEXT: &str = "时差 次数 宽限 来意 老客户 限减一 限加零 限加一";

/// Borders of unknown size: the limit less one, the limit, the limit and one more.
const BORDERS: [&str; 3] = ["限减一", "限加零", "限加一"];

fn span(name: &str) -> Span {
    let at = TEXT.find(name).unwrap();
    Span::new(FileId(0), at, at + name.len())
}

fn expr(kind: ExprKind, ty: Ty) -> Expr {
    Expr { kind, ty, optional: false, span: Span::default() }
}

const NAMES: [&str; 5] = ["时差", "次数", "宽限", "来意", "老客户"];

/// Parameters: two instants' difference is a column too, the limit is a symbol, the taxonomy has three leaves, one value may be absent.
fn model() -> Model {
    let param = |i: usize, ty: Ty, optional: bool| Param {
        name: NAMES[i].into(),
        slot: Slot { ty, optional, range: None },
        default: None,
        span: span(NAMES[i]),
        meta: Meta::default(),
    };
    let leaf = |name: &str| Leaf { name: name.into(), aliases: vec![], within: vec![], span: Span::default(), meta: Meta::default() };
    let taxonomy = Taxonomy {
        name: "类".into(),
        open: false,
        leaves: vec![leaf("甲"), leaf("乙"), leaf("丙")],
        nodes: vec![],
        span: Span::default(),
        meta: Meta::default(),
    };
    Model {
        params: vec![
            param(0, Ty::Duration, false),
            param(1, Ty::Times, false),
            param(2, Ty::Duration, false),
            param(3, Ty::Leaf(TaxonomyId(0)), true),
            param(4, Ty::Bool, false),
        ],
        taxonomies: vec![taxonomy],
        ..Model::default()
    }
}

fn path(i: usize, model: &Model) -> Expr {
    Expr { span: span(NAMES[i]), ..expr(ExprKind::Param(ParamId(i as u32)), model.params[i].slot.ty.clone()) }
}

fn duration(n: i64) -> Expr {
    expr(ExprKind::Value(Value::Duration(n)), Ty::Duration)
}

fn times(n: i64) -> Expr {
    expr(ExprKind::Value(Value::Number(Decimal::from_int(n).unwrap())), Ty::Times)
}

fn op() -> impl Strategy<Value = CompareOp> {
    prop::sample::select(vec![CompareOp::Eq, CompareOp::Ne, CompareOp::Ge, CompareOp::Gt, CompareOp::Le, CompareOp::Lt])
}

fn number(unit: fn(i64) -> Expr) -> impl Strategy<Value = Test> {
    prop_oneof![
        (op(), -2_i64..=2).prop_map(move |(op, n)| Test::Compare(op, unit(n))),
        (-2_i64..=2).prop_map(move |n| Test::Within(unit(n))),
        (-2_i64..=2, 0_i64..=2, any::<bool>())
            .prop_map(move |(n, m, open)| { Test::Range(Range { low: Some(Box::new(unit(n))), high: Some(Box::new(unit(n + m))), open }) }),
    ]
}

fn cell(tests: impl Strategy<Value = Test> + Clone + 'static) -> BoxedStrategy<Cell> {
    let alternative = prop::collection::vec(tests, 1..3).prop_map(|t| (t, Span::default()));
    prop_oneof![Just(Cell::Any), prop::collection::vec(alternative, 1..3).prop_map(Cell::Of)].boxed()
}

/// Cells for the columns 时差, 次数, 来意, 老客户.
fn row() -> impl Strategy<Value = Vec<Cell>> {
    let limit = prop_oneof![
        number(duration),
        Just(Test::Past),
        (op(), -1_i64..=1).prop_map(|(op, n)| {
            let limit = path(2, &model());
            let sum = expr(ExprKind::Binary(BinaryOp::Add, Box::new(limit), Box::new(duration(n))), Ty::Duration);
            Test::Compare(op, Expr { span: span(BORDERS[(n + 1) as usize]), ..sum })
        }),
    ];
    let leaf = (op(), 0_u32..3)
        .prop_map(|(op, n)| Test::Compare(op, expr(ExprKind::Value(Value::Leaf(TaxonomyId(0), LeafId(n))), Ty::Leaf(TaxonomyId(0)))));
    let kind = prop_oneof![
        leaf,
        Just(Test::Unknown),
        Just(Test::Known),
        prop::collection::vec(0_u32..3, 1..3).prop_map(|l| Test::Leaves(l.into_iter().map(LeafId).collect()))
    ];
    let yes = any::<bool>().prop_map(|b| Test::Compare(CompareOp::Eq, expr(ExprKind::Value(Value::Bool(b)), Ty::Bool)));
    (cell(limit.boxed()), cell(number(times).boxed()), cell(kind.boxed()), cell(yes.boxed())).prop_map(|(a, b, c, d)| vec![a, b, c, d])
}

/// A case: 时差, 次数, 宽限, 来意 if known, 老客户.
type Case = (i128, i128, i128, Option<u32>, bool);

fn holds(cell: &Cell, column: usize, case: &Case) -> bool {
    match cell {
        Cell::Any => true,
        Cell::Of(list) => list.iter().any(|(tests, _)| tests.iter().all(|t| passes(t, column, case))),
    }
}

/// A second reading of every test, straight from the language's table of words.
fn passes(test: &Test, column: usize, case: &Case) -> bool {
    let subject = [case.0, case.1, case.3.map_or(-9, i128::from), i128::from(case.4)][column];
    let known = column != 2 || case.3.is_some();
    let value = |e: &Expr| -> i128 {
        match &e.kind {
            ExprKind::Value(Value::Duration(n)) => i128::from(*n),
            ExprKind::Value(Value::Number(n)) => i128::from(n.to_int().unwrap()),
            ExprKind::Value(Value::Leaf(_, leaf)) => i128::from(leaf.0),
            ExprKind::Value(Value::Bool(b)) => i128::from(*b),
            ExprKind::Binary(_, _, right) => match &right.kind {
                ExprKind::Value(Value::Duration(n)) => case.2 + i128::from(*n),
                _ => unreachable!(),
            },
            _ => unreachable!(),
        }
    };
    match test {
        Test::Unknown => !known,
        Test::Known => known,
        _ if !known => false,
        Test::Past => subject < 0,
        Test::Within(e) => 0 <= subject && subject <= value(e),
        Test::Leaves(list) => list.iter().any(|l| i128::from(l.0) == subject),
        Test::Range(r) => {
            let (low, high) = (value(r.low.as_ref().unwrap()), value(r.high.as_ref().unwrap()));
            low <= subject && if r.open { subject < high } else { subject <= high }
        }
        Test::Compare(op, e) => {
            let order = subject.cmp(&value(e));
            match op {
                CompareOp::Eq => order.is_eq(),
                CompareOp::Ne => order.is_ne(),
                CompareOp::Ge => order.is_ge(),
                CompareOp::Gt => order.is_gt(),
                CompareOp::Le => order.is_le(),
                CompareOp::Lt => order.is_lt(),
            }
        }
        _ => unreachable!(),
    }
}

/// Every case that could be told apart: cuts lie within 4 of zero, a limit within 2 of them.
fn cases() -> Vec<Case> {
    let mut all = Vec::new();
    for limit in -8..=8 {
        for span in -11..=11 {
            for count in 0..=6 {
                for kind in [None, Some(0), Some(1), Some(2)] {
                    all.extend([false, true].map(|old| (span, count, limit, kind, old)));
                }
            }
        }
    }
    all
}

/// What a sentence says of each column: `时差 恰好 -1毫秒、来意 为 乙`. Nothing for what it leaves open.
fn said(text: &str) -> [Option<String>; 5] {
    let mut all = [const { None }; 5];
    for item in text.split('、').filter(|t| !t.is_empty()) {
        let (name, rest) = item.split_once(' ').unwrap();
        all[NAMES.iter().position(|n| *n == name).unwrap()] = Some(rest.replace("恰好 ", "").replace("为 ", ""));
    }
    all
}

/// `-1小时30分钟` and `3次` as numbers.
fn read(text: &str) -> i128 {
    let (sign, mut rest) = text.strip_prefix('-').map_or((1, text), |r| (-1, r));
    let mut sum = 0;
    while !rest.is_empty() {
        let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap();
        let n: i128 = rest[..end].parse().unwrap();
        let units = [("毫秒", 1), ("秒", 1_000), ("分钟", 60_000), ("小时", 3_600_000), ("次", 1)];
        let (unit, length) = units.iter().find(|(u, _)| rest[end..].starts_with(u)).unwrap();
        sum += n * length;
        rest = &rest[end + unit.len()..];
    }
    sign * sum
}

/// The cases a sentence may mean: what it leaves open takes every value of the grid.
fn meant(said: &[Option<String>; 5]) -> Vec<Case> {
    let mut all = Vec::new();
    let numbers = |text: &Option<String>, open: std::ops::RangeInclusive<i128>| match text {
        Some(t) => vec![read(t)],
        None => open.collect(),
    };
    let kinds = ["甲", "乙", "丙"];
    for limit in numbers(&said[2], -8..=8) {
        let border = said[0].as_deref().and_then(|s| BORDERS.iter().position(|b| *b == s));
        let spans = border.map_or_else(|| numbers(&said[0], -11..=11), |b| vec![limit + b as i128 - 1]);
        for span in spans {
            for count in numbers(&said[1], 0..=6) {
                for kind in [None, Some(0), Some(1), Some(2)] {
                    let name = kind.map_or("未知", |n: u32| kinds[n as usize]);
                    let fits = said[3].as_deref().is_none_or(|s| s == name);
                    let old = [false, true].into_iter().filter(|o| said[4].as_deref().is_none_or(|s| s == if *o { "是" } else { "否" }));
                    all.extend(old.filter(|_| fits).map(|old| (span, count, limit, kind, old)));
                }
            }
        }
    }
    all
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn what_is_printed_is_a_case_without_a_row(rows in prop::collection::vec(row(), 0..5)) {
        let model = model();
        let mut sources = Sources::default();
        sources.add(Source::new("表.hua", TEXT));
        let columns: Vec<Expr> = [0, 1, 3, 4].iter().map(|i| path(*i, &model)).collect();
        let scope = Scope { model: &model, flow: None, args: &[] };
        let (reader, formulas) = Reader::read(scope, |reader| {
            columns.iter().for_each(|c| reader.note_column(c));
            rows.iter().map(|row| super::Formula::All(columns.iter().zip(row).map(|(c, cell)| reader.cell(c, cell)).collect())).collect::<Vec<_>>()
        });
        prop_assert!(reader.trouble.is_none());
        let taken = |case: &Case| rows.iter().filter(|row| row.iter().enumerate().all(|(i, cell)| holds(cell, i, case))).count();
        let all = cases();
        let found = cover(&reader.space(), &super::Formula::always(), &formulas, true, 100_000).unwrap();
        prop_assert_eq!(found.gaps.is_empty(), all.iter().all(|c| taken(c) > 0));
        prop_assert_eq!(found.overlaps.is_empty(), all.iter().all(|c| taken(c) < 2));
        for gap in &found.gaps {
            let text = reader.witness(gap, &sources).text.zh;
            let said = said(&text);
            let meant = meant(&said);
            // A sentence that has the limit for a border leaves it open where the border itself lies.
            let open = said[0].as_deref().is_some_and(|s| BORDERS.contains(&s));
            let free = meant.iter().filter(|c| taken(c) == 0).count();
            prop_assert!(if open { free > 0 } else { free == meant.len() && free > 0 }, "{}", text);
        }
        for (_, _, region) in &found.overlaps {
            let witness = reader.witness(region, &sources);
            prop_assert!(formulas.iter().filter(|f| witness.values.meet(f)).count() >= 2);
        }
    }
}
