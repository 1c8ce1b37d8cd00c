//! Waits and their limits. A limit includes its last instant: begun at `t` with a length of `T` it is broken at `t + T + 1`.

use super::effect::{EffectKind, Finding, OptionState};
use super::exec::Then;
use super::index::Quick;
use super::run::{Run, option_at};
use super::seen::{Limited, OfLimit, Point};
use super::state::{Frame, NEVER, NONE};
use super::value::Val;
use crate::program::{Expr, Limit, LimitBound, Op};

impl Run<'_> {
    /// The thread's top frame begins to wait at an operation that may have a limit.
    pub(crate) fn begin_wait(&mut self, t: usize, pc: u32, limit: Option<&Limit>, closed: bool) {
        self.wait_at(t, pc);
        let Some(limit) = limit.filter(|_| !closed) else { return };
        if limit.from.is_empty() {
            self.start_limit(t, pc, limit);
        } else if let Some(top) = self.top_mut(t) {
            top.unstarted = true;
        }
    }

    /// The limit of the top frame's wait begins to count now.
    pub(crate) fn start_limit(&mut self, t: usize, pc: u32, limit: &Limit) {
        let owner = self.top(t).map_or(0, |f| f.owner);
        let due = self.limit_due(t, owner, limit);
        let now = self.st.core.now;
        if let Some(top) = self.top_mut(t) {
            top.unstarted = false;
            top.due = due.unwrap_or(NEVER);
            top.since = now;
        }
        if let Some(due) = due {
            self.m.note(Point::Limit(Limited::Wait(pc), OfLimit::Ran(due - 1)), now);
        }
        self.tell_unanswered(t, pc);
        self.emit(t, pc, due.map_or_else(|| EffectKind::Finding(Box::new(Finding::NoLength)), EffectKind::Timer));
    }

    /// When a limit of an invocation's wait that begins to count now is broken.
    pub(crate) fn limit_due(&mut self, t: usize, owner: u32, limit: &Limit) -> Option<i64> {
        let shift = self.shift_of(limit, self.st.threads.get(t).map(|thread| (thread.id, 0)));
        let mut eval = self.eval_at(t, owner);
        let calendar = limit.calendar.or(eval.calendar);
        let last = eval.by_calendar(calendar, |eval| {
            let mut elapsed = false;
            let last = match &limit.bound {
                LimitBound::Length(e) => {
                    let length = eval.eval(e);
                    elapsed = matches!(length, Val::Duration(_));
                    eval.last_instant(&length)
                }
                LimitBound::Until(e) => match eval.eval(e) {
                    Val::Instant(at) => Some(at),
                    _ => None,
                },
            };
            match shift {
                Some(by) => last.and_then(|last| {
                    // An elapsed length that is moved before its own start would be over before it began.
                    let moved = eval.reckon(|r| r.moved_limit(last, by))?;
                    Some(if elapsed && moved < eval.core.now { last } else { moved })
                }),
                None => last,
            }
        });
        last.map(|last| last.saturating_add(1)).filter(|due| *due < NEVER)
    }

    /// 重等: the wait at `wait` begins anew, unless it has been so often enough in this step; then what follows runs.
    pub(crate) fn again(&mut self, t: usize, pc: u32, wait: u32, limit: Option<&Limit>, times: Option<&Expr>) -> Then {
        let most = times.map(|e| match self.eval(t, &[]).eval(e) {
            Val::Number(n) => n.0 / 1_000_000,
            _ => 0,
        });
        let Some(thread) = self.st.threads.get_mut(t) else { return Then::Waits };
        let frame = thread.frames.len() as u32 - 1;
        let at = thread.again.iter().position(|(f, p, _)| *f == frame && *p == pc).unwrap_or_else(|| {
            thread.again.push((frame, pc, 0));
            thread.again.len() - 1
        });
        if let Some((_, _, count)) = thread.again.get_mut(at) {
            if most.is_some_and(|most| i64::from(*count) >= most) {
                return Then::At(pc.saturating_add(1));
            }
            *count += 1;
        }
        match self.m.program.code.get(wait as usize) {
            Some(Op::Wait(w)) => self.begin_wait(t, wait, limit.or(w.limit.as_ref()), false),
            // An action is not done a second time: only its answer is awaited again, under the same number.
            Some(Op::Do(d)) => self.begin_wait(t, wait, limit.or(d.limit.as_ref()), false),
            _ => return Then::At(wait),
        }
        Then::Waits
    }

    /// The limit of a thread's top frame is broken.
    pub(crate) fn limit_broken(&mut self, t: usize) -> Then {
        let Some(pc) = self.top(t).map(|f| f.pc) else { return Then::Waits };
        if let Some(top) = self.top_mut(t) {
            top.due = NEVER;
        }
        self.emit(t, pc, EffectKind::Expired);
        self.m.note(Point::Limit(Limited::Wait(pc), OfLimit::Broken), self.st.core.now);
        let timeout = match self.m.program.code.get(pc as usize) {
            Some(Op::Wait(wait)) => wait.timeout,
            Some(Op::Do(action)) => action.timeout,
            _ => None,
        };
        match timeout {
            Some(body) => {
                self.clear_screen(t);
                Then::At(body)
            }
            None => Then::Waits,
        }
    }

    /// What the wait of a frame waits for has come; at its very last instant that is worth a note.
    pub(crate) fn limit_met(&self, waits: &Frame) {
        if waits.due == self.st.core.now.saturating_add(1) {
            self.m.note(Point::Limit(Limited::Wait(waits.pc), OfLimit::Met), self.st.core.now);
        }
    }

    /// What was on the screen is past.
    pub(crate) fn clear_screen(&mut self, t: usize) {
        self.moved(t);
        if let Some(thread) = self.st.threads.get_mut(t) {
            thread.shown.clear();
        }
    }

    /// The end of a step's statements: its options are offered.
    #[inline]
    pub(crate) fn rest(&mut self, t: usize, pc: u32) {
        self.wait_at(t, pc);
        let Some(thread) = self.st.threads.get(t) else { return };
        let Some(step) = thread.top().and_then(|f| self.m.index.steps.get(f.step as usize)).copied() else { return };
        let alone = thread.frames.len() == 1;
        let Some(flow) = self.m.index.flows.get(step.flow as usize).copied() else { return };
        let any = step.opts.0 < step.opts.1 || (alone && flow.opts.0 < flow.opts.1);
        if alone && !self.guarded(step.opts) && !self.guarded(flow.opts) {
            if any {
                self.emit(t, pc, EffectKind::Options(None));
            }
            return;
        }
        let options: Vec<OptionState> = self.offered(t).into_iter().map(|(_, _, state)| state).collect();
        if !options.is_empty() {
            self.emit(t, pc, EffectKind::Options(Some(Box::new(options))));
        }
    }

    fn guarded(&self, (from, to): (u32, u32)) -> bool {
        self.m.index.opts.get(from as usize..to as usize).is_some_and(|opts| opts.iter().any(|o| o.guarded))
    }

    /// Every option offered now: its number, the frame it belongs to, its state. Those of the step come first, then those of 随时,
    /// innermost flow first. Of two with one label the first is meant.
    pub(crate) fn offered(&mut self, t: usize) -> Vec<(u32, u32, OptionState)> {
        let mut found: Vec<(u32, u32, OptionState)> = Vec::new();
        for (owner, opts, anytime) in self.option_ranges(t) {
            for id in opts.0..opts.1 {
                let Some(option) = option_at(self.m, id) else { continue };
                let seen = found.iter().any(|(_, _, state)| state.label == option.label);
                if seen || self.is_off(t, id, owner) {
                    continue;
                }
                let disabled = self.why_disabled(t, owner, option);
                found.push((id, owner, OptionState { label: option.label, anytime, disabled }));
            }
        }
        found
    }

    /// Where options may come from now: the frame they belong to, their numbers, whether they are 随时.
    pub(crate) fn option_ranges(&self, t: usize) -> Vec<(u32, (u32, u32), bool)> {
        let mut ranges = Vec::new();
        let Some(thread) = self.st.threads.get(t) else { return ranges };
        let Some(top) = thread.top() else { return ranges };
        let mut at = Some(top.owner);
        if matches!(self.m.index.ops.get(top.pc as usize), Some(Quick::Rest))
            && let Some(step) = self.m.index.steps.get(top.step as usize)
        {
            ranges.push((top.owner, step.opts, false));
        }
        while let Some(owner) = at {
            let Some(frame) = thread.frames.get(owner as usize) else { break };
            if let Some((flow, _)) = self.m.step(frame.step)
                && let Some(flow) = self.m.index.flows.get(flow as usize)
            {
                ranges.push((owner, flow.opts, true));
            }
            at = owner.checked_sub(1).and_then(|below| thread.frames.get(below as usize)).map(|f| f.owner);
        }
        ranges
    }

    /// Whether a handler or option of an invocation is off because its own body runs.
    pub(crate) fn is_off(&self, t: usize, id: u32, owner: u32) -> bool {
        id != NONE && self.st.threads.get(t).is_some_and(|th| th.frames.iter().any(|f| f.handler == id && f.owner == owner))
    }

    fn why_disabled(&mut self, t: usize, owner: u32, option: &crate::program::Opt) -> Option<smol_str::SmolStr> {
        if !self.allowed(t, &option.only) {
            let names: Vec<&str> =
                option.only.iter().filter_map(|r| self.m.program.roles.get(*r as usize)).map(|r| r.name.as_str()).collect();
            return Some(smol_str::SmolStr::new(format!("仅 {}", names.join("、"))));
        }
        let (e, why) = option.provided.as_deref()?;
        let holds = self.eval_at(t, owner).holds(e);
        (!holds).then(|| why.clone())
    }
}
