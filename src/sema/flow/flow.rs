//! 流程: its acting role, its 随时 lines and its steps.

use super::vars::Locals;
use crate::base::Diagnostic;
use crate::sema::codes::names::STEP_OR_FLOW;
use crate::sema::cx::{Cx, Env, Inner};
use crate::sema::model::{Anytime, CalendarId, Deadline, FlowId, Ladder, RoleId, Step, Var};
use crate::sema::names::Wanted;
use crate::sema::pass::Pass;
use crate::sema::scope::Symbol;
use crate::syntax::ast::{self, DeclKind, Name, Path};
use rayon::prelude::*;

/// From so many steps on they are read side by side; flows are so anyway.
const MANY: usize = 256;
/// Steps that are read in one go.
const RUN: usize = 64;

/// What a flow gets from its body.
struct Body {
    vars: Vec<Var>,
    by: Option<RoleId>,
    using: Option<CalendarId>,
    anytime: Vec<Anytime>,
    limits: Limits,
    steps: Vec<Step>,
}

/// The 期限 and 升级 of a flow, by their places in the model's tables.
#[derive(Default)]
struct Limits {
    deadlines: Vec<(usize, Deadline)>,
    ladders: Vec<(usize, Ladder)>,
}

/// Reads the body of every flow, in parallel.
pub(crate) fn flows(pass: &mut Pass<'_>) {
    let env = Env { sources: pass.sources, scopes: pass.scopes, index: pass.index, model: &pass.model };
    let bodies: Vec<(FlowId, Body, Vec<Diagnostic>)> = pass
        .items
        .par_iter()
        .filter_map(|item| match (item.symbol, &item.decl.kind) {
            (Symbol::Flow(id), DeclKind::Flow(flow)) => {
                let params = env.model.flows.get(id.index()).map_or(&[][..], |f| &f.params);
                let mut cx = Cx::new(env, item.file).with(Inner::Flow(Box::new(Locals::new(id, params))));
                let body = cx.flow_body(flow);
                Some((id, body, cx.out))
            }
            _ => None,
        })
        .collect();
    for (id, body, mut out) in bodies {
        pass.out.append(&mut out);
        let Some(flow) = pass.model.flows.get_mut(id.index()) else { continue };
        flow.vars = body.vars;
        flow.by = body.by;
        flow.using = body.using;
        flow.anytime = body.anytime;
        let tops = body.limits.ladders.iter().flat_map(|(_, l)| &l.top);
        flow.limits = body.limits.deadlines.iter().flat_map(|(_, d)| d.bodies()).chain(tops).cloned().collect();
        flow.steps = body.steps;
        for (at, deadline) in body.limits.deadlines {
            pass.model.deadlines.get_mut(at).into_iter().for_each(|slot| slot.clone_from(&deadline));
        }
        for (at, ladder) in body.limits.ladders {
            pass.model.ladders.get_mut(at).into_iter().for_each(|slot| slot.clone_from(&ladder));
        }
    }
}

impl<'a> Cx<'a> {
    fn flow_body(&mut self, flow: &'a ast::Flow) -> Body {
        self.declare_vars(flow);
        let by = flow.by.as_ref().and_then(|n| self.role(n));
        let using = self.calendar(flow.using.as_ref());
        let mut anytime = Vec::with_capacity(flow.anytime.len());
        let mut labels = Vec::new();
        for line in &flow.anytime {
            anytime.push(match line {
                ast::Anytime::Option(option) => {
                    self.label_twice(&labels, &option.label);
                    labels.push(&option.label);
                    Anytime::Option(self.option(option))
                }
                ast::Anytime::When(when) => Anytime::When(self.when(when)),
            });
        }
        let limits = self.flow_limits(flow, using);
        let steps = self.steps(&flow.steps);
        let vars = self.locals().map(|l| std::mem::take(&mut l.vars)).unwrap_or_default();
        Body { vars, by, using, anytime, limits, steps }
    }

    /// The steps of the flow. Many are read side by side, as if one after the other: runs of them that would have been read otherwise in
    /// their turn are read again.
    fn steps(&mut self, steps: &'a [ast::Step]) -> Vec<Step> {
        let before = match &self.inner {
            Inner::Flow(locals) if steps.len() >= MANY => locals.clone(),
            _ => return self.steps_in_turn(steps),
        };
        let (env, file) = (self.env, self.file);
        let apart: Vec<(Vec<Step>, Cx<'a>)> = steps
            .par_chunks(RUN)
            .map(|run| {
                let mut cx = Cx::new(env, file).with(Inner::Flow(before.clone()));
                (cx.steps_in_turn(run), cx)
            })
            .collect();
        let mut all = Vec::with_capacity(steps.len());
        for (run, (read, mut cx)) in steps.chunks(RUN).zip(apart) {
            let same = match (&mut self.inner, &cx.inner) {
                (Inner::Flow(locals), Inner::Flow(apart)) => locals.adopt(&before, apart),
                _ => false,
            };
            if same {
                all.extend(read);
                self.out.append(&mut cx.out);
            } else {
                all.extend(self.steps_in_turn(run));
            }
        }
        all
    }

    fn steps_in_turn(&mut self, steps: &'a [ast::Step]) -> Vec<Step> {
        let mut read = Vec::with_capacity(steps.len());
        for step in steps {
            self.step_or_flow(step);
            read.push(self.step(step));
        }
        read
    }

    /// The 期限 and 升级 of the flow: their shells stand in the model in the order in which they are written.
    fn flow_limits(&mut self, flow: &'a ast::Flow, using: Option<CalendarId>) -> Limits {
        let (model, here) = (self.model, self.here());
        let mut deadlines = model.deadlines.iter().enumerate().filter(|(_, d)| here.is_some() && d.flow == here);
        let mut ladders = model.ladders.iter().enumerate().filter(|(_, l)| here.is_some() && l.flow == here);
        let mut limits = Limits::default();
        for decl in &flow.limits {
            match &decl.kind {
                DeclKind::Deadline(written) => {
                    let read = deadlines.next().map(|(at, shell)| (at, self.flow_deadline(written, shell.clone(), using)));
                    limits.deadlines.extend(read);
                }
                DeclKind::Escalate(written) => {
                    let read = ladders.next().map(|(at, shell)| (at, self.flow_ladder(written, shell.clone(), using)));
                    limits.ladders.extend(read);
                }
                _ => {}
            }
        }
        limits
    }

    /// A step must not share its name with a flow, for 转 could mean either.
    fn step_or_flow(&mut self, step: &ast::Step) {
        let name = &step.name;
        if !matches!(self.global_quietly(&name.text), Some(Symbol::Flow(_))) {
            return;
        }
        let mut d = Diagnostic::new(
            &STEP_OR_FLOW,
            name.span,
            format!("有个流程也叫“{}”", name.text),
            format!("a flow is called `{}`, too", name.text),
        )
        .label("环节", "a step")
        .help(
            format!("写“转 {0}”就不知道去哪一个：给环节改个名字，比如“{0}环节”，转到它的地方一起改。", name.text),
            format!("`goto {0}` could mean either. Rename the step, for example `{0}_step`, where it stands and wherever the call is sent to it.", name.text),
        );
        if let Some(span) = self.declared(&name.text) {
            d = d.related(span, "流程", "a flow");
        }
        self.report(d);
    }

    /// 用: a calendar by name.
    pub(crate) fn calendar(&mut self, using: Option<&Name>) -> Option<CalendarId> {
        let name = using?;
        let path = Path { parts: vec![name.clone()], span: name.span };
        self.named(&path, Wanted::Calendar, |s| match s {
            Symbol::Calendar(id) => Some(id),
            _ => None,
        })
    }
}
