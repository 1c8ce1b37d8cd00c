//! A wait inside a limited wait is not longer than it.

use super::comparable;
use crate::base::Diagnostic;
use crate::sema::check::Context;
use crate::sema::check::domain::amount_in_words;
use crate::sema::codes::time::LONGER_THAN_PARENT;
use crate::sema::model::{Limit, LimitBound, Stmt, StmtKind, each_stmt};

/// Looks into the 当 of a limited wait: they run while it waits.
pub(super) fn check(cx: &Context<'_>, stmt: &Stmt, out: &mut Vec<Diagnostic>) {
    let StmtKind::Wait(outer) = &stmt.kind else { return };
    let Some(whole) = outer.limit.as_ref() else { return };
    for when in &outer.whens {
        each_stmt(&when.body, &mut |inner: &Stmt| {
            let limit = match &inner.kind {
                StmtKind::Wait(wait) => wait.limit.as_ref(),
                StmtKind::Do { limit, .. } => limit.as_deref(),
                _ => None,
            };
            out.extend(limit.and_then(|limit| longer(cx, limit, whole)));
        });
    }
}

fn longer(cx: &Context<'_>, limit: &Limit, whole: &Limit) -> Option<Diagnostic> {
    let (LimitBound::Length(part), LimitBound::Length(all)) = (&limit.bound, &whole.bound) else { return None };
    let (inner, outer) = comparable(cx.model, part, all)?;
    if inner <= outer {
        return None;
    }
    let (a, b) = (amount_in_words(cx.model, part)?, amount_in_words(cx.model, all)?);
    Some(
        Diagnostic::new(
            &LONGER_THAN_PARENT,
            part.span,
            format!("里面的时限是{}，外面一共才{}", a.zh, b.zh),
            format!("the limit inside is {}, and the one around it {}", a.en, b.en),
        )
        .related(all.span, "外面的时限", "the limit around it")
        .help(
            "里面的不能比外面的长；要等更久，就转到另一个环节去等。",
            "It cannot be longer than what is around it; to wait longer, go to a step of its own.",
        ),
    )
}
