//! What limits and sums ask of the calendar that counts them: that it says so, and which way they go from rest hours.

use super::Context;
use super::time::{lands_in_rest, month_end};
use crate::base::calendar::{Cutoff, Fault};
use crate::base::{Diagnostic, Span};
use crate::sema::codes::time::{NO_CALENDAR, NO_YEAR};
use crate::sema::model::{
    Arm, BinaryOp, Builtin, CalendarId, CivilUnit, Expr, ExprKind, Flow, Kinds, Limit, Model, Pattern, Sentence, Stmt, StmtKind,
    StretchRef, Test, Ty, Value,
};
use crate::sema::model::{ConstState, each_stmt};
use std::collections::BTreeSet;

/// Checks every flow, and what is declared outside flows.
pub(super) fn check(cx: &Context<'_>, out: &mut Vec<Diagnostic>) {
    let mut asked = Asked { cx, told: BTreeSet::new(), out };
    for flow in &cx.model.flows {
        asked.flow(flow);
    }
    for said in cx.model.rules.iter().filter_map(|r| r.body.as_ref()).flat_map(|b| &b.sentences) {
        asked.sentence(said);
    }
    if let Some(own) = cx.model.default_calendar {
        for decision in &cx.model.decisions {
            decision.table.exprs(&mut |e| asked.expr(e, own));
        }
        for form in &cx.model.forms {
            form.exprs(&mut |e| asked.expr(e, own));
        }
    }
}

/// What a calendar has to say to be asked something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Need {
    Workdays,
    Hours,
    Years,
}

struct Asked<'a, 'm> {
    cx: &'a Context<'m>,
    /// What was said to be missing: once a calendar is enough.
    told: BTreeSet<(u32, Need)>,
    out: &'a mut Vec<Diagnostic>,
}

impl Asked<'_, '_> {
    fn flow(&mut self, flow: &Flow) {
        let model = self.cx.model;
        let of_flow = model.calendar_of(flow, None);
        for anytime in &flow.anytime {
            each_stmt(anytime.body(), &mut |stmt| self.stmt(stmt, of_flow, flow.in_case));
        }
        for step in &flow.steps {
            let calendar = model.calendar_of(flow, Some(step));
            if step.holds.meets(Kinds::LIMITED.or(Kinds::VALUE)) {
                step.blocks().for_each(|b| each_stmt(b, &mut |stmt| self.stmt(stmt, calendar, flow.in_case)));
            }
            if let Some(calendar) = calendar.filter(|_| step.holds.meets(Kinds::CONDITION)) {
                step.options.iter().filter_map(|o| o.provided.as_deref()).for_each(|e| self.expr(e, calendar));
            }
        }
    }

    /// `在 某历.工作时间 时`, `只能 在 某历.工作时间`
    fn sentence(&mut self, said: &Sentence) {
        let mut at = |stretch: StretchRef, span| match stretch {
            StretchRef::Calendar(of, "工作时间") => self.need(of, span, &[Need::Workdays, Need::Hours, Need::Years]),
            StretchRef::Calendar(of, "节假日") => self.need(of, span, &[Need::Years]),
            _ => {}
        };
        said.within.during.iter().for_each(|(stretch, span)| at(*stretch, *span));
        match &said.pattern {
            Pattern::Lasts { of, .. } | Pattern::EachIn(of, ..) | Pattern::Only(_, of, _) => at(*of, said.span),
            _ => {}
        }
    }

    fn stmt(&mut self, stmt: &Stmt, calendar: Option<CalendarId>, case: bool) {
        let (limit, timeout) = match &stmt.kind {
            StmtKind::Wait(wait) => (wait.limit.as_ref(), wait.timeout.as_ref()),
            StmtKind::Do { limit, timeout, .. } => (limit.as_deref(), timeout.as_deref()),
            StmtKind::WaitAgain { limit, .. } => (limit.as_deref(), None),
            _ => (None, None),
        };
        let calendar = limit.and_then(|l| l.using).or(calendar);
        if let Some(limit) = limit {
            self.limit(limit, timeout, calendar, case);
        }
        if let Some(calendar) = calendar {
            stmt.exprs(&mut |e| self.expr(e, calendar));
        }
    }

    fn limit(&mut self, limit: &Limit, timeout: Option<&Arm>, calendar: Option<CalendarId>, case: bool) {
        let Some(id) = calendar else {
            if limit.shift.is_some() {
                self.out.push(
                    Diagnostic::new(
                        &NO_CALENDAR,
                        limit.span,
                        "要挪开休息时间，却没有日历说什么时候休息",
                        "this is to be moved out of rest hours with no calendar in force",
                    )
                    .help(
                        "声明一个带“默认”的日历，或者在这里写 `用 某某历`。",
                        "Declare a `calendar` marked `default`, or name one here with `using`.",
                    ),
                );
            }
            return;
        };
        let bound = limit.bound();
        if matches!(bound.ty, Ty::Civil | Ty::Working) {
            self.length(bound, id, true);
            month_end(self.cx, bound, Some(id), self.out);
        }
        lands_in_rest(self.cx, limit, Some(id), case && timeout.is_some_and(Arm::reaches), self.out);
    }

    /// A length that a calendar counts; as a limit it also needs the end of a working day.
    fn length(&mut self, length: &Expr, id: CalendarId, limit: bool) {
        let shift_end = limit && self.cx.model.calendar(id).is_some_and(|c| c.data.cutoff == Cutoff::ShiftEnd);
        match unit(self.cx.model, length) {
            Some(CivilUnit::WorkHours | CivilUnit::WorkMinutes | CivilUnit::WorkMs) => {
                self.need(id, length.span, &[Need::Workdays, Need::Hours, Need::Years]);
            }
            Some(CivilUnit::Workdays) if !shift_end => self.need(id, length.span, &[Need::Workdays, Need::Years]),
            Some(_) if shift_end => self.need(id, length.span, &[Need::Workdays, Need::Hours, Need::Years]),
            Some(CivilUnit::Workdays) | None => {}
            Some(CivilUnit::Days | CivilUnit::Weeks | CivilUnit::Months | CivilUnit::Quarters | CivilUnit::Years) => {}
        }
    }

    fn expr(&mut self, e: &Expr, id: CalendarId) {
        e.each(&mut |e| match &e.kind {
            ExprKind::Binary(_, a, b) if matches!(e.ty, Ty::Instant | Ty::Date) => {
                for length in [a, b].into_iter().filter(|x| matches!(x.ty, Ty::Civil | Ty::Working)) {
                    self.length(length, id, false);
                    month_end(self.cx, length, Some(id), self.out);
                }
                self.known(e, id);
            }
            ExprKind::Call(Builtin::WorkingTime, _) => self.need(id, e.span, &[Need::Workdays, Need::Hours, Need::Years]),
            ExprKind::Test(subject, test) => {
                if let Test::InCalendar(of, set) = &**test {
                    match (*set, &subject.ty) {
                        ("节假日", _) => self.need(*of, e.span, &[Need::Years]),
                        ("工作时间", Ty::Date) => self.need(*of, e.span, &[Need::Workdays, Need::Years]),
                        ("工作时间", _) => self.need(*of, e.span, &[Need::Workdays, Need::Hours, Need::Years]),
                        _ => {}
                    }
                }
            }
            _ => {}
        });
    }

    /// A sum that is known while compiling and that the calendar cannot answer.
    fn known(&mut self, e: &Expr, id: CalendarId) {
        let ExprKind::Binary(op, a, b) = &e.kind else { return };
        let model = self.cx.model;
        let (Some(calendar), Some((date, clock)), Some((n, unit))) = (model.calendar(id), time(model, a), civil(model, b)) else { return };
        let n = if *op == BinaryOp::Sub { n.checked_neg() } else { Some(n) };
        let zone = crate::base::calendar::DEFAULT_ZONE;
        let data =
            crate::base::calendar::Calendar { zone: calendar.data.zone.clone().or_else(|| Some(zone.into())), ..calendar.data.clone() };
        let answer = data.reckon(None).and_then(|r| r.plus(r.instant(date, clock)?, n.ok_or(Fault::OutOfRange)?, unit));
        if let Err(Fault::MissingYear(year)) = answer
            && !data.years.is_empty()
        {
            self.out.push(
                Diagnostic::new(
                    &NO_YEAR,
                    e.span,
                    format!("要算到 {year} 年，“{}”里没有那一年", calendar.data.name),
                    format!("this reaches into {year}, and `{}` has no such year", calendar.data.name),
                )
                .related(calendar.said.years.unwrap_or(calendar.span), "年份", "the years")
                .help("补上那一年的节假日和调休，再写进“年份”。", "Add the holidays and make-up days of that year, then the year."),
            );
        }
    }

    fn need(&mut self, id: CalendarId, span: Span, needs: &[Need]) {
        let Some(calendar) = self.cx.model.calendar(id) else { return };
        for need in needs {
            let said = match need {
                Need::Workdays => calendar.said.workdays,
                Need::Hours => calendar.said.hours,
                Need::Years => calendar.said.years,
            };
            if said.is_some() || self.cx.faulty(calendar.span) || !self.told.insert((id.0, *need)) {
                continue;
            }
            let (code, word, example) = match need {
                Need::Workdays => (&NO_CALENDAR, "工作日", "工作日 周一..周五"),
                Need::Hours => (&NO_CALENDAR, "工作时间", "工作时间 09:00-18:00"),
                Need::Years => (&NO_YEAR, "年份", "年份 2026"),
            };
            let name = &calendar.data.name;
            self.out.push(
                Diagnostic::new(
                    code,
                    span,
                    format!("这里要看“{name}”的{word}，它没有写"),
                    format!("this asks `{name}` for its {word}, and it says nothing of them"),
                )
                .related(calendar.span, "这个日历", "the calendar")
                .help(format!("在日历里写上，比如：{example}"), format!("Write it into the calendar, for example `{example}`.")),
            );
        }
    }
}

/// The unit of a civil length, through constants.
fn unit(model: &Model, length: &Expr) -> Option<CivilUnit> {
    civil(model, length).map(|(_, unit)| unit)
}

fn civil(model: &Model, e: &Expr) -> Option<(i64, CivilUnit)> {
    match constant(model, e)? {
        Value::Civil(n, unit) => Some((*n, *unit)),
        _ => None,
    }
}

fn time(model: &Model, e: &Expr) -> Option<(i32, u32)> {
    match constant(model, e)? {
        Value::Local(date, ms) => Some((*date, *ms)),
        Value::Date(date) => Some((*date, 0)),
        _ => None,
    }
}

fn constant<'m>(model: &'m Model, e: &'m Expr) -> Option<&'m Value> {
    match &e.kind {
        ExprKind::Value(value) => Some(value),
        // Constants refer to earlier ones only.
        ExprKind::Const(id) => match &model.consts.get(id.index())?.state {
            ConstState::Value(value) => constant(model, value),
            ConstState::Unbound | ConstState::Advice => None,
        },
        _ => None,
    }
}
