//! The order of 起 and 止 on the ways through a flow, where both are what the machine does in it.
//!
//! A way that avoids 起 is followed only while it hangs on one decision about values at most: two decisions may exclude each other,
//! and what cannot happen is not to be reported.

use crate::sema::check::Context;
use crate::sema::check::branches::Chains;
use crate::sema::check::paths::{LinkKind, Links};
use crate::sema::model::{
    Anytime, Deadline, EventAtom, EventKind, Flow, FlowId, Key, Label, Model, Opt, Remedy, Step, Stmt, StmtKind, When, each_stmt, remedies,
};

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
    let flow_id = flow_of(model, deadline)?;
    let flow = model.flows.get(flow_id.index()).filter(|f| !cx.faulty(f.span))?;
    let here = |atom: &EventAtom| atom.test.is_none() && only_in(model, flow_id, &atom.kind);
    if deadline.start.atoms.is_empty() || deadline.stop.atoms.is_empty() {
        return None;
    }
    if !deadline.start.atoms.iter().all(here) || !deadline.stop.atoms.iter().all(|a| here(a) && a.filter.is_none()) {
        return None;
    }
    let mut ways = Ways::new(flow_id, flow, deadline, chains);
    ways.run();
    if ways.lost {
        return None;
    }
    let first = deadline.stop.atoms.iter().zip(&ways.stopped).find(|(_, s)| **s & STARTED == 0 && **s != 0).map(|(atom, _)| atom);
    if let Some(stop) = first.filter(|_| ways.started && ways.stopped.iter().all(|s| s & STARTED == 0)) {
        return Some(Order::Backwards(stop));
    }
    let free = ways.stopped.iter().all(|s| s & (FREE | ONCE) != 0);
    free.then(|| deadline.stop.atoms.first().map(Order::Free)).flatten()
}

/// The flow in which everything about a 期限 happens within one invocation.
fn flow_of(model: &Model, deadline: &Deadline) -> Option<FlowId> {
    if let Some(flow) = deadline.flow {
        return Some(flow);
    }
    let flow = deadline.start.atoms.iter().chain(&deadline.stop.atoms).find_map(|atom| match atom.kind {
        EventKind::Enter(flow, _) | EventKind::Leave(flow, _) => Some(flow),
        _ => None,
    })?;
    let case = model.flows.get(flow.index()).is_some_and(|f| f.case);
    let once = || !case && !Links::of(model).all.iter().any(|l| l.to == flow && l.kind != LinkKind::Open);
    match deadline.key {
        Key::Case => case.then_some(flow),
        Key::None => once().then_some(flow),
        Key::Period | Key::Named(_) => None,
    }
}

/// Whether an event is made by statements and options of this flow alone.
fn only_in(model: &Model, flow: FlowId, kind: &EventKind) -> bool {
    let made = |stmt: &Stmt| match (kind, &stmt.kind) {
        (EventKind::Do(action), StmtKind::Do { action: done, .. }) => action == done,
        (EventKind::Submit(form), StmtKind::Fill { form: filled, .. }) => form == filled,
        (EventKind::End(Some(name)), StmtKind::End(result)) => name == result,
        _ => false,
    };
    let elsewhere = || {
        let mut found = false;
        for (f, other) in model.flows.iter().enumerate() {
            let mut look = |stmt: &Stmt| found |= made(stmt);
            if f != flow.index() {
                other.each_stmt(&mut look);
            } else {
                other.limits.iter().for_each(|a| each_stmt(&a.body, &mut look));
            }
        }
        model.loose_bodies().for_each(|arm| each_stmt(&arm.body, &mut |stmt| found |= made(stmt)));
        let by_rule = remedies(model).any(|r| matches!((r, kind), (Remedy::Do(a, ..), EventKind::Do(action)) if a == action));
        found || by_rule
    };
    match kind {
        EventKind::Enter(f, _) | EventKind::Leave(f, _) => *f == flow,
        EventKind::Do(_) | EventKind::Submit(_) | EventKind::End(Some(_)) => !elsewhere(),
        EventKind::Chose(label) => {
            let has = |o: &Opt| o.label == *label;
            let others = model.flows.iter().enumerate().filter(|(f, _)| *f != flow.index());
            !others.into_iter().any(|(_, f)| f.steps.iter().flat_map(|s| &s.options).chain(f.anytime.iter().filter_map(option)).any(has))
        }
        _ => false,
    }
}

fn option(anytime: &Anytime) -> Option<&Opt> {
    if let Anytime::Option(option) = anytime { Some(option) } else { None }
}

/// What a machine does at one point.
enum Point<'m> {
    Enter(usize),
    Leave(usize),
    At(&'m StmtKind),
    Chose(&'m Label),
}

/// All ways through a flow.
struct Ways<'m> {
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
    fn new(id: FlowId, flow: &'m Flow, deadline: &'m Deadline, chains: &'m Chains) -> Self {
        Self {
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
        self.by_handler =
            flow.anytime.iter().any(|a| self.brings(a.body()) || option(a).is_some_and(|o| self.is_start(&Point::Chose(&o.label))))
                || flow.steps.iter().flat_map(|s| &s.whens).any(|w| self.brings(&w.body));
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
                let mut out = if wait.on.is_some() || wait.whens.is_empty() && wait.timeout.is_none() { state } else { 0 };
                for when in &wait.whens {
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
            StmtKind::Say(_)
            | StmtKind::Tip(_)
            | StmtKind::Fill { .. }
            | StmtKind::ReadBack { .. }
            | StmtKind::Set { .. }
            | StmtKind::OpenCase { .. }
            | StmtKind::Escalate { .. } => state,
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

    fn leave(&mut self, at: Option<usize>, state: u8) -> u8 {
        at.map_or(state, |at| self.happens(&Point::Leave(at), state))
    }

    /// Something is done: it may be 止, and then 起.
    fn happens(&mut self, what: &Point<'_>, state: u8) -> u8 {
        let (id, deadline) = (self.id, self.deadline);
        for (atom, stopped) in deadline.stop.atoms.iter().zip(&mut self.stopped) {
            if is(id, &atom.kind, what) {
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
        self.deadline.start.atoms.iter().any(|atom| is(self.id, &atom.kind, what))
    }
}

/// Whether a pattern is for what is done.
fn is(flow: FlowId, kind: &EventKind, what: &Point<'_>) -> bool {
    match (kind, what) {
        (EventKind::Enter(f, step), Point::Enter(at)) | (EventKind::Leave(f, step), Point::Leave(at)) => *f == flow && step.index() == *at,
        (EventKind::Chose(label), Point::Chose(chosen)) => label == *chosen,
        (EventKind::Do(action), Point::At(StmtKind::Do { action: done, .. })) => action == done,
        (EventKind::Submit(form), Point::At(StmtKind::Fill { form: filled, .. })) => form == filled,
        (EventKind::End(Some(name)), Point::At(StmtKind::End(result))) => name == result,
        _ => false,
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
