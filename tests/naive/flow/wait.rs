//! A wait takes what happens until one of the events ends it, or its time runs out.

use super::{Call, Clock, Got, Run, Wants};
use crate::naive::script::{Block, Pat, Stmt, Wait};
use crate::naive::stream::START;

impl<'a> Call<'a> {
    pub(super) fn waits(&mut self, depth: usize, wait: &'a Wait) -> Run<()> {
        let limit = wait.limit.as_ref().map(|l| (l.ms, l.from.clone(), &l.timeout));
        let got = self.limited(depth, Wants::Events(&wait.on, &wait.arms), limit)?;
        if let Got::Arm(i) = got {
            self.block(depth, &wait.arms[i].body)?;
        }
        Ok(())
    }

    /// A wait with its 限时 and 超时.
    pub(super) fn limited(&mut self, depth: usize, wants: Wants<'a>, limit: Option<(i64, Option<Pat>, &'a Block)>) -> Run<Got> {
        let Some((ms, from, timeout)) = limit else {
            let mut clock = Clock { due: None, from: None };
            return self.wait(depth, wants, &mut clock);
        };
        let mut again = 0;
        'anew: loop {
            let mut clock = Clock { due: None, from: from.clone().map(|f| (f, ms)) };
            if from.is_none() {
                self.start(&mut clock, ms);
            }
            match self.wait(depth, wants, &mut clock)? {
                Got::Late => self.note("timeout"),
                got => return Ok(got),
            }
            for stmt in timeout {
                match stmt {
                    Stmt::Again(None) => continue 'anew,
                    Stmt::Again(Some(most)) if again < *most => {
                        again += 1;
                        continue 'anew;
                    }
                    Stmt::Again(Some(_)) => {}
                    Stmt::GoOn => return Ok(Got::Met),
                    Stmt::Stay => {
                        self.note("limit_broken");
                        let mut clock = Clock { due: None, from: None };
                        return self.wait(depth, wants, &mut clock);
                    }
                    other => self.stmt(depth, other)?,
                }
            }
            // The last statement was another wait with a limit of its own, and it was met.
            return Ok(Got::Met);
        }
    }

    pub(super) fn start(&mut self, clock: &mut Clock, ms: i64) {
        let due = self.now + ms + 1;
        clock.due = Some(due);
        self.note(format!("timer {}", due - START));
    }

    /// Takes what happens until the wait is over. `depth` is the flow that waits.
    pub(super) fn wait(&mut self, depth: usize, wants: Wants<'a>, clock: &mut Clock) -> Run<Got> {
        let asked = self.queries.len();
        if matches!(wants, Wants::Result) {
            self.queries.push((false, clock.due));
        }
        let got = self.until(depth, wants, clock, asked);
        self.queries.truncate(asked);
        got
    }

    pub(super) fn until(&mut self, depth: usize, wants: Wants<'a>, clock: &mut Clock, asked: usize) -> Run<Got> {
        loop {
            if self.queries.get(asked).is_some_and(|(come, _)| *come) {
                return Ok(Got::Met);
            }
            if self.turn.is_empty() {
                self.rests();
            }
            let Some(told) = self.tell(clock) else {
                match self.fire(depth, clock)? {
                    Some(got) => return Ok(got),
                    None => continue,
                }
            };
            if let Some(got) = self.offered(depth, wants, clock, &told)? {
                return Ok(got);
            }
        }
    }
}
