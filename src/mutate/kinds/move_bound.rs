//! A number is moved by one.

use crate::base::Message;
use crate::mutate::number::{neighbours, written};
use crate::mutate::turn::Turn;
use crate::mutate::walk::Node;
use crate::mutate::{Change, Kind};
use crate::syntax::ast::{Expr, ExprKind, Range};

/// Bounds, limits, counts, times of day
pub(crate) static KIND: Kind = Kind { name: "move-bound", title: ("把一个数挪动一", "move a number by one"), offer };

fn offer(node: Node<'_>, turn: &mut Turn<'_>) {
    match node {
        Node::Expr(expr) => moved(expr, turn, |_| true),
        Node::Domain(range) => domain(range, turn),
        _ => {}
    }
}

/// What may be entered is only made narrower: that more may be entered is seen by no scenario, since nothing else is ever entered.
fn domain(range: &mut Range, turn: &mut Turn<'_>) {
    let Range { low, high, .. } = range;
    if let Some(low) = low {
        let now = low.kind.clone();
        moved(low, turn, |to| less(&now, to));
    }
    if let Some(high) = high {
        let now = high.kind.clone();
        moved(high, turn, |to| less(to, &now));
    }
}

fn less(a: &ExprKind, b: &ExprKind) -> bool {
    match (a, b) {
        (ExprKind::Number(a), ExprKind::Number(b)) => a < b,
        (ExprKind::Clock(a), ExprKind::Clock(b)) => a < b,
        (ExprKind::Quantity(a), ExprKind::Quantity(b)) => a.iter().map(|p| p.0).lt(b.iter().map(|p| p.0)),
        _ => false,
    }
}

fn moved(expr: &mut Expr, turn: &mut Turn<'_>, fits: impl Fn(&ExprKind) -> bool) {
    let span = expr.span;
    let all: Vec<ExprKind> = neighbours(&expr.kind, turn.finest).into_iter().filter(|to| fits(to)).collect();
    let beside: Vec<String> = all.iter().map(|to| written(to, turn.english(span))).collect();
    for to in all {
        let taken = turn.offers(span, |turn| {
            let english = turn.english(span);
            let (from, to) = (turn.written(span), written(&to, english));
            let what = Message::new(format!("“{from}”改成了“{to}”"), format!("changed `{from}` to `{to}`"));
            match turn.limit == Some(span) {
                true => turn.waited(what, &from),
                false => Change::new(
                    what,
                    Message::new(
                        format!("让值恰好是 {from}，再让它是 {}，期望写出差别；逐行写最省事", beside.join("、")),
                        format!(
                            "let the value be exactly {from}, then {}, and expect what differs; rows are the least work",
                            beside.join(", ")
                        ),
                    ),
                ),
            }
        });
        if taken {
            expr.kind = to;
            return;
        }
    }
}
