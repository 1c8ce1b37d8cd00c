//! A fault costs something else.

use crate::base::{Decimal, Message, Span};
use crate::mutate::turn::Turn;
use crate::mutate::walk::Node;
use crate::mutate::{Change, Kind};
use crate::syntax::ast::{DeclKind, Points};
use smol_str::SmolStr;

/// 扣, 一票否决. Without a 评分 nothing is counted, and nothing is tried.
pub(crate) static KIND: Kind = Kind { name: "move-points", title: ("改扣分、去掉一票否决", "change what a fault costs"), offer };

fn offer(node: Node<'_>, turn: &mut Turn<'_>) {
    let Node::Decl(decl) = node else { return };
    if !turn.ruled.scored {
        return;
    }
    match &mut decl.kind {
        DeclKind::Rule(rule) if rule.advice.is_none() => {
            let name = rule.name.clone();
            listed(&mut rule.points, &name.text, turn);
            veto(&mut rule.veto, &name.text, name.span, turn);
        }
        DeclKind::Deadline(deadline) => {
            let name = deadline.name.clone();
            listed(&mut deadline.points, &name.text, turn);
            veto(&mut deadline.veto, &name.text, name.span, turn);
        }
        DeclKind::Forbid(forbid) => {
            let name = forbid.name.clone();
            forbid.points.iter_mut().for_each(|amount| points(amount, &name.text, name.span, turn));
            veto(&mut forbid.veto, &name.text, name.span, turn);
        }
        _ => {}
    }
}

fn listed(all: &mut [Points], name: &SmolStr, turn: &mut Turn<'_>) {
    all.iter_mut().for_each(|p| points(&mut p.amount, name, p.span, turn));
}

fn points(amount: &mut Decimal, name: &SmolStr, span: Span, turn: &mut Turn<'_>) {
    let Some(more) = amount.plus(Decimal::ONE) else { return };
    let taken = turn.offers(span, |_| {
        let what =
            Message::new(format!("“{name}”扣 {amount}分改成了 {more}分"), format!("`{name}` costs {more} points rather than {amount}"));
        scored(what)
    });
    if taken {
        *amount = more;
    }
}

fn veto(veto: &mut bool, name: &SmolStr, span: Span, turn: &mut Turn<'_>) {
    let what = || Message::new(format!("“{name}”不再一票否决"), format!("`{name}` is no veto any more"));
    if *veto && turn.offers(span, |_| scored(what())) {
        *veto = false;
    }
}

fn scored(what: Message) -> Change {
    Change::new(what, Message::new("让它被违反一次，期望得分", "let it be broken once, and expect the score")).line("期望 得分 …")
}
