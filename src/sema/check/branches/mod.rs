//! Group E03 on tables and chains of conditions: gaps, overlaps, branches that are never taken.

mod case;
mod chain;
mod given;
mod table;
mod twins;

pub(crate) use twins::twins;

use super::Context;
use super::domain::Scope;
use super::facts::{Facts, Look, Traces};
use crate::base::{Diagnostic, Span};
use crate::sema::model::{Flow, Kinds, Stmt, StmtKind, each_stmt};
use std::collections::HashMap;

/// Whether the chain of a 若 without 否则 takes every case, by the place of the statement; nothing where that is not decided.
pub(crate) type Chains = HashMap<Span, Option<bool>>;

/// Checks every table and chain.
pub(crate) fn check<'m>(cx: &Context<'m>, facts: &Facts<'m>, traces: &Traces<'_, 'm>, out: &mut Vec<Diagnostic>) -> Chains {
    let model = cx.model;
    for decision in &model.decisions {
        table::check(cx, Scope { model, flow: None, args: &decision.params }, None, &decision.table, out);
    }
    let mut complete = HashMap::new();
    let mut look = |scope: Scope<'m>, stmt: &'m Stmt| {
        let state = traces.before(stmt);
        let known = state.zip(scope.flow).map(|(state, flow): (_, &'m Flow)| Look { shapes: &facts.shapes, flow, state });
        match &stmt.kind {
            StmtKind::Match(rows) => table::check(cx, scope, known.as_ref(), rows, out),
            StmtKind::If { arms, otherwise } => {
                complete.insert(stmt.span, chain::check(cx, scope, known.as_ref(), arms, otherwise.as_deref(), out));
            }
            _ => {}
        }
    };
    for flow in &model.flows {
        let scope = Scope { model, flow: Some(flow), args: &[] };
        flow.each_stmt_of(Kinds::BRANCH, &mut |stmt| look(scope, stmt));
    }
    let loose = Scope { model, flow: None, args: &[] };
    model.loose_bodies().for_each(|arm| each_stmt(&arm.body, &mut |stmt: &'m Stmt| look(loose, stmt)));
    complete
}
