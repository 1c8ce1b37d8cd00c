//! The eighteen patterns: what tighter means for each.

use super::answer::{Cover, Fault, Held, refuse};
use super::event::{self, When};
use super::length::{End, Wanted, bounds, lengths};
use super::pair::{Pair, Side};
use super::{remedy, scope, stretch, value};
use crate::base::{Message, Span};
use crate::sema::model::{Bound, CalendarId, Event, Expr, Keyed, ModalWord, Nth, Pattern, Sentence, StretchRef, Trigger, Until};

/// One sentence of each side.
pub(super) struct Two<'p, 'm> {
    pub(super) pair: &'p Pair<'m>,
    pub(super) a: Side<'m>,
    pub(super) floor: &'m Sentence,
    /// 用 of the rule.
    pub(super) floor_calendar: Option<CalendarId>,
    pub(super) b: Side<'m>,
    pub(super) own: &'m Sentence,
    pub(super) own_calendar: Option<CalendarId>,
}

impl<'m> Two<'_, 'm> {
    /// Whether the child's sentence asks for all that the parent's does.
    pub(super) fn held(&self) -> Held {
        self.modal()?;
        if let Pattern::Never(bar) = &self.own.pattern
            && !matches!(self.floor.pattern, Pattern::Never(_))
        {
            self.never(bar)?;
        } else {
            self.pattern()?;
        }
        scope::held(self.pair, (self.a, self.floor), (self.b, self.own))?;
        self.exceptions()?;
        remedy::remedies(self)
    }

    /// 宜 < 应 < 必须.
    fn modal(&self) -> Held {
        let (was, is) = (self.floor.modal, self.own.modal);
        refuse(strength(is) >= strength(was), || {
            let (x, y) = (modal_word(was), modal_word(is));
            Fault::looser(
                self.own.modal_span,
                self.floor.modal_span,
                format!("原来是“{}”，这里是“{}”", x.0, y.0),
                format!("`{}` there, `{}` here", x.1, y.1),
            )
        })?;
        refuse((was == ModalWord::May) == (is == ModalWord::May), || self.unlike())
    }

    /// 除非 and 末次起算.
    fn exceptions(&self) -> Held {
        if let Some(unless) = &self.own.unless {
            let nothing = Event { atoms: Vec::new(), span: self.floor.span };
            let known = self.floor.unless.as_ref().map_or(&nothing, |u| &u.event);
            let answer = event::covers(self.pair, (self.a, known), (self.b, &unless.event), When::Then);
            answer.held(unless.event.span, self.floor.span, |what| {
                Message::new(format!("多了例外“除非 {}”", what.zh), format!("the exception `unless {}` is new", what.en))
            })?;
        }
        refuse(self.floor.latest || !self.own.latest, || {
            self.looser("多了“末次起算”，重来一次就能往后拖", "it is counted from the last one, so each new one puts it off")
        })
    }

    fn pattern(&self) -> Held {
        use Pattern as P;
        match (&self.floor.pattern, &self.own.pattern) {
            (P::Never(x), P::Never(y)) => self.more(x, y, When::Ever),
            (P::Always(x), P::Always(y)) => self.fewer_on(x, y),
            (P::Times(x, least, most), P::Times(y, low, high)) => {
                refuse(x.nth == y.nth, || self.unlike())?;
                if most.is_some() {
                    self.more(x, y, When::Ever)?;
                }
                if least.is_some() {
                    self.fewer(&x.on, &y.on)?;
                }
                self.counts(least.as_ref(), low.as_ref(), Wanted::AtLeast)?;
                self.counts(most.as_ref(), high.as_ref(), Wanted::NotLater)
            }
            (P::First(m, x), P::First(n, y)) | (P::Last(m, x), P::Last(n, y)) => {
                refuse(m == n, || self.other_counts())?;
                self.fewer(x, y)
            }
            (P::Before { of: x, must: a, each: m, .. }, P::Before { of: y, must: b, each: n, .. }) => {
                refuse(*n || !*m, || {
                    self.looser("原来每次之前都要，这里有过一次就够了", "it was asked for before each one; here once is enough")
                })?;
                self.more(x, y, When::Then)?;
                self.fewer(a, b)
            }
            (P::After(x, a, bound), P::After(y, b, other)) => {
                self.more(x, y, When::Then)?;
                self.fewer(a, b)?;
                self.within(bound.as_ref(), other.as_ref())
            }
            (P::Next(x, a), P::Next(y, b)) | (P::Between(x, a), P::Between(y, b)) | (P::Implies(x, a), P::Implies(y, b)) => {
                self.more(x, y, When::Then)?;
                self.fewer(a, b)
            }
            (P::Barred(x, a, bound), P::Barred(y, b, other)) => {
                self.more(x, y, When::Then)?;
                self.covers(&b.event, &a.event, When::Ever)?;
                self.barred(bound.as_ref(), other.as_ref())
            }
            (P::Apart(x, t), P::Apart(y, u)) => {
                self.more(x, y, When::Then)?;
                lengths(self.pair, (self.a, t), (self.b, u), Wanted::AtLeast)
            }
            (P::Lasts { .. }, P::Lasts { .. }) => self.lasts(),
            (P::EachIn(s, t, a), P::EachIn(o, u, b)) => {
                self.moments(*s, *o)?;
                self.fewer(a, b)?;
                lengths(self.pair, (self.a, t), (self.b, u), Wanted::NotLater)
            }
            (P::Only(x, s, not), P::Only(y, o, other)) => {
                refuse(not == other, || self.unlike())?;
                self.more(x, y, When::Then)?;
                self.window(*s, *o, *not)
            }
            (P::By { .. }, P::By { .. }) => self.by(),
            _ => Err(self.unlike()),
        }
    }

    /// What is never allowed to happen opens no obligation and breaks no other bar.
    fn never(&self, bar: &Trigger) -> Held {
        use Pattern as P;
        let (of, event) = match &self.floor.pattern {
            P::Times(x, None, Some(_)) | P::Apart(x, _) | P::Only(x, ..) => (Some(x), &x.on.event),
            P::Before { of, .. } | P::After(of, ..) | P::Next(of, _) | P::Between(of, _) | P::Implies(of, _) => (Some(of), &of.on.event),
            P::Barred(_, then, _) => (None, &then.event),
            _ => return Err(self.unlike()),
        };
        refuse(bar.nth == Nth::Any || of.is_some_and(|of| of.nth == bar.nth), || self.unlike())?;
        self.covers(&bar.on.event, event, When::Ever)
    }

    /// The child speaks of every event that the parent speaks of.
    fn more(&self, x: &Trigger, y: &Trigger, when: When) -> Held {
        refuse(y.nth == Nth::Any || x.nth == y.nth, || {
            let (was, is) = (ordinal(x.nth), ordinal(y.nth));
            self.looser(format!("原来{}都算，这里只算{}", was.0, is.0), format!("{} counted there, only {} here", was.1, is.1))
        })?;
        self.covers(&y.on.event, &x.on.event, when)?;
        // The first of more events need not be the first of these.
        if y.nth != Nth::Any {
            let same_ones = event::same_events(self.pair, (self.a, &x.on.event), (self.b, &y.on.event));
            refuse(same_ones, || {
                Fault::unknown(
                    y.on.event.span,
                    x.on.event.span,
                    "数的事不一样，第几次就不是同一次",
                    "other events are counted, so it is not the same ordinal",
                )
            })?;
        }
        Ok(())
    }

    fn covers(&self, own: &Event, floor: &Event, when: When) -> Held {
        event::covers(self.pair, (self.b, own), (self.a, floor), when).held(own.span, floor.span, |what| {
            Message::new(format!("漏了“{}”", bare(&what.zh)), format!("`{}` is left out", bare(&what.en)))
        })
    }

    fn fewer_on(&self, x: &Trigger, y: &Trigger) -> Held {
        refuse(x.nth == y.nth, || self.unlike())?;
        self.fewer(&x.on, &y.on)
    }

    /// Whatever the child takes for kept the parent takes for kept.
    fn fewer(&self, x: &Keyed, y: &Keyed) -> Held {
        event::covers(self.pair, (self.a, &x.event), (self.b, &y.event), When::Then).held(y.event.span, x.event.span, |what| {
            Message::new(format!("多认了“{}”", bare(&what.zh)), format!("`{}` is accepted as well", bare(&what.en)))
        })
    }

    fn counts(&self, floor: Option<&Expr>, own: Option<&Expr>, wanted: Wanted) -> Held {
        match (floor, own) {
            (None, _) => Ok(()),
            (Some(_), None) => Err(self.looser("去掉了次数", "the count is gone")),
            (Some(x), Some(y)) => lengths(self.pair, (self.a, x), (self.b, y), wanted),
        }
    }

    /// P8 and P9: within how long.
    fn within(&self, floor: Option<&Bound>, own: Option<&Bound>) -> Held {
        match (floor, own) {
            (None, None) => Ok(()),
            (Some(_), None) => Err(self.looser("去掉了“以内”，什么时候做都行", "the limit is gone")),
            // A call that ends before the limit keeps the one and breaks the other.
            (None, Some(y)) => Err(Fault::unknown(
                y.span,
                self.floor.span,
                "原来到通话结束都算，加了时限，还没到点就结束的反而不算了",
                "it was judged at the end of the call; with a limit, a call that ends before it is due is not judged",
            )),
            (Some(x), Some(y)) => {
                self.end((x, x.most.as_ref()), (y, y.most.as_ref()), Wanted::NotLater)?;
                self.end((x, x.least.as_ref()), (y, y.least.as_ref()), Wanted::AtLeast)
            }
        }
    }

    /// P12: for how long.
    fn barred(&self, floor: Option<&Bound>, own: Option<&Bound>) -> Held {
        match (floor, own) {
            (_, None) => Ok(()),
            (None, Some(y)) => Err(Fault::looser(
                y.span,
                self.floor.span,
                "原来一直不许，这里过了时间就许",
                "it was barred for good; here only for a time",
            )),
            (Some(x), Some(y)) => self.end((x, x.most.as_ref()), (y, y.most.as_ref()), Wanted::NotEarlier),
        }
    }

    fn end(&self, (x, floor): (&Bound, Option<&Until>), (y, own): (&Bound, Option<&Until>), wanted: Wanted) -> Held {
        let Some(until) = floor else { return Ok(()) };
        let Some(other) = own else {
            return Err(Fault::looser(y.span, x.span, "去掉了一头", "one end is gone"));
        };
        let most = wanted != Wanted::AtLeast;
        // A 默认 that is redeclared counts another way, though nothing is written at the limit.
        let end = |side: Side<'m>, until, bound: &Bound, calendar: Option<CalendarId>| End {
            side,
            until,
            open: bound.open && most,
            calendar: bound.calendar.or(calendar).or(side.model.default_calendar),
            shift: None,
            value: false,
            span: bound.span,
        };
        bounds(self.pair, end(self.a, until, x, self.floor_calendar), end(self.b, other, y, self.own_calendar), wanted)
    }

    /// P14
    fn lasts(&self) -> Held {
        let (Pattern::Lasts { of: s, total: t, most, least }, Pattern::Lasts { of: o, total: u, most: high, least: low }) =
            (&self.floor.pattern, &self.own.pattern)
        else {
            return Err(self.unlike());
        };
        // What is not too long in all is not too long each time.
        refuse(t == u || *u && least.is_none(), || {
            self.looser("原来合起来算，这里一段一段算", "it was summed up; here each one is judged by itself")
        })?;
        if most.is_some() {
            self.moments(*s, *o)?;
        }
        if least.is_some() {
            stretch::same_moments(self.pair, (self.a, *s), (self.b, *o))
                .held(self.own.span, self.floor.span, |_| Message::new("说的不是同一段时间", "it speaks of another stretch"))?;
        }
        self.counts(most.as_ref(), high.as_ref(), Wanted::NotLater)?;
        self.counts(least.as_ref(), low.as_ref(), Wanted::AtLeast)
    }

    /// The child speaks of every moment that the parent speaks of.
    fn moments(&self, floor: StretchRef, own: StretchRef) -> Held {
        stretch::covers(self.pair, (self.b, own), (self.a, floor))
            .held(self.own.span, self.floor.span, |_| Message::new("说的不是同一段时间", "it speaks of another stretch"))
    }

    /// P16: a smaller window, or a larger one where what is named is not allowed in it.
    fn window(&self, floor: StretchRef, own: StretchRef, not: bool) -> Held {
        let answer = if not {
            stretch::covers(self.pair, (self.b, own), (self.a, floor))
        } else {
            stretch::covers(self.pair, (self.a, floor), (self.b, own))
        };
        match answer {
            Cover::No(at) if !at.zh.is_empty() => {
                let name = &self.pair.ancestor.name;
                let (zh, en) = (
                    format!("比如 {}：“{name}”不许，这里许", at.zh),
                    format!("for example {}: forbidden by `{name}`, allowed here", at.en),
                );
                Err(self.looser("许可的时间比原来多", "it is allowed at more times").witness(Message::new(zh, en)))
            }
            other => other.held(self.own.span, self.floor.span, |_| Message::new("换了一段时间", "it names another stretch")),
        }
    }

    /// P18
    fn by(&self) -> Held {
        let (
            Pattern::By { instant: v, arms: p, less: l, window: w, must: a },
            Pattern::By { instant: o, arms: q, less: m, window: u, must: b },
        ) = (&self.floor.pattern, &self.own.pattern)
        else {
            return Err(self.unlike());
        };
        refuse(value::same_value(self.a, v, self.b, o), || {
            Fault::unknown(o.span, v.span, "算到的不是同一个时刻", "it is another instant that it is reckoned by")
        })?;
        if let (Some(p), Some(q)) = (p, q) {
            self.covers(&q.event, &p.event, When::Then)?;
        }
        self.fewer(a, b)?;
        match (l, m) {
            (Some(_), None) => return Err(self.looser("不用提前了", "it need not be early any more")),
            (Some(x), Some(y)) => lengths(self.pair, (self.a, x), (self.b, y), Wanted::AtLeast)?,
            (None, _) => {}
        }
        match (w, u) {
            (Some(_), None) => Err(self.looser("再早也算了", "it may now be as early as one likes")),
            (Some(x), Some(y)) => lengths(self.pair, (self.a, x), (self.b, y), Wanted::NotLater),
            (None, _) => Ok(()),
        }
    }

    fn other_counts(&self) -> Box<Fault> {
        Fault::unknown(self.own.span, self.floor.span, "“第一”“最后”数的不是同一种事", "first and last count other kinds of events")
    }

    /// Two sentences of other kinds.
    pub(super) fn unlike(&self) -> Box<Fault> {
        Fault::unknown(self.own.span, self.floor.span, "换了一种句式", "it is another form of sentence")
    }

    pub(super) fn looser(&self, zh: impl Into<String>, en: impl Into<String>) -> Box<Fault> {
        Fault::looser(self.own.span, self.floor.span, zh, en)
    }

    /// Where the child's sentence stands.
    pub(super) fn at(&self) -> Span {
        self.own.span
    }
}

/// Whether two sentences are of one form, so that the one is best held against the other.
pub(super) fn alike(a: &Sentence, b: &Sentence) -> bool {
    std::mem::discriminant(&a.pattern) == std::mem::discriminant(&b.pattern)
}

fn strength(modal: ModalWord) -> u8 {
    match modal {
        ModalWord::May => 0,
        ModalWord::Advisable | ModalWord::Inadvisable => 1,
        ModalWord::Should | ModalWord::ShouldNot => 2,
        ModalWord::Must | ModalWord::MustNot => 3,
    }
}

fn modal_word(modal: ModalWord) -> (&'static str, &'static str) {
    match modal {
        ModalWord::Must => ("必须", "must"),
        ModalWord::MustNot => ("不得", "must not"),
        ModalWord::Should => ("应", "should"),
        ModalWord::ShouldNot => ("不应", "should not"),
        ModalWord::Advisable => ("宜", "advisable"),
        ModalWord::Inadvisable => ("不宜", "inadvisable"),
        ModalWord::May => ("可", "may"),
    }
}

fn ordinal(nth: Nth) -> (String, String) {
    match nth {
        Nth::Any => ("每次".into(), "each one".into()),
        Nth::First => ("首次".into(), "the first".into()),
        Nth::Again => ("再次".into(), "repeated ones".into()),
        Nth::Exactly(n) => (format!("第 {n}次"), format!("number {n}")),
    }
}

/// Without quotation marks of its own.
fn bare(text: &str) -> &str {
    text.trim_matches(['“', '”'])
}
