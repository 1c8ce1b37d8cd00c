//! Groups E05 and E07 on what watches the clock: 期限, 升级, 周期, 留存.

mod deadline;
mod escalate;
mod made;
mod order;
mod parent;
mod rest;
mod retain;
mod schedule;
mod start;

use super::Context;
use super::branches::Chains;
use super::domain::constant_ticks;
use super::paths::{positive, way_out};
use crate::base::{Diagnostic, Span};
use crate::sema::codes::time::{NO_CALENDAR, NO_MOVE_RULE, NO_WAY_OUT};
use crate::sema::model::{Arm, CalendarId, CivilUnit, Expr, ExprKind, Kinds, Limit, Model, Stmt, Ty, Value, each_stmt};

pub(super) use rest::check as lands_in_rest;

/// Checks every one of them.
pub(crate) fn check(cx: &Context<'_>, chains: &Chains, out: &mut Vec<Diagnostic>) {
    for deadline in &cx.model.deadlines {
        deadline::check(cx, deadline, chains, out);
        parent::watched(cx, deadline, out);
    }
    for ladder in &cx.model.ladders {
        escalate::check(cx, ladder, chains, out);
    }
    for schedule in &cx.model.schedules {
        schedule::check(cx, schedule, chains, out);
    }
    for retain in &cx.model.retains {
        retain::check(cx, retain, out);
    }
    for flow in &cx.model.flows {
        flow.each_stmt_of(Kinds::WAIT, &mut |stmt| parent::check(cx, stmt, out));
    }
    let loose = cx.model.default_calendar.is_some();
    for arm in cx.model.loose_bodies() {
        each_stmt(&arm.body, &mut |stmt: &Stmt| {
            super::paths::one(cx, stmt, loose, chains, out);
            parent::check(cx, stmt, out);
        });
    }
}

/// 超时, 到顶 or 漏: there, and with a way out on every path.
fn ends(cx: &Context<'_>, arm: Option<&Arm>, chains: &Chains, at: Span, zh: &str, en: &str) -> Option<Diagnostic> {
    match arm {
        Some(arm) => way_out(cx, arm, chains, (zh, en)),
        None if cx.faulty(at) => None,
        None => {
            Some(Diagnostic::new(&NO_WAY_OUT, at, format!("没有写“{zh}”怎么办"), format!("nothing says what happens then (`{en}`)")).help(
                format!("加上“{zh}”，下面写怎么办；只记一笔的，写“到此为止”。"),
                format!("Add `{en}` with what is done; to note the breach and no more, write `close here`."),
            ))
        }
    }
}

/// A limit is above zero, and a calendar counts it.
fn limit(cx: &Context<'_>, limit: &Limit, using: Option<CalendarId>, out: &mut Vec<Diagnostic>) {
    out.extend(positive(cx, limit));
    let bound = limit.bound();
    counted(limit.bound(), limit.using.or(using), out);
    month_end(cx, bound, limit.using.or(using), out);
}

/// A civil or working length needs a calendar.
fn counted(length: &Expr, using: Option<CalendarId>, out: &mut Vec<Diagnostic>) {
    if using.is_none() && matches!(length.ty, Ty::Civil | Ty::Working) {
        out.push(no_calendar(length.span));
    }
}

fn no_calendar(span: Span) -> Diagnostic {
    Diagnostic::new(
        &NO_CALENDAR,
        span,
        "按天、按工作日算，却没有日历说怎么算",
        "days or working time are counted here with no calendar in force",
    )
    .help(
        "声明一个带“默认”的日历，或者在这里写“用 某某历”；要的是整整多少小时，就写小时。",
        "Declare a `calendar` marked `default`, or name one here with `using`; for plain elapsed time write hours.",
    )
}

/// A length in months, quarters or years may end on a day that its month does not have.
pub(super) fn month_end(cx: &Context<'_>, length: &Expr, using: Option<CalendarId>, out: &mut Vec<Diagnostic>) {
    let Some(using) = using else { return };
    if !matches!(unit(cx.model, length), Some(CivilUnit::Months | CivilUnit::Quarters | CivilUnit::Years))
        || says_month_end(cx.model, using)
    {
        return;
    }
    out.push(
        Diagnostic::new(
            &NO_MOVE_RULE,
            length.span,
            "按月算，日历里却没有写“月末”怎么办",
            "this is counted in months, and the calendar has no `month end`",
        )
        .label("碰上没有31号的月份，算哪一天？", "which day, in a month without a 31st?")
        .help(
            "在日历里写：月末 取末日（或 取次日、报错）。",
            "Write in the calendar: `month end last day` (or `following day`, `refuse`).",
        ),
    );
}

/// The unit of a civil length, through constants.
fn unit(model: &Model, length: &Expr) -> Option<CivilUnit> {
    match &length.kind {
        ExprKind::Value(Value::Civil(_, unit)) => Some(*unit),
        ExprKind::Const(id) => match &model.consts.get(id.index())?.state {
            crate::sema::model::ConstState::Value(value) => unit(model, value),
            _ => None,
        },
        _ => None,
    }
}

/// Two lengths of one sort in the same ticks, where both are known.
fn comparable(model: &Model, a: &Expr, b: &Expr) -> Option<(i128, i128)> {
    if a.ty != b.ty || unit(model, a) != unit(model, b) {
        return None;
    }
    Some((constant_ticks(model, a)?, constant_ticks(model, b)?))
}

fn says_month_end(model: &Model, using: CalendarId) -> bool {
    model.calendars.get(using.index()).is_some_and(|c| c.said.month_end.is_some())
}
