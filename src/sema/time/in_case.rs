//! Which flows may run in a case: what runs only in calls is never moved out of rest hours.

use crate::sema::model::{Kinds, Model, StmtKind, each_stmt};

/// Marks the flows that a case comes to, directly or through others.
pub(crate) fn in_cases(model: &mut Model) {
    let mut open: Vec<usize> = (0..model.flows.len()).filter(|i| model.flows.get(*i).is_some_and(|f| f.case)).collect();
    while let Some(flow) = open.pop().and_then(|at| model.flows.get(at)) {
        let mut led = Vec::new();
        let steps = flow.steps_with(Kinds::CALL.or(Kinds::GOTO_FLOW)).flat_map(|s| s.blocks());
        for block in steps.chain(flow.anytime.iter().map(|a| a.body())).chain(flow.limits.iter().map(|a| a.body.as_slice())) {
            each_stmt(block, &mut |stmt| {
                if let StmtKind::Call { flow, .. } | StmtKind::GotoFlow { flow, .. } = &stmt.kind {
                    led.push(flow.index());
                }
            });
        }
        for at in led {
            if let Some(to) = model.flows.get_mut(at).filter(|f| !f.in_case) {
                to.in_case = true;
                open.push(at);
            }
        }
    }
}
