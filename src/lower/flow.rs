//! Flows, steps, options and handlers.

use super::cite::clauses;
use super::tables::former;
use super::{Lowering, intern, tables, words};
use crate::program::{Act, Flow, Handler, Op, Opt, Param, Step};
use crate::sema::model::{self, Anytime, FlowId, Kinds, Label, Stmt, StmtKind};
use smol_str::format_smolstr;

impl Lowering<'_> {
    /// Lowers all flows, and finds those the host may start.
    pub(super) fn flows(&mut self) {
        let model = self.model;
        for flow in &model.flows {
            let lowered = self.flow(flow);
            let place = self.place(flow.span);
            self.program.flows.push(lowered);
            self.map.flows.push(place);
        }
        let started = started_by_others(model);
        // A package that is used offers its flows to this one, not to the host.
        let free = |i: &u32| !started.contains(&FlowId(*i)) && model.flows.get(*i as usize).is_some_and(|f| f.own);
        self.program.entries = (0..model.flows.len() as u32).filter(free).collect();
    }

    fn flow(&mut self, flow: &model::Flow) -> Flow {
        self.moves = flow.in_case;
        let mut places = Vec::with_capacity(flow.steps.len());
        let mut steps = Vec::with_capacity(flow.steps.len());
        for step in &flow.steps {
            self.here = format_smolstr!("{}.{}", flow.name, step.name);
            self.in_force(self.model.calendar_of(flow, Some(step)));
            places.push(self.place(step.span));
            steps.push(self.step(step));
        }
        self.map.steps.push(places);
        self.here = flow.name.clone();
        self.in_force(self.model.calendar_of(flow, None));
        let (mut handlers, mut options) = (Vec::new(), Vec::new());
        for line in &flow.anytime {
            match line {
                Anytime::Option(option) => options.push(self.option(option)),
                Anytime::When(when) => handlers.push(self.handler(when)),
            }
        }
        self.in_force(None);
        Flow {
            name: flow.name.clone(),
            formerly: former(&flow.meta),
            params: flow.params.len() as u32,
            vars: self.flow_vars(flow),
            gives: flow.gives.as_ref().map(|s| self.slot(s)),
            case: flow.case,
            by: flow.by.map(|r| r.0),
            measure: self.own_measure(&flow.measure),
            handlers,
            options,
            steps,
            basis: clauses(&flow.meta),
            doc: flow.meta.doc.clone(),
        }
    }

    /// The variables of a flow, parameters first; a parameter may have been called otherwise.
    fn flow_vars(&mut self, flow: &model::Flow) -> Vec<Param> {
        let mut vars: Vec<Param> = flow.vars.iter().map(|v| tables::var(self, v)).collect();
        for (var, param) in vars.iter_mut().zip(&flow.params) {
            var.formerly = former(&param.meta);
        }
        vars
    }

    fn step(&mut self, step: &model::Step) -> Step {
        let entry = self.next();
        self.stmts(&step.body);
        if !step.body.last().is_some_and(leaves) {
            self.emit(Op::Rest, step.span);
        }
        Step {
            name: step.name.clone(),
            formerly: former(&step.meta),
            entry,
            only: step.only.iter().map(|r| r.0).collect(),
            by: step.by.map(|r| r.0),
            phase: step.phase.map(|(t, l)| (t.0, l.0)),
            options: step.options.iter().map(|o| self.option(o)).collect(),
            handlers: step.whens.iter().map(|w| self.handler(w)).collect(),
            basis: clauses(&step.meta),
            doc: step.meta.doc.clone(),
        }
    }

    fn option(&mut self, option: &model::Opt) -> Opt {
        let provided = option.provided.as_ref().map(|e| Box::new((self.expr(e), words::condition(self.model, e))));
        Opt {
            label: self.label(&option.label),
            formerly: former(&option.meta),
            other: option.label == Label::Other,
            only: option.only.iter().map(|r| r.0).collect(),
            provided,
            acts: option.acts.iter().map(|a| self.act(a)).collect(),
            samples: option.samples.iter().map(|(text, _)| text.clone()).collect(),
            body: self.body(&option.body, option.span),
            basis: clauses(&option.meta),
        }
    }

    /// The number of a result of 结束.
    pub(super) fn result(&mut self, name: &str) -> u32 {
        intern(&mut self.results, &mut self.program.results, name)
    }

    /// The number of a label; 其他 has its own.
    pub(super) fn label(&mut self, label: &Label) -> u32 {
        let name = match label {
            Label::Name(name) => name.as_str(),
            Label::Other => "其他",
        };
        intern(&mut self.labels, &mut self.program.labels, name)
    }

    fn act(&mut self, act: &model::Act) -> Act {
        match act {
            model::Act::Confirmed(record) => Act::Confirmed(self.expr(record)),
            model::Act::Consent(actions) => Act::Consent(actions.iter().map(|a| a.0).collect()),
            model::Act::Identity => Act::Identity,
        }
    }

    fn handler(&mut self, when: &model::When) -> Handler {
        Handler { on: self.event(&when.on), body: self.body(&when.body, when.span) }
    }

    /// The code of an option or handler: its statements, then back to the wait it interrupted.
    fn body(&mut self, stmts: &[Stmt], span: crate::base::Span) -> crate::program::Pc {
        let start = self.next();
        self.stmts(stmts);
        if !stmts.last().is_some_and(leaves) {
            self.emit(Op::Resume, span);
        }
        start
    }
}

/// Whether the operation of this statement never goes on to the next one.
pub(super) fn leaves(stmt: &Stmt) -> bool {
    matches!(
        stmt.kind,
        StmtKind::Return(_)
            | StmtKind::End(_)
            | StmtKind::Goto(_)
            | StmtKind::GotoFlow { and_return: false, .. }
            | StmtKind::Continue
            | StmtKind::CloseHere
    )
}

/// Flows that some flow starts, calls or goes to.
fn started_by_others(model: &model::Model) -> std::collections::HashSet<FlowId> {
    let mut started = std::collections::HashSet::new();
    for flow in &model.flows {
        flow.each_stmt_of(Kinds::LINK, &mut |stmt| match &stmt.kind {
            StmtKind::OpenCase { flow, .. } | StmtKind::Call { flow, .. } | StmtKind::GotoFlow { flow, .. } => {
                started.insert(*flow);
            }
            _ => {}
        });
    }
    started
}
