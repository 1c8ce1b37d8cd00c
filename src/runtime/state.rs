//! The whole state of a session. All of it is here, so that a copy of it undoes an event.

use super::effect::Words;
use super::limits::Limits;
use super::machine::Machine;
use super::migrate::Lost;
use super::start::Line;
use super::totals::{Spoken, Totals};
use super::value::{Records, Val};
use crate::base::calendar::zone::Zone;
use crate::program::{self, Modality};
use serde_json::Value as Json;
use smol_str::SmolStr;
use std::sync::Arc;

/// Never.
pub(crate) const NEVER: i64 = i64::MAX;
/// No step.
pub(crate) const NONE: u32 = u32::MAX;

/// The state.
#[derive(Debug, PartialEq)]
pub(crate) struct State {
    pub(crate) core: Core,
    pub(crate) params: Arc<[Val]>,
    /// The call first, then the open cases in order of opening.
    pub(crate) threads: Vec<Thread>,
    pub(crate) records: Records,
    /// What watches the clock.
    pub(crate) limits: Limits,
    /// Ends of turns that are known beforehand: instant, who. In order.
    pub(crate) turns: Vec<(i64, Who)>,
}

/// What there is one of.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Core {
    pub(crate) now: i64,
    /// When the session began.
    pub(crate) begun: i64,
    /// When something is due next; [`NEVER`] for nothing.
    pub(crate) due: i64,
    /// How many actions were done.
    pub(crate) done: u32,
    /// How many cases were opened.
    pub(crate) opened: u32,
    /// How many bodies of limits had a thread of their own.
    pub(crate) asides: u32,
    /// What the session follows.
    pub(crate) line: Line,
    /// Other sessions keep the wider time lines.
    pub(crate) shared: bool,
    /// A recording: what happened is judged, nothing is done.
    pub(crate) audit: bool,
    /// When 来电 came.
    pub(crate) rang: Option<i64>,
    /// 振铃: the last ring's number.
    pub(crate) ring: u32,
    /// The ring's number at pick-up.
    pub(crate) picked: u32,
    /// When the call was answered.
    pub(crate) answered: Option<i64>,
    /// When the line went down, or the host said the call ended.
    pub(crate) over: Option<i64>,
    /// The host said the call ended, and no other has begun.
    pub(crate) closed: bool,
    /// Up to when the length of the call and of silences was looked at, this instant included.
    pub(crate) measured: i64,
    /// The leaf of 情绪.
    pub(crate) mood: Option<u32>,
    /// Whose turn is open, a bit for each of [`Who`]'s built-in ones.
    pub(crate) speaking: u8,
    /// Who holds or is muted.
    pub(crate) held: bool,
    pub(crate) muted: u8,
    /// Since when nobody speaks; the customer; the agent.
    pub(crate) silent: [Option<i64>; 3],
    pub(crate) totals: Totals,
    pub(crate) spoken: Spoken,
    /// The zone of the called number.
    pub(crate) called: Option<Zone>,
}

/// Who acts or speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Who {
    /// 客户
    Customer,
    /// 话务员
    #[default]
    Agent,
    /// 第三方
    Third,
    /// 系统
    System,
    /// A declared role.
    Role(u32),
}

/// A call or a case: a stack of flows.
#[derive(Debug, PartialEq, Default)]
pub(crate) struct Thread {
    /// 0 for the call, then 1, 2 … in order of opening.
    pub(crate) id: u32,
    /// The flow it was started with.
    pub(crate) flow: u32,
    pub(crate) frames: Vec<Frame>,
    pub(crate) vars: Vec<Val>,
    /// How often a wait was begun anew: frame, place, times.
    pub(crate) again: Vec<(u32, u32, u32)>,
    /// The latest arguments of each event taken.
    pub(crate) events: Vec<(u32, Vec<Val>)>,
    /// What is on the screen: lines and tips since the machine last moved.
    pub(crate) shown: Vec<Shown>,
    /// A body of a limit that stands outside any flow: the thread for which it runs, and whose effects its own are.
    pub(crate) aside: Option<(u32, u32)>,
    /// For which instance a body runs: frame, key.
    pub(crate) keys: Vec<(u32, SmolStr)>,
    /// The role that acts where neither step nor flow says.
    pub(crate) acting: Option<u32>,
    /// 视为 同意: the actions that the customer agreed to and that were not done since, in order.
    pub(crate) consents: Vec<u32>,
    /// 视为 本人: it is the customer in person.
    pub(crate) identified: bool,
    pub(crate) ended: bool,
    /// A case knows that the line is down.
    pub(crate) told: bool,
    /// 搁置: where it stood is not in this program. It has no frames and waits for nothing.
    pub(crate) shelf: Option<Arc<Shelf>>,
}

/// What is kept of a thread that stood where this program has nothing.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Shelf {
    /// It as its snapshot had it, records written out.
    pub(crate) was: Json,
    /// What was lost.
    pub(crate) lost: Vec<Lost>,
}

/// A line or tip on the screen.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Shown {
    /// The fixed words of an operation.
    Fixed(u32),
    /// A line's alternatives, ordered this strongly.
    Line(Modality, Words),
    /// A tip.
    Tip(SmolStr),
}

/// An invocation of a flow, or the body of a handler above what it interrupted.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Frame {
    /// The invocation whose flow, step and variables it uses: its own place for an invocation.
    pub(crate) owner: u32,
    /// The step by its number in the whole program.
    pub(crate) step: u32,
    /// The operation at which it waits.
    pub(crate) pc: u32,
    /// Where its variables begin.
    pub(crate) base: u32,
    /// Which handler or option, [`NONE`] for an invocation.
    pub(crate) handler: u32,
    /// The number of the action whose answer it waits for.
    pub(crate) awaits: u32,
    /// When the step was entered.
    pub(crate) entered: i64,
    /// Up to when 停留 was looked at.
    pub(crate) stayed: i64,
    /// When its wait runs out.
    pub(crate) due: i64,
    /// From when its wait's limit counts, where it has one that runs.
    pub(crate) since: i64,
    /// Its limit waits for the event from which it counts.
    pub(crate) unstarted: bool,
    /// 到此为止: it waits without its limit.
    pub(crate) closed: bool,
    /// The answer came while a handler ran above.
    pub(crate) answered: bool,
}

impl Frame {
    /// A frame of its own that was entered at an instant, waits nowhere yet and has no limit.
    pub(crate) fn entered(owner: u32, step: u32, now: i64) -> Self {
        Self {
            owner,
            step,
            pc: NONE,
            base: 0,
            handler: NONE,
            awaits: 0,
            entered: now,
            stayed: now,
            due: NEVER,
            since: now,
            unstarted: false,
            closed: false,
            answered: false,
        }
    }
}

impl Core {
    /// Whether what lives on a time line is watched here: a session that is alone keeps them all, one of several its own. A flow is
    /// played on the line of its call, with the cases that it opens.
    pub(crate) fn keeps(&self, line: program::Line) -> bool {
        !self.shared
            || match self.line {
                Line::Flow => line != program::Line::Organisation,
                Line::Call => line == program::Line::Call,
                Line::Case => line == program::Line::Case,
                Line::Organisation => line == program::Line::Organisation,
            }
    }
}

impl Thread {
    /// Whose effects its own are: 0 for the call, else a case.
    pub(crate) fn case(&self) -> u32 {
        self.aside.map_or(self.id, |(_, case)| case)
    }

    /// The frame that runs or waits.
    pub(crate) fn top(&self) -> Option<&Frame> {
        self.frames.last()
    }

    /// The invocation that the top frame belongs to.
    pub(crate) fn scope(&self) -> Option<&Frame> {
        self.frames.get(self.top()?.owner as usize)
    }

    /// The variables of the top frame's invocation.
    pub(crate) fn locals(&self) -> &[Val] {
        self.scope().map_or(&[], |f| self.locals_of(f))
    }

    /// The variables of an invocation.
    pub(crate) fn locals_of(&self, frame: &Frame) -> &[Val] {
        self.vars.get(frame.base as usize..).unwrap_or(&[])
    }

    /// The customer agrees to an action, once.
    pub(crate) fn agree(&mut self, action: u32) {
        if let Err(at) = self.consents.binary_search(&action) {
            self.consents.insert(at, action);
        }
    }

    /// Whether the customer agreed to an action that was not done since.
    pub(crate) fn agreed(&self, action: u32) -> bool {
        self.consents.binary_search(&action).is_ok()
    }
}

impl State {
    /// The role that acts at a thread's top frame: the step's, else its flow's, else its caller's.
    pub(crate) fn acting(&self, m: &Machine, t: usize) -> Option<u32> {
        let Some(thread) = self.threads.get(t) else { return m.index.agent };
        let mut at = thread.top().map(|f| f.owner as usize);
        while let Some(i) = at {
            let frame = thread.frames.get(i)?;
            let Some((flow, step)) = m.step(frame.step) else { break };
            let flow = m.program.flows.get(flow as usize)?;
            if let Some(role) = flow.steps.get(step as usize).and_then(|s| s.by).or(flow.by) {
                return Some(role);
            }
            at = i.checked_sub(1).and_then(|below| thread.frames.get(below)).map(|f| f.owner as usize);
        }
        thread.acting.or(m.index.agent)
    }
}
