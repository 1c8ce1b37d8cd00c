//! E0603: a line promises a case that some way opens neither before nor after it, or has words of a promise and promises nothing.

use super::{Doubt, Site, Spot};
use crate::base::phrase::contains;
use crate::base::{Diagnostic, Span};
use crate::sema::check::Context;
use crate::sema::check::domain::Points;
use crate::sema::check::facts::Facts;
use crate::sema::codes::phrases::PROMISE_NOT_KEPT;
use crate::sema::hash::Map;
use crate::sema::model::{Arm, Expr, ExprKind, Flow, FlowId, Kinds, LineSource, Model, Phrases, Say, Step, Stmt, StmtKind, Value, Wait};
use crate::sema::phrases::{plain, words};

/// Whether anything is promised.
pub(super) fn promised(model: &Model) -> bool {
    let mut found = model.phrases.iter().any(|c| !c.promises.is_empty());
    for flow in &model.flows {
        flow.each_stmt_of(Kinds::SPOKEN, &mut |stmt| found |= said(stmt).is_some_and(|say| !say.promises.is_empty()));
    }
    found
}

fn said(stmt: &Stmt) -> Option<&Say> {
    match &stmt.kind {
        StmtKind::Say(say) | StmtKind::Ask { say, .. } => Some(say),
        _ => None,
    }
}

/// The cases that are opened after a statement, whatever the way, by its place in memory.
pub(super) type Kept = Map<usize, Points>;

/// Follows every flow backwards from its ends.
pub(super) fn kept(cx: &Context<'_>, facts: &Facts<'_>) -> Kept {
    let mut kept = Kept::default();
    if !promised(cx.model) {
        return kept;
    }
    for flow in &cx.model.flows {
        let mut after =
            After { facts, flow, all: Points::all(cx.model.flows.len()), steps: Vec::new(), broken: Points::default(), kept: None };
        after.solve();
        after.kept = Some(&mut kept);
        after.round();
    }
    kept
}

/// What is opened on every way from a point of one flow.
struct After<'a, 'm> {
    facts: &'a Facts<'m>,
    flow: &'m Flow,
    /// Everything: what may be said of a way that never ends.
    all: Points,
    /// From the beginning of each step.
    steps: Vec<Points>,
    /// Where something breaks into a wait.
    broken: Points,
    kept: Option<&'a mut Kept>,
}

fn both(mut a: Points, b: &Points) -> Points {
    a.keep(b);
    a
}

impl<'m> After<'_, 'm> {
    fn solve(&mut self) {
        self.steps = vec![self.all.clone(); self.flow.steps.len()];
        self.broken = self.all.clone();
        while self.round() {}
    }

    /// Goes through all steps once; true if something was lost.
    fn round(&mut self) -> bool {
        let mut lost = false;
        let flow = self.flow;
        let bodies = flow.anytime.iter().map(|a| a.body()).chain(flow.limits.iter().map(|a| a.body.as_slice()));
        let mut broken = self.all.clone();
        for body in bodies {
            // A body that does not leave goes on with the wait it broke into.
            let ends = self.block(body, self.all.clone(), &self.all.clone());
            broken.keep(&ends);
        }
        lost |= self.broken.exceeds(&broken);
        self.broken = broken;
        for (i, step) in flow.steps.iter().enumerate().rev() {
            let new = self.step(step);
            if let Some(known) = self.steps.get_mut(i).filter(|k| k.exceeds(&new)) {
                *known = new;
                lost = true;
            }
        }
        lost
    }

    fn step(&mut self, step: &'m Step) -> Points {
        let mut rest = self.all.clone();
        let bodies = step.options.iter().map(|o| o.body.as_slice()).chain(step.whens.iter().map(|w| w.body.as_slice()));
        let mut waits = false;
        for body in bodies {
            waits = true;
            let ends = self.block(body, self.all.clone(), &self.all.clone());
            rest.keep(&ends);
        }
        if waits {
            rest.keep(&self.broken);
        }
        self.block(&step.body, rest, &self.all.clone())
    }

    /// What is opened from the beginning of a block; `next` from below it, `late` where a 超时 around it goes on.
    fn block(&mut self, stmts: &'m [Stmt], mut next: Points, late: &Points) -> Points {
        for stmt in stmts.iter().rev() {
            if let Some(kept) = &mut self.kept {
                kept.insert(std::ptr::from_ref(stmt) as usize, next.clone());
            }
            next = self.stmt(stmt, next, late);
        }
        next
    }

    fn arm(&mut self, arm: Option<&'m Arm>, next: &Points) -> Points {
        match arm {
            Some(arm) => self.block(&arm.body, next.clone(), next),
            None => self.all.clone(),
        }
    }

    fn stmt(&mut self, stmt: &'m Stmt, mut next: Points, late: &Points) -> Points {
        match &stmt.kind {
            StmtKind::OpenCase { flow, .. } => {
                next.insert(flow.index());
                next
            }
            StmtKind::Goto(step) => self.steps.get(step.index()).cloned().unwrap_or_default(),
            StmtKind::Return(_) | StmtKind::End(_) | StmtKind::GotoFlow { and_return: false, .. } => Points::default(),
            StmtKind::Call { flow, .. } | StmtKind::GotoFlow { flow, .. } => {
                // A flow that may end the call does not come back on that way.
                let ends = self.facts.shapes.effects.of_flow(*flow).is_some_and(|c| c.ends);
                if ends { Points::default() } else { both(next, &self.broken) }
            }
            StmtKind::Ask { .. } | StmtKind::Fill { .. } => both(next, &self.broken),
            StmtKind::Do { into: Some(_), timeout, .. } => {
                let late = self.arm(timeout.as_deref(), &next);
                both(both(next, &late), &self.broken)
            }
            StmtKind::Wait(wait) => self.wait(wait, next),
            StmtKind::If { arms, otherwise } => {
                let mut all = match otherwise {
                    Some(arm) => self.block(&arm.body, next.clone(), late),
                    None => next.clone(),
                };
                for arm in arms {
                    let ends = self.block(&arm.body, next.clone(), late);
                    all.keep(&ends);
                }
                all
            }
            StmtKind::Match(table) => {
                let mut all = self.all.clone();
                for row in &table.rows {
                    let ends = self.block(&row.then, next.clone(), late);
                    all.keep(&ends);
                }
                all
            }
            StmtKind::WaitAgain { at_most, .. } => {
                if at_most.is_some() {
                    next
                } else {
                    self.all.clone()
                }
            }
            StmtKind::Continue => late.clone(),
            StmtKind::CloseHere => self.all.clone(),
            StmtKind::Say(_)
            | StmtKind::Tip(_)
            | StmtKind::ReadBack { .. }
            | StmtKind::Set { .. }
            | StmtKind::Do { .. }
            | StmtKind::Escalate { .. }
            | StmtKind::Bad => next,
        }
    }

    fn wait(&mut self, wait: &'m Wait, next: Points) -> Points {
        let mut all = if wait.on.is_some() || wait.whens.is_empty() { next.clone() } else { self.all.clone() };
        for when in &wait.whens {
            let ends = self.block(&when.body, next.clone(), &next);
            all.keep(&ends);
        }
        let late = self.arm(wait.timeout.as_ref(), &next);
        both(both(all, &late), &self.broken)
    }
}

/// What a statement promises, each with where it is written if not on the line.
fn promises<'m>(model: &'m Model, stmt: &'m Stmt) -> Vec<(FlowId, Option<&'m Phrases>)> {
    let mut out = Vec::new();
    let mut class = |id: crate::sema::model::PhrasesId| {
        let class = model.phrases.get(id.index());
        out.extend(class.into_iter().flat_map(|c| c.promises.iter().map(move |p| (*p, Some(c)))));
    };
    if let Some(say) = said(stmt) {
        say.lines.iter().for_each(|l| {
            if let LineSource::Class(id, _) = l.source {
                class(id);
            }
        });
        out.extend(say.promises.iter().map(|p| (*p, None)));
    } else if let StmtKind::Call { args, .. } | StmtKind::GotoFlow { args, .. } = &stmt.kind {
        args.iter().for_each(|arg: &Expr| {
            if let ExprKind::Value(Value::Phrases(id)) = arg.kind {
                class(id);
            }
        });
    }
    out
}

/// Names every promise that some way does not keep.
pub(super) fn doubts<'a, 'm>(site: &'a Site<'a, 'm>, kept: &Kept, out: &mut Vec<Doubt<'a, 'm>>) {
    for (stmt, look) in site.stmts() {
        for (case, class) in promises(site.cx.model, stmt) {
            let after = kept.get(&(std::ptr::from_ref(stmt) as usize)).is_some_and(|k| k.has(case.index()));
            if after || look.state.opened.has(case.index()) {
                continue;
            }
            let Some(flow) = site.cx.model.flows.get(case.index()) else { continue };
            out.push(site.doubt(
                Spot::Stmt(stmt),
                format!("E0603 {:?} {}", stmt.span, case.0),
                move |look| !look.state.opened.has(case.index()),
                move |path, _| {
                    let name = &flow.name;
                    let finding = Diagnostic::new(
                        &PROMISE_NOT_KEPT,
                        stmt.span,
                        format!("这句话许诺了“{name}”，有的路前后都没有立这张单：路径 {}", path.zh),
                        format!("this line promises “{name}”, and some way opens that case neither before nor after it: path {}", path.en),
                    )
                    .label("这里许了诺", "promised here")
                    .related(flow.span, "许诺的是这张工单", "this is the case");
                    let finding = match class {
                        Some(class) => finding.related(class.span, "这一类话都是许诺", "every line of this class promises it"),
                        None => finding,
                    };
                    finding.help(
                        format!("在这句话前面，或者后面的每一条路上，写 `立单 {name}(…)`；办不到的就不要许诺。"),
                        format!("Write `open case {name}(…)` before the line or on every way after it; promise nothing that is not done."),
                    )
                },
            ));
        }
    }
}

/// Reports quoted lines with words of a promise that promise nothing.
pub(super) fn words_of(cx: &Context<'_>, out: &mut Vec<Diagnostic>) {
    let classes: Vec<&Phrases> = cx.model.phrases.iter().filter(|c| !c.promises.is_empty()).collect();
    if classes.is_empty() {
        return;
    }
    for flow in &cx.model.flows {
        flow.each_stmt_of(Kinds::SPOKEN, &mut |stmt| {
            let Some(say) = said(stmt) else { return };
            for line in &say.lines {
                let LineSource::Text(text) = &line.source else { continue };
                let spoken = words(text);
                for class in classes.iter().filter(|c| !c.promises.iter().all(|p| say.promises.contains(p))) {
                    let hit = class.entries.iter().find(|(e, _)| plain(e).is_some_and(|p| contains(&spoken, p)));
                    if let Some((entry, _)) = hit {
                        out.push(unsaid(cx, class, line.span, entry.span));
                    }
                }
            }
        });
    }
}

fn unsaid(cx: &Context<'_>, class: &Phrases, line: Span, entry: Span) -> Diagnostic {
    let (name, entry_text) = (&class.name, cx.sources.slice(entry));
    let cases: Vec<&str> = class.promises.iter().filter_map(|p| cx.model.flows.get(p.index())).map(|f| f.name.as_str()).collect();
    let cases = cases.join("、");
    Diagnostic::new(
        &PROMISE_NOT_KEPT,
        line,
        format!("话里有“{entry_text}”，那是用语“{name}”里的许诺，这一行却没有写承诺什么"),
        format!("the line has “{entry_text}”, which the class “{name}” calls a promise, and promises nothing"),
    )
    .label("说了许诺的话", "words of a promise")
    .related(entry, "这里说了它是许诺", "called a promise here")
    .help(
        format!("在这一行写 `承诺 {cases}`，并且去立那张单；不打算办的，换一句话。"),
        format!("Write `promises {cases}` on the line and open the case; say something else if nothing is to be done."),
    )
}
