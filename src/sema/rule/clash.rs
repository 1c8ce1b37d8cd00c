//! Duties that can be kept one by one and never together: counts, bounds and orders that leave nothing between them.

use super::conflict::rank;
use super::covers::covers;
use super::overlap::Scopes;
use crate::base::{Diagnostic, Message, Span};
use crate::sema::check::domain::{amount_in_words, constant};
use crate::sema::codes::guarantees::RULES_CONFLICT;
use crate::sema::model::{
    Bound, Expr, Keyed, ModalWord, Model, Nth, Pattern, Rule, RuleBody, RuleId, RuleKind, Sentence, StretchRef, Trigger, Until,
};
use crate::sema::phrases::Forbidden;

/// Every pair of one rank that no call can keep together, where nothing says which of them wins; for each sentence the first.
pub(super) fn clashes(model: &Model, forbidden: &Forbidden<'_>, scopes: &Scopes<'_>) -> Vec<Diagnostic> {
    let clashes = Clashes { model, forbidden };
    let hard: Vec<Hard<'_>> = model.rules.iter().enumerate().flat_map(|(at, rule)| Hard::of(at, rule)).collect();
    let first = |(at, a): (usize, &Hard<'_>)| hard.iter().skip(at + 1).find_map(|b| never_both(a, b, &clashes, scopes));
    hard.iter().enumerate().filter_map(first).collect()
}

/// A sentence that binds, with its rule.
struct Hard<'m> {
    rule: usize,
    /// A 保证: two of them are proved or shown broken each by itself.
    guaranteed: bool,
    name: &'m str,
    said: &'m Sentence,
    body: &'m RuleBody,
}

impl<'m> Hard<'m> {
    /// Those of a rule that say how often, how long, how soon or in which order.
    fn of(at: usize, rule: &'m Rule) -> impl Iterator<Item = Hard<'m>> {
        let binds = |s: &&Sentence| {
            matches!(
                s.pattern,
                Pattern::Times(..)
                    | Pattern::Lasts { .. }
                    | Pattern::EachIn(..)
                    | Pattern::Apart(..)
                    | Pattern::After(_, _, Some(_))
                    | Pattern::Barred(_, _, Some(_))
                    | Pattern::Before { .. }
            ) && s.modal != ModalWord::May
        };
        let body = rule.body.as_deref().filter(|b| !b.advice);
        let said = body.into_iter().flat_map(move |body| body.sentences.iter().filter(binds).map(move |said| (said, body)));
        said.map(move |(said, body)| Hard { rule: at, guaranteed: rule.kind == RuleKind::Guarantee, name: rule.name.as_str(), said, body })
    }
}

/// Two duties that no call can keep together.
fn never_both(a: &Hard<'_>, b: &Hard<'_>, clashes: &Clashes<'_>, scopes: &Scopes<'_>) -> Option<Diagnostic> {
    let over = |x: &Hard<'_>, y: &Hard<'_>| x.body.over.contains(&RuleId(y.rule as u32));
    let one_scope =
        a.body.line == b.body.line && a.body.key == b.body.key && a.said.within.every.is_none() && b.said.within.every.is_none();
    if a.guaranteed && b.guaranteed || !one_scope || rank(a.said) != rank(b.said) || over(a, b) || over(b, a) {
        return None;
    }
    let Clash { why, first, second } = clashes.between(a.said, b.said)?;
    scopes.together((a.said, a.body), (b.said, b.body))?;
    let (zh, en) = if a.rule == b.rule {
        (format!("规则“{}”的两句没法都守住", a.name), format!("two sentences of the rule `{}` cannot both be kept", a.name))
    } else {
        (format!("规则“{}”和“{}”没法都守住", a.name, b.name), format!("the rules `{}` and `{}` cannot both be kept", a.name, b.name))
    };
    Some(
        Diagnostic::new(&RULES_CONFLICT, second, format!("{zh}：{}", why.zh), format!("{en}: {}", why.en))
            .label("和那一条合不上", "this does not go with the other")
            .related(first, "另一条在这里", "the other stands here")
            .help(
                "改掉其中一个；本来就各管各的时候，用“若”“在 … 时”写明白。",
                "Change one of them; if each has its own time, say so with `if` or `at … meanwhile`.",
            ),
    )
}

/// Why two sentences leave nothing between them.
struct Clash {
    /// In words.
    why: Message,
    /// What of the first sentence.
    first: Span,
    /// What of the other.
    second: Span,
}

/// What is needed to tell.
struct Clashes<'m> {
    /// The package.
    model: &'m Model,
    /// Its forbidden words.
    forbidden: &'m Forbidden<'m>,
}

impl Clashes<'_> {
    /// Whether no call can keep both, however it goes, once they bind.
    fn between(&self, a: &Sentence, b: &Sentence) -> Option<Clash> {
        let turned = |c: Clash| Clash { why: c.why, first: c.second, second: c.first };
        self.one_way(a, b).or_else(|| self.one_way(b, a).map(turned))
    }

    fn one_way(&self, a: &Sentence, b: &Sentence) -> Option<Clash> {
        match (&a.pattern, &b.pattern) {
            (Pattern::Times(x, Some(least), _), Pattern::Times(y, _, Some(most))) => self.counts(x, least, y, most),
            (
                Pattern::Lasts { of, total: false, least: Some(least), .. },
                Pattern::Lasts { of: other, total: false, most: Some(most), .. },
            ) => self.lengths(*of, least, *other, most),
            (Pattern::EachIn(_, often, must), Pattern::Apart(on, rare)) => self.often(must, often, on, rare),
            (Pattern::After(on, must, Some(within)), Pattern::Barred(off, not, Some(until))) => {
                self.answered((on, must, within), (off, not, until))
            }
            (
                Pattern::Before { of, must, each: false, until: false },
                Pattern::Before { of: other, must: first, each: false, until: false },
            ) if a.span.start <= b.span.start => self.circle((of, must), (other, first)),
            _ => None,
        }
    }

    /// At least so many, and at most fewer.
    fn counts(&self, x: &Trigger, least: &Expr, y: &Trigger, most: &Expr) -> Option<Clash> {
        let plain = x.nth == Nth::Any && y.nth == Nth::Any;
        let found = plain && self.is(&y.on, &x.on) && self.more(least, most)?;
        let (low, high) = (amount_in_words(self.model, least)?, amount_in_words(self.model, most)?);
        found.then(|| Clash {
            why: Message::new(
                format!("一条要至少{}，一条至多{}", low.zh, high.zh),
                format!("one asks for at least {}, the other allows at most {}", low.en, high.en),
            ),
            first: x.on.event.span,
            second: y.on.event.span,
        })
    }

    /// It lasts so long at least, and less at most.
    fn lengths(&self, of: StretchRef, least: &Expr, other: StretchRef, most: &Expr) -> Option<Clash> {
        let found = of == other && of != StretchRef::Bad && self.more(least, most)?;
        let (low, high) = (amount_in_words(self.model, least)?, amount_in_words(self.model, most)?);
        found.then(|| Clash {
            why: Message::new(
                format!("一条要持续{}以上，一条不许超过{}", low.zh, high.zh),
                format!("one asks for {} or more, the other allows {} at most", low.en, high.en),
            ),
            first: least.span,
            second: most.span,
        })
    }

    /// It is due again before it may come again.
    fn often(&self, must: &Keyed, often: &Expr, on: &Trigger, rare: &Expr) -> Option<Clash> {
        let found = on.nth == Nth::Any && self.is(&on.on, must) && self.more(rare, often)?;
        let (every, apart) = (amount_in_words(self.model, often)?, amount_in_words(self.model, rare)?);
        found.then(|| Clash {
            why: Message::new(
                format!("一条每{}就要一次，一条要隔{}才许再来一次", every.zh, apart.zh),
                format!("one asks for it every {}, the other allows it again only after {}", every.en, apart.en),
            ),
            first: often.span,
            second: rare.span,
        })
    }

    /// The answer is due before it is allowed.
    fn answered(&self, (on, must, within): (&Trigger, &Keyed, &Bound), (off, not, until): (&Trigger, &Keyed, &Bound)) -> Option<Clash> {
        let length = |b: &Bound| match (&b.most, &b.least) {
            (Some(Until::Length(most)), None) => Some(most.clone()),
            _ => None,
        };
        let (due, free) = (length(within)?, length(until)?);
        let one = on.nth == off.nth && self.is(&off.on, &on.on) && self.is(not, must);
        // What is due at the first instant that is free again can be kept.
        let meets = until.open && !within.open && !self.more(&free, &due)?;
        let found = one && !meets && !self.more(&due, &free)?;
        let (soon, late) = (amount_in_words(self.model, &due)?, amount_in_words(self.model, &free)?);
        found.then(|| Clash {
            why: Message::new(
                format!("一条要在{}以内做，一条在{}以内不许做", soon.zh, late.zh),
                format!("one asks for it within {}, the other forbids it within {}", soon.en, late.en),
            ),
            first: within.span,
            second: until.span,
        })
    }

    /// Each has to come before the other.
    fn circle(&self, (of, must): (&Trigger, &Keyed), (other, first): (&Trigger, &Keyed)) -> Option<Clash> {
        let both = of.nth == Nth::Any && other.nth == Nth::Any && self.is(must, &other.on) && self.is(first, &of.on);
        both.then(|| Clash {
            why: Message::new(
                "两件事各要另一件先做，谁也开不了头",
                "each of the two has to come before the other, so neither can be the first",
            ),
            first: must.event.span,
            second: first.event.span,
        })
    }

    /// Whether every event of `inner` is one of `outer`.
    fn is(&self, outer: &Keyed, inner: &Keyed) -> bool {
        covers(self.model, self.forbidden, &outer.event, &inner.event)
    }

    /// Whether one known amount is more than another of its sort.
    fn more(&self, a: &Expr, b: &Expr) -> Option<bool> {
        let (a, b) = (constant(self.model, a)?, constant(self.model, b)?);
        (a.scale == b.scale).then_some(a.ticks > b.ticks)
    }
}
