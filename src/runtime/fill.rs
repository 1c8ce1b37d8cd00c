//! Forms, questions and answers: what the host fills, submits and answers.

use super::effect::EffectKind;
use super::error::{ErrorKind, EventError};
use super::form::missing_fields;
use super::json::to_json;
use super::occur::Occur;
use super::print::{Reader, write_typed, write_value};
use super::readings::readings;
use super::run::{Halt, Run};
use super::value::Val;
use crate::base::phrase::Part;
use crate::program::{Expr, Field, Fill, Format, Op, Place, Slot};
use serde_json::Value as Json;
use smol_str::SmolStr;

/// Why a thing was not done: refused, or the event cannot go on.
pub(crate) enum Refused {
    Event(EventError),
    Halt(Halt),
}

impl From<Halt> for Refused {
    fn from(halt: Halt) -> Self {
        Self::Halt(halt)
    }
}

impl From<EventError> for Refused {
    fn from(error: EventError) -> Self {
        Self::Event(error)
    }
}

impl<'a> Run<'a> {
    /// 登记: opens the form on the record, which is made where there is none. An opened record is no longer confirmed.
    pub(crate) fn open_form(&mut self, t: usize, pc: u32, fill: &Fill) {
        let record = self.record_for(t, &fill.record);
        if let Some(record) = self.st.records.get_mut(&record) {
            record.confirmed = false;
        }
        self.wait_at(t, pc);
        self.emit(t, pc, EffectKind::Form);
    }

    /// 复述: every known field, as it is read.
    pub(crate) fn read_back(&mut self, t: usize, pc: u32, record: &Expr, fields: &[u32]) {
        let record = self.eval(t, &[]).eval(record);
        let Some(form) = self.st.records.get(&record).map(|r| r.form) else { return };
        let Some(declared) = self.m.program.forms.get(form as usize) else { return };
        let (mut read, mut spoken) = (Vec::new(), Vec::new());
        for (i, field) in declared.fields.iter().enumerate() {
            if !fields.is_empty() && !fields.contains(&(i as u32)) {
                continue;
            }
            let value = self.eval(t, &[]).field(&record, i as u32);
            if value.is_known() {
                read.push((field.name.clone(), self.field_text(field, &value)));
                if self.hears {
                    spoken.push((field.name.clone(), self.field_text(field, &value), self.field_readings(field, &value)));
                }
            }
        }
        if self.hears {
            self.ordered_fields(t, pc, spoken);
        }
        self.emit(t, pc, EffectKind::ReadBack(Box::new(read)));
    }

    /// What of a field is read aloud.
    fn field_readings(&self, field: &Field, value: &Val) -> Vec<Part> {
        let grouped = !field.grouped.is_empty();
        let format = if grouped { Format::Grouped(field.grouped.clone()) } else { Format::Plain(field.slot.ty.clone()) };
        readings(self.reader(), value, &format)
    }

    fn reader(&self) -> Reader<'_> {
        let zone = self.m.reckoning(self.m.program.calendar, self.st.core.called).ok().map(|r| r.zone());
        Reader { m: self.m, now: self.st.core.now, zone }
    }

    /// A field's value as it is read aloud.
    pub(crate) fn field_text(&self, field: &Field, value: &Val) -> String {
        let mut out = String::new();
        let reader = self.reader();
        if field.grouped.is_empty() {
            write_typed(&mut out, reader, value, &field.slot.ty);
        } else {
            write_value(&mut out, reader, value, &Format::Grouped(field.grouped.clone()));
        }
        out
    }

    /// A value comes for the thread's question or open form.
    pub(crate) fn fill(&mut self, t: usize, form: Option<&str>, name: &str, json: &Json) -> Result<(), Refused> {
        let Some(top) = self.top(t).copied() else { return Err(EventError::new(ErrorKind::NotAsked, name).into()) };
        let m = self.m;
        match m.program.code.get(top.pc as usize) {
            Some(Op::Ask(ask)) if ask.field == name || ask.field.rsplit('.').next() == Some(name) => {
                let value = match &ask.into {
                    // A question into a field takes what the field takes.
                    Place::Field(record, field) => match self.asked_field(t, record, *field) {
                        Some(declared) => self.eval(t, &[]).enter(declared, json),
                        None => self.eval(t, &[]).read_slot(&ask.slot, json),
                    },
                    Place::Var(_) => self.eval(t, &[]).read_slot(&ask.slot, json),
                };
                let value = value.filter(|v| !matches!(v, Val::Text(text) if text.trim().is_empty()));
                let value = value.filter(|v| v.is_known() || ask.slot.optional).ok_or_else(|| self.bad_value(t, &ask.slot, json))?;
                self.assign(t, top.pc, &ask.into, value, true);
                self.clear_screen(t);
                Ok(self.go(t, top.pc.saturating_add(1))?)
            }
            Some(Op::Ask(ask)) => Err(EventError::new(ErrorKind::NotAsked, name).expecting([ask.field.clone()]).into()),
            Some(Op::Fill(fill)) => self.fill_field(t, top.pc, fill, form, name, json),
            _ => Err(EventError::new(ErrorKind::NotAsked, name).into()),
        }
    }

    /// The declared field a question goes into.
    fn asked_field(&mut self, t: usize, record: &Expr, field: u32) -> Option<&'a Field> {
        let value = self.eval(t, &[]).eval(record);
        let form = match self.st.records.get(&value) {
            Some(record) => record.form,
            None => self.form_of(t, record)?,
        };
        self.m.program.forms.get(form as usize)?.fields.get(field as usize)
    }

    fn fill_field(&mut self, t: usize, pc: u32, fill: &Fill, form: Option<&str>, name: &str, json: &Json) -> Result<(), Refused> {
        let m = self.m;
        let not_asked = |expected: Vec<SmolStr>| EventError::new(ErrorKind::NotAsked, name).expecting(expected);
        let declared = m.program.forms.get(fill.form as usize).ok_or_else(|| not_asked(Vec::new()))?;
        if form.is_some_and(|form| declared.name != form && !declared.aliases.iter().any(|a| a == form)) {
            return Err(EventError::new(ErrorKind::NotAsked, form.unwrap_or("")).expecting([declared.name.clone()]).into());
        }
        let shown = |i: usize, f: &Field| f.derived.is_none() && !f.system && (fill.fields.is_empty() || fill.fields.contains(&(i as u32)));
        let found =
            declared.fields.iter().enumerate().find(|(i, f)| shown(*i, f) && (f.name == name || f.aliases.iter().any(|a| a == name)));
        let Some((i, field)) = found else {
            let names = declared.fields.iter().enumerate().filter(|(i, f)| shown(*i, f)).map(|(_, f)| f.name.clone());
            return Err(not_asked(names.collect()).into());
        };
        let value = self.eval(t, &[]).enter(field, json).ok_or_else(|| self.bad_field(t, field, json))?;
        let record = self.record_for(t, &fill.record);
        let noted = self.m.index.heard.forms() || self.m.index.watched;
        let complete = noted && missing_fields(&mut self.eval(t, &[]), &record, &[]).is_empty();
        self.set_field(t, pc, &record, i as u32, value, true);
        if noted {
            self.happened(t, Occur::EnterValue(fill.form, i as u32));
            if !complete && missing_fields(&mut self.eval(t, &[]), &record, &[]).is_empty() {
                self.happened(t, Occur::Complete(fill.form));
            }
        }
        Ok(())
    }

    pub(crate) fn bad_value(&mut self, t: usize, slot: &Slot, json: &Json) -> EventError {
        EventError::new(ErrorKind::BadValue, given(json)).expecting(self.eval(t, &[]).wanted(slot))
    }

    fn bad_field(&mut self, t: usize, field: &Field, json: &Json) -> EventError {
        let mut error = self.bad_value(t, &field.slot, json);
        if let Some(pattern) = &field.pattern {
            error.expected = vec![SmolStr::new(format!("格式 {pattern}"))];
        }
        error
    }

    /// Puts a value into a field. The record is no longer confirmed.
    pub(crate) fn set_field(&mut self, t: usize, pc: u32, record: &Val, field: u32, value: Val, shown: bool) {
        let Some(r) = self.st.records.get_mut(record) else { return };
        let form = r.form;
        r.confirmed = false;
        let Some(slot) = r.values.get_mut(field as usize) else { return };
        let changed = *slot != value;
        *slot = value;
        let declared = self.m.program.forms.get(form as usize);
        if shown && let Some(f) = declared.and_then(|f| f.fields.get(field as usize)) {
            let name = declared.map_or_else(String::new, |d| format!("{}.{}", d.name, f.name));
            let value = self.st.records.get(record).and_then(|r| r.values.get(field as usize)).cloned().unwrap_or_default();
            let json = to_json(self.m, &self.st.records, &value);
            self.emit(t, pc, EffectKind::Record(Box::new((name, json))));
        }
        if changed && (self.m.index.heard.forms() || self.m.index.watched) {
            self.happened(t, Occur::Changed(form, field));
        }
    }
}

fn given(json: &Json) -> String {
    json.as_str().map_or_else(|| json.to_string(), str::to_owned)
}
