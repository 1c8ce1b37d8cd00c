//! A fault weighs more or less than is meant.

use crate::base::{Message, Span};
use crate::mutate::turn::Turn;
use crate::mutate::walk::Node;
use crate::mutate::{Change, Kind};
use crate::syntax::ast::{DeclKind, Severity};
use smol_str::SmolStr;

/// 严重, 一般, 轻微 of a rule or a 期限
pub(crate) static KIND: Kind = Kind { name: "swap-severity", title: ("改轻重", "change how grave a fault is"), offer };

fn offer(node: Node<'_>, turn: &mut Turn<'_>) {
    let Node::Decl(decl) = node else { return };
    match &mut decl.kind {
        DeclKind::Rule(rule) if rule.advice.is_none() => {
            let (name, at) = (rule.name.text.clone(), rule.name.span);
            rule.severity.iter_mut().for_each(|s| swap(s, &name, at, turn));
        }
        DeclKind::Deadline(deadline) => {
            let (name, at) = (deadline.name.text.clone(), deadline.name.span);
            deadline.severity.iter_mut().for_each(|s| swap(s, &name, at, turn));
        }
        _ => {}
    }
}

fn swap(severity: &mut Severity, name: &SmolStr, at: Span, turn: &mut Turn<'_>) {
    let (from, to, other) = match severity {
        Severity::Serious => ("严重", "一般", Severity::Ordinary),
        Severity::Ordinary => ("一般", "轻微", Severity::Minor),
        Severity::Minor => ("轻微", "一般", Severity::Ordinary),
    };
    let taken = turn.offers(at, |_| {
        let what = Message::new(format!("“{name}”的“{from}”改成了“{to}”"), format!("`{name}` is {to} rather than {from}"));
        let advice = Message::new("让它被违反一次，期望里写上轻重", "let it be broken once, and expect how gravely");
        Change::new(what, advice).line(format!("期望 违反 {name} {from}"))
    });
    if taken {
        *severity = other;
    }
}
