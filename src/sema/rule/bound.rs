//! How long: the bounds of a sentence, each read as least and most.

use crate::base::{Decimal, Diagnostic, Span};
use crate::sema::check::domain::{amount_in_words, constant_ticks};
use crate::sema::codes::time::{LIMIT_NOT_POSITIVE, NO_CALENDAR};
use crate::sema::codes::types::{DEGREE_WORD_LIMIT, MIXED_DURATIONS, TYPE_MISMATCH};
use crate::sema::cx::Cx;
use crate::sema::model::{
    BinaryOp, Bound, CalendarId, CompareOp, ConstState, Event, EventAtom, EventKind, Expr, ExprKind, Slot, Test, Ty, Until, Value,
};
use crate::sema::scope::Symbol;
use crate::syntax::ast::{self, Path, WithinTime};

/// A bound as least and most; `open` leaves out the upper end itself.
#[derive(Debug, Clone, Default)]
pub(super) struct Ends {
    pub(super) least: Option<Expr>,
    pub(super) most: Option<Expr>,
    pub(super) open: bool,
}

impl Cx<'_> {
    /// What stands between 之后 and the modal.
    pub(super) fn how_long(&mut self, within: &WithinTime, using: Option<CalendarId>) -> Option<Bound> {
        let span = within.span();
        let bound = |most, open, least| Bound { most, open, least, calendar: using, span };
        match within {
            WithinTime::Until(instant) => {
                let instant = self.value_for(instant, &Slot::of(Ty::Instant));
                Some(bound(Some(Until::Instant(instant)), false, None))
            }
            WithinTime::UntilDay(day, clock, _) => {
                self.needs_calendar(span, using);
                Some(bound(Some(Until::Day(*day, clock.0)), false, None))
            }
            WithinTime::Bare(value) => {
                let length = self.degree(value)?;
                self.positive(&length);
                self.counted_out(&length, using);
                Some(bound(Some(Until::Length(length)), false, None))
            }
            WithinTime::Bound(test, _) => {
                let ends = self.ends(test, |ty| ty.is_length() || matches!(ty, Ty::Rings | Ty::Instant))?;
                ends.least.iter().chain(&ends.most).for_each(|e| self.counted_out(e, using));
                ends.most.iter().for_each(|e| self.positive(e));
                let until = |e: Expr| match e.ty {
                    Ty::Rings => Until::Count(rings(span), e),
                    Ty::Instant => Until::Instant(e),
                    _ => Until::Length(e),
                };
                Some(bound(ends.most.map(until), ends.open, ends.least.map(until)))
            }
        }
    }

    /// A bound of the count of rings: `振铃 2声..3声`.
    pub(super) fn rung(&mut self, test: &ast::Test, span: Span) -> Option<Bound> {
        let ends = self.ends(test, |ty| matches!(ty, Ty::Rings | Ty::Integer))?;
        let until = |e: Expr| Until::Count(rings(span), Expr { ty: Ty::Rings, ..e });
        Some(Bound { most: ends.most.map(until), open: ends.open, least: ends.least.map(until), calendar: None, span })
    }

    /// A length of exact time, above zero: of P13, P14 and P15.
    pub(super) fn exact(&mut self, length: &ast::Expr) -> Option<Expr> {
        let read = self.expr(length, Some(&Ty::Duration));
        self.must_be_exact(&read)?;
        self.positive(&read);
        Some(read)
    }

    /// A bound of exact time.
    pub(super) fn exact_ends(&mut self, test: &ast::Test) -> Option<Ends> {
        let ends = self.ends(test, |ty| ty.is_length())?;
        for e in ends.least.iter().chain(&ends.most) {
            self.must_be_exact(e)?;
            self.positive(e);
        }
        Some(ends)
    }

    fn must_be_exact(&mut self, read: &Expr) -> Option<()> {
        if matches!(read.ty, Ty::Duration) {
            return Some(());
        }
        if read.ty.is_length() {
            let (zh, en) = read.ty.called(self.model);
            let d = Diagnostic::new(
                &MIXED_DURATIONS,
                read.span,
                format!("这里按钟表算，写的是{zh}"),
                format!("exact time is counted here, and this is {en}"),
            )
            .label(zh, en)
            .help("写成小时、分钟、秒。", "Write hours, minutes or seconds.");
            self.report(d);
        } else if read.ty != Ty::Bad {
            let d = self.mismatch(&TYPE_MISMATCH, read, &Ty::Duration);
            self.report(d);
        }
        None
    }

    /// A degree word stands for a length only where a constant says so.
    fn degree(&mut self, value: &ast::Expr) -> Option<Expr> {
        let ast::ExprKind::Path(path) = &value.kind else {
            let written = self.env.sources.slice(value.span);
            let d = Diagnostic::new(
                &TYPE_MISMATCH,
                value.span,
                format!("“{written}”后面少了“以内”"),
                format!("`{written}` lacks `or within`"),
            )
            .help(
                format!("写成“{written}以内”；只有像“立即”这样的常量可以不写。"),
                format!("Write `{written} or within`; only a constant with a number behind it, such as `promptly = 1min`, may do without."),
            );
            self.report(d);
            return None;
        };
        if self.is_unknown(path) {
            let word = self.env.sources.slice(value.span);
            let d = Diagnostic::new(
                &DEGREE_WORD_LIMIT,
                value.span,
                format!("“{word}”没有数，不能当时限"),
                format!("`{word}` has no number and cannot be a limit"),
            )
            .label("多久？", "how long?")
            .help(format!("在“常量”里给它一个数：{word} = 10分钟。"), format!("Give it a number among the constants: `{word} = 10min`."));
            self.report(d);
            return None;
        }
        let read = self.expr(value, Some(&Ty::Duration));
        // A constant that is still unbound has been reported where it stands.
        if read.ty == Ty::Bad {
            return None;
        }
        if !read.ty.is_length() {
            let d = self.mismatch(&TYPE_MISMATCH, &read, &Ty::Duration);
            self.report(d);
            return None;
        }
        Some(read)
    }

    fn is_unknown(&mut self, path: &Path) -> bool {
        let [name] = path.parts.as_slice() else { return false };
        if self.inner_value(name).is_some() {
            return false;
        }
        match self.global_quietly(&name.text) {
            None => true,
            Some(Symbol::Const(id)) => matches!(self.model.consts.get(id.index()).map(|c| &c.state), Some(ConstState::Advice)),
            Some(_) => false,
        }
    }

    /// A bound with its words, as least and most.
    pub(super) fn ends(&mut self, test: &ast::Test, fits: impl Fn(&Ty) -> bool) -> Option<Ends> {
        let written = written(test)?;
        let before = self.out.len();
        let ty = self.expr(&written, Some(&Ty::Duration)).ty;
        if ty == Ty::Bad {
            return None;
        }
        self.out.truncate(before);
        if !fits(&ty) {
            let read = self.expr(&written, Some(&Ty::Duration));
            let d = self.mismatch(&TYPE_MISMATCH, &read, &Ty::Duration);
            self.report(d);
            return None;
        }
        let subject = Expr::new(ExprKind::Bad, ty, Span { end: written.span.start, ..written.span });
        let read = self.test(&subject, test);
        Some(match read {
            Test::Within(e) | Test::Compare(CompareOp::Le, e) => Ends { most: Some(e), ..Ends::default() },
            Test::Compare(CompareOp::Lt, e) => Ends { most: Some(e), open: true, ..Ends::default() },
            Test::Compare(CompareOp::Ge, e) => Ends { least: Some(e), ..Ends::default() },
            Test::Compare(CompareOp::Gt, e) => Ends { least: Some(step(e, BinaryOp::Add)), ..Ends::default() },
            Test::Compare(CompareOp::Eq, e) => Ends { least: Some(e.clone()), most: Some(e), open: false },
            Test::Range(range) => Ends { least: range.low.map(|e| *e), most: range.high.map(|e| *e), open: range.open },
            Test::Compare(CompareOp::Ne, _)
            | Test::Leaves(_)
            | Test::InRole(_)
            | Test::InCalendar(..)
            | Test::Contains(_)
            | Test::Known
            | Test::Unknown
            | Test::Confirmed
            | Test::Complete
            | Test::Past => return None,
        })
    }

    /// A limit that is not above zero is over before it begins.
    fn positive(&mut self, length: &Expr) {
        let (Some(ticks), Some(words)) = (constant_ticks(self.model, length), amount_in_words(self.model, length)) else { return };
        if ticks <= 0 {
            let d = Diagnostic::new(
                &LIMIT_NOT_POSITIVE,
                length.span,
                format!("时限是{}，还没等就到点了", words.zh),
                format!("the limit is {}: it is over before it begins", words.en),
            )
            .help("写一个大于零的时限。", "Write a limit above zero.");
            self.report(d);
        }
    }

    /// A civil or working length is counted by a calendar.
    pub(super) fn counted_out(&mut self, length: &Expr, using: Option<CalendarId>) {
        if matches!(length.ty, Ty::Civil | Ty::Working) {
            self.needs_calendar(length.span, using);
        }
    }

    fn needs_calendar(&mut self, span: Span, using: Option<CalendarId>) {
        if using.is_some() || self.model.default_calendar.is_some() {
            return;
        }
        let d = Diagnostic::new(
            &NO_CALENDAR,
            span,
            "按天、按工作日算，却没有日历说怎么算",
            "days or working time are counted here with no calendar in force",
        )
        .help(
            "声明一个带“默认”的日历，或者在规则那一行写 `用 某某历`；要的是整整多少小时，就写小时。",
            "Declare a `calendar` marked `default`, or name one with `using` on the rule; for plain elapsed time write hours.",
        );
        self.report(d);
    }
}

/// The next value above or below: of a length 1 ms, of a count 1.
pub(super) fn step(e: Expr, op: BinaryOp) -> Expr {
    let (ty, span, optional) = (e.ty.clone(), e.span, e.optional);
    // A length that is written down is counted out here.
    if let ExprKind::Value(Value::Duration(ms)) = e.kind {
        let ms = if op == BinaryOp::Add { ms.saturating_add(1) } else { ms.saturating_sub(1) };
        return Expr { kind: ExprKind::Value(Value::Duration(ms)), ..e };
    }
    let unit = match ty {
        Ty::Duration | Ty::Instant => Expr::new(ExprKind::Value(Value::Duration(1)), Ty::Duration, span),
        // A day has no next instant before the next day.
        Ty::Civil | Ty::Working => return e,
        _ => Expr::new(ExprKind::Value(Value::Number(Decimal::ONE)), ty.clone(), span),
    };
    Expr { kind: ExprKind::Binary(op, Box::new(e), Box::new(unit)), ty, optional, span }
}

/// The number of a bound.
fn written(test: &ast::Test) -> Option<ast::Expr> {
    match test {
        ast::Test::Bound(bound) => Some((*bound.value).clone()),
        ast::Test::Compare(_, e) => Some(e.clone()),
        ast::Test::Range(range) => range.high.as_ref().or(range.low.as_ref()).map(|e| (**e).clone()),
        ast::Test::In(_)
        | ast::Test::Contains(_)
        | ast::Test::Known
        | ast::Test::Unknown
        | ast::Test::Confirmed
        | ast::Test::Complete
        | ast::Test::Past => None,
    }
}

/// The events by which rings are counted.
fn rings(span: Span) -> Event {
    let atom = EventAtom { actor: None, kind: EventKind::Ring, test: None, filter: None, span };
    Event { atoms: vec![atom], span }
}
