//! Forms that are done, and answers to actions.

use super::error::{ErrorKind, EventError};
use super::exec::Then;
use super::fill::Refused;
use super::form::{missing_fields, same_persons};
use super::occur::Occur;
use super::run::Run;
use super::state::{Frame, NEVER};
use super::value::Val;
use crate::program::{Op, Place};
use serde_json::Value as Json;

impl Run<'_> {
    /// The open form of a thread is done, if nothing is missing.
    pub(crate) fn submit(&mut self, t: usize, form: Option<&str>) -> Result<(), Refused> {
        let given = form.unwrap_or("");
        let m = self.m;
        let Some(top) = self.top(t).copied() else { return Err(EventError::new(ErrorKind::NotAsked, given).into()) };
        let Some(Op::Fill(fill)) = m.program.code.get(top.pc as usize) else {
            return Err(EventError::new(ErrorKind::NotAsked, given).into());
        };
        let declared = m.program.forms.get(fill.form as usize);
        let name = declared.map_or("", |f| f.name.as_str());
        if form.is_some_and(|form| form != name && !declared.is_some_and(|f| f.aliases.iter().any(|a| a == form))) {
            return Err(EventError::new(ErrorKind::NotAsked, given).expecting([name]).into());
        }
        let mut eval = self.eval(t, &[]);
        let record = eval.eval(&fill.record);
        let missing = missing_fields(&mut eval, &record, &fill.fields);
        if !missing.is_empty() {
            let mut error = EventError::new(ErrorKind::Incomplete, name);
            error.expected = missing;
            return Err(error.into());
        }
        let same = same_persons(&mut eval, &record);
        if !same.is_empty() {
            let mut error = EventError::new(ErrorKind::SamePerson, name);
            error.expected = same;
            return Err(error.into());
        }
        if self.m.index.heard.forms() || self.m.index.watched {
            self.happened(t, Occur::Submit(fill.form));
        }
        self.clear_screen(t);
        Ok(self.go(t, top.pc.saturating_add(1))?)
    }

    /// The host answers an action. A thread whose handler runs above the wait keeps the answer until it comes back.
    pub(crate) fn answer(&mut self, t: usize, action: u32, id: Option<u32>, json: &Json) -> Result<bool, Refused> {
        let m = self.m;
        let now = self.st.core.now;
        let Some(thread) = self.st.threads.get(t) else { return Ok(false) };
        let waiting = |f: &&Frame| {
            let awaited = matches!(m.program.code.get(f.pc as usize), Some(Op::Do(d)) if d.action == action && d.into.is_some());
            awaited && !f.answered && id.is_none_or(|id| id == f.awaits)
        };
        let last = thread.frames.len().saturating_sub(1);
        // A limit that fell due while a handler ran above was broken then, although it fires on return.
        let at = (0..=last).rev().find(|i| thread.frames.get(*i).filter(waiting).is_some_and(|f| *i == last || f.due > now));
        let Some(at) = at else { return Ok(false) };
        let Some(waits) = thread.frames.get(at).copied() else { return Ok(false) };
        let pc = waits.pc;
        let Some(Op::Do(d)) = m.program.code.get(pc as usize) else { return Ok(false) };
        let (Some(slot), Some(place)) = (m.program.actions.get(action as usize).and_then(|a| a.gives.as_ref()), d.into.as_ref()) else {
            return Ok(false);
        };
        let value = self.eval(t, &[]).read_slot(slot, json).ok_or_else(|| {
            let mut error = self.bad_value(t, slot, json);
            error.kind = ErrorKind::BadArgument;
            error
        })?;
        self.limit_met(&waits);
        if at == last {
            self.assign(t, pc, place, value, true);
            self.clear_screen(t);
            self.follow(t, Then::At(pc.saturating_add(1)))?;
            return Ok(true);
        }
        self.assign_at(t, at, pc, place, value);
        Ok(true)
    }

    /// Puts the answer where a suspended frame wants it.
    fn assign_at(&mut self, t: usize, at: usize, pc: u32, place: &Place, value: Val) {
        let Some(thread) = self.st.threads.get_mut(t) else { return };
        let above = thread.frames.split_off(at + 1);
        self.assign(t, pc, place, value, true);
        if let Some(thread) = self.st.threads.get_mut(t) {
            if let Some(frame) = thread.frames.get_mut(at) {
                frame.answered = true;
                frame.due = NEVER;
            }
            thread.frames.extend(above);
        }
    }
}
