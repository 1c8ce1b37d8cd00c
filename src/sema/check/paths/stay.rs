//! 停留 in a wait that is always over before it.

use crate::base::Diagnostic;
use crate::sema::check::Context;
use crate::sema::check::domain::{Scale, amount_in_words, constant, ticks_in_words};
use crate::sema::codes::branches::NEVER_TAKEN;
use crate::sema::model::{CompareOp, EventKind, Expr, Kinds, LimitBound, Stmt, StmtKind, Test, Wait, each_stmt};

/// Looks at the waits of each step from its entry on, as long as it is known how long they last at most.
pub(super) fn check(cx: &Context<'_>, out: &mut Vec<Diagnostic>) {
    for flow in cx.model.flows.iter().filter(|f| f.own) {
        for step in flow.steps_with(Kinds::WAIT) {
            let mut gone = 0;
            for stmt in &step.body {
                // Whoever comes back from a 随时 may wait anew, however long that took.
                let once = |(_, rounds): &(i128, i128)| *rounds <= 1 || flow.anytime.is_empty();
                let Some((longest, rounds)) = at_most(cx, stmt).filter(once) else { break };
                gone += longest * rounds;
                if let StmtKind::Wait(wait) = &stmt.kind {
                    never(cx, wait, gone, out);
                }
            }
        }
    }
}

/// The most ms that a statement takes, and how often; none where nobody knows.
fn at_most(cx: &Context<'_>, stmt: &Stmt) -> Option<(i128, i128)> {
    match &stmt.kind {
        StmtKind::Say(_) | StmtKind::Tip(_) | StmtKind::ReadBack { .. } | StmtKind::Set { .. } | StmtKind::OpenCase { .. } => Some((0, 1)),
        StmtKind::Do { into: None, .. } => Some((0, 1)),
        StmtKind::Wait(wait) => {
            let limit = wait.limit.as_ref().filter(|l| l.from.is_none() && l.shift.is_none())?;
            let LimitBound::Length(length) = &limit.bound else { return None };
            // Longer than a year nobody waits in a call, and sums of what is shorter cannot overflow.
            Some((ms(cx, length)?, rounds(cx, wait)?)).filter(|(ms, rounds)| *ms < YEAR && *rounds < TICKS)
        }
        _ => None,
    }
}

/// How often a wait runs at most; none where something in it waits by itself or for another time.
fn rounds(cx: &Context<'_>, wait: &Wait) -> Option<i128> {
    let mut rounds = Some(1);
    for body in wait.whens.iter().map(|w| &w.body).chain(wait.timeout.iter().map(|t| &t.body)) {
        each_stmt(body, &mut |stmt| {
            rounds = match &stmt.kind {
                StmtKind::WaitAgain { limit: None, at_most: Some(n) } => {
                    rounds.zip(constant(cx.model, n)).map(|(rounds, n)| rounds + n.ticks / TICKS)
                }
                StmtKind::WaitAgain { .. }
                | StmtKind::Wait(_)
                | StmtKind::Ask { .. }
                | StmtKind::Fill { .. }
                | StmtKind::Call { .. }
                | StmtKind::GotoFlow { and_return: true, .. }
                | StmtKind::CloseHere
                | StmtKind::Do { into: Some(_), .. }
                | StmtKind::Bad => None,
                _ => rounds,
            };
        });
    }
    rounds
}

/// Millionths in one.
const TICKS: i128 = 1_000_000;
/// The ms of a year.
const YEAR: i128 = 366 * 86_400_000;

/// Reports each 停留 that a wait, over at the latest so long after the step was entered, is too short for.
fn never(cx: &Context<'_>, wait: &Wait, over: i128, out: &mut Vec<Diagnostic>) {
    let Some(limit) = wait.limit.as_ref() else { return };
    for atom in wait.whens.iter().flat_map(|w| &w.on.atoms).filter(|a| matches!(a.kind, EventKind::Stay)) {
        let Some(Test::Compare(op @ (CompareOp::Gt | CompareOp::Ge), stay)) = &atom.test else { continue };
        // A limit runs out in the ms after its last one, and before what comes in that ms.
        let earliest = ms(cx, stay).map(|ms| ms + i128::from(matches!(op, CompareOp::Gt)));
        let (Some(_), Some(words)) = (earliest.filter(|e| *e > over), amount_in_words(cx.model, stay)) else { continue };
        let most = ticks_in_words(over, &stay.ty, Scale::Ms);
        out.push(
            Diagnostic::new(
                &NEVER_TAKEN,
                atom.span,
                format!("停留满不了{}：时限先到，这一支永远轮不到", words.zh),
                format!("the call never stays {} here: the limit runs out first, and this branch is never taken", words.en),
            )
            .related(limit.span, format!("进来最多{}就到点了", most.zh), format!("over {} after the step was entered", most.en))
            .help(
                "要么把时限放长，要么把“停留”写短，让它在时限以内；用不上就删掉这一支。",
                "Make the limit longer or the `stay` shorter than it; or delete the branch.",
            ),
        );
    }
}

/// The ms of a known length.
fn ms(cx: &Context<'_>, length: &Expr) -> Option<i128> {
    constant(cx.model, length).filter(|a| a.scale == Scale::Ms).map(|a| a.ticks)
}
