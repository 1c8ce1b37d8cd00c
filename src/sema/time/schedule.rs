//! 周期: how often, on which day, by whom.

use crate::base::{Diagnostic, Span};
use crate::sema::codes::roles::NO_DUTY_HOLDER;
use crate::sema::codes::types::TYPE_MISMATCH;
use crate::sema::cx::Cx;
use crate::sema::model::{CivilUnit, Duty, Every, Expr, ExprKind, Key, Occasion, Schedule, Slot, Ty, Value};
use crate::syntax::ast::{self, Recurring};
use crate::syntax::codes::MISPLACED;

impl<'a> Cx<'a> {
    /// A 周期.
    pub(super) fn schedule(&mut self, written: &'a ast::Schedule, shell: Schedule) -> Schedule {
        let span = shell.span;
        let occasion = written.occasion.as_ref().and_then(|o| self.occasion(o));
        let mut made = Schedule {
            occasion,
            counted_by: written.counted_by.as_ref().map(|e| self.event(e)),
            by: written.by.as_ref().and_then(|n| self.role(n)),
            using: self.calendar(written.using.as_ref()).or(self.model.default_calendar),
            duties: written.duties.iter().map(|d| self.duty(d)).collect(),
            condition: written.condition.as_ref().map(|e| self.condition(e)),
            ..shell
        };
        if written.by.is_none() {
            self.report(
                Diagnostic::new(
                    &NO_DUTY_HOLDER,
                    span,
                    format!("周期“{}”没有写由谁来做", made.name),
                    format!("nobody is named for the duty `{}`", made.name),
                )
                .label("由谁？", "by whom?")
                .help(
                    "下面加一行写上角色，比如：由 话务员。没有人，漏了就不知道找谁。",
                    "Add a line below that names a role, such as `by agent`: else nobody can be asked when it is missed.",
                ),
            );
        }
        for (missing, zh, en) in [
            (written.occasion.is_none(), "什么时候（每日、每周 …）", "when (daily, weekly …)"),
            (written.duties.is_empty(), "须 什么", "what must be done (duty …)"),
        ] {
            if missing {
                let d = Diagnostic::new(
                    &MISPLACED,
                    span,
                    format!("周期“{}”没有写{zh}", made.name),
                    format!("the schedule `{}` does not say {en}", made.name),
                );
                self.report(d);
            }
        }
        let bodies: Vec<&ast::Timeout> = written.missed.iter().collect();
        let (missed, vars) = self.keyed(&Key::Period, span, &bodies, |cx| written.missed.as_ref().map(|b| cx.loose_body(b)));
        (made.missed, made.vars) = (missed, vars);
        made
    }

    fn duty(&mut self, written: &ast::Duty) -> Duty {
        let times = written.times.as_ref().and_then(|n| {
            let read = self.expr(n, Some(&Ty::Times));
            match (&read.kind, &read.ty) {
                (ExprKind::Value(Value::Number(n)), Ty::Times | Ty::Integer) => n.to_int().and_then(|n| u32::try_from(n).ok()),
                _ => {
                    self.fit(read, &Slot::of(Ty::Times), &TYPE_MISMATCH);
                    None
                }
            }
        });
        Duty { events: self.event(&written.events), times, span: written.span }
    }

    fn occasion(&mut self, written: &ast::Occasion) -> Option<Occasion> {
        let every = match &written.every {
            Recurring::Daily => Every::Day,
            Recurring::Workdays => Every::Workday,
            Recurring::Weekly(day) => Every::Week(*day),
            Recurring::FinalDay => Every::MonthEnd,
            Recurring::FinalWorkday => Every::LastWorkday,
            Recurring::QuarterEnd => Every::Quarter,
            Recurring::Yearly(month, day) => Every::Year(*month, *day),
            Recurring::Monthly { day, nth } => self.day_of_month(day, *nth, written.span)?,
        };
        Some(Occasion { every, clock: written.clock.0, from: written.from, on_rest: written.on_rest, span: written.span })
    }

    /// `5号`, `第3个工作日`
    fn day_of_month(&mut self, day: &ast::Expr, nth: bool, span: Span) -> Option<Every> {
        let number = ordinal(day);
        let read = match number {
            Some(_) => None,
            None => Some(self.expr(day, None)),
        };
        let found = match (number, read.as_ref().map(|r: &Expr| &r.kind)) {
            (Some(n), _) if (1..=31).contains(&n) && !nth => Some(Every::MonthDay(n)),
            (None, Some(ExprKind::Value(Value::Civil(n @ 1..=23, CivilUnit::Workdays)))) => Some(Every::MonthWorkday(*n as u32)),
            _ => None,
        };
        if found.is_none() && !matches!(read, Some(Expr { ty: Ty::Bad, .. })) {
            self.report(
                Diagnostic::new(&TYPE_MISMATCH, day.span, "看不出是每月的哪一天", "this is no day of a month")
                    .related(span, "在这里", "here")
                    .help(
                        "写：每月 5号、每月 第3个工作日、每月 末日、每月 末个工作日。",
                        "Write `monthly 5th`, `monthly nth 3wd`, `monthly final day` or `monthly final workday`.",
                    ),
            );
        }
        found
    }
}

/// The number of a day, `5号`.
fn ordinal(day: &ast::Expr) -> Option<u32> {
    let ast::ExprKind::Quantity(parts) = &day.kind else { return None };
    match parts.as_slice() {
        [(n, ast::Unit::DayOfMonth)] => n.to_int().and_then(|n| u32::try_from(n).ok()),
        _ => None,
    }
}
