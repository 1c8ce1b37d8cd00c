//! Rules that begin in the middle of a session: of what came before them nobody can tell, but where the session stands is known.

use super::judge::Judge;
use super::state::{Gap, InstKey, StretchState, Watch};
use super::trace::{ALL, EVERY, Note};
use crate::program::{Actor, Pattern, StretchRef};
use crate::runtime::event::Who;
use crate::runtime::machine::Machine;
use crate::runtime::migrate::{Reader, RemarkKind};
use crate::runtime::occur::Occur;
use crate::runtime::pattern::silence_of;
use crate::runtime::session::Session;
use crate::runtime::speech::bit;
use crate::runtime::state::{Core, NONE, State};

impl Reader<'_> {
    /// Observers of a program for a session that had none: everything is judged from now on.
    pub(crate) fn begun(&mut self, st: &State) -> Watch {
        let (m, core) = (self.m, &st.core);
        let mut w = Watch::new(m, core.begun, core.audit);
        w.settled = core.now;
        w.line.rang = core.rang;
        w.line.ring = core.ring;
        w.line.answered = core.answered;
        w.line.over = core.over.is_some();
        (w.line.held, w.line.muted, w.line.silent) = (core.held, core.muted, core.silent);
        w.line.speaking = core.speaking;
        w.line.totals = core.totals;
        w.talks.iter_mut().for_each(|talk| talk.share = core.spoken);
        w.over = core.over;
        w.take_up_steps(m, st);
        w.look_around(m, st, |_| true);
        let rules = m.program.rules.iter().filter(|r| !r.sentences.is_empty());
        rules.for_each(|rule| self.remark(RemarkKind::Begins, &rule.name, "", ""));
        w.late = (0..m.rules.sentences.len() as u32).map(|q| (q, before(core, &w))).collect();
        w
    }
}

/// All that came until now, of which a sentence that begins knows nothing. It comes before whatever is to come, and after what is open now.
pub(super) fn before(core: &Core, w: &Watch) -> Gap {
    Gap { from: w.begun, to: core.now, channels: EVERY, seq: w.seq.wrapping_add(1) }
}

impl Watch {
    /// Where the threads stand, which nobody asked for before. What waits to be judged has led there.
    pub(super) fn take_up_steps(&mut self, m: &Machine, st: &State) {
        self.queue.retain(|n| !matches!(n.what, Occur::Enter(..) | Occur::Leave(..)));
        self.steps.clear();
        for thread in st.threads.iter().filter(|t| t.shelf.is_none()) {
            let case = thread.aside.map_or(thread.id, |(starter, _)| starter);
            for frame in thread.frames.iter().filter(|f| f.handler == NONE) {
                if let Some((flow, step)) = m.step(frame.step) {
                    self.steps.push((case, flow, step, frame.entered));
                }
            }
        }
    }

    /// Opens the stretches that nobody asked for before and that last now, as far as the session itself shows it.
    pub(super) fn look_around(&mut self, m: &Machine, st: &State, new: impl Fn(usize) -> bool) {
        let now = Some(st.core.now);
        for (slot, stretch) in m.rules.stretches.iter().enumerate().filter(|(slot, _)| new(*slot)) {
            let depth = self.lasts(m, st, &stretch.of);
            if let Some(state) = self.stretches.get_mut(slot).filter(|_| depth > 0) {
                *state = StretchState { since: now, seq: self.seq, last: now, depth, timed: true };
            }
        }
    }

    /// How many times over a stretch lasts now.
    fn lasts(&self, m: &Machine, st: &State, of: &StretchRef) -> u32 {
        let line = &self.line;
        let in_steps = |of: &dyn Fn(u32, u32) -> bool| self.steps.iter().filter(|(_, flow, step, _)| of(*flow, *step)).count() as u32;
        match of {
            StretchRef::Ringing => u32::from(line.rang.is_some() && line.answered.is_none() && !line.over),
            StretchRef::Connected => u32::from(line.answered.is_some() && !line.over),
            StretchRef::OnHold => u32::from(line.held),
            StretchRef::Muted(None) => line.muted.count_ones(),
            StretchRef::Muted(Some(actor)) => u32::from(line.muted & bit(speaker(actor)) != 0),
            StretchRef::Speaking(actor) => u32::from(line.speaking & bit(speaker(actor)) != 0),
            StretchRef::Silence(actor) => u32::from(line.silent.get(usize::from(silence_of(actor.as_ref()))).is_some_and(Option::is_some)),
            StretchRef::InStep(flow, step) => in_steps(&|f, s| (f, s) == (*flow, *step)),
            StretchRef::InFlow(flow) => {
                let frames = st.threads.iter().filter(|t| t.shelf.is_none()).flat_map(|t| &t.frames).filter(|f| f.handler == NONE);
                let now = frames.filter(|f| m.step(f.step).is_some_and(|(of, _)| of == *flow)).count();
                let waiting = |what: &dyn Fn(&Occur) -> bool| self.queue.iter().filter(|n| what(&n.what)).count();
                // What waits to be judged will lead there from where it was before.
                let (ins, outs) = (waiting(&|o| *o == Occur::FlowIn(*flow)), waiting(&|o| *o == Occur::FlowOut(*flow)));
                (now + outs).saturating_sub(ins) as u32
            }
            StretchRef::InPhase(taxonomy, leaf) => in_steps(&|f, s| {
                let step = m.program.flows.get(f as usize).and_then(|f| f.steps.get(s as usize));
                step.is_some_and(|s| s.phase == Some((*taxonomy, *leaf)))
            }),
            // Whether it was opened before, nobody can tell.
            StretchRef::Named(_) | StretchRef::Calendar(..) => 0,
        }
    }
}

impl Session {
    /// What is judged from now on is judged in the stretches that last already.
    pub(crate) fn take_up_stretches(&mut self) {
        if let Some(mut watch) = self.watch.take() {
            Judge::new(&self.m, &mut self.st, &mut watch, &mut self.out).take_up();
            self.watch = Some(watch);
        }
    }
}

impl Judge<'_> {
    fn take_up(&mut self) {
        let (m, at) = (self.m, self.st.core.now);
        let begun: Vec<(u32, Gap)> = self.w.late.iter().filter(|(_, gap)| gap.to == at).map(|(q, gap)| (*q, *gap)).collect();
        for (q, gap) in begun {
            let slot = m.rules.sentences.get(q as usize).and_then(|ix| ix.subject);
            let Some(slot) = slot.filter(|s| self.w.stretches.get(*s as usize).is_some_and(|s| s.since.is_some())) else { continue };
            // How long it has lasted in all is not known; a window within it may begin now.
            let seq = match self.sentence(q).map(|s| &s.pattern) {
                Some(Pattern::Lasts(_)) => gap.seq.wrapping_sub(1),
                Some(Pattern::EachIn(..)) => gap.seq,
                _ => continue,
            };
            let note = Note { at, seq, case: ALL, what: Occur::CallEnded, more: None, timed: true, measure: None, scene: None };
            self.subject_opens(q, slot, &note);
            // It began with nothing that happened now.
            let inst = self.w.instances.get_mut(q as usize).and_then(|all| all.get_mut(&InstKey::default()));
            inst.into_iter().for_each(|inst| inst.event = None);
        }
    }
}

fn speaker(actor: &Actor) -> Who {
    match actor {
        Actor::Customer => Who::Customer,
        Actor::Agent | Actor::Role(_) => Who::Agent,
        Actor::Third => Who::Third,
        Actor::System => Who::System,
    }
}
