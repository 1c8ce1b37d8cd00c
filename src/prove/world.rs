//! What people and hosts may do next: every event that anything in the program is for, with one value for each way of telling values
//! apart.

use super::cells::{self, Given};
use super::orders::{Owed, sayable};
use super::reads::Reads;
use crate::program::{Actor, EventKind, EventPattern, Op, Program, SayWords, TemplatePart, Type};
use crate::runtime::{Event, Machine, Session, ThreadView, View, Who};
use serde_json::{Map, Value as Json};
use smol_str::SmolStr;
use std::collections::BTreeSet;

/// Ways in which one event can come at most.
const WAYS: usize = 256;

/// One thing that may happen at one instant: events that follow each other at once. An instant among their values is left open.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Turn {
    pub(super) events: Vec<Event>,
    /// How far the open instant is from the present.
    pub(super) within: Option<(i64, i64)>,
    /// The ordered line that is said, by its place among those that have still to be said.
    pub(super) says: Option<usize>,
}

impl Turn {
    fn of(event: Event) -> Self {
        Self { events: vec![event], within: None, says: None }
    }
}

/// What the program is for, whatever the state.
#[derive(Debug)]
pub(super) struct World {
    fixed: Vec<Turn>,
    /// Somebody hears what is said, or when.
    pub(super) speech: bool,
    /// Something had more ways to come than are tried.
    pub(super) too_many: bool,
}

impl World {
    /// What may happen under a program.
    pub(super) fn new(machine: &Machine, reads: &Reads) -> Self {
        let p = &machine.program;
        let mut world = Self { fixed: Vec::new(), speech: false, too_many: false };
        let mut seen: BTreeSet<String> = BTreeSet::new();
        let mut add = |world: &mut Self, turn: Turn| {
            if seen.insert(format!("{turn:?}")) {
                world.fixed.push(turn);
            }
        };
        p.each_event(&mut |pattern| {
            for event in world.known(machine, pattern) {
                add(&mut world, Turn::of(event));
            }
            if let EventKind::Declared(event, _) = pattern.kind {
                match declared(p, reads, event) {
                    Some(turns) => turns.into_iter().for_each(|turn| add(&mut world, turn)),
                    None => world.too_many = true,
                }
            }
        });
        world
    }

    /// The events by which people make what a pattern is for.
    fn known(&mut self, machine: &Machine, pattern: &EventPattern) -> Vec<Event> {
        let p = &machine.program;
        let actors = who(p, pattern.actor.as_ref());
        let by = |make: &dyn Fn(Who) -> Event| actors.iter().map(|who| make(*who)).collect::<Vec<_>>();
        match &pattern.kind {
            EventKind::Incoming => vec![Event::Incoming],
            EventKind::Outgoing => vec![Event::Outgoing(crate::runtime::Called::default())],
            EventKind::Ring => (1..=6).map(Event::Ring).collect(),
            EventKind::Answer | EventKind::CallTime => vec![Event::Answer],
            EventKind::Noise(kind) => {
                let kind = kind.clone().unwrap_or_else(|| SmolStr::new("咳嗽"));
                by(&|by| Event::Noise { by, kind: kind.clone() })
            }
            EventKind::Hold | EventKind::Resume => by(&Event::Hold).into_iter().chain(by(&Event::Resume)).collect(),
            EventKind::Mute | EventKind::Unmute => by(&Event::Mute).into_iter().chain(by(&Event::Unmute)).collect(),
            EventKind::Transfer(to) => vec![Event::Transfer(to.clone().unwrap_or_else(|| SmolStr::new("某处")))],
            EventKind::HangUp => by(&Event::Hangup).into_iter().filter(|e| *e != Event::Hangup(Who::Customer)).collect(),
            EventKind::Mood(_) | EventKind::MoodRise | EventKind::MoodFall => (0..machine.moods().len() as u32).map(Event::Mood).collect(),
            EventKind::Begin
            | EventKind::Finish
            | EventKind::Silence
            | EventKind::Says(_)
            | EventKind::SaysForbidden(_)
            | EventKind::NoReply
            | EventKind::Reply
            | EventKind::Backchannel => {
                self.speech = true;
                // What the agent says is what the script orders.
                let free = actors.iter().filter(|who| !matches!(who, Who::Agent | Who::Role(_)));
                let mut words = vec![SmolStr::new("喂")];
                if let EventKind::Says(said) = &pattern.kind {
                    words.extend(texts(p, said));
                }
                free.flat_map(|who| words.iter().map(|text| Event::Say { who: *who, text: text.clone(), until: None })).collect()
            }
            _ => Vec::new(),
        }
    }

    /// What may happen in a state, where there are lines that have still to be said.
    pub(super) fn turns(&self, session: &Session, reads: &Reads, owed: &[Owed], called: bool) -> Option<Vec<Turn>> {
        let machine = session.machine();
        let p = &machine.program;
        let view = session.view();
        let said = |(at, text): (usize, &SmolStr)| {
            let event = Event::Say { who: Who::Agent, text: text.clone(), until: None };
            Turn { says: Some(at), ..Turn::of(event) }
        };
        let mut all: Vec<Turn> = sayable(owed).map(said).collect();
        for (thread, pc) in threads(session, &view) {
            let case = Some(thread.case);
            for option in thread.options.iter().filter(|o| o.disabled.is_none()) {
                all.extend(machine.label(&option.label).map(|option| Turn::of(Event::Choose { option, case })));
            }
            match p.code.get(pc as usize) {
                Some(Op::Ask(ask)) => {
                    let fill = |g: Given| Turn {
                        events: vec![Event::Fill { form: None, field: ask.field.clone(), value: g.value, case }],
                        within: g.within,
                        says: None,
                    };
                    all.extend(given(p, reads, &ask.slot)?.into_iter().map(fill));
                }
                Some(Op::Fill(fill)) => all.extend(filled(p, reads, thread, fill.form)?),
                Some(Op::Do(action)) if action.into.is_some() => {
                    let Some(declared) = p.actions.get(action.action as usize) else { continue };
                    let slot = declared.gives.as_ref()?;
                    let answer = |g: Given| {
                        let args = Json::Object(Map::from_iter([("result".to_owned(), g.value)]));
                        let event = Event::Host { name: declared.name.clone(), args, id: None, case };
                        Turn { events: vec![event], within: g.within, says: None }
                    };
                    all.extend(given(p, reads, slot)?.into_iter().map(answer));
                }
                _ => {}
            }
        }
        if called {
            all.extend([Turn::of(Event::Hangup(Who::Customer)), Turn::of(Event::CallEnded)]);
        }
        all.extend(self.fixed.iter().cloned());
        Some(all)
    }
}

/// The threads of a view, each with the operation at which it waits.
fn threads<'v>(session: &Session, view: &'v View) -> Vec<(&'v ThreadView, u32)> {
    let shown = view.call.iter().chain(&view.cases);
    shown
        .filter_map(|thread| {
            let of = session.st.threads.iter().find(|t| t.id == thread.case)?;
            Some((thread, of.top()?.pc))
        })
        .collect()
}

/// A form is filled: a field that something asks for by one value after the other, the others with what they need when it is done.
fn filled(p: &Program, reads: &Reads, thread: &ThreadView, form: u32) -> Option<Vec<Turn>> {
    let (declared, view) = (p.forms.get(form as usize)?, thread.form.as_ref()?);
    let case = Some(thread.case);
    let mut all = Vec::new();
    let mut rest = Vec::new();
    for shown in view.fields.iter().filter(|f| f.entered) {
        let Some(at) = declared.fields.iter().position(|f| f.name == shown.name) else { continue };
        let Some(field) = declared.fields.get(at) else { continue };
        let fill = |value: Json| Event::Fill { form: Some(declared.name.clone()), field: field.name.clone(), value, case };
        if reads.asks_field(form, at as u32, field) {
            for g in given(p, reads, &field.slot)?.into_iter().filter(|g| !g.value.is_null()) {
                all.push(Turn { within: g.within, ..Turn::of(fill(g.value)) });
            }
        } else if shown.missing {
            let value = cells::values(p, reads, &field.slot, false)?.into_iter().next();
            rest.extend(value.map(|g| fill(g.value)));
        }
    }
    rest.push(Event::Submit { form: Some(declared.name.clone()), case });
    all.push(Turn { events: rest, within: None, says: None });
    Some(all)
}

/// Values of a place that somebody looks at, records by their fields.
pub(super) fn given(p: &Program, reads: &Reads, slot: &crate::program::Slot) -> Option<Vec<Given>> {
    match slot.ty {
        Type::Form(form) => cells::records(p, reads, form),
        _ => cells::values(p, reads, slot, true),
    }
}

/// The ways in which a declared event can come.
fn declared(p: &Program, reads: &Reads, event: u32) -> Option<Vec<Turn>> {
    let declared = p.events.get(event as usize)?;
    let mut all = vec![(Map::new(), None)];
    for (at, param) in declared.params.iter().enumerate() {
        let values = match param.slot.ty {
            Type::Form(form) => cells::records(p, reads, form)?,
            _ => cells::values(p, reads, &param.slot, reads.asks_arg(event, at as u32))?,
        };
        let mut more = Vec::new();
        // One instant can be chosen when the event is sent, not two.
        if values.iter().any(|v| v.within.is_some()) && all.iter().any(|(_, within)| within.is_some()) {
            return None;
        }
        for (args, within) in &all {
            for g in &values {
                let mut args: Map<String, Json> = args.clone();
                args.insert(param.name.to_string(), g.value.clone());
                more.push((args, within.or(g.within)));
            }
        }
        all = more;
        if all.len() > WAYS {
            return None;
        }
    }
    let turn = |(args, within)| {
        let event = Event::Host { name: declared.name.clone(), args: Json::Object(args), id: None, case: None };
        Turn { events: vec![event], within, says: None }
    };
    Some(all.into_iter().map(turn).collect())
}

/// Who may be meant.
fn who(p: &Program, actor: Option<&Actor>) -> Vec<Who> {
    match actor {
        Some(Actor::Customer) => vec![Who::Customer],
        Some(Actor::Agent) => vec![Who::Agent],
        Some(Actor::Third) => vec![Who::Third],
        Some(Actor::System) => vec![Who::System],
        Some(Actor::Role(name)) => p.roles.iter().position(|r| r.name == *name).map(|r| Who::Role(r as u32)).into_iter().collect(),
        None => vec![Who::Customer, Who::Agent],
    }
}

/// Texts that a pattern of words is for, where they stand in the program.
fn texts(p: &Program, words: &SayWords) -> Vec<SmolStr> {
    let lines: Vec<u32> = match words {
        SayWords::Line(line, _) => vec![*line],
        SayWords::Class(class, ..) => p.phrases.get(*class as usize).map_or(Vec::new(), |c| c.entries.iter().take(1).copied().collect()),
        SayWords::ClassVar(_) => Vec::new(),
    };
    lines.iter().filter_map(|line| p.lines.get(*line as usize)).map(|t| SmolStr::new(plain(&t.parts))).collect()
}

fn plain(parts: &[TemplatePart]) -> String {
    let mut out = String::new();
    for part in parts {
        match part {
            TemplatePart::Plain(text) => out.push_str(text),
            TemplatePart::Key(inner) => out.push_str(&plain(inner)),
            TemplatePart::Value(..) | TemplatePart::Capture(..) | TemplatePart::Gap => out.push('…'),
        }
    }
    out
}
