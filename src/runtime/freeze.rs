//! Values as a snapshot holds them: exact, by name, without their types, which the program knows.

use super::json::leaf_of;
use super::machine::Machine;
use super::print::leaf_name;
use super::value::{Person, Val};
use crate::base::Decimal;
use crate::program::{CivilUnit, Type};
use serde_json::{Value as Json, json};
use smol_str::SmolStr;
use std::sync::Arc;

/// A value as a snapshot holds it; a record is its place in the snapshot's list.
pub(crate) fn freeze(m: &Machine, value: &Val) -> Json {
    match value {
        Val::Unknown => Json::Null,
        Val::Bool(b) => Json::Bool(*b),
        Val::Text(text) => Json::String(text.to_string()),
        Val::Number(n) => json!({"millionths": n.0}),
        Val::Duration(ms) => json!({"ms": ms}),
        Val::Civil(n, unit) => json!({"length": n, "unit": unit}),
        Val::Date(days) => json!({"date": days}),
        Val::Clock(ms) => json!({"clock": ms}),
        Val::Instant(at) => json!({"at": at}),
        Val::Leaf(t, l) => json!({"leaf": leaf_name(m, *t, *l)}),
        Val::Role(r) => json!({"role": m.program.roles.get(*r as usize).map(|r| r.name.as_str())}),
        Val::Phrases(c) => json!({"phrases": m.program.phrases.get(*c as usize).map(|c| c.name.as_str())}),
        Val::Person(p) => {
            json!({"person": p.name.as_str(), "role": p.role.and_then(|r| m.program.roles.get(r as usize)).map(|r| r.name.as_str())})
        }
        Val::List(items) => Json::Array(items.iter().map(|item| freeze(m, item)).collect()),
        Val::Record(id) => json!({"record": id}),
    }
}

/// Reads a frozen value back; `ty` tells which 分类 a leaf is of, `records` how many records there are.
pub(crate) fn thaw(m: &Machine, ty: &Type, json: &Json, records: usize, depth: u32) -> Option<Val> {
    Some(match json {
        Json::Null => Val::Unknown,
        Json::Bool(b) => Val::Bool(*b),
        Json::String(text) => Val::Text(SmolStr::new(text)),
        Json::Number(_) => return None,
        Json::Array(items) => {
            let inner = if let Type::List(inner) = ty { inner } else { ty };
            let depth = depth.checked_sub(1)?;
            let items: Option<Vec<Val>> = items.iter().map(|item| thaw(m, inner, item, records, depth)).collect();
            Val::List(items?.into())
        }
        Json::Object(o) => {
            let number = |key: &str| o.get(key).and_then(Json::as_i64);
            let name = |key: &str| o.get(key).and_then(Json::as_str);
            if let Some(n) = number("millionths") {
                Val::Number(Decimal(n))
            } else if let Some(ms) = number("ms") {
                Val::Duration(ms)
            } else if let Some(n) = number("length") {
                Val::Civil(n, serde_json::from_value::<CivilUnit>(o.get("unit")?.clone()).ok()?)
            } else if let Some(days) = number("date") {
                Val::Date(i32::try_from(days).ok()?)
            } else if let Some(ms) = number("clock") {
                Val::Clock(super::eval::in_day(ms)?)
            } else if let Some(at) = number("at") {
                Val::Instant(at)
            } else if let Some(leaf) = name("leaf") {
                let Type::Taxonomy(t) = ty else { return None };
                Val::Leaf(*t, leaf_of(m.program.taxonomies.get(*t as usize)?, leaf)?)
            } else if let Some(person) = name("person") {
                let role = name("role").map(|role| m.role(role).ok_or(())).transpose().ok()?;
                Val::Person(Arc::new(Person { name: person.into(), role }))
            } else if let Some(role) = name("role") {
                Val::Role(m.role(role)?)
            } else if let Some(class) = name("phrases") {
                Val::Phrases(m.program.phrases.iter().position(|c| c.name == class)? as u32)
            } else {
                let id = number("record").and_then(|id| u32::try_from(id).ok()).filter(|id| (*id as usize) < records)?;
                Val::Record(id)
            }
        }
    })
}
