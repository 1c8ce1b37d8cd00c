//! Values as a snapshot holds them: exact, by name, without their types, which the program knows.

use super::machine::Machine;
use super::print::leaf_name;
use super::value::Val;
use crate::program::Slot;
use serde_json::{Value as Json, json};

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

/// A value of a declared place: a number says its unit as well, so that another version does not take it for a number of something else.
pub(crate) fn freeze_slot(m: &Machine, slot: &Slot, value: &Val) -> Json {
    let mut json = freeze(m, value);
    let (unit, _) = slot.ty.unit();
    if let (Some(o), Val::Number(_), false) = (json.as_object_mut(), value, unit.is_empty()) {
        o.insert("of".into(), unit.into());
    }
    json
}

/// A value that stands for itself, without a place that says its type: a leaf says of which 分类 it is.
pub(crate) fn freeze_key(m: &Machine, value: &Val) -> Json {
    match value {
        Val::Leaf(t, l) => json!({"of": m.program.taxonomies.get(*t as usize).map(|t| t.name.as_str()), "leaf": leaf_name(m, *t, *l)}),
        other => freeze(m, other),
    }
}
