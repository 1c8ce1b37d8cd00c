//! 期限: its limit, its warnings, its way out.

use super::{comparable, rest, start};
use crate::base::Diagnostic;
use crate::sema::check::Context;
use crate::sema::check::branches::Chains;
use crate::sema::check::domain::amount_in_words;
use crate::sema::codes::time::{PAST_WHEN_OPENED, WARNING_TOO_LONG};
use crate::sema::model::{BinaryOp, Deadline, Expr, ExprKind, Limit, LimitBound};

pub(super) fn check(cx: &Context<'_>, deadline: &Deadline, chains: &Chains, out: &mut Vec<Diagnostic>) {
    out.extend(super::ends(cx, deadline.breach.as_ref(), chains, deadline.span, "超时", "timeout"));
    start::check(cx, deadline, chains, out);
    let Some(limit) = &deadline.limit else { return };
    super::limit(cx, limit, deadline.using, out);
    let contacts = rest::reaches(deadline.breach.as_ref()) && cx.model.moves_deadline(deadline);
    rest::check(cx, limit, deadline.using, contacts, out);
    warnings(cx, deadline, limit, out);
    if let LimitBound::Until(instant) = &limit.bound
        && deadline.late.is_none()
        && !ahead(instant)
        && !cx.faulty(deadline.span)
    {
        out.push(
            Diagnostic::new(
                &PAST_WHEN_OPENED,
                instant.span,
                format!("期限“{}”开始的时候，这个时刻可能已经过了", deadline.name),
                format!("when the deadline `{}` is opened this instant may be past", deadline.name),
            )
            .label("开始得晚了，它已经过去", "a late start, and it lies behind")
            .related(deadline.start.span, "从这里开始", "it starts here")
            .help(
                "加一行“已过”，写已经过点了怎么办：告诉客户、转给别人，或者“到此为止”。",
                "Add a line `past …` that says what is done when it is past: tell the customer, hand it over, or `close here`.",
            ),
        );
    }
}

fn warnings(cx: &Context<'_>, deadline: &Deadline, limit: &Limit, out: &mut Vec<Diagnostic>) {
    let LimitBound::Length(length) = &limit.bound else { return };
    for warning in &deadline.warnings {
        let Some((left, whole)) = comparable(cx.model, &warning.left, length) else { continue };
        if left <= whole {
            continue;
        }
        let (Some(a), Some(b)) = (amount_in_words(cx.model, &warning.left), amount_in_words(cx.model, length)) else { continue };
        out.push(
            Diagnostic::new(
                &WARNING_TOO_LONG,
                warning.left.span,
                format!("预警要剩{}，时限一共才{}", a.zh, b.zh),
                format!("the warning comes with {} left, and the limit is {}", a.en, b.en),
            )
            .related(length.span, "时限", "the limit")
            .help(
                format!("预警是快到点时提个醒：写比{}短的，比如一半。", b.zh),
                format!("A warning comes shortly before the end: write less than {}, half of it perhaps.", b.en),
            ),
        );
    }
}

/// Whether an instant lies ahead whatever anybody does: a sum that begins at 现在.
fn ahead(instant: &Expr) -> bool {
    match &instant.kind {
        ExprKind::Now | ExprKind::Bad => true,
        ExprKind::Binary(BinaryOp::Add, a, b) => ahead(a) || ahead(b),
        _ => false,
    }
}
