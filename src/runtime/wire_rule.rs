//! Findings of rules as JSON.

use super::effect::Effect;
use super::machine::Machine;
use super::observe::{EventRef, RuleFinding};
use crate::program::{Duty, Severity};
use serde_json::{Map, Value as Json, json};

/// The members of a finding: which rule, how grave, what bears witness.
pub(crate) fn members(m: &Machine, effect: &Effect, found: &RuleFinding, o: &mut Map<String, Json>) {
    let rule = m.program.rules.get(found.rule as usize);
    o.insert("rule".into(), rule.map_or("", |r| r.name.as_str()).into());
    o.insert("sentence".into(), found.sentence.into());
    o.insert("duty".into(), duty(found.duty).into());
    o.insert("severity".into(), severity(found.severity).into());
    if found.points.0 != 0 {
        o.insert("points".into(), super::json::decimal(found.points));
    }
    for (key, set) in [("veto", found.veto), ("late", found.late), ("merged", found.merged), ("whole_turns", found.whole)] {
        if set {
            o.insert(key.into(), true.into());
        }
    }
    if !found.key.is_empty() {
        o.insert("key".into(), found.key.as_str().into());
    }
    if !found.triggers.is_empty() {
        o.insert("triggers".into(), found.triggers.iter().map(event).collect());
    }
    if let Some(seen) = &found.event {
        o.insert("event".into(), event(seen));
    }
    if let Some(said) = found.uttered
        && let Some((forbid, entry)) = said.entry(&m.program)
    {
        let mut phrase = json!({ "set": forbid.name, "phrase": entry.phrase, "start": said.start, "end": said.end });
        if let Some(phrase) = phrase.as_object_mut() {
            let folds: Json = said.folds.iter().map(|fold| serde_json::to_value(fold).unwrap_or_default()).collect();
            let more = [("category", &entry.category), ("replacement", &entry.replacement)];
            phrase.extend(more.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value.as_deref()?.into()))));
            phrase.extend((!said.folds.is_none()).then(|| ("folds".to_owned(), folds)));
        }
        o.insert("phrase".into(), phrase);
    }
    if let Some(closest) = &found.closest {
        let mut words = Map::new();
        super::wire_line::compared(m, effect, closest, &mut words);
        o.insert("words".into(), Json::Object(words));
    }
    if let Some((from, to)) = found.missing {
        o.insert("missing".into(), json!([from, to]));
    }
    for (key, value) in [("bound", found.bound), ("observed", found.observed)] {
        if let Some(value) = value {
            o.insert(key.into(), value.into());
        }
    }
    if !found.gaps.is_empty() {
        o.insert("gaps".into(), found.gaps.iter().map(|(from, to)| json!([from, to])).collect());
    }
    if let Some(reason) = found.reason {
        o.insert("reason".into(), reason.id().into());
    }
    if let Some(rule) = rule.filter(|r| !r.basis.is_empty()) {
        o.insert("basis".into(), rule.basis.iter().map(|b| Json::from(b.as_str())).collect());
    }
}

fn event(seen: &EventRef) -> Json {
    serde_json::to_value(seen).unwrap_or_default()
}

fn duty(duty: Duty) -> &'static str {
    match duty {
        Duty::Must => "must",
        Duty::Should => "should",
        Duty::Advise => "advise",
        Duty::May => "may",
    }
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Minor => "minor",
        Severity::Ordinary => "ordinary",
        Severity::Serious => "serious",
    }
}
