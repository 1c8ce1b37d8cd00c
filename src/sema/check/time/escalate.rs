//! 升级: a top, and each rung above the one below it.

use crate::base::Diagnostic;
use crate::sema::check::Context;
use crate::sema::check::branches::Chains;
use crate::sema::codes::roles::RUNG_ORDER;
use crate::sema::codes::time::NO_TOP;
use crate::sema::model::{Ladder, Model, RoleId, Rung};
use crate::syntax::codes::MISPLACED;

pub(super) fn check(cx: &Context<'_>, ladder: &Ladder, chains: &Chains, out: &mut Vec<Diagnostic>) {
    let faulty = cx.faulty(ladder.span);
    if ladder.rungs.is_empty() && !faulty {
        let d = Diagnostic::new(
            &MISPLACED,
            ladder.span,
            format!("升级“{}”一级也没有", ladder.name),
            format!("the ladder `{}` has no rung", ladder.name),
        );
        out.push(d.help("写上各级：级 角色 限时 多久。", "Write the rungs: `rung role limit …`."));
    }
    match &ladder.top {
        Some(_) => out.extend(super::ends(cx, ladder.top.as_ref(), chains, ladder.span, "到顶", "top")),
        None if faulty => {}
        None => out.push(
            Diagnostic::new(
                &NO_TOP,
                ladder.span,
                format!("升级“{}”没有写“到顶”", ladder.name),
                format!("the ladder `{}` has no `top`", ladder.name),
            )
            .label("最上面一级也没解决，怎么办？", "and when the last rung has not solved it?")
            .help("加上“到顶”，下面写报给谁、怎么结束。", "Add `top` with whom to tell and how it ends."),
        ),
    }
    let stated: Vec<(&Rung, RoleId)> = ladder.rungs.iter().filter_map(|r| Some((r, r.role?))).collect();
    for pair in stated.windows(2) {
        let [(below, lower), (rung, upper)] = pair else { continue };
        if !above(cx.model, *upper, *lower) {
            let name = |role: RoleId| cx.model.roles.get(role.index()).map_or("", |r| r.name.as_str());
            let (a, b) = (name(*lower), name(*upper));
            out.push(
                Diagnostic::new(
                    &RUNG_ORDER,
                    rung.span,
                    format!("“{b}”不是“{a}”的上级，不能从“{a}”升到“{b}”"),
                    format!("`{b}` is no superior of `{a}`, so it is not the rung above it"),
                )
                .related(below.span, "下面一级", "the rung below")
                .help(
                    format!("改一改各级的次序；真是上级，就写明：角色 {a} 上级 {b}。"),
                    format!("Change the order; if it is a superior, say so: `role {a} superior {b}`."),
                ),
            );
        }
    }
    for limit in ladder.rungs.iter().filter_map(|r| r.limit.as_ref()) {
        super::limit(cx, limit, ladder.using, out);
        super::rest::check(cx, limit, ladder.using, cx.model.moves_ladder(ladder), out);
    }
}

/// Whether a role stands above another, directly or through others.
fn above(model: &Model, upper: RoleId, lower: RoleId) -> bool {
    let mut at = model.roles.get(lower.index()).and_then(|r| r.superior);
    // The checker has cut every circle; the bound is for models that were not checked.
    for _ in 0..model.roles.len() {
        match at {
            Some(role) if role == upper => return true,
            Some(role) => at = model.roles.get(role.index()).and_then(|r| r.superior),
            None => return false,
        }
    }
    false
}
