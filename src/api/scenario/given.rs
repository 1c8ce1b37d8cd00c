//! 设: what the host knows before the call.

use super::value::Values;
use crate::api::sample::Sample;
use crate::base::Message;
use crate::runtime::{Event, Session};
use crate::sema::model::{Expr, FormId, GivenTarget, Model, PlayKind, Scenario, Ty};
use serde_json::{Map, Value as Json};
use std::collections::{HashMap, HashSet};

/// What 设 says.
#[derive(Debug, Default)]
pub(super) struct Given {
    /// Session parameters by name.
    pub(super) params: Map<String, Json>,
    /// Answers by action.
    answers: HashMap<u32, Json>,
    /// Records by form: what 设 says of their fields.
    records: HashMap<u32, Map<String, Json>>,
    /// Which form an action gives, where the scenario does not answer it itself.
    gives: HashMap<u32, u32>,
    /// Names of forms.
    forms: HashMap<String, u32>,
}

impl Given {
    /// Reads the 设 of a scenario.
    pub(super) fn new(model: &Model, values: &Values<'_>, scenario: &Scenario) -> Result<Self, Message> {
        let mut given = Self::default();
        for (i, form) in model.forms.iter().enumerate() {
            given.forms.insert(form.name.to_string(), i as u32);
        }
        for line in &scenario.given {
            let unknown = || Message::new("设 的值在通话之前算不出来", "a given value is not known before the call");
            let value = values.json(&line.value).ok_or_else(unknown)?;
            match &line.target {
                GivenTarget::Param(param) => {
                    let name = model.params.get(param.index()).map(|p| p.name.to_string()).unwrap_or_default();
                    given.params.insert(name, value);
                }
                GivenTarget::Answer(action) => {
                    given.answers.insert(action.0, value);
                }
                GivenTarget::Field(form, path) => {
                    let names = names(model, *form, path);
                    put(given.records.entry(form.0).or_default(), &names, value);
                }
            }
        }
        // An action that the lines answer themselves waits for them.
        let by_hand: HashSet<u32> = scenario
            .plays
            .iter()
            .filter_map(|p| match &p.kind {
                PlayKind::Answer(action, _) => Some(action.0),
                _ => None,
            })
            .collect();
        for (i, action) in model.actions.iter().enumerate().filter(|(i, _)| !by_hand.contains(&(*i as u32))) {
            if let Some(Ty::Record(form)) = action.gives.as_ref().map(|g| &g.ty) {
                given.gives.insert(i as u32, form.0);
            }
        }
        Ok(given)
    }

    /// The value of an argument: a form's name stands for the record that 设 describes.
    pub(super) fn json(&self, values: &Values<'_>, expr: &Expr) -> Option<Json> {
        values.json(expr).or_else(|| match &expr.ty {
            Ty::Record(form) => self.records.get(&form.0).map(|r| Json::Object(r.clone())),
            _ => None,
        })
    }

    /// By names, for somebody who plays by hand.
    pub(super) fn named(self, model: &Model) -> Sample {
        let action = |i: u32| model.actions.get(i as usize).map(|a| a.name.to_string());
        let form = |i: u32| model.forms.get(i as usize).map(|f| f.name.to_string());
        Sample {
            params: self.params,
            answers: self.answers.into_iter().filter_map(|(i, v)| Some((action(i)?, v))).collect(),
            records: self.records.into_iter().filter_map(|(i, r)| Some((form(i)?, Json::Object(r)))).collect(),
            start: None,
        }
    }

    /// What an action is answered at once: what 设 says of it, else a record of which 设 says something.
    pub(super) fn answer(&self, action: u32) -> Option<Json> {
        let record = || self.records.get(self.gives.get(&action)?).map(|r| Json::Object(r.clone()));
        self.answers.get(&action).cloned().or_else(record)
    }

    /// What 设 fills into the form that has just been opened: fields that hold nothing yet.
    pub(super) fn fill(&self, session: &Session, case: u32) -> Vec<Event> {
        let view = session.view();
        let thread = view.call.iter().chain(&view.cases).find(|t| t.case == case);
        let Some(form) = thread.and_then(|t| t.form.as_ref()) else { return Vec::new() };
        let Some(record) = self.forms.get(form.name.as_str()).and_then(|f| self.records.get(f)) else { return Vec::new() };
        let empty = form.fields.iter().filter(|f| f.entered && f.value.is_null());
        empty
            .filter_map(|f| {
                let value = record.get(f.name.as_str()).filter(|v| !v.is_object())?.clone();
                Some(Event::Fill { form: Some(form.name.clone()), field: f.name.clone(), value, case: Some(case) })
            })
            .collect()
    }
}

/// The names along a path of fields.
fn names(model: &Model, form: FormId, path: &[crate::sema::model::FieldId]) -> Vec<String> {
    let (mut form, mut names) = (Some(form), Vec::new());
    for id in path {
        let field = form.and_then(|f| model.forms.get(f.index())).and_then(|f| f.fields.get(id.index()));
        names.extend(field.map(|f| f.name.to_string()));
        form = match field.map(|f| &f.slot.ty) {
            Some(Ty::Record(inner)) => Some(*inner),
            _ => None,
        };
    }
    names
}

/// Puts a value at a path of names, making records on the way.
fn put(record: &mut Map<String, Json>, path: &[String], value: Json) {
    match path {
        [] => {}
        [last] => {
            record.insert(last.clone(), value);
        }
        [first, rest @ ..] => {
            let inner = record.entry(first.clone()).or_insert_with(|| Json::Object(Map::new()));
            if let Json::Object(inner) = inner {
                put(inner, rest, value);
            }
        }
    }
}
