//! How far values that are instants lie from the present, where something is decided by that.

use crate::program::{Cell, Expr, LimitBound, Op, Pattern, Program, Test, Until, Value};
use std::collections::BTreeSet;

/// In ms, before and behind it.
pub(super) fn asked(p: &Program, lengths: &BTreeSet<i64>) -> Vec<i64> {
    let mut found = Vec::new();
    let mut look = |subject: &Expr, test: &Test| {
        if matches!(test, Test::Past) {
            found.push(0);
        }
        if holds_now(subject) || test.bounds().any(holds_now) {
            found.extend([0, 1]);
            found.extend(sums(&added(subject)));
            for bound in test.bounds() {
                let all: Vec<i64> = added(subject).into_iter().chain(added(bound)).collect();
                found.extend(sums(&all));
            }
        }
    };
    let mut rows = |columns: &[Expr], cells: &[Cell]| {
        for (column, cell) in columns.iter().zip(cells) {
            if let Cell::Of(any) = cell {
                any.iter().flatten().for_each(|test| look(column, test));
            }
        }
    };
    for decision in &p.decisions {
        decision.table.rows.iter().for_each(|row| rows(&decision.table.columns, &row.cells));
    }
    for op in &p.code {
        if let Op::Branch(branch) = op {
            branch.rows.iter().for_each(|(cells, _)| rows(&branch.columns, cells));
        }
    }
    let mut handed = Vec::new();
    p.each_deciding(&mut |e| match e {
        Expr::Test(subject, test) => look(subject, test),
        Expr::Decide(_, args) => handed.extend(args.iter().filter(|e| holds_now(e))),
        _ => {}
    });
    // A distance that is handed on may be compared with anything.
    for arg in handed {
        found.extend(sums(&added(arg)));
        for ms in lengths {
            let all: Vec<i64> = added(arg).into_iter().chain([*ms]).collect();
            found.extend(sums(&all));
        }
    }
    found
}

/// The same of instants up to which something runs: by the lengths that are taken from them it is told whether they have passed.
pub(super) fn until(p: &Program) -> Vec<i64> {
    let mut found = Vec::new();
    let mut add = |all: &[&Expr]| {
        let lengths: Vec<i64> = all.iter().flat_map(|e| added(e)).collect();
        found.extend(sums(&lengths));
    };
    for limit in p.limits() {
        if let LimitBound::Until(e) = &limit.bound {
            add(&[e]);
        }
    }
    for sentence in p.rules.iter().flat_map(|r| &r.sentences) {
        if let Pattern::By(by) = &sentence.pattern {
            let all: Vec<&Expr> = std::iter::once(&by.instant).chain(&by.less).chain(&by.window).collect();
            add(&all);
        }
        for until in sentence.pattern.bound().iter().flat_map(|b| b.most.iter().chain(&b.least)) {
            if let Until::Instant(e) = until {
                add(&[e]);
            }
        }
    }
    found
}

/// The lengths in an expression.
fn added(e: &Expr) -> Vec<i64> {
    let mut all = Vec::new();
    e.each(&mut |e| {
        if let Expr::Value(Value::Duration(ms)) = e {
            all.push(*ms);
        }
    });
    all
}

/// What lengths can come to, each added or taken off.
fn sums(lengths: &[i64]) -> Vec<i64> {
    let mut all = vec![0_i64];
    for ms in lengths {
        all = all.iter().flat_map(|sum| [sum.saturating_add(*ms), sum.saturating_sub(*ms)]).collect();
        all.sort_unstable();
        all.dedup();
    }
    all
}

/// Whether the present instant is in an expression.
fn holds_now(e: &Expr) -> bool {
    let mut found = false;
    e.each(&mut |e| found |= *e == Expr::Now);
    found
}
