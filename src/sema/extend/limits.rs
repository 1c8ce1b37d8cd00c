//! What 期限, 升级 and 周期 share: limits with their calendar, pauses, keys and what is done when time runs out.

use super::answer::{Cover, Fault, Held, refuse};
use super::event::{self, When};
use super::length::{End, Wanted, bounds};
use super::pair::{Pair, Side};
use super::shape::shape;
use crate::base::calendar::Move;
use crate::base::{Message, Span};
use crate::sema::model::{Arm, CalendarId, Event, Key, Limit, LimitBound, Model, Stmt, StmtKind, Until};

/// A limit with the calendar in force where it stands.
#[derive(Clone, Copy)]
pub(super) struct Timed<'m> {
    pub(super) side: Side<'m>,
    pub(super) limit: &'m Limit,
    pub(super) using: Option<CalendarId>,
    /// It is moved out of rest hours: one of the call never is.
    pub(super) moves: bool,
    /// Somebody is disturbed when it is broken.
    pub(super) reaches: bool,
}

impl Timed<'_> {
    fn calendar(&self) -> Option<CalendarId> {
        self.limit.using.or(self.using).or(self.side.model.default_calendar)
    }

    fn shift(&self) -> Option<Move> {
        let hit = self.calendar().and_then(|id| self.side.model.calendar(id)).and_then(|c| c.data.rest_hit);
        self.limit.shift(hit, self.reaches).filter(|_| self.moves)
    }
}

/// The limit of the child never ends later.
pub(super) fn limits(pair: &Pair<'_>, floor: Timed<'_>, own: Timed<'_>) -> Held {
    let from = match (&floor.limit.from, &own.limit.from) {
        (None, None) => true,
        (Some(x), Some(y)) => event::same_events(pair, (floor.side, x), (own.side, y)),
        _ => false,
    };
    refuse(from, || Fault::unknown(own.limit.span, floor.limit.span, "“自”什么时候算起不一样", "it is counted from another event"))?;
    let (x, y) = (until(floor.limit), until(own.limit));
    let end = |timed: &Timed<'_>| (timed.calendar(), timed.shift(), timed.limit.bound().span);
    let ((calendar, shift, span), (other, moved, at)) = (end(&floor), end(&own));
    let floor = End { side: floor.side, until: &x, open: false, calendar, shift, value: false, span };
    bounds(
        pair,
        floor,
        End { side: own.side, until: &y, open: false, calendar: other, shift: moved, value: false, span: at },
        Wanted::NotLater,
    )
}

fn until(limit: &Limit) -> Until {
    match &limit.bound {
        LimitBound::Length(e) => Until::Length(e.clone()),
        LimitBound::Until(e) => Until::Instant(e.clone()),
    }
}

/// 停表: each pause of the child lies within one of the parent's.
pub(super) fn fewer_pauses(
    pair: &Pair<'_>,
    floor: (Side<'_>, &[(Event, Event, Span)], Span),
    own: (Side<'_>, &[(Event, Event, Span)]),
) -> Held {
    let (a, known, span) = floor;
    let (b, pauses) = own;
    for (from, to, at) in pauses {
        let within = |x: &Event, y: &Event| {
            event::covers(pair, (a, x), (b, from), When::Then).and(|| event::covers(pair, (b, to), (a, y), When::Then))
        };
        let answers: Vec<Cover> = known.iter().map(|(x, y, _)| within(x, y)).collect();
        let words = || super::answer::same(pair.words(*at));
        Cover::best(answers.into_iter(), words).or(words).held(*at, span, |what| {
            Message::new(format!("多了“{}”，表停着就不算时间了", what.zh), format!("`{}` is new: the clock stands meanwhile", what.en))
        })?;
    }
    Ok(())
}

/// 按: the same key.
pub(super) fn same_key(a: Side<'_>, x: &Key, b: Side<'_>, y: &Key) -> bool {
    let field = |model: &Model, key: &Key| match key {
        Key::Named(named) => named.field.and_then(|(f, id)| {
            let form = model.forms.get(f.index())?;
            form.fields.get(id.index()).map(|field| format!("{}.{}", form.name, field.name))
        }),
        Key::None | Key::Case | Key::Period => None,
    };
    std::mem::discriminant(x) == std::mem::discriminant(y) && x.name() == y.name() && field(a.model, x) == field(b.model, y)
}

/// What the parent does when time runs out the child does too, in the same order, and it ends alike.
pub(super) fn bodies(floor: (Side<'_>, Option<&Arm>), own: (Side<'_>, Option<&Arm>), word: (&str, &str), at: Span) -> Held {
    let Some(was) = floor.1 else { return Ok(()) };
    let Some(is) = own.1 else {
        return Err(Fault::looser(at, was.span, format!("去掉了“{}”", word.0), format!("`{}` is gone", word.1)));
    };
    let other = |at: Span, floor: Span| {
        let (zh, en) = (format!("“{}”里做的事不一样", word.0), format!("other things are done under `{}`", word.1));
        Err(Fault::unknown(at, floor, zh, en))
    };
    let mut rest = is.body.iter();
    for stmt in &was.body {
        let wanted = shape(floor.0, stmt);
        if harmless(stmt) && !is.body.iter().any(|s| shape(own.0, s) == wanted) {
            let words = floor.0.words(stmt.span);
            let (zh, en) = (format!("“{}”里少了“{words}”", word.0), format!("`{words}` is missing under `{}`", word.1));
            return Err(Fault::looser(is.span, stmt.span, zh, en));
        }
        match rest.by_ref().find(|s| shape(own.0, s) == wanted || !harmless(s)) {
            Some(s) if shape(own.0, s) == wanted => {}
            found => return other(found.map_or(is.span, |s| s.span), stmt.span),
        }
    }
    rest.find(|s| !harmless(s)).map_or(Ok(()), |s| other(s.span, was.span))
}

/// What may be done besides: it tells, notes or asks somebody, and what comes after it still comes.
fn harmless(stmt: &Stmt) -> bool {
    matches!(
        stmt.kind,
        StmtKind::Do { into: None, timeout: None, .. }
            | StmtKind::Tip(_)
            | StmtKind::Escalate { .. }
            | StmtKind::OpenCase { .. }
            | StmtKind::Say(_)
    )
}
