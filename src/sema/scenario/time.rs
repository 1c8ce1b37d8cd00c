//! The time at the head of a line, and whether it goes back.

use super::Run;
use crate::base::{Diagnostic, Span};
use crate::sema::codes::scenarios::TIME_GOES_BACK;
use crate::sema::expr::scalar;
use crate::sema::model::{Expr, ExprKind, Slot, Time, Ty, Value};
use crate::sema::types::days;
use crate::syntax::ast::TimeMark;

/// 2026-01-05 09:00, a Monday: where a scenario starts that does not say.
pub(super) const MONDAY: (i32, u32) = (20_458, 9 * 3_600_000);

/// A day in ms.
const DAY: i64 = 86_400_000;

impl Run<'_, '_> {
    /// When a line happens.
    pub(super) fn time(&mut self, mark: &TimeMark, span: Span) -> Option<Time> {
        let before = self.now;
        let (time, now) = match mark {
            TimeMark::Offset(ms) => (Time::Offset(*ms), Some(*ms)),
            TimeMark::After(length) => {
                let read = self.cx.expr(length, Some(&Ty::Duration));
                if matches!(read.ty, Ty::Civil | Ty::Working) {
                    self.not_yet("按日历走的时间，本版还不会走", "this version does not count time on a calendar yet", span);
                    (Time::After(read), None)
                } else {
                    let read = self.cx.fit(read, &Slot::of(Ty::Duration), &crate::sema::codes::types::TYPE_MISMATCH);
                    let ms = scalar(self.model(), &read).and_then(|n| i64::try_from(n).ok());
                    (Time::After(read), before.zip(ms).and_then(|(a, b)| a.checked_add(b)))
                }
            }
            TimeMark::At(date, clock) => {
                let day = days(i32::from(date.year), u32::from(date.month), u32::from(date.day));
                let at = Expr::new(ExprKind::Value(Value::Local(day, clock.0)), Ty::Instant, span);
                (Time::At(at), self.start.map(|start| between(start, (day, clock.0))))
            }
            TimeMark::Day(word, clock) => {
                if !matches!(self.cx.env.sources.slice(*word), "次日" | "next day") {
                    self.not_yet(
                        "“次日”以外的日子要用日历来数，本版还不会数",
                        "days other than 次日 are counted on a calendar, which this version does not do yet",
                        *word,
                    );
                    return None;
                }
                let now = self.start.zip(before).map(|((day, ms), now)| {
                    let today = i64::from(day) + (i64::from(ms) + now).div_euclid(DAY);
                    (today + 1 - i64::from(day)) * DAY + i64::from(clock.0) - i64::from(ms)
                });
                (Time::NextDay(clock.0), now)
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
        if self.now.is_some_and(|begin| *ms < begin) {
            self.cx.report(
                Diagnostic::new(&TIME_GOES_BACK, span, "说完的时间比开口早", "the line ends before it begins")
                    .help("前一个数是开口的时间，后一个是说完的时间。", "The first time is the begin, the second the end."),
            );
        }
        Some(Time::Offset(*ms))
    }
}

/// ms from one wall-clock time to another, on a clock that never jumps.
fn between(from: (i32, u32), to: (i32, u32)) -> i64 {
    (i64::from(to.0) - i64::from(from.0)) * DAY + i64::from(to.1) - i64::from(from.1)
}
