//! The time at the head of a line, and whether it goes back.

use super::Run;
use crate::base::calendar::zone::from_ymd;
use crate::base::calendar::{CivilUnit, Day, Fault, Reckoning};
use crate::base::{Diagnostic, Span};
use crate::sema::codes::scenarios::TIME_GOES_BACK;
use crate::sema::codes::time::NO_YEAR;
use crate::sema::codes::types::{OUT_OF_RANGE, TYPE_MISMATCH};
use crate::sema::expr::scalar;
use crate::sema::model::{ConstState, Expr, ExprKind, Model, Slot, Time, Ty, Value};
use crate::syntax::ast::TimeMark;

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
            TimeMark::At(date, clock) => {
                let day = from_ymd(i32::from(date.year), u32::from(date.month), u32::from(date.day))?;
                let at = Expr::new(ExprKind::Value(Value::Local(day, clock.0)), Ty::Instant, span);
                (Time::At(at), self.reckon(span, |r| r.instant(day, clock.0)))
            }
            TimeMark::Day(word, clock) => {
                let day = day(self.cx.env.sources.slice(*word))?;
                (Time::Day(day, clock.0), before.and_then(|t| self.reckon(*word, |r| r.on_day(t, day, clock.0))))
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
                        "00:05 counts from the start, `+5秒` from the line before; the next day is `次日 09:00`.",
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
        let TimeMark::Offset(ms) = mark else { return None };
        let end = self.start.and_then(|start| start.checked_add(*ms));
        if self.now.zip(end).is_some_and(|(begin, end)| end < begin) {
            self.cx.report(
                Diagnostic::new(&TIME_GOES_BACK, span, "说完的时间比开口早", "the line ends before it begins")
                    .help("前一个数是开口的时间，后一个是说完的时间。", "The first time is the begin, the second the end."),
            );
        }
        Some(Time::Offset(*ms))
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

/// The day that a word names, in either language.
fn day(word: &str) -> Option<Day> {
    Some(match word {
        "当日" | "same day" => Day::Same,
        "次日" | "next day" => Day::Next,
        "下个工作日" | "next workday" => Day::NextWorkday,
        "月末" | "month end" => Day::MonthEnd,
        _ => {
            const WEEK: [(&str, &str); 7] = [
                ("周一", "Monday"),
                ("周二", "Tuesday"),
                ("周三", "Wednesday"),
                ("周四", "Thursday"),
                ("周五", "Friday"),
                ("周六", "Saturday"),
                ("周日", "Sunday"),
            ];
            let at = WEEK.iter().position(|(zh, en)| word == *zh || word == *en)?;
            Day::Weekday(at as u8 + 1)
        }
    })
}
