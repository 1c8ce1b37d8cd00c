//! How long: whether one bound never ends later than another, by their numbers where both are of one sort, else by the calendar.

use super::answer::{Fault, Held, same};
use super::event::same_events;
use super::pair::{Pair, Side};
use super::sweep::{Clock, Reach, never_later};
use super::value;
use crate::base::calendar::{self, Day, Move};
use crate::base::{Message, Span};
use crate::sema::check::domain::{Scale, amount_in_words, constant, ticks_in_words};
use crate::sema::model::{BinaryOp, CalendarId, DayWord, Expr, ExprKind, Model, Ty, Until};

/// One end of a bound, with all it is counted by.
#[derive(Clone, Copy)]
pub(super) struct End<'m> {
    pub(super) side: Side<'m>,
    pub(super) until: &'m Until,
    /// The last instant does not belong to it.
    pub(super) open: bool,
    pub(super) calendar: Option<CalendarId>,
    pub(super) shift: Option<Move>,
    /// It is a value, which keeps the time of day, rather than a limit.
    pub(super) value: bool,
    pub(super) span: Span,
}

/// What a bound that was changed means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    /// The child's is not to end later: what lies behind the parent's is forbidden.
    NotLater,
    /// The child's is not to end earlier: what lies before the parent's end is forbidden.
    NotEarlier,
    /// The same, and the end itself is allowed: at least so long.
    AtLeast,
}

/// Holds the bound of the child against that of the parent.
pub(super) fn bounds(pair: &Pair<'_>, floor: End<'_>, own: End<'_>, wanted: Wanted) -> Held {
    let (early, late) = if wanted == Wanted::NotLater { (own, floor) } else { (floor, own) };
    let answer = ends(pair, early, late);
    let (mut said, mut says) = (same(pair.words(floor.span)), same(pair.words(own.span)));
    // What is written alike and means another length is told by the length.
    if said == says
        && let (Some(x), Some(y)) = (known(floor), known(own))
    {
        (said, says) = (x, y);
    }
    let told = if said == says {
        let (zh, en) = if wanted == Wanted::NotLater { ("晚", "later") } else { ("早", "sooner") };
        let (why, because) = match (floor.shift == own.shift, own.shift) {
            (true, _) => ("数它的日历改了", "the calendar that counts it has changed"),
            (false, Some(_)) => ("这里到点要挪开休息时间", "here it is moved out of rest hours"),
            (false, None) => ("这里到点不再挪开休息时间", "here it is not moved out of rest hours any more"),
        };
        Message::new(
            format!("还是“{}”，可是{why}，到期{zh}了", said.zh),
            format!("it is still `{}`, but {because}, and it runs out {en}", said.en),
        )
    } else {
        Message::new(format!("原来“{}”，这里“{}”", said.zh, says.zh), format!("`{}` there, `{}` here", said.en, says.en))
    };
    match answer {
        Order::Kept => Ok(()),
        Order::Unknown(why) => Err(Fault::new(false, own.span, floor.span, why)),
        Order::Later(witness) => {
            let fault = Fault::new(true, own.span, floor.span, told);
            let witness = witness.or_else(|| between(pair, floor, own, wanted));
            Err(match witness {
                Some(witness) => fault.witness(witness),
                None => fault,
            })
        }
    }
}

/// How long something is kept: by the calendar where the sorts differ, and never shorter.
pub(super) fn kept<'m>(
    pair: &Pair<'m>,
    (a, floor, of): (Side<'m>, &'m Expr, Option<CalendarId>),
    (b, own, by): (Side<'m>, &'m Expr, Option<CalendarId>),
) -> Held {
    let (x, y) = (Until::Length(floor.clone()), Until::Length(own.clone()));
    let end = |side, until, calendar, span| End { side, until, open: false, calendar, shift: None, value: true, span };
    bounds(pair, end(a, &x, of, floor.span), end(b, &y, by, own.span), Wanted::AtLeast)
}

/// The length of a bound in words.
fn known(end: End<'_>) -> Option<Message> {
    match end.until {
        Until::Length(e) | Until::Count(_, e) => amount_in_words(end.side.model, e),
        Until::Instant(_) | Until::Day(..) => None,
    }
}

/// A length that the child holds against the parent's.
pub(super) fn lengths(pair: &Pair<'_>, (a, floor): (Side<'_>, &Expr), (b, own): (Side<'_>, &Expr), wanted: Wanted) -> Held {
    let (x, y) = (Until::Length(floor.clone()), Until::Length(own.clone()));
    let end = |side, until, span| End { side, until, open: false, calendar: None, shift: None, value: false, span };
    bounds(pair, end(a, &x, floor.span), end(b, &y, own.span), wanted)
}

/// Whether the first never ends later than the second.
enum Order {
    Kept,
    /// It does, as is seen here.
    Later(Option<Message>),
    Unknown(Message),
}

fn ends(pair: &Pair<'_>, x: End<'_>, y: End<'_>) -> Order {
    if let (Until::Length(e), _) | (_, Until::Length(e)) = (y.until, x.until)
        && (value::left_open(x.side, e) || value::left_open(y.side, e))
    {
        return Order::Kept;
    }
    let kept = |yes: bool| if yes { Order::Kept } else { Order::Later(None) };
    match (x.until, y.until) {
        (Until::Length(a), Until::Length(b)) => {
            if let Some((a, b)) = value::ticks(x.side, a, y.side, b) {
                let same_calendar = matches!((x.calendar, y.calendar), (None, None)) || data(x) == data(y) && x.shift == y.shift;
                if same_calendar || of_elapsed(x) && of_elapsed(y) && x.shift == y.shift && x.shift.is_none() {
                    return kept(a - i128::from(x.open) <= b - i128::from(y.open));
                }
            } else if value::same_value(x.side, a, y.side, b) && data(x) == data(y) && x.shift == y.shift {
                return kept(x.open || !y.open);
            }
            swept(pair, x, y)
        }
        (Until::Instant(a), Until::Instant(b)) => instants(x, a, y, b),
        (Until::Count(a, n), Until::Count(b, m)) => {
            if !same_events(pair, (x.side, a), (y.side, b)) {
                return Order::Unknown(Message::new("数的不是同一件事", "it is not the same event that is counted"));
            }
            match value::ticks(x.side, n, y.side, m) {
                Some((n, m)) => kept(n - i128::from(x.open) <= m - i128::from(y.open)),
                None if value::same_value(x.side, n, y.side, m) => Order::Kept,
                None => not_known(),
            }
        }
        (Until::Length(_) | Until::Day(..), Until::Length(_) | Until::Day(..)) => swept(pair, x, y),
        _ => Order::Unknown(Message::new("一边算时长，一边算到某一刻", "one side counts a length, the other up to an instant")),
    }
}

fn not_known() -> Order {
    Order::Unknown(Message::new("要到通话里才知道有多长", "how long it is, is known in a call only"))
}

/// The calendar that an end is counted by, without its name.
fn data(end: End<'_>) -> Option<calendar::Calendar> {
    named(end).map(|c| calendar::Calendar { name: "".into(), ..c.clone() })
}

fn named<'m>(end: End<'m>) -> Option<&'m calendar::Calendar> {
    let id = end.calendar.or(end.side.model.default_calendar)?;
    end.side.model.calendar(id).map(|c| &c.data)
}

fn of_elapsed(end: End<'_>) -> bool {
    matches!(end.until, Until::Length(e) if e.ty == Ty::Duration)
}

/// `V - T`: the same V, and a known length after it or before it.
fn instants(x: End<'_>, a: &Expr, y: End<'_>, b: &Expr) -> Order {
    let ((v, n), (w, m)) = (offset(x.side.model, a), offset(y.side.model, b));
    if !value::same_value(x.side, v, y.side, w) {
        return Order::Unknown(Message::new("算到的不是同一个时刻", "it is another instant that it is reckoned by"));
    }
    match (n, m) {
        (Some(n), Some(m)) if n - i128::from(x.open) <= m - i128::from(y.open) => Order::Kept,
        (Some(_), Some(_)) => Order::Later(None),
        _ if x.side.key(a) == y.side.key(b) => Order::Kept,
        _ => not_known(),
    }
}

/// An instant as another one and the ms after it.
fn offset<'e>(model: &Model, e: &'e Expr) -> (&'e Expr, Option<i128>) {
    if let ExprKind::Binary(op @ (BinaryOp::Add | BinaryOp::Sub), base, length) = &e.kind
        && base.ty == Ty::Instant
    {
        let known = constant(model, length).filter(|a| a.scale == Scale::Ms).map(|a| a.ticks);
        return (base, known.map(|ms| if *op == BinaryOp::Sub { -ms } else { ms }));
    }
    (e, Some(0))
}

fn swept(pair: &Pair<'_>, x: End<'_>, y: End<'_>) -> Order {
    let (Some(a), Some(b)) = (clock(x), clock(y)) else { return not_known() };
    match never_later(&a, &b) {
        Ok(None) => Order::Kept,
        Ok(Some(later)) => Order::Later(Some(later.words(pair.called(y.side), pair.called(x.side)))),
        Err(why) => Order::Unknown(why),
    }
}

fn clock(end: End<'_>) -> Option<Clock<'_>> {
    let reach = match end.until {
        Until::Length(e) => {
            let amount = constant(end.side.model, e)?;
            let n = i64::try_from(amount.ticks).ok()?;
            match amount.scale {
                Scale::Ms => Reach::Elapsed(n - i64::from(end.open)),
                Scale::Civil(unit) => Reach::Counted(n, unit),
                Scale::Millionth | Scale::Day => return None,
            }
        }
        Until::Day(word, clock) => {
            let day = match word {
                DayWord::Same => Day::Same,
                DayWord::Next => Day::Next,
                DayWord::NextWorkday => Day::NextWorkday,
            };
            Reach::Day(day, *clock)
        }
        Until::Instant(_) | Until::Count(..) => return None,
    };
    Some(Clock { reach, calendar: named(end), shift: end.shift, value: end.value })
}

/// The value next to the tighter bound that the parent forbids and the child allows.
fn between(pair: &Pair<'_>, floor: End<'_>, own: End<'_>, wanted: Wanted) -> Option<Message> {
    let length = |end: End<'_>| match end.until {
        Until::Length(e) | Until::Count(_, e) => constant(end.side.model, e).map(|a| (a, e.ty.clone())),
        Until::Instant(_) | Until::Day(..) => None,
    };
    let ((there, ty), (here, _)) = (length(floor)?, length(own)?);
    let step = if there.scale == Scale::Millionth { 1_000_000 } else { 1 };
    let ticks = match wanted {
        Wanted::NotLater => there.ticks + if floor.open { 0 } else { step },
        Wanted::NotEarlier => here.ticks + step,
        Wanted::AtLeast => here.ticks,
    };
    let value = ticks_in_words(ticks, &ty, there.scale);
    let name = &pair.ancestor.name;
    Some(Message::new(
        format!("比如 {}：“{name}”不许，这里许", value.zh),
        format!("for example {}: forbidden by `{name}`, allowed here", value.en),
    ))
}
