//! A condition is turned round.

use crate::base::{Message, Span};
use crate::mutate::turn::Turn;
use crate::mutate::walk::Node;
use crate::mutate::{Change, Kind};
use crate::syntax::ast::{DeclKind, Expr, ExprKind, ScopeClause, StmtKind};

/// 若, 否则若, 仅当
pub(crate) static KIND: Kind = Kind { name: "flip-guard", title: ("把一个条件反过来", "turn a condition round"), offer };

fn offer(node: Node<'_>, turn: &mut Turn<'_>) {
    match node {
        Node::Stmt(stmt) => {
            if let StmtKind::If(chain) = &mut stmt.kind {
                chain.arms.iter_mut().for_each(|arm| flip(&mut arm.condition, turn));
            }
        }
        Node::Option(option) => option.provided.iter_mut().for_each(|e| flip(e, turn)),
        Node::Sentence(sentence) => {
            for scope in &mut sentence.scopes {
                if let ScopeClause::If(condition) = scope {
                    flip(condition, turn);
                }
            }
        }
        Node::Decl(decl) => match &mut decl.kind {
            DeclKind::Action(action) => action.provided.iter_mut().for_each(|e| flip(e, turn)),
            DeclKind::Stretch(stretch) => stretch.given.iter_mut().for_each(|e| flip(e, turn)),
            DeclKind::Schedule(schedule) => schedule.condition.iter_mut().for_each(|e| flip(e, turn)),
            DeclKind::Escalate(ladder) => ladder.jumps.iter_mut().flat_map(|j| &mut j.when).for_each(|e| flip(e, turn)),
            _ => {}
        },
        _ => {}
    }
}

fn flip(condition: &mut Expr, turn: &mut Turn<'_>) {
    let span: Span = condition.span;
    let flipped = turn.offers(span, |turn| {
        let written = turn.written(span);
        let what = Message::new(format!("条件“{written}”反了过来"), format!("turned the condition `{written}` round"));
        let (zh, en) = (
            "写两个场景，一个成立，一个不成立，期望不同的结果",
            "write two scenarios, one where it holds and one where not, with what differs",
        );
        Change::new(what, Message::new(zh, en))
    });
    if flipped {
        let inner = std::mem::replace(condition, Expr { kind: ExprKind::Unknown, span });
        condition.kind = match inner.kind {
            ExprKind::Not(inner) => inner.kind,
            kind => ExprKind::Not(Box::new(Expr { kind, span })),
        };
    }
}
