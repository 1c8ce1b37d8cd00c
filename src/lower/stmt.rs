//! Statements as code.

use super::flow::leaves;
use super::phrase::{mode, pace};
use super::{Lowering, cite};
use crate::base::Span;
use crate::program::{self, Ask, Branch, Do, Fill, Op, Pc, SayWords, Wait, WaitArm};
use crate::sema::model::{self, LineSource, Place, Stmt, StmtKind};
use smol_str::SmolStr;

impl Lowering<'_> {
    /// Lowers statements in order.
    pub(super) fn stmts(&mut self, stmts: &[Stmt]) {
        for stmt in stmts {
            self.stmt(stmt);
        }
    }

    /// Lowers a body and, where it does not leave, a jump whose target is set later.
    fn stmts_then_jump(&mut self, stmts: &[Stmt], span: Span, jumps: &mut Vec<Pc>) {
        self.stmts(stmts);
        if !stmts.last().is_some_and(leaves) {
            jumps.push(self.emit(Op::Jump(0), span));
        }
    }

    fn stmt(&mut self, stmt: &Stmt) {
        let span = stmt.span;
        match &stmt.kind {
            StmtKind::Say(say) => {
                let say = self.say(say, stmt);
                self.emit(Op::Say(Box::new(say)), span);
            }
            StmtKind::Tip(text) => {
                let line = self.line(text);
                self.emit(Op::Tip(line), span);
            }
            StmtKind::Ask { say, into, slot } => self.ask(say, into, slot, stmt),
            StmtKind::Fill { record, form, fields } => {
                let fill = Fill { record: self.expr(record), form: form.0, fields: fields.iter().map(|f| f.0).collect() };
                self.emit(Op::Fill(Box::new(fill)), span);
            }
            StmtKind::ReadBack { record, fields, .. } => {
                let record = self.expr(record);
                self.emit(Op::ReadBack(Box::new(record), fields.iter().map(|f| f.0).collect()), span);
            }
            StmtKind::Set { place, value } => {
                let (place, value) = (self.target(place), self.expr(value));
                self.emit(Op::Set(Box::new(place), Box::new(value)), span);
            }
            StmtKind::Do { action, args, into, limit, timeout } => {
                let act = Do {
                    action: action.0,
                    args: self.exprs(args),
                    into: into.as_ref().map(|p| self.target(p)),
                    limit: limit.as_ref().map(|l| self.limit(l, timeout.as_deref().is_some_and(model::Arm::reaches))),
                    timeout: None,
                };
                let at = self.emit(Op::Do(Box::new(act)), span);
                self.after_wait(at, &[], timeout.as_deref());
            }
            StmtKind::OpenCase { flow, args } => {
                let args = self.exprs(args);
                self.emit(Op::OpenCase(flow.0, args), span);
            }
            StmtKind::Call { flow, args, into } => {
                let (args, into) = (self.exprs(args), into.as_ref().map(|p| Box::new(self.target(p))));
                self.emit(Op::Call(flow.0, args, into), span);
            }
            StmtKind::Return(value) => {
                let value = value.as_ref().map(|e| Box::new(self.expr(e)));
                self.emit(Op::Return(value), span);
            }
            StmtKind::End(name) => {
                let result = self.result(name);
                self.emit(Op::End(result), span);
            }
            StmtKind::Goto(step) => {
                self.emit(Op::Goto(step.0), span);
            }
            StmtKind::GotoFlow { flow, args, and_return } => {
                let args = self.exprs(args);
                let op = if *and_return { Op::Call(flow.0, args, None) } else { Op::GotoFlow(flow.0, args) };
                self.emit(op, span);
            }
            StmtKind::Wait(wait) => self.wait(wait, span),
            StmtKind::If { arms, otherwise } => self.choose(arms, otherwise.as_deref()),
            StmtKind::Match(table) => self.branch(table),
            StmtKind::Escalate { ladder, key } => {
                let key = key.as_ref().map(|e| Box::new(self.expr(e)));
                self.emit(Op::Climb(ladder.0, key), span);
            }
            StmtKind::WaitAgain { limit, at_most } => {
                let moved = self.around.last().and_then(|(at, _)| self.program.code.get(*at as usize)).is_some_and(|op| match op {
                    Op::Wait(wait) => wait.limit.as_ref().is_some_and(|l| l.shift.is_some()),
                    Op::Do(action) => action.limit.as_ref().is_some_and(|l| l.shift.is_some()),
                    _ => false,
                });
                let renewed = |limit: &model::Limit| match self.around.last() {
                    Some(_) => self.limit(limit, moved),
                    None => self.limit(limit, self.of_limit),
                };
                let limit = limit.as_deref().map(renewed).map(Box::new);
                let at_most = at_most.as_ref().map(|e| Box::new(self.expr(e)));
                let op = match self.around.last() {
                    Some((wait, _)) => Op::Again(*wait, limit, at_most),
                    // In what a 期限 does, the 期限 itself is what waits.
                    None => Op::Anew(limit, at_most),
                };
                self.emit(op, span);
            }
            StmtKind::Continue => {
                let at = self.emit(Op::Continue(0), span);
                if let Some((_, behind)) = self.around.last_mut() {
                    behind.push(at);
                }
            }
            StmtKind::CloseHere => {
                let op = self.around.last().map_or(Op::Settle, |(wait, _)| Op::CloseHere(*wait));
                self.emit(op, span);
            }
            // A model with a fault is not lowered.
            StmtKind::Bad => {}
        }
    }

    fn say(&mut self, say: &model::Say, stmt: &Stmt) -> program::Say {
        let words = say.lines.iter().filter_map(|line| self.words(line, stmt.span)).collect();
        let modality = match say.modality {
            model::Modality::Must => program::Modality::Must,
            model::Modality::Should => program::Modality::Should,
            model::Modality::May => program::Modality::May,
        };
        program::Say {
            modality,
            words,
            pace: say.pace.map(pace),
            pause: say.pause.as_ref().map(|e| self.expr(e)),
            promises: say.promises.iter().map(|f| f.0).collect(),
            basis: cite::clauses(&stmt.meta),
        }
    }

    /// The words of a line; those of the first alternative are noted for citations.
    pub(super) fn words(&mut self, line: &model::Line, stmt: Span) -> Option<SayWords> {
        match &line.source {
            LineSource::Text(text) => {
                let id = self.line(text);
                self.spoken.entry(stmt).or_insert(id);
                Some(SayWords::Line(id, mode(line.mode)))
            }
            LineSource::Class(class, args) => {
                let own = self.model.phrases.get(class.index()).and_then(|c| c.mode);
                let args = self.exprs(args);
                Some(SayWords::Class(class.0, args, mode(line.mode.or(own))))
            }
            LineSource::Var(var) => Some(SayWords::ClassVar(var.0)),
            LineSource::Bad => None,
        }
    }

    fn ask(&mut self, say: &model::Say, into: &Place, slot: &model::Slot, stmt: &Stmt) {
        let field = self.place_name(into);
        let ask = Ask { say: self.say(say, stmt), into: self.target(into), field, slot: self.slot(slot) };
        self.emit(Op::Ask(Box::new(ask)), stmt.span);
    }

    fn wait(&mut self, wait: &model::Wait, span: Span) {
        let op = Wait {
            on: wait.on.as_ref().map(|e| self.event(e)).unwrap_or_default(),
            arms: Vec::new(),
            limit: wait.limit.as_ref().map(|l| self.limit(l, wait.timeout.as_ref().is_some_and(model::Arm::reaches))),
            timeout: None,
            then: 0,
        };
        let at = self.emit(Op::Wait(Box::new(op)), span);
        self.after_wait(at, &wait.whens, wait.timeout.as_ref());
    }

    /// The code behind a wait: 当 bodies and 超时, then the place where it goes on.
    fn after_wait(&mut self, at: Pc, whens: &[model::When], timeout: Option<&model::Arm>) {
        let is_do = matches!(self.program.code.get(at as usize), Some(Op::Do(_)));
        let mut to_end = Vec::new();
        if is_do && timeout.is_some() {
            // An action that is answered goes on at the next operation: over its 超时.
            to_end.push(self.emit(Op::Jump(0), self.span_of(whens, timeout)));
        }
        let mut arms = Vec::new();
        for when in whens {
            let on = self.event(&when.on);
            arms.push(WaitArm { on, body: self.next() });
            self.stmts_then_jump(&when.body, when.span, &mut to_end);
        }
        let mut begin = None;
        if let Some(arm) = timeout {
            begin = Some(self.next());
            self.around.push((at, Vec::new()));
            self.stmts_then_jump(&arm.body, arm.span, &mut to_end);
            if let Some((_, behind)) = self.around.pop() {
                to_end.extend(behind);
            }
        }
        let end = self.next();
        for pc in to_end {
            self.aim(pc, end);
        }
        match self.program.code.get_mut(at as usize) {
            Some(Op::Wait(wait)) => {
                wait.arms = arms;
                wait.timeout = begin;
                wait.then = end;
            }
            Some(Op::Do(act)) => act.timeout = begin,
            _ => {}
        }
    }

    fn span_of(&self, whens: &[model::When], timeout: Option<&model::Arm>) -> Span {
        timeout.map(|t| t.span).or(whens.first().map(|w| w.span)).unwrap_or_default()
    }

    fn choose(&mut self, arms: &[model::IfArm], otherwise: Option<&model::Arm>) {
        let mut to_end = Vec::new();
        for (i, arm) in arms.iter().enumerate() {
            let condition = self.expr(&arm.condition);
            let test = self.emit(Op::Unless(Box::new(condition), 0), arm.span);
            if i + 1 < arms.len() || otherwise.is_some() {
                self.stmts_then_jump(&arm.body, arm.span, &mut to_end);
            } else {
                self.stmts(&arm.body);
            }
            let next = self.next();
            self.aim(test, next);
        }
        if let Some(arm) = otherwise {
            self.stmts(&arm.body);
        }
        let end = self.next();
        for pc in to_end {
            self.aim(pc, end);
        }
    }

    fn branch(&mut self, table: &model::Table<Vec<Stmt>>) {
        let columns = self.exprs(&table.columns);
        let at = self.emit(Op::Branch(Box::new(Branch { columns, rows: Vec::new(), otherwise: 0 })), table.span);
        let (mut rows, mut to_end) = (Vec::new(), Vec::new());
        for row in &table.rows {
            let cells = row.cells.iter().flatten().map(|c| self.cell(c)).collect();
            rows.push((cells, self.next()));
            self.stmts_then_jump(&row.then, row.span, &mut to_end);
        }
        let end = self.next();
        for pc in to_end {
            self.aim(pc, end);
        }
        if let Some(Op::Branch(branch)) = self.program.code.get_mut(at as usize) {
            branch.rows = rows;
            branch.otherwise = end;
        }
    }

    /// Sets where a jump leads.
    fn aim(&mut self, pc: Pc, to: Pc) {
        if let Some(Op::Jump(target) | Op::Continue(target) | Op::Unless(_, target)) = self.program.code.get_mut(pc as usize) {
            *target = to;
        }
    }

    /// A limit; `reaches` tells whether somebody is disturbed when it is broken: then an elapsed length, too, is moved out of rest hours if
    /// the calendar says so. What runs only in calls stays where it is.
    pub(super) fn limit(&mut self, limit: &model::Limit, reaches: bool) -> program::Limit {
        let before = self.calendar;
        if let Some(using) = limit.using {
            self.in_force(Some(using));
        }
        let in_force = self.calendar.or(self.program.calendar);
        // An elapsed length needs no calendar unless one is named, or it is to be moved out of rest hours.
        let hit = in_force.and_then(|c| self.program.calendars.get(c as usize)).and_then(|c| c.rest_hit);
        let shift = limit.shift(hit, reaches).filter(|_| self.moves);
        let calendar = in_force.filter(|_| limit.is_counted() || shift.is_some());
        let lowered = program::Limit {
            bound: match &limit.bound {
                model::LimitBound::Length(e) => program::LimitBound::Length(self.expr(e)),
                model::LimitBound::Until(e) => program::LimitBound::Until(self.expr(e)),
            },
            from: limit.from.as_ref().map(|e| self.event(e)).unwrap_or_default(),
            calendar,
            shift,
            retroactive: limit.retroactive,
        };
        self.calendar = before;
        lowered
    }

    fn target(&mut self, place: &Place) -> program::Place {
        match place {
            Place::Var(var) => program::Place::Var(var.0),
            Place::Field(record, field) => program::Place::Field(self.expr(record), field.0),
            Place::Bad => program::Place::Var(0),
        }
    }

    /// What a place is called: the variable's or the field's name.
    fn place_name(&self, place: &Place) -> SmolStr {
        match place {
            Place::Var(var) => self.var_name(*var),
            Place::Field(record, field) => match record.ty {
                model::Ty::Record(form) => {
                    self.model.forms.get(form.index()).and_then(|f| f.fields.get(field.index())).map(|f| f.name.clone()).unwrap_or_default()
                }
                _ => SmolStr::default(),
            },
            Place::Bad => SmolStr::default(),
        }
    }

    fn var_name(&self, var: model::VarId) -> SmolStr {
        let flow = self.model.flows.get(self.program.flows.len());
        flow.and_then(|f| f.vars.get(var.index())).map(|v| v.name.clone()).unwrap_or_default()
    }
}
