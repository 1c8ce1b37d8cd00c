//! 留存: kept longer, and the same becomes of it.

use super::answer::{Cover, Fault, Held, refuse};
use super::event::{self, form};
use super::length::kept;
use super::pair::{Pair, Side};
use crate::sema::model::{Expiry, Retain};

/// Every 留存 that is a 底线. It has no name of its own: it is known by its form.
pub(super) fn check(pair: &mut Pair<'_>) {
    let (a, b) = pair.sides();
    let floors: Vec<&Retain> = pair.parent.retains.iter().filter(|r| r.meta.floor && pair.inherited(r.span)).collect();
    for floor in floors {
        let name = form(a, floor.form).unwrap_or_default();
        let mut same: Vec<&Retain> =
            pair.child.retains.iter().filter(|r| pair.own(r.span) && form(b, r.form).as_deref() == Some(&name)).collect();
        // A form may be kept from several events on; each is held against the one that begins alike.
        same.sort_by_key(|r| !begins_alike(pair, (a, floor), (b, r)));
        let held = match same.first() {
            None => Err(pair.gone(floor.span)),
            Some(own) => tighter(pair, (a, floor), (b, own)),
        };
        if let Err(fault) = held {
            let whole = same.first().map_or(floor.span, |r| r.span);
            pair.report(("留存", "retention"), &name, whole, *fault);
        }
    }
}

fn begins_alike(pair: &Pair<'_>, (a, floor): (Side<'_>, &Retain), (b, own): (Side<'_>, &Retain)) -> bool {
    match (&floor.from, &own.from) {
        (None, None) => true,
        (Some(x), Some(y)) => event::same_events(pair, (a, x), (b, y)),
        _ => false,
    }
}

fn tighter<'m>(pair: &Pair<'m>, (a, floor): (Side<'m>, &'m Retain), (b, own): (Side<'m>, &'m Retain)) -> Held {
    refuse(begins_alike(pair, (a, floor), (b, own)), || {
        Fault::unknown(own.span, floor.span, "“自”什么时候算起不一样", "it is kept from another event on")
    })?;
    kept(pair, (a, &floor.length, floor.using), (b, &own.length, own.using))?;
    for (from, to, at) in &floor.pauses {
        let stays = own.pauses.iter().any(|(x, y, _)| {
            event::covers(pair, (b, x), (a, from), event::When::Then) == Cover::Yes
                && event::covers(pair, (a, to), (b, y), event::When::Then) == Cover::Yes
        });
        let words = pair.words(*at);
        refuse(stays, || {
            Fault::looser(own.span, *at, format!("少了“{words}”，会早早到期"), format!("`{words}` is gone, so its time runs out earlier"))
        })?;
    }
    let word = |e: Option<&Expiry>| match e {
        None => ("没有写", "nothing"),
        Some(Expiry::Archive) => ("归档", "archive"),
        Some(Expiry::Erase) => ("删除", "erase"),
        Some(Expiry::Seal) => ("封存", "seal"),
        Some(Expiry::Extend(_)) => ("续存", "extend"),
    };
    let (was, is) = (word(floor.expiry.as_ref()), word(own.expiry.as_ref()));
    refuse(was == is, || {
        Fault::looser(
            own.span,
            floor.span,
            format!("期满原来{}，这里{}", was.0, is.0),
            format!("on expiry `{}` there, `{}` here", was.1, is.1),
        )
    })?;
    match (&floor.expiry, &own.expiry) {
        (Some(Expiry::Extend(x)), Some(Expiry::Extend(y))) => kept(pair, (a, x, floor.using), (b, y, own.using)),
        _ => Ok(()),
    }
}
