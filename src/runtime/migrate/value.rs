//! Values out of a snapshot. One whose place is of another type now is kept if its text is one of that type, inside its range.

use super::lost::LostKind;
use super::reader::{Read, Reader, Stop, flag, object};
use crate::base::Decimal;
use crate::program::{CivilUnit, Param, Slot, Type};
use crate::runtime::eval::with_params;
use crate::runtime::eval::{Eval, RECORDS};
use crate::runtime::json::to_json;
use crate::runtime::places::var_names;
use crate::runtime::value::{Person, Record, Records, Val};
use serde_json::{Map, Value as Json};
use smol_str::SmolStr;
use std::sync::Arc;

/// Lists and records nested deeper than this are no snapshot of ours.
const DEPTH: u32 = 16;

impl Reader<'_> {
    /// A value of a declared place; 未知 where the snapshot has none, or one that the place does not take any more.
    pub(crate) fn value(&mut self, slot: &Slot, json: Option<&Json>, name: &str) -> Read<Val> {
        let Some(json) = json.filter(|j| !j.is_null()) else { return Ok(Val::Unknown) };
        let value = self.raw(&slot.ty, json, DEPTH)?;
        if self.same {
            return value.ok_or(Stop::Damaged("value"));
        }
        // So many of one unit are no number of another.
        let of = json.get("of").and_then(Json::as_str).filter(|_| json.get("millionths").is_some());
        let (now, _) = slot.ty.unit();
        let other = of.is_some_and(|of| !now.is_empty() && of != now);
        let value = value.filter(|_| !other).and_then(|value| self.fitting(slot, value));
        let value = if other { None } else { value.or_else(|| self.read_again(slot, json)) };
        match value {
            Some(value) => {
                self.kept += 1;
                Ok(value)
            }
            None => {
                self.lose(LostKind::Unfit, name, self.text_of(json))?;
                Ok(Val::Unknown)
            }
        }
    }

    /// The values of variables, fields or arguments by name.
    pub(crate) fn values(&mut self, params: &[Param], given: &Map<String, Json>, of: &str) -> Read<Vec<Val>> {
        let names = var_names(params);
        let mut values = vec![Val::Unknown; params.len()];
        for (name, json) in given {
            let called = if of.is_empty() { name.clone() } else { format!("{of}/{name}") };
            let Some(at) = self.among(params, &names, name) else {
                if !json.is_null() {
                    self.lose(LostKind::Value, called, self.text_of(json))?;
                }
                continue;
            };
            if let (Some(param), Some(slot)) = (params.get(at), values.get_mut(at)) {
                *slot = self.value(&param.slot, Some(json), &called)?;
            }
        }
        Ok(values)
    }

    /// Where a variable stands. One that holds the current record of a form bears the form's name.
    fn among(&self, params: &[Param], names: &[SmolStr], name: &str) -> Option<usize> {
        let present = names.iter().position(|n| n == name).or_else(|| self.names.among(params, name).map(|at| at as usize));
        present.or_else(|| {
            let form = self.m.program.forms.get(self.names.form(name)? as usize)?;
            names.iter().position(|n| *n == form.name)
        })
    }

    /// What a value is by what it says of itself; nothing where it names what is not there.
    pub(crate) fn raw(&mut self, ty: &Type, json: &Json, depth: u32) -> Read<Option<Val>> {
        let damaged = Stop::Damaged("value");
        Ok(Some(match json {
            Json::Null => Val::Unknown,
            Json::Bool(b) => Val::Bool(*b),
            Json::String(text) => Val::Text(SmolStr::new(text)),
            Json::Number(_) => return Err(damaged),
            Json::Array(items) => {
                let inner = if let Type::List(inner) = ty { inner } else { ty };
                let depth = depth.checked_sub(1).ok_or(damaged)?;
                let mut all = Vec::with_capacity(items.len().min(1024));
                for item in items {
                    match self.raw(inner, item, depth)? {
                        Some(value) => all.push(value),
                        None => return Ok(None),
                    }
                }
                Val::List(all.into())
            }
            Json::Object(o) => return self.tagged(ty, o),
        }))
    }

    fn tagged(&mut self, ty: &Type, o: &Map<String, Json>) -> Read<Option<Val>> {
        let damaged = || Stop::Damaged("value");
        let number = |key: &str| o.get(key).and_then(Json::as_i64);
        let name = |key: &str| o.get(key).and_then(Json::as_str);
        Ok(Some(if let Some(n) = number("millionths") {
            Val::Number(Decimal(n))
        } else if let Some(ms) = number("ms") {
            Val::Duration(ms)
        } else if let Some(n) = number("length") {
            let unit = o.get("unit").and_then(|unit| serde_json::from_value::<CivilUnit>(unit.clone()).ok());
            Val::Civil(n, unit.ok_or_else(damaged)?)
        } else if let Some(days) = number("date") {
            Val::Date(i32::try_from(days).map_err(|_| damaged())?)
        } else if let Some(ms) = number("clock") {
            Val::Clock(crate::runtime::eval::in_day(ms).ok_or_else(damaged)?)
        } else if let Some(at) = number("at") {
            Val::Instant(at)
        } else if let Some(leaf) = name("leaf") {
            // The leaf of a key says of which 分类 it is; another is of that of its place.
            let of = match (name("of"), ty) {
                (Some(of), _) => self.names.taxonomy(of),
                (None, Type::Taxonomy(t)) => Some(*t),
                (None, _) => None,
            };
            return Ok(of.and_then(|t| Some(Val::Leaf(t, self.names.leaf(t, leaf)?))));
        } else if let Some(person) = name("person") {
            let role = match name("role") {
                Some(role) => match self.names.role(role) {
                    Some(role) => Some(role),
                    None => return Ok(None),
                },
                None => None,
            };
            Val::Person(Arc::new(Person { name: person.into(), role }))
        } else if let Some(role) = name("role") {
            return Ok(self.names.role(role).map(Val::Role));
        } else if let Some(class) = name("phrases") {
            return Ok(self.names.class(class).map(Val::Phrases));
        } else if o.contains_key("form") {
            return self.written_out(o);
        } else {
            let id = number("record").and_then(|id| usize::try_from(id).ok()).ok_or_else(damaged)?;
            return Ok(self.places.get(id).ok_or_else(damaged)?.map(Val::Record));
        }))
    }

    /// A record that is written out where its value stands.
    fn written_out(&mut self, o: &Map<String, Json>) -> Read<Option<Val>> {
        let record = self.record(o);
        let Some(record) = self.without(record)?.filter(|_| self.records.len() < RECORDS) else { return Ok(None) };
        self.records.push(record);
        Ok(Some(Val::Record(self.records.len() as u32 - 1)))
    }

    /// The records: their places first, for they may hold each other.
    pub(super) fn read_records(&mut self, all: &[Json]) -> Read<()> {
        let mut found = Vec::new();
        for json in all.iter().take(RECORDS) {
            let o = json.as_object().ok_or("records")?;
            let name = o.get("form").and_then(Json::as_str).ok_or("form")?;
            let form = self.names.form(name).ok_or_else(|| self.gone(LostKind::Record, name, ""));
            let place = self.without(form)?.map(|form| {
                found.push(o);
                self.records.push(Record { form, values: Vec::new(), confirmed: false });
                self.records.len() as u32 - 1
            });
            self.places.push(place);
        }
        for (at, o) in found.into_iter().enumerate() {
            let record = self.record(o)?;
            if let Some(slot) = self.records.get_mut(at) {
                *slot = record;
            }
        }
        Ok(())
    }

    fn record(&mut self, o: &Map<String, Json>) -> Read<Record> {
        let name = o.get("form").and_then(Json::as_str).ok_or("form")?;
        let form = self.names.form(name).ok_or_else(|| self.gone(LostKind::Record, name, ""))?;
        let m = self.m;
        let declared = m.program.forms.get(form as usize).ok_or("form")?;
        self.renamed("登记表", name, &declared.name);
        let mut values = vec![Val::Unknown; declared.fields.len()];
        for (name, json) in object(o, "values")? {
            let called = format!("{}/{name}", declared.name);
            let Some(at) = self.names.field(form, name) else {
                self.lose(LostKind::Value, called, self.text_of(json))?;
                continue;
            };
            if let (Some(field), Some(slot)) = (declared.fields.get(at as usize), values.get_mut(at as usize)) {
                *slot = self.value(&field.slot, Some(json), &called)?;
            }
        }
        Ok(Record { form, values, confirmed: flag(o, "confirmed") })
    }

    /// A value where its place takes it as it is.
    fn fitting(&mut self, slot: &Slot, value: Val) -> Option<Val> {
        let of = |ty: &Type, value: &Val| match (ty, value) {
            (_, Val::Unknown)
            | (Type::Text, Val::Text(_))
            | (Type::Bool, Val::Bool(_))
            | (Type::Duration, Val::Duration(_))
            | (Type::Civil, Val::Civil(..))
            | (Type::Date, Val::Date(_))
            | (Type::Clock, Val::Clock(_))
            | (Type::Instant, Val::Instant(_))
            | (Type::Role, Val::Role(_))
            | (Type::Phrases, Val::Phrases(_))
            | (Type::Person(None), Val::Person(_))
            | (Type::Number | Type::Money | Type::Points | Type::Pace, Val::Number(_)) => true,
            (Type::Integer, Val::Number(n)) => n.to_int().is_some(),
            (Type::Times | Type::Rings | Type::Chars, Val::Number(n)) => n.to_int().is_some_and(|n| n >= 0),
            (Type::Taxonomy(t), Val::Leaf(u, _)) => t == u,
            (Type::Person(Some(role)), Val::Person(p)) => p.role.is_none_or(|given| given == *role),
            (Type::Form(form), value @ Val::Record(_)) => self.records_form(value) == Some(*form),
            _ => false,
        };
        let fits = match (&slot.ty, &value) {
            (Type::List(inner), Val::List(items)) => items.iter().all(|item| of(inner, item)),
            (ty, value) => of(ty, value),
        };
        let Some(range) = slot.range.as_ref().filter(|_| fits && value.is_known()) else { return fits.then_some(value) };
        let inside = match &value {
            Val::List(items) => crate::runtime::eval::whole(items.len() as i64),
            other => other.clone(),
        };
        self.eval(|eval| eval.in_range(&inside, range)).then_some(value)
    }

    fn records_form(&self, value: &Val) -> Option<u32> {
        let Val::Record(id) = value else { return None };
        self.records.get(*id as usize).map(|r| r.form)
    }

    /// A value from its text, as a host would give it.
    fn read_again(&mut self, slot: &Slot, json: &Json) -> Option<Val> {
        let text = Json::String(self.plain(json)?);
        self.eval(|eval| eval.read_slot(slot, &text)).filter(Val::is_known)
    }

    /// The text form of a value: what a host gives for it. A record and a list have none.
    fn plain(&self, json: &Json) -> Option<String> {
        let o = match json {
            Json::String(text) => return Some(text.clone()),
            Json::Bool(b) => return Some(if *b { "是" } else { "否" }.to_owned()),
            Json::Object(o) => o,
            Json::Null | Json::Number(_) | Json::Array(_) => return None,
        };
        if let Some(name) = ["leaf", "person", "role", "phrases"].iter().find_map(|key| o.get(*key).and_then(Json::as_str)) {
            return Some(name.to_owned());
        }
        let number = |key: &str| o.get(key).and_then(Json::as_i64);
        let unit = || o.get("unit").and_then(|unit| serde_json::from_value::<CivilUnit>(unit.clone()).ok());
        let value = number("millionths").map(|n| Val::Number(Decimal(n)));
        let value = value.or_else(|| number("ms").map(Val::Duration));
        let value = value.or_else(|| Some(Val::Civil(number("length")?, unit()?)));
        let value = value.or_else(|| number("date").and_then(|d| i32::try_from(d).ok()).map(Val::Date));
        let value = value.or_else(|| number("clock").and_then(crate::runtime::eval::in_day).map(Val::Clock));
        let value = value.or_else(|| number("at").map(Val::Instant))?;
        let text = match to_json(self.m, &Records::default(), &value) {
            Json::String(text) => text,
            other => other.to_string(),
        };
        let unit = o.get("of").and_then(Json::as_str).filter(|_| matches!(value, Val::Number(_)));
        Some(unit.map_or(text.clone(), |unit| format!("{text}{unit}")))
    }

    /// A value of a snapshot for people.
    pub(crate) fn text_of(&self, json: &Json) -> String {
        match json {
            Json::Array(items) => items.iter().map(|item| self.text_of(item)).collect::<Vec<_>>().join("、"),
            Json::Object(o) if o.contains_key("record") || o.contains_key("form") => "一张登记表".to_owned(),
            Json::Object(o) if self.plain(json).is_none() => {
                o.iter().map(|(name, value)| format!("{name} {}", self.text_of(value))).collect::<Vec<_>>().join("、")
            }
            other => self.plain(other).unwrap_or_else(|| "未知".to_owned()),
        }
    }

    /// A value of this program for people.
    pub(crate) fn shown(&self, value: &Val) -> String {
        match to_json(self.m, &Records::default(), value) {
            Json::Null => "未知".to_owned(),
            Json::String(text) => text,
            other => other.to_string(),
        }
    }

    /// Evaluates something that sees the session alone.
    pub(super) fn eval<T>(&mut self, f: impl FnOnce(&mut Eval<'_>) -> T) -> T {
        with_params(self.m, &self.core, &self.params, &mut Records::default(), f)
    }
}

/// A part of a snapshot with every record written out where it stands, so that it holds when the snapshot's list is gone. Records that
/// hold each other are written as often as `room` allows.
pub(super) fn with_records(json: &Json, records: &[Json], depth: u32, room: &mut u32) -> Json {
    let Some(depth) = depth.checked_sub(1).filter(|_| *room > 0) else { return Json::Null };
    *room -= 1;
    match json {
        Json::Array(items) => Json::Array(items.iter().map(|item| with_records(item, records, depth, room)).collect()),
        Json::Object(o) => match o.get("record").and_then(Json::as_u64).map(|id| usize::try_from(id).ok().and_then(|id| records.get(id))) {
            Some(Some(record)) => with_records(record, records, depth, room),
            Some(None) => Json::Null,
            None => Json::Object(o.iter().map(|(name, value)| (name.clone(), with_records(value, records, depth, room))).collect()),
        },
        other => other.clone(),
    }
}
