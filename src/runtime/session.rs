//! A session: one call and the cases it opened, driven by its host.

use super::effect::{Effect, EffectKind};
use super::error::{ErrorKind, EventError};
use super::event::Event;
use super::fill::Refused;
use super::lines::Lines;
use super::machine::Machine;
use super::observe::{To, Watch};
use super::run::Run;
use super::start::Line;
use super::state::{NEVER, State};
use crate::base::limits::EFFECTS_PER_EVENT;
use smol_str::SmolStr;
use std::sync::Arc;

/// A session. It has no clock: the host says what happens and when.
#[derive(Debug, Clone)]
pub struct Session {
    pub(crate) m: Arc<Machine>,
    pub(crate) st: State,
    pub(crate) out: Vec<Effect>,
    /// What the host calls this session; it makes the ids of its actions unlike those of other sessions.
    pub(crate) id: SmolStr,
    /// The state before the event in hand; its room is used again.
    pub(crate) saved: Option<Box<State>>,
    /// What the rules remember, where there are any.
    pub(crate) watch: Option<Box<Watch>>,
    /// What ought to be said, where anything ought.
    pub(crate) lines: Option<Box<Lines>>,
    /// What is ordered need be told to it.
    pub(crate) hears: bool,
    /// Where the run of the step in hand began when last looked for (see [`super::quick`]); wrong at worst.
    pub(crate) run: u32,
}

impl Session {
    /// The program it plays.
    pub fn machine(&self) -> &Arc<Machine> {
        &self.m
    }

    /// Nobody asks from here on whether what is ordered is said, nor what was said before; how the call goes on does not depend on it.
    pub(crate) fn without_lines(&mut self) {
        self.lines = None;
        self.hears = false;
        self.watch.iter_mut().for_each(|watch| watch.said = None);
    }

    /// The instant up to which everything has been played.
    pub fn now(&self) -> i64 {
        self.st.core.now
    }

    /// When the host should call [`Session::advance`] if nothing happens before.
    pub fn next_deadline(&self) -> Option<i64> {
        let watched = self.watch.as_ref().map_or(NEVER, |w| w.next(&self.m, self.st.core.now));
        let due = self.st.core.due.min(watched).min(self.lines_due());
        (due < NEVER).then_some(due)
    }

    /// Whether the call and all its cases have ended, and no limit of theirs runs. An organisation has no end.
    pub fn is_over(&self) -> bool {
        let limits = &self.st.limits;
        let running = limits.deadlines.iter().any(|x| !x.overdue) || !limits.ladders.is_empty();
        self.st.core.line != Line::Organisation && !running && self.st.threads.iter().all(|t| t.ended)
    }

    /// Whether the host said that the call has ended, and no other has begun.
    pub fn has_closed(&self) -> bool {
        self.st.core.closed
    }

    /// The effects since they were last cleared, in order.
    pub fn effects(&self) -> &[Effect] {
        &self.out
    }

    /// Forgets the effects; the buffer stays.
    pub fn clear_effects(&mut self) {
        // Nearly all effects own nothing. Asking that is much less than asking which of the things that can be owned is to be freed.
        while let Some(effect) = self.out.pop_if(|effect| effect.kind.is_bare()) {
            std::mem::forget(effect);
        }
        self.out.clear();
    }

    /// The effects, which are then forgotten.
    pub fn take_effects(&mut self) -> Vec<Effect> {
        std::mem::take(&mut self.out)
    }

    /// Fires everything due up to `at`, in order, and sets the time to it.
    pub fn advance(&mut self, at: i64) -> Result<(), EventError> {
        self.pass(at)
    }

    /// Takes one event to completion, everything due up to `at` before it. A refused event changes nothing but that.
    pub fn send(&mut self, event: &Event, at: i64) -> Result<(), EventError> {
        if let Event::Choose { option, case: None } = event
            && !self.hears
            && (self.st.core.now..self.st.core.due).contains(&at)
            && self.unwatched(at)
            && self.choose_quickly(*option, at)
        {
            return Ok(());
        }
        self.send_any(event, at, false)
    }

    /// Whether no rule wants to know of a choice at an instant, or has something to do until then.
    #[inline]
    fn unwatched(&self, at: i64) -> bool {
        self.watch.as_ref().is_none_or(|w| w.lets_move(&self.m) && at < w.next(&self.m, self.st.core.now))
    }

    /// As [`Session::send`] for an event whose place in the order is known, but not its instant: it comes right after the last one.
    pub fn send_untimed(&mut self, event: &Event) -> Result<(), EventError> {
        self.send_any(event, self.st.core.now, true)
    }

    /// An event that may do anything; apart, so that the quick way stays small.
    #[inline(never)]
    fn send_any(&mut self, event: &Event, at: i64, untimed: bool) -> Result<(), EventError> {
        if at < self.st.core.now || at >= self.st.core.due || self.watch.is_some() || at >= self.lines_due() {
            self.pass(at)?;
        }
        let taken = self.undoing(|run| {
            run.st.core.now = at;
            run.looked = at;
            run.about.untimed = untimed;
            run.take(event)
        });
        if taken.is_err() {
            // What is refused is refused at its time, whoever watches and whether or not the clock was looked at just before.
            self.st.core.now = at;
        }
        taken?;
        self.judge()?;
        self.judge_lines();
        Ok(())
    }

    /// Adds a refusal to the effects, for hosts that want all in one list.
    pub fn report(&mut self, mut error: EventError, at: i64) {
        if error.kind == ErrorKind::NotOffered {
            // A label that the program does not know was refused before anyone could say what is offered.
            let view = self.view();
            let threads = view.call.iter().chain(&view.cases);
            let labels: Vec<_> = threads.flat_map(|t| &t.options).map(|o| o.label.clone()).collect();
            error = error.expecting(labels);
        }
        let step = self.st.threads.first().and_then(|t| t.top()).map_or(u32::MAX, |f| f.step);
        self.out.push(Effect { at, pc: u32::MAX, step, case: 0, kind: EffectKind::Error(Box::new(error)) });
    }

    /// Plays something; where it cannot go on, the state and the effects are as before.
    pub(crate) fn undoing(&mut self, f: impl FnOnce(&mut Run<'_>) -> Result<(), Refused>) -> Result<(), EventError> {
        match &mut self.saved {
            Some(saved) => (**saved).clone_from(&self.st),
            None => self.saved = Some(Box::new(self.st.clone())),
        }
        let before = self.out.len();
        let mut run = Run::new(&self.m, &mut self.st, &mut self.out);
        run.hears = self.hears;
        run.moves_freely = self.watch.as_ref().is_some_and(|w| w.lets_move(&self.m));
        let result = match f(&mut run) {
            Ok(()) => run.settle().map_err(EventError::from),
            Err(Refused::Event(error)) => Err(error),
            Err(Refused::Halt(halt)) => Err(halt.into()),
        };
        let (notes, heard) = (std::mem::take(&mut run.notes), std::mem::take(&mut run.lines));
        if let Some(lines) = &mut self.lines
            && result.is_ok()
            && !heard.is_empty()
        {
            lines.take(self.st.core.now, heard);
            self.hears = lines.hears();
        }
        if let Some(watch) = &mut self.watch
            && result.is_ok()
        {
            watch.note(notes.into_iter().filter(|(to, _)| *to != To::Limits).map(|(_, note)| note));
        }
        if result.is_err() {
            if let Some(saved) = &mut self.saved {
                std::mem::swap(&mut self.st, saved);
            }
            self.out.truncate(before);
        }
        result
    }

    fn pass(&mut self, at: i64) -> Result<(), EventError> {
        if at < self.st.core.now {
            let now = self.st.core.now;
            return Err(EventError::new(ErrorKind::TimeGoesBack, at.to_string()).expecting([format!(">= {now}")]));
        }
        let enough = self.out.len() + EFFECTS_PER_EVENT;
        loop {
            let watched = self.watch.as_ref().map_or(NEVER, |w| w.next(&self.m, self.st.core.now));
            let lines = self.lines_due();
            let due = self.st.core.due.min(watched).min(lines);
            if due == NEVER || due > at {
                break;
            }
            if self.out.len() >= enough {
                return Err(EventError::new(ErrorKind::Unfinished, at.to_string()));
            }
            // At one instant what the flow waits for comes before what rules wait for, and that before what ought to be said.
            if lines < self.st.core.due.min(watched) {
                self.st.core.now = self.st.core.now.max(lines);
                self.judge_lines();
                continue;
            }
            if watched < self.st.core.due {
                self.st.core.now = self.st.core.now.max(watched);
                self.judge_next()?;
                continue;
            }
            // What is due and cannot be played would be due for ever: it is let go, and said so.
            if let Err(error) = self.undoing(|run| Ok(run.fire_next()?)) {
                Run::new(&self.m, &mut self.st, &mut self.out).skip_next();
                let now = self.st.core.now;
                self.report(error, now);
            }
            self.judge_lines();
        }
        self.st.core.now = at;
        Ok(())
    }
}
