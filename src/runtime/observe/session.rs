//! The observers of a session: when they are asked, what they order.

use super::judge::{Act, Judge};
use super::state::{StretchState, Talk, Tally, Watch};
use super::trace::{Note, To};
use crate::base::limits::EFFECTS_PER_EVENT;
use crate::program::Otherwise;
use crate::runtime::effect::EffectKind;
use crate::runtime::error::EventError;
use crate::runtime::eval::{Hand, Scope};
use crate::runtime::event::Who;
use crate::runtime::machine::Machine;
use crate::runtime::occur::Occur;
use crate::runtime::run::Run;
use crate::runtime::session::Session;
use crate::runtime::speech::bit;
use crate::runtime::state::{NEVER, NONE};
use crate::runtime::value::Val;
use std::sync::Arc;

impl Watch {
    /// Nothing has been seen yet.
    pub(crate) fn new(m: &Machine, at: i64, audit: bool) -> Self {
        let rules = &m.rules;
        Self {
            audit,
            settled: at,
            begun: at,
            talks: vec![Talk::default(); rules.measures.len()],
            said: rules.words.any().then(Vec::new),
            stretches: vec![StretchState::default(); rules.stretches.len()],
            instances: vec![std::collections::BTreeMap::new(); rules.sentences.len()],
            tally: vec![Tally::default(); m.program.rules.len()],
            items: vec![Vec::new(); m.program.metrics.len()],
            ..Self::default()
        }
    }

    /// When something can be judged next, as the host counts; never before `now`.
    pub(crate) fn next(&self, m: &Machine, now: i64) -> i64 {
        let event = self.queue.first().map_or(NEVER, |n| n.at);
        let due = self.due.first().map_or(NEVER, |(at, ..)| *at);
        let period = self.periods.first().map_or(NEVER, |(at, ..)| *at);
        let length = self.lengths.first().map_or(NEVER, |(at, ..)| *at);
        let first = event.min(due).min(period).min(length);
        let known = self.open.iter().flatten().min().copied().unwrap_or(NEVER);
        if first == NEVER || first > known {
            return NEVER;
        }
        first.saturating_add(m.program.measure.lag).max(now)
    }

    /// Whether it is all the same to the rules which step a call enters or leaves and what is chosen. What is next to happen ends a gap in a
    /// recording, whatever it is.
    #[inline]
    pub(crate) fn lets_move(&self, m: &Machine) -> bool {
        !m.rules.moves && !self.audit && self.gaps.is_empty()
    }

    /// Takes what was noted.
    pub(crate) fn note(&mut self, notes: impl Iterator<Item = Note>) {
        for mut note in notes {
            self.seq = self.seq.wrapping_add(1);
            note.seq = self.seq;
            self.turns(&note);
            let at = self.queue.partition_point(|n| n.at <= note.at);
            self.queue.insert(at, note);
        }
    }

    /// Follows which turns have words that are not known yet.
    fn turns(&mut self, note: &Note) {
        let slot = |who: Who| bit(who).trailing_zeros() as usize;
        match &note.what {
            Occur::Begin(who) => {
                if let Some(open) = self.open.get_mut(slot(*who)) {
                    *open = Some(note.at);
                }
            }
            Occur::Says(who, _) => {
                // The words are known, and so is the turn's end, unless the turn was begun before.
                let open = self.open.get_mut(slot(*who));
                if let Some(open) = open
                    && note.more.as_ref().is_some_and(|m| m.until.is_some())
                {
                    *open = None;
                }
            }
            Occur::Finish(who) | Occur::HangUp(who) => {
                if let Some(open) = self.open.get_mut(slot(*who)) {
                    *open = None;
                }
                if matches!(note.what, Occur::HangUp(_)) {
                    self.open = [None; 4];
                }
            }
            Occur::CallEnded => self.open = [None; 4],
            _ => {}
        }
    }
}

impl Session {
    /// Periods of rules begin with the session.
    pub(crate) fn begin_rules(&mut self) {
        if let Some(mut watch) = self.watch.take() {
            let at = self.st.core.now;
            Judge::new(&self.m, &mut self.st, &mut watch, &mut self.out).begin_periods(None, at);
            self.watch = Some(watch);
        }
    }

    /// Judges whatever can be judged at this instant.
    pub(crate) fn judge(&mut self) -> Result<(), EventError> {
        let now = self.st.core.now;
        // What a damaged snapshot says to be due long since is not caught up with at once.
        for _ in 0..EFFECTS_PER_EVENT {
            if self.watch.as_ref().is_none_or(|w| w.next(&self.m, now) > now) {
                break;
            }
            self.judge_next()?;
        }
        if let Some(watch) = &mut self.watch {
            self.st.collect_some(held(&mut watch.queue));
        }
        Ok(())
    }

    /// Does the next thing there is to judge, and what it orders.
    pub(crate) fn judge_next(&mut self) -> Result<(), EventError> {
        let Some(mut watch) = self.watch.take() else { return Ok(()) };
        let mut judge = Judge::new(&self.m, &mut self.st, &mut watch, &mut self.out);
        judge.step();
        let acts = std::mem::take(&mut judge.acts);
        let offers = std::mem::take(&mut judge.offers);
        self.watch = Some(watch);
        for (measure, what) in offers {
            let taken = self.undoing(|run| {
                run.about.measure = measure;
                run.note_to(To::Limits, usize::MAX, &what);
                for t in 0..run.st.threads.len() {
                    run.offer(t, &what)?;
                }
                Ok(())
            });
            if let Err(error) = taken {
                let now = self.st.core.now;
                self.report(error, now);
            }
        }
        for act in acts {
            // What cannot be done is let go, and said so.
            if let Err(error) = self.perform(&act) {
                let now = self.st.core.now;
                self.report(error, now);
            }
        }
        Ok(())
    }

    /// 否则: does what a broken sentence orders, unless the flow did the same since.
    fn perform(&mut self, act: &Act) -> Result<(), EventError> {
        let m = self.m.clone();
        let Some(ix) = m.rules.sentences.get(act.sentence as usize) else { return Ok(()) };
        let Some(sentence) = m.program.rules.get(ix.rule as usize).and_then(|r| r.sentences.get(ix.number as usize)) else { return Ok(()) };
        let done = self.watch.as_ref().map_or(Vec::new(), |w| w.done.clone());
        // What the flow did at this very instant is noted and not judged yet.
        let records = &self.st.records;
        let noted: Vec<(i64, u32, String)> = self
            .watch
            .iter()
            .flat_map(|w| &w.queue)
            .filter_map(|n| match &n.what {
                Occur::Do(action, args) => Some((n.at, *action, written(&m, records, args))),
                _ => None,
            })
            .collect();
        let mut undone = false;
        self.undoing(|run| {
            for otherwise in &sentence.otherwise {
                let (action, args) = match otherwise {
                    Otherwise::Do(action, args) => (action, args),
                    Otherwise::Escalate(ladder) if act.withdrawn => {
                        undone |= !run.climbs(*ladder, act.key.clone());
                        continue;
                    }
                    Otherwise::Escalate(ladder) => {
                        run.asked.push_back((*ladder, act.key.clone(), NONE));
                        continue;
                    }
                };
                let events: Vec<(u32, Vec<Val>)> = act.args.iter().cloned().collect();
                let args = run.with_hand(&events, &act.did, Hand { key: Some(&act.key), case: act.case, ..Hand::default() }, args);
                let text = written(run.m, &run.st.records, &args);
                // What opened the obligation does not answer it.
                let opened = act.by == Some(*action) && written(run.m, &run.st.records, &act.did) == text;
                let since = act.since.saturating_add(i64::from(opened));
                let same = |(at, did, with): &(i64, u32, String)| *at >= since && did == action && *with == text;
                if done.iter().chain(&noted).any(same) {
                    continue;
                }
                undone |= act.withdrawn;
                if !act.withdrawn {
                    run.do_action(*action, args);
                }
            }
            Ok(())
        })?;
        if undone && let Some(watch) = &mut self.watch {
            watch.withdrawn.push((ix.rule, ix.number + 1));
        }
        Ok(())
    }
}

/// Arguments as JSON: what was done is told apart by it.
pub(super) fn written(m: &Machine, records: &crate::runtime::value::Records, args: &[Val]) -> String {
    let all: Vec<_> = args.iter().map(|a| crate::runtime::json::to_json(m, records, a)).collect();
    serde_json::Value::Array(all).to_string()
}

/// The values that notes hold.
pub(crate) fn held(queue: &mut [Note]) -> impl Iterator<Item = &mut Val> {
    queue.iter_mut().flat_map(|n| {
        let args = match &mut n.what {
            Occur::Declared(_, args, _) | Occur::Do(_, args) => args.as_mut_slice(),
            _ => &mut [],
        };
        let flows = n.scene.as_mut().map_or(&mut [][..], |scene| Arc::make_mut(scene).flows.as_mut_slice());
        args.iter_mut().chain(flows.iter_mut().flat_map(|invoked| &mut invoked.vars))
    })
}

impl Run<'_> {
    /// Values of expressions with an event and a key in hand.
    fn with_hand(&mut self, events: &[(u32, Vec<Val>)], did: &[Val], hand: Hand<'_>, args: &[crate::program::Expr]) -> Vec<Val> {
        let scope = |_| Scope { args: did, events, hand, ..Scope::default() };
        let mut eval = self.st.eval(self.m, &mut self.fuel, &self.faults, scope);
        args.iter().map(|e| eval.eval(e)).collect()
    }

    /// The host does an action that no step ordered.
    fn do_action(&mut self, action: u32, args: Vec<Val>) {
        let Some(declared) = self.m.program.actions.get(action as usize) else { return };
        self.st.core.done += 1;
        let id = self.st.core.done;
        let json = |a: &Val| crate::runtime::json::to_json(self.m, &self.st.records, a);
        let shown = declared.params.iter().zip(&args).map(|(p, a)| (p.name.clone(), json(a))).collect();
        let done = crate::runtime::effect::Done { id, action, args: shown, awaits: false };
        self.emit(usize::MAX, NONE, EffectKind::Do(Box::new(done)));
        self.note(usize::MAX, &Occur::Do(action, args));
    }
}
