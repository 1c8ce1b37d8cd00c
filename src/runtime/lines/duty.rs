//! Duties that are open, and what was said since.

use super::talk::{Turn, is_agent};
use crate::base::phrase::Choice;
use crate::program::Modality;
use crate::runtime::event::Who;
use crate::runtime::state::NEVER;
use smol_str::SmolStr;

/// Something that ought to be said.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Duty {
    /// 0 for the call, else the number of the case.
    pub(crate) case: u32,
    /// The step by its number in the whole program.
    pub(crate) step: u32,
    /// The operation that ordered it.
    pub(crate) pc: u32,
    /// The option or handler whose code that is; `NONE` for the step's own.
    pub(crate) handler: u32,
    pub(crate) at: i64,
    pub(crate) seq: u32,
    pub(crate) modality: Modality,
    pub(crate) kind: DutyKind,
    /// One of these.
    pub(crate) choices: Vec<Choice>,
    /// The ids of their lines.
    pub(crate) ids: Vec<Vec<SmolStr>>,
    pub(crate) basis: Vec<SmolStr>,
}

/// What ordered it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DutyKind {
    Say,
    ReadBack,
}

/// What matters to duties, in the order in which it happens.
#[derive(Debug, Clone)]
pub(crate) enum Heard {
    /// A duty opens.
    Ordered(Box<Duty>),
    /// The machine moves on: a case.
    Moved(u32),
    /// The line goes down.
    Down(Who),
    /// Someone begins a turn.
    Begun(Who, i64),
    /// Someone's turn is over.
    Finished(Who),
    /// The words of a turn are known.
    Said(Turn),
}

/// Duties that ended together.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Ended {
    pub(crate) at: i64,
    pub(crate) seq: u32,
    /// The customer hung up: what was not said yet could not be said any more.
    pub(crate) cut_off: bool,
    pub(crate) duties: Vec<Duty>,
}

/// Whether there is anything to judge by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Hearing {
    /// The agent has said nothing yet, and nothing that was ordered has ended.
    #[default]
    Early,
    /// What was ordered first has ended without a word of the agent's: perhaps nobody tells what is said.
    Deaf,
    /// What the agent says is told.
    Hears,
}

/// What ought to be said and was said.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Lines {
    pub(crate) hearing: Hearing,
    pub(crate) open: Vec<Duty>,
    pub(crate) ended: Vec<Ended>,
    /// Turns of the agent and the customer, by their beginning.
    pub(crate) turns: Vec<Turn>,
    /// Since when the agent speaks words that are not known yet.
    pub(crate) speaking: Option<i64>,
    pub(crate) seq: u32,
}

impl Lines {
    /// Whether what is ordered need be told.
    pub(crate) fn hears(&self) -> bool {
        self.hearing != Hearing::Deaf
    }

    /// Takes what happened in one event.
    pub(crate) fn take(&mut self, now: i64, heard: Vec<Heard>) {
        let mut old = self.open.len();
        for what in heard {
            self.seq = self.seq.wrapping_add(1);
            match what {
                Heard::Ordered(duty) => self.open.push(Duty { seq: self.seq, ..*duty }),
                Heard::Moved(case) => self.end(now, &mut old, false, |duty| duty.case == case),
                Heard::Down(who) => self.end(now, &mut old, who == Who::Customer, |duty| duty.case == 0),
                // The words of a whole turn are known when it begins.
                Heard::Begun(who, at) if is_agent(who) => {
                    self.speaking = (!self.turns.iter().any(|t| is_agent(t.who) && t.from == at)).then_some(at);
                }
                Heard::Finished(who) if is_agent(who) => self.speaking = None,
                Heard::Begun(..) | Heard::Finished(_) => {}
                Heard::Said(turn) => self.said(turn),
            }
        }
        self.forget(now);
    }

    fn said(&mut self, turn: Turn) {
        let agent = is_agent(turn.who);
        if !agent && (turn.who != Who::Customer || self.hearing == Hearing::Deaf) {
            return;
        }
        if agent {
            self.speaking = None;
            self.hearing = Hearing::Hears;
        }
        let at = self.turns.partition_point(|t| t.from <= turn.from);
        self.turns.insert(at, Turn { seq: self.seq, ..turn });
    }

    /// Ends those of the first `old` duties that are meant: what was ordered in the very event that ends the others goes on.
    fn end(&mut self, at: i64, old: &mut usize, cut_off: bool, meant: impl Fn(&Duty) -> bool) {
        if *old == 0 {
            return;
        }
        let fresh = self.open.split_off((*old).min(self.open.len()));
        let (duties, kept): (Vec<Duty>, Vec<Duty>) = std::mem::take(&mut self.open).into_iter().partition(meant);
        *old = kept.len();
        self.open = kept;
        self.open.extend(fresh);
        if duties.is_empty() {
            return;
        }
        if self.hearing == Hearing::Early {
            self.hearing = Hearing::Deaf;
        }
        self.ended.push(Ended { at, seq: self.seq, cut_off, duties });
    }

    /// Forgets turns that no duty can want any more.
    fn forget(&mut self, now: i64) {
        if self.turns.is_empty() {
            return;
        }
        let duties = self.open.iter().chain(self.ended.iter().flat_map(|e| &e.duties));
        let first = duties.map(|d| d.at).min().unwrap_or(now);
        self.turns.retain(|turn| turn.until >= first);
    }

    /// When the next duty can be judged: the words of its time are known then, as late as they may come.
    pub(crate) fn due(&self, lag: i64) -> i64 {
        match self.ended.first() {
            Some(ended) if self.hearing == Hearing::Hears && self.speaking.is_none_or(|from| from > ended.at) => {
                ended.at.saturating_add(lag)
            }
            _ => NEVER,
        }
    }
}
