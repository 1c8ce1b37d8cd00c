//! Limits: what follows them, whether they are above zero, and whether a calendar counts them.

use super::ends::{self, End, Fall};
use crate::base::{Diagnostic, Span};
use crate::sema::check::Context;
use crate::sema::check::branches::Chains;
use crate::sema::check::domain::{amount_in_words, constant_ticks};
use crate::sema::codes::time::{LIMIT_NOT_POSITIVE, NO_CALENDAR, NO_WAY_OUT};
use crate::sema::model::{Arm, Builtin, Expr, ExprKind, Flow, Kinds, Limit, LimitBound, Stmt, StmtKind, Ty, each_stmt};

/// Checks every limit and every 超时 of a flow, and every length that needs a calendar.
pub(super) fn check(cx: &Context<'_>, flow: &Flow, chains: &Chains, out: &mut Vec<Diagnostic>) {
    let of_flow = flow.using.is_some() || cx.model.default_calendar.is_some();
    for anytime in &flow.anytime {
        each_stmt(anytime.body(), &mut |stmt| one(cx, stmt, of_flow, chains, out));
    }
    flow.limits.iter().for_each(|arm| each_stmt(&arm.body, &mut |stmt| one(cx, stmt, of_flow, chains, out)));
    for step in flow.steps_with(Kinds::LIMITED.or(Kinds::VALUE).or(Kinds::CONDITION)) {
        let calendar = of_flow || step.using.is_some();
        step.blocks().for_each(|b| each_stmt(b, &mut |stmt| one(cx, stmt, calendar, chains, out)));
        step.options.iter().filter_map(|o| o.provided.as_deref()).for_each(|e| out.extend(uncounted(e, calendar)));
    }
}

/// Checks the limit of one statement.
pub(crate) fn one(cx: &Context<'_>, stmt: &Stmt, calendar: bool, chains: &Chains, out: &mut Vec<Diagnostic>) {
    let (limit, timeout) = match &stmt.kind {
        StmtKind::Wait(wait) => (wait.limit.as_ref(), wait.timeout.as_ref()),
        StmtKind::Do { limit, timeout, .. } => (limit.as_deref(), timeout.as_deref()),
        StmtKind::WaitAgain { limit, .. } => (limit.as_deref(), None),
        _ => (None, None),
    };
    out.extend(timeout.and_then(|arm| way_out(cx, arm, chains, ("超时", "timeout"))));
    let mut bounded = None;
    if let Some(limit) = limit {
        out.extend(positive(cx, limit));
        if limit.using.is_none() && !calendar && matches!(limit.bound().ty, Ty::Civil | Ty::Working) {
            out.push(no_calendar(limit.bound().span));
        }
        bounded = Some(limit.bound().span);
    }
    let has_calendar = calendar || limit.is_some_and(|l| l.using.is_some());
    stmt.exprs(&mut |e| {
        if bounded != Some(e.span) || !matches!(e.ty, Ty::Civil | Ty::Working) {
            out.extend(uncounted(e, has_calendar));
        }
    });
}

/// A 超时 ends by saying what happens next, on every path.
pub(crate) fn way_out(cx: &Context<'_>, arm: &Arm, chains: &Chains, (zh, en): (&str, &str)) -> Option<Diagnostic> {
    let fall = open_end(&arm.body, chains)?;
    if cx.faulty(arm.span) {
        return None;
    }
    let finding = Diagnostic::new(
        &NO_WAY_OUT,
        arm.span,
        format!("“{zh}”做完就没有下文了：还是没有着落怎么办？"),
        format!("after `{en}` nothing follows: what if it still does not come?"),
    )
    .help(
        "最后写一条出路，比如“转 …”“结束 …”“重等”“升级 …”，或者再等一次，也限时；只记一笔、接着等的，写“到此为止”。",
        "End it with a way out, such as `goto …`, `end …`, `wait again`, `escalate …`, or another limited `wait`; to note it and wait on, write `close here`.",
    );
    Some(match fall {
        Fall::After(Some(place)) => finding.related(place, "做完这一行，就没有下文了", "after this line nothing follows"),
        Fall::NoBranch(place) => finding.related(place, "这里一支都不成立时，没有下文", "where no branch is taken, nothing follows"),
        Fall::RoundsOver(place) => finding.related(place, "重等的次数用完之后，没有下文", "when the rounds are used up, nothing follows"),
        Fall::After(None) => finding,
    })
}

/// Where a path falls out of a 超时 without one of the endings it may have.
fn open_end(body: &[Stmt], chains: &Chains) -> Option<Fall> {
    let End::Falls(fall) = ends::block(body, chains) else { return None };
    let last = body.last()?.clone();
    match &last.kind {
        StmtKind::Escalate { .. } => None,
        StmtKind::Wait(wait) if wait.limit.is_some() && wait.timeout.is_some() => None,
        StmtKind::If { arms, otherwise } => {
            let complete = otherwise.is_some() || chains.get(&last.span).is_some_and(|c| *c != Some(false));
            let arms = arms.iter().map(|a| (a.body.as_slice(), a.span)).chain(otherwise.iter().map(|a| (a.body.as_slice(), a.span)));
            branches(arms, chains).or((!complete).then_some(Fall::NoBranch(last.span)))
        }
        StmtKind::Match(table) => branches(table.rows.iter().map(|r| (r.then.as_slice(), r.span)), chains),
        _ => Some(fall),
    }
}

fn branches<'a>(mut arms: impl Iterator<Item = (&'a [Stmt], Span)>, chains: &Chains) -> Option<Fall> {
    arms.find_map(|(body, line)| if body.is_empty() { Some(Fall::After(Some(line))) } else { open_end(body, chains) })
}

/// A limit of no length.
pub(crate) fn positive(cx: &Context<'_>, limit: &Limit) -> Option<Diagnostic> {
    let LimitBound::Length(length) = &limit.bound else { return None };
    let (ticks, words) = (constant_ticks(cx.model, length)?, amount_in_words(cx.model, length)?);
    (ticks <= 0).then(|| {
        Diagnostic::new(
            &LIMIT_NOT_POSITIVE,
            length.span,
            format!("时限是{}，还没等就到点了", words.zh),
            format!("the limit is {}: it is over before the wait begins", words.en),
        )
        .help(
            "写一个大于零的时限；不想等，就把“等”这一行删掉。",
            "Write a limit above zero; if there is nothing to wait for, delete the wait.",
        )
    })
}

/// The first place in an expression where a civil or working length is counted without a calendar.
fn uncounted(expr: &Expr, calendar: bool) -> Option<Diagnostic> {
    if calendar {
        return None;
    }
    let mut found = None;
    expr.each(&mut |e| {
        let counts = match &e.kind {
            ExprKind::Binary(_, left, right) => {
                let civil = |e: &Expr| matches!(e.ty, Ty::Civil | Ty::Working);
                // A sum of two lengths is a length; only where it meets a time is it counted out.
                !civil(e) && (civil(left) || civil(right)) && matches!(e.ty, Ty::Instant | Ty::Date)
            }
            ExprKind::Call(function, _) => matches!(function, Builtin::WorkingTime | Builtin::Postpone | Builtin::Advance),
            _ => false,
        };
        if counts {
            found = found.or(Some(e.span));
        }
    });
    found.map(no_calendar)
}

fn no_calendar(span: Span) -> Diagnostic {
    Diagnostic::new(
        &NO_CALENDAR,
        span,
        "按天、按工作日算，却没有日历说怎么算",
        "days or working time are counted here with no calendar in force",
    )
    .help(
        "声明一个带“默认”的日历，或者在流程、环节上写 `用 某某历`；要的是整整多少小时，就写小时。",
        "Declare a `calendar` marked `default`, or name one with `using` on the flow or step; for plain elapsed time write hours.",
    )
}
