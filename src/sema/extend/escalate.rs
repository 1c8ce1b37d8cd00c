//! 升级: every rung is still there, in its order, and nobody is reached later.

use super::answer::{Cover, Fault, Held, refuse, same};
use super::deadline::stops;
use super::event::{self, When};
use super::limits::{Timed, bodies, limits, same_key};
use super::pair::{Pair, Side};
use super::value;
use crate::base::Message;
use crate::sema::model::{Expr, Ladder, LimitBound, Rung};

/// Every 升级 that is a 底线.
pub(super) fn check(pair: &mut Pair<'_>) {
    let (parent, child) = (pair.parent, pair.child);
    pair.each(&parent.ladders, &child.ladders, |pair, floor, own| {
        let (a, b) = pair.sides();
        let (a, b) = (a.with(&floor.vars), b.with(&own.vars));
        vec![
            refuse(same_key(a, &floor.key, b, &own.key), || {
                Fault::unknown(own.span, floor.span, "“按”什么分开算不一样", "it is kept apart by another key")
            }),
            rungs(pair, (a, floor), (b, own)),
            raises(pair, (a, floor), (b, own)),
            jumps((a, floor), (b, own)),
            stops(pair, (a, &floor.stop), (b, &own.stop)),
            bodies((a, floor.top.as_ref()), (b, own.top.as_ref()), ("到顶", "top"), own.span),
        ]
    });
}

/// Each rung in its order, and none reached later.
fn rungs<'m>(pair: &Pair<'m>, (a, floor): (Side<'m>, &'m Ladder), (b, own): (Side<'m>, &'m Ladder)) -> Held {
    let mut at = 0;
    let mut extra: Vec<&Rung> = Vec::new();
    for (i, rung) in floor.rungs.iter().enumerate() {
        let found = own.rungs.iter().enumerate().skip(at).find(|(_, r)| role(b, r) == role(a, rung));
        let Some((j, now)) = found else {
            let name = role(a, rung).unwrap_or_default();
            return Err(Fault::looser(own.span, rung.span, format!("少了“{name}”这一级"), format!("the rung `{name}` is missing")));
        };
        refuse(rung.optional || !now.optional, || {
            Fault::looser(now.span, rung.span, "多了“可”，没人就跳过这一级", "the rung may be skipped now")
        })?;
        extra.extend(own.rungs.iter().take(j).skip(at));
        if extra.is_empty() {
            limit(pair, (a, floor, rung), (b, own, now))?;
        } else {
            reached((a, floor, i), (b, own, j))?;
            reached((a, floor, i + 1), (b, own, j + 1))?;
        }
        at = j + 1;
    }
    // Rungs behind the last put off 到顶.
    if at < own.rungs.len() { reached((a, floor, floor.rungs.len()), (b, own, own.rungs.len())) } else { Ok(()) }
}

fn role(side: Side<'_>, rung: &Rung) -> Option<String> {
    rung.role.and_then(|r| side.model.roles.get(r.index())).map(|r| r.name.to_string())
}

fn limit<'m>(pair: &Pair<'m>, (a, floor, rung): (Side<'m>, &'m Ladder, &'m Rung), (b, own, now): (Side<'m>, &'m Ladder, &'m Rung)) -> Held {
    match (&rung.limit, &now.limit) {
        (None, _) => Ok(()),
        (Some(x), None) => Err(Fault::looser(now.span, x.span, "去掉了这一级的限时", "the limit of the rung is gone")),
        (Some(x), Some(y)) => limits(
            pair,
            Timed { side: a, limit: x, using: floor.using, moves: a.model.moves_ladder(floor), reaches: true },
            Timed { side: b, limit: y, using: own.using, moves: b.model.moves_ladder(own), reaches: true },
        ),
    }
}

/// Where rungs were put in: how long it takes to reach a rung, and through it, in all.
fn reached<'m>((a, floor, i): (Side<'m>, &'m Ladder, usize), (b, own, j): (Side<'m>, &'m Ladder, usize)) -> Held {
    let sum = |side: Side<'m>, ladder: &'m Ladder, upto: usize| -> Option<(i128, Option<&'m Expr>)> {
        let mut total = 0;
        let mut first: Option<&Expr> = None;
        for rung in ladder.rungs.iter().take(upto) {
            let LimitBound::Length(e) = &rung.limit.as_ref()?.bound else { return None };
            let (x, _) = value::ticks(side, e, side, first.unwrap_or(e))?;
            first = first.or(Some(e));
            total += x;
        }
        Some((total, first))
    };
    let to = own.rungs.get(j).or(own.rungs.last()).map_or(own.span, |r| r.span);
    let from = floor.rungs.get(i).or(floor.rungs.last()).map_or(floor.span, |r| r.span);
    let unknown = || Fault::unknown(to, from, "中间加了级，几种时长合不起来", "rungs were put in, and their limits cannot be summed up");
    let (Some((was, x)), Some((is, y))) = (sum(a, floor, i), sum(b, own, j)) else { return Err(unknown()) };
    if let (Some(x), Some(y)) = (x, y) {
        refuse(value::ticks(a, x, b, y).is_some(), unknown)?;
    }
    let name = floor.rungs.get(i).and_then(|r| role(a, r)).unwrap_or_else(|| "到顶".into());
    refuse(is <= was, || {
        let say = |side: Side<'_>, e: Option<&Expr>, n: i128| e.map(|e| value::words(side, e, n)).unwrap_or_default();
        let (x, y) = (say(a, x, was), say(b, y, is));
        Fault::looser(
            to,
            from,
            format!("原来 {} 就到“{name}”，这里要 {}", x.zh, y.zh),
            format!("`{name}` was reached after {}, here after {}", x.en, y.en),
        )
    })
}

/// 提级: whatever moved up moves up still.
fn raises(pair: &Pair<'_>, (a, floor): (Side<'_>, &Ladder), (b, own): (Side<'_>, &Ladder)) -> Held {
    let target = |side: Side<'_>, ladder: &Ladder, to: Option<usize>| to.and_then(|i| ladder.rungs.get(i)).and_then(|r| role(side, r));
    for (event, to) in &floor.raises {
        let kept = own.raises.iter().filter(|(_, other)| target(a, floor, *to) == target(b, own, *other));
        let answers: Vec<Cover> = kept.map(|(e, _)| event::covers(pair, (b, e), (a, event), When::Then)).collect();
        let words = || same(pair.words(event.span));
        Cover::best(answers.into_iter(), words).or(words).held(own.span, event.span, |what| {
            Message::new(format!("少了提级“{}”", what.zh), format!("`{}` does not move it up any more", what.en))
        })?;
    }
    Ok(())
}

/// 直达: whatever went straight up goes straight up still.
fn jumps((a, floor): (Side<'_>, &Ladder), (b, own): (Side<'_>, &Ladder)) -> Held {
    for (to, when) in &floor.jumps {
        let rung = floor.rungs.get(*to).and_then(|r| role(a, r));
        let kept = own.jumps.iter().filter(|(other, _)| own.rungs.get(*other).and_then(|r| role(b, r)) == rung);
        let answers: Vec<Cover> = kept
            .map(|(_, other)| {
                let (x, y): (Vec<&Expr>, Vec<&Expr>) = (other.iter().collect(), when.iter().collect());
                value::conditions((b, &x), (a, &y))
            })
            .collect();
        let name = rung.clone().unwrap_or_default();
        let span = floor.rungs.get(*to).map_or(floor.span, |r| r.span);
        Cover::best(answers.into_iter(), || same(name.clone())).held(own.span, span, |_| {
            Message::new(
                format!("“直达 {name}”不再直达，或多了条件"),
                format!("it does not go straight to `{name}` any more, or under a condition"),
            )
        })?;
    }
    Ok(())
}
