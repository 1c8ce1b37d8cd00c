//! An answer of the customer is not offered any more.

use crate::base::Message;
use crate::mutate::turn::Turn;
use crate::mutate::walk::Node;
use crate::mutate::{Change, Kind};
use crate::syntax::ast::{Anytime, DeclKind, OptionDecl, OptionLabel, StmtKind};

/// 选项, 随时 选项
pub(crate) static KIND: Kind = Kind { name: "drop-option", title: ("去掉一个选项", "drop an option"), offer };

fn offer(node: Node<'_>, turn: &mut Turn<'_>) {
    match node {
        Node::Block(block) => turn.drops(block, |stmt, _| match &stmt.kind {
            StmtKind::Option(option) => Some((option.span, change(option))),
            _ => None,
        }),
        Node::Decl(decl) => {
            if let DeclKind::Flow(flow) = &mut decl.kind {
                turn.drops(&mut flow.anytime, |line, _| match line {
                    Anytime::Option(option) => Some((option.span, change(option))),
                    Anytime::When(_) => None,
                });
            }
        }
        _ => {}
    }
}

fn change(option: &OptionDecl) -> Change {
    let label = match &option.label {
        OptionLabel::Name(name) => name.text.as_str(),
        OptionLabel::Other(_) => "其他",
    };
    let what = Message::new(format!("去掉了选项“{label}”"), format!("dropped the option `{label}`"));
    Change::new(what, Message::new("选一次", "choose it once")).line(format!("选项 {label}"))
}
