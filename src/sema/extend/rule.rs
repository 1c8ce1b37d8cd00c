//! 规则 and 保证: each sentence of the parent has one in the child that asks for no less, and breaking it weighs no less.

use super::answer::{Fault, Held, refuse};
use super::event::{self, When};
use super::forbid::severities;
use super::pair::Pair;
use super::sentence::{Two, alike};
use super::{measure, value};
use crate::base::Span;
use crate::sema::model::{Deduct, PointsOn, Rule, RuleBody, RuleKind, Sentence, TimeLine};

/// Every 规则 and 保证 that is a 底线.
pub(super) fn check(pair: &mut Pair<'_>) {
    let (parent, child) = (pair.parent, pair.child);
    pair.each(&parent.rules, &child.rules, |pair, floor, own| {
        let (Some(was), Some(is)) = (&floor.body, &own.body) else { return Vec::new() };
        let mut all = vec![head(pair, floor, own, was, is)];
        for (i, sentence) in was.sentences.iter().enumerate() {
            all.push(kept(pair, (floor, was, sentence), (own, is), i));
        }
        all
    });
}

/// A sentence of the parent, held against the one of the child that keeps it best.
fn kept<'m>(pair: &Pair<'m>, (rule, was, floor): (&Rule, &'m RuleBody, &'m Sentence), (own, is): (&Rule, &'m RuleBody), i: usize) -> Held {
    let (a, b) = pair.sides();
    let mut best: Option<((bool, bool, bool), Held)> = None;
    for (j, sentence) in is.sentences.iter().enumerate() {
        let two = Two {
            pair,
            a: a.within(floor.flow),
            floor,
            floor_calendar: was.using,
            b: b.within(sentence.flow),
            own: sentence,
            own_calendar: is.using,
        };
        let Err(fault) = two.held() else { return Ok(()) };
        // Of several that do not keep it, the one that is most like it tells most.
        let rank = (alike(floor, sentence), i == j, fault.looser);
        if best.as_ref().is_none_or(|(known, _)| rank > *known) {
            best = Some((rank, Err(fault)));
        }
    }
    best.map_or_else(|| Err(Fault::looser(own.span, rule.span, "一句也没有了", "no sentence is left")), |(_, held)| held)
}

fn head(pair: &Pair<'_>, floor: &Rule, own: &Rule, was: &RuleBody, is: &RuleBody) -> Held {
    let at = own.span;
    let unknown = |zh: &str, en: &str| Fault::unknown(at, floor.span, zh, en);
    refuse(floor.kind == own.kind || own.kind == RuleKind::Guarantee, || {
        Fault::looser(at, floor.span, "原来是保证，这里是规则", "a guarantee there, a rule here")
    })?;
    refuse(was.key == is.key, || unknown("“按”什么分开算不一样", "it is kept apart by another key"))?;
    refuse(was.line == is.line, || {
        let ((x, en), (y, other)) = (line(was.line), line(is.line));
        let (zh, en) = (format!("原来按{x}判，这里按{y}判"), format!("it was judged over {en}, here over {other}"));
        Fault::unknown(at, floor.span, zh, en)
    })?;
    refuse(was.advice || !is.advice, || Fault::looser(at, floor.span, "成了“仅指导”，不再看了", "it is advice only and no longer judged"))?;
    severities(was.severity, is.severity, at, floor.span)?;
    refuse(is.veto || !was.veto, || Fault::looser(at, floor.span, "去掉了“一票否决”", "the veto is gone"))?;
    for deduct in &was.points {
        points(deduct, is, at)?;
    }
    let folded = |side: super::pair::Side<'_>, ids: &[crate::sema::model::RuleId]| -> Vec<String> {
        ids.iter().filter_map(|id| side.model.rules.get(id.index())).map(|r| r.name.to_string()).collect()
    };
    let (a, b) = pair.sides();
    let known = folded(a, &was.fold_into);
    refuse(folded(b, &is.fold_into).iter().all(|r| known.contains(r)), || {
        Fault::looser(at, floor.span, "多了“并入”，并进去的就不另扣了", "it is folded into another rule and deducts nothing then")
    })?;
    assumes(pair, was, is, floor.span)?;
    measure::same_for(pair, was, is, at, floor.span)
}

fn line(line: TimeLine) -> (&'static str, &'static str) {
    match line {
        TimeLine::Call => ("一通电话", "a call"),
        TimeLine::Case => ("一张工单", "a case"),
        TimeLine::Organisation => ("整个机构", "the whole organisation"),
    }
}

/// What is deducted, of one kind.
fn points(floor: &Deduct, own: &RuleBody, at: Span) -> Held {
    let kind = |on: PointsOn| match on {
        PointsOn::Once => 0,
        PointsOn::Each => 1,
        PointsOn::Repeated(_) => 2,
    };
    let Some(now) = own.points.iter().find(|d| kind(d.on) == kind(floor.on)) else {
        return Err(Fault::looser(at, floor.span, "少了一条“扣”", "a deduction is gone"));
    };
    refuse(now.amount >= floor.amount, || {
        let (was, is) = (floor.amount, now.amount);
        Fault::looser(now.span, floor.span, format!("原来扣 {was}分，这里扣 {is}分"), format!("{was} points there, {is} here"))
    })?;
    let less = match (floor.at_most, now.at_most) {
        (_, None) => false,
        (None, Some(_)) => true,
        (Some(was), Some(is)) => is < was,
    };
    refuse(!less, || Fault::looser(now.span, floor.span, "“至多”扣的比原来少", "the most that is deducted is less"))?;
    if let (PointsOn::Repeated(Some(was)), PointsOn::Repeated(is)) = (floor.on, now.on) {
        severities(was, is.unwrap_or(own.severity), now.span, floor.span)?;
    }
    Ok(())
}

/// 假定: nothing is assumed that the parent does not assume.
fn assumes(pair: &Pair<'_>, was: &RuleBody, is: &RuleBody, floor: Span) -> Held {
    let (a, b) = pair.sides();
    for assume in &is.assumes {
        let known = was.assumes.iter().any(|w| {
            let times = match (&w.times, &assume.times) {
                (None, None) => true,
                (Some(x), Some(y)) => value::tests(b, y, a, x, &crate::sema::model::Ty::Times) == super::answer::Cover::Yes,
                _ => false,
            };
            times && event::covers(pair, (a, &w.event), (b, &assume.event), When::Then) == super::answer::Cover::Yes
        });
        let words = pair.words(assume.span);
        refuse(known, || Fault::looser(assume.span, floor, format!("多了“{words}”"), format!("`{words}` is assumed besides")))?;
    }
    Ok(())
}
