//! What is tested more than once on a way is the same each time: a flow is measured case by case of such tests, so that no way runs
//! through branches that contradict each other.

use super::Meter;
use crate::base::Span;
use crate::base::limits::TABLE_BOXES;
use crate::sema::check::domain::{Formula, Reader, Scope, example};
use crate::sema::check::facts::test_on;
use crate::sema::model::{Cell, DecisionRow, Expr, ExprKind, Flow, FlowId, Place, Stmt, StmtKind, Table, VarId};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Tests that are told apart; a flow with more is measured as if they had nothing to do with each other.
const TESTS: usize = 16;
/// Cases that they may come to.
const CASES: usize = 64;

/// How tests come out, by the place of a condition or row.
pub(super) type Known = HashMap<Span, bool>;

/// A test with what it reads.
struct Test<'m> {
    at: Span,
    asks: Asks<'m>,
    atoms: BTreeSet<Atom>,
    /// The statement or option it belongs to.
    site: Span,
    /// How it usually comes out.
    usually: bool,
}

enum Asks<'m> {
    Condition(&'m Expr),
    Row(&'m Table<Vec<Stmt>>, &'m DecisionRow<Vec<Stmt>>),
}

/// Something that stays what it is on a way through a flow.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Atom {
    Ring,
    Param(u32),
    Var(u32),
    Field(u32, u32),
}

impl<'m> Meter<'m> {
    /// The cases of a flow, the usual one first; one that knows nothing where there is nothing to tell apart.
    pub(super) fn cases(&self, id: FlowId) -> Vec<Known> {
        let nothing = || vec![Known::new()];
        let Some(flow) = self.model.flows.get(id.index()) else { return nothing() };
        let tests = again(tests(flow));
        if tests.is_empty() || tests.len() > TESTS {
            return nothing();
        }
        let scope = Scope { model: self.model, flow: Some(flow), args: &[] };
        let (reader, formulas) = Reader::read(scope, |reader| tests.iter().map(|t| t.formula(reader)).collect::<Vec<_>>());
        if reader.trouble.is_some() {
            return nothing();
        }
        let space = reader.space();
        let mut cases: Vec<(Known, Vec<Formula>)> = vec![Default::default()];
        for (test, formula) in tests.iter().zip(&formulas) {
            let mut next = Vec::new();
            for (known, held) in &cases {
                for holds in [test.usually, !test.usually] {
                    let mut held = held.clone();
                    held.push(if holds { formula.clone() } else { Formula::Not(Box::new(formula.clone())) });
                    if !matches!(example(&space, &Formula::All(held.clone()), TABLE_BOXES), Ok(None)) {
                        let mut known = known.clone();
                        known.insert(test.at, holds);
                        next.push((known, held));
                    }
                }
            }
            if next.len() > CASES {
                return nothing();
            }
            cases = next;
        }
        cases.into_iter().map(|(known, _)| known).collect()
    }

    /// How a test comes out, where that is known.
    pub(super) fn comes_out(&self, at: Span) -> Option<bool> {
        self.known.get(&at).copied()
    }
}

impl Test<'_> {
    fn formula(&self, reader: &mut Reader<'_>) -> Formula {
        match &self.asks {
            Asks::Condition(condition) => reader.condition(condition),
            Asks::Row(table, row) => {
                table.columns.iter().for_each(|c| reader.note_column(c));
                let cells = row.cells.iter().flatten();
                Formula::All(table.columns.iter().zip(cells).map(|(column, cell)| reader.cell(column, cell)).collect())
            }
        }
    }
}

/// The tests of a flow that ask only for what stays as it is, in source order.
fn tests(flow: &Flow) -> Vec<Test<'_>> {
    let written = written(flow);
    let mut found = Vec::new();
    let mut add = |at: Span, asks, read: Vec<Expr>, site: Span, usually: bool| {
        let mut atoms = BTreeSet::new();
        if read.iter().all(|e| steady(e, &written, &mut atoms)) {
            found.push(Test { at, asks, atoms, site, usually });
        }
    };
    for step in &flow.steps {
        for block in step.blocks() {
            crate::sema::model::each_stmt(block, &mut |stmt| match &stmt.kind {
                StmtKind::If { arms, otherwise } => {
                    for arm in arms {
                        let condition = &arm.condition;
                        add(condition.span, Asks::Condition(condition), vec![condition.clone()], stmt.span, otherwise.is_some());
                    }
                }
                StmtKind::Match(table) => {
                    for row in table.rows.iter().filter(|r| r.cells.is_some()) {
                        add(row.span, Asks::Row(table, row), asked(table, row), stmt.span, true);
                    }
                }
                _ => {}
            });
        }
        for provided in step.options.iter().filter_map(|o| o.provided.as_deref()) {
            add(provided.span, Asks::Condition(provided), vec![provided.clone()], provided.span, true);
        }
    }
    found
}

/// What a row asks for: its columns, and its cells put on them.
fn asked(table: &Table<Vec<Stmt>>, row: &DecisionRow<Vec<Stmt>>) -> Vec<Expr> {
    let mut all = table.columns.clone();
    for (column, cell) in table.columns.iter().zip(row.cells.iter().flatten()) {
        if let Cell::Of(alternatives) = cell {
            all.extend(alternatives.iter().flat_map(|(tests, span)| tests.iter().map(|t| test_on(column, t, *span))));
        }
    }
    all
}

/// Those that ask for something that another statement asks for too.
fn again(tests: Vec<Test<'_>>) -> Vec<Test<'_>> {
    let mut sites: BTreeMap<Atom, BTreeSet<(u32, u32)>> = BTreeMap::new();
    for test in &tests {
        for atom in &test.atoms {
            sites.entry(atom.clone()).or_default().insert((test.site.start, test.site.end));
        }
    }
    let twice = |t: &Test<'_>| t.atoms.iter().any(|a| sites.get(a).is_some_and(|s| s.len() > 1));
    tests.into_iter().filter(twice).collect()
}

/// How often each variable of a flow is written, a parameter once more: what is written once is the same ever after.
fn written(flow: &Flow) -> BTreeMap<u32, usize> {
    let mut written: BTreeMap<u32, usize> = (0..flow.params.len() as u32).map(|v| (v, 1)).collect();
    let mut write = |var: Option<VarId>| var.into_iter().for_each(|v| *written.entry(v.0).or_default() += 1);
    flow.each_stmt(&mut |stmt| match &stmt.kind {
        StmtKind::Fill { record, .. } => write(root(record)),
        StmtKind::Ask { into, .. } => write(of_place(into)),
        StmtKind::Set { place, .. } => write(of_place(place)),
        StmtKind::Do { into: Some(place), .. } | StmtKind::Call { into: Some(place), .. } => write(of_place(place)),
        // A record that is passed on may be written there.
        StmtKind::Call { args, .. } | StmtKind::GotoFlow { args, .. } => args.iter().for_each(|e| write(root(e))),
        _ => {}
    });
    written
}

fn of_place(place: &Place) -> Option<VarId> {
    match place {
        Place::Var(var) => Some(*var),
        Place::Field(base, _) => root(base),
        Place::Bad => None,
    }
}

fn root(expr: &Expr) -> Option<VarId> {
    match &expr.kind {
        ExprKind::Var(var) => Some(*var),
        ExprKind::Field(base, _) => root(base),
        _ => None,
    }
}

/// Whether an expression is the same wherever it stands on a way; adds what it reads.
fn steady(expr: &Expr, written: &BTreeMap<u32, usize>, atoms: &mut BTreeSet<Atom>) -> bool {
    let mut all = true;
    expr.each(&mut |e| match &e.kind {
        ExprKind::Ring => drop(atoms.insert(Atom::Ring)),
        ExprKind::Param(id) => drop(atoms.insert(Atom::Param(id.0))),
        ExprKind::Var(var) => {
            atoms.insert(Atom::Var(var.0));
            all &= written.get(&var.0).is_none_or(|n| *n <= 1);
        }
        ExprKind::Field(base, field) => match base.kind {
            ExprKind::Var(var) => drop(atoms.insert(Atom::Field(var.0, field.0))),
            _ => all = false,
        },
        ExprKind::Value(_) | ExprKind::Const(_) | ExprKind::Decide(..) | ExprKind::Not(_) | ExprKind::Binary(..) | ExprKind::Test(..) => {}
        ExprKind::Text(_)
        | ExprKind::Arg(_)
        | ExprKind::EventArg(..)
        | ExprKind::Attr(_)
        | ExprKind::Key
        | ExprKind::Case
        | ExprKind::Due(..)
        | ExprKind::Now
        | ExprKind::Today
        | ExprKind::Mood
        | ExprKind::OfCall(_)
        | ExprKind::Call(..)
        | ExprKind::With(..)
        | ExprKind::Action(_)
        | ExprKind::Bad => all = false,
    });
    // A record is no value by itself: its fields are.
    let fields: Vec<u32> = atoms.iter().filter_map(|a| if let Atom::Field(var, _) = a { Some(*var) } else { None }).collect();
    atoms.retain(|a| !matches!(a, Atom::Var(var) if fields.contains(var)));
    all
}
