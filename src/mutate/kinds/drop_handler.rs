//! An event is not heard any more.

use crate::base::{Message, Span};
use crate::mutate::turn::Turn;
use crate::mutate::walk::{Node, only_tips};
use crate::mutate::{Change, Kind};
use crate::syntax::ast::{Anytime, DeclKind, StmtKind, When};

/// 当, 随时
pub(crate) static KIND: Kind = Kind { name: "drop-handler", title: ("去掉一个“当”", "drop a handler"), offer };

fn offer(node: Node<'_>, turn: &mut Turn<'_>) {
    match node {
        Node::Block(block) => turn.drops(block, |stmt, turn| match &stmt.kind {
            StmtKind::When(when) => change(when, turn),
            _ => None,
        }),
        Node::Wait(wait) => turn.drops(&mut wait.whens, |when, turn| change(when, turn)),
        Node::Decl(decl) => {
            if let DeclKind::Flow(flow) = &mut decl.kind {
                turn.drops(&mut flow.anytime, |line, turn| match line {
                    Anytime::When(when) => change(when, turn),
                    Anytime::Option(_) => None,
                });
            }
        }
        _ => {}
    }
}

fn change(when: &When, turn: &Turn<'_>) -> Option<(Span, Change)> {
    if only_tips(&when.body) {
        return None;
    }
    let event = turn.written(when.events.span);
    let what = Message::new(format!("去掉了“当 {event}”"), format!("dropped `on {event}`"));
    let advice = Message::new("让这件事在这里发生，期望它引起的结果", "let it happen here, and expect what follows");
    Some((when.span, Change::new(what, advice)))
}
