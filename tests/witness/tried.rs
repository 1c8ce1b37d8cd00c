//! Calls made by chance, for what no proof can tell apart: lists, people, dates. A call that comes there is as good as one that was reasoned out.

use super::play::Seen;
use super::probe::SEEN;
use crate::naive::dice::Dice;
use huashu::program::{Expr, Program, Slot, SourceMap, Type, Value};
use huashu::runtime::{EffectKind, Event, Machine, Session, Start, ThreadView};
use serde_json::{Map, Value as Json, json};
use std::sync::Arc;

/// Calls that are made, and events of each.
const CALLS: u64 = 4_000;
const EVENTS: usize = 30;
/// 2026-01-06 09:00 in China.
const START: i64 = 1_767_661_200_000;

/// A call that does what the probe does; nothing where none of many does.
pub(super) fn call(program: Program, sources: SourceMap) -> Option<Seen> {
    let machine = Machine::new(program, sources).ok()?;
    let probe = machine.program.actions.iter().position(|a| a.name == SEEN)? as u32;
    (0..CALLS).find_map(|seed| Call { machine: Arc::clone(&machine), dice: Dice::seeded(seed) }.made(probe))
}

struct Call {
    machine: Arc<Machine>,
    dice: Dice,
}

impl Call {
    fn made(mut self, probe: u32) -> Option<Seen> {
        let mut session = self.begun()?;
        for _ in 0..EVENTS {
            if session.effects().iter().any(|e| matches!(&e.kind, EffectKind::Do(done) if done.action == probe)) {
                return Some(Seen { effects: session.effects().to_vec(), machine: self.machine });
            }
            let event = self.event(&session)?;
            let at = match &event {
                Event::Advance => session.next_deadline().unwrap_or(session.now()),
                _ => session.now() + self.dice.below(3) as i64 * 1_000,
            };
            // What does not fit changes nothing.
            let _ = session.send(&event, at);
        }
        None
    }

    fn begun(&mut self) -> Option<Session> {
        let m = Arc::clone(&self.machine);
        let entries: Vec<_> = m.program.entries.iter().filter_map(|f| m.program.flows.get(*f as usize)).collect();
        let flow = (!entries.is_empty()).then(|| entries[self.dice.below(entries.len())])?;
        let args = flow.vars.iter().take(flow.params as usize).map(|v| (v.name.to_string(), self.value(&v.slot))).collect();
        let params = m.program.params.iter().map(|p| (p.name.to_string(), self.value(&p.slot))).collect();
        let start =
            Start { flow: Some(flow.name.clone()), args: Json::Object(args), params: Json::Object(params), at: START, ..Start::default() };
        Session::new(Arc::clone(&m), start).ok()
    }

    /// What may come now: an answer to what is asked, more often than not.
    fn event(&mut self, session: &Session) -> Option<Event> {
        let view = session.view();
        let threads: Vec<&ThreadView> = view.call.iter().chain(&view.cases).collect();
        let thread = (!threads.is_empty()).then(|| threads[self.dice.below(threads.len())])?;
        let case = Some(thread.case);
        if let Some(name) = thread.awaits.clone().filter(|_| self.dice.chance(80)) {
            let action = self.machine.program.actions.iter().find(|a| a.name == name)?;
            let slot = action.gives.clone()?;
            return Some(Event::Host { name, args: json!({ "result": self.value(&slot) }), id: None, case });
        }
        if let Some(form) = &thread.form {
            let Some(field) = form.fields.iter().find(|f| f.missing || f.value.is_null() && self.dice.chance(30)) else {
                return Some(Event::Submit { form: None, case });
            };
            let declared = self.machine.program.forms.iter().find(|f| f.name == form.name)?;
            let slot = declared.fields.iter().find(|f| f.name == field.name)?.slot.clone();
            return Some(Event::Fill { form: None, field: field.name.clone(), value: self.value(&slot), case });
        }
        if let Some(question) = &thread.question {
            let value = if question.closed { json!(self.dice.pick(&question.takes)) } else { json!(self.dice.below(4)) };
            return Some(Event::Fill { form: None, field: question.name.clone(), value, case });
        }
        if let Some(option) = thread.options.get(self.dice.below(thread.options.len() + 1)) {
            return Some(Event::Choose { option: self.machine.label(&option.label)?, case });
        }
        let events = self.machine.program.events.clone();
        if !events.is_empty() && self.dice.chance(60) {
            let event = self.dice.pick(&events);
            let args: Map<String, Json> = event.params.iter().map(|p| (p.name.to_string(), self.value(&p.slot))).collect();
            return Some(Event::Host { name: event.name.clone(), args: Json::Object(args), id: None, case: None });
        }
        Some(Event::Advance)
    }

    /// A value of a place; now and then none, where that is allowed.
    fn value(&mut self, slot: &Slot) -> Json {
        if slot.optional && self.dice.chance(25) {
            return Json::Null;
        }
        let end = |e: &Option<Box<Expr>>| match e.as_deref() {
            Some(Expr::Value(Value::Number(n))) => n.to_int(),
            _ => None,
        };
        let range = slot.range.as_ref();
        let (low, high) = (range.and_then(|r| end(&r.low)).unwrap_or(0), range.and_then(|r| end(&r.high)).unwrap_or(5));
        let number = low + self.dice.below((high - low).clamp(0, 20) as usize + 1) as i64;
        match &slot.ty {
            Type::List(inner) => {
                let inner = Slot { ty: (**inner).clone(), optional: false, range: None };
                (0..number).map(|_| self.value(&inner)).collect()
            }
            ty => self.of(ty, number),
        }
    }

    fn of(&mut self, ty: &Type, number: i64) -> Json {
        let m = Arc::clone(&self.machine);
        let clock = format!("{:02}:{:02}", self.dice.below(24), self.dice.pick(&[0, 0, 0, 1, 30, 59]));
        match ty {
            Type::Bool => json!(self.dice.chance(50)),
            Type::Clock => json!(clock),
            Type::Date => json!(self.dice.pick(&["2026-01-05", "2026-01-06", "2026-01-31"])),
            Type::Instant => json!(format!("{} {clock}", self.dice.pick(&["2026-01-05", "2026-01-06", "2026-01-07"]))),
            Type::Duration => json!(self.dice.pick(&["1分钟", "1小时", "4小时", "18小时"])),
            Type::Mobile => json!("13905740000"),
            Type::Phone => json!("0574-88888888"),
            Type::Person(role) => match *role {
                Some(_) => json!(self.dice.pick(&["甲", "乙"])),
                None if m.program.roles.is_empty() => json!("甲"),
                None => json!({ "name": self.dice.pick(&["甲", "乙"]), "role": self.dice.pick(&m.program.roles).name.as_str() }),
            },
            Type::Taxonomy(t) => {
                let taxonomy = &m.program.taxonomies[*t as usize];
                // Of an open one also something that the script has no name for.
                if taxonomy.open && self.dice.chance(40) {
                    json!("没有名字的")
                } else {
                    json!(self.dice.pick(&taxonomy.leaves).name.as_str())
                }
            }
            Type::Form(form) => {
                let fields = m.program.forms[*form as usize].fields.clone();
                let given = fields.iter().filter(|f| f.derived.is_none());
                Json::Object(given.map(|f| (f.name.to_string(), self.value(&f.slot))).collect())
            }
            Type::Text | Type::Recording | Type::Signature => json!(self.dice.pick(&["某", "另一个"])),
            _ => json!(number),
        }
    }
}
