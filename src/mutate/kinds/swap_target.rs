//! A call goes to another step than the one that is meant.

use crate::base::Message;
use crate::mutate::turn::Turn;
use crate::mutate::walk::Node;
use crate::mutate::{Change, Kind};
use crate::syntax::ast::{DeclKind, Flow, Name, Path, StmtKind};
use smol_str::SmolStr;

/// 转
pub(crate) static KIND: Kind = Kind { name: "swap-target", title: ("转去别的环节", "go to another step"), offer };

fn offer(node: Node<'_>, turn: &mut Turn<'_>) {
    match node {
        Node::Decl(decl) => {
            if let DeclKind::Flow(flow) = &decl.kind {
                turn.steps = steps(flow);
            }
        }
        Node::Stmt(stmt) => {
            let span = stmt.span;
            let StmtKind::Goto { target, args, and_return } = &mut stmt.kind else { return };
            let Some(other) = other(target, turn) else { return };
            let taken = turn.offers(span, |turn| {
                let from = turn.called(target);
                let what = Message::new(format!("“转 {from}”改成了“转 {other}”"), format!("changed `goto {from}` to `goto {other}`"));
                let advice = Message::new("转过去以后看停在哪里", "look where the call stands after it");
                Change::new(what, advice).line(format!("期望 处于 {from}"))
            });
            if taken {
                *target = Path { parts: vec![Name { text: other, span: target.span }], span: target.span };
                *args = None;
                *and_return = false;
            }
        }
        _ => {}
    }
}

fn steps(flow: &Flow) -> Vec<SmolStr> {
    flow.steps.iter().map(|s| s.name.text.clone()).collect()
}

/// The step that stands after the one that is meant: any other would do, this one is always the same. For another flow, the step after
/// the one that the call is in.
fn other(target: &Path, turn: &Turn<'_>) -> Option<SmolStr> {
    let meant = target.parts.last().map(|n| &n.text);
    let from = turn.steps.iter().position(|s| Some(s) == meant).or_else(|| turn.steps.iter().position(|s| Some(s) == turn.step.as_ref()));
    let from = from.map_or(0, |at| at + 1);
    turn.steps.iter().cycle().skip(from).take(turn.steps.len()).find(|s| Some(*s) != meant).cloned()
}
