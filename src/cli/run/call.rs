//! A call played by hand: the session, its virtual clock, and what happened.

use super::scene::{Line, LineKind};
use crate::api::{Sample, narrate, opening};
use crate::base::{Lang, Message};
use crate::runtime::{Effect, EffectKind, ErrorKind, Event, EventError, Machine, Session, Start, StartError};
use std::collections::HashMap;
use std::sync::Arc;

/// A call played by hand.
pub(crate) struct Call {
    /// The session.
    pub(crate) session: Session,
    /// What scenarios say of the host.
    pub(crate) sample: Sample,
    /// What happened, oldest first.
    pub(crate) told: Vec<Told>,
    /// The language.
    pub(crate) lang: Lang,
    /// The last ring's number.
    pub(crate) rings: u32,
    pub(super) start: i64,
    pub(super) mood: Option<u32>,
    pub(super) answered: bool,
    pub(super) ended: Option<Message>,
    pub(super) asked: Vec<Asked>,
    pub(super) read_back: HashMap<u32, Vec<(String, String)>>,
    pub(super) limits: HashMap<u32, (i64, i64)>,
    /// What the last thing that moved the call ordered to be said, also in steps that were passed through at once.
    pub(super) ordered: HashMap<u32, Vec<Line>>,
}

/// Something that happened.
#[derive(Debug, Clone)]
pub(crate) struct Told {
    /// Since the beginning, ms.
    pub(crate) at: i64,
    /// Who did it.
    pub(crate) by: By,
    /// In words.
    pub(crate) text: String,
}

/// Who did something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum By {
    /// The person who plays.
    Person,
    /// The machine.
    Machine,
    /// The machine, finding something wrong.
    Finding,
    /// Refused.
    Refused,
}

/// An action that was asked for.
pub(super) struct Asked {
    pub(super) case: u32,
    pub(super) id: u32,
    pub(super) action: u32,
    /// Name and arguments, as written in a script.
    pub(super) call: String,
}

impl Call {
    /// Begins a call.
    pub(crate) fn begin(machine: Arc<Machine>, start: Start, sample: Sample, lang: Lang) -> Result<Self, StartError> {
        let at = start.at;
        let session = Session::new(machine, start)?;
        let mut call = Self {
            session,
            sample,
            told: Vec::new(),
            lang,
            rings: 0,
            start: at,
            mood: None,
            answered: false,
            ended: None,
            asked: Vec::new(),
            read_back: HashMap::new(),
            limits: HashMap::new(),
            ordered: HashMap::new(),
        };
        call.take();
        Ok(call)
    }

    /// The program.
    pub(crate) fn machine(&self) -> &Machine {
        self.session.machine()
    }

    /// Does something now; a refusal is told and given back.
    pub(crate) fn give(&mut self, event: &Event) -> Result<(), String> {
        let (at, text) = (self.session.now(), narrate::event(self.machine(), event));
        self.tell(at, By::Person, text.get(self.lang).to_owned());
        match self.session.send(event, at) {
            Ok(()) => {
                match event {
                    Event::Mood(leaf) => self.mood = Some(*leaf),
                    Event::Ring(n) => self.rings = *n,
                    Event::Answer => self.answered = true,
                    _ => {}
                }
                self.take();
                Ok(())
            }
            Err(error) => Err(self.refused(&error)),
        }
    }

    /// Lets time pass up to an instant.
    pub(crate) fn pass_to(&mut self, at: i64) {
        while let Err(error) = self.session.advance(at) {
            self.take();
            if error.kind != ErrorKind::Unfinished {
                self.refused(&error);
                return;
            }
        }
        self.take();
    }

    /// Lets time pass.
    pub(crate) fn pass(&mut self, ms: i64) {
        self.pass_to(self.session.now().saturating_add(ms));
    }

    /// Lets time pass to the next deadline.
    pub(crate) fn pass_to_next(&mut self) {
        if let Some(due) = self.session.next_deadline() {
            self.pass_to(due);
        }
    }

    /// What comes before a person can do anything: the call, and its first ring. A script that places the call itself is told so.
    pub(crate) fn ring_in(&mut self) {
        let events = opening(self.machine());
        for event in &events {
            // What nobody waits for is no fault here.
            let _ = self.give(event);
        }
    }

    /// The number and declaration of an awaited action.
    pub(crate) fn awaited(&self, id: u32) -> Option<(String, crate::runtime::Slot)> {
        let asked = self.asked.iter().find(|a| a.id == id)?;
        let action = self.machine().program.actions.get(asked.action as usize)?;
        Some((action.name.to_string(), action.gives.clone()?))
    }

    fn refused(&mut self, error: &EventError) -> String {
        let text = narrate::refusal(error).get(self.lang).to_owned();
        self.tell(self.session.now(), By::Refused, text.clone());
        text
    }

    fn tell(&mut self, at: i64, by: By, text: String) {
        self.told.push(Told { at: at - self.start, by, text });
    }

    /// Takes in what the session did.
    fn take(&mut self) {
        let effects = self.session.take_effects();
        let moves = |e: &&Effect| matches!(e.kind, EffectKind::Enter | EffectKind::Leave | EffectKind::Resume | EffectKind::End(_));
        for effect in effects.iter().filter(moves) {
            self.ordered.remove(&effect.case);
        }
        for effect in &effects {
            self.order(effect);
            self.note(effect);
        }
    }

    fn order(&mut self, effect: &Effect) {
        let kind = match &effect.kind {
            EffectKind::Say(_) => match self.machine().said(effect.pc) {
                Some(modality) => LineKind::of(modality),
                None => return,
            },
            EffectKind::Ask(_) => LineKind::Must,
            EffectKind::Tip(_) => LineKind::Tip,
            _ => return,
        };
        let words = narrate::words(self.machine(), effect);
        self.ordered.entry(effect.case).or_default().push(Line { kind, words });
    }

    fn note(&mut self, effect: &Effect) {
        let told = narrate::effect(self.machine(), effect).map(|t| t.get(self.lang).to_owned());
        let by = if matches!(effect.kind, EffectKind::Finding(_) | EffectKind::Unhandled(_)) { By::Finding } else { By::Machine };
        if let Some(text) = &told {
            self.tell(effect.at, by, text.clone());
        }
        match &effect.kind {
            EffectKind::Enter => {
                self.read_back.remove(&effect.case);
            }
            EffectKind::ReadBack(fields) => {
                let fields = fields.iter().map(|(name, text)| (name.to_string(), text.clone())).collect();
                self.read_back.insert(effect.case, fields);
            }
            EffectKind::Timer(due) => {
                // A limit of so long is broken one millisecond after it.
                self.limits.insert(effect.case, (*due, *due - effect.at - 1));
            }
            EffectKind::Do(done) if done.awaits => {
                let call = told.unwrap_or_default();
                self.asked.push(Asked { case: effect.case, id: done.id, action: done.action, call });
            }
            EffectKind::End(result) if effect.case == 0 => self.ended = Some(narrate::end(self.machine(), *result)),
            _ => {}
        }
    }

    /// What scenarios answer to an action, as a person would type it.
    pub(crate) fn sample_answer(&self, id: u32) -> String {
        let Some(action) = self.asked.iter().find(|a| a.id == id).and_then(|a| self.machine().program.actions.get(a.action as usize))
        else {
            return String::new();
        };
        if let Some(value) = self.sample.answers.get(action.name.as_str()) {
            return super::typed::write(value);
        }
        let form = match action.gives.as_ref().map(|g| &g.ty) {
            Some(crate::runtime::Type::Form(form)) => self.machine().program.forms.get(*form as usize),
            _ => None,
        };
        form.and_then(|f| self.sample.records.get(f.name.as_str())).map(super::typed::write).unwrap_or_default()
    }

    /// What scenarios fill into a field of a form.
    pub(crate) fn sample_field(&self, form: &str, field: &str) -> String {
        let value = self.sample.records.get(form).and_then(|r| r.get(field));
        value.filter(|v| !v.is_object()).map(super::typed::write).unwrap_or_default()
    }
}
