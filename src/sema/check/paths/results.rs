//! What a flow gives back against what it declares.

use super::links::{Kind, Links};
use crate::base::{Diagnostic, Span};
use crate::sema::codes::paths::RESULT_MISMATCH;
use crate::sema::model::{Expr, ExprKind, Flow, FlowId, Kinds, Model, Slot, StmtKind, Ty, Value};

/// Checks every 返回, and every 转 to a flow whose result takes the place of this one's.
pub(super) fn check(model: &Model, links: &Links, out: &mut Vec<Diagnostic>) {
    let returns = returning(model, links);
    for flow in &model.flows {
        flow.each_stmt_of(Kinds::RETURN.or(Kinds::GOTO_FLOW), &mut |stmt| match &stmt.kind {
            StmtKind::Return(value) => out.extend(returned(model, flow, value.as_deref(), stmt.span)),
            StmtKind::GotoFlow { flow: to, and_return: false, .. } if returns.get(to.index()) == Some(&true) => {
                out.extend(model.flows.get(to.index()).and_then(|other| handed(model, flow, other, stmt.span)));
            }
            _ => {}
        });
    }
}

fn returned(model: &Model, flow: &Flow, value: Option<&Expr>, line: Span) -> Option<Diagnostic> {
    let name = &flow.name;
    match (&flow.gives, value) {
        (Some(_), None) => Some(
            Diagnostic::new(
                &RESULT_MISMATCH,
                line,
                format!("流程“{name}”要得出结果，这里却空手返回"),
                format!("the flow “{name}” declares a result, and this `return` gives none"),
            )
            .related(flow.span, "这里声明了“得”", "a result is declared here")
            .help("在“返回”后面写上声明过的一种结果。", "Write one of the declared results after `return`."),
        ),
        (None, Some(value)) if value.ty != Ty::Bad => Some(
            Diagnostic::new(
                &RESULT_MISMATCH,
                value.span,
                format!("流程“{name}”没有声明“得”，返回时不能带值"),
                format!("the flow “{name}” declares no result, and this `return` gives one"),
            )
            .related(flow.span, "这里没有“得”", "no result is declared here")
            .help("在流程的头一行写上“得”和它的类型，或者只写“返回”。", "Declare it with `gives` on the flow, or write a bare `return`."),
        ),
        (Some(slot), Some(value)) if !returns(model, value, slot) => Some(
            Diagnostic::new(
                &RESULT_MISMATCH,
                value.span,
                format!("流程“{name}”说好要得{}，这里返回的不是", slot.ty.called(model).0),
                format!("the flow “{name}” declares {}, and this is none", slot.ty.called(model).1),
            )
            .related(flow.span, "这里声明了“得”", "the result is declared here")
            .help(
                "返回声明过的一种结果，或者改声明；确实可能没有结果的，在类型后面写“可空”。",
                "Give one of the declared results or change the declaration; where there may be no result, write `optional` after the type.",
            ),
        ),
        _ => None,
    }
}

/// Whether a value may be given back where this is declared. 未知 needs 可空; whether another value is known is asked elsewhere.
fn returns(model: &Model, value: &Expr, slot: &Slot) -> bool {
    match &value.kind {
        ExprKind::Value(Value::Unknown) => slot.optional,
        _ => fits(model, &Slot::of(value.ty.clone()), slot),
    }
}

fn handed(model: &Model, flow: &Flow, other: &Flow, line: Span) -> Option<Diagnostic> {
    let agrees = match (&flow.gives, &other.gives) {
        (None, None) => true,
        (Some(mine), Some(theirs)) => fits(model, theirs, mine),
        _ => false,
    };
    let (name, target) = (&flow.name, &other.name);
    (!agrees).then(|| {
        Diagnostic::new(
            &RESULT_MISMATCH,
            line,
            format!("转到“{target}”，它的结果就当作“{name}”的，两边声明的却不一样"),
            format!("handing over to “{target}” makes its result that of “{name}”, and the two differ"),
        )
        .related(flow.span, "这边的结果", "the result on this side")
        .related(other.span, "那边的结果", "the result on the other")
        .help(
            "让两边的“得”一致；要自己定结果，就先“调用”那个流程，再“返回”。",
            "Declare the same result on both, or call the other flow and then give a result of your own.",
        )
    })
}

/// Whether every result of one is a result of the other; leaves written out twice agree by name and order.
fn fits(model: &Model, theirs: &Slot, mine: &Slot) -> bool {
    let leaves = |ty: &Ty| match ty {
        Ty::Leaf(id) => model.taxonomies.get(id.index()).map(|t| t.leaves.iter().map(|l| l.name.as_str()).collect::<Vec<_>>()),
        _ => None,
    };
    let bad = theirs.ty == Ty::Bad || mine.ty == Ty::Bad;
    let same = theirs.ty.fits(&mine.ty) || leaves(&theirs.ty).is_some_and(|l| Some(l) == leaves(&mine.ty));
    bad || same && (mine.optional || !theirs.optional)
}

/// Flows that come back on some path, by themselves or through one that they hand over to.
fn returning(model: &Model, links: &Links) -> Vec<bool> {
    let mut back: Vec<Vec<FlowId>> = vec![Vec::new(); model.flows.len()];
    for link in links.all.iter().filter(|l| l.kind == Kind::Hand) {
        back.get_mut(link.to.index()).into_iter().for_each(|list| list.push(link.from));
    }
    let mut open: Vec<usize> = Vec::new();
    for (i, flow) in model.flows.iter().enumerate() {
        let mut own = false;
        flow.each_stmt_of(Kinds::RETURN, &mut |s| own |= matches!(s.kind, StmtKind::Return(_)));
        open.extend(own.then_some(i));
    }
    let mut returns = vec![false; model.flows.len()];
    while let Some(i) = open.pop() {
        if let Some(slot) = returns.get_mut(i).filter(|r| !**r) {
            *slot = true;
            open.extend(back.get(i).into_iter().flatten().map(|f| f.index()));
        }
    }
    returns
}
