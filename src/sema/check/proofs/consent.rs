//! E0407: what cannot be undone is done on a way on which the customer did not agree to it.

use super::{Doubt, Site, Spot};
use crate::base::Diagnostic;
use crate::sema::codes::paths::NO_CONSENT;
use crate::sema::model::StmtKind;

/// Names every such 做 without a consent.
pub(super) fn doubts<'a, 'm>(site: &'a Site<'a, 'm>, out: &mut Vec<Doubt<'a, 'm>>) {
    for (stmt, look) in site.stmts() {
        let StmtKind::Do { action: id, .. } = &stmt.kind else { continue };
        let Some(action) = site.cx.model.actions.get(id.index()).filter(|a| a.irreversible) else { continue };
        if look.state.consents.has(id.index()) {
            continue;
        }
        let case = site.flow.case;
        out.push(site.doubt(Spot::Stmt(stmt), format!("E0407 {:?}", stmt.span), move |look| !look.state.consents.has(id.index()), move |path, _| {
                let name = &action.name;
                let finding = Diagnostic::new(
                    &NO_CONSENT,
                    stmt.span,
                    format!("“{name}”做了就不能撤回，这条路上客户还没有同意：路径 {}", path.zh),
                    format!("“{name}” cannot be undone, and on this way the customer has not agreed to it: path {}", path.en),
                )
                .label("没有同意就做了", "done without consent")
                .related(action.span, "这里声明了不可逆", "declared as irreversible here");
                if case {
                    finding.help(
                        format!("立单以前先问客户，在他答应的那个选项上写 `视为 同意 {name}`；一次同意只管做一次。"),
                        format!("Ask before the case is opened, and write `counts as consent {name}` on the option by which the customer agrees; one consent is for one time."),
                    )
                } else {
                    finding.help(
                        format!("先问客户，在他答应的那个选项上写 `视为 同意 {name}`；一次同意只管做一次，确认一张单不算同意。"),
                        format!("Ask first, and write `counts as consent {name}` on the option by which the customer agrees; one consent is for one time, and confirming a record is none."),
                    )
                }
            }));
    }
}
