//! A time limit is made twice as long.

use crate::base::Message;
use crate::mutate::Kind;
use crate::mutate::number::{doubled, written};
use crate::mutate::turn::Turn;
use crate::mutate::walk::Node;
use crate::syntax::ast::{Limit, LimitBound};

/// 限时
pub(crate) static KIND: Kind = Kind { name: "lengthen-limit", title: ("放长一个时限", "lengthen a limit"), offer };

fn offer(node: Node<'_>, turn: &mut Turn<'_>) {
    let Node::Limit(Limit { bound: LimitBound::Length(length), .. }) = node else { return };
    let span = length.span;
    let Some(twice) = doubled(&length.kind) else { return };
    let taken = turn.offers(span, |turn| {
        let (from, to) = (turn.written(span), written(&twice, turn.english(span)));
        let what = Message::new(format!("时限“{from}”放长到“{to}”"), format!("lengthened the limit `{from}` to `{to}`"));
        turn.waited(what, &from)
    });
    if taken {
        length.kind = twice;
    }
}
