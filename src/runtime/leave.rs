//! Entering and leaving: steps, flows, handlers, the call.

use super::effect::{EffectKind, EndResult, Finding};
use super::exec::Then;
use super::json::to_json;
use super::observe::To;
use super::occur::Occur;
use super::run::{Halt, Run};
use super::seen::Point;
use super::state::{Frame, NEVER, NONE};
use super::value::Val;
use crate::base::limits::CALL_DEPTH;
use crate::program::Op;

impl Run<'_> {
    /// 转 to a step of the flow that the top frame belongs to; all above that flow's invocation is left.
    #[inline]
    pub(crate) fn goto(&mut self, t: usize, step: u32) -> Then {
        let Some(owner) = self.top(t).map(|f| f.owner as usize) else { return Then::Waits };
        self.leave_down_to(t, owner + 1);
        self.emit(t, NONE, EffectKind::Leave);
        self.note_step(t, false);
        if let Some(top) = self.top_mut(t) {
            top.step = step;
        }
        match self.enter(t) {
            Some(entry) => Then::At(entry),
            None => Then::Waits,
        }
    }

    /// The top frame, an invocation, enters its step.
    fn enter(&mut self, t: usize) -> Option<u32> {
        self.moved(t);
        let now = self.st.core.now;
        let thread = self.st.threads.get_mut(t)?;
        let at = thread.frames.len() as u32 - 1;
        if !thread.again.is_empty() {
            thread.again.retain(|(frame, ..)| *frame < at);
        }
        thread.shown.clear();
        let top = thread.frames.last_mut()?;
        top.entered = now;
        top.stayed = now.saturating_sub(1);
        top.due = NEVER;
        let step = *self.m.index.steps.get(top.step as usize)?;
        self.emit(t, NONE, EffectKind::Enter);
        if let Some(step) = self.top(t).map(|f| f.step) {
            self.m.note(Point::Step(step), now);
        }
        self.note_step(t, true);
        if !step.free {
            let only = self.m.program.flows.get(step.flow as usize).and_then(|f| f.steps.get(step.step as usize)).map(|s| &s.only);
            if only.is_some_and(|only| !self.allowed(t, only)) {
                self.emit(t, step.entry, EffectKind::Finding(Box::new(Finding::NotAllowed)));
            }
        }
        Some(step.entry)
    }

    fn note_step(&mut self, t: usize, entered: bool) {
        if (self.m.index.heard.machine() || self.m.index.watched)
            && let Some((flow, step)) = self.top(t).and_then(|f| self.m.step(f.step))
        {
            self.happened(t, if entered { Occur::Enter(flow, step) } else { Occur::Leave(flow, step) });
        }
    }

    /// An invocation of a flow begins or ends.
    fn note_flow(&mut self, t: usize, step: u32, begins: bool) {
        if self.m.rules.any()
            && let Some((flow, _)) = self.m.step(step)
        {
            self.note_to(To::Rules, t, &if begins { Occur::FlowIn(flow) } else { Occur::FlowOut(flow) });
        }
    }

    /// Leaves all frames from the top down to, but without, the first `keep`.
    pub(crate) fn leave_down_to(&mut self, t: usize, keep: usize) {
        while self.st.threads.get(t).is_some_and(|th| th.frames.len() > keep) {
            if self.top(t).is_some_and(|f| f.handler == NONE) {
                self.emit(t, NONE, EffectKind::Leave);
                self.note_step(t, false);
            }
            self.drop_top(t);
        }
    }

    fn drop_top(&mut self, t: usize) {
        let Some(thread) = self.st.threads.get_mut(t) else { return };
        let Some(frame) = thread.frames.pop() else { return };
        let left = thread.frames.len() as u32;
        if frame.handler == NONE {
            thread.vars.truncate(frame.base as usize);
        }
        if !thread.again.is_empty() {
            thread.again.retain(|(frame, ..)| *frame < left);
        }
        thread.keys.retain(|(frame, _)| *frame < left);
        let id = thread.id;
        if frame.handler == NONE {
            self.note_flow(t, frame.step, false);
            self.frame_left(id, left);
        }
    }

    /// Puts an invocation of a flow on the stack and gives the place of its first operation.
    pub(crate) fn call(&mut self, t: usize, flow: u32, args: Vec<Val>) -> Result<u32, Halt> {
        let first = self.m.index.flows.get(flow as usize).ok_or(Halt::Much)?.first_step;
        let declared = self.m.program.flows.get(flow as usize).ok_or(Halt::Much)?;
        let now = self.st.core.now;
        let thread = self.st.threads.get_mut(t).ok_or(Halt::Much)?;
        if thread.frames.len() >= 2 * CALL_DEPTH || thread.frames.iter().filter(|f| f.handler == NONE).count() >= CALL_DEPTH {
            return Err(Halt::Deep);
        }
        let base = thread.vars.len();
        thread.vars.extend(args);
        thread.vars.resize(base + declared.vars.len(), Val::Unknown);
        let owner = thread.frames.len() as u32;
        thread.frames.push(Frame { base: base as u32, ..Frame::entered(owner, first, now) });
        self.note_flow(t, first, true);
        self.enter(t).ok_or(Halt::Much)
    }

    /// 转 to a flow: the invocation ends, and the flow takes its place.
    pub(crate) fn goto_flow(&mut self, t: usize, flow: u32, args: Vec<Val>) -> Result<u32, Halt> {
        let owner = self.top(t).map_or(0, |f| f.owner as usize);
        self.leave_down_to(t, owner);
        self.call(t, flow, args)
    }

    /// 返回: the invocation ends, and what called it goes on with the value.
    pub(crate) fn give_back(&mut self, t: usize, pc: u32, value: Val) -> Then {
        let owner = self.top(t).map_or(0, |f| f.owner as usize);
        if owner == 0 {
            if value.is_known() {
                let json = to_json(self.m, &self.st.records, &value);
                self.emit(t, pc, EffectKind::Record(Box::new(("返回".to_owned(), json))));
            }
            self.end(t, pc, EndResult::Returned);
            return Then::Waits;
        }
        self.leave_down_to(t, owner);
        let Some(waiting) = self.top(t).map(|f| f.pc) else { return Then::Waits };
        match self.m.program.code.get(waiting as usize) {
            Some(Op::Call(_, _, into)) => {
                if let Some(place) = into {
                    self.assign(t, waiting, place, value, true);
                }
                Then::At(waiting + 1)
            }
            _ => Then::Waits,
        }
    }

    /// The end of a handler: the wait it interrupted goes on.
    pub(crate) fn resume(&mut self, t: usize, pc: u32) -> Then {
        if self.top(t).is_none_or(|f| f.handler == NONE) {
            self.wait_at(t, pc);
            return Then::Waits;
        }
        self.drop_top(t);
        // A body outside any flow interrupted nothing.
        if let Some(thread) = self.st.threads.get_mut(t).filter(|th| th.aside.is_some() && th.frames.is_empty()) {
            thread.ended = true;
            return Then::Waits;
        }
        self.emit(t, pc, EffectKind::Resume);
        match self.top(t) {
            Some(top) if top.answered => Then::At(top.pc.saturating_add(1)),
            _ => Then::Waits,
        }
    }

    /// Ends the thread. What a limit does outside any flow ends the thread for which it runs.
    pub(crate) fn end(&mut self, t: usize, pc: u32, result: EndResult) {
        if let Some((starter, _)) = self.st.threads.get(t).and_then(|th| th.aside) {
            let with = self.st.threads.iter().position(|th| th.id == starter && !th.ended);
            match (with, result) {
                (Some(with), EndResult::Named(_)) => self.end(with, pc, result),
                (None, EndResult::Named(_)) => {
                    self.emit(t, pc, EffectKind::End(result));
                    self.note_end(t, result);
                }
                _ => {}
            }
            return self.clear_thread(t);
        }
        self.moved(t);
        self.leave_down_to(t, 1);
        if self.top(t).is_some() {
            self.emit(t, NONE, EffectKind::Leave);
            self.note_step(t, false);
            if let Some(step) = self.top(t).map(|f| f.step) {
                self.note_flow(t, step, false);
            }
        }
        self.emit(t, pc, EffectKind::End(result));
        self.note_end(t, result);
        if let Some((id, flow)) = self.st.threads.get(t).map(|th| (th.id, th.flow)) {
            let case = self.m.program.flows.get(flow as usize).is_some_and(|f| f.case);
            if case {
                self.note_to_others(t, Occur::Close);
            }
            self.thread_left(id, case);
        }
        self.clear_thread(t);
    }

    fn note_end(&mut self, t: usize, result: EndResult) {
        let named = match result {
            EndResult::Named(i) => Some(i),
            EndResult::Returned | EndResult::HungUp | EndResult::CallEnded => None,
        };
        self.note_to_others(t, Occur::End(named));
    }

    /// Rules and limits see that something of a thread is over, and so do the threads that go on.
    fn note_to_others(&mut self, t: usize, what: Occur) {
        self.note(t, &what);
        if self.m.index.heard.hears(&what) {
            let others = (0..self.st.threads.len()).filter(|other| *other != t);
            self.queue.extend(others.map(|other| (other, what.clone())));
        }
    }

    fn clear_thread(&mut self, t: usize) {
        if let Some(thread) = self.st.threads.get_mut(t) {
            thread.frames.clear();
            thread.vars.clear();
            thread.again.clear();
            thread.events.clear();
            thread.keys.clear();
            thread.ended = true;
        }
    }
}
