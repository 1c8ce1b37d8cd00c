//! E0308: every option of a set has a 仅当, and none of them need hold.

use super::{Doubt, Site, Spot};
use crate::base::{Diagnostic, Message};
use crate::sema::codes::branches::ALL_DISABLED;
use crate::sema::model::{BinaryOp, Expr, ExprKind, Ty};

/// Names every such set.
pub(super) fn doubts<'a, 'm>(site: &'a Site<'a, 'm>, out: &mut Vec<Doubt<'a, 'm>>) {
    let Some((step, look)) = site.rest() else { return };
    let guards: Option<Vec<&Expr>> = step.options.iter().map(|o| o.provided.as_deref()).collect();
    let Some(one) = guards.and_then(|list| list.into_iter().cloned().reduce(or)) else { return };
    // A case that leans on what is not followed may not be real.
    if look.proves(&one) || look.refutes(&one, site.cx.sources).is_none() {
        return;
    }
    let (sources, asked) = (site.cx.sources, one.clone());
    let first = step.options.first().map_or(step.span, |o| o.span);
    out.push(site.doubt(
        Spot::Rest,
        format!("E0308 {:?}", step.span),
        move |look| !look.proves(&asked),
        move |path, look| {
            let name = &step.name;
            let case = look.refutes(&one, sources).unwrap_or_else(|| Message::new("没有一个条件成立", "no condition holds"));
            Diagnostic::new(
                &ALL_DISABLED,
                first,
                format!("环节“{name}”的选项可能一个都选不了：{}", case.zh),
                format!("the options of the step “{name}” may all be disabled: {}", case.en),
            )
            .label(format!("路径 {}", path.zh), format!("path {}", path.en))
            .help(
                "至少留一个不带“仅当”的选项，或者补一个选项接住这种情况。",
                "Leave one option without `provided`, or add one for this case.",
            )
        },
    ));
}

fn or(a: Expr, b: Expr) -> Expr {
    let span = a.span;
    Expr { kind: ExprKind::Binary(BinaryOp::Or, Box::new(a), Box::new(b)), ty: Ty::Bool, optional: false, span }
}
