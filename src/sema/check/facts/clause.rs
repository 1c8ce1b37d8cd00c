//! Conditions that were tested on the way: each says that one of a few tests came out so.

use super::mentions::{Mentions, Shapes};
use super::replace::test_on;
use crate::sema::check::domain::expr_key;
use crate::sema::model::{BinaryOp, Cell, CompareOp, DecisionRow, Expr, ExprKind, Table, Test, Value};
use std::collections::HashSet;
use std::sync::Arc;

/// Tests in one clause at most; a longer one is dropped, which only makes less known.
const LITERALS: usize = 24;
/// Tests in a clause that joining ways have made longer, at most.
const JOINED: usize = 8;
/// Clauses on one path at most.
const CLAUSES: usize = 32;

/// A test and how it came out.
#[derive(Debug, Clone)]
pub(crate) struct Literal {
    /// The test, the same wherever it means the same.
    pub(crate) key: Arc<str>,
    /// What is tested; nothing where that is several things.
    pub(crate) subject: Option<Arc<str>>,
    /// It came out true.
    pub(crate) holds: bool,
    /// The test.
    pub(crate) expr: Arc<Expr>,
    /// What it tests and compares with, by key.
    pub(crate) touches: Arc<HashSet<String>>,
    /// What it looks at.
    pub(crate) mentions: Arc<Mentions>,
}

impl Literal {
    fn of(shapes: &Shapes<'_>, expr: &Expr, holds: bool) -> Self {
        let subject = match &expr.kind {
            ExprKind::Test(subject, _) => Some(expr_key(shapes.model, subject).into()),
            ExprKind::Binary(..) => None,
            _ => Some(expr_key(shapes.model, expr).into()),
        };
        let mentions = Arc::new(Mentions::of(shapes, expr));
        let touches = Arc::new(super::prove::subjects(shapes, expr));
        Self { key: expr_key(shapes.model, expr).into(), subject, holds, expr: Arc::new(expr.clone()), touches, mentions }
    }

    fn same(&self, other: &Self) -> bool {
        self.holds == other.holds && self.key == other.key
    }
}

/// One of these holds.
#[derive(Debug, Clone)]
pub(crate) struct Clause(Vec<Literal>);

impl Clause {
    /// In order of their keys, none twice; nothing for a clause that says nothing.
    fn of(mut literals: Vec<Literal>) -> Option<Self> {
        literals.sort_by(|a, b| (&a.key, a.holds).cmp(&(&b.key, b.holds)));
        literals.dedup_by(|a, b| a.same(b));
        let idle = literals.windows(2).any(|pair| matches!(pair, [a, b] if a.key == b.key));
        (!idle && !literals.is_empty() && literals.len() <= LITERALS).then_some(Self(literals))
    }

    /// Its tests.
    pub(crate) fn literals(&self) -> &[Literal] {
        &self.0
    }

    /// The test, where it is one alone.
    pub(crate) fn alone(&self) -> Option<&Literal> {
        match self.0.as_slice() {
            [one] => Some(one),
            _ => None,
        }
    }

    /// What all its tests look at, where that is one thing.
    pub(crate) fn subject(&self) -> Option<&Arc<str>> {
        let first = self.0.first()?.subject.as_ref()?;
        self.0.iter().all(|l| l.subject.as_ref() == Some(first)).then_some(first)
    }

    /// Whether one of its tests looks at something.
    pub(crate) fn mentions(&self, looks: impl Fn(&Mentions) -> bool) -> bool {
        self.0.iter().any(|l| looks(&l.mentions))
    }

    /// Whether this holds wherever the other one does.
    pub(crate) fn follows(&self, from: &Self) -> bool {
        from.0.iter().all(|l| self.0.iter().any(|mine| mine.same(l)))
    }

    /// The same with each test made another; nothing where one has no other.
    pub(crate) fn made(&self, shapes: &Shapes<'_>, make: &dyn Fn(&Literal) -> Option<Expr>) -> Option<Self> {
        let literals: Option<Vec<Literal>> = self.0.iter().map(|l| Some(Literal::of(shapes, &make(l)?, l.holds))).collect();
        Self::of(literals?)
    }

    fn or(&self, other: &Self) -> Option<Self> {
        Self::of(self.0.iter().chain(&other.0).cloned().collect()).filter(|c| c.0.len() <= JOINED)
    }
}

/// Everything that holds, one clause beside the other.
#[derive(Debug, Clone, Default)]
pub(crate) struct Clauses(Vec<Arc<Clause>>);

impl Clauses {
    /// Each of them.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Arc<Clause>> {
        self.0.iter()
    }

    /// Adds a clause, unless it follows from one that is there.
    pub(crate) fn add(&mut self, clause: Arc<Clause>) {
        if self.0.iter().any(|c| clause.follows(c)) {
            return;
        }
        self.0.retain(|c| !c.follows(&clause));
        if self.0.len() < CLAUSES {
            self.0.push(clause);
        }
    }

    /// Whether some clause looks at something.
    pub(crate) fn any(&self, looks: impl Fn(&Mentions) -> bool) -> bool {
        self.0.iter().any(|c| c.mentions(&looks))
    }

    /// Drops every clause that looks at something.
    pub(crate) fn forget(&mut self, looks: impl Fn(&Mentions) -> bool) {
        self.0.retain(|c| !c.mentions(&looks));
    }

    /// Keeps what holds on both sides; true if something was lost. What both say of one thing is kept as one or the other, so every
    /// clause that is left is one of those before, or longer than one: this comes to an end however often paths join.
    ///
    /// With `plainly` only what both say in the same words is kept: where ways join again and again there is no end in sight.
    pub(crate) fn keep(&mut self, other: &Self, plainly: bool) -> bool {
        let both = |c: &Arc<Clause>| other.0.iter().any(|o| c.follows(o));
        if self.0.iter().all(both) {
            return false;
        }
        let (stay, go): (Vec<_>, Vec<_>) = std::mem::take(&mut self.0).into_iter().partition(both);
        self.0 = stay;
        if plainly {
            return true;
        }
        for mine in go {
            for theirs in &other.0 {
                let longer = if theirs.follows(&mine) {
                    Some(theirs.clone())
                } else if mine.subject().is_some() && mine.subject() == theirs.subject() {
                    mine.or(theirs).map(Arc::new)
                } else {
                    None
                };
                longer.into_iter().for_each(|c| self.add(c));
            }
        }
        true
    }
}

/// What is known where a condition came out so.
pub(crate) fn of_condition(shapes: &Shapes<'_>, expr: &Expr, holds: bool) -> Vec<Clause> {
    let mut out = Vec::new();
    take(shapes, expr, holds, &mut out);
    out
}

fn take(shapes: &Shapes<'_>, expr: &Expr, holds: bool, out: &mut Vec<Clause>) {
    match (&expr.kind, holds) {
        (ExprKind::Not(inner), _) => take(shapes, inner, !holds, out),
        (ExprKind::Binary(BinaryOp::And, left, right), true) | (ExprKind::Binary(BinaryOp::Or, left, right), false) => {
            take(shapes, left, holds, out);
            take(shapes, right, holds, out);
        }
        (ExprKind::Binary(BinaryOp::And | BinaryOp::Or, ..), _) => {
            let mut literals = Vec::new();
            either(shapes, expr, holds, &mut literals);
            out.extend(Clause::of(literals));
        }
        (ExprKind::Value(_) | ExprKind::Const(_) | ExprKind::Bad, _) => {}
        _ => match plain(expr) {
            Some((inner, same)) => take(shapes, inner, holds == same, out),
            None => out.extend(Clause::of(vec![Literal::of(shapes, expr, holds)])),
        },
    }
}

/// The tests of which one holds.
fn either(shapes: &Shapes<'_>, expr: &Expr, holds: bool, out: &mut Vec<Literal>) {
    match (&expr.kind, holds) {
        (ExprKind::Not(inner), _) => either(shapes, inner, !holds, out),
        (ExprKind::Binary(BinaryOp::Or, left, right), true) | (ExprKind::Binary(BinaryOp::And, left, right), false) => {
            either(shapes, left, holds, out);
            either(shapes, right, holds, out);
        }
        _ => match plain(expr) {
            Some((inner, same)) => either(shapes, inner, holds == same, out),
            None => out.push(Literal::of(shapes, expr, holds)),
        },
    }
}

/// `x == 是` is x itself, `x == 否` its opposite.
fn plain(expr: &Expr) -> Option<(&Expr, bool)> {
    let ExprKind::Test(subject, test) = &expr.kind else { return None };
    match &**test {
        Test::Compare(op @ (CompareOp::Eq | CompareOp::Ne), Expr { kind: ExprKind::Value(Value::Bool(value)), .. }) => {
            Some((subject, *value == (*op == CompareOp::Eq)))
        }
        _ => None,
    }
}

/// What is known where a row of a table is taken.
pub(crate) fn of_row<T>(shapes: &Shapes<'_>, table: &Table<T>, row: &DecisionRow<T>) -> Vec<Clause> {
    let mut out = Vec::new();
    for (column, cell) in table.columns.iter().zip(row.cells.iter().flatten()) {
        match alternatives(column, cell).as_slice() {
            [] => {}
            [one] => one.iter().for_each(|test| take(shapes, test, true, &mut out)),
            several => {
                let mut literals = Vec::new();
                several.iter().for_each(|tests| either(shapes, &all(tests), true, &mut literals));
                out.extend(Clause::of(literals));
            }
        }
    }
    out
}

/// What is known where a row is not taken.
pub(crate) fn without_row<T>(shapes: &Shapes<'_>, table: &Table<T>, row: &DecisionRow<T>) -> Vec<Clause> {
    let cells = table.columns.iter().zip(row.cells.iter().flatten());
    let cells: Vec<Vec<Vec<Expr>>> = cells.map(|(column, cell)| alternatives(column, cell)).filter(|a| !a.is_empty()).collect();
    let mut out = Vec::new();
    match cells.as_slice() {
        [alone] => alone.iter().for_each(|tests| take(shapes, &all(tests), false, &mut out)),
        several if several.iter().all(|a| a.len() == 1) => {
            let mut literals = Vec::new();
            several.iter().flatten().flatten().for_each(|test| either(shapes, test, false, &mut literals));
            out.extend(Clause::of(literals));
        }
        _ => {}
    }
    out
}

/// A cell as tests of its column: alternatives, each a list that must hold together. Empty for a cell that takes everything.
fn alternatives(column: &Expr, cell: &Cell) -> Vec<Vec<Expr>> {
    let Cell::Of(list) = cell else { return Vec::new() };
    list.iter().map(|(tests, span)| tests.iter().map(|t| test_on(column, t, *span)).collect()).collect()
}

fn all(tests: &[Expr]) -> Expr {
    let mut list = tests.iter().cloned();
    let first = list.next().unwrap_or_else(|| super::replace::truth(true));
    list.fold(first, |a, b| {
        let span = a.span;
        Expr { kind: ExprKind::Binary(BinaryOp::And, Box::new(a), Box::new(b)), ty: crate::sema::model::Ty::Bool, optional: false, span }
    })
}
