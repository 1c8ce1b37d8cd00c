//! 角色 and 动作: fewer permissions, more 不得兼任.

use super::answer::{Cover, Fault, Held, refuse};
use super::form::{params, slots};
use super::pair::{Pair, Side};
use super::value;
use crate::base::{Message, Span};
use crate::sema::model::{Action, Expr, Role, RoleId};

/// Every 角色 that is a 底线.
pub(super) fn check(pair: &mut Pair<'_>) {
    let (parent, child) = (pair.parent, pair.child);
    pair.each(&parent.roles, &child.roles, |pair, floor, own| {
        let (a, b) = pair.sides();
        let kept = names(b, &own.exclusive);
        let lost = names(a, &floor.exclusive).into_iter().find(|r| !kept.contains(r));
        let above = |side: Side<'_>, r: &Role| r.superior.map(|s| names(side, &[s]));
        let mut all = vec![
            refuse(lost.is_none(), || {
                let who = lost.clone().unwrap_or_default();
                Fault::looser(own.span, floor.span, format!("“不得兼任 {who}”没有了"), format!("the same person may be `{who}` now"))
            }),
            refuse(above(a, floor) == above(b, own), || Fault::unknown(own.span, floor.span, "“上级”换了", "it has another superior")),
        ];
        all.extend(
            pair.parent.actions.iter().filter(|x| pair.inherited(x.span)).map(|action| permitted(pair, action, &floor.name, floor.span)),
        );
        all
    });
}

/// An action that the role may not do it may not do in the child either.
fn permitted(pair: &Pair<'_>, action: &Action, role: &str, floor: Span) -> Held {
    let (a, b) = pair.sides();
    let may = |side: Side<'_>, x: &Action| x.only.is_empty() || names(side, &x.only).iter().any(|r| r == role);
    let Some(now) = pair.child.actions.iter().find(|x| x.name == action.name && pair.own(x.span)) else { return Ok(()) };
    refuse(may(a, action) || !may(b, now), || {
        let name = &action.name;
        Fault::looser(now.span, floor, format!("原来不能做“{name}”，这里能做"), format!("it might not do `{name}`, here it may"))
    })
}

/// Every 动作 that is a 底线.
pub(super) fn actions(pair: &mut Pair<'_>) {
    let (parent, child) = (pair.parent, pair.child);
    pair.each(&parent.actions, &child.actions, |pair, floor, own| {
        let (a, b) = pair.sides();
        let (was, is) = (names(a, &floor.only), names(b, &own.only));
        let more = is.iter().find(|r| !was.contains(r)).cloned();
        let only = if was.is_empty() {
            Cover::Yes
        } else if is.is_empty() {
            Cover::No(Message::new("谁都能做了", "anybody may do it now"))
        } else {
            Cover::when(more.is_none(), || {
                let who = more.clone().unwrap_or_default();
                Message::new(format!("“{who}”也能做了"), format!("`{who}` may do it as well"))
            })
        };
        let (x, y): (Vec<&Expr>, Vec<&Expr>) = (floor.provided.iter().collect(), own.provided.iter().collect());
        let gives = match (&floor.gives, &own.gives) {
            (None, None) => Ok(()),
            (Some(x), Some(y)) => slots((a, x), (b, y), own.span, floor.span),
            _ => Err(Fault::unknown(own.span, floor.span, "“得”什么不一样", "it gives something else")),
        };
        vec![
            only.held(own.span, floor.span, |what| what),
            value::conditions((a, &x), (b, &y)).held(own.span, floor.span, |what| {
                Message::new(format!("少了“仅当 {}”", what.zh), format!("the condition `{}` is gone", what.en))
            }),
            refuse(own.irreversible || !floor.irreversible, || {
                Fault::looser(own.span, floor.span, "去掉了“不可逆”，不用客户同意就能做", "it no longer needs the customer's consent")
            }),
            params((a, &floor.params), (b, &own.params), own.span, floor.span),
            gives,
        ]
    });
}

/// The names of roles.
pub(super) fn names(side: Side<'_>, ids: &[RoleId]) -> Vec<String> {
    ids.iter().filter_map(|r| side.model.roles.get(r.index())).map(|r| r.name.to_string()).collect()
}
