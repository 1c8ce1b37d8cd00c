//! Declared events and answers to actions, by name.

use super::error::{ErrorKind, EventError};
use super::event::Event;
use super::fill::Refused;
use super::occur::Occur;
use super::run::Run;
use super::value::Val;
use crate::program::Param;
use serde_json::Value as Json;
use smol_str::SmolStr;

impl Run<'_> {
    /// A declared event goes to all, an answer to the first that waits for it; where the host names a case, to that one.
    pub(crate) fn host(&mut self, event: &Event, name: &str, args: &Json, id: Option<u32>, case: Option<u32>) -> Result<(), Refused> {
        let p = &self.m.program;
        let only = case.map(|case| self.thread_of(case).ok_or_else(|| self.no_case(case))).transpose()?;
        if let Some(action) = p.actions.iter().position(|a| a.name == name) {
            let answer = match args {
                Json::Object(o) if o.contains_key("result") => o.get("result").unwrap_or(&Json::Null),
                Json::Array(items) if items.len() == 1 => items.first().unwrap_or(&Json::Null),
                other => other,
            };
            let threads = only.map_or(0..self.st.threads.len(), |t| t..t + 1);
            for t in threads {
                if self.answer(t, action as u32, id, answer)? {
                    return Ok(());
                }
            }
            // An answer that comes too late is nobody's mistake; one to an action that gives nothing is.
            if p.actions.get(action).is_some_and(|a| a.gives.is_none()) {
                return Err(EventError::new(ErrorKind::NotAwaited, name).into());
            }
            self.unhandled(event);
            return Ok(());
        }
        let Some(declared) = p.events.iter().position(|e| e.name == name) else {
            let names =
                p.events.iter().map(|e| e.name.clone()).chain(p.actions.iter().filter(|a| a.gives.is_some()).map(|a| a.name.clone()));
            return Err(EventError::new(ErrorKind::UnknownEvent, name).expecting(names).into());
        };
        let (values, given) = self.event_args(declared, args)?;
        let what = Occur::Declared(declared as u32, values, given);
        let taken = match only {
            Some(t) => {
                self.note(t, &what);
                self.offer(t, &what)?
            }
            None => self.offer_all(&what)?,
        };
        if !taken {
            self.unhandled(event);
        }
        Ok(())
    }

    fn no_case(&self, case: u32) -> EventError {
        let open = self.st.threads.iter().filter(|t| !t.ended && t.aside.is_none()).map(|t| t.id.to_string());
        EventError::new(ErrorKind::BadArgument, format!("case: {case}")).expecting(open)
    }

    /// The arguments by position, and which of them the host gave.
    fn event_args(&mut self, event: usize, args: &Json) -> Result<(Vec<Val>, Vec<bool>), EventError> {
        let m = self.m;
        self.args_of(m.program.events.get(event).map_or(&[][..], |e| &e.params), args)
    }

    /// Values of declared places by position, and which of them the host gave.
    pub(crate) fn args_of(&mut self, params: &[Param], args: &Json) -> Result<(Vec<Val>, Vec<bool>), EventError> {
        let names = || params.iter().map(|p| p.name.clone());
        let mut values = vec![Val::Unknown; params.len()];
        let mut given = vec![false; params.len()];
        let pairs: Vec<(usize, &Json)> = match args {
            Json::Null => Vec::new(),
            Json::Array(items) if items.len() <= params.len() => items.iter().enumerate().collect(),
            Json::Object(o) => {
                let mut pairs = Vec::new();
                for (name, json) in o {
                    let at = params.iter().position(|p| p.name == *name);
                    let at = at.ok_or_else(|| EventError::new(ErrorKind::BadArgument, name.as_str()).expecting(names()))?;
                    pairs.push((at, json));
                }
                pairs
            }
            other => return Err(EventError::new(ErrorKind::BadArgument, other.to_string()).expecting(names())),
        };
        for (at, json) in pairs {
            let (Some(param), Some(value), Some(known)) = (params.get(at), values.get_mut(at), given.get_mut(at)) else { continue };
            if json.is_null() {
                continue;
            }
            let mut eval = self.eval(0, &[]);
            *value = eval.read_slot(&param.slot, json).ok_or_else(|| EventError {
                kind: ErrorKind::BadArgument,
                given: SmolStr::new(format!("{}: {json}", param.name)),
                expected: eval.wanted(&param.slot),
            })?;
            *known = true;
        }
        Ok((values, given))
    }
}
