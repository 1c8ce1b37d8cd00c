//! Where a block of statements ends: it leaves on every path, or some path falls out below it.

use crate::base::Span;
use crate::sema::check::branches::Chains;
use crate::sema::model::{Stmt, StmtKind, Wait};

/// How a block ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// Every path leaves.
    Leaves,
    /// Some path goes on below.
    Falls(Fall),
    /// A faulty statement may have left, or a condition was not decided.
    Unknown,
}

/// Where a path falls out of a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fall {
    /// After this last line; none for an empty block.
    After(Option<Span>),
    /// Where no branch of this chain is taken.
    NoBranch(Span),
    /// Once the rounds of this 重等 are used up.
    RoundsOver(Span),
}

/// How a block ends. A statement below one that leaves is found elsewhere and does not count.
pub(super) fn block(stmts: &[Stmt], chains: &Chains) -> End {
    let mut end = End::Falls(Fall::After(None));
    for stmt in stmts {
        end = one(stmt, chains);
        if !matches!(end, End::Falls(_)) {
            return end;
        }
    }
    end
}

/// How one statement ends.
pub(super) fn one(stmt: &Stmt, chains: &Chains) -> End {
    let below = End::Falls(Fall::After(Some(stmt.span)));
    match &stmt.kind {
        StmtKind::Return(_) | StmtKind::End(_) | StmtKind::Goto(_) | StmtKind::Continue | StmtKind::CloseHere => End::Leaves,
        StmtKind::GotoFlow { and_return, .. } => {
            if *and_return {
                below
            } else {
                End::Leaves
            }
        }
        StmtKind::WaitAgain { at_most, .. } => match at_most {
            Some(_) => End::Falls(Fall::RoundsOver(stmt.span)),
            None => End::Leaves,
        },
        StmtKind::If { arms, otherwise } => {
            let mut ends: Vec<End> = arms.iter().map(|a| branch(&a.body, a.span, chains)).collect();
            match (otherwise, chains.get(&stmt.span)) {
                (Some(arm), _) => ends.push(branch(&arm.body, arm.span, chains)),
                (None, Some(Some(true))) => {}
                (None, Some(None)) => ends.push(End::Unknown),
                (None, _) => ends.push(End::Falls(Fall::NoBranch(stmt.span))),
            }
            all(ends)
        }
        StmtKind::Match(table) if table.rows.is_empty() => End::Unknown,
        StmtKind::Match(table) => all(table.rows.iter().map(|r| branch(&r.then, r.span, chains)).collect()),
        StmtKind::Wait(wait) => after_wait(wait, stmt.span, chains),
        StmtKind::Bad => End::Unknown,
        StmtKind::Say(_)
        | StmtKind::Tip(_)
        | StmtKind::Ask { .. }
        | StmtKind::Fill { .. }
        | StmtKind::ReadBack { .. }
        | StmtKind::Set { .. }
        | StmtKind::Do { .. }
        | StmtKind::OpenCase { .. }
        | StmtKind::Call { .. }
        | StmtKind::Escalate { .. } => below,
    }
}

/// A branch; an empty one falls out at its own line.
fn branch(body: &[Stmt], line: Span, chains: &Chains) -> End {
    match block(body, chains) {
        End::Falls(Fall::After(None)) => End::Falls(Fall::After(Some(line))),
        end => end,
    }
}

/// The end of a choice between branches: the first that falls decides.
fn all(ends: Vec<End>) -> End {
    let falls = ends.iter().find(|e| matches!(e, End::Falls(_)));
    falls.or_else(|| ends.iter().find(|e| **e == End::Unknown)).copied().unwrap_or(End::Leaves)
}

/// A wait goes on below it when its event comes, when a handler in it does not leave, or when its 超时 says 继续.
fn after_wait(wait: &Wait, span: Span, chains: &Chains) -> End {
    let below = End::Falls(Fall::After(Some(span)));
    if wait.on.is_some() || wait.whens.is_empty() && wait.timeout.is_none() {
        return below;
    }
    let goes_on = wait.timeout.as_ref().is_some_and(|arm| continues(&arm.body));
    if goes_on {
        return below;
    }
    all(wait.whens.iter().map(|w| branch(&w.body, w.span, chains)).collect())
}

/// Whether a 继续 of this 超时 stands somewhere in it; one inside another wait belongs to that.
fn continues(body: &[Stmt]) -> bool {
    body.iter().any(|stmt| match &stmt.kind {
        StmtKind::Continue => true,
        StmtKind::If { .. } | StmtKind::Match(_) => stmt.blocks().into_iter().any(continues),
        _ => false,
    })
}
