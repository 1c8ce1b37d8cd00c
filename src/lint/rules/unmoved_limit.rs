//! L16: 顺延 or 提前 on a limit of the call, where it does nothing.

use crate::base::{Diagnostic, Span};
use crate::lint::{Rule, codes::UNMOVED_LIMIT, cx::Cx};
use crate::sema::model::{Kinds, Limit, Shift};

pub(crate) static RULE: Rule = Rule { run };

fn run(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let model = cx.model;
    for flow in model.flows.iter().filter(|f| f.own && !f.in_case) {
        flow.each_stmt_of(Kinds::LIMITED, &mut |stmt| out.extend(stmt.kind.limit().and_then(|l| idle(l, Some(flow.span)))));
    }
    for deadline in model.deadlines.iter().filter(|d| d.own && !model.moves_deadline(d)) {
        let of = deadline.flow.and_then(|f| model.flows.get(f.index())).map(|f| f.span);
        out.extend(deadline.limit.as_ref().and_then(|l| idle(l, of)));
    }
    for ladder in model.ladders.iter().filter(|l| l.own && !model.moves_ladder(l)) {
        let of = ladder.flow.and_then(|f| model.flows.get(f.index())).map(|f| f.span);
        out.extend(ladder.rungs.iter().filter_map(|r| r.limit.as_ref()).filter_map(|l| idle(l, of)));
    }
}

fn idle(limit: &Limit, flow: Option<Span>) -> Option<Diagnostic> {
    let (zh, en) = match limit.shift? {
        Shift::Postpone => ("顺延", "postpone"),
        Shift::Advance => ("提前", "advance"),
    };
    let finding = Diagnostic::new(
        &UNMOVED_LIMIT,
        limit.span,
        format!("通话里的时限到点就到点，写了“{zh}”也不挪"),
        format!("a limit of the call runs out when it does: `{en}` moves nothing here"),
    );
    let finding = match flow {
        Some(of) => finding.related(of, "这个流程只在通话里走", "this flow runs in calls alone"),
        None => finding,
    };
    Some(finding.help(
        format!("去掉“{zh}”。要避开休息时间，就立一张工单，把时限写在工单里。"),
        format!("Remove `{en}`. To keep clear of rest hours open a case, and write the limit there."),
    ))
}
