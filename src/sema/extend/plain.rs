//! Constructs that the table of tighter ones does not list: a domain may become narrower, all else stays as it is.

use super::answer::{Fault, Held, refuse};
use super::form::{params, same_or_none, slots};
use super::pair::Pair;
use super::value;
use crate::sema::model::{Const, ConstState, Decision, Expr, ExprKind, Taxonomy};

/// 常量, 参数, 分类, 判定, 事件.
pub(super) fn check(pair: &mut Pair<'_>) {
    let (parent, child) = (pair.parent, pair.child);
    pair.each(&parent.consts, &child.consts, |pair, floor, own| vec![constant(pair, floor, own)]);
    pair.each(&parent.params, &child.params, |pair, floor, own| {
        let (a, b) = pair.sides();
        let default = same_or_none(a, floor.default.as_ref(), b, own.default.as_ref());
        vec![
            slots((a, &floor.slot), (b, &own.slot), own.span, floor.span),
            refuse(default, || Fault::unknown(own.span, floor.span, "“默认”值不一样", "its default is another")),
        ]
    });
    pair.each(&parent.taxonomies, &child.taxonomies, |_, floor, own| vec![leaves(floor, own)]);
    pair.each(&parent.decisions, &child.decisions, |pair, floor, own| {
        let (a, b) = pair.sides();
        let id = |all: &[Decision], d: &Decision| all.iter().position(|x| x.span == d.span).unwrap_or(0) as u32;
        let call = |all: &[Decision], d: &Decision| {
            let kind = ExprKind::Decide(crate::sema::model::DecisionId(id(all, d)), Vec::new());
            Expr { kind, ty: d.gives.ty.clone(), optional: false, span: d.span }
        };
        let same = value::same_value(a, &call(&parent.decisions, floor), b, &call(&child.decisions, own));
        vec![
            params((a, &floor.params), (b, &own.params), own.span, floor.span),
            refuse(same, || {
                Fault::unknown(
                    own.span,
                    floor.span,
                    "表改了，哪边更严要看用在哪里",
                    "the table was changed, and which is tighter depends on its use",
                )
            }),
        ]
    });
    pair.each(&parent.events, &child.events, |pair, floor, own| {
        let (a, b) = pair.sides();
        vec![params((a, &floor.params), (b, &own.params), own.span, floor.span)]
    });
}

/// A constant may stand for a limit or its contrary, so it stays; one that is left open may be filled in.
fn constant(pair: &Pair<'_>, floor: &Const, own: &Const) -> Held {
    let (a, b) = pair.sides();
    let same = match (&floor.state, &own.state) {
        (ConstState::Unbound, _) | (ConstState::Advice, ConstState::Advice) => true,
        (ConstState::Value(x), ConstState::Value(y)) => value::same_value(a, x, b, y),
        _ => false,
    };
    refuse(same, || {
        Fault::unknown(own.span, floor.span, "常量大了小了都可能是放松，要看用在哪里", "whether more or less is tighter depends on its use")
    })
}

/// No leaf that was not there, and the same order.
fn leaves(floor: &Taxonomy, own: &Taxonomy) -> Held {
    let mut rest = floor.leaves.iter();
    for leaf in &own.leaves {
        let name = &leaf.name;
        refuse(floor.leaves.iter().any(|l| l.name == *name), || {
            Fault::looser(leaf.span, floor.span, format!("多了“{name}”"), format!("`{name}` is new"))
        })?;
        refuse(rest.any(|l| l.name == *name), || Fault::unknown(leaf.span, floor.span, "先后次序变了", "the order has changed"))?;
    }
    refuse(floor.open || !own.open, || Fault::looser(own.span, floor.span, "多了“开放”", "it is open now"))
}
