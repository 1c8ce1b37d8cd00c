//! What goes into a flow that is called, handed over to or opened, and what comes back.

use super::assign::{Source, assign};
use super::clause::of_condition;
use super::look::Look;
use super::path::{Path, Root};
use super::replace::{replace, test_on};
use super::state::{Shared, State, change, pass};
use crate::sema::model::{CompareOp, Expr, ExprKind, Flow, FlowId, Place, Test, Ty, Value, VarId};
use std::sync::Arc;

/// What holds where a flow begins that is given these arguments.
pub(crate) fn enter(look: &Look<'_, '_>, callee: &Flow, args: &[Expr]) -> State {
    let from = look.state;
    let mut state = State {
        others: from.others.clone(),
        consents: from.consents.clone(),
        identified: from.identified,
        events: from.events.clone(),
        begun: from.begun.clone(),
        acted: from.acted.clone(),
        ..State::default()
    };
    state.others.retain(|p| matches!(p.root, Root::Param(_) | Root::Event(..)));
    state.records = from.records.iter().filter(|(p, _)| matches!(p.root, Root::Param(_) | Root::Event(..))).cloned().collect();
    for (i, param) in callee.params.iter().enumerate() {
        // What must not be absent is reported where it is passed, not here once more.
        if !param.slot.optional || args.get(i).is_some_and(|a| look.known(a)) {
            state.vars.insert(i);
        }
        let Some(arg) = args.get(i) else { continue };
        let form = if let Ty::Record(form) = param.slot.ty { Some(form) } else { None };
        look.records_of(arg, form, &Path::at(Root::Var(VarId(i as u32)))).into_iter().for_each(|(p, facts)| state.put(p, facts));
    }
    let swap = |e: &Expr| {
        let at = args.iter().position(|a| Path::of(a).is_some() && Path::of(a) == Path::of(e))?;
        matches!(e.kind, ExprKind::Var(_) | ExprKind::Field(..)).then(|| variable(callee, at, e)).flatten()
    };
    for clause in from.holds.iter() {
        let made = clause.made(look.shapes, &|l| {
            let made = replace(&l.expr, &|e| swap(e).or_else(|| own(e).then(super::replace::lost)));
            (!super::replace::has_lost(&made)).then_some(made)
        });
        made.into_iter().for_each(|c| state.add(c));
    }
    for (i, arg) in args.iter().enumerate() {
        let literal = matches!(&arg.kind, ExprKind::Value(v) if *v != Value::Unknown);
        if let Some(target) = variable(callee, i, arg).filter(|t| literal && !matches!(t.ty, Ty::Phrases | Ty::Role)) {
            let test = test_on(&target, &Test::Compare(CompareOp::Eq, arg.clone()), arg.span);
            of_condition(look.shapes, &test, true).into_iter().for_each(|c| state.add(c));
        }
    }
    state
}

/// A parameter of a flow as an expression.
fn variable(callee: &Flow, at: usize, like: &Expr) -> Option<Expr> {
    let param = callee.params.get(at)?;
    Some(Expr { kind: ExprKind::Var(VarId(at as u32)), ty: param.slot.ty.clone(), optional: param.slot.optional, span: like.span })
}

fn own(e: &Expr) -> bool {
    matches!(e.kind, ExprKind::Var(_))
}

/// What holds where a flow comes back: what it did not change, and what holds at each of its ends.
pub(crate) fn leave(look: &Look<'_, '_>, id: FlowId, callee: &Flow, args: &[Expr], exit: &State, into: Option<&Place>) -> Shared {
    let mut after: Shared = Arc::new(look.state.clone());
    if let Some(changes) = look.shapes.effects.of_flow(id) {
        if changes.waits {
            pass(look.shapes, &mut after, None);
        }
        // The variables of the flow called are its own.
        change(look.shapes, &mut after, &super::effects::Changes { vars: Default::default(), ..changes.clone() });
    }
    let state = Arc::make_mut(&mut after);
    state.consents.add(&exit.consents);
    state.identified |= exit.identified;
    state.begun.add(&exit.begun);
    state.acted.add(&exit.acted);
    state.events.add(&exit.events);
    let kept = |at: usize| look.shapes.effects.of_flow(id).is_none_or(|c| !c.vars.has(at));
    for (at, arg) in args.iter().enumerate().filter(|(at, _)| kept(*at)) {
        let (Some(to), from) = (Path::of(arg), Path::at(Root::Var(VarId(at as u32)))) else { continue };
        for (path, facts) in &exit.records {
            if let Some(path) = path.moved(&from, &to) {
                state.change(look.shapes, &path, facts.form, |mine| mine.add(facts));
            }
        }
        if exit.vars.has(at) {
            let test = test_on(arg, &Test::Known, arg.span);
            super::assume::assume(look, state, of_condition(look.shapes, &test, true));
        }
    }
    let swap = |e: &Expr| match e.kind {
        ExprKind::Var(id) => Some(
            args.get(id.index())
                .filter(|a| id.index() < callee.params.len() && kept(id.index()) && Path::of(a).is_some())
                .cloned()
                .unwrap_or_else(super::replace::lost),
        ),
        _ => None,
    };
    for clause in exit.holds.iter() {
        let made = clause.made(look.shapes, &|l| {
            let made = replace(&l.expr, &swap);
            (!super::replace::has_lost(&made)).then_some(made)
        });
        made.into_iter().for_each(|c| state.add(c));
    }
    if let Some(place) = into {
        assign(look, state, place, Source::Result(exit));
    }
    after
}

/// What holds where a flow gives a value back.
pub(crate) fn give(look: &Look<'_, '_>, value: Option<&Expr>) -> State {
    let mut state = look.state.clone();
    state.result = value.is_none_or(|v| look.known(v)) || look.flow.gives.as_ref().is_none_or(|slot| !slot.optional);
    if let Some(value) = value {
        let form = if let Ty::Record(form) = value.ty { Some(form) } else { result_form(look) };
        look.records_of(value, form, &Path::at(Root::Result)).into_iter().for_each(|(p, facts)| state.put(p, facts));
    }
    state
}

/// 返回 未知 gives back no record of the form that the flow declares.
fn result_form(look: &Look<'_, '_>) -> Option<crate::sema::model::FormId> {
    match look.flow.gives.as_ref()?.ty {
        Ty::Record(form) => Some(form),
        _ => None,
    }
}
