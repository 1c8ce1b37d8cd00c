//! Operations, one after the other, until one waits.

use super::effect::{Done, EffectKind, Finding, Words};
use super::index::Quick;
use super::json::to_json;
use super::occur::Occur;
use super::run::{Halt, Run};
use super::seen::Point;
use super::state::{NEVER, NONE, Shown};
use super::value::Val;
use crate::program::{Branch, Do, Expr, Op, Place, Say, Type};

/// What a thread does after an operation.
pub(crate) enum Then {
    /// It goes on here.
    At(u32),
    /// It waits, or has ended.
    Waits,
    /// Another thread runs first, then this one goes on here.
    After(usize, u32, u32),
}

impl Run<'_> {
    /// Runs a thread's top frame from `pc` until it waits; cases opened on the way run at once, each until it waits.
    pub(crate) fn go(&mut self, t: usize, pc: u32) -> Result<(), Halt> {
        let mut stack: Vec<(usize, u32)> = Vec::new();
        let (mut t, mut pc) = (t, pc);
        loop {
            match self.step(t, pc)? {
                Then::At(next) => pc = next,
                Then::After(case, entry, next) => {
                    stack.push((t, next));
                    (t, pc) = (case, entry);
                }
                Then::Waits => match stack.pop() {
                    Some(below) => (t, pc) = below,
                    None => return Ok(()),
                },
            }
        }
    }

    /// One operation.
    #[inline]
    fn step(&mut self, t: usize, pc: u32) -> Result<Then, Halt> {
        self.fuel = self.fuel.saturating_sub(1);
        self.check()?;
        let m = self.m;
        m.note(Point::Op(pc), self.st.core.now);
        match m.index.ops.get(pc as usize) {
            Some(Quick::Say) => {
                self.show(t, Shown::Fixed(pc));
                self.emit(t, pc, EffectKind::Say(None));
                if self.hears {
                    self.ordered(t, pc);
                }
                Ok(Then::At(pc + 1))
            }
            Some(Quick::Tip) => {
                self.show(t, Shown::Fixed(pc));
                self.emit(t, pc, EffectKind::Tip(None));
                Ok(Then::At(pc + 1))
            }
            Some(Quick::Goto(step)) => Ok(self.goto(t, *step)),
            Some(Quick::Jump(target)) => Ok(Then::At(*target)),
            Some(Quick::Rest) => {
                self.rest(t, pc);
                Ok(Then::Waits)
            }
            Some(Quick::Resume) => Ok(self.resume(t, pc)),
            Some(Quick::Slow) => match m.program.code.get(pc as usize) {
                Some(op) => {
                    let then = self.slow(t, pc, op)?;
                    self.tell_unanswered(t, pc);
                    Ok(then)
                }
                None => Ok(Then::Waits),
            },
            None => Ok(Then::Waits),
        }
    }

    fn slow(&mut self, t: usize, pc: u32, op: &Op) -> Result<Then, Halt> {
        let next = Then::At(pc.saturating_add(1));
        match op {
            Op::Say(say) => {
                let words = self.words(t, say);
                self.show(t, Shown::Line(say.modality, words.clone()));
                self.emit(t, pc, EffectKind::Say(Some(words)));
                if self.hears {
                    self.ordered(t, pc);
                }
            }
            Op::Tip(line) => {
                let text = self.eval(t, &[]).line(*line);
                self.show(t, Shown::Tip(text.clone()));
                let text = Words::new(vec![text]);
                self.emit(t, pc, EffectKind::Tip(Some(text)));
            }
            Op::Ask(ask) => {
                let words = self.words(t, &ask.say);
                self.show(t, Shown::Line(ask.say.modality, words.clone()));
                self.wait_at(t, pc);
                self.emit(t, pc, EffectKind::Ask(Some(words)));
                if self.hears {
                    self.ordered(t, pc);
                }
                return Ok(Then::Waits);
            }
            Op::Fill(fill) => {
                self.open_form(t, pc, fill);
                return Ok(Then::Waits);
            }
            Op::ReadBack(record, fields) => self.read_back(t, pc, record, fields),
            Op::Set(place, e) => {
                let value = self.eval(t, &[]).eval(e);
                self.assign(t, pc, place, value, true);
            }
            Op::Do(action) => return self.perform(t, pc, action),
            Op::OpenCase(flow, args) => {
                let args = self.args(t, args);
                let (case, entry) = self.open_case(t, pc, *flow, args)?;
                return Ok(Then::After(case, entry, pc.saturating_add(1)));
            }
            Op::Call(flow, args, _) => {
                let args = self.args(t, args);
                self.wait_at(t, pc);
                return self.call(t, *flow, args).map(Then::At);
            }
            Op::Return(e) => {
                let value = e.as_ref().map_or(Val::Unknown, |e| self.eval(t, &[]).eval(e));
                return Ok(self.give_back(t, pc, value));
            }
            Op::End(result) => {
                self.end(t, pc, super::effect::EndResult::Named(*result));
                return Ok(Then::Waits);
            }
            Op::GotoFlow(flow, args) => {
                let args = self.args(t, args);
                return self.goto_flow(t, *flow, args).map(Then::At);
            }
            Op::Wait(wait) => {
                self.begin_wait(t, pc, wait.limit.as_ref(), false);
                return Ok(Then::Waits);
            }
            Op::Unless(e, target) => {
                let holds = self.eval(t, &[]).holds(e);
                self.m.note(Point::Way(pc, holds), self.st.core.now);
                return Ok(if holds { next } else { Then::At(*target) });
            }
            Op::Branch(branch) => return Ok(Then::At(self.branch(t, pc, branch))),
            Op::Again(wait, limit, times) => return Ok(self.again(t, pc, *wait, limit.as_deref(), times.as_deref())),
            Op::Continue(target) => return Ok(Then::At(*target)),
            Op::CloseHere(wait) => {
                self.emit(t, pc, EffectKind::Finding(Box::new(Finding::LimitBroken)));
                self.wait_at(t, *wait);
                if let Some(top) = self.top_mut(t) {
                    top.closed = true;
                }
                return Ok(Then::Waits);
            }
            Op::Climb(ladder, key) => {
                let key = key.as_ref().map_or(Val::Unknown, |e| self.eval(t, &[]).eval(e));
                let starter = self.st.threads.get(t).map_or(NONE, |th| th.aside.map_or(th.id, |(starter, _)| starter));
                self.asked.push_back((*ladder, key, starter));
            }
            Op::Settle => return Ok(self.settle_limit(t, pc)),
            Op::Anew(limit, times) => return self.anew(t, pc, limit.as_deref(), times.as_deref()),
            Op::Goto(_) | Op::Jump(_) | Op::Rest | Op::Resume => return Ok(Then::Waits),
        }
        Ok(next)
    }

    /// Puts a line or tip on the screen.
    pub(crate) fn show(&mut self, t: usize, shown: Shown) {
        if let Some(thread) = self.st.threads.get_mut(t) {
            thread.shown.push(shown);
        }
    }

    /// The thread's top frame waits at an operation, without a limit.
    pub(crate) fn wait_at(&mut self, t: usize, pc: u32) {
        if let Some(top) = self.top_mut(t) {
            top.pc = pc;
            top.due = NEVER;
            top.unstarted = false;
            top.closed = false;
            top.answered = false;
        }
    }

    fn words(&mut self, t: usize, say: &Say) -> Words {
        self.eval(t, &[]).words(say)
    }

    pub(crate) fn args(&mut self, t: usize, args: &[Expr]) -> Vec<Val> {
        let mut eval = self.eval(t, &[]);
        args.iter().map(|a| eval.eval(a)).collect()
    }

    fn branch(&mut self, t: usize, pc: u32, branch: &Branch) -> u32 {
        let mut eval = self.eval(t, &[]);
        let columns: Vec<Val> = branch.columns.iter().map(|c| eval.eval(c)).collect();
        let row = branch.rows.iter().position(|(cells, _)| eval.row(&columns, cells));
        eval.note_rows(&columns, branch.rows.iter().map(|(cells, _)| cells.as_slice()));
        if let Some(row) = row {
            self.m.note(Point::Row(pc, row as u32), self.st.core.now);
        }
        let body = row.and_then(|row| branch.rows.get(row)).map(|(_, body)| *body);
        body.unwrap_or_else(|| {
            self.emit(t, pc, EffectKind::Finding(Box::new(Finding::NoRow)));
            branch.otherwise
        })
    }

    /// 做: not done where the acting role may not, where 仅当 does not hold, or where it cannot be undone and the customer did not agree.
    fn perform(&mut self, t: usize, pc: u32, action: &Do) -> Result<Then, Halt> {
        let next = Then::At(pc.saturating_add(1));
        let Some(declared) = self.m.program.actions.get(action.action as usize) else { return Ok(next) };
        let args = self.args(t, &action.args);
        let finding = if !self.allowed(t, &declared.only) {
            Some(Finding::NotAllowed)
        } else if declared.provided.as_ref().is_some_and(|e| !self.eval(t, &args).holds(e)) {
            Some(Finding::NotProvided(action.action))
        } else if declared.irreversible && !self.st.threads.get(t).is_some_and(|th| th.agreed(action.action)) {
            Some(Finding::NoConsent(action.action))
        } else {
            None
        };
        if let Some(finding) = finding {
            self.emit(t, pc, EffectKind::Finding(Box::new(finding)));
            if let Some(place) = &action.into {
                self.assign(t, pc, place, Val::Unknown, false);
            }
            return Ok(next);
        }
        // A consent is for once.
        if let Some(thread) = self.st.threads.get_mut(t) {
            thread.consents.retain(|a| *a != action.action);
        }
        self.st.core.done += 1;
        let id = self.st.core.done;
        let shown = declared.params.iter().zip(&args).map(|(p, a)| (p.name.clone(), to_json(self.m, &self.st.records, a))).collect();
        let awaits = action.into.is_some();
        self.emit(t, pc, EffectKind::Do(Box::new(Done { id, action: action.action, args: shown, awaits })));
        if self.m.index.heard.machine() || self.m.index.watched {
            self.happened(t, Occur::Do(action.action, args));
        }
        if !awaits {
            return Ok(next);
        }
        self.begin_wait(t, pc, action.limit.as_ref(), false);
        if let Some(top) = self.top_mut(t) {
            top.awaits = id;
        }
        Ok(Then::Waits)
    }

    /// Puts a value into a variable or a field.
    pub(crate) fn assign(&mut self, t: usize, pc: u32, place: &Place, value: Val, shown: bool) {
        match place {
            Place::Var(var) => {
                if shown {
                    let json = to_json(self.m, &self.st.records, &value);
                    let name = self.var_name(t, *var);
                    self.emit(t, pc, EffectKind::Record(Box::new((name, json))));
                }
                let Some(thread) = self.st.threads.get_mut(t) else { return };
                let at = thread.scope().map_or(0, |f| f.base as usize).saturating_add(*var as usize);
                if let Some(slot) = thread.vars.get_mut(at) {
                    *slot = value;
                }
            }
            Place::Field(record, field) => {
                let record = self.record_for(t, record);
                self.set_field(t, pc, &record, *field, value, shown);
            }
        }
    }

    /// The record an expression gives; a variable that holds none gets a new one of the form its type names.
    pub(crate) fn record_for(&mut self, t: usize, e: &Expr) -> Val {
        let record = self.eval(t, &[]).eval(e);
        if record.is_known() {
            return record;
        }
        let (Expr::Var(var), Some(form)) = (e, self.form_of(t, e)) else { return record };
        let made = self.eval(t, &[]).new_record(form);
        self.assign(t, NONE, &Place::Var(*var), made.clone(), false);
        made
    }

    /// The form a variable is declared to hold a record of.
    pub(crate) fn form_of(&self, t: usize, e: &Expr) -> Option<u32> {
        let Expr::Var(var) = e else { return None };
        let (flow, _) = self.m.step(self.top(t)?.step)?;
        match self.m.program.flows.get(flow as usize)?.vars.get(*var as usize)?.slot.ty {
            Type::Form(form) => Some(form),
            _ => None,
        }
    }

    fn var_name(&self, t: usize, var: u32) -> String {
        let flow = self.top(t).and_then(|f| self.m.step(f.step)).and_then(|(flow, _)| self.m.program.flows.get(flow as usize));
        flow.and_then(|f| f.vars.get(var as usize)).map_or(String::new(), |v| v.name.to_string())
    }
}
