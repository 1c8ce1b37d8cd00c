//! Two things that follow each other change places, where their order means something.

use crate::base::{Message, Span};
use crate::mutate::change::marked;
use crate::mutate::ruled::key;
use crate::mutate::turn::Turn;
use crate::mutate::walk::Node;
use crate::mutate::{Change, Kind};
use crate::syntax::ast::{Bound, BoundWord, Cell, CompareOp, DeclKind, Expr, ExprKind, PhraseClause, Quantifier, Row, RowHead, Test};

/// Lines of a 依次 class, rows of a 依次 table, duties that follow each other by 再, two statements that a rule puts in order
pub(crate) static KIND: Kind = Kind { name: "swap-order", title: ("前后两行对调", "swap two lines"), offer };

fn offer(node: Node<'_>, turn: &mut Turn<'_>) {
    match node {
        Node::Decl(decl) => {
            let in_order = |c: &PhraseClause| matches!(c, PhraseClause::Quantifier(Quantifier::InOrder, _));
            match &mut decl.kind {
                DeclKind::Phrases(class) if class.clauses.iter().any(in_order) => {
                    swaps(&mut class.entries, turn, |a, b, _| Some((a.0.span, b.0.span)));
                }
                DeclKind::Schedule(schedule) => swaps(&mut schedule.duties, turn, |a, b, _| Some((a.span, b.span))),
                _ => {}
            }
        }
        Node::Table(table) if table.in_order => swaps(&mut table.rows, turn, |a, b, turn| {
            let same = turn.written(a.span) == turn.written(b.span);
            (!same && !apart(a, b, turn)).then_some((a.span, b.span))
        }),
        Node::Block(block) => {
            swaps(block, turn, |a, b, turn| turn.ruled.orders(&key(&a.kind)?, &key(&b.kind)?).then_some((a.span, b.span)))
        }
        _ => {}
    }
}

fn swaps<T>(list: &mut [T], turn: &mut Turn<'_>, places: impl Fn(&T, &T, &Turn<'_>) -> Option<(Span, Span)>) {
    for i in 1..list.len() {
        let Some([a, b]) = list.get(i - 1..=i) else { return };
        let Some((first, second)) = places(a, b, turn) else { continue };
        let swapped = turn.offers(first, |turn| {
            let (first, second) = (turn.line(first), turn.line(second));
            let what = Message::new(
                format!("{}和后面的{}对调了", marked(&first), marked(&second)),
                format!("swapped `{first}` and `{second}` after it"),
            );
            Change::new(what, Message::new("期望里写出先后", "expect what comes first"))
        });
        if swapped {
            list.swap(i - 1, i);
            return;
        }
    }
}

/// Whether no values fall into both rows, as far as it can be seen from one column. Their order means nothing then.
fn apart(a: &Row, b: &Row, turn: &Turn<'_>) -> bool {
    let (RowHead::Cells(a), RowHead::Cells(b)) = (&a.head, &b.head) else { return false };
    a.iter().zip(b).any(|(a, b)| match (single(a), single(b)) {
        (Some(Test::Compare(CompareOp::Eq, a)), Some(Test::Compare(CompareOp::Eq, b))) => {
            let name = |e: &Expr| matches!(e.kind, ExprKind::Path(_) | ExprKind::Bool(_));
            name(a) && name(b) && turn.written(a.span) != turn.written(b.span)
        }
        (Some(Test::Bound(a)), Some(Test::Bound(b))) => {
            let sides = (side(a), side(b));
            let same = turn.written(a.value.span) == turn.written(b.value.span);
            same && matches!(sides, (Some((true, x)), Some((false, y))) | (Some((false, x)), Some((true, y))) if !(x && y))
        }
        _ => false,
    })
}

/// The one thing that a cell asks.
fn single(cell: &Cell) -> Option<&Test> {
    let Cell::Of(atoms, _) = cell else { return None };
    match atoms.as_slice() {
        [atom] => atom.tests.first().filter(|_| atom.tests.len() == 1),
        _ => None,
    }
}

/// Whether a bound asks for more rather than less, and whether its number counts.
fn side(bound: &Bound) -> Option<(bool, bool)> {
    let [(word, _)] = bound.words.as_slice() else { return None };
    Some(match word {
        BoundWord::OrMore | BoundWord::AtLeast | BoundWord::Reaching => (true, true),
        BoundWord::MoreThan | BoundWord::Beyond => (true, false),
        BoundWord::OrLess | BoundWord::AtMost | BoundWord::Within => (false, true),
        BoundWord::LessThan => (false, false),
        BoundWord::Exactly => return None,
    })
}
