//! 追溯: what runs is counted anew from its beginning, by the text that is in force now.

use super::lost::{Lost, LostKind};
use super::reader::Reader;
use crate::runtime::limits::Key;
use crate::runtime::places::Home;
use crate::runtime::run::Run;
use crate::runtime::state::{NEVER, State};

/// A limit that is counted anew.
#[derive(Debug)]
pub(crate) enum Recount {
    /// Of a wait: thread, place of the frame.
    Wait { thread: u32, frame: u32 },
    /// Of an instance of a 期限.
    Deadline { deadline: u32, key: Key, of: Option<(u32, u32)> },
    /// Of the rung a ladder stands on.
    Rung { ladder: u32, key: Key, of: Option<(u32, u32)> },
    /// A 周期 that is watched from now on.
    Period(usize),
    /// A record that no 停表 holds any more.
    Kept { retain: u32, key: Key },
    /// The clock of an instance that no 停表 holds any more.
    Resume { deadline: u32, key: Key, of: Option<(u32, u32)> },
}

impl Reader<'_> {
    /// Counts anew what was listed while it was read: only now everything is there that a length may be made of.
    pub(super) fn recount(&mut self, st: &mut State) {
        let (now, m) = (st.core.now, self.m);
        for recount in std::mem::take(&mut self.recounts) {
            match recount {
                Recount::Wait { thread, frame } => {
                    let Some(t) = st.threads.iter().position(|t| t.id == thread) else { continue };
                    let Some(waiting) = st.threads.get(t).and_then(|t| t.frames.get(frame as usize)).copied() else { continue };
                    let home = match m.home_of(waiting.handler) {
                        Some(answer) => answer.home,
                        None => m.step(waiting.step).map_or(Home::Flow(u32::MAX), |(flow, step)| Home::Step(flow, step)),
                    };
                    let Some((limit, _)) = m.limit_at(home, waiting.pc) else { continue };
                    st.core.now = waiting.since;
                    let due = Run::new(m, st, &mut Vec::new()).limit_due(t, waiting.owner, limit);
                    st.core.now = now;
                    if let Some(frame) = st.threads.get_mut(t).and_then(|t| t.frames.get_mut(frame as usize)) {
                        frame.due = due.unwrap_or(NEVER);
                    }
                }
                Recount::Deadline { deadline, key, of } => {
                    let saved = Run::new(m, st, &mut Vec::new()).recount_deadline(deadline, &key, of);
                    let name = m.program.deadlines.get(deadline as usize).map_or("", |d| d.name.as_str());
                    let gone = saved.map(|used| Lost { kind: LostKind::Ledger, case: None, name: name.to_owned(), was: used.to_string() });
                    self.lost.extend(gone);
                }
                Recount::Period(i) => Run::new(m, st, &mut Vec::new()).begin_period(i),
                Recount::Kept { retain, key } => Run::new(m, st, &mut Vec::new()).release_kept(retain, &key.text),
                Recount::Rung { ladder, key, of } => Run::new(m, st, &mut Vec::new()).recount_rung(ladder, &key, of),
                Recount::Resume { deadline, key, of } => Run::new(m, st, &mut Vec::new()).release_deadline(deadline, &key, of),
            }
        }
    }
}
