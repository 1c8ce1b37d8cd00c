//! One event and one sentence: which of its places the event has, for which key.

use super::class::SOURCE;
use super::index::{ANSWER, ARM, CANCEL, COUNT, FACT, FROM, LEAST, OPEN, TO, TURN};
use super::judge::Judge;
use super::state::{Inst, InstKey};
use super::stretch::declared;
use super::trace::{Note, channel};
use crate::program::{Actor, Duty, EventKind, EventPattern, Line, Pattern, SayWords, Sentence};
use crate::runtime::eval::Hand;
use crate::runtime::event::Who;
use crate::runtime::occur::Occur;
use crate::runtime::pattern::{plain, silence_of};
use crate::runtime::value::Val;
use smol_str::SmolStr;

impl<'a> Judge<'a> {
    /// The sentence at a place of the index.
    pub(super) fn sentence(&self, q: u32) -> Option<&'a Sentence> {
        let m = self.m;
        let ix = m.rules.sentences.get(q as usize)?;
        m.program.rules.get(ix.rule as usize)?.sentences.get(ix.number as usize)
    }

    /// Shows an event to a sentence.
    pub(super) fn touch(&mut self, q: u32, note: &Note, line: bool, late: bool) {
        let m = self.m;
        let (Some(ix), Some(sentence)) = (m.rules.sentences.get(q as usize), self.sentence(q)) else { return };
        if sentence.duty == Duty::May || note.measure.is_some_and(|k| k != ix.measure) {
            return;
        }
        if !self.st.core.keeps(ix.line) || ix.line == Line::Call && self.w.over.is_some() {
            return;
        }
        let Some(scope) = self.scope(q, note.at) else { return };
        for (at, value, places) in self.hits(q, note, line) {
            self.on_instance(q, &at, value, places, note, scope, late);
        }
    }

    /// Which of a sentence's places an event has, by key.
    pub(super) fn hits(&mut self, q: u32, note: &Note, line: bool) -> Vec<(InstKey, Val, u16)> {
        let m = self.m;
        let mut hits: Vec<(InstKey, Val, u16)> = Vec::new();
        let (Some(ix), Some(sentence)) = (m.rules.sentences.get(q as usize), self.sentence(q)) else { return hits };
        let turn = self.is_turn(q, note, line);
        for case in self.cases(ix.line, ix.keyed, note) {
            if turn && !ix.keyed {
                hits.push((InstKey { key: SmolStr::default(), case }, Val::Unknown, TURN));
            }
            for (place, keyed) in &ix.roles {
                if !self.matches(&keyed.event, note) {
                    continue;
                }
                let (at, value) = match &keyed.key {
                    _ if !ix.keyed => (InstKey { key: SmolStr::default(), case }, crate::runtime::eval::whole(i64::from(case))),
                    None => continue,
                    Some(e) => {
                        let (events, captured) = (declared(note), self.captured(&keyed.event, note));
                        let hand = Hand { note: Some(note), captured: &captured, case: note.case, ..Hand::default() };
                        let value = match &note.what {
                            Occur::Do(_, args) => self.eval(note.at, sentence.flow, &events, hand).with_args(args, |eval| eval.eval(e)),
                            _ => self.eval(note.at, sentence.flow, &events, hand).eval(e),
                        };
                        let Some(at) = self.key_of(&value, case) else { continue };
                        (at, value)
                    }
                };
                let kept = self.w.instances.get(q as usize).and_then(|all| all.get(&at)).map_or(Vec::new(), |i| i.args.clone());
                self.unsure.set(false);
                let holds = self.filtered(&keyed.event, note, (sentence.flow, ix.measure, Some(&value)), &kept);
                if self.unsure.take() {
                    self.maybe(q);
                    continue;
                }
                if holds {
                    match hits.iter_mut().find(|(k, ..)| *k == at) {
                        Some((.., places)) => *places |= place,
                        None => hits.push((at, value, *place)),
                    }
                }
            }
        }
        if turn && ix.keyed {
            for key in self.w.instances.get(q as usize).iter().flat_map(|all| all.keys()) {
                match hits.iter_mut().find(|(k, ..)| k == key) {
                    Some((.., places)) => *places |= TURN,
                    None => hits.push((key.clone(), Val::Unknown, TURN)),
                }
            }
        }
        hits.sort_by(|(a, ..), (b, ..)| a.cmp(b));
        hits
    }

    /// Whether an event is a 句 that the sentence counts.
    fn is_turn(&self, q: u32, note: &Note, line: bool) -> bool {
        let Some(ix) = self.m.rules.sentences.get(q as usize) else { return false };
        let Some((class, of, _)) = ix.turn else { return false };
        if class == SOURCE {
            return of == super::class::source(&note.what) && super::class::of(&note.what).is_some();
        }
        let Some(who) = note.what.who().filter(|_| line) else { return false };
        let mine = of & u32::from(channel(Some(who))) != 0;
        let back = matches!(note.what, Occur::Says(..)) && self.w.talks.get(usize::from(ix.measure)).is_some_and(|t| t.is_back(who));
        mine && !back
    }

    /// The cases on whose lines an event lies, for a rule of a line.
    pub(super) fn cases(&self, line: Line, keyed: bool, note: &Note) -> Vec<u32> {
        if line != Line::Case || keyed {
            return vec![0];
        }
        match &note.scene {
            Some(scene) => scene.cases.clone(),
            None => self.st.cases_of(self.m, note.case, &note.what),
        }
    }

    #[expect(clippy::too_many_arguments, reason = "an event, a sentence and an instance")]
    fn on_instance(&mut self, q: u32, at: &InstKey, value: Val, places: u16, note: &Note, scope: (i64, u32), late: bool) {
        let Some(sentence) = self.sentence(q) else { return };
        let bounded = !sentence.within.from.is_empty();
        let kept = self.w.instances.get_mut(q as usize).and_then(|all| all.remove(at));
        let fresh = kept.is_none();
        let mut inst = match kept {
            Some(inst) if bounded && places & TO != 0 => {
                self.unqueue(q, at, &inst);
                self.end_of(q, at, inst, note.at, note.seq);
                return;
            }
            Some(inst) => inst,
            None if bounded && places & FROM == 0 => return,
            None if bounded => Inst::new(value, note.at, note.seq),
            None if matters(&sentence.pattern, places) => {
                let (from, seq) = self.opens(q, scope, note.at);
                Inst::new(value, from, seq)
            }
            None => return,
        };
        let due = inst.due;
        if let Occur::Declared(event, args, _) = &note.what
            && places & (OPEN | ANSWER | ARM | FACT) != 0
        {
            let args: Vec<Val> = args.iter().map(|v| if matches!(v, Val::Record(_)) { Val::Unknown } else { v.clone() }).collect();
            match inst.args.iter_mut().find(|(e, _)| e == event) {
                Some((_, kept)) => *kept = args,
                None => inst.args.push((*event, args)),
            }
        }
        self.on(q, at, &mut inst, places, note, late);
        self.put(q, at, inst, if fresh { crate::runtime::state::NEVER } else { due });
    }

    /// 只对: whether a 禁语 is for whoever speaks. Where nothing names anybody it is for the agent's side; a customer may say what he likes.
    fn is_for(&self, forbid: u32, named: bool, note: &Note) -> bool {
        let roles = self.m.program.forbids.get(forbid as usize).map_or(&[][..], |f| &f.spoken_by);
        let who = note.what.who();
        if roles.is_empty() {
            return named || matches!(who, Some(Who::Agent | Who::Role(_)));
        }
        let agent = |name: &SmolStr| self.m.index.agent.is_some() && self.m.role(name) == self.m.index.agent;
        roles.iter().any(|name| {
            let actor = if agent(name) { Actor::Agent } else { Actor::Role(name.clone()) };
            self.m.is_by(Some(&actor), who, || self.st.acting(self.m, 0))
        })
    }

    /// Whether a pattern is for what happens; 其中 apart.
    pub(super) fn matches(&mut self, p: &EventPattern, note: &Note) -> bool {
        if !self.m.is_by(p.actor.as_ref(), note.what.who(), || self.st.acting(self.m, 0)) {
            return false;
        }
        let test = |judge: &mut Self, value: &Val| {
            p.test.as_ref().is_none_or(|t| judge.eval(note.at, None, &[], Hand { note: Some(note), ..Hand::default() }).test(value, t))
        };
        let grown = |judge: &mut Self, ms: i64| judge.eval(note.at, None, &[], Hand::default()).least_of(p.test.as_ref()) == Some(ms);
        match (&p.kind, &note.what) {
            (EventKind::Ring, Occur::Ring(n)) => test(self, &crate::runtime::eval::whole(i64::from(*n))),
            (EventKind::Says(words), Occur::Says(..)) => self.held.words.iter().any(|w| self.m.rules.words.is(*w, words)),
            (EventKind::SaysForbidden(forbid), Occur::Says(..)) => {
                self.held.phrase(*forbid).is_some() && self.is_for(*forbid, p.actor.is_some(), note)
            }
            (EventKind::Reply, Occur::Reply(_, ms)) => test(self, &Val::Duration(*ms)),
            (EventKind::TalkOver, Occur::TalkOver(_, ms)) => p.test.is_none() && *ms == 301 || p.test.is_some() && grown(self, *ms),
            (EventKind::Silence, Occur::Silence(whose, ms)) => silence_of(p.actor.as_ref()) == *whose && grown(self, *ms),
            (EventKind::Stay, Occur::Stay(ms)) | (EventKind::CallTime, Occur::CallTime(ms)) => grown(self, *ms),
            (EventKind::Declared(event, cells), Occur::Declared(e, args, given)) => {
                event == e
                    && cells.iter().enumerate().all(|(i, cell)| {
                        let Some(cell) = cell.as_ref().filter(|_| given.get(i).copied().unwrap_or(false)) else { return true };
                        let mut eval = self.eval(note.at, None, &[], Hand { note: Some(note), ..Hand::default() });
                        let wanted = eval.eval(cell);
                        args.get(i).is_some_and(|arg| eval.same(&wanted, arg))
                    })
            }
            (kind, what) => plain(kind, what).unwrap_or(false),
        }
    }

    /// Whether 其中 holds, in the flow and with the measure of who asks.
    pub(super) fn filtered(
        &mut self,
        p: &EventPattern,
        note: &Note,
        (flow, measure, key): (Option<u32>, u8, Option<&Val>),
        kept: &[(u32, Vec<Val>)],
    ) -> bool {
        let Some(filter) = &p.filter else { return true };
        let mut events = declared(note);
        events.extend(kept.iter().filter(|(e, _)| events.iter().all(|(own, _)| own != e)).cloned().collect::<Vec<_>>());
        let captured = self.captured(p, note);
        let hand = Hand { note: Some(note), captured: &captured, case: note.case, measure, key, ..Hand::default() };
        match &note.what {
            Occur::Do(_, args) => self.eval(note.at, flow, &events, hand).with_args(args, |eval| eval.holds(filter)),
            _ => self.eval(note.at, flow, &events, hand).holds(filter),
        }
    }

    /// The values that the words of a turn capture.
    fn captured(&mut self, p: &EventPattern, note: &Note) -> Vec<(SmolStr, Val)> {
        match (&p.kind, &note.what) {
            (EventKind::Says(words @ (SayWords::Line(..) | SayWords::Class(..))), Occur::Says(_, text)) => {
                self.eval(note.at, None, &[], Hand::default()).captured(words, text)
            }
            _ => Vec::new(),
        }
    }
}

/// Whether an event in these places changes an observer that has seen nothing yet.
fn matters(pattern: &Pattern, places: u16) -> bool {
    if places & (OPEN | ARM | FACT) != 0 {
        return true;
    }
    match pattern {
        Pattern::Before(_) | Pattern::Implies(..) => places & ANSWER != 0,
        Pattern::First(..) | Pattern::Last(..) => places & (TURN | ANSWER) != 0,
        _ => places & !(ANSWER | CANCEL | COUNT | LEAST | TURN | FROM | TO) != 0,
    }
}
