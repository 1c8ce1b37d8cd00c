//! What is due when: limits of waits, lengths that grow, turns that end.

use super::limits::Late;
use super::machine::Machine;
use super::observe::To;
use super::occur::Occur;
use super::pattern::silence_of;
use super::run::{Halt, Run};
use super::state::{NEVER, NONE, State};
use crate::program::{EventKind, EventPattern, Op};

/// Something due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Due {
    /// The limit of a thread's top frame.
    Limit(usize),
    /// 停留: thread, length.
    Stay(usize, i64),
    /// 通话时长
    CallTime(i64),
    /// 沉默
    Silence(u8, i64),
    /// A limit of another construct.
    Late(Late),
    /// The end of a turn.
    Turn,
}

/// Finds anew when something is due next.
pub(crate) fn refresh(m: &Machine, st: &mut State) {
    let mut out = Vec::new();
    let first = Run::new(m, st, &mut out).first_due();
    st.core.due = first.map_or(NEVER, |(at, _)| at);
}

impl<'a> Run<'a> {
    /// Fires what is due first; instants that passed while it was suspended are now.
    pub(crate) fn fire_next(&mut self) -> Result<(), Halt> {
        let Some((at, due)) = self.first_due() else {
            self.st.core.due = NEVER;
            return Ok(());
        };
        self.st.core.now = self.st.core.now.max(at);
        self.looked = self.st.core.now.saturating_sub(1);
        self.fire(at, due)
    }

    /// Lets go of what is due first, for it cannot be played.
    pub(crate) fn skip_next(&mut self) {
        if let Some((at, due)) = self.first_due() {
            self.st.core.now = self.st.core.now.max(at);
            match due {
                Due::Limit(t) => {
                    if let Some(top) = self.top_mut(t) {
                        top.due = NEVER;
                    }
                }
                Due::Turn => drop(self.st.turns.drain(..1.min(self.st.turns.len()))),
                Due::Stay(..) => self.mark_stays(),
                Due::Late(late) => self.skip_late(late),
                Due::CallTime(_) | Due::Silence(..) => self.st.core.measured = at,
            }
        }
        self.st.core.due = self.first_due().map_or(NEVER, |(at, _)| at);
    }

    fn fire(&mut self, at: i64, due: Due) -> Result<(), Halt> {
        match due {
            Due::Limit(t) => {
                let then = self.limit_broken(t);
                self.follow(t, then)
            }
            Due::Stay(t, ms) => {
                if let Some(thread) = self.st.threads.get_mut(t)
                    && let Some(owner) = thread.top().map(|f| f.owner)
                    && let Some(scope) = thread.frames.get_mut(owner as usize)
                {
                    scope.stayed = at;
                }
                self.offer(t, &Occur::Stay(ms)).map(|_| ())
            }
            Due::CallTime(_) | Due::Silence(..) => {
                self.looked = at;
                for (_, due) in self.lengths().into_iter().filter(|(passes, _)| *passes == at) {
                    match due {
                        Due::CallTime(ms) => self.offer(0, &Occur::CallTime(ms))?,
                        Due::Silence(whose, ms) => self.offer(0, &Occur::Silence(whose, ms))?,
                        Due::Limit(_) | Due::Stay(..) | Due::Late(_) | Due::Turn => false,
                    };
                }
                Ok(())
            }
            Due::Late(late) => self.fire_late(late),
            Due::Turn => {
                if self.st.turns.is_empty() {
                    return Ok(());
                }
                let (_, who) = self.st.turns.remove(0);
                self.end_turn(who);
                self.offer_all(&Occur::Finish(who)).map(|_| ())
            }
        }
    }

    /// Plays what the event set going: what happened on the way, then what fell due while it was suspended.
    pub(crate) fn settle(&mut self) -> Result<(), Halt> {
        loop {
            self.check()?;
            if let Some((t, what)) = self.queue.pop_front() {
                self.offer(t, &what)?;
                continue;
            }
            // A limit takes what happened when the machine has had it; a ladder begins when what asked for it has come to rest.
            if let Some((to, note)) = self.notes.get(self.taken) {
                self.taken += 1;
                if *to != To::Rules && self.m.index.limits.any {
                    let note = note.clone();
                    self.limits_take(&note)?;
                }
                continue;
            }
            if let Some(asked) = self.asked.pop_front() {
                self.start_ladder(asked)?;
                continue;
            }
            if let Some(t) = self.untold() {
                self.note_to(To::Rules, t, &Occur::CallEnded);
                self.offer(t, &Occur::CallEnded)?;
                continue;
            }
            let (now, stay) = (self.st.core.now, self.late_stay());
            let limits = self.st.threads.iter().enumerate().filter_map(|(t, th)| th.top().map(|f| (f.due, Due::Limit(t))));
            let Some((at, due)) = limits.filter(|(at, _)| *at <= now).chain(stay).min() else { break };
            self.fire(at, due)?;
        }
        self.sweep();
        // Where rules watch, what they are still to see is kept as well.
        if !self.m.rules.any() {
            self.st.collect_some(std::iter::empty());
        }
        self.st.core.measured = self.st.core.measured.max(self.looked);
        self.mark_stays();
        self.st.core.due = self.first_due().map_or(NEVER, |(at, _)| at);
        self.tell_unanswered(0, NONE);
        self.check()
    }

    /// A case that does not know yet that the line is down.
    fn untold(&mut self) -> Option<usize> {
        self.st.core.over?;
        let t = self.st.threads.iter().position(|th| th.id != 0 && !th.told)?;
        self.st.threads.get_mut(t)?.told = true;
        Some(t)
    }

    /// Cases that have ended are gone; the call stays, ended or not.
    fn sweep(&mut self) {
        if self.st.threads.iter().skip(1).any(|t| t.ended) {
            let mut first = true;
            self.st.threads.retain(|t| std::mem::take(&mut first) || !t.ended);
        }
    }

    fn late_stay(&mut self) -> Option<(i64, Due)> {
        if !self.m.index.heard.lengths() {
            return None;
        }
        let looked = self.looked;
        (0..self.st.threads.len()).filter_map(|t| self.next_stay(t)).filter(|(at, _)| *at <= looked).min()
    }

    /// 停留 has been looked at wherever handlers are armed.
    fn mark_stays(&mut self) {
        if !self.m.index.heard.lengths() {
            return;
        }
        let looked = self.looked;
        for thread in &mut self.st.threads {
            if let Some(owner) = thread.frames.last().map(|f| f.owner)
                && let Some(scope) = thread.frames.get_mut(owner as usize)
            {
                scope.stayed = scope.stayed.max(looked);
            }
        }
    }

    /// What is due first; of two at one instant the limit comes before a length, the call before a case, then 期限, ladders, 周期
    /// and what is kept, a turn's end last.
    fn first_due(&mut self) -> Option<(i64, Due)> {
        let limits = self.st.threads.iter().enumerate().filter_map(|(t, th)| th.top().map(|f| (f.due, Due::Limit(t))));
        let limit = limits.filter(|(at, _)| *at < NEVER).min();
        let late = self.first_late().map(|(at, late)| (at, Due::Late(late)));
        let turn = self.st.turns.first().map(|(at, _)| (*at, Due::Turn));
        let mut first = [limit, late, turn].into_iter().flatten().min();
        if self.m.index.heard.lengths() {
            let stays = (0..self.st.threads.len()).filter_map(|t| self.next_stay(t)).min();
            let call = self.next_length();
            first = [first, stays, call].into_iter().flatten().min();
        }
        first
    }

    /// The next length of the current step's stay that something is armed for.
    fn next_stay(&mut self, t: usize) -> Option<(i64, Due)> {
        let thread = self.st.threads.get(t)?;
        let scope = *thread.scope()?;
        let mut first: Option<i64> = None;
        for (owner, pattern) in self.armed(t, |kind| matches!(kind, EventKind::Stay)) {
            let Some(ms) = self.reaches(t, owner, pattern.test.as_ref()) else { continue };
            if scope.entered.saturating_add(ms) > scope.stayed && first.is_none_or(|f| ms < f) {
                first = Some(ms);
            }
        }
        first.map(|ms| (scope.entered.saturating_add(ms), Due::Stay(t, ms))).filter(|(at, _)| *at < NEVER)
    }

    /// The next length of the call or of a silence that something in the call is armed for.
    fn next_length(&mut self) -> Option<(i64, Due)> {
        self.lengths().into_iter().next()
    }

    /// The lengths of the call and of silences still to come that something in the call is armed for, each once, in order.
    fn lengths(&mut self) -> Vec<(i64, Due)> {
        let core = self.st.core;
        let mut all: Vec<(i64, Due)> = Vec::new();
        for (owner, pattern) in self.armed(0, |kind| matches!(kind, EventKind::CallTime | EventKind::Silence)) {
            let Some(ms) = self.reaches(0, owner, pattern.test.as_ref()) else { continue };
            let (since, due) = match pattern.kind {
                EventKind::CallTime => (core.answered.filter(|_| core.over.is_none()), Due::CallTime(ms)),
                _ => {
                    let whose = silence_of(pattern.actor.as_ref());
                    (core.silent.get(whose as usize).copied().flatten(), Due::Silence(whose, ms))
                }
            };
            let Some(at) = since.map(|since| since.saturating_add(ms)) else { continue };
            if at > core.measured && at < NEVER {
                all.push((at, due));
            }
        }
        all.sort_unstable();
        all.dedup();
        all
    }

    /// The patterns of a kind that a thread waits for now, with the invocation each belongs to.
    fn armed(&self, t: usize, kind: impl Fn(&EventKind) -> bool) -> Vec<(u32, &'a EventPattern)> {
        let mut found = Vec::new();
        let Some(thread) = self.st.threads.get(t) else { return found };
        let Some(top) = thread.top() else { return found };
        let mut add = |owner: u32, patterns: &'a [EventPattern]| {
            found.extend(patterns.iter().filter(|p| kind(&p.kind)).map(|p| (owner, p)));
        };
        if let Some(Op::Wait(wait)) = self.m.program.code.get(top.pc as usize) {
            add(top.owner, &wait.on);
            wait.arms.iter().for_each(|arm| add(top.owner, &arm.on));
        }
        for (owner, id, handler) in self.handlers(t) {
            if !self.is_off(t, id, owner) {
                add(owner, &handler.on);
            }
        }
        found
    }
}
