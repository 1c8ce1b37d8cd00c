//! One duty bounded twice: two sentences that are answers to the same thing, with the same weight, and not the same length.

use super::covers::covers;
use crate::base::Span;
use crate::sema::check::domain::constant;
use crate::sema::model::{
    Bound, Event, Expr, Key, LimitBound, ModalWord, Model, Nth, Pattern, RuleBody, Sentence, Severity, TimeLine, Until, Within,
};
use crate::sema::phrases::Forbidden;

/// A duty with its length.
pub(crate) struct Bounded<'m> {
    /// The rule or 期限.
    pub(crate) name: &'m str,
    /// How long.
    pub(crate) length: &'m Expr,
    /// Where the length stands.
    pub(crate) span: Span,
    from: &'m Event,
    to: &'m Event,
    /// A 期限 and a 规则 weigh differently, and so does what only ought to be.
    weight: (Option<ModalWord>, Option<Severity>, Vec<i64>),
    line: TimeLine,
}

/// Every pair, each duty once.
pub(crate) fn twins(model: &Model) -> Vec<(Bounded<'_>, Bounded<'_>)> {
    let rules = model.rules.iter().filter_map(|r| Some((r.name.as_str(), r.body.as_deref().filter(|b| !b.advice)?)));
    let mut all: Vec<Bounded<'_>> = rules.flat_map(|(name, body)| body.sentences.iter().filter_map(move |s| of(name, body, s))).collect();
    all.extend(model.deadlines.iter().filter_map(|d| {
        let LimitBound::Length(length) = &d.limit.as_ref()?.bound else { return None };
        let plain = d.pauses.is_empty() && !d.latest && matches!(d.key, Key::None | Key::Case);
        plain.then(|| Bounded {
            name: &d.name,
            length,
            span: length.span,
            from: &d.start,
            to: &d.stop,
            weight: (None, d.severity, Vec::new()),
            line: d.line,
        })
    }));
    if all.len() < 2 {
        return Vec::new();
    }
    let forbidden = Forbidden::of(model);
    let same = |a: &Event, b: &Event| covers(model, &forbidden, a, b) && covers(model, &forbidden, b, a);
    let mut out = Vec::new();
    while !all.is_empty() {
        let first = all.remove(0);
        let twin = all.iter().position(|b| {
            let lengths = constant(model, first.length).zip(constant(model, b.length));
            lengths.is_some_and(|(x, y)| x.scale == y.scale && x.ticks != y.ticks)
                && first.weight == b.weight
                && first.line == b.line
                && same(first.from, b.from)
                && same(first.to, b.to)
        });
        out.extend(twin.map(|at| (first, all.remove(at))));
    }
    out
}

/// A sentence that asks for an answer in time, whatever else is the case.
fn of<'m>(name: &'m str, body: &'m RuleBody, said: &'m Sentence) -> Option<Bounded<'m>> {
    let Pattern::After(on, must, Some(Bound { most: Some(Until::Length(length)), least: None, span, .. })) = &said.pattern else {
        return None;
    };
    let Within { provided, during, between, every } = &said.within;
    let always = provided.is_empty() && during.is_empty() && between.is_none() && every.is_none() && body.key.is_none();
    (always && on.nth == Nth::Any).then(|| Bounded {
        name,
        length,
        span: *span,
        from: &on.on.event,
        to: &must.event,
        weight: (Some(said.modal), Some(body.severity), body.points.iter().map(|p| p.amount.0).collect()),
        line: body.line,
    })
}
