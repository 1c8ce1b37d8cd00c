//! The state of all observers. It lives beside the machine's, so that an event which no rule can see never copies it.

use super::finding::{EventRef, RuleFinding};
use super::metric::Item;
use super::overlap::Sounding;
use super::trace::Note;
use crate::base::Decimal;
use crate::runtime::lines::Turn as SaidTurn;
use crate::runtime::state::NEVER;
use crate::runtime::totals::{Spoken, Totals};
use crate::runtime::value::Val;
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;
use std::collections::{BTreeMap, BTreeSet};

/// Obligations that one instance keeps apart; beyond it the oldest stand for all.
pub(crate) const PENDING: usize = 64;

/// Everything the rules of a session remember.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Watch {
    /// Nobody runs the flows: they are positioned by what a recording says.
    pub(crate) audit: bool,
    /// The instant up to which everything has been judged.
    pub(crate) settled: i64,
    /// The number of the next event.
    pub(crate) seq: u32,
    /// Noted and not judged yet, in order.
    pub(crate) queue: Vec<Note>,
    /// Begins of turns whose words are not known: customer, agent, third, system.
    pub(crate) open: [Option<i64>; 4],
    pub(crate) line: LineState,
    /// One for each measure.
    pub(crate) talks: Vec<Talk>,
    /// What was said in this call and is settled, in its order; none where only whole turns are listened to.
    pub(crate) said: Option<Vec<SaidTurn>>,
    /// Who has spoken yet, by channel.
    pub(crate) first: [bool; 4],
    /// By their place in the index.
    pub(crate) stretches: Vec<StretchState>,
    /// Of sentences that others give way to: the piece 自 … 至 that is open, and what 若 reads.
    pub(crate) ruling: BTreeMap<(u32, InstKey), Ruling>,
    /// By their place in the index: the instances by key.
    pub(crate) instances: Vec<BTreeMap<InstKey, Inst>>,
    /// What is due, in the order in which it fires.
    pub(crate) due: BTreeSet<(i64, u32, InstKey)>,
    /// Ends of periods, in order.
    pub(crate) periods: BTreeSet<(i64, u32, InstKey)>,
    /// Lengths that grow: due, of what, since.
    pub(crate) lengths: BTreeSet<(i64, Grows, i64)>,
    pub(crate) gaps: Vec<Gap>,
    /// Sentences that were not judged from the beginning, and up to when.
    pub(crate) late: BTreeMap<u32, Gap>,
    /// By rule.
    pub(crate) tally: Vec<Tally>,
    /// Where a recording says the call is.
    pub(crate) given: Option<(u32, u32)>,
    /// Steps that are entered: case, flow, step, since.
    pub(crate) steps: Vec<(u32, u32, u32, i64)>,
    /// The call has ended: rules of calls are closed.
    pub(crate) over: Option<i64>,
    /// Actions done of late, so that none is done twice: instant, action, arguments as JSON.
    pub(crate) done: Vec<(i64, u32, String)>,
    /// For each metric: its items.
    pub(crate) items: Vec<Vec<Item>>,
    /// When everything began.
    pub(crate) begun: i64,
    /// Found on the event in hand, not told yet.
    pub(crate) found: Vec<RuleFinding>,
    /// Sentences whose 否则 can come no more and was not done: rule, number from 1. Only a machine that proves notes them.
    pub(crate) withdrawn: Vec<(u32, u32)>,
}

/// What grows until it is an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Grows {
    /// The length that a pattern bounds: its place in the index, the measure by which it is derived.
    Pattern(u32, u8),
    /// The reply that the customer (0) or the agent (1) owes, as a measure counts it.
    Reply(u8, u8),
    /// The time to the next ring, as a measure counts it.
    Ring(u8),
}

/// An instance of a sentence: a case and a key.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(crate) struct InstKey {
    pub(crate) key: SmolStr,
    pub(crate) case: u32,
}

/// The observer of one sentence for one key in one scope.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Inst {
    /// The key's value.
    pub(crate) value: Val,
    /// When its scope began.
    pub(crate) from: i64,
    /// Its place in the order then.
    pub(crate) seq: u32,
    /// The state, as the pattern numbers them.
    pub(crate) state: u8,
    /// How many triggers came.
    pub(crate) count: u32,
    /// The instant the state is about, and its place in the order.
    pub(crate) since: Option<(i64, u32)>,
    pub(crate) timed: bool,
    /// ms added up.
    pub(crate) total: i64,
    /// When it is due.
    pub(crate) due: i64,
    /// When its period is over; [`NEVER`] where it has none.
    pub(crate) until: i64,
    pub(crate) pending: Vec<Pending>,
    /// More were owed than are kept apart.
    pub(crate) merged: bool,
    /// What the state is about.
    pub(crate) event: Option<EventRef>,
    /// Latest arguments of declared events.
    pub(crate) args: Vec<(u32, Vec<Val>)>,
    /// Since when it gives way.
    pub(crate) rests: Option<i64>,
    /// Findings so far.
    pub(crate) found: u32,
    /// Points so far.
    pub(crate) points: Decimal,
}

/// What a sentence that others give way to remembers.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Ruling {
    /// When the piece from 自 to 至 began, and its place in the order.
    pub(crate) since: Option<(i64, u32)>,
    /// Latest arguments of declared events.
    pub(crate) args: Vec<(u32, Vec<Val>)>,
}

/// What is owed.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Pending {
    pub(crate) at: i64,
    pub(crate) seq: u32,
    pub(crate) timed: bool,
    /// When it is broken; [`NEVER`] where only the scope's end or a count breaks it.
    pub(crate) due: i64,
    /// The first instant at which it may be answered.
    pub(crate) least: i64,
    /// The first instant of a window in which alone the answer counts.
    pub(crate) window: i64,
    /// How many were counted.
    pub(crate) counted: u32,
    /// Counted before an answer is in time.
    pub(crate) early: u32,
    pub(crate) what: EventRef,
    /// How long it rested, giving way.
    pub(crate) away: i64,
    /// The calendar does not know the year: why.
    pub(crate) unknown: bool,
    /// Arguments of the declared event that opened it.
    pub(crate) args: Option<(u32, Vec<Val>)>,
    /// Arguments of the action that opened it.
    pub(crate) did: Option<(u32, Vec<Val>)>,
}

/// A stretch.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct StretchState {
    pub(crate) since: Option<i64>,
    /// Its beginning's place in the order.
    pub(crate) seq: u32,
    /// When it began last.
    pub(crate) last: Option<i64>,
    /// How many times it was begun within itself.
    pub(crate) depth: u32,
    pub(crate) timed: bool,
}

/// Something of which nothing is known.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Gap {
    pub(crate) from: i64,
    /// [`NEVER`] until the next event closes it.
    pub(crate) to: i64,
    pub(crate) channels: u8,
    pub(crate) seq: u32,
}

/// What was found of a rule so far.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Tally {
    pub(crate) broken: u32,
    pub(crate) unknown: u32,
    /// A gap could hold what would trigger it.
    pub(crate) maybe: bool,
    pub(crate) triggered: bool,
    pub(crate) points: Decimal,
    /// What the unknown ones would cost.
    pub(crate) risk: Decimal,
}

/// The line, up to what is settled.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct LineState {
    pub(crate) rang: Option<i64>,
    /// Rings that the host told.
    pub(crate) told: bool,
    pub(crate) ring: u32,
    pub(crate) answered: Option<i64>,
    pub(crate) over: bool,
    pub(crate) held: bool,
    pub(crate) muted: u8,
    pub(crate) speaking: u8,
    /// Since when nobody speaks; the customer; the agent.
    pub(crate) silent: [Option<i64>; 3],
    pub(crate) totals: Totals,
    /// The silence began where a turn's end was reckoned.
    pub(crate) guessed: bool,
}

/// Turns, for what is derived from them: the customer's and the agent's.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Talk {
    pub(crate) turns: [Option<Turn>; 2],
    /// Whoever owes a reply, since when: the customer, the agent.
    pub(crate) owes: [Option<Owes>; 2],
    /// The overlap that lasts: by whom, since when.
    pub(crate) over: Option<(u8, i64)>,
    /// When the words of each side's turn sound, where they have times.
    pub(crate) words: [Sounding; 2],
    /// The overlap that lasts, where it is measured by words.
    pub(crate) both: Option<Vec<(i64, i64)>>,
    /// It was told as cutting in.
    pub(crate) cut: bool,
    /// How long each has spoken.
    pub(crate) share: Spoken,
}

/// A turn.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Turn {
    pub(crate) from: i64,
    pub(crate) ended: Option<i64>,
    /// Its words are known.
    pub(crate) worded: bool,
    /// Its words are nothing but 应和.
    pub(crate) back: bool,
    pub(crate) timed: bool,
    pub(crate) guessed: bool,
}

/// A reply that is owed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Owes {
    pub(crate) since: i64,
    pub(crate) timed: bool,
    pub(crate) guessed: bool,
    /// 不答 was found.
    pub(crate) failed: bool,
}

impl Inst {
    /// A new instance, its scope begun at an instant.
    pub(crate) fn new(value: Val, from: i64, seq: u32) -> Self {
        Self {
            value,
            from,
            seq,
            state: 0,
            count: 0,
            since: None,
            timed: true,
            total: 0,
            due: NEVER,
            until: NEVER,
            pending: Vec::new(),
            merged: false,
            event: None,
            args: Vec::new(),
            rests: None,
            found: 0,
            points: Decimal(0),
        }
    }
}
