//! What each statement does to what holds.

use super::assign::{Source, assign};
use super::assume::assume;
use super::call::{enter, give, leave};
use super::clause::{Clause, of_condition, of_row, without_row};
use super::effects::shown;
use super::look::Look;
use super::mentions::Shapes;
use super::nodes::Nodes;
use super::path::Path;
use super::starts::Begins;
use super::state::{Shared, join, pass};
use crate::sema::model::{
    Act, Anytime, Arm, Event, EventKind, Expr, FieldId, Flow, FlowId, IfArm, Opt, Place, Required, Step, StepId, Stmt, StmtKind, Table, Ty,
    Wait, When,
};
use std::sync::Arc;

/// How often a wait is gone round before it is taken as it stands; each round loses something, and most need one.
const ROUNDS: usize = 32;

/// Who is told what is found on the way.
pub(crate) trait Sink<'m> {
    /// A statement, and what holds before it. A statement in a loop is met several times; the last time is the one that counts.
    fn at(&mut self, _stmt: &'m Stmt, _state: &Shared) {}
    /// The options and handlers of a step wait.
    fn rest(&mut self, _step: &'m Step, _state: &Shared) {}
    /// It goes on elsewhere.
    fn lead(&mut self, _to: usize, _state: Shared) {}
    /// The flow comes back.
    fn exit(&mut self, _state: Shared) {}
    /// What follows depends on how this flow comes back.
    fn calls(&mut self, _flow: FlowId) {}
    /// The call or case ends.
    fn end(&mut self, _state: &Shared) {}
}

/// Goes through the statements of one step or handler.
pub(crate) struct Walk<'w, 'm> {
    /// The declarations.
    pub(crate) shapes: &'w Shapes<'m>,
    /// Where steps and handlers are.
    pub(crate) nodes: &'w Nodes,
    /// What holds where each flow comes back, as far as that is known.
    pub(crate) exits: &'w [Option<Shared>],
    /// The flow.
    pub(crate) id: FlowId,
    /// The same.
    pub(crate) flow: &'m Flow,
    /// Who is told.
    pub(crate) sink: &'w mut dyn Sink<'m>,
}

/// What the body of a 超时 decides about the wait it belongs to.
#[derive(Default)]
struct Late {
    again: Option<Shared>,
    goes_on: Option<Shared>,
    waits_on: Option<Shared>,
}

impl<'m> Walk<'_, 'm> {
    fn look<'a>(&'a self, state: &'a Shared) -> Look<'a, 'm> {
        Look { shapes: self.shapes, flow: self.flow, state }
    }

    /// Goes through a step: its statements, then its options and handlers.
    pub(crate) fn step(&mut self, id: StepId, step: &'m Step, mut state: Shared) {
        self.begin(&mut state, Begins::Enter(self.id, id));
        if let Some(role) = self.shapes.acting.in_step(self.id, self.flow, step).filter(|r| !state.acted.has(r.index())) {
            Arc::make_mut(&mut state).acted.insert(role.index());
        }
        let Some(mut rest) = self.block(&step.body, Some(state), &mut Late::default()) else { return };
        if step.options.is_empty() && step.whens.is_empty() {
            return;
        }
        self.wait(&mut rest);
        for round in 0..ROUNDS {
            let mut back: Option<Shared> = None;
            self.sink.rest(step, &rest);
            for option in &step.options {
                let chosen = self.chosen(option, &rest);
                let end = self.block(&option.body, chosen, &mut Late::default());
                back = join(self.shapes, back, end);
            }
            for when in &step.whens {
                let taken = self.taken(&when.on, &rest);
                let end = self.block(&when.body, taken, &mut Late::default());
                back = join(self.shapes, back, end);
            }
            let Some(back) = back else { return };
            if !Arc::make_mut(&mut rest).keep(self.shapes, &back, round > 2) {
                return;
            }
        }
    }

    /// Goes through a body that breaks into a wait: 随时, 期限.
    pub(crate) fn handler(&mut self, body: &'m [Stmt], state: Shared) {
        self.block(body, Some(state), &mut Late::default());
    }

    /// What holds once an option of 随时 was chosen or its event has come.
    pub(crate) fn opened(&self, by: &'m Anytime, state: &Shared) -> Option<Shared> {
        match by {
            Anytime::Option(option) => self.chosen(option, state),
            Anytime::When(when) => self.taken(&when.on, state),
        }
    }

    fn wait(&mut self, state: &mut Shared) {
        pass(self.shapes, state, self.shapes.effects.around(self.id));
        for handler in self.nodes.handlers(self.id).filter(|h| self.shapes.starts.runs(*h, &state.begun)) {
            self.sink.lead(handler, state.clone());
        }
    }

    /// Limits that this begins run from here on.
    fn begin(&self, state: &mut Shared, what: Begins) {
        for limit in self.shapes.starts.begun_by(what) {
            if !state.begun.has(*limit) {
                Arc::make_mut(state).begun.insert(*limit);
            }
        }
    }

    /// What holds where a condition came out so; nothing where that cannot be.
    fn given(&self, state: &Shared, clauses: Vec<Clause>) -> Option<Shared> {
        if clauses.is_empty() {
            return Some(state.clone());
        }
        let mut next = (**state).clone();
        assume(&self.look(state), &mut next, clauses).then(|| Arc::new(next))
    }

    fn chosen(&self, option: &Opt, state: &Shared) -> Option<Shared> {
        let guard = option.provided.as_deref().map_or_else(Vec::new, |e| of_condition(self.shapes, e, true));
        let mut state = self.given(state, guard)?;
        for act in &option.acts {
            match act {
                Act::Confirmed(record) => {
                    if let (Some(path), Ty::Record(form)) = (Path::of(record), &record.ty) {
                        Arc::make_mut(&mut state).change(self.shapes, &path, *form, |r| r.confirmed = true);
                    }
                }
                Act::Consent(actions) => {
                    let state = Arc::make_mut(&mut state);
                    actions.iter().for_each(|a| state.consents.insert(a.index()));
                }
                Act::Identity => Arc::make_mut(&mut state).identified = true,
            }
        }
        Some(state)
    }

    fn taken(&self, on: &Event, state: &Shared) -> Option<Shared> {
        let mut state = state.clone();
        if !state.acted.is_empty() && self.shapes.acting.hands_over(on) {
            self.shapes.acting.somebody_else(&mut Arc::make_mut(&mut state).acted);
        }
        let mut declared = on.atoms.iter().filter_map(|a| if let EventKind::Declared(id, _) = a.kind { Some(id) } else { None });
        for atom in &on.atoms {
            if let EventKind::Declared(id, _) = atom.kind {
                Arc::make_mut(&mut state).renew_event(id);
            }
        }
        if let Some(id) = declared.next()
            && on.atoms.iter().all(|a| matches!(a.kind, EventKind::Declared(other, _) if other == id))
        {
            Arc::make_mut(&mut state).events.insert(id.index());
        }
        match on.atoms.as_slice() {
            [one] => match &one.filter {
                Some(filter) => self.given(&state, of_condition(self.shapes, filter, true)),
                None => Some(state),
            },
            _ => Some(state),
        }
    }

    fn block(&mut self, stmts: &'m [Stmt], state: Option<Shared>, late: &mut Late) -> Option<Shared> {
        let mut state = state?;
        for stmt in stmts {
            self.sink.at(stmt, &state);
            state = self.stmt(stmt, state, late)?;
        }
        Some(state)
    }

    fn stmt(&mut self, stmt: &'m Stmt, mut state: Shared, late: &mut Late) -> Option<Shared> {
        match &stmt.kind {
            StmtKind::Say(_) | StmtKind::Tip(_) | StmtKind::ReadBack { .. } | StmtKind::Bad => Some(state),
            StmtKind::Escalate { ladder, .. } => {
                self.begin(&mut state, Begins::Climb(*ladder));
                Some(state)
            }
            StmtKind::Ask { into, .. } => {
                self.wait(&mut state);
                Some(self.put(state, into, Source::Some))
            }
            StmtKind::Fill { record, form, fields } => {
                self.wait(&mut state);
                let (model, shapes) = (self.shapes.model, self.shapes);
                let next = Arc::make_mut(&mut state);
                let filled: Vec<_> = shown(model, *form, fields).collect();
                filled.iter().for_each(|f| next.renew_field(shapes, *form, *f));
                let fields = model.forms.get(form.index()).map_or(&[][..], |f| &f.fields);
                let must = |f: FieldId| fields.get(f.index()).is_some_and(|f| matches!(f.required, Required::Always));
                if let Some(path) = Path::of(record) {
                    next.change(shapes, &path, *form, |r| filled.iter().for_each(|f| r.submit(f.index(), must(*f))));
                }
                Some(state)
            }
            StmtKind::Set { place, value } => Some(self.put(state, place, Source::Value(value))),
            StmtKind::Do { action, into, timeout, .. } => {
                if state.consents.has(action.index()) {
                    Arc::make_mut(&mut state).consents.take(action.index());
                }
                self.begin(&mut state, Begins::Do(*action));
                let Some(into) = into else { return Some(state) };
                let optional = self.shapes.model.actions.get(action.index()).and_then(|a| a.gives.as_ref()).is_none_or(|g| g.optional);
                let (met, unmet) =
                    self.waited(state, timeout.as_deref(), &mut |walk, state| Some(walk.put(state.clone(), into, Source::Host(optional))));
                join(self.shapes, met, unmet)
            }
            StmtKind::OpenCase { flow, args } => {
                let mut apart = state.clone();
                if apart.acted != self.shapes.acting.of_case() {
                    Arc::make_mut(&mut apart).acted = self.shapes.acting.of_case();
                }
                self.lead(*flow, args, &apart);
                if let Some(changes) = self.shapes.effects.of_flow(*flow) {
                    let touched = super::effects::Changes { fields: changes.fields.clone(), ..Default::default() };
                    super::state::change(self.shapes, &mut state, &touched);
                }
                Arc::make_mut(&mut state).opened.insert(flow.index());
                Some(state)
            }
            StmtKind::Call { flow, args, into } => self.call(*flow, args, into.as_deref(), state),
            StmtKind::GotoFlow { flow, args, and_return: true } => self.call(*flow, args, None, state),
            StmtKind::GotoFlow { flow, args, .. } => {
                self.lead(*flow, args, &state);
                self.sink.calls(*flow);
                let exit = self.exits.get(flow.index())?.clone()?;
                let callee = self.shapes.model.flows.get(flow.index())?;
                let mut after = leave(&self.look(&state), *flow, callee, args, &exit, None);
                let own = Arc::make_mut(&mut after);
                own.result = exit.result;
                exit.records.iter().filter(|(p, _)| p.root == super::path::Root::Result).for_each(|(p, r)| own.put(p.clone(), r.clone()));
                self.sink.exit(after);
                None
            }
            StmtKind::Return(value) => {
                let given = give(&self.look(&state), value.as_deref());
                self.sink.exit(Arc::new(given));
                None
            }
            StmtKind::End(_) => {
                self.sink.end(&state);
                None
            }
            StmtKind::Goto(step) => {
                self.sink.lead(self.nodes.step(self.id, *step), state);
                None
            }
            StmtKind::Wait(wait) => self.pause(wait, state),
            StmtKind::If { arms, otherwise } => self.chain(arms, otherwise.as_deref(), state, late),
            StmtKind::Match(table) => self.table(table, &state, late),
            StmtKind::WaitAgain { at_most, .. } => {
                late.again = join(self.shapes, late.again.take(), Some(state.clone()));
                at_most.is_some().then_some(state)
            }
            StmtKind::Continue => {
                late.goes_on = join(self.shapes, late.goes_on.take(), Some(state));
                None
            }
            StmtKind::CloseHere => {
                late.waits_on = join(self.shapes, late.waits_on.take(), Some(state));
                None
            }
        }
    }

    fn put(&self, mut state: Shared, place: &Place, source: Source<'_>) -> Shared {
        let before = state.clone();
        assign(&self.look(&before), Arc::make_mut(&mut state), place, source);
        state
    }

    fn lead(&mut self, flow: FlowId, args: &[Expr], state: &Shared) {
        let Some(callee) = self.shapes.model.flows.get(flow.index()) else { return };
        let Some(entry) = self.nodes.entry(flow) else { return };
        let state = Arc::new(enter(&self.look(state), callee, args));
        self.sink.lead(entry, state);
    }

    fn call(&mut self, flow: FlowId, args: &[Expr], into: Option<&Place>, mut state: Shared) -> Option<Shared> {
        self.lead(flow, args, &state);
        self.sink.calls(flow);
        // While the flow runs, the handlers of this one may break into its waits.
        let mut inside = state.clone();
        if let Some(exit) = self.exits.get(flow.index()).and_then(Option::as_ref).filter(|e| e.begun.exceeds(&inside.begun)) {
            Arc::make_mut(&mut inside).begun.add(&exit.begun);
        }
        if let Some(changes) = self.shapes.effects.of_flow(flow).filter(|c| c.waits) {
            super::state::change(self.shapes, &mut inside, &super::effects::Changes { vars: Default::default(), ..changes.clone() });
            self.wait(&mut inside);
            pass(self.shapes, &mut state, self.shapes.effects.around(self.id));
        }
        let callee = self.shapes.model.flows.get(flow.index())?;
        let exit = self.exits.get(flow.index())?.clone()?;
        Some(leave(&self.look(&state), flow, callee, args, &exit, into))
    }

    /// A wait with what its 超时 does: what holds where it was met, and where it goes on without having been met.
    fn waited(
        &mut self,
        mut state: Shared,
        timeout: Option<&'m Arm>,
        met: &mut dyn FnMut(&mut Self, &Shared) -> Option<Shared>,
    ) -> (Option<Shared>, Option<Shared>) {
        for round in 0..ROUNDS {
            self.wait(&mut state);
            let mut late = Late::default();
            let mut unmet = None;
            if let Some(arm) = timeout {
                let end = self.block(&arm.body, Some(state.clone()), &mut late);
                unmet = join(self.shapes, end, late.goes_on.take());
            }
            let back = join(self.shapes, late.again.take(), late.waits_on.take());
            let lost = back.is_some_and(|b| Arc::make_mut(&mut state).keep(self.shapes, &b, round > 2));
            if !lost || round + 1 == ROUNDS {
                return (met(self, &state), unmet);
            }
        }
        (None, None)
    }

    fn pause(&mut self, wait: &'m Wait, state: Shared) -> Option<Shared> {
        let (met, unmet) = self.waited(state, wait.timeout.as_ref(), &mut |walk, state| {
            let mut after = match &wait.on {
                Some(on) => walk.taken(on, state),
                None if wait.whens.is_empty() && wait.timeout.is_none() => Some(state.clone()),
                None => None,
            };
            for When { on, body, .. } in &wait.whens {
                let taken = walk.taken(on, state);
                let end = walk.block(body, taken, &mut Late::default());
                after = join(walk.shapes, after, end);
            }
            after
        });
        join(self.shapes, met, unmet)
    }

    fn chain(&mut self, arms: &'m [IfArm], otherwise: Option<&'m Arm>, state: Shared, late: &mut Late) -> Option<Shared> {
        let mut left = Some(state);
        let mut after = None;
        for arm in arms {
            let Some(here) = left.take() else { break };
            let taken = self.given(&here, of_condition(self.shapes, &arm.condition, true));
            let end = self.block(&arm.body, taken, late);
            after = join(self.shapes, after, end);
            left = self.given(&here, of_condition(self.shapes, &arm.condition, false));
        }
        let end = match otherwise {
            Some(arm) => self.block(&arm.body, left, late),
            None => left,
        };
        join(self.shapes, after, end)
    }

    fn table(&mut self, table: &'m Table<Vec<Stmt>>, state: &Shared, late: &mut Late) -> Option<Shared> {
        let mut left = Some(state.clone());
        let mut after = None;
        for row in &table.rows {
            let rest = row.cells.is_none() || table.in_order;
            let from = if rest { left.as_ref() } else { Some(state) };
            let taken = from.and_then(|s| self.given(s, of_row(self.shapes, table, row)));
            let end = self.block(&row.then, taken, late);
            after = join(self.shapes, after, end);
            left = left.and_then(|s| self.given(&s, without_row(self.shapes, table, row)));
        }
        after
    }
}
