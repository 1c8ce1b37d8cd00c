//! Conditions proved from what holds, with the same cells as the tables; where one is not proved, a value that makes it false.

use super::clause::Clause;
use super::look::Look;
use super::mentions::Shapes;
use super::path::Path;
use crate::base::{Message, Sources, limits::TABLE_BOXES};
use crate::sema::check::domain::{Budget, Formula, Reader, Region, Scope, expr_key};
use crate::sema::model::{Expr, ExprKind, Test, Ty};
use std::collections::HashSet;
use std::sync::Arc;

/// Clauses that one question is answered from, at most.
const GIVEN: usize = 32;
/// Of these, clauses of several tests.
const LONGER: usize = 4;

/// What an expression tests or compares with, by key.
pub(crate) fn subjects(shapes: &Shapes<'_>, expr: &Expr) -> HashSet<String> {
    let mut found = HashSet::new();
    expr.each(&mut |e| match &e.kind {
        ExprKind::Test(subject, test) => {
            found.insert(expr_key(shapes.model, subject));
            let values = test.values().into_iter().filter(|v| !matches!(v.kind, ExprKind::Value(_) | ExprKind::Const(_)));
            found.extend(values.map(|v| expr_key(shapes.model, v)));
        }
        ExprKind::Var(_) | ExprKind::Param(_) | ExprKind::Field(..) | ExprKind::EventArg(..) | ExprKind::Decide(..) if e.ty == Ty::Bool => {
            found.insert(expr_key(shapes.model, e));
        }
        _ => {}
    });
    found
}

/// The clauses that say something about one of these, or with `only` nothing beside these.
pub(crate) fn about<'a>(look: &Look<'a, '_>, subjects: &HashSet<String>, only: bool) -> Vec<&'a Arc<Clause>> {
    let speaks = |clause: &&Arc<Clause>| {
        let mut of = clause.literals().iter().map(|l| &l.touches);
        if only { of.all(|s| s.is_subset(subjects)) } else { of.any(|s| !s.is_disjoint(subjects)) }
    };
    // Each clause of several tests may double the cases to be looked at.
    let mut longer = 0;
    let few = |clause: &&Arc<Clause>| {
        longer += usize::from(clause.alone().is_none());
        clause.alone().is_some() || longer <= LONGER
    };
    look.state.holds.iter().filter(speaks).filter(few).take(GIVEN).collect()
}

impl Clause {
    /// As a condition over what a reader reads.
    pub(crate) fn read(&self, reader: &mut Reader<'_>) -> Formula {
        let one = |reader: &mut Reader<'_>, expr: &Expr, holds| {
            let formula = reader.condition(expr);
            if holds { formula } else { formula.negated() }
        };
        Formula::Any(self.literals().iter().map(|l| one(reader, &l.expr, l.holds)).collect())
    }
}

/// What is known apart from conditions, of everything in these expressions.
pub(crate) fn known_within(look: &Look<'_, '_>, exprs: &[&Expr], reader: &mut Reader<'_>) -> Vec<Formula> {
    let mut given = Vec::new();
    for expr in exprs {
        expr.each(&mut |e| {
            let test = |test: Test, of: &Expr| super::replace::test_on(of, &test, of.span);
            match &e.kind {
                ExprKind::Test(subject, asked) => match **asked {
                    Test::Known | Test::Unknown if Path::of(subject).is_some() && look.known(subject) => {
                        given.push(reader.condition(&test(Test::Known, subject)))
                    }
                    Test::Confirmed | Test::Complete if look.holds_of(subject, asked) => given.push(reader.condition(e)),
                    _ => {}
                },
                ExprKind::Var(_) | ExprKind::Param(_) | ExprKind::Field(..) | ExprKind::EventArg(..)
                    if look.may_be_absent(e) && look.known(e) =>
                {
                    given.push(reader.condition(&test(Test::Known, e)));
                }
                _ => {}
            }
        });
    }
    given
}

impl<'a, 'm> Look<'a, 'm> {
    /// Where its expressions are read.
    pub(crate) fn scope(&self) -> Scope<'m> {
        Scope { model: self.shapes.model, flow: Some(self.flow), args: &[] }
    }

    /// Whether a condition holds here, whatever the way.
    pub(crate) fn proves(&self, condition: &Expr) -> bool {
        let subjects = subjects(self.shapes, condition);
        self.holds_from(condition, &about(self, &subjects, false)) || {
            let wide = self.reachable(subjects);
            self.holds_from(condition, &about(self, &wide, false))
        }
    }

    /// Everything that what is asked hangs together with.
    fn reachable(&self, mut found: HashSet<String>) -> HashSet<String> {
        for _ in 0..GIVEN {
            let before = found.len();
            for clause in about(self, &found.clone(), false) {
                clause.literals().iter().for_each(|l| found.extend(l.touches.iter().cloned()));
            }
            if found.len() == before {
                break;
            }
        }
        found
    }

    fn holds_from(&self, condition: &Expr, given: &[&Arc<Clause>]) -> bool {
        let (reader, wanted, given) = self.read(condition, given);
        if reader.trouble.is_some() {
            return false;
        }
        let (space, budget) = (reader.space(), Budget::of(TABLE_BOXES));
        let open = Region::within(&space, &given, &budget).into_iter().any(|r| r.meets(&wanted, false, &budget));
        !open && !budget.spent()
    }

    fn read(&self, condition: &Expr, given: &[&Arc<Clause>]) -> (Reader<'m>, Formula, Formula) {
        let (reader, (wanted, given)) = Reader::read(self.scope(), |reader| {
            let wanted = reader.condition(condition);
            let mut list: Vec<Formula> = given.iter().map(|c| c.read(reader)).collect();
            list.extend(known_within(self, &[condition], reader));
            (wanted, Formula::All(list))
        });
        (reader, wanted, given)
    }

    /// A case that may be here and in which a condition does not hold, in words.
    pub(crate) fn refutes(&self, condition: &Expr, sources: &Sources) -> Option<Message> {
        // What need not be there at all makes nothing true, whatever it might have been.
        let mut missing = Vec::new();
        self.unread(condition, &mut missing);
        if let Some(name) = missing.first().and_then(|e| self.name(e)) {
            return Some(Message::new(format!("{name} 未知"), format!("{name} unknown")));
        }
        let subjects = subjects(self.shapes, condition);
        let (mut reader, wanted, given) = self.read(condition, &about(self, &subjects, false));
        if reader.trouble.is_some() {
            return None;
        }
        condition.each(&mut |e| {
            if let Some(name) = self.name(e).or_else(|| self.record_test(e)) {
                reader.call(e, name);
            }
        });
        let (space, budget) = (reader.space(), Budget::of(TABLE_BOXES));
        let mut case = None;
        Region::within(&space, &given, &budget).into_iter().any(|r| {
            r.pieces(&wanted, false, &budget, &mut |piece| {
                let found = reader.leans_on_loose(&piece).is_none();
                case = found.then_some(piece);
                found
            })
        });
        case.map(|c| reader.witness(&c, sources).text).filter(|text| !text.zh.is_empty())
    }

    /// 已确认 and 填齐 of a record, by the record's name here.
    fn record_test(&self, expr: &Expr) -> Option<String> {
        let ExprKind::Test(subject, test) = &expr.kind else { return None };
        let word = match **test {
            Test::Confirmed => "已确认",
            Test::Complete => "填齐",
            _ => return None,
        };
        Some(format!("{} {word}", self.name(subject)?))
    }

    /// Whether what holds here can hold together, as far as it speaks of these.
    pub(crate) fn possible(&self, subjects: &HashSet<String>) -> bool {
        if !self.shapes.may_ask() {
            return true;
        }
        let clauses = about(self, subjects, false);
        let (reader, list) = Reader::read(self.scope(), |reader| clauses.iter().map(|c| c.read(reader)).collect::<Vec<_>>());
        let (space, budget) = (reader.space(), Budget::of(TABLE_BOXES));
        reader.trouble.is_some() || !Region::within(&space, &Formula::All(list), &budget).is_empty() || budget.spent()
    }
}
