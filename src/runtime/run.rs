//! One event being played: the state it changes, what it causes, and what it may still cost.

use super::calendar::Unanswered;
use super::effect::{Effect, EffectKind};
use super::error::{ErrorKind, EventError};
use super::eval::{Eval, Hand, Scope};
use super::index::HANDLER;
use super::limits::Asked;
use super::lines::Heard;
use super::machine::Machine;
use super::observe::{ALL, About, Note, To};
use super::occur::Occur;
use super::pattern::measure_of;
use super::state::{Frame, NONE, State};
use super::value::Val;
use crate::base::limits::EFFECTS_PER_EVENT;
use crate::program::Opt;
use std::cell::RefCell;
use std::collections::VecDeque;

/// Operations and nodes of expressions one event may take.
pub(crate) const FUEL: u32 = 1_000_000;

/// Why an event cannot go on; it is undone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Halt {
    /// More than 10,000 effects, or too much computing.
    Much,
    /// Calls too deep.
    Deep,
    /// Too many open cases.
    ManyCases,
}

impl From<Halt> for EventError {
    fn from(halt: Halt) -> Self {
        let kind = match halt {
            Halt::Much => ErrorKind::TooMuch,
            Halt::Deep => ErrorKind::TooDeep,
            Halt::ManyCases => ErrorKind::TooManyCases,
        };
        Self::new(kind, "")
    }
}

/// One event being played.
pub(crate) struct Run<'a> {
    pub(crate) m: &'a Machine,
    pub(crate) st: &'a mut State,
    pub(crate) out: &'a mut Vec<Effect>,
    /// What happened on the way and is still to be offered: thread, what.
    pub(crate) queue: VecDeque<(usize, Occur)>,
    /// What happened, for whom.
    pub(crate) notes: Vec<(To, Note)>,
    /// How much of it the limits have taken.
    pub(crate) taken: usize,
    /// Ladders that were asked for.
    pub(crate) asked: VecDeque<Asked>,
    /// How many effects there were before.
    pub(crate) before: usize,
    pub(crate) fuel: u32,
    /// What calendars could not answer.
    pub(crate) faults: RefCell<Vec<Unanswered>>,
    /// Up to when lengths will have been looked at when this has come to rest.
    pub(crate) looked: i64,
    /// What else is known of the host's event in hand.
    pub(crate) about: About,
    /// What is ordered need be told to those who listen for it.
    pub(crate) hears: bool,
    /// What matters to duties.
    pub(crate) lines: Vec<Heard>,
    /// Rules let the call go from step to step without being told.
    pub(crate) moves_freely: bool,
}

impl<'a> Run<'a> {
    /// Begins an event.
    pub(crate) fn new(m: &'a Machine, st: &'a mut State, out: &'a mut Vec<Effect>) -> Self {
        let (before, now) = (out.len(), st.core.now);
        Self {
            m,
            st,
            out,
            queue: VecDeque::new(),
            notes: Vec::new(),
            taken: 0,
            asked: VecDeque::new(),
            before,
            fuel: FUEL,
            faults: RefCell::default(),
            // What falls due is done limit by limit: lengths of this very instant are still to come.
            looked: now.saturating_sub(1),
            about: About::default(),
            hears: false,
            lines: Vec::new(),
            moves_freely: false,
        }
    }

    /// Adds an effect of a thread's top frame.
    pub(crate) fn emit(&mut self, t: usize, pc: u32, kind: EffectKind) {
        let (case, step) = self.st.threads.get(t).map_or((0, NONE), |th| (th.case(), th.top().map_or(NONE, |f| f.step)));
        self.out.push(Effect { at: self.st.core.now, pc, step, case, kind });
    }

    /// Something happened to a thread: rules and limits see it, the thread when what runs has come to rest.
    pub(crate) fn happened(&mut self, t: usize, what: Occur) {
        self.note(t, &what);
        if self.m.index.heard.hears(&what) {
            self.queue.push_back((t, what));
        }
    }

    /// Shows rules and limits something of a thread; of no thread in particular where it has none.
    pub(crate) fn note(&mut self, t: usize, what: &Occur) {
        self.note_to(To::All, t, what);
    }

    /// Shows something to those it is for, where there are any.
    pub(crate) fn note_to(&mut self, to: To, t: usize, what: &Occur) {
        let moves = matches!(what, Occur::Enter(..) | Occur::Leave(..) | Occur::Chose(_));
        let (rules, limits) = (self.m.rules.any() && !(moves && self.moves_freely), self.m.index.limits.any);
        if rules && to != To::Limits || limits && to != To::Rules {
            let note = self.noted(t, what);
            self.notes.push((to, note));
        }
    }

    /// Something of a thread with all that is known of it.
    pub(crate) fn noted(&self, t: usize, what: &Occur) -> Note {
        let case = self.st.threads.get(t).map_or(ALL, |th| th.aside.map_or(th.id, |(starter, _)| starter));
        let about = &self.about;
        let at = about.at.unwrap_or(self.st.core.now);
        let (what, more, timed) = (what.clone(), about.more.clone(), !about.untimed);
        let scene = self.st.scene(self.m, case, &what);
        Note { at, seq: 0, case, what, more, timed, measure: about.measure, scene }
    }

    /// Refuses to go on where the event has cost too much.
    pub(crate) fn check(&self) -> Result<(), Halt> {
        if self.fuel == 0 || self.out.len() - self.before > EFFECTS_PER_EVENT { Err(Halt::Much) } else { Ok(()) }
    }

    /// Something to evaluate with, in the scope of a thread's top frame.
    pub(crate) fn eval<'b>(&'b mut self, t: usize, args: &'b [Val]) -> Eval<'b> {
        self.st.eval(self.m, &mut self.fuel, &self.faults, |threads| {
            let outside = Scope { args, ..Scope::default() };
            threads.get(t).map_or(outside, |th| Scope {
                vars: th.locals(),
                events: &th.events,
                hand: Hand { measure: measure_of(self.m, th.scope()), ..Hand::default() },
                ..outside
            })
        })
    }

    /// The top frame of a thread.
    pub(crate) fn top(&self, t: usize) -> Option<&Frame> {
        self.st.threads.get(t)?.top()
    }

    /// The top frame of a thread, to be changed.
    pub(crate) fn top_mut(&mut self, t: usize) -> Option<&mut Frame> {
        self.st.threads.get_mut(t)?.frames.last_mut()
    }

    /// The role that acts at a thread's top frame: the step's, else its flow's, else its caller's.
    pub(crate) fn acting(&self, t: usize) -> Option<u32> {
        self.st.acting(self.m, t)
    }

    /// Whether the acting role is one of these; none named means all.
    pub(crate) fn allowed(&self, t: usize, only: &[u32]) -> bool {
        // What a limit does outside any flow is done by the system.
        only.is_empty()
            || self.st.threads.get(t).is_some_and(|th| th.aside.is_some())
            || self.acting(t).is_some_and(|role| only.contains(&role))
    }
}

/// The option of a number.
pub(crate) fn option_at(m: &Machine, id: u32) -> Option<&Opt> {
    let (flow, step, at) = place_of_option(m, id)?;
    let flow = m.program.flows.get(flow as usize)?;
    let options = step.map_or(Some(&flow.options), |step| flow.steps.get(step as usize).map(|s| &s.options))?;
    options.get(at as usize)
}

/// The flow, the step (none for 随时) and the place in it of an option by its number.
pub(crate) fn place_of_option(m: &Machine, id: u32) -> Option<(u32, Option<u32>, u32)> {
    if id >= HANDLER {
        return None;
    }
    let in_step = m.index.steps.partition_point(|s| s.opts.0 <= id).checked_sub(1).and_then(|i| m.index.steps.get(i));
    if let Some(s) = in_step.filter(|s| id < s.opts.1) {
        return Some((s.flow, Some(s.step), id - s.opts.0));
    }
    let at = m.index.flows.iter().position(|f| (f.opts.0..f.opts.1).contains(&id))?;
    Some((at as u32, None, id - m.index.flows.get(at)?.opts.0))
}
