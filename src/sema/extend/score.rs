//! 评分: a higher pass mark, larger caps.

use super::answer::{Fault, Held, refuse};
use super::pair::{Pair, Side};
use crate::base::{Decimal, Span};
use crate::sema::model::{Score, ScoreGroup};

/// The 评分, where it is a 底线.
pub(super) fn check(pair: &mut Pair<'_>) {
    let (a, b) = pair.sides();
    let Some(floor) = pair.parent.score.as_ref().filter(|s| s.meta.floor && pair.inherited(s.span)) else { return };
    let own = pair.child.score.as_ref().filter(|s| pair.own(s.span));
    let faults = match own {
        None => vec![Err(pair.gone(floor.span))],
        Some(own) => vec![marks(floor, own), groups((a, floor), (b, own))],
    };
    for fault in faults.into_iter().filter_map(Held::err) {
        pair.report(("评分", "score"), "", own.map_or(floor.span, |s| s.span), *fault);
    }
}

fn marks(floor: &Score, own: &Score) -> Held {
    let lower = |zh: &str, en: &str, was: Decimal, is: Decimal| {
        Fault::looser(own.span, floor.span, format!("{zh}原来 {was}分，这里 {is}分"), format!("the {en} was {was}, here it is {is}"))
    };
    refuse(own.pass >= floor.pass, || lower("合格", "pass mark", floor.pass, own.pass))?;
    refuse(own.full <= floor.full, || lower("满分", "full mark", floor.full, own.full))?;
    refuse(own.veto <= floor.veto, || lower("否决", "veto mark", floor.veto, own.veto))
}

/// What is deducted is never capped lower, nor in another company.
fn groups((a, floor): (Side<'_>, &Score), (b, own): (Side<'_>, &Score)) -> Held {
    let kept = |name: &str| own.groups.iter().find(|g| g.name == name);
    let mut known: Vec<String> = Vec::new();
    for group in &floor.groups {
        let now = kept(&group.name);
        if let Some(now) = now {
            let less = match (group.at_most, now.at_most) {
                (_, None) => false,
                (None, Some(_)) => true,
                (Some(was), Some(is)) => is < was,
            };
            let name = &group.name;
            refuse(!less, || {
                let was = group.at_most.map_or_else(String::new, |d| d.to_string());
                let is = now.at_most.map_or_else(String::new, |d| d.to_string());
                Fault::looser(
                    own.span,
                    floor.span,
                    format!("组“{name}”原来最多扣 {was}分，这里最多 {is}分"),
                    format!("the group `{name}` was capped at {was}, here at {is}"),
                )
            })?;
        }
        for member in members(a, group) {
            alone(b, own, &member, &group.name, floor.span)?;
            known.push(member);
        }
    }
    // A rule of the parent that was capped by no group must not be.
    for group in &own.groups {
        let all = a.model.rules.iter().map(|r| r.name.to_string()).chain(a.model.forbids.iter().map(|f| f.name.to_string()));
        let free: Vec<String> = all.filter(|name| !known.contains(name)).collect();
        let caught = members(b, group).into_iter().find(|m| free.contains(m));
        refuse(caught.is_none() || group.at_most.is_none(), || {
            let (name, rule) = (&group.name, caught.clone().unwrap_or_default());
            Fault::looser(
                own.span,
                floor.span,
                format!("“{rule}”进了组“{name}”，扣分封了顶"),
                format!("`{rule}` is capped by the group `{name}` now"),
            )
        })?;
    }
    Ok(())
}

/// A rule stays in its group or is capped by none.
fn alone(b: Side<'_>, own: &Score, member: &str, group: &str, floor: Span) -> Held {
    let other = own.groups.iter().find(|g| g.name != group && g.at_most.is_some() && members(b, g).iter().any(|m| m == member));
    refuse(other.is_none(), || {
        let name = other.map_or("", |g| g.name.as_str());
        Fault::unknown(own.span, floor, format!("“{member}”换到了组“{name}”里"), format!("`{member}` has moved to the group `{name}`"))
    })
}

fn members(side: Side<'_>, group: &ScoreGroup) -> Vec<String> {
    let rules = group.rules.iter().filter_map(|r| side.model.rules.get(r.index())).map(|r| r.name.to_string());
    let forbids = group.forbids.iter().filter_map(|f| side.model.forbids.get(f.index())).map(|f| f.name.to_string());
    rules.chain(forbids).collect()
}
