//! What people and hosts may do next: every event that anything in the program is for, with one value for each way of telling values
//! apart.

use super::Why;
use super::cells::{self, Given};
use super::orders::{Owed, sayable};
use super::people::People;
use super::reads::Reads;
use crate::program::{EventKind, Op, Program, Slot, Type};
use crate::runtime::{Event, Machine, Session, ThreadView, View, Who};
use serde_json::{Map, Value as Json};
use smol_str::SmolStr;
use std::collections::BTreeSet;

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

    /// The same of one case alone, where that can be said.
    fn in_case(&self, id: u32) -> Option<Self> {
        let mut turn = self.clone();
        let mut told = false;
        for event in &mut turn.events {
            if let Event::Host { case, .. } = event {
                (*case, told) = (Some(id), true);
            }
        }
        told.then_some(turn)
    }
}

/// What the program is for, whatever the state.
#[derive(Debug)]
pub(super) struct World {
    fixed: Vec<Turn>,
    /// Somebody hears what is said, or when.
    pub(super) speech: bool,
    /// Why not all that can come is tried.
    pub(super) cut: Option<Why>,
    /// A case may be called from.
    dials: bool,
}

impl World {
    /// What may happen under a program.
    pub(super) fn new(machine: &Machine, reads: &Reads) -> Self {
        let p = &machine.program;
        let mut people = People::of(machine, reads);
        let mut fixed: Vec<Turn> = Vec::new();
        let mut seen: BTreeSet<String> = BTreeSet::new();
        let mut add = |turn: Turn| {
            if seen.insert(format!("{turn:?}")) {
                fixed.push(turn);
            }
        };
        people.all().into_iter().for_each(|event| add(Turn::of(event)));
        let mut cut = people.cut;
        let mut events: BTreeSet<u32> = BTreeSet::new();
        p.each_event(&mut |pattern| {
            if let EventKind::Declared(event, _) = pattern.kind {
                events.insert(event);
            }
        });
        for event in events {
            match declared(p, reads, event) {
                Ok(turns) => turns.into_iter().for_each(&mut add),
                Err(why) => cut = cut.or(Some(why)),
            }
        }
        let dials = fixed.iter().flat_map(|t| &t.events).any(|e| matches!(e, Event::Outgoing(_) | Event::Incoming | Event::Answer));
        Self { fixed, speech: people.speech, cut, dials }
    }

    /// What may happen in a state, where there are lines that have still to be said.
    pub(super) fn turns(&self, session: &Session, reads: &Reads, owed: &[Owed], called: bool) -> Result<Vec<Turn>, Why> {
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
                    let Some(slot) = declared.gives.as_ref() else { continue };
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
        if called || self.dials {
            all.extend([Turn::of(Event::Hangup(Who::Customer)), Turn::of(Event::CallEnded)]);
        }
        all.extend(self.fixed.iter().cloned());
        // A host may say to which of several cases an event belongs. One that it does not give to a case is the call's and everybody's.
        let cases: Vec<u32> = session.st.threads.iter().filter(|t| !t.ended).map(|t| t.id).collect();
        if cases.len() > 1 {
            for turn in &self.fixed {
                all.extend(cases.iter().filter(|id| **id != 0).filter_map(|id| turn.in_case(*id)));
            }
        }
        Ok(all)
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
fn filled(p: &Program, reads: &Reads, thread: &ThreadView, form: u32) -> Result<Vec<Turn>, Why> {
    let (Some(declared), Some(view)) = (p.forms.get(form as usize), thread.form.as_ref()) else { return Ok(Vec::new()) };
    let case = Some(thread.case);
    let mut all = Vec::new();
    let mut rest = Vec::new();
    for shown in view.fields.iter().filter(|f| f.entered) {
        let Some(at) = declared.fields.iter().position(|f| f.name == shown.name) else { continue };
        let Some(field) = declared.fields.get(at) else { continue };
        let fill = |value: Json| Event::Fill { form: Some(declared.name.clone()), field: field.name.clone(), value, case };
        if reads.asks_field(form, at as u32, field) {
            for g in cells::of_field(p, reads, field, true)? {
                all.push(Turn { within: g.within, ..Turn::of(fill(g.value)) });
            }
        } else if shown.missing && matches!(field.slot.ty, Type::Person(_)) {
            // Those who must not be one and the same are not.
            rest.push(fill(Json::from(format!("某人{at}"))));
        } else if shown.missing {
            let value = cells::of_field(p, reads, field, false)?.into_iter().next().ok_or(Why::Untried)?;
            rest.push(fill(value.value));
        } else if declared.require_one.iter().any(|group| group.contains(&(at as u32))) {
            // One of several must be filled, whichever it is.
            let value = cells::of_field(p, reads, field, false)?.into_iter().next().ok_or(Why::Untried)?;
            all.push(Turn::of(fill(value.value)));
        }
    }
    rest.push(Event::Submit { form: Some(declared.name.clone()), case });
    all.push(Turn { events: rest, within: None, says: None });
    Ok(all)
}

/// Values of a place that somebody looks at.
fn given(p: &Program, reads: &Reads, slot: &Slot) -> Result<Vec<Given>, Why> {
    cells::values(p, reads, slot, true)
}

/// The ways in which a declared event can come.
fn declared(p: &Program, reads: &Reads, event: u32) -> Result<Vec<Turn>, Why> {
    let Some(declared) = p.events.get(event as usize) else { return Ok(Vec::new()) };
    let params = declared.params.iter().enumerate().map(|(at, param)| (param, reads.asks_arg(event, at as u32)));
    let turn = |g: Given| {
        let event = Event::Host { name: declared.name.clone(), args: g.value, id: None, case: None };
        Turn { events: vec![event], within: g.within, says: None }
    };
    Ok(cells::arguments(p, reads, params)?.into_iter().map(turn).collect())
}
