//! Offering what happens to a thread: the innermost wait first, then 当 of the step, then 随时, this flow's before its callers'.

use super::exec::Then;
use super::occur::Occur;
use super::run::{Halt, Run};
use super::state::{Frame, NEVER};
use crate::program::{Handler, Op};

impl<'a> Run<'a> {
    /// Offers something to a thread; whether it was taken. What takes it runs until it waits.
    pub(crate) fn offer(&mut self, t: usize, what: &Occur) -> Result<bool, Halt> {
        let Some(top) = self.top(t).copied().filter(|_| self.m.index.heard.hears(what)) else { return Ok(false) };
        self.start_from(t, &top, what);
        if let Some(pc) = self.wait_takes(t, &top, what) {
            self.limit_met(&top);
            self.keep_args(t, what);
            self.clear_screen(t);
            if let Some(top) = self.top_mut(t) {
                top.due = NEVER;
            }
            self.go(t, pc)?;
            return Ok(true);
        }
        let Some((id, owner, body)) = self.handler_for(t, what) else { return Ok(false) };
        self.keep_args(t, what);
        self.run_handler(t, id, owner, body)?;
        Ok(true)
    }

    /// The body of a handler or option runs above what it interrupts.
    pub(crate) fn run_handler(&mut self, t: usize, id: u32, owner: u32, body: u32) -> Result<(), Halt> {
        let now = self.st.core.now;
        let Some(thread) = self.st.threads.get_mut(t) else { return Ok(()) };
        let Some(scope) = thread.frames.get(owner as usize).copied() else { return Ok(()) };
        if thread.frames.len() >= 2 * crate::base::limits::CALL_DEPTH {
            return Err(Halt::Deep);
        }
        let Frame { step, base, entered, .. } = scope;
        let frame = Frame { pc: body, base, handler: id, entered, ..Frame::entered(owner, step, now) };
        thread.frames.push(frame);
        self.go(t, body)
    }

    /// A limit that counts from an event begins with it.
    fn start_from(&mut self, t: usize, top: &Frame, what: &Occur) {
        if !top.unstarted {
            return;
        }
        let limit = match self.m.program.code.get(top.pc as usize) {
            Some(Op::Wait(wait)) => wait.limit.as_ref(),
            Some(Op::Do(action)) => action.limit.as_ref(),
            _ => None,
        };
        if let Some(limit) = limit
            && self.any_matches(t, top.owner, &limit.from, what)
        {
            self.start_limit(t, top.pc, limit);
        }
    }

    fn wait_takes(&mut self, t: usize, top: &Frame, what: &Occur) -> Option<u32> {
        let Some(Op::Wait(wait)) = self.m.program.code.get(top.pc as usize) else { return None };
        if self.any_matches(t, top.owner, &wait.on, what) {
            return Some(wait.then);
        }
        wait.arms.iter().find(|arm| self.any_matches(t, top.owner, &arm.on, what)).map(|arm| arm.body)
    }

    fn handler_for(&mut self, t: usize, what: &Occur) -> Option<(u32, u32, u32)> {
        let all = self.handlers(t);
        let found =
            all.into_iter().find(|(owner, id, handler)| self.any_matches(t, *owner, &handler.on, what) && !self.is_off(t, *id, *owner));
        found.map(|(owner, id, handler)| (id, owner, handler.body))
    }

    /// The 当 of the step and the 随时 of its flow and of those that called it, in the order in which they are asked: the invocation each
    /// belongs to, its number, itself.
    pub(crate) fn handlers(&self, t: usize) -> Vec<(u32, u32, &'a Handler)> {
        let mut found = Vec::new();
        let Some(thread) = self.st.threads.get(t) else { return found };
        let mut at = thread.top().map(|f| f.owner);
        let mut innermost = true;
        while let Some((owner, frame)) = at.and_then(|owner| thread.frames.get(owner as usize).map(|f| (owner, f))) {
            if let Some(step) = self.m.index.steps.get(frame.step as usize)
                && let (Some(flow), Some(of_flow)) =
                    (self.m.program.flows.get(step.flow as usize), self.m.index.flows.get(step.flow as usize))
            {
                let of_step = flow.steps.get(step.step as usize).filter(|_| innermost).map_or(&[][..], |s| &s.handlers);
                found.extend((step.handlers..).zip(of_step).map(|(id, h)| (owner, id, h)));
                found.extend((of_flow.handlers..).zip(&flow.handlers).map(|(id, h)| (owner, id, h)));
            }
            innermost = false;
            at = owner.checked_sub(1).and_then(|below| thread.frames.get(below as usize)).map(|f| f.owner);
        }
        found
    }

    /// The arguments of an event that was taken are its latest ones.
    fn keep_args(&mut self, t: usize, what: &Occur) {
        let Occur::Declared(event, args, _) = what else { return };
        let Some(thread) = self.st.threads.get_mut(t) else { return };
        match thread.events.iter_mut().find(|(e, _)| e == event) {
            Some((_, kept)) => kept.clone_from(args),
            None => {
                let at = thread.events.partition_point(|(e, _)| e < event);
                thread.events.insert(at, (*event, args.clone()));
            }
        }
    }

    /// Goes on with what an operation decided.
    pub(crate) fn follow(&mut self, t: usize, then: Then) -> Result<(), Halt> {
        match then {
            Then::At(pc) => self.go(t, pc),
            Then::Waits => Ok(()),
            Then::After(case, entry, next) => {
                self.go(case, entry)?;
                self.go(t, next)
            }
        }
    }
}
