//! What watches the clock: 期限, 升级, 周期, 留存.

mod body;
mod deadline;
mod due;
mod escalate;
mod in_case;
mod key;
mod retain;
mod schedule;

pub(crate) use in_case::in_cases;
pub(crate) use key::{keys, shell as key_shell};

use super::cx::{Cx, Env};
use super::pass::Pass;
use super::scope::{FileIx, Symbol};
use crate::syntax::ast::{self, Decl, DeclKind};

/// What is declared without a name of its own among the package's names.
#[derive(Debug, Default)]
pub(crate) struct Found<'a> {
    /// 周期, by place in the model's table.
    pub(crate) schedules: Vec<(FileIx, &'a ast::Schedule)>,
    /// 留存, in source order.
    pub(crate) retains: Vec<(FileIx, &'a Decl, &'a ast::Retain, bool)>,
}

/// Reads every construct that stands outside a flow. Those inside are read with their flow.
pub(crate) fn limits(pass: &mut Pass<'_>, found: &Found<'_>) {
    let env = Env { sources: pass.sources, scopes: pass.scopes, index: pass.index, model: &pass.model };
    let mut out = Vec::new();
    let (mut deadlines, mut ladders, mut schedules, mut retains) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for item in pass.items {
        let mut cx = Cx::new(env, item.file);
        match (item.symbol, &item.decl.kind) {
            (Symbol::Deadline(id), DeclKind::Deadline(written)) => {
                let shell = env.model.deadlines.get(id.index()).cloned();
                deadlines.extend(shell.map(|shell| (id.index(), cx.package_deadline(written, shell))));
            }
            (Symbol::Ladder(id), DeclKind::Escalate(written)) => {
                let shell = env.model.ladders.get(id.index()).cloned();
                ladders.extend(shell.map(|shell| (id.index(), cx.package_ladder(written, shell))));
            }
            _ => {}
        }
        out.append(&mut cx.out);
    }
    for ((file, written), shell) in found.schedules.iter().zip(&env.model.schedules) {
        let mut cx = Cx::new(env, *file);
        schedules.push(cx.schedule(written, shell.clone()));
        out.append(&mut cx.out);
    }
    for (file, decl, written, own) in &found.retains {
        let mut cx = Cx::new(env, *file);
        retains.extend(cx.retain(decl, written, *own));
        out.append(&mut cx.out);
    }
    for (at, read) in deadlines {
        pass.model.deadlines.get_mut(at).into_iter().for_each(|slot| slot.clone_from(&read));
    }
    for (at, read) in ladders {
        pass.model.ladders.get_mut(at).into_iter().for_each(|slot| slot.clone_from(&read));
    }
    pass.model.schedules = schedules;
    pass.model.retains = retains;
    pass.out.append(&mut out);
}
