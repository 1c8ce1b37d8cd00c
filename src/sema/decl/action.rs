//! 动作: who may do it, and on what condition.

use crate::sema::cx::Inner;
use crate::sema::pass::Pass;
use crate::sema::scope::Symbol;
use crate::syntax::ast::DeclKind;

/// 仅 and 仅当 of every action.
pub(crate) fn actions(pass: &mut Pass<'_>) {
    for item in pass.items {
        let (Symbol::Action(id), DeclKind::Action(action)) = (item.symbol, &item.decl.kind) else { continue };
        let (only, provided) = pass.read(item.file, |cx| {
            let model = cx.model;
            let only = cx.roles(&action.only);
            cx.inner = Inner::Params(model.actions.get(id.index()).map_or(&[], |a| &a.params));
            (only, action.provided.as_ref().map(|p| cx.condition(p)))
        });
        if let Some(slot) = pass.model.actions.get_mut(id.index()) {
            slot.only = only;
            slot.provided = provided;
        }
    }
}
