//! Who acts: a step for its 由, else for its flow's, else for whoever came in. E0701 and E0702.

use super::codes::roles::{BAD_ROLE, NO_ACTOR, NOT_ALLOWED};
use super::model::{AGENT, ActionId, Flow, FlowId, Kinds, Model, RoleId, Step, Stmt, StmtKind, each_stmt};
use crate::base::{Diagnostic, Sources, Span};

/// Reports cases that nobody acts for and acts of a role that may not do them. `before` holds what was found before:
/// where a role is misspelt, who acts is not known.
pub(crate) fn check(model: &Model, sources: &Sources, before: &[Diagnostic], out: &mut Vec<Diagnostic>) {
    let misspelt: Vec<Span> = before.iter().filter(|d| d.code.id == BAD_ROLE.id).map(|d| d.span).collect();
    let doubtful: Vec<bool> = model.flows.iter().map(|flow| misspelt.iter().any(|at| holds(model, flow, *at))).collect();
    let known = || model.flows.iter().zip(&doubtful).filter(|(_, doubtful)| !**doubtful).map(|(flow, _)| flow);
    for flow in known().filter(|f| f.case) {
        actors(flow, out);
    }
    // Where nothing is reserved to anyone, who acts makes no difference.
    let reserved =
        model.actions.iter().any(|a| !a.only.is_empty()) || model.flows.iter().flat_map(|f| &f.steps).any(|s| !s.only.is_empty());
    if !reserved {
        return;
    }
    let inherited = inherited(model);
    for ((flow, inherited), _) in model.flows.iter().zip(&inherited).zip(&doubtful).filter(|(_, doubtful)| !**doubtful) {
        Walk { model, sources, flow, inherited, out: &mut *out }.flow();
    }
}

/// Whether a place stands between the head of a flow and the next one.
fn holds(model: &Model, flow: &Flow, at: Span) -> bool {
    let last = model.flows.iter().filter(|f| f.span.file == at.file && f.span.start <= at.start).max_by_key(|f| f.span.start);
    last.is_some_and(|last| last.span == flow.span)
}

/// The roles that a flow may be entered with, and whether a case is among those who enter.
#[derive(Debug, Default, Clone)]
struct Inherited {
    roles: Vec<RoleId>,
    from_case: bool,
}

/// A step's own actor: 由, else a single 仅 in a case.
fn own_actor(flow: &Flow, step: &Step) -> Option<RoleId> {
    let only = match step.only.as_slice() {
        [one] if flow.case && flow.by.is_none() => Some(*one),
        _ => None,
    };
    step.by.or(flow.by).or(only)
}

/// Follows calls from flow to flow until nothing new comes in.
fn inherited(model: &Model) -> Vec<Inherited> {
    let mut all = vec![Inherited::default(); model.flows.len()];
    let mut calls: Vec<Vec<(FlowId, Option<RoleId>)>> = Vec::with_capacity(model.flows.len());
    let mut entered = vec![false; model.flows.len()];
    for flow in &model.flows {
        let mut found = Vec::new();
        for (place, stmts) in blocks(flow, Kinds::CALL.or(Kinds::GOTO_FLOW)) {
            let actor = place.map_or(flow.by, |step| own_actor(flow, step));
            each_stmt(stmts, &mut |stmt: &Stmt| {
                if let StmtKind::Call { flow, .. } | StmtKind::GotoFlow { flow, .. } = &stmt.kind
                    && !found.contains(&(*flow, actor))
                {
                    found.push((*flow, actor));
                }
            });
        }
        for (callee, _) in &found {
            if let Some(slot) = entered.get_mut(callee.index()) {
                *slot = true;
            }
        }
        calls.push(found);
    }
    let mut work: Vec<usize> = (0..model.flows.len()).collect();
    for ((slot, entered), flow) in all.iter_mut().zip(&entered).zip(&model.flows) {
        slot.from_case = flow.case;
        if !entered {
            slot.roles.push(AGENT);
        }
    }
    while let Some(at) = work.pop() {
        let Some(from) = all.get(at).cloned() else { continue };
        for (callee, actor) in calls.get(at).into_iter().flatten() {
            let Some(to) = all.get_mut(callee.index()) else { continue };
            let mut grew = from.from_case && !to.from_case;
            to.from_case |= from.from_case;
            let coming = actor.as_ref().map_or(from.roles.as_slice(), std::slice::from_ref);
            for role in coming {
                if !to.roles.contains(role) {
                    to.roles.push(*role);
                    grew = true;
                }
            }
            if grew {
                work.push(callee.index());
            }
        }
    }
    all
}

/// A case lives on after the call, so each of its steps needs someone.
fn actors(flow: &Flow, out: &mut Vec<Diagnostic>) {
    let lacking: Vec<&Step> = flow.steps.iter().filter(|s| own_actor(flow, s).is_none()).collect();
    if lacking.is_empty() {
        return;
    }
    let all = lacking.len() == flow.steps.len();
    let places: Vec<(Span, &str)> =
        if all { vec![(flow.span, &flow.name)] } else { lacking.iter().map(|s| (s.span, s.name.as_str())).collect() };
    for (span, name) in places {
        let d = if all {
            Diagnostic::new(&NO_ACTOR, span, format!("工单“{name}”没有写由谁来办"), format!("nobody acts for the case `{name}`")).help(
                format!("通话结束以后还要有人接着办。在流程那一行写上角色：流程 {name} 工单 由 话务员；各环节分工不同，就在各个环节上写“由”。"),
                format!("Somebody has to go on with it when the call is over. Name the role on the flow: `flow {name} case by agent`; where steps differ, on each step."),
            )
        } else {
            Diagnostic::new(
                &NO_ACTOR,
                span,
                format!("工单里的环节“{name}”没有人来办"),
                format!("nobody acts for the step `{name}` of a case"),
            )
            .related(flow.span, "这张工单", "the case")
            .help(
                format!("写上办这一步的角色：环节 {name} 由 话务员；几步都归一个人的，写在流程那一行。"),
                format!("Name the role that does it: `step {name} by agent`; where all steps are one person's, on the flow."),
            )
        };
        out.push(d.label("由谁？", "by whom?"));
    }
}

/// One flow, looked through for acts that its roles may not do.
struct Walk<'m, 'o> {
    model: &'m Model,
    sources: &'m Sources,
    flow: &'m Flow,
    inherited: &'m Inherited,
    out: &'o mut Vec<Diagnostic>,
}

impl Walk<'_, '_> {
    fn flow(&mut self) {
        for (step, stmts) in blocks(self.flow, Kinds::DO) {
            let own = step.map_or(self.flow.by, |s| own_actor(self.flow, s));
            let acting: &[RoleId] = own.as_ref().map_or(&self.inherited.roles, std::slice::from_ref);
            let mut faults = Vec::new();
            each_stmt(stmts, &mut |stmt: &Stmt| {
                if let StmtKind::Do { action, .. } = &stmt.kind {
                    faults.extend(self.refused(*action, acting).map(|role| (stmt.span, *action, role)));
                }
            });
            for (span, action, role) in faults {
                self.report(span, action, role, step);
            }
        }
        for step in &self.flow.steps {
            let own = own_actor(self.flow, step);
            let acting: &[RoleId] = own.as_ref().map_or(&self.inherited.roles, std::slice::from_ref);
            if let Some(role) = acting.iter().copied().find(|r| !self.allows(&step.only, *r)) {
                self.entered(step, role);
            }
        }
    }

    fn refused(&self, action: ActionId, acting: &[RoleId]) -> Option<RoleId> {
        let only = &self.model.actions.get(action.index())?.only;
        acting.iter().copied().find(|r| !self.allows(only, *r))
    }

    /// 话务员 is whoever is on the line, so in a call it stands for every role that acts there.
    fn allows(&self, only: &[RoleId], role: RoleId) -> bool {
        only.is_empty() || only.contains(&role) || (only.contains(&AGENT) && !self.inherited.from_case)
    }

    fn report(&mut self, span: Span, action: ActionId, role: RoleId, step: Option<&Step>) {
        let Some(action) = self.model.actions.get(action.index()) else { return };
        let (who, may) = (self.name(role), self.names(&action.only));
        let span = within(self.sources, span, &action.name);
        let mut d = Diagnostic::new(
            &NOT_ALLOWED,
            span,
            format!("“{}”只许{may}做，这里做的人是{who}", action.name),
            format!("`{}` is reserved to {may}; here it is done by {who}", action.name),
        )
        .label(format!("由{who}来做"), format!("done by {who}"))
        .related(action.span, format!("仅 {may}"), format!("only {may}"));
        if let Some(by) = step.filter(|s| s.by.is_some()).map(|s| s.span).or(self.flow.by.map(|_| self.flow.span)) {
            d = d.related(by, format!("这里写明由{who}"), format!("{who} acts here"));
        }
        self.out.push(d.help(
            "让有权的人来做：在环节上写“由”，或者立一张由他办的工单；确实可以做，就放宽动作的“仅”。",
            "Let someone do it who may: `by` on the step, or a case of theirs; or widen the `only` of the action.",
        ));
    }

    fn entered(&mut self, step: &Step, role: RoleId) {
        let (who, may) = (self.name(role), self.names(&step.only));
        self.out.push(
            Diagnostic::new(
                &NOT_ALLOWED,
                step.span,
                format!("环节“{}”只许{may}进，进来的却是{who}", step.name),
                format!("the step `{}` is reserved to {may}, and {who} enters it", step.name),
            )
            .label(format!("进来的是{who}"), format!("entered by {who}"))
            .help("在环节上写“由”该来的人，或者放宽“仅”。", "Write `by` on the step, or widen its `only`."),
        );
    }

    fn name(&self, role: RoleId) -> String {
        self.model.roles.get(role.index()).map_or_else(String::new, |r| r.name.to_string())
    }

    fn names(&self, roles: &[RoleId]) -> String {
        roles.iter().map(|r| self.name(*r)).collect::<Vec<_>>().join("、")
    }
}

/// The blocks of a flow where there may be statements of these kinds, each with the step that owns it; no step owns a 随时 line.
fn blocks(flow: &Flow, kinds: Kinds) -> impl Iterator<Item = (Option<&Step>, &[Stmt])> {
    let anytime = flow.anytime.iter().map(|line| (None, line.body()));
    anytime.chain(flow.steps_with(kinds).flat_map(|step| step.blocks().map(move |stmts| (Some(step), stmts))))
}

/// The place of a word inside a statement, else the statement.
fn within(sources: &Sources, span: Span, word: &str) -> Span {
    match sources.slice(span).find(word) {
        Some(at) => {
            let start = span.start as usize + at;
            Span::new(span.file, start, start + word.len())
        }
        None => span,
    }
}
