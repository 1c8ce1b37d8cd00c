//! Two things that follow each other change places, where their order means something.

use crate::base::{Message, Span};
use crate::mutate::ruled::key;
use crate::mutate::turn::Turn;
use crate::mutate::walk::Node;
use crate::mutate::{Change, Kind};
use crate::syntax::ast::{Cell, CompareOp, DeclKind, ExprKind, PhraseClause, Quantifier, Row, RowHead, Test};

/// Lines of a 依次 class, rows of a 依次 table, two statements that a rule puts in order
pub(crate) static KIND: Kind = Kind { name: "swap-order", title: ("前后两行对调", "swap two lines"), offer };

fn offer(node: Node<'_>, turn: &mut Turn<'_>) {
    match node {
        Node::Decl(decl) => {
            let DeclKind::Phrases(class) = &mut decl.kind else { return };
            if class.clauses.iter().any(|c| matches!(c, PhraseClause::Quantifier(Quantifier::InOrder, _))) {
                swaps(&mut class.entries, turn, |a, b, _| Some((a.0.span, b.0.span)));
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
            let what =
                Message::new(format!("“{first}”和下一行“{second}”对调了"), format!("swapped `{first}` and the next line `{second}`"));
            Change::new(what, Message::new("期望里写出先后", "expect what comes first"))
        });
        if swapped {
            list.swap(i - 1, i);
            return;
        }
    }
}

/// Whether no values fall into both rows: one column asks for two different names. Their order means nothing then.
fn apart(a: &Row, b: &Row, turn: &Turn<'_>) -> bool {
    let (RowHead::Cells(a), RowHead::Cells(b)) = (&a.head, &b.head) else { return false };
    let name = |cell: &Cell| match cell {
        Cell::Of(atoms, _) => match atoms.as_slice() {
            [atom] => match atom.tests.as_slice() {
                [Test::Compare(CompareOp::Eq, e)] if matches!(e.kind, ExprKind::Path(_) | ExprKind::Bool(_)) => Some(turn.written(e.span)),
                _ => None,
            },
            _ => None,
        },
        Cell::Any(_) => None,
    };
    a.iter().zip(b).any(|(a, b)| matches!((name(a), name(b)), (Some(a), Some(b)) if a != b))
}
