//! What falls due while a flow waits.

use super::{Call, Clock, Got, Out, Run};
use crate::naive::beside::Which;
use crate::naive::script::{On, Pat};

/// What falls due while a flow waits; of several at one instant the first is done first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Due {
    /// The time of the innermost wait runs out.
    Limit,
    /// So long a stay is passed.
    Stay(i64),
    /// So long a call is passed.
    CallTime(i64),
    /// Something beside the flow.
    Beside(Which),
}

impl Call<'_> {
    /// The first thing due: a limit before anything that happens at its instant, then the lengths passed.
    fn due(&self, clock: &Clock) -> Option<(i64, Due)> {
        let script = self.script;
        let mut all: Vec<(i64, Due)> = clock.due.map(|due| (due, Due::Limit)).into_iter().collect();
        let frame = &self.frames[self.frames.len() - 1];
        for handler in &script.flows[frame.flow].steps[frame.step].handlers {
            for on in &handler.on {
                if let (Pat::Stay(ms), false) = (on, matches!(on, Pat::Stay(ms) if frame.stayed.contains(ms))) {
                    all.push((frame.since + ms + 1, Due::Stay(*ms)));
                }
            }
        }
        for at in self.callers() {
            for anytime in &script.flows[self.frames[at].flow].anytimes {
                let On::Events(on) = &anytime.on else { continue };
                for on in on {
                    let (Pat::CallTime(ms), Some(since)) = (on, self.answered) else { continue };
                    // What has passed does not happen again.
                    let due = since + ms + 1;
                    if (due > self.now || due == self.now && self.by_due) && !self.long.contains(ms) {
                        all.push((due, Due::CallTime(*ms)));
                    }
                }
            }
        }
        all.extend(self.beside.due(self.seen.len()).map(|(at, which)| (at, Due::Beside(which))));
        all.into_iter().min()
    }

    pub(super) fn first_due(&self, clock: &Clock) -> Option<i64> {
        self.due(clock).map(|(at, _)| at)
    }

    /// Fires the first thing due; over where nothing is.
    pub(super) fn fire(&mut self, depth: usize, clock: &mut Clock) -> Run<Option<Got>> {
        let Some((at, due)) = self.due(clock) else { return Err(Out::Over) };
        if self.next >= self.events.len() && at > self.now {
            return Err(Out::Over);
        }
        self.now = self.now.max(at);
        self.by_due = true;
        let passed = match due {
            Due::Limit => return Ok(Some(Got::Late)),
            Due::Beside(which) => {
                self.beside.fire(self.now, which, &self.seen);
                self.hears();
                self.runs_late(depth)?;
                return Ok(None);
            }
            Due::Stay(ms) => {
                self.top().stayed.push(ms);
                Pat::Stay(ms)
            }
            Due::CallTime(ms) => {
                self.long.push(ms);
                Pat::CallTime(ms)
            }
        };
        self.handled(depth, |on| *on == passed, None)?;
        Ok(None)
    }
}
