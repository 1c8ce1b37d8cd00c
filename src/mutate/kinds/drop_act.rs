//! Something is not done any more.

use crate::base::Message;
use crate::mutate::change::marked;
use crate::mutate::turn::Turn;
use crate::mutate::walk::Node;
use crate::mutate::{Change, Kind};
use crate::syntax::ast::{Stmt, StmtKind};

/// 做, 立单, 记, 调用, 问, 登记, 升级, 重等
pub(crate) static KIND: Kind = Kind { name: "drop-act", title: ("去掉一件事", "drop something done"), offer };

fn offer(node: Node<'_>, turn: &mut Turn<'_>) {
    let Node::Block(block) = node else { return };
    turn.drops(block, |stmt, turn| Some((stmt.span, change(stmt, turn)?)));
}

fn change(stmt: &Stmt, turn: &Turn<'_>) -> Option<Change> {
    let line = turn.line(stmt.span);
    let change = |zh: &str, en: &str| {
        Change::new(Message::new(format!("去掉了{}", marked(&line)), format!("dropped `{line}`")), Message::new(zh, en))
    };
    Some(match &stmt.kind {
        StmtKind::Do { action, .. } => {
            change("期望这件事做过", "expect that it was done").line(format!("期望 做过 {}", turn.called(action)))
        }
        StmtKind::OpenCase { flow, .. } => {
            let change = change("期望工单立了：看它停在哪个环节", "expect that the case is open: in which step it stands");
            change.line(format!("期望 处于 {}", turn.called(flow)))
        }
        StmtKind::Call { .. } => change(
            "走完被调用的流程，期望里面的话说过、事做过",
            "go through the flow that is called, and expect what is said and done in it",
        ),
        StmtKind::Set { .. } => {
            change("期望用到这个值的那句话或那件事，值写明白", "expect a line or an action that uses this value, with the value")
        }
        StmtKind::Ask { line, .. } => {
            let change = change("期望问过这一句", "expect that it was asked");
            match &line.source {
                crate::syntax::ast::LineSource::Class(class, _) => change.line(format!("期望 说过 {}", turn.called(class))),
                crate::syntax::ast::LineSource::Text(text) => change.line(format!("期望 说过 {}", turn.quoted(text))),
            }
        }
        StmtKind::Fill { record, .. } => {
            change("在这里登记，期望停在登记的环节", "fill it in here, and expect to be in the step where it is filled")
                .line(format!("登记 {}", turn.called(record)))
        }
        StmtKind::Escalate(_) => change("期望移交给下一级", "expect that it is handed on"),
        StmtKind::WaitAgain { .. } => change("到期以后期望还在等，再到期才走", "expect that it still waits after the first time limit"),
        // What is spoken has a kind of its own; where a call goes is changed, not dropped: dropped, the checker finds the dead end.
        StmtKind::Say { .. }
        | StmtKind::Goto { .. }
        | StmtKind::Return(_)
        | StmtKind::End(_)
        | StmtKind::Continue
        | StmtKind::CloseHere
        | StmtKind::Wait(_)
        | StmtKind::If(_)
        | StmtKind::Match(_)
        | StmtKind::Option(_)
        | StmtKind::When(_) => return None,
        // What is for the agent's eyes no expectation sees; that a form was read back, the customer's confirmation says. The others are
        // no statements.
        StmtKind::Tip(_) | StmtKind::ReadBack { .. } | StmtKind::Basis | StmtKind::Bad => return None,
    })
}
