//! What limits do when they run out: code that runs above an invocation of its flow, or in a thread of its own.

use super::index::Of;
use super::state::{Invocation, Key, aside};
use crate::base::limits::OPEN_CASES;
use crate::program::{Expr, Limit, Param, Pc};
use crate::runtime::exec::Then;
use crate::runtime::machine::Machine;
use crate::runtime::run::{Halt, Run};
use crate::runtime::state::{Frame, NONE, Thread};
use crate::runtime::value::Val;

impl Machine {
    /// The variables of a body outside a flow.
    pub(crate) fn body_vars(&self, id: u32) -> &[Param] {
        let p = &self.program;
        match self.index.limits.body_of(id).map(|b| b.of) {
            Some(Of::Deadline(i)) => p.deadlines.get(i as usize).map_or(&[], |d| &d.vars),
            Some(Of::Ladder(i)) => p.ladders.get(i as usize).map_or(&[], |l| &l.vars),
            Some(Of::Schedule(i)) => p.schedules.get(i as usize).map_or(&[], |s| &s.vars),
            Some(Of::Retain(_)) | None => &[],
        }
    }
}

impl Run<'_> {
    /// Runs a body. A recording is only judged: nothing is done there.
    pub(super) fn run_body(&mut self, pc: Pc, of: Invocation, key: &Key, events: &[(u32, Vec<Val>)], starter: u32) -> Result<(), Halt> {
        if self.st.core.audit {
            return Ok(());
        }
        let Some(id) = self.m.index.limits.body_at(pc) else { return Ok(()) };
        if let Some((thread, owner)) = of {
            // What stood on the shelf has no invocation to run it above.
            let runs = |t: &Thread| t.id == thread && !t.ended && t.shelf.is_none();
            let Some(t) = self.st.threads.iter().position(runs) else { return Ok(()) };
            if let Some(th) = self.st.threads.get_mut(t) {
                th.keys.push((th.frames.len() as u32, key.text.clone()));
            }
            return self.run_handler(t, id, owner, pc);
        }
        if self.st.threads.iter().filter(|t| t.aside.is_some() && !t.ended).count() >= OPEN_CASES {
            return Err(Halt::ManyCases);
        }
        let of_starter = self.st.threads.iter().position(|t| t.id == starter);
        let acting = of_starter.and_then(|t| self.acting(t));
        let case = of_starter.and_then(|t| self.st.threads.get(t)).map_or(0, Thread::case);
        self.st.core.asides = self.st.core.asides.wrapping_add(1);
        let mut vars = vec![key.val.clone()];
        vars.resize(self.m.body_vars(id).len().max(1), Val::Unknown);
        let now = self.st.core.now;
        let frame = Frame { pc, handler: id, ..Frame::entered(0, NONE, now) };
        self.st.threads.push(Thread {
            id: aside(self.st.core.asides),
            flow: NONE,
            frames: vec![frame],
            vars,
            events: events.to_vec(),
            acting,
            told: true,
            aside: Some((starter, case)),
            keys: vec![(0, key.text.clone())],
            ..Thread::default()
        });
        let t = self.st.threads.len() - 1;
        self.go(t, pc)
    }

    /// The instance for which a thread's top frame runs, where it is that of a 期限.
    fn instance_of(&self, t: usize) -> Option<usize> {
        let thread = self.st.threads.get(t)?;
        let top = thread.top()?;
        let Of::Deadline(d) = self.m.index.limits.body_of(top.handler)?.of else { return None };
        let at = thread.frames.len() as u32 - 1;
        let (_, key) = thread.keys.iter().rev().find(|(frame, _)| *frame == at)?;
        let of = thread.aside.is_none().then_some((thread.id, top.owner));
        self.st.limits.deadline(d, key, of).ok()
    }

    /// 到此为止: the instance is closed as it is, and the body ends.
    pub(crate) fn settle_limit(&mut self, t: usize, pc: Pc) -> Then {
        if let Some(i) = self.instance_of(t) {
            self.close_deadline(i);
        }
        self.resume(t, pc)
    }

    /// 重等: the instance is counted anew, and the body ends; where it has been so often enough, what follows runs.
    pub(crate) fn anew(&mut self, t: usize, pc: Pc, limit: Option<&Limit>, times: Option<&Expr>) -> Result<Then, Halt> {
        let most = times.map(|e| match self.eval(t, &[]).eval(e) {
            Val::Number(n) => n.0 / 1_000_000,
            _ => 0,
        });
        let begun = match self.instance_of(t) {
            Some(i) => self.again_deadline(i, limit, most)?,
            None => false,
        };
        Ok(if begun { self.resume(t, pc) } else { Then::At(pc.saturating_add(1)) })
    }

    /// A frame is left: what lives with it is over.
    pub(crate) fn frame_left(&mut self, thread: u32, frame: u32) {
        let gone = |of: Invocation| of == Some((thread, frame));
        self.st.limits.deadlines.retain(|x| !gone(x.of));
    }

    /// A thread has ended: what lives with it is over, and a ladder that a case started.
    pub(crate) fn thread_left(&mut self, thread: u32, case: bool) {
        let of = |of: Invocation| of.is_some_and(|(id, _)| id == thread);
        self.st.limits.deadlines.retain(|x| !of(x.of));
        if case {
            self.st.limits.ladders.retain(|c| c.starter != thread);
        }
    }
}
