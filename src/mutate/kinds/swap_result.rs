//! A call ends with another result than the one that is meant.

use crate::base::Message;
use crate::mutate::turn::Turn;
use crate::mutate::walk::Node;
use crate::mutate::{Change, Kind};
use crate::syntax::ast::{Anytime, Block, DeclKind, Flow, Name, StmtKind};
use smol_str::SmolStr;

/// 结束
pub(crate) static KIND: Kind = Kind { name: "swap-result", title: ("结束成别的结果", "end with another result"), offer };

fn offer(node: Node<'_>, turn: &mut Turn<'_>) {
    match node {
        Node::Decl(decl) => {
            if let DeclKind::Flow(flow) = &decl.kind {
                turn.results = results(flow);
            }
        }
        Node::Stmt(stmt) => {
            let span = stmt.span;
            let StmtKind::End(Some(result)) = &mut stmt.kind else { return };
            let Some(other) = next(&turn.results, &result.text) else { return };
            let taken = turn.offers(span, |_| {
                let from = &result.text;
                let what = Message::new(format!("“结束 {from}”改成了“结束 {other}”"), format!("changed `end {from}` to `end {other}`"));
                Change::new(what, Message::new("期望结束的结果", "expect the result")).line(format!("期望 结束 {from}"))
            });
            if taken {
                *result = Name { text: other, span: result.span };
            }
        }
        _ => {}
    }
}

/// The result that the flow names after this one; the flow that has a single one ends with no other.
fn next(results: &[SmolStr], meant: &SmolStr) -> Option<SmolStr> {
    let at = results.iter().position(|r| r == meant)?;
    results.iter().cycle().skip(at + 1).take(results.len()).find(|r| *r != meant).cloned()
}

fn results(flow: &Flow) -> Vec<SmolStr> {
    let mut found = Vec::new();
    for line in &flow.anytime {
        match line {
            Anytime::Option(option) => of_block(&option.body, &mut found),
            Anytime::When(when) => of_block(&when.body, &mut found),
        }
    }
    flow.steps.iter().for_each(|s| of_block(&s.body, &mut found));
    found
}

fn of_block(block: &Block, found: &mut Vec<SmolStr>) {
    for stmt in block {
        if let StmtKind::End(Some(result)) = &stmt.kind
            && !found.contains(&result.text)
        {
            found.push(result.text.clone());
        }
        stmt.branches(&mut |branch| of_block(branch.body, found));
    }
}
