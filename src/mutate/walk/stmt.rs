//! Statements, options, handlers and tables.

use super::{Node, See, event, expr};
use crate::mutate::turn::Turn;
use crate::syntax::ast::{Block, Match, OptionDecl, Path, RowHead, Stmt, StmtKind, Timeout, When};

/// Statements that belong to one line.
pub(super) fn block(block: &mut Block, see: &mut See<'_>, turn: &mut Turn<'_>) {
    see(Node::Block(block), turn);
    block.iter_mut().for_each(|s| stmt(s, see, turn));
}

fn stmt(stmt: &mut Stmt, see: &mut See<'_>, turn: &mut Turn<'_>) {
    see(Node::Stmt(stmt), turn);
    match &mut stmt.kind {
        StmtKind::Set { value, .. } => expr::expr(value, see, turn),
        StmtKind::Do { args, limit, timeout, .. } => {
            expr::args(args, see, turn);
            turn.over = timeout.as_deref().and_then(over);
            limit.iter_mut().for_each(|l| expr::limit(l, see, turn));
            turn.over = None;
            timeout.iter_mut().for_each(|t| self::timeout(t, see, turn));
        }
        StmtKind::OpenCase { args, .. } | StmtKind::Call { args, .. } => expr::args(args, see, turn),
        StmtKind::Return(value) => value.iter_mut().for_each(|e| expr::expr(e, see, turn)),
        StmtKind::Goto { args, .. } => args.iter_mut().for_each(|a| expr::args(a, see, turn)),
        StmtKind::Wait(wait) => {
            see(Node::Wait(wait), turn);
            wait.events.iter_mut().for_each(|e| event(e, see, turn));
            turn.over = wait.timeout.as_ref().and_then(over);
            wait.limit.iter_mut().for_each(|l| expr::limit(l, see, turn));
            turn.over = None;
            wait.whens.iter_mut().for_each(|w| when(w, see, turn));
            wait.timeout.iter_mut().for_each(|t| timeout(t, see, turn));
        }
        StmtKind::WaitAgain { limit, at_most } => {
            limit.iter_mut().for_each(|l| expr::limit(l, see, turn));
            at_most.iter_mut().for_each(|e| expr::expr(e, see, turn));
        }
        StmtKind::If(chain) => {
            for arm in &mut chain.arms {
                expr::expr(&mut arm.condition, see, turn);
                block(&mut arm.body, see, turn);
            }
            chain.otherwise.iter_mut().for_each(|(b, _)| block(b, see, turn));
        }
        StmtKind::Match(table) => self::table(table, see, turn),
        StmtKind::Option(option) => self::option(option, see, turn),
        StmtKind::When(when) => self::when(when, see, turn),
        StmtKind::Say { .. }
        | StmtKind::Tip(_)
        | StmtKind::Ask { .. }
        | StmtKind::Fill { .. }
        | StmtKind::ReadBack { .. }
        | StmtKind::End(_)
        | StmtKind::Escalate(_)
        | StmtKind::Continue
        | StmtKind::CloseHere
        | StmtKind::Basis
        | StmtKind::Bad => {}
    }
}

/// A 按 table, of a step or a 判定.
pub(super) fn table(table: &mut Match, see: &mut See<'_>, turn: &mut Turn<'_>) {
    see(Node::Table(table), turn);
    table.columns.iter_mut().for_each(|c| expr::expr(c, see, turn));
    for row in &mut table.rows {
        if let RowHead::Cells(cells) = &mut row.head {
            cells.iter_mut().for_each(|c| expr::cell(c, see, turn));
        }
        row.value.iter_mut().for_each(|v| expr::expr(v, see, turn));
        block(&mut row.body, see, turn);
    }
}

/// An option.
pub(super) fn option(option: &mut OptionDecl, see: &mut See<'_>, turn: &mut Turn<'_>) {
    see(Node::Option(option), turn);
    option.provided.iter_mut().for_each(|e| expr::expr(e, see, turn));
    block(&mut option.body, see, turn);
}

/// 当. What only gives a tip is seen by no expectation, whenever it is given.
pub(super) fn when(when: &mut When, see: &mut See<'_>, turn: &mut Turn<'_>) {
    if !only_tips(&when.body) {
        event(&mut when.events, see, turn);
        block(&mut when.body, see, turn);
    }
}

/// Whether nothing is said or done that an expectation could see.
pub(in crate::mutate) fn only_tips(block: &Block) -> bool {
    block.iter().all(|s| matches!(s.kind, StmtKind::Tip(_) | StmtKind::Basis))
}

/// 超时
pub(super) fn timeout(timeout: &mut Timeout, see: &mut See<'_>, turn: &mut Turn<'_>) {
    block(&mut timeout.body, see, turn);
}

/// What a scenario can expect when the time is over, where the first thing that is done then says where the call goes.
fn over(timeout: &Timeout) -> Option<String> {
    let last = |path: &Path| path.parts.last().map(|n| n.text.clone());
    match &timeout.body.first()?.kind {
        StmtKind::Goto { target, .. } => Some(format!("期望 处于 {}", last(target)?)),
        StmtKind::Do { action, .. } => Some(format!("期望 做过 {}", last(action)?)),
        StmtKind::End(Some(result)) => Some(format!("期望 结束 {}", result.text)),
        _ => None,
    }
}
