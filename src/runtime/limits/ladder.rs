//! 升级: rungs from the lowest up.

use super::clock::Clock;
use super::feed::Hand;
use super::show::{LimitKind, LimitNote, State as Showing};
use super::state::{Climb, Invocation, Key, OPEN};
use crate::program::Ladder;
use crate::runtime::observe::{ALL, Note};
use crate::runtime::occur::Occur;
use crate::runtime::run::{Halt, Run};
use crate::runtime::seen::Point;
use crate::runtime::state::NONE;
use crate::runtime::value::Val;

/// A ladder that an operation asks for: which, its key, the thread that asks.
pub(crate) type Asked = (u32, Val, u32);

impl<'a> Run<'a> {
    /// Starts a ladder; one that runs goes on as it is.
    pub(crate) fn start_ladder(&mut self, (l, key, starter): Asked) -> Result<(), Halt> {
        let Some(decl) = self.m.program.ladders.get(l as usize) else { return Ok(()) };
        let key = Key::of(self.m, key);
        let of = self.invocations(decl.flow, if decl.flow.is_some() { starter } else { ALL }).first().copied().flatten();
        let at = match self.st.limits.ladder(l, &key.text, of) {
            Ok(_) => return Ok(()),
            Err(at) => at,
        };
        // A case that has ended in the meantime needs nobody above it.
        let thread = self.st.threads.iter().find(|t| t.id == starter);
        let case = thread.is_some_and(|t| self.m.program.flows.get(t.flow as usize).is_some_and(|f| f.case));
        if case && thread.is_some_and(|t| t.ended) {
            return Ok(());
        }
        if self.st.limits.ladders.len() >= OPEN {
            return Err(Halt::Much);
        }
        let now = self.st.core.now;
        let climb = Climb { ladder: l, key: key.clone(), of, starter, rung: 0, opened: now, clock: Clock::default() };
        self.st.limits.ladders.insert(at, climb);
        self.enter_rung(l, &key.text, of, 0)?;
        self.look_for_jumps()
    }

    /// Whether a ladder runs that was started outside any flow, or by its own.
    pub(crate) fn climbs(&self, l: u32, key: Val) -> bool {
        let key = Key::of(self.m, key);
        self.st.limits.ladders.iter().any(|c| c.ladder == l && c.key.text == key.text)
    }

    /// A 升级 takes what happens: what ends it first, then what raises it.
    pub(super) fn ladder_takes(&mut self, l: u32, happened: &Note) -> Result<(), Halt> {
        let Some(decl) = self.m.program.ladders.get(l as usize) else { return Ok(()) };
        if self.st.limits.ladders.iter().all(|c| c.ladder != l) {
            return Ok(());
        }
        for of in self.invocations(decl.flow, happened.case) {
            let over = self.keyed(&decl.stop, of, happened);
            for key in &over {
                if let Ok(i) = self.st.limits.ladder(l, &key.text, of) {
                    let climb = self.st.limits.ladders.remove(i);
                    self.tell(starter(&climb), note(&climb, Showing::Closed(false)));
                }
            }
            let mut raised = Vec::new();
            for raise in &decl.raises {
                for key in self.keyed(&raise.on, of, happened) {
                    if !over.contains(&key) && !raised.contains(&key) {
                        self.raise(l, &key, of, raise.to)?;
                        raised.push(key);
                    }
                }
            }
        }
        Ok(())
    }

    /// 提级: up to a rung, to the next where none is said; never down.
    fn raise(&mut self, l: u32, key: &Key, of: Invocation, to: Option<u32>) -> Result<(), Halt> {
        let Ok(i) = self.st.limits.ladder(l, &key.text, of) else { return Ok(()) };
        let rung = self.st.limits.ladders.get(i).map_or(0, |c| c.rung);
        match to.unwrap_or(rung + 1) {
            to if to > rung => self.enter_rung(l, &key.text, of, to),
            _ => Ok(()),
        }
    }

    /// 直达: whatever holds now lifts a ladder to its rung.
    pub(super) fn look_for_jumps(&mut self) -> Result<(), Halt> {
        if self.st.limits.ladders.is_empty() || self.m.program.ladders.iter().all(|l| l.jumps.is_empty()) {
            return Ok(());
        }
        let running: Vec<(u32, Key, Invocation)> = self.st.limits.ladders.iter().map(|c| (c.ladder, c.key.clone(), c.of)).collect();
        for (l, key, of) in running {
            let Some(decl) = self.m.program.ladders.get(l as usize) else { continue };
            for jump in &decl.jumps {
                let Ok(i) = self.st.limits.ladder(l, &key.text, of) else { break };
                if self.st.limits.ladders.get(i).is_none_or(|c| jump.to <= c.rung) {
                    continue;
                }
                let vars = [key.val.clone()];
                let hand = Hand { vars: &vars, events: &[], args: &[] };
                let holds = jump.when.as_ref().is_none_or(|e| self.eval_limit(of, &hand, |eval| eval.holds(e)));
                if holds {
                    self.enter_rung(l, &key.text, of, jump.to)?;
                }
            }
        }
        Ok(())
    }

    /// A rung is entered; rungs that may be left out and have nobody are passed by. Above the last is the top.
    pub(super) fn enter_rung(&mut self, l: u32, key: &str, of: Invocation, rung: u32) -> Result<(), Halt> {
        let Some(decl) = self.m.program.ladders.get(l as usize) else { return Ok(()) };
        let absent = self.st.limits.absent.clone();
        let rest = decl.rungs.iter().enumerate().skip(rung as usize);
        let next = rest.filter(|(_, r)| !(r.optional && absent.contains(&r.role))).map(|(at, _)| at as u32).next();
        match next {
            Some(rung) => {
                self.stand_on((l, decl), key, of, rung);
                Ok(())
            }
            None => self.top_out(l, decl, key, of),
        }
    }

    fn stand_on(&mut self, (l, decl): (u32, &'a Ladder), key: &str, of: Invocation, rung: u32) {
        let Ok(i) = self.st.limits.ladder(l, key, of) else { return };
        let Some(mut climb) = self.st.limits.ladders.get(i).cloned() else { return };
        let Some(at) = decl.rungs.get(rung as usize) else { return };
        climb.rung = rung;
        self.m.note(Point::Rung(l, Some(rung)), self.st.core.now);
        climb.clock = Clock::default();
        if let Some(limit) = &at.limit {
            let bound = self.bound_of(limit, climb.of, &climb.key, &[]);
            climb.clock = Clock::new(bound, self.st.core.now);
            self.count_clock(&mut climb.clock, limit, climb.of);
        }
        let shown = note(&climb, Showing::Rung(at.role, climb.clock.last));
        let told = starter(&climb);
        if let Some(slot) = self.st.limits.ladders.get_mut(i) {
            *slot = climb;
        }
        self.tell(told, shown);
        self.tell_unanswered(usize::MAX, NONE);
        let t = told.and_then(|(id, _)| self.st.threads.iter().position(|t| t.id == id)).unwrap_or(usize::MAX);
        self.happened(t, Occur::HandOver(at.role));
    }

    fn top_out(&mut self, l: u32, decl: &'a Ladder, key: &str, of: Invocation) -> Result<(), Halt> {
        let Some(climb) = self.lapse_ladder(l, key, of) else { return Ok(()) };
        self.run_body(decl.top, climb.of, &climb.key, &[], climb.starter)
    }

    /// A ladder is over at its top, and no more is done.
    pub(super) fn lapse_ladder(&mut self, l: u32, key: &str, of: Invocation) -> Option<Climb> {
        let i = self.st.limits.ladder(l, key, of).ok()?;
        let climb = self.st.limits.ladders.remove(i);
        self.m.note(Point::Rung(l, None), self.st.core.now);
        self.tell(starter(&climb), note(&climb, Showing::Top));
        Some(climb)
    }
}

/// The thread whose effects a ladder's are.
fn starter(climb: &Climb) -> Invocation {
    (climb.starter != NONE).then_some((climb.starter, 0))
}

fn note(climb: &Climb, state: Showing) -> LimitNote {
    LimitNote { kind: LimitKind::Ladder, of: climb.ladder, key: climb.key.text.clone(), state }
}
