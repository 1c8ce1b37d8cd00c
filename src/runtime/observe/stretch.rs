//! Stretches: open and closed, and who is told.

use super::judge::Judge;
use super::listeners::Target;
use super::state::StretchState;
use super::trace::Note;
use crate::program::{Actor, Line, StretchRef};
use crate::runtime::eval::Hand;
use crate::runtime::event::Who;
use crate::runtime::occur::Occur;

/// What an event does to a stretch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Turn {
    Opens,
    Closes,
    /// It closes it however often it was opened.
    Shuts,
}

impl Judge<'_> {
    /// Opens and closes the stretches that an event touches, before any sentence sees it.
    pub(super) fn stretches(&mut self, note: &Note, targets: &[Target]) {
        for target in targets {
            let Target::Stretch(slot) = target else { break };
            match self.turn_of(*slot, note) {
                Some(Turn::Opens) => self.open(*slot, note),
                Some(Turn::Closes) => self.close(*slot, note, false),
                Some(Turn::Shuts) => self.close(*slot, note, true),
                None => {}
            }
        }
    }

    /// A silence began or ended.
    pub(super) fn silence_told(&mut self, whose: u8, begins: bool, note: &Note) {
        let m = self.m;
        for (of, slot) in &m.rules.silences {
            if *of == whose {
                if begins { self.open(*slot, note) } else { self.close(*slot, note, true) }
            }
        }
    }

    fn turn_of(&mut self, slot: u32, note: &Note) -> Option<Turn> {
        let m = self.m;
        let what = &note.what;
        let down = matches!(what, Occur::HangUp(_) | Occur::CallEnded);
        match &m.rules.stretches.get(slot as usize)?.of {
            StretchRef::Named(named) => {
                let stretch = m.program.stretches.get(*named as usize)?;
                let open = self.state_of(slot).is_some_and(|s| s.since.is_some());
                let events = if open { &stretch.to } else { &stretch.from };
                let hit = events.iter().any(|k| self.matches(&k.event, note) && self.filtered(&k.event, note, (None, 0, None), &[]));
                if !hit {
                    return None;
                }
                if open {
                    return Some(Turn::Shuts);
                }
                let holds = stretch.provided.as_ref().is_none_or(|e| {
                    let events = declared(note);
                    self.eval(note.at, None, &events, Hand { note: Some(note), ..Hand::default() }).holds(e)
                });
                holds.then_some(Turn::Opens)
            }
            StretchRef::Ringing => match what {
                Occur::Incoming => Some(Turn::Opens),
                Occur::Answer => Some(Turn::Shuts),
                _ => down.then_some(Turn::Shuts),
            },
            StretchRef::Connected => match what {
                Occur::Answer => Some(Turn::Opens),
                _ => down.then_some(Turn::Shuts),
            },
            StretchRef::Speaking(actor) => match what {
                Occur::Begin(who) if is(actor, *who) => Some(Turn::Opens),
                Occur::Finish(who) if is(actor, *who) => Some(Turn::Shuts),
                _ => None,
            },
            StretchRef::OnHold => match what {
                Occur::Hold(_) => Some(Turn::Opens),
                Occur::Resume(_) => Some(Turn::Shuts),
                _ => down.then_some(Turn::Shuts),
            },
            StretchRef::Muted(actor) => {
                let mine = |who: &Who| actor.as_ref().is_none_or(|a| is(a, *who));
                match what {
                    Occur::Mute(who) if mine(who) => Some(Turn::Opens),
                    Occur::Unmute(who) if mine(who) => Some(Turn::Closes),
                    _ => down.then_some(Turn::Shuts),
                }
            }
            StretchRef::InStep(..) => match what {
                Occur::Enter(..) => Some(Turn::Opens),
                _ => Some(Turn::Closes),
            },
            StretchRef::InFlow(_) => match what {
                Occur::FlowIn(_) => Some(Turn::Opens),
                _ => Some(Turn::Closes),
            },
            StretchRef::InPhase(taxonomy, leaf) => match what {
                Occur::Enter(..) => Some(Turn::Opens),
                // From one step of a phase to the next the phase goes on.
                _ if self.stays_in(note, (*taxonomy, *leaf)) => {
                    let state = self.w.stretches.get_mut(slot as usize)?;
                    state.depth = state.depth.saturating_sub(1);
                    None
                }
                _ => Some(Turn::Closes),
            },
            StretchRef::Silence(_) | StretchRef::Calendar(..) => None,
        }
    }

    /// Whether the next thing is that a step of the same phase is entered.
    fn stays_in(&self, note: &Note, phase: (u32, u32)) -> bool {
        let next = self.ahead.iter().chain(self.w.queue.iter().take(4)).find(|n| matches!(n.what, Occur::Enter(..) | Occur::Leave(..)));
        next.is_some_and(|n| {
            let Occur::Enter(flow, step) = n.what else { return false };
            let step = self.m.program.flows.get(flow as usize).and_then(|f| f.steps.get(step as usize));
            n.at == note.at && n.case == note.case && step.is_some_and(|s| s.phase == Some(phase))
        })
    }

    fn state_of(&self, slot: u32) -> Option<&StretchState> {
        self.w.stretches.get(slot as usize)
    }

    fn open(&mut self, slot: u32, note: &Note) {
        let Some(state) = self.w.stretches.get_mut(slot as usize) else { return };
        state.depth += 1;
        if state.since.is_some() {
            return;
        }
        (state.since, state.seq, state.timed) = (Some(note.at), note.seq, note.timed);
        state.last = state.since;
        let m = self.m;
        let Some(ix) = m.rules.stretches.get(slot as usize) else { return };
        self.moved.extend(&ix.pauses);
        for q in &ix.listeners {
            self.subject_opens(*q, slot, note);
            let case = if self.m.rules.sentences.get(*q as usize).is_some_and(|s| s.line == Line::Case) { note.case } else { 0 };
            self.begin_period(*q, case, note.at);
        }
    }

    fn close(&mut self, slot: u32, note: &Note, whole: bool) {
        let Some(state) = self.w.stretches.get_mut(slot as usize) else { return };
        state.depth = if whole { 0 } else { state.depth.saturating_sub(1) };
        if state.depth > 0 {
            return;
        }
        if state.since.is_none() {
            return;
        }
        let m = self.m;
        let Some(ix) = m.rules.stretches.get(slot as usize) else { return };
        for q in &ix.listeners {
            self.subject_closes(*q, slot, note);
        }
        if let Some(state) = self.w.stretches.get_mut(slot as usize) {
            state.since = None;
        }
        self.moved.extend(&ix.pauses);
    }

    /// Whether an instant lies in a stretch; none where the calendar cannot tell.
    pub(super) fn inside(&self, slot: u32, at: i64) -> Option<bool> {
        let of = &self.m.rules.stretches.get(slot as usize)?.of;
        if let StretchRef::Calendar(calendar, set) = of {
            let reckoning = self.m.reckoning(Some(*calendar), self.st.core.called).ok()?;
            return reckoning.is_in(set.set(), at).ok();
        }
        Some(self.state_of(slot).is_some_and(|s| s.since.is_some()))
    }

    /// Whether the scope of a sentence holds: all stretches it lies in; since when, and its place in the order.
    pub(super) fn scope(&self, q: u32, at: i64) -> Option<(i64, u32)> {
        let ix = self.m.rules.sentences.get(q as usize)?;
        let mut since = (self.w.begun, 0);
        for slot in &ix.during {
            if matches!(self.m.rules.stretches.get(*slot as usize)?.of, StretchRef::Calendar(..)) {
                if self.inside(*slot, at) != Some(true) {
                    return None;
                }
                continue;
            }
            let state = self.state_of(*slot)?;
            since = since.max((state.since?, state.seq));
        }
        Some(since)
    }
}

/// The arguments of the event in hand, as the latest of their event.
pub(super) fn declared(note: &Note) -> Vec<(u32, Vec<crate::runtime::value::Val>)> {
    match &note.what {
        Occur::Declared(event, args, _) => vec![(*event, args.clone())],
        _ => Vec::new(),
    }
}

fn is(actor: &Actor, who: Who) -> bool {
    match actor {
        Actor::Customer => who == Who::Customer,
        Actor::Agent | Actor::Role(_) => matches!(who, Who::Agent | Who::Role(_)),
        Actor::Third => who == Who::Third,
        Actor::System => who == Who::System,
    }
}
