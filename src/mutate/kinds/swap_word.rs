//! Whether the point of a bound itself counts is turned round.

use crate::base::Message;
use crate::mutate::turn::Turn;
use crate::mutate::walk::Node;
use crate::mutate::{Change, Kind};
use crate::syntax::ast::{BoundWord, CompareOp, Expr, ExprKind, Test};

/// 以上 and 超过, 以下 and 不足, where the number has a name: a number that is written here is moved by one instead.
pub(crate) static KIND: Kind =
    Kind { name: "swap-word", title: ("含不含本数反过来", "turn round whether the bound itself counts"), offer };

fn offer(node: Node<'_>, turn: &mut Turn<'_>) {
    let Node::Test(test) = node else { return };
    match test {
        Test::Bound(bound) if named(&bound.value) => {
            let span = bound.span;
            let [(word, _)] = bound.words.as_mut_slice() else { return };
            let Some(other) = other(*word) else { return };
            let value = turn.written(bound.value.span);
            if turn.offers(span, |turn| change(&turn.written(span), &value, &spelled(other, &value))) {
                *word = other;
            }
        }
        Test::Compare(op, value) if named(value) => {
            let (sign, other_sign, other) = match op {
                CompareOp::Ge => (">=", ">", CompareOp::Gt),
                CompareOp::Gt => (">", ">=", CompareOp::Ge),
                CompareOp::Le => ("<=", "<", CompareOp::Lt),
                CompareOp::Lt => ("<", "<=", CompareOp::Le),
                CompareOp::Eq | CompareOp::Ne => return,
            };
            let span = value.span;
            let value = turn.written(span);
            if turn.offers(span, |_| change(&format!("{sign} {value}"), &value, &format!("{other_sign} {value}"))) {
                *op = other;
            }
        }
        _ => {}
    }
}

fn named(value: &Expr) -> bool {
    matches!(value.kind, ExprKind::Path(_))
}

fn other(word: BoundWord) -> Option<BoundWord> {
    Some(match word {
        BoundWord::OrMore | BoundWord::AtLeast | BoundWord::Reaching => BoundWord::MoreThan,
        BoundWord::OrLess | BoundWord::AtMost | BoundWord::Within => BoundWord::LessThan,
        BoundWord::MoreThan | BoundWord::Beyond => BoundWord::OrMore,
        BoundWord::LessThan => BoundWord::OrLess,
        BoundWord::Exactly => return None,
    })
}

/// The bound with another word, which stands where Chinese puts it.
fn spelled(word: BoundWord, value: &str) -> String {
    match word {
        BoundWord::MoreThan => format!("超过 {value}"),
        BoundWord::LessThan => format!("不足 {value}"),
        BoundWord::OrMore => format!("{value} 以上"),
        BoundWord::OrLess => format!("{value} 以下"),
        BoundWord::Within => format!("{value} 以内"),
        BoundWord::Beyond => format!("{value} 以外"),
        BoundWord::Reaching => format!("满 {value}"),
        BoundWord::AtLeast => format!("至少 {value}"),
        BoundWord::AtMost => format!("至多 {value}"),
        BoundWord::Exactly => format!("恰好 {value}"),
    }
}

fn change(from: &str, value: &str, to: &str) -> Change {
    let what = Message::new(format!("“{from}”改成了“{to}”"), format!("changed `{from}` to `{to}`"));
    let advice =
        Message::new(format!("让值恰好是 {value}，期望它的结果"), format!("let the value be exactly {value}, and expect what it gives"));
    Change::new(what, advice)
}
