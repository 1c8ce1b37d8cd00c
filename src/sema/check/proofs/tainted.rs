//! Flows of which nothing can be said: lines of theirs, or of flows that they lead to or from, could not be understood.

use crate::sema::check::Context;
use crate::sema::model::{Stmt, StmtKind};

/// Whether each flow is one of those.
pub(super) fn flows(cx: &Context<'_>) -> Vec<bool> {
    let model = cx.model;
    let mut tainted: Vec<bool> = model.flows.iter().map(|f| cx.faulty(f.span)).collect();
    if !tainted.contains(&true) {
        return tainted;
    }
    let mut pairs = Vec::new();
    for (i, flow) in model.flows.iter().enumerate() {
        flow.each_stmt(&mut |stmt: &Stmt| match &stmt.kind {
            StmtKind::Call { flow, .. } | StmtKind::GotoFlow { flow, .. } | StmtKind::OpenCase { flow, .. } => {
                pairs.push((i, flow.index()))
            }
            _ => {}
        });
    }
    loop {
        let mut grown = false;
        for (a, b) in &pairs {
            let either = tainted.get(*a) == Some(&true) || tainted.get(*b) == Some(&true);
            for i in [a, b] {
                if let Some(slot) = tainted.get_mut(*i).filter(|t| either && !**t) {
                    *slot = true;
                    grown = true;
                }
            }
        }
        if !grown {
            return tainted;
        }
    }
}
