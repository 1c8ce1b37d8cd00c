//! What a person types for a value, and back: `是`, `3`, `2026-03-07 14:00`, `甲、乙`, `手机=139…，称谓=女士`, `未知`.

use crate::runtime::{Machine, Slot, Type};
use serde_json::{Map, Value as Json};

/// A value as a person would type it.
pub(crate) fn write(value: &Json) -> String {
    match value {
        Json::Null => "未知".to_owned(),
        Json::Bool(b) => if *b { "是" } else { "否" }.to_owned(),
        Json::Number(n) => n.to_string(),
        Json::String(text) => text.clone(),
        Json::Array(items) if items.is_empty() => "无".to_owned(),
        Json::Array(items) => items.iter().map(write).collect::<Vec<_>>().join("、"),
        Json::Object(_) => {
            let mut pairs = Vec::new();
            flatten("", value, &mut pairs);
            pairs.join("，")
        }
    }
}

fn flatten(path: &str, value: &Json, out: &mut Vec<String>) {
    match value {
        Json::Object(fields) => {
            for (name, value) in fields {
                let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
                flatten(&path, value, out);
            }
        }
        value => out.push(format!("{path}={}", write(value))),
    }
}

/// What was typed for a declared place, as the session takes it.
pub(crate) fn read(machine: &Machine, slot: &Slot, text: &str) -> Json {
    let text = text.trim();
    if matches!(text, "未知" | "unknown") {
        return Json::Null;
    }
    match &slot.ty {
        Type::List(_) if matches!(text, "" | "无" | "none") => Json::Array(Vec::new()),
        Type::List(_) => Json::Array(text.split(['、', ';', '；']).map(|item| Json::String(item.trim().to_owned())).collect()),
        Type::Form(form) => Json::Object(record(machine, *form, text)),
        _ => Json::String(text.to_owned()),
    }
}

/// `名=值，名=值`, by name.
pub(crate) fn pairs(text: &str) -> Vec<(String, String)> {
    let parts = text.split([',', '，']).filter_map(|part| part.split_once(['=', '＝', ':', '：']));
    parts.map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned())).collect()
}

fn record(machine: &Machine, form: u32, text: &str) -> Map<String, Json> {
    let mut all = Map::new();
    // Only `=` divides here: times hold colons.
    for (path, value) in text.split([',', '，']).filter_map(|part| part.split_once(['=', '＝'])) {
        put(machine, &mut all, Some(form), path.trim(), value.trim());
    }
    all
}

fn put(machine: &Machine, all: &mut Map<String, Json>, form: Option<u32>, path: &str, value: &str) {
    let (name, rest) = path.split_once('.').map_or((path, None), |(a, b)| (a, Some(b)));
    let field = form.and_then(|f| machine.program.forms.get(f as usize)).and_then(|f| f.fields.iter().find(|f| f.name == name));
    match rest {
        None => {
            let value = field.map_or_else(|| Json::String(value.to_owned()), |f| read(machine, &f.slot, value));
            all.insert(name.to_owned(), value);
        }
        Some(rest) => {
            let inner = match field.map(|f| &f.slot.ty) {
                Some(Type::Form(inner)) => Some(*inner),
                _ => None,
            };
            if let Json::Object(inside) = all.entry(name.to_owned()).or_insert_with(|| Json::Object(Map::new())) {
                put(machine, inside, inner, rest, value);
            }
        }
    }
}
