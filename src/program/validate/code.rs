//! Flows and their code. Code that nothing reaches is never run, so it is not looked at.

use super::{Check, Checked, count, index};
use crate::program::{Act, Expr, Flow, Handler, LoadError, LoadErrorKind, Op, Opt, Pc, Type};

/// Not reached by any flow yet.
const NOBODY: u32 = u32::MAX;

impl Check<'_> {
    pub(super) fn flows(&mut self) -> Checked {
        let p = self.p;
        let mut owner = vec![NOBODY; p.code.len()];
        for (f, flow) in p.flows.iter().enumerate() {
            if flow.params as usize > flow.vars.len() || flow.steps.is_empty() {
                return Err(LoadError::new(LoadErrorKind::Index, format!("flows[{f}]")));
            }
            self.within(flow.vars.len(), 0, |check| check.flow(f as u32, flow, &mut owner))?;
        }
        self.limits(&mut owner)
    }

    fn flow(&mut self, f: u32, flow: &Flow, owner: &mut [u32]) -> Checked {
        self.params(&flow.vars)?;
        flow.gives.as_ref().map_or(Ok(()), |slot| self.slot(slot))?;
        self.roles(flow.by.as_slice())?;
        let mut todo: Vec<Pc> = Vec::new();
        self.answers(&flow.handlers, &flow.options, &mut todo)?;
        for step in &flow.steps {
            self.roles(&step.only)?;
            self.roles(step.by.as_slice())?;
            step.phase.map_or(Ok(()), |(taxonomy, leaf)| self.leaf(taxonomy, leaf))?;
            todo.push(step.entry);
            self.answers(&step.handlers, &step.options, &mut todo)?;
        }
        let p = self.p;
        let own = |flow: Option<u32>| flow == Some(f);
        todo.extend(p.deadlines.iter().filter(|d| own(d.flow)).flat_map(crate::program::Deadline::bodies));
        todo.extend(p.ladders.iter().filter(|l| own(l.flow)).map(|l| l.top));
        self.reach(f, flow, todo, owner)
    }

    /// Looks at all code that may be reached from some places; it belongs to nobody else.
    pub(super) fn reach(&mut self, f: u32, flow: &Flow, mut todo: Vec<Pc>, owner: &mut [u32]) -> Checked {
        let p = self.p;
        while let Some(pc) = todo.pop() {
            index(pc, p.code.len(), "code")?;
            let (Some(slot), Some(op)) = (owner.get_mut(pc as usize), p.code.get(pc as usize)) else { continue };
            if *slot == f {
                continue;
            }
            if *slot != NOBODY {
                return Err(LoadError::new(LoadErrorKind::Index, format!("code[{pc}]")));
            }
            *slot = f;
            self.op(flow, op).map_err(|e| e.at(pc))?;
            op.next(pc, |next| todo.push(next));
        }
        Ok(())
    }

    fn answers(&mut self, handlers: &[Handler], options: &[Opt], todo: &mut Vec<Pc>) -> Checked {
        for handler in handlers {
            self.patterns(&handler.on)?;
            todo.push(handler.body);
        }
        for option in options {
            index(option.label, self.p.labels.len(), "labels")?;
            self.roles(&option.only)?;
            option.provided.as_ref().map_or(Ok(()), |p| self.expr(&p.0))?;
            for act in &option.acts {
                match act {
                    Act::Confirmed(e) => self.expr(e)?,
                    Act::Consent(actions) => actions.iter().try_for_each(|a| index(*a, self.p.actions.len(), "actions"))?,
                    Act::Identity => {}
                }
            }
            todo.push(option.body);
        }
        Ok(())
    }

    fn op(&mut self, flow: &Flow, op: &Op) -> Checked {
        let p = self.p;
        match op {
            Op::Say(say) => self.say(say),
            Op::Tip(line) => self.line(*line),
            Op::Ask(ask) => {
                self.say(&ask.say)?;
                self.place(&ask.into)?;
                self.slot(&ask.slot)
            }
            Op::Fill(fill) => {
                self.expr(&fill.record)?;
                index(fill.form, p.forms.len(), "forms")?;
                // A record that does not stand yet can be made only where its place is a variable of the form's type.
                let other =
                    matches!(&fill.record, Expr::Var(v) if flow.vars.get(*v as usize).is_none_or(|v| v.slot.ty != Type::Form(fill.form)));
                if other {
                    return Err(LoadError::new(LoadErrorKind::Index, format!("fill: forms[{}]", fill.form)));
                }
                fill.fields.iter().try_for_each(|field| self.field(fill.form, *field))
            }
            Op::ReadBack(record, fields) => {
                fields.iter().try_for_each(|f| index(*f, self.fields, "fields"))?;
                self.expr(record)
            }
            Op::Set(place, e) => {
                self.place(place)?;
                self.expr(e)
            }
            Op::Do(action) => {
                index(action.action, p.actions.len(), "actions")?;
                let declared = p.actions.get(action.action as usize);
                count(action.args.len(), declared.map_or(0, |a| a.params.len()), "action args")?;
                count(usize::from(action.into.is_some()), usize::from(declared.is_some_and(|a| a.gives.is_some())), "action result")?;
                self.exprs(&action.args)?;
                action.into.as_ref().map_or(Ok(()), |place| self.place(place))?;
                action.limit.as_ref().map_or(Ok(()), |limit| self.limit(limit))
            }
            Op::OpenCase(callee, args) | Op::GotoFlow(callee, args) => self.call(*callee, args),
            Op::Call(callee, args, into) => {
                self.call(*callee, args)?;
                into.as_ref().map_or(Ok(()), |place| self.place(place))
            }
            Op::Return(value) => value.as_ref().map_or(Ok(()), |e| self.expr(e)),
            Op::End(result) => index(*result, p.results.len(), "results"),
            Op::Goto(step) => index(*step, flow.steps.len(), "steps"),
            Op::Wait(wait) => {
                self.patterns(&wait.on)?;
                wait.arms.iter().try_for_each(|arm| self.patterns(&arm.on))?;
                wait.limit.as_ref().map_or(Ok(()), |limit| self.limit(limit))
            }
            Op::Unless(e, _) => self.expr(e),
            Op::Branch(branch) => {
                self.exprs(&branch.columns)?;
                branch.rows.iter().try_for_each(|(cells, _)| self.cells(cells, branch.columns.len()))
            }
            Op::Again(wait, limit, times) => {
                self.waits(*wait)?;
                limit.as_ref().map_or(Ok(()), |limit| self.limit(limit))?;
                times.as_ref().map_or(Ok(()), |e| self.expr(e))
            }
            Op::CloseHere(wait) => self.waits(*wait),
            Op::Climb(ladder, key) => {
                index(*ladder, p.ladders.len(), "ladders")?;
                key.as_ref().map_or(Ok(()), |e| self.expr(e))
            }
            Op::Anew(limit, times) => {
                limit.as_ref().map_or(Ok(()), |limit| self.limit(limit))?;
                times.as_ref().map_or(Ok(()), |e| self.expr(e))
            }
            Op::Jump(_) | Op::Continue(_) | Op::Rest | Op::Resume | Op::Settle => Ok(()),
        }
    }

    fn call(&mut self, flow: u32, args: &[Expr]) -> Checked {
        index(flow, self.p.flows.len(), "flows")?;
        count(args.len(), self.p.flows.get(flow as usize).map_or(0, |f| f.params as usize), "flow args")?;
        self.exprs(args)
    }

    /// Only a wait can be begun anew.
    fn waits(&self, pc: Pc) -> Checked {
        match self.p.code.get(pc as usize) {
            Some(Op::Wait(_)) => Ok(()),
            Some(Op::Do(action)) if action.into.is_some() => Ok(()),
            _ => Err(LoadError::new(LoadErrorKind::Index, format!("code[{pc}]"))),
        }
    }
}
