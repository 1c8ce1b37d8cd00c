//! Brings what happened to the rules, in the order of its instants.

use super::class::{self, Class, FORBIDDEN, SOURCE, WORDS};
use super::finding::EventRef;
use super::listeners::Target;
use super::state::{InstKey, Watch};
use super::trace::{ALL, Note, Scene};
use super::words::Held;
use crate::program::Line;
use crate::runtime::calendar::Unanswered;
use crate::runtime::effect::Effect;
use crate::runtime::eval::{Eval, Hand, Scope};
use crate::runtime::machine::Machine;
use crate::runtime::occur::Occur;
use crate::runtime::run::FUEL;
use crate::runtime::state::{NEVER, State};
use crate::runtime::totals::Sums;
use crate::runtime::value::Val;
use smol_str::SmolStr;
use std::cell::{Cell, RefCell};
use std::sync::Arc;

/// One event being judged.
pub(crate) struct Judge<'a> {
    pub(crate) m: &'a Machine,
    pub(crate) st: &'a mut State,
    pub(crate) w: &'a mut Watch,
    pub(crate) out: &'a mut Vec<Effect>,
    pub(crate) fuel: u32,
    /// What calendars could not answer.
    pub(crate) faults: RefCell<Vec<Unanswered>>,
    /// A condition asked for something that a recording does not tell.
    pub(crate) unsure: Cell<bool>,
    /// 否则 that is to be done: sentence, key, what opened the obligation.
    pub(crate) acts: Vec<Act>,
    /// What the words of the turn in hand are.
    pub(crate) held: Held,
    /// What follows from the event in hand at its own instant.
    pub(crate) derived: Vec<Note>,
    /// What was derived and flows wait for, and by which measure where they differ.
    pub(crate) offers: Vec<(Option<u8>, Occur)>,
    /// The line ends: what still lasts on it ends with it.
    pub(crate) ending: bool,
    /// Sentences that may begin to rest, or go on.
    pub(crate) moved: Vec<u32>,
    /// What a recording's event stands for besides.
    pub(crate) ahead: Vec<Note>,
    /// Whose the event in hand was when it happened; none: as things stand.
    pub(crate) scene: Option<Arc<Scene>>,
}

/// 否则 that is to be done.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Act {
    pub(crate) sentence: u32,
    pub(crate) key: Val,
    pub(crate) since: i64,
    pub(crate) args: Option<(u32, Vec<Val>)>,
    /// The action that opened the obligation, and its arguments.
    pub(crate) by: Option<u32>,
    pub(crate) did: Vec<Val>,
    pub(crate) case: u32,
    /// It is not due, and never will be: it is only told whether it has been done.
    pub(crate) withdrawn: bool,
}

impl<'a> Judge<'a> {
    /// Begins to judge.
    pub(crate) fn new(m: &'a Machine, st: &'a mut State, w: &'a mut Watch, out: &'a mut Vec<Effect>) -> Self {
        Self {
            m,
            st,
            w,
            out,
            fuel: FUEL,
            faults: RefCell::default(),
            unsure: Cell::default(),
            acts: Vec::new(),
            held: Held::default(),
            derived: Vec::new(),
            ending: false,
            moved: Vec::new(),
            ahead: Vec::new(),
            offers: Vec::new(),
            scene: None,
        }
    }

    /// Does the first of what is to be done: something due, or the next event.
    pub(crate) fn step(&mut self) {
        let event = self.w.queue.first().map_or(NEVER, |n| n.at.max(self.w.settled));
        let due = self.w.due.first().map_or(NEVER, |(at, ..)| *at);
        let period = self.w.periods.first().map_or(NEVER, |(at, ..)| *at);
        let length = self.w.lengths.first().map_or(NEVER, |(at, ..)| *at);
        // What is due at the end of a period belongs to it, what happens then to the next one.
        if due <= event && due <= length && due <= period {
            if let Some((at, sentence, key)) = self.w.due.pop_first() {
                self.scene = None;
                self.w.settled = self.w.settled.max(at);
                self.fire(at, sentence, &key);
            }
        } else if period <= event && period <= length {
            if let Some((at, sentence, key)) = self.w.periods.pop_first() {
                self.scene = None;
                self.w.settled = self.w.settled.max(at);
                self.end_period(at, sentence, &key);
            }
        } else if length <= event {
            if let Some((at, place, since)) = self.w.lengths.pop_first() {
                self.w.settled = self.w.settled.max(at);
                self.length(at, place, since);
            }
        } else if !self.w.queue.is_empty() {
            let note = self.w.queue.remove(0);
            let late = note.at < self.w.settled;
            let at = note.at.max(self.w.settled);
            self.w.settled = at;
            self.take(note, late);
        }
        self.tell();
    }

    /// Takes one event and what follows from it.
    fn take(&mut self, note: Note, late: bool) {
        let mut note = note;
        note.at = note.at.max(self.w.settled);
        if self.w.audit && self.place(&note) {
            return;
        }
        if let Occur::NoReply(who) = note.what
            && !self.marks_no_reply(who)
        {
            return;
        }
        if note.more.as_ref().is_some_and(|more| more.marked) {
            self.marked(&note, late);
            return;
        }
        self.see(&note, late);
        self.drain(late);
        if matches!(note.what, Occur::CallEnded) && matches!(note.case, 0 | ALL) && self.w.over.is_none() {
            self.w.over = Some(note.at);
            self.ending = true;
            self.close_calls(note.at);
            self.ending = false;
        }
        if matches!(note.what, Occur::Close) {
            self.scene.clone_from(&note.scene);
            self.ending = true;
            for case in self.cases(Line::Case, false, &note) {
                self.close_case(case, note.at);
            }
            self.ending = false;
        }
    }

    /// Keeps what was derived for the flows that wait for it.
    pub(super) fn offer(&mut self, note: &Note) {
        let derived =
            matches!(note.what, Occur::NoReply(_) | Occur::Reply(..) | Occur::Backchannel(_) | Occur::TalkOver(..) | Occur::CutIn(..));
        if derived && !self.w.audit {
            self.offers.push((note.measure, note.what.clone()));
        }
    }

    /// Shows what follows from the event in hand.
    pub(super) fn drain(&mut self, late: bool) {
        while !self.derived.is_empty() {
            let next = self.derived.remove(0);
            self.see(&next, late);
            self.offer(&next);
        }
    }

    /// In a recording the step that is entered is the place of the call: the one before is left. Whether it was such an event.
    fn place(&mut self, note: &Note) -> bool {
        let before = self.w.given;
        let mut all = Vec::new();
        match note.what {
            Occur::Enter(flow, step) => {
                self.w.given = Some((flow, step));
                if let Some((f, s)) = before {
                    all.push(Occur::Leave(f, s));
                }
                if before.is_none_or(|(f, _)| f != flow) {
                    all.extend(before.map(|(f, _)| Occur::FlowOut(f)));
                    all.push(Occur::FlowIn(flow));
                }
                all.push(Occur::Enter(flow, step));
            }
            Occur::Leave(flow, step) if before == Some((flow, step)) => {
                self.w.given = None;
                all.extend([Occur::Leave(flow, step), Occur::FlowOut(flow)]);
            }
            _ => return false,
        }
        // What follows at the same instant is looked ahead for, as where a machine runs.
        let rest: Vec<Note> = all.into_iter().map(|what| Note { what, ..note.clone() }).collect();
        for (i, next) in rest.iter().enumerate() {
            self.ahead = rest.get(i + 1..).unwrap_or(&[]).to_vec();
            self.see(next, false);
            self.drain(false);
        }
        true
    }

    /// Shows one event to all who want to know.
    pub(crate) fn see(&mut self, note: &Note, late: bool) {
        self.close_gaps(note);
        self.scene.clone_from(&note.scene);
        self.held = Held::default();
        if let Occur::FlowIn(flow) = note.what
            && self.m.program.flows.get(flow as usize).is_some_and(|f| f.case)
        {
            self.begin_periods(Some(note.case), note.at);
        }
        let line = self.follow(note);
        let mut targets: Vec<Target> = Vec::new();
        let mut add = |rules: &super::index::Rules, class: Class| targets.extend_from_slice(rules.targets(class));
        let rules = &self.m.rules;
        if let Some(class) = class::of(&note.what) {
            add(rules, class);
        }
        add(rules, (SOURCE, class::source(&note.what), 0));
        if let Occur::Says(who, text) = &note.what {
            let first = self.first_turn(note);
            let run = self.keep_said(*who, text, note);
            let turns: Vec<&str> = run.iter().map(SmolStr::as_str).collect();
            let mut held = rules.words.hear(&mut self.eval(note.at, None, &[], Hand::default()), &turns, first);
            held.forbids.retain(|(forbid, _)| self.in_force(*forbid));
            held.words.iter().for_each(|w| add(rules, (WORDS, *w, 0)));
            held.forbids.iter().for_each(|(f, _)| add(rules, (FORBIDDEN, *f, 0)));
            self.held = held;
        }
        if let Some(who) = line {
            class::line_classes(who).into_iter().for_each(|class| add(rules, class));
        }
        targets.sort_unstable();
        targets.dedup();
        targets.retain(|t| !matches!(t, Target::Metric(_)) || note.measure.is_none_or(|k| k == 0));
        self.stretches(note, &targets);
        self.rulings(note, &targets);
        self.look_again(note.at);
        for target in targets {
            match target {
                Target::Sentence(q) => self.touch(q, note, line.is_some(), late),
                Target::Metric(at) => self.measure(at, note),
                Target::Stretch(_) | Target::Flow => {}
            }
        }
    }

    /// 范围: whether the place of the call is one in which a 禁语 is in force.
    fn in_force(&self, forbid: u32) -> bool {
        let p = &self.m.program;
        let Some(scope) = p.forbids.get(forbid as usize).map(|f| &f.scope).filter(|scope| !scope.is_everywhere()) else { return true };
        self.w.steps.iter().any(|(_, flow, step, _)| {
            let phase = p.flows.get(*flow as usize).and_then(|f| f.steps.get(*step as usize)).and_then(|s| s.phase);
            scope.flows.contains(flow) || scope.steps.contains(&(*flow, *step)) || phase.is_some_and(|phase| scope.phases.contains(&phase))
        })
    }

    /// Something to evaluate with at an instant, in the flow a sentence names.
    pub(crate) fn eval<'b>(&'b mut self, at: i64, flow: Option<u32>, events: &'b [(u32, Vec<Val>)], hand: Hand<'b>) -> Eval<'b> {
        let m = self.m;
        let sums = self.w.talks.get(usize::from(hand.measure)).map(|talk| Sums {
            totals: &self.w.line.totals,
            spoken: &talk.share,
            unsure: &self.unsure,
        });
        let hand = Hand { now: Some(at), sums, ..hand };
        let mine = |case: u32| hand.case == ALL || hand.case == 0 || case == hand.case;
        // What ran when the event came may have ended with it.
        let invoked = self.scene.as_ref().and_then(|scene| scene.flows.iter().find(|i| Some(i.flow) == flow && mine(i.case)));
        self.st.eval(m, &mut self.fuel, &self.faults, |threads| {
            if let Some(invoked) = invoked {
                return Scope { vars: &invoked.vars, events, hand, ..Scope::default() };
            }
            let vars = flow.and_then(|flow| {
                let here = |step: u32| m.step(step).is_some_and(|(f, _)| f == flow);
                threads.iter().filter(|t| mine(t.id)).find_map(|t| {
                    let frame = t.frames.iter().rev().find(|f| f.handler == crate::runtime::state::NONE && here(f.step))?;
                    Some(t.locals_of(frame))
                })
            });
            Scope { vars: vars.unwrap_or(&[]), events, hand, ..Scope::default() }
        })
    }

    /// What an event is called in evidence.
    pub(crate) fn mention(&self, note: &Note) -> EventRef {
        let text = if let Occur::Says(_, text) = &note.what { Some(text.clone()) } else { None };
        EventRef { at: note.at, what: super::describe::describe(self.m, &note.what), text }
    }

    /// The instance key of a value; none for values that cannot be keys.
    pub(crate) fn key_of(&self, value: &Val, case: u32) -> Option<InstKey> {
        match value {
            Val::Unknown | Val::Record(_) => None,
            Val::Text(text) => Some(InstKey { key: text.clone(), case }),
            other => {
                let json = crate::runtime::json::to_json(self.m, &self.st.records, other);
                let key = json.as_str().map_or_else(|| json.to_string(), str::to_owned);
                Some(InstKey { key: SmolStr::new(key), case })
            }
        }
    }
}
