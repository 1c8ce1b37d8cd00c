//! What a call has come to: 通话时长, 保持累计, 沉默累计, 说话占比, at any instant from the events up to it.
//!
//! A flow asks in the host's time, a rule in settled time: each keeps its own sums.

use super::eval::Eval;
use super::event::Who;
use super::speech::bit;
use super::told::Word;
use super::value::Val;
use crate::base::Decimal;
use crate::program::{Expr, OfCall, Test};
use serde::{Deserialize, Serialize};
use std::cell::Cell;

/// A stretch's lengths added up.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Sum {
    ms: i64,
    since: Option<i64>,
    /// Part of it was hidden, reckoned, or has no time: nobody knows how much it is.
    unsure: bool,
}

/// Sums of the line.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Totals {
    connected: Sum,
    held: Sum,
    silent: Sum,
}

/// Which stretches of the line last.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Lasting {
    pub(crate) connected: bool,
    pub(crate) held: bool,
    pub(crate) silent: bool,
}

/// How long the customer and the agent have spoken.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Spoken {
    by: [Sum; 2],
    /// What the pauses of each one's open turn take off when it ends.
    pauses: [i64; 2],
}

/// The sums as a rule asks for them.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sums<'a> {
    pub(crate) totals: &'a Totals,
    pub(crate) spoken: &'a Spoken,
    /// Set when something was asked that a recording does not tell.
    pub(crate) unsure: &'a Cell<bool>,
}

impl Sum {
    fn set(&mut self, lasts: bool, at: i64, sure: bool) {
        match self.since {
            None if lasts => self.since = Some(at),
            Some(since) if !lasts => {
                self.ms = self.ms.saturating_add(at.saturating_sub(since).max(0));
                self.since = None;
            }
            _ => return,
        }
        self.unsure |= !sure;
    }

    fn at(&self, now: i64) -> Option<i64> {
        let open = self.since.map_or(0, |since| now.saturating_sub(since).max(0));
        (!self.unsure).then(|| self.ms.saturating_add(open))
    }
}

impl Totals {
    /// An event came; `sure`: its instant is known.
    pub(crate) fn follow(&mut self, lasting: Lasting, at: i64, sure: bool) {
        self.connected.set(lasting.connected, at, sure);
        self.held.set(lasting.held && lasting.connected, at, sure);
        self.silent.set(lasting.silent, at, sure);
    }

    /// Something went on of which nothing is known.
    pub(crate) fn hide(&mut self) {
        (self.held.unsure, self.silent.unsure) = (true, true);
    }
}

impl Spoken {
    /// Someone's turn begins or ends.
    pub(crate) fn turn(&mut self, who: Who, lasts: bool, at: i64, sure: bool) {
        let Some(side) = side(who) else { return };
        let (Some(sum), Some(pauses)) = (self.by.get_mut(side), self.pauses.get_mut(side)) else { return };
        let before = sum.ms;
        sum.set(lasts, at, sure);
        if !lasts {
            let off = std::mem::take(pauses).clamp(0, sum.ms.saturating_sub(before).max(0));
            sum.ms = sum.ms.saturating_sub(off);
        }
    }

    /// The words of the open turn are known with their times: pauses longer than the cap are no speaking.
    pub(crate) fn words(&mut self, who: Who, words: &[Word], cap: i64) {
        if let Some(pauses) = side(who).and_then(|side| self.pauses.get_mut(side)) {
            let between = words.windows(2).filter_map(|pair| match pair {
                [a, b] => Some(b.from.saturating_sub(a.until)),
                _ => None,
            });
            *pauses = between.filter(|pause| *pause > cap).fold(0, i64::saturating_add);
        }
    }

    /// Something went on of which nothing is known.
    pub(crate) fn hide(&mut self) {
        self.by.iter_mut().for_each(|sum| sum.unsure = true);
    }

    /// The agent's part of what both have spoken; 0 where neither has.
    fn share(&self, now: i64) -> Option<Decimal> {
        let [customer, agent] = self.by;
        let (customer, agent) = (customer.at(now)?, agent.at(now)?);
        match customer.saturating_add(agent) {
            0 => Some(Decimal::ZERO),
            both => Decimal(agent).over(Decimal(both)),
        }
    }
}

impl Eval<'_> {
    /// What the call has come to; 未知 where a recording does not tell.
    pub(crate) fn of_call(&self, what: OfCall) -> Val {
        let (totals, spoken) = self.hand.sums.map_or((&self.core.totals, &self.core.spoken), |sums| (sums.totals, sums.spoken));
        let now = self.now();
        let length = |sum: &Sum| sum.at(now).map(Val::Duration);
        let known = match what {
            OfCall::Length => length(&totals.connected),
            OfCall::Held => length(&totals.held),
            OfCall::Silent => length(&totals.silent),
            OfCall::TalkShare => spoken.share(now).map(Val::Number),
        };
        match known.filter(|_| self.hand.note.is_none_or(|note| note.timed)) {
            Some(value) => value,
            None => {
                self.hand.sums.iter().for_each(|sums| sums.unsure.set(true));
                Val::Unknown
            }
        }
    }
}

impl Eval<'_> {
    /// A rule asks a recording for a value of the flow or the session that it does not tell.
    pub(crate) fn not_told(&self, e: &Expr, test: &Test) {
        fn of_the_flow(e: &Expr) -> bool {
            match e {
                Expr::Var(_) | Expr::Param(_) => true,
                Expr::Field(base, _) => of_the_flow(base),
                _ => false,
            }
        }
        if self.core.audit && !matches!(test, Test::Known | Test::Unknown) && of_the_flow(e) {
            self.hand.sums.iter().for_each(|sums| sums.unsure.set(true));
        }
    }
}

fn side(who: Who) -> Option<usize> {
    match bit(who) {
        1 => Some(0),
        2 => Some(1),
        _ => None,
    }
}
