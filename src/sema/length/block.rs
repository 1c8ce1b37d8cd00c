//! The ways out of statements, and how long each takes.

use super::{Exit, Exits, Gait, Leg, Meter, Took};
use crate::sema::model::{Arm, Event, EventKind, FlowId, IfArm, Label, Limit, LimitBound, Opt, Row, Step, Stmt, StmtKind, Wait, When};
use std::rc::Rc;

impl Meter<'_> {
    /// The ways out of a step: through its options, or where it has none through its handlers. A handler is an exception, so that only the
    /// longest way looks for one beside the options.
    pub(super) fn step(&mut self, step: &Step) -> Exits {
        let mut exits = self.block(&step.body);
        let Some(at) = exits.iter().position(|(e, _)| *e == Exit::Below) else { return exits };
        let (_, here) = exits.remove(at);
        let mut further = Exits::new();
        for option in &step.options {
            self.option(option, &here, &mut further);
        }
        let handlers = further.is_empty() || self.gait == Gait::Longest;
        for ends in [false, true].into_iter().filter(|_| handlers) {
            for when in step.whens.iter().filter(|w| ends_call(&w.on) == ends) {
                if !ends || further.is_empty() || self.gait == Gait::Longest {
                    self.when(when, &here, &mut further);
                }
            }
        }
        for (exit, leg) in further {
            self.add(&mut exits, exit, leg);
        }
        exits
    }

    /// An option that leads nowhere leaves the customer where they are, and another one is chosen.
    fn option(&mut self, option: &Opt, here: &Leg, exits: &mut Exits) {
        if option.provided.as_ref().is_some_and(|e| self.comes_out(e.span) == Some(false)) {
            return;
        }
        let label = match &option.label {
            Label::Name(name) => name.clone(),
            Label::Other => "其他".into(),
        };
        let answered = here.then(&Leg::of(self.answer(option))).by(Took::Answer(label));
        self.leave(&option.body, &answered, exits);
    }

    fn when(&mut self, when: &When, here: &Leg, exits: &mut Exits) {
        let ms = if answers(&when.on) { 0 } else { self.reaction() };
        let heard = here.then(&Leg::of(ms)).by(Took::Line(when.span));
        self.leave(&when.body, &heard, exits);
    }

    /// Adds the ways by which a body leaves its step.
    fn leave(&mut self, body: &[Stmt], before: &Leg, exits: &mut Exits) {
        for (exit, leg) in self.block(body).into_iter().filter(|(e, _)| *e != Exit::Below) {
            self.add(exits, exit, before.then(&leg));
        }
    }

    /// The ways out of statements one below the other.
    fn block(&mut self, block: &[Stmt]) -> Exits {
        let (mut exits, mut late) = (Exits::new(), Vec::new());
        let mut here = Some(Leg::default());
        for stmt in block {
            let Some(before) = here.take() else { break };
            let mut after = Exits::new();
            for (exit, leg) in self.stmt(stmt) {
                let leg = before.then(&leg);
                match (exit, &here) {
                    (Exit::Below, _) => here = Some(leg),
                    (_, None) => self.add(&mut exits, exit, leg),
                    // What comes after falling through is preferred less than all that stands below.
                    (_, Some(_)) => after.push((exit, leg)),
                }
            }
            late.push(after);
        }
        if let Some(leg) = here {
            self.add(&mut exits, Exit::Below, leg);
        }
        for (exit, leg) in late.into_iter().rev().flatten() {
            self.add(&mut exits, exit, leg);
        }
        exits
    }

    fn stmt(&mut self, stmt: &Stmt) -> Exits {
        let below = |ms: i64| vec![(Exit::Below, Leg::of(ms))];
        match &stmt.kind {
            StmtKind::Say(say) => below(self.say(say)),
            StmtKind::Ask { say, slot, .. } => below(self.say(say).saturating_add(self.told(&slot.ty))),
            StmtKind::Fill { form, fields, .. } => below(self.fill(*form, fields)),
            StmtKind::ReadBack { form, fields, .. } => below(self.read_back(*form, fields)),
            StmtKind::Do { limit, timeout, .. } => {
                let mut exits = below(self.full(limit.as_deref()));
                self.late(limit.as_deref(), timeout.as_deref(), &mut exits);
                exits
            }
            StmtKind::Call { flow, .. } => self.called(*flow, Exit::Below),
            StmtKind::GotoFlow { flow, and_return: false, .. } => self.called(*flow, Exit::Back),
            // Coming back, the call stands where it stood: it went round once.
            StmtKind::GotoFlow { flow, and_return: true, .. } => {
                let mut exits = self.called(*flow, Exit::Back);
                exits.retain(|(e, _)| *e == Exit::Over);
                exits
            }
            StmtKind::Return(_) => vec![(Exit::Back, Leg::default())],
            StmtKind::End(_) => vec![(Exit::Over, Leg::default())],
            StmtKind::Goto(step) => vec![(Exit::Step(*step), Leg::default())],
            StmtKind::Wait(wait) => self.wait(wait),
            StmtKind::If { arms, otherwise } => self.chain(arms, otherwise.as_deref()),
            StmtKind::Match(table) => self.rows(&table.rows),
            StmtKind::Tip(_)
            | StmtKind::Set { .. }
            | StmtKind::OpenCase { .. }
            | StmtKind::Escalate { .. }
            | StmtKind::WaitAgain { .. }
            | StmtKind::Continue
            | StmtKind::CloseHere
            | StmtKind::Bad => below(0),
        }
    }

    /// A flow that is called: back from it the call goes on at `back`.
    fn called(&mut self, flow: FlowId, back: Exit) -> Exits {
        let roads = self.flow(flow);
        let mut exits = Exits::new();
        for (exit, way) in &roads.ways {
            let to = if *exit == Exit::Back { back } else { *exit };
            self.add(&mut exits, to, Leg::of(way.ms).by(Took::Called(flow, Rc::clone(way))));
        }
        exits
    }

    fn chain(&mut self, arms: &[IfArm], otherwise: Option<&Arm>) -> Exits {
        let mut exits = Exits::new();
        let taken = arms.iter().position(|a| self.comes_out(a.condition.span) == Some(true));
        // What has no 否则 is an exception: usually it does not hold.
        if otherwise.is_none() && taken.is_none() {
            self.add(&mut exits, Exit::Below, Leg::default());
        }
        for arm in arms.iter().take(taken.map_or(arms.len(), |at| at + 1)) {
            if self.comes_out(arm.condition.span) != Some(false) {
                self.under(&arm.body, Leg::default().by(Took::Line(arm.span)), &mut exits);
            }
        }
        if let Some(arm) = otherwise.filter(|_| taken.is_none()) {
            self.under(&arm.body, Leg::default().by(Took::Line(arm.span)), &mut exits);
        }
        exits
    }

    fn rows(&mut self, rows: &[Row]) -> Exits {
        let mut exits = Exits::new();
        let taken = rows.iter().any(|r| self.comes_out(r.span) == Some(true));
        // 其余 is left where no row is taken.
        let open = |row: &&Row| if row.cells.is_some() { self.comes_out(row.span) != Some(false) } else { !taken };
        for row in rows.iter().filter(open).collect::<Vec<_>>() {
            self.under(&row.then, Leg::default().by(Took::Line(row.span)), &mut exits);
        }
        exits
    }

    /// Adds all ways out of a body.
    fn under(&mut self, body: &[Stmt], before: Leg, exits: &mut Exits) {
        for (exit, leg) in self.block(body) {
            self.add(exits, exit, before.then(&leg));
        }
    }

    fn wait(&mut self, wait: &Wait) -> Exits {
        let events = wait.on.iter().chain(wait.whens.iter().map(|w| &w.on));
        // The call begins when it is answered: however long it rings, nobody talks.
        let rings = events.clone().any(answers);
        let limit = wait.limit.as_ref().filter(|_| !rings);
        let ms = if rings { 0 } else { self.full(limit).max(self.reaction()) };
        let mut exits = Exits::new();
        if wait.on.is_some() || wait.whens.is_empty() {
            self.add(&mut exits, Exit::Below, Leg::of(ms));
        }
        for ends in [false, true] {
            for when in wait.whens.iter().filter(|w| ends_call(&w.on) == ends) {
                if !ends || exits.is_empty() || self.gait == Gait::Longest {
                    self.under(&when.body, Leg::of(ms).by(Took::Line(when.span)), &mut exits);
                }
            }
        }
        self.late(limit, wait.timeout.as_ref(), &mut exits);
        exits
    }

    /// A limit that is used up, on the longest way alone.
    fn full(&self, limit: Option<&Limit>) -> i64 {
        let bound = limit.filter(|_| self.gait == Gait::Longest).map(|l| &l.bound);
        match bound {
            Some(LimitBound::Length(length)) => self.length(length).unwrap_or(0),
            Some(LimitBound::Until(_)) | None => 0,
        }
    }

    /// What happens when a limit runs out; only the longest way lets it.
    fn late(&mut self, limit: Option<&Limit>, timeout: Option<&Arm>, exits: &mut Exits) {
        if let Some(arm) = timeout.filter(|_| self.gait == Gait::Longest) {
            let ran_out = Leg::of(self.full(limit)).by(Took::TimedOut);
            self.under(&arm.body, ran_out, exits);
        }
    }
}

/// Whether an event is the call being answered.
fn answers(event: &Event) -> bool {
    event.atoms.iter().any(|a| matches!(a.kind, EventKind::Answer))
}

/// Whether an event is the end of the call: somebody may hang up anywhere, and that is not how a call goes.
fn ends_call(event: &Event) -> bool {
    event.atoms.iter().all(|a| matches!(a.kind, EventKind::HangUp | EventKind::CallEnded))
}
