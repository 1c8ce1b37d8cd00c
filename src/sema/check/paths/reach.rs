//! Steps that no path reaches, steps that lead nowhere, statements below one that leaves.

use super::ends::{self, End, Fall};
use crate::base::{Diagnostic, Span};
use crate::sema::check::Context;
use crate::sema::check::branches::Chains;
use crate::sema::codes::paths::{AFTER_THE_END, DEAD_END, UNREACHABLE_STEP};
use crate::sema::model::{Flow, Step, Stmt, StmtKind, each_stmt};

/// Checks the steps of a flow.
pub(super) fn check(cx: &Context<'_>, flow: &Flow, chains: &Chains, out: &mut Vec<Diagnostic>) {
    unreachable(cx, flow, out);
    for anytime in &flow.anytime {
        after_the_end(cx, anytime.body(), chains, out);
    }
    for step in &flow.steps {
        step.blocks().for_each(|b| after_the_end(cx, b, chains, out));
        after_options(cx, step, chains, out);
        dead_end(cx, step, chains, out);
    }
}

fn unreachable(cx: &Context<'_>, flow: &Flow, out: &mut Vec<Diagnostic>) {
    let targets = |block: &[Stmt], list: &mut Vec<usize>| {
        each_stmt(block, &mut |stmt| {
            if let StmtKind::Goto(step) = stmt.kind {
                list.push(step.index());
            }
        });
    };
    let mut next = Next::default();
    for step in &flow.steps {
        step.blocks().for_each(|b| targets(b, &mut next.targets));
        next.ends.push(next.targets.len());
    }
    let mut roots = vec![0];
    flow.anytime.iter().for_each(|a| targets(a.body(), &mut roots));
    flow.limits.iter().for_each(|a| targets(&a.body, &mut roots));
    let mut reached = vec![false; flow.steps.len()];
    spread(roots, &next, &mut reached);
    if reached.iter().all(|r| *r) || cx.faulty(flow.span) {
        return;
    }
    // Of steps that only lead to each other, the first one to mend is reported: one that no lost step leads to, or the first of a circle.
    let mut led = vec![false; flow.steps.len()];
    for i in (0..flow.steps.len()).filter(|i| reached.get(*i) == Some(&false)) {
        next.of(i).iter().filter(|t| **t != i).for_each(|t| led.get_mut(*t).into_iter().for_each(|l| *l = true));
    }
    for alone in [true, false] {
        for (i, step) in flow.steps.iter().enumerate() {
            if reached.get(i) == Some(&false) && (!alone || led.get(i) == Some(&false)) {
                let name = &step.name;
                out.push(
                    Diagnostic::new(
                        &UNREACHABLE_STEP,
                        step.span,
                        format!("没有一条路会走到环节“{name}”"),
                        format!("no path leads to the step “{name}”"),
                    )
                    .help(
                        format!("在该来的地方写 `转 {name}`；用不上了就删掉它。"),
                        format!("Send the call there with `goto {name}`, or delete the step."),
                    ),
                );
                spread(vec![i], &next, &mut reached);
            }
        }
    }
}

/// The steps that each step leads to, one after the other.
#[derive(Default)]
struct Next {
    targets: Vec<usize>,
    /// Where those of each step end.
    ends: Vec<usize>,
}

impl Next {
    fn of(&self, step: usize) -> &[usize] {
        let from = step.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        self.ends.get(step).and_then(|to| self.targets.get(from..*to)).unwrap_or_default()
    }
}

fn spread(from: Vec<usize>, next: &Next, reached: &mut [bool]) {
    let mut open = from;
    while let Some(i) = open.pop() {
        if let Some(slot) = reached.get_mut(i).filter(|r| !**r) {
            *slot = true;
            open.extend(next.of(i));
        }
    }
}

fn dead_end(cx: &Context<'_>, step: &Step, chains: &Chains, out: &mut Vec<Diagnostic>) {
    if !step.options.is_empty() || !step.whens.is_empty() {
        return;
    }
    let End::Falls(fall) = ends::block(&step.body, chains) else { return };
    if cx.faulty(step.span) {
        return;
    }
    let name = &step.name;
    let finding = Diagnostic::new(
        &DEAD_END,
        step.span,
        format!("环节“{name}”做完之后没有下一步"),
        format!("the step “{name}” ends without saying where to go"),
    )
    .help(
        "每条路都要以“转”“返回”或“结束”收尾，或者在最后写上选项。",
        "End every path with `goto`, `return` or `end`, or wait for the customer with `option` at the end.",
    );
    out.push(match fall {
        Fall::After(Some(place)) => finding.related(place, "做完这一行，就没有下文了", "after this line nothing follows"),
        Fall::NoBranch(place) => finding.related(place, "这里一支都不成立时，没有下文", "where no branch is taken, nothing follows"),
        Fall::RoundsOver(place) => finding.related(place, "重等用完之后，没有下文", "when the rounds are used up, nothing follows"),
        Fall::After(None) => finding,
    });
}

/// Reports the first statement below one that leaves, in this block and those inside it.
fn after_the_end(cx: &Context<'_>, stmts: &[Stmt], chains: &Chains, out: &mut Vec<Diagnostic>) {
    let leaving = stmts.iter().position(|s| ends::one(s, chains) == End::Leaves);
    if let Some((last, next)) = leaving.and_then(|i| stmts.get(i).zip(stmts.get(i + 1)))
        && !cx.faulty_run(last.span, next.span)
    {
        out.push(never_reached(next.span, last.span));
    }
    stmts.iter().flat_map(Stmt::blocks).for_each(|b| after_the_end(cx, b, chains, out));
}

/// Options come last: statements below them are never reached, nor are options below a body that leaves.
fn after_options(cx: &Context<'_>, step: &Step, chains: &Chains, out: &mut Vec<Diagnostic>) {
    let heads = step.options.iter().map(|o| o.span).chain(step.whens.iter().map(|w| w.span));
    let Some(first) = heads.min_by_key(|s| s.start).filter(|_| !cx.faulty(step.span)) else { return };
    if let Some(late) = step.body.iter().find(|s| s.span.file == first.file && s.span.start > first.start) {
        out.push(
            Diagnostic::new(&AFTER_THE_END, late.span, "写在选项后面的语句轮不到", "a statement below the options is never reached")
                .related(first, "从这里起只等客户", "from here on the step only waits")
                .help("先做完，再等：把它挪到选项上面。", "First what is done, then what is waited for: move it above the options."),
        );
    } else if let Some(last) = step.body.iter().find(|s| ends::one(s, chains) == End::Leaves) {
        out.push(never_reached(first, last.span));
    }
}

fn never_reached(at: Span, last: Span) -> Diagnostic {
    Diagnostic::new(&AFTER_THE_END, at, "上面已经离开，这一行轮不到", "the step has been left above, this line is never reached")
        .related(last, "到这里就离开了", "here it is left")
        .help("要先做的挪到上面去，多余的删掉。", "Move it up, or delete it.")
}
