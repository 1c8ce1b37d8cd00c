//! The time at the head of a line, and whether it goes back.

use super::Run;
use crate::base::calendar::zone::from_ymd;
use crate::base::calendar::{CivilUnit, Day, Fault, Reckoning};
use crate::base::{Diagnostic, Span};
use crate::sema::codes::scenarios::TIME_GOES_BACK;
use crate::sema::codes::time::NO_YEAR;
use crate::sema::codes::types::{OUT_OF_RANGE, TYPE_MISMATCH};
use crate::sema::expr::scalar;
use crate::sema::model::{ConstState, Expr, ExprKind, Model, Moment, Slot, Time, Ty, Value};
use crate::sema::names::{Wanted, unknown};
use crate::syntax::ast::{self, ClockMark, DayMark, Name, Path, TimeMark};
use crate::syntax::{offset, word};
use smol_str::SmolStr;

/// 2026-01-05 09:00, a Monday: where a scenario starts that does not say.
pub(super) const MONDAY: (i32, u32) = (20_458, 9 * 3_600_000);

impl Run<'_, '_> {
    /// When a line happens.
    pub(super) fn time(&mut self, mark: &TimeMark, span: Span) -> Option<Time> {
        let before = self.now;
        let (time, now) = match mark {
            TimeMark::Offset(ms) => (Time::Offset(*ms), self.start.and_then(|start| start.checked_add(*ms))),
            TimeMark::After(length) => {
                let read = self.cx.expr(length, Some(&Ty::Duration));
                if let Some((n, unit)) = civil(self.model(), &read) {
                    let now = before.and_then(|t| self.reckon(span, |r| r.plus(t, n, unit)));
                    (Time::After(read), now)
                } else {
                    let read = match read.ty {
                        Ty::Civil | Ty::Working => read,
                        _ => self.cx.fit(read, &Slot::of(Ty::Duration), &TYPE_MISMATCH),
                    };
                    let ms = scalar(self.model(), &read).and_then(|n| i64::try_from(n).ok());
                    let now = before.zip(ms).filter(|_| read.ty == Ty::Duration).and_then(|(a, b)| a.checked_add(b));
                    (Time::After(read), now)
                }
            }
            TimeMark::Column(_) => {
                let ms = self.moment(mark, span)?.ms;
                (Time::Offset(ms), self.start.and_then(|start| start.checked_add(ms)))
            }
            TimeMark::On(on, clock) => {
                let clock = self.clock(clock)?;
                match self.day(on)? {
                    On::Date(date) => {
                        let at = Expr::new(ExprKind::Value(Value::Local(date, clock)), Ty::Instant, span);
                        (Time::At(at), self.reckon(span, |r| r.instant(date, clock)))
                    }
                    On::Day(day) => (Time::Day(day, clock), before.and_then(|t| self.reckon(span, |r| r.on_day(t, day, clock)))),
                }
            }
        };
        if let (Some(before), Some(now)) = (before, now)
            && now < before
        {
            self.cx.report(
                Diagnostic::new(&TIME_GOES_BACK, span, "这一行的时间比上一行早", "this line is earlier than the one before")
                    .label("往回走了", "goes back")
                    .help(
                        "00:05 从开头算起，+5秒 从上一行算起，过了一天写“次日 09:00”。",
                        "00:05 counts from the start, `+5s` from the line before; the next day is `next day 09:00`.",
                    ),
            );
        }
        // The clock never goes back, so that one early line is one finding.
        self.now = match (before, now) {
            (Some(before), Some(now)) => Some(now.max(before)),
            _ => now,
        };
        Some(time)
    }

    /// The end of a line that has one.
    pub(super) fn until(&mut self, mark: &TimeMark, span: Span) -> Option<Time> {
        let ms = self.moment(mark, span)?.ms;
        let end = self.start.and_then(|start| start.checked_add(ms));
        if self.now.zip(end).is_some_and(|(begin, end)| end < begin) {
            self.cx.report(
                Diagnostic::new(&TIME_GOES_BACK, span, "说完的时间比开口早", "the line ends before it begins")
                    .help("前一个数是开口的时间，后一个是说完的时间。", "The first time is the begin, the second the end."),
            );
        }
        Some(Time::Offset(ms))
    }

    /// `[h:]mm:ss[.fff]` from the start, or the column that holds one.
    pub(super) fn moment(&mut self, mark: &TimeMark, span: Span) -> Option<Moment> {
        let (ms, written) = match mark {
            TimeMark::Offset(ms) => (*ms, span),
            TimeMark::Column(name) => {
                let value = self.cell(name)?;
                // A cell reads as a time of day; here it counts from the start.
                if !matches!(value.kind, ast::ExprKind::Clock(_)) {
                    self.no_time(value.span, "写成“分:秒”", "write it as minutes and seconds");
                    return None;
                }
                (offset(self.cx.env.sources.slice(value.span)), value.span)
            }
            TimeMark::After(_) | TimeMark::On(..) => return None,
        };
        Some(Moment { ms, exact: self.cx.env.sources.slice(written).contains('.') })
    }

    fn clock(&mut self, clock: &ClockMark) -> Option<u32> {
        match clock {
            ClockMark::Clock(clock) => Some(clock.0),
            ClockMark::Column(name) => {
                let value = self.cell(name)?;
                let ast::ExprKind::Clock(clock) = value.kind else {
                    self.no_time(value.span, "写成“09:30”这样的钟点", "write a time of day such as 09:30");
                    return None;
                };
                Some(clock.0)
            }
        }
    }

    fn day(&mut self, on: &DayMark) -> Option<On> {
        let date = |d: &ast::Date| from_ymd(i32::from(d.year), u32::from(d.month), u32::from(d.day)).map(On::Date);
        match on {
            DayMark::Date(d) => date(d),
            DayMark::Word(day) => Some(On::Day(*day)),
            DayMark::Column(name) => {
                let value = self.cell(name)?;
                let found = match &value.kind {
                    ast::ExprKind::Date(d) => date(d),
                    _ => word::day(self.cx.env.sources.slice(value.span)).map(On::Day),
                };
                if found.is_none() {
                    self.no_time(value.span, "写日期，或者“次日”“周五”这样的词", "write a date, or a word such as `next day` or `Friday`");
                }
                found
            }
        }
    }

    /// What a column holds in this row.
    fn cell(&mut self, name: &Name) -> Option<ast::Expr> {
        let found = self.cx.path_column(&Path { parts: vec![name.clone()], span: name.span });
        if found.is_none() {
            let columns = self.cx.row_columns();
            let d = unknown(name, Wanted::Value, None, columns.iter().map(SmolStr::as_str));
            self.cx.report(d);
        }
        found
    }

    fn no_time(&mut self, span: Span, zh: &str, en: &str) {
        let d = Diagnostic::new(&TYPE_MISMATCH, span, "这一列要写时间", "this column holds a time");
        self.cx.report(d.help(format!("{zh}。"), format!("{en}.")));
    }

    /// 开始: the clock stands there, as far as it is known before the call.
    pub(super) fn begin(&mut self, start: Option<(i32, u32)>, span: Span) {
        self.start = start.and_then(|(day, ms)| self.reckon(span, |r| r.instant(day, ms)));
        self.now = self.start;
    }

    /// Asks the scenario's calendar.
    fn reckon(&mut self, span: Span, ask: impl FnOnce(&Reckoning<'_>) -> Result<i64, Fault>) -> Option<i64> {
        match self.calendar.reckon(None).and_then(|r| ask(&r)) {
            Ok(t) => Some(t),
            Err(fault) => {
                let (code, words) = (if matches!(fault, Fault::MissingYear(_)) { &NO_YEAR } else { &OUT_OF_RANGE }, fault.words());
                let d = Diagnostic::new(
                    code,
                    span,
                    format!("{}，这一行的时间算不出来", words.zh),
                    format!("{}: this line has no time", words.en),
                );
                self.cx
                    .report(d.help("换一个算得出来的日子，或者把日历补全。", "Take a day that can be counted, or complete the calendar."));
                None
            }
        }
    }
}

/// A plain civil or working length.
fn civil(model: &Model, e: &Expr) -> Option<(i64, CivilUnit)> {
    match &e.kind {
        ExprKind::Value(Value::Civil(n, unit)) => Some((*n, *unit)),
        ExprKind::Const(id) => match &model.consts.get(id.index())?.state {
            // Constants refer to earlier ones only.
            ConstState::Value(value) => civil(model, value),
            ConstState::Unbound | ConstState::Advice => None,
        },
        _ => None,
    }
}

/// A day in the time of a line.
enum On {
    /// Days since 1970-01-01.
    Date(i32),
    Day(Day),
}
