//! Values from the host's JSON, by type, and back.

use super::eval::Eval;
use super::machine::Machine;
use super::print::leaf_name;
use super::text::{read_clock, read_date, read_duration, read_instant, read_number, write_iso_clock, write_iso_date};
use super::value::{Person, Record, Records, Val};
use crate::base::Decimal;
use crate::base::duration;
use crate::program::{Slot, Taxonomy, Type};
use serde_json::{Map, Value as Json};
use smol_str::SmolStr;
use std::sync::Arc;

/// How deep records and lists from a host may be nested.
const DEPTH: u32 = 16;

impl Eval<'_> {
    /// A value of a declared place; none where it is not of the type or outside the range.
    pub(crate) fn read_slot(&mut self, slot: &Slot, json: &Json) -> Option<Val> {
        self.read_within(slot, json, DEPTH)
    }

    fn read_within(&mut self, slot: &Slot, json: &Json, depth: u32) -> Option<Val> {
        if json.is_null() {
            return slot.optional.then_some(Val::Unknown);
        }
        let value = self.read(&slot.ty, json, depth)?;
        let Some(range) = &slot.range else { return Some(value) };
        let inside = match &value {
            Val::List(items) => self.in_range(&super::eval::whole(items.len() as i64), range),
            _ => self.in_range(&value, range),
        };
        inside.then_some(value)
    }

    fn read(&mut self, ty: &Type, json: &Json, depth: u32) -> Option<Val> {
        let text = json.as_str().map(str::trim);
        Some(match ty {
            Type::Text => Val::Text(SmolStr::new(json.as_str()?)),
            Type::Recording | Type::Signature => Val::Text(SmolStr::new(text.filter(|t| !t.is_empty())?)),
            Type::Integer => Val::Number(number(json).filter(|n| n.to_int().is_some())?),
            Type::Times | Type::Rings | Type::Chars => Val::Number(number(json).filter(|n| n.to_int().is_some_and(|n| n >= 0))?),
            Type::Number | Type::Money | Type::Points | Type::Pace => Val::Number(number(json)?),
            Type::Bool => Val::Bool(match (json.as_bool(), text) {
                (Some(b), _) => b,
                (None, Some("是" | "真" | "yes" | "true")) => true,
                (None, Some("否" | "no" | "false")) => false,
                _ => return None,
            }),
            Type::Duration => match json.as_i64() {
                Some(ms) => Val::Duration(ms),
                None => match read_duration(text?)? {
                    value @ Val::Duration(_) => value,
                    _ => return None,
                },
            },
            Type::Civil => match read_duration(text?)? {
                value @ Val::Civil(..) => value,
                _ => return None,
            },
            Type::Date => Val::Date(read_date(text?)?),
            Type::Clock => Val::Clock(read_clock(text?)?),
            Type::Instant => match json.as_i64() {
                Some(at) => Val::Instant(at),
                None => Val::Instant(read_instant(self.m.zone, text?)?),
            },
            Type::Mobile => Val::Text(digits(text?).filter(|d| d.len() == 11 && d.starts_with('1'))?),
            Type::Phone => Val::Text(digits(text?).filter(|d| (3..=20).contains(&d.len()))?),
            Type::Person(role) => self.person(*role, json)?,
            Type::Role => Val::Role(self.m.role(text?)?),
            Type::List(inner) => {
                let items = json.as_array().filter(|_| depth > 0)?;
                let values: Option<Vec<Val>> = items.iter().map(|item| self.read(inner, item, depth - 1)).collect();
                Val::List(values?.into())
            }
            Type::Taxonomy(taxonomy) => {
                let declared = self.m.program.taxonomies.get(*taxonomy as usize)?;
                Val::Leaf(*taxonomy, leaf_of(declared, text?)?)
            }
            Type::Form(form) => self.record(*form, json.as_object().filter(|_| depth > 0)?, depth - 1)?,
            Type::Phrases => {
                let name = text?;
                Val::Phrases(self.m.program.phrases.iter().position(|c| c.name == name)? as u32)
            }
        })
    }

    fn person(&self, role: Option<u32>, json: &Json) -> Option<Val> {
        let known = |name: &str| (!name.trim().is_empty()).then(|| SmolStr::new(name.trim()));
        let person = match json {
            Json::String(name) => Person { name: known(name)?, role },
            Json::Object(o) => {
                let given = match o.get("role") {
                    Some(name) => Some(self.m.role(name.as_str()?)?),
                    None => role,
                };
                if let (Some(given), Some(role)) = (given, role)
                    && !self.below(given, role)
                {
                    return None;
                }
                Person { name: known(o.get("name")?.as_str()?)?, role: given }
            }
            _ => return None,
        };
        Some(Val::Person(Arc::new(person)))
    }

    /// A record as the host knows it: any field may be given but derived ones.
    fn record(&mut self, form: u32, object: &Map<String, Json>, depth: u32) -> Option<Val> {
        let declared = self.m.program.forms.get(form as usize)?;
        let mut values = vec![Val::Unknown; declared.fields.len()];
        for (name, json) in object {
            let field = declared.fields.iter().position(|f| f.name == *name || f.aliases.iter().any(|a| a == name))?;
            let (f, slot) = (declared.fields.get(field)?, values.get_mut(field)?);
            if f.derived.is_some() {
                continue;
            }
            if !json.is_null() {
                *slot = self.read_within(&f.slot, json, depth)?;
            }
        }
        if self.records.items.len() >= super::eval::RECORDS {
            return None;
        }
        Some(self.records.add(Record { form, values, confirmed: false }))
    }
}

impl Machine {
    /// The role of a name or alias.
    pub(crate) fn role(&self, name: &str) -> Option<u32> {
        self.program.roles.iter().position(|r| r.name == name || r.aliases.iter().any(|a| a == name)).map(|i| i as u32)
    }
}

/// The leaf of a name or alias; of an open 分类 the last one for a name that it does not have.
pub(crate) fn leaf_of(taxonomy: &Taxonomy, name: &str) -> Option<u32> {
    let named = taxonomy.leaves.iter().position(|l| l.name == name || l.aliases.iter().any(|a| a == name));
    named.or_else(|| taxonomy.leaves.len().checked_sub(1).filter(|_| taxonomy.open && !name.is_empty())).map(|i| i as u32)
}

fn number(json: &Json) -> Option<Decimal> {
    match json {
        Json::Number(n) => read_number(&n.to_string()),
        Json::String(text) => read_number(text.trim()),
        _ => None,
    }
}

/// The digits of a telephone number, without what people write between them.
fn digits(text: &str) -> Option<SmolStr> {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '0'..='9' => out.push(c),
            '０'..='９' => out.push(char::from(b'0' + (c as u32 - '０' as u32) as u8)),
            ' ' | '-' | '－' | '\u{3000}' => {}
            '+' if out.is_empty() => out.push(c),
            _ => return None,
        }
    }
    Some(SmolStr::new(out))
}

/// A value as JSON: lengths, dates and instants as text, records by field name.
pub(crate) fn to_json(m: &Machine, records: &Records, value: &Val) -> Json {
    shown(m, records, value, DEPTH)
}

fn shown(m: &Machine, records: &Records, value: &Val, depth: u32) -> Json {
    match value {
        Val::Unknown => Json::Null,
        Val::Bool(b) => Json::Bool(*b),
        Val::Number(n) => decimal(*n),
        Val::Duration(ms) => Json::String(duration::zh(*ms)),
        Val::Civil(n, unit) => Json::String(format!("{n}{}", unit.words().0)),
        Val::Text(text) => Json::String(text.to_string()),
        Val::Date(date) => Json::String(write_iso_date(*date)),
        Val::Clock(ms) => Json::String(write_iso_clock(*ms)),
        Val::Instant(at) => match m.zone.local(*at) {
            Some((date, ms)) => Json::String(format!("{} {}", write_iso_date(date), write_iso_clock(ms))),
            None => Json::from(*at),
        },
        Val::Leaf(t, l) => Json::String(leaf_name(m, *t, *l).to_owned()),
        Val::Role(r) => Json::String(m.program.roles.get(*r as usize).map_or(String::new(), |r| r.name.to_string())),
        Val::Phrases(c) => Json::String(m.program.phrases.get(*c as usize).map_or(String::new(), |c| c.name.to_string())),
        Val::Person(person) => Json::String(person.name.to_string()),
        Val::List(items) => Json::Array(items.iter().map(|item| shown(m, records, item, depth.saturating_sub(1))).collect()),
        Val::Record(_) if depth == 0 => Json::Null,
        Val::Record(_) => {
            let Some(record) = records.get(value) else { return Json::Null };
            let Some(form) = m.program.forms.get(record.form as usize) else { return Json::Null };
            let known = form.fields.iter().zip(&record.values).filter(|(_, v)| v.is_known());
            Json::Object(known.map(|(f, v)| (f.name.to_string(), shown(m, records, v, depth - 1))).collect())
        }
    }
}

/// A number as JSON: whole where it is whole.
pub(crate) fn decimal(n: Decimal) -> Json {
    match n.to_int() {
        Some(n) => Json::from(n),
        None => n.to_string().parse::<f64>().map_or(Json::Null, Json::from),
    }
}
