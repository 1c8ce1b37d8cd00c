//! Values, what is asked of them, and events.

use super::{Node, See};
use crate::mutate::turn::Turn;
use crate::syntax::ast::{Arg, Cell, EventAtom, EventKind, Expr, ExprKind, Limit, LimitBound, Test};

/// A value and the values in it.
pub(super) fn expr(expr: &mut Expr, see: &mut See<'_>, turn: &mut Turn<'_>) {
    see(Node::Expr(expr), turn);
    match &mut expr.kind {
        ExprKind::Call(_, args) => self::args(args, see, turn),
        ExprKind::List(items) => items.iter_mut().for_each(|e| self::expr(e, see, turn)),
        ExprKind::With(base, fields) => {
            self::expr(base, see, turn);
            fields.iter_mut().for_each(|(_, e)| self::expr(e, see, turn));
        }
        ExprKind::Not(inner) => self::expr(inner, see, turn),
        ExprKind::Binary(_, left, right) => {
            self::expr(left, see, turn);
            self::expr(right, see, turn);
        }
        ExprKind::Test(value, test) => {
            self::expr(value, see, turn);
            self::test(test, see, turn);
        }
        ExprKind::Number(_)
        | ExprKind::Quantity(_)
        | ExprKind::Text(_)
        | ExprKind::Bool(_)
        | ExprKind::Unknown
        | ExprKind::Now
        | ExprKind::Today
        | ExprKind::Ring
        | ExprKind::Mood
        | ExprKind::OfCall(_)
        | ExprKind::Date(_)
        | ExprKind::Clock(_)
        | ExprKind::Instant(..)
        | ExprKind::Path(_) => {}
    }
}

/// What is asked of a value.
pub(super) fn test(test: &mut Test, see: &mut See<'_>, turn: &mut Turn<'_>) {
    see(Node::Test(test), turn);
    match test {
        Test::Compare(_, e) | Test::Contains(e) => expr(e, see, turn),
        Test::Bound(bound) => expr(&mut bound.value, see, turn),
        Test::Range(range) => range.low.iter_mut().chain(&mut range.high).for_each(|e| expr(e, see, turn)),
        Test::In(_) | Test::Known | Test::Unknown | Test::Confirmed | Test::Complete | Test::Past => {}
    }
}

/// A cell of a table.
pub(super) fn cell(cell: &mut Cell, see: &mut See<'_>, turn: &mut Turn<'_>) {
    if let Cell::Of(atoms, _) = cell {
        atoms.iter_mut().flat_map(|a| &mut a.tests).for_each(|t| test(t, see, turn));
    }
}

/// Arguments.
pub(super) fn args(args: &mut [Arg], see: &mut See<'_>, turn: &mut Turn<'_>) {
    args.iter_mut().for_each(|a| expr(&mut a.value, see, turn));
}

/// An event.
pub(super) fn atom(atom: &mut EventAtom, see: &mut See<'_>, turn: &mut Turn<'_>) {
    see(Node::Event(atom), turn);
    if let EventKind::Do(_, args) | EventKind::Declared(_, args) = &mut atom.kind {
        self::args(args, see, turn);
    }
    atom.test.iter_mut().for_each(|t| test(t, see, turn));
    atom.filter.iter_mut().for_each(|e| expr(e, see, turn));
}

/// 限时
pub(super) fn limit(limit: &mut Limit, see: &mut See<'_>, turn: &mut Turn<'_>) {
    see(Node::Limit(limit), turn);
    match &mut limit.bound {
        LimitBound::Length(length) => {
            turn.limit = Some(length.span);
            expr(length, see, turn);
            turn.limit = None;
        }
        LimitBound::Until(instant) => expr(instant, see, turn),
    }
    limit.from.iter_mut().for_each(|e| super::event(e, see, turn));
}
