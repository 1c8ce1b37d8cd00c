//! The order of 起 and 止 on the ways through a flow, where both are what the machine does in it.
//!
//! A way that avoids 起 is followed only while it hangs on one decision about values at most: two decisions may exclude each other,
//! and what cannot happen is not to be reported.

use super::made::{Point, flow_of, in_time, is, only_in, option};
use crate::sema::check::Context;
use crate::sema::check::branches::Chains;
use crate::sema::model::{Anytime, Deadline, Event, EventAtom, EventKind, Flow, FlowId, Model, Opt, Step, Stmt, StmtKind, When, each_stmt};

/// 起 has not come, and no decision about values was made; one was; several were.
const FREE: u8 = 1;
const ONCE: u8 = 2;
const MANY: u8 = 4;
/// 起 has come.
const STARTED: u8 = 8;

/// What the ways through a flow say of a 期限.
pub(super) enum Order<'d> {
    /// Each 止 may come without 起; one of them.
    Free(&'d EventAtom),
    /// 止 may come before 起, and never after it.
    Backwards(&'d EventAtom),
}

/// Compares the order of 起 and 止; none where it is right, or where the flow does not decide it.
pub(super) fn of<'d>(cx: &Context<'_>, deadline: &'d Deadline, chains: &Chains) -> Option<Order<'d>> {
    let model = cx.model;
    let atoms: Vec<&EventAtom> = deadline.start.atoms.iter().chain(&deadline.stop.atoms).collect();
    let flow_id = deadline.flow.or_else(|| flow_of(model, &deadline.key, &atoms))?;
    let flow = model.flows.get(flow_id.index()).filter(|f| !cx.faulty(f.span))?;
    let here = |atom: &EventAtom| atom.test.is_none() && only_in(model, flow_id, &atom.kind);
    if deadline.start.atoms.is_empty() || deadline.stop.atoms.is_empty() {
        return None;
    }
    if !deadline.start.atoms.iter().all(here) || !deadline.stop.atoms.iter().all(|a| here(a) && a.filter.is_none()) {
        return None;
    }
    let mut ways = Ways::new(model, (flow_id, flow), deadline, chains);
    ways.run();
    if ways.lost {
        return None;
    }
    let first = deadline.stop.atoms.iter().zip(&ways.stopped).find(|(_, s)| **s & STARTED == 0 && **s != 0).map(|(atom, _)| atom);
    // A host may tell what it tells at another time too, though nobody waits for it then.
    let told = atoms.iter().any(|atom| matches!(atom.kind, EventKind::Declared(..)));
    if let Some(stop) = first.filter(|_| !told && ways.started && ways.stopped.iter().all(|s| s & STARTED == 0)) {
        return Some(Order::Backwards(stop));
    }
    let free = ways.stopped.iter().all(|s| s & (FREE | ONCE) != 0);
    free.then(|| deadline.stop.atoms.first().map(Order::Free)).flatten()
}

/// All ways through a flow.
struct Ways<'m> {
    model: &'m Model,
    id: FlowId,
    flow: &'m Flow,
    deadline: &'m Deadline,
    chains: &'m Chains,
    /// In which states each step is entered.
    entered: Vec<u8>,
    todo: Vec<usize>,
    /// In which states each 止 comes.
    stopped: Vec<u8>,
    /// 起 comes somewhere.
    started: bool,
    /// A handler may bring 起 during any wait.
    by_handler: bool,
    /// In which states the step in hand waits.
    waits: u8,
    /// In which states 继续 was met in the 超时 in hand.
    goes_on: u8,
    /// Something could not be read.
    lost: bool,
}

impl<'m> Ways<'m> {
    fn new(model: &'m Model, (id, flow): (FlowId, &'m Flow), deadline: &'m Deadline, chains: &'m Chains) -> Self {
        Self {
            model,
            id,
            flow,
            deadline,
            chains,
            entered: vec![0; flow.steps.len()],
            todo: Vec::new(),
            stopped: vec![0; deadline.stop.atoms.len()],
            started: false,
            by_handler: false,
            waits: 0,
            goes_on: 0,
            lost: false,
        }
    }

    fn run(&mut self) {
        let flow = self.flow;
        let anytimes = flow.anytime.iter().filter_map(|a| if let Anytime::When(when) = a { Some(when) } else { None });
        self.by_handler = flow
            .anytime
            .iter()
            .any(|a| self.brings(a.body()) || option(a).is_some_and(|o| self.is_start(&Point::Chose(&o.label))))
            || flow.steps.iter().flat_map(|s| &s.whens).chain(anytimes).any(|w| self.brings(&w.body) || self.is_start(&Point::Came(&w.on)));
        self.enter(0, FREE);
        // A limit's own body runs after 起; another's may, for all that is known.
        for arm in &flow.limits {
            self.block(&arm.body, STARTED, None);
        }
        while let Some(at) = self.todo.pop() {
            if let (Some(step), Some(state)) = (flow.steps.get(at), self.entered.get(at).copied()) {
                self.step(at, step, state);
            }
        }
    }

    fn brings(&self, body: &[Stmt]) -> bool {
        let mut found = false;
        each_stmt(body, &mut |stmt| found |= self.is_start(&Point::At(&stmt.kind)));
        found
    }

    fn enter(&mut self, step: usize, state: u8) {
        let state = self.happens(&Point::Enter(step), state);
        if let Some(known) = self.entered.get_mut(step)
            && *known | state != *known
        {
            *known |= state;
            self.todo.push(step);
        }
    }

    fn step(&mut self, at: usize, step: &'m Step, state: u8) {
        self.waits = 0;
        let rests = self.block(&step.body, state, Some(at));
        self.waits |= rests;
        for opt in &step.options {
            self.chosen(opt, rests, at);
        }
        // A handler may wait as well, and be interrupted there.
        let mut seen = 0;
        while seen != self.waits {
            seen = self.waits;
            for when in &step.whens {
                self.handler(when, seen, at);
            }
            for anytime in &self.flow.anytime {
                match anytime {
                    Anytime::Option(opt) => self.chosen(opt, seen, at),
                    Anytime::When(when) => self.handler(when, seen, at),
                }
            }
        }
    }

    fn chosen(&mut self, opt: &'m Opt, state: u8, at: usize) {
        let state = if opt.provided.is_some() { decided(state) } else { state };
        let state = self.happens(&Point::Chose(&opt.label), state);
        let back = self.block(&opt.body, state, Some(at));
        self.waits |= back;
    }

    fn handler(&mut self, when: &'m When, state: u8, at: usize) {
        let state = self.came(&when.on, state);
        let back = self.block(&when.body, state, Some(at));
        self.waits |= back;
    }

    /// The states in which a block falls out below.
    fn block(&mut self, stmts: &'m [Stmt], state: u8, at: Option<usize>) -> u8 {
        stmts.iter().fold(state, |state, stmt| if state == 0 { 0 } else { self.one(stmt, state, at) })
    }

    fn one(&mut self, stmt: &'m Stmt, state: u8, at: Option<usize>) -> u8 {
        // A form is handed in when the wait for it is over; all else is done first.
        let waited = matches!(stmt.kind, StmtKind::Fill { .. });
        let state = if waited { self.rests(state) } else { state };
        let state = self.happens(&Point::At(&stmt.kind), state);
        match &stmt.kind {
            StmtKind::Return(_) | StmtKind::End(_) | StmtKind::GotoFlow { and_return: false, .. } => {
                self.leave(at, state);
                0
            }
            StmtKind::Goto(step) => {
                let state = self.leave(at, state);
                self.enter(step.index(), state);
                0
            }
            StmtKind::Continue => {
                self.goes_on |= state;
                0
            }
            StmtKind::CloseHere => 0,
            StmtKind::WaitAgain { at_most, .. } => at_most.as_ref().map_or(0, |_| state),
            StmtKind::If { arms, otherwise } => {
                let branch = decided(state);
                let mut out = arms.iter().fold(0, |out, arm| out | self.block(&arm.body, branch, at));
                out |= match (otherwise, self.chains.get(&stmt.span)) {
                    (Some(arm), _) => self.block(&arm.body, branch, at),
                    (None, Some(Some(true))) => 0,
                    (None, Some(None)) => unsure(state),
                    (None, _) => branch,
                };
                out
            }
            StmtKind::Match(table) => {
                let branch = decided(state);
                table.rows.iter().fold(0, |out, row| out | self.block(&row.then, branch, at))
            }
            StmtKind::Wait(wait) => {
                let state = self.rests(state);
                let mut out = match &wait.on {
                    Some(on) => self.came(on, state),
                    None if wait.whens.is_empty() && wait.timeout.is_none() => state,
                    None => 0,
                };
                for when in &wait.whens {
                    let state = self.came(&when.on, state);
                    out |= self.block(&when.body, state, at);
                }
                out | wait.timeout.as_ref().map_or(0, |arm| self.timeout(&arm.body, state, at))
            }
            StmtKind::Do { into, timeout, .. } => {
                let state = if into.is_some() { self.rests(state) } else { state };
                state | timeout.as_ref().map_or(0, |arm| self.timeout(&arm.body, state, at))
            }
            StmtKind::Ask { .. } | StmtKind::Call { .. } | StmtKind::GotoFlow { .. } => self.rests(state),
            StmtKind::Bad => {
                self.lost = true;
                0
            }
            StmtKind::Say(_) | StmtKind::Tip(_) | StmtKind::Fill { .. } | StmtKind::ReadBack { .. } | StmtKind::Set { .. } => state,
            kind @ (StmtKind::OpenCase { .. } | StmtKind::Escalate { .. }) => {
                self.sets_going(kind, state);
                state
            }
        }
    }

    /// What goes on below a wait whose time is over.
    fn timeout(&mut self, body: &'m [Stmt], state: u8, at: Option<usize>) -> u8 {
        let before = std::mem::take(&mut self.goes_on);
        self.block(body, state, at);
        std::mem::replace(&mut self.goes_on, before)
    }

    /// It waits here, and what answers at any time may come.
    fn rests(&mut self, state: u8) -> u8 {
        self.waits |= state;
        if self.by_handler && state != 0 { state | STARTED } else { state }
    }

    /// A host told one of these, and the flow takes it.
    fn came(&mut self, on: &'m Event, state: u8) -> u8 {
        let after = self.happens(&Point::Came(on), state);
        // Of several it may have been another one.
        let each = |atom: &EventAtom| self.is_start(&Point::Came(&Event { atoms: vec![atom.clone()], span: on.span }));
        if after != state && !on.atoms.iter().all(each) { after | state } else { after }
    }

    /// A case is opened or a ladder started, which does more in its own time: whether before or after what the flow does, nobody can tell.
    fn sets_going(&mut self, stmt: &StmtKind, state: u8) {
        let later = |all: &[EventAtom]| all.iter().any(|atom| in_time(self.model, &atom.kind, stmt));
        self.lost |= later(&self.deadline.start.atoms) || state & !STARTED != 0 && later(&self.deadline.stop.atoms);
    }

    fn leave(&mut self, at: Option<usize>, state: u8) -> u8 {
        at.map_or(state, |at| self.happens(&Point::Leave(at), state))
    }

    /// Something is done: it may be 止, and then 起.
    fn happens(&mut self, what: &Point<'_>, state: u8) -> u8 {
        let (model, id, deadline) = (self.model, self.id, self.deadline);
        for (atom, stopped) in deadline.stop.atoms.iter().zip(&mut self.stopped) {
            if is(model, id, &atom.kind, what) {
                *stopped |= state;
            }
        }
        if state != 0 && self.is_start(what) {
            self.started = true;
            return STARTED;
        }
        state
    }

    fn is_start(&self, what: &Point<'_>) -> bool {
        self.deadline.start.atoms.iter().any(|atom| is(self.model, self.id, &atom.kind, what))
    }
}

/// After one more decision about values.
fn decided(state: u8) -> u8 {
    let many = if state & (ONCE | MANY) != 0 { MANY } else { 0 };
    let once = if state & FREE != 0 { ONCE } else { 0 };
    many | once | state & STARTED
}

/// Where nobody knows whether a way goes on here, one without 起 is not followed for certain.
fn unsure(state: u8) -> u8 {
    let many = if state & (FREE | ONCE | MANY) != 0 { MANY } else { 0 };
    many | state & STARTED
}
