//! What flows and handlers change, whatever way they go: nothing known of it outlives a call of them, or a wait that they may break into.

use crate::sema::check::domain::Points;
use crate::sema::model::{Anytime, Event, EventKind, FieldId, Flow, FlowId, FormId, Model, Place, Step, Stmt, StmtKind, Ty, each_stmt};
use std::collections::HashSet;

/// What may be changed.
#[derive(Debug, Clone, Default)]
pub(crate) struct Changes {
    /// Fields, of whatever record of the form.
    pub(crate) fields: HashSet<(FormId, FieldId)>,
    /// Actions whose consent is used up.
    pub(crate) consents: Points,
    /// Events whose latest arguments are others.
    pub(crate) events: Points,
    /// Variables of the flow itself.
    pub(crate) vars: Points,
    /// Time passes.
    pub(crate) waits: bool,
    /// The call or case may be ended.
    pub(crate) ends: bool,
}

impl Changes {
    fn size(&self) -> (usize, usize, usize, bool, bool) {
        (self.fields.len(), self.consents.iter().count(), self.events.iter().count(), self.waits, self.ends)
    }

    /// Adds what another flow changes; its variables are its own.
    fn add(&mut self, other: &Self) {
        self.fields.extend(&other.fields);
        self.consents.add(&other.consents);
        self.events.add(&other.events);
        self.waits |= other.waits;
        self.ends |= other.ends;
    }

    fn block(&mut self, model: &Model, block: &[Stmt], leads: &mut Vec<Lead>) {
        each_stmt(block, &mut |stmt| self.stmt(model, stmt, leads));
    }

    fn stmt(&mut self, model: &Model, stmt: &Stmt, leads: &mut Vec<Lead>) {
        match &stmt.kind {
            StmtKind::Ask { into, .. } => {
                self.waits = true;
                self.place(into);
            }
            StmtKind::Set { place, .. } => self.place(place),
            StmtKind::Fill { form, fields, .. } => {
                self.waits = true;
                self.fields.extend(shown(model, *form, fields).map(|f| (*form, f)));
            }
            StmtKind::Do { action, into, .. } => {
                self.consents.insert(action.index());
                if let Some(into) = into {
                    self.waits = true;
                    self.place(into);
                }
            }
            StmtKind::OpenCase { flow, .. } => leads.push(Lead { to: *flow, case: true, hands: false }),
            StmtKind::Call { flow, into, .. } => {
                leads.push(Lead { to: *flow, case: false, hands: false });
                into.iter().for_each(|place| self.place(place));
            }
            StmtKind::GotoFlow { flow, and_return, .. } => leads.push(Lead { to: *flow, case: false, hands: !and_return }),
            StmtKind::Wait(wait) => {
                self.waits = true;
                wait.on.iter().chain(wait.whens.iter().map(|w| &w.on)).for_each(|on| self.event(on));
            }
            StmtKind::End(_) => self.ends = true,
            StmtKind::Say(_)
            | StmtKind::Tip(_)
            | StmtKind::ReadBack { .. }
            | StmtKind::Return(_)
            | StmtKind::Goto(_)
            | StmtKind::If { .. }
            | StmtKind::Match(_)
            | StmtKind::Escalate { .. }
            | StmtKind::WaitAgain { .. }
            | StmtKind::Continue
            | StmtKind::CloseHere
            | StmtKind::Bad => {}
        }
    }

    fn place(&mut self, place: &Place) {
        match place {
            Place::Var(id) => self.vars.insert(id.index()),
            Place::Field(base, field) => {
                if let Ty::Record(form) = base.ty {
                    self.fields.insert((form, *field));
                }
            }
            Place::Bad => {}
        }
    }

    fn event(&mut self, on: &Event) {
        for atom in &on.atoms {
            if let EventKind::Declared(id, _) = atom.kind {
                self.events.insert(id.index());
            }
        }
    }

    fn step(&mut self, model: &Model, step: &Step, leads: &mut Vec<Lead>) {
        self.waits |= !step.options.is_empty() || !step.whens.is_empty();
        step.whens.iter().for_each(|w| self.event(&w.on));
        step.blocks().for_each(|block| self.block(model, block, leads));
    }
}

/// The fields that a form shows when it is opened: those named, or all that the agent fills.
pub(crate) fn shown<'m>(model: &'m Model, form: FormId, named: &'m [FieldId]) -> impl Iterator<Item = FieldId> + 'm {
    let declared = model.forms.get(form.index());
    let all = declared.filter(|f| named.is_empty() && !f.system).map_or(&[][..], |f| &f.fields);
    let open = all.iter().enumerate().filter(|(_, f)| !f.system && f.derived.is_none()).map(|(i, _)| FieldId(i as u32));
    named.iter().copied().chain(open)
}

/// A flow that another one leads to.
#[derive(Debug, Clone, Copy)]
struct Lead {
    to: FlowId,
    /// 立单
    case: bool,
    /// 转, and not back.
    hands: bool,
}

/// What all flows of a model change.
#[derive(Debug, Default)]
pub(crate) struct Effects {
    flows: Vec<Changes>,
    around: Vec<Changes>,
}

impl Effects {
    /// Follows the flows into each other until nothing new is found.
    pub(crate) fn of(model: &Model) -> Self {
        let mut flows = Vec::with_capacity(model.flows.len());
        let mut around = Vec::with_capacity(model.flows.len());
        let mut leads = Vec::with_capacity(model.flows.len());
        for flow in &model.flows {
            let (mut own, mut out) = (Changes::default(), Vec::new());
            flow.steps.iter().for_each(|step| own.step(model, step, &mut out));
            let (mut handlers, mut broken) = (Changes::default(), Vec::new());
            for body in bodies(flow).filter(|body| resumes(body)) {
                handlers.block(model, body, &mut broken);
            }
            for handler in &flow.anytime {
                if let Anytime::When(when) = handler {
                    handlers.event(&when.on);
                }
            }
            bodies(flow).for_each(|body| own.block(model, body, &mut out));
            flows.push(own);
            around.push((handlers, broken));
            leads.push(out);
        }
        close(&mut flows, &leads);
        let own: Vec<Changes> = around
            .into_iter()
            .map(|(mut own, broken)| {
                broken.iter().filter(|l| !l.case).filter_map(|l| flows.get(l.to.index())).for_each(|c| own.add(c));
                own
            })
            .collect();
        Self { around: surround(&own, &leads), flows }
    }

    /// What a flow changes with everything it calls.
    pub(crate) fn of_flow(&self, flow: FlowId) -> Option<&Changes> {
        self.flows.get(flow.index())
    }

    /// What may be changed while a step of a flow waits.
    pub(crate) fn around(&self, flow: FlowId) -> Option<&Changes> {
        self.around.get(flow.index())
    }
}

/// The bodies that may break into any wait of a flow.
fn bodies(flow: &Flow) -> impl Iterator<Item = &[Stmt]> {
    flow.anytime.iter().map(Anytime::body).chain(flow.limits.iter().map(|a| a.body.as_slice()))
}

/// Whether the wait may go on after a body.
fn resumes(body: &[Stmt]) -> bool {
    !body.last().is_some_and(|last| {
        matches!(last.kind, StmtKind::Goto(_) | StmtKind::End(_) | StmtKind::Return(_) | StmtKind::GotoFlow { and_return: false, .. })
    })
}

fn close(flows: &mut [Changes], leads: &[Vec<Lead>]) {
    loop {
        let mut grown = false;
        for (at, list) in leads.iter().enumerate() {
            for lead in list {
                let Some(inside) = flows.get(lead.to.index()).filter(|_| lead.to.index() != at).cloned() else { continue };
                let Some(own) = flows.get_mut(at) else { continue };
                let before = own.size();
                if lead.case {
                    // A case is a life of its own; what it does to a record is done to the same record.
                    own.fields.extend(&inside.fields);
                } else {
                    own.add(&inside);
                }
                grown |= own.size() != before;
            }
        }
        if !grown {
            return;
        }
    }
}

/// The handlers of a flow are in force in all that it calls; a flow that hands over is gone, those around it are not.
fn surround(own: &[Changes], leads: &[Vec<Lead>]) -> Vec<Changes> {
    let mut outer = vec![Changes::default(); own.len()];
    loop {
        let mut grown = false;
        for (at, list) in leads.iter().enumerate() {
            for lead in list.iter().filter(|l| !l.case && l.to.index() != at) {
                let Some(mut passed) = outer.get(at).cloned() else { continue };
                own.get(at).filter(|_| !lead.hands).into_iter().for_each(|o| passed.add(o));
                let Some(slot) = outer.get_mut(lead.to.index()) else { continue };
                let before = slot.size();
                slot.add(&passed);
                grown |= slot.size() != before;
            }
        }
        if !grown {
            break;
        }
    }
    own.iter()
        .zip(outer)
        .map(|(own, outer)| {
            let mut all = own.clone();
            all.add(&outer);
            all
        })
        .collect()
}
