//! A sentence of a rule, or a rule, holds no more.

use crate::base::Message;
use crate::mutate::change::marked;
use crate::mutate::turn::Turn;
use crate::mutate::walk::Node;
use crate::mutate::{Change, Kind};
use crate::syntax::ast::DeclKind;

/// 规则, 保证
pub(crate) static KIND: Kind = Kind { name: "drop-rule", title: ("去掉一条规则", "drop a rule"), offer };

fn offer(node: Node<'_>, turn: &mut Turn<'_>) {
    let Node::Decl(decl) = node else { return };
    let DeclKind::Rule(rule) = &mut decl.kind else { return };
    // A rule for the handbook is watched by nobody.
    if rule.advice.is_some() {
        return;
    }
    let name = rule.name.text.clone();
    turn.drops(&mut rule.sentences, |sentence, turn| {
        let line = turn.line(sentence.span);
        let what = Message::new(format!("去掉了规则“{name}”的{}", marked(&line)), format!("dropped `{line}` of the rule `{name}`"));
        let advice = Message::new("让它被违反一次", "let it be broken once");
        Some((sentence.span, Change::new(what, advice).line(format!("期望 违反 {name}"))))
    });
}
