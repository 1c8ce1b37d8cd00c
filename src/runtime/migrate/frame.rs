//! One frame of a stack out of a snapshot: its step, where it waits, its variables, its limit.

use super::again::Recount;
use super::lost::{LostKind, RemarkKind};
use super::reader::{Read, Reader, flag, int, list, object, small, text};
use crate::program::Pc;
use crate::runtime::places::Home;
use crate::runtime::state::{Frame, NEVER, NONE, Thread};
use crate::runtime::value::Val;
use serde_json::{Map, Value as Json};
use smol_str::SmolStr;

impl Reader<'_> {
    pub(super) fn frame(&mut self, thread: &mut Thread, json: &Json) -> Read<()> {
        let o = json.as_object().ok_or("frames")?;
        let at = thread.frames.len() as u32;
        let name = |key: &str| o.get(key).and_then(Json::as_str);
        let mut frame = match name("handler") {
            Some(handler) if thread.aside.is_some() && at == 0 => self.loose(thread, o, handler)?,
            Some(handler) => self.body(thread, o, handler)?,
            None => self.invocation(thread, o, at)?,
        };
        if let Some(key) = name("key") {
            thread.keys.push((at, key.into()));
        }
        let position = self.m.step(frame.step).or(thread.aside.map(|_| (NONE, NONE))).ok_or("step")?;
        let (home, start) = self.m.frame_code(&frame, position);
        let places = self.m.places(home, start);
        let here = self.here(&frame);
        let wait = text(o, "wait")?;
        frame.pc = self.place(&places, wait).ok_or_else(|| self.gone(LostKind::Place, here.clone(), wait))?;
        frame.awaits = o.get("awaits").and_then(Json::as_u64).and_then(|n| u32::try_from(n).ok()).unwrap_or(0);
        (frame.unstarted, frame.closed, frame.answered) = (flag(o, "unstarted"), flag(o, "closed"), flag(o, "answered"));
        self.limit_of(thread.id, at, &mut frame, home, o)?;
        for (name, times) in o.get("again").and_then(Json::as_object).into_iter().flatten() {
            let times = times.as_u64().and_then(|n| u32::try_from(n).ok()).ok_or("again")?;
            match self.place(&places, name) {
                Some(pc) => thread.again.push((at, pc, times)),
                None => self.lose(LostKind::Again, here.clone(), times.to_string())?,
            }
        }
        self.kept += 1;
        thread.frames.push(frame);
        Ok(())
    }

    /// A place by the name that the snapshot has for it.
    fn place(&self, places: &[(SmolStr, Pc)], name: &str) -> Option<Pc> {
        let now = self.names.carried(name);
        places.iter().find(|(n, _)| *n == now).map(|(_, pc)| *pc)
    }

    /// What people call where a frame stands.
    fn here(&self, frame: &Frame) -> String {
        match (self.m.step_names(frame.step), self.m.home_of(frame.handler)) {
            (Some((flow, step)), _) => format!("{flow}/{step}"),
            (None, Some(answer)) => answer.name.to_string(),
            (None, None) => String::new(),
        }
    }

    /// The limit of a wait. A promise that was made stays: the instant it runs out does not follow a changed text, but for 追溯.
    fn limit_of(&mut self, thread: u32, at: u32, frame: &mut Frame, home: Home, o: &Map<String, Json>) -> Read<()> {
        let m = self.m;
        let limit = m.limit_at(home, frame.pc);
        let here = self.here(frame);
        let Some(due) = o.get("due").and_then(Json::as_i64) else {
            let starts = frame.unstarted && limit.as_ref().is_some_and(|(l, _)| !l.from.is_empty());
            if let Some((_, now)) = limit.filter(|_| !frame.closed && !starts && !self.same) {
                frame.unstarted = false;
                self.remark(RemarkKind::Unlimited, &here, "", &now);
            }
            return Ok(());
        };
        frame.due = due;
        frame.since = int(o, "since")?;
        let was = o.get("limit").and_then(Json::as_str).unwrap_or_default();
        match limit {
            None => {
                frame.due = NEVER;
                self.lose(LostKind::Timer, here, was)?;
            }
            Some((_, now)) if self.names.carried(was) == now => {}
            Some((limit, now)) if limit.retroactive => {
                self.recounts.push(Recount::Wait { thread, frame: at });
                self.remark(RemarkKind::Recounted, &here, was, &now);
            }
            Some((_, now)) => self.remark(RemarkKind::Kept, &here, was, &now),
        }
        Ok(())
    }

    fn invocation(&mut self, thread: &mut Thread, o: &Map<String, Json>, at: u32) -> Read<Frame> {
        let m = self.m;
        let (flow_name, wanted) = (text(o, "flow")?, text(o, "step")?);
        let flow = self.flow(flow_name)?;
        let declared = m.program.flows.get(flow as usize).ok_or("flow")?;
        let called = format!("{flow_name}/{wanted}");
        let step = self.names.step(flow, wanted).ok_or_else(|| self.gone(LostKind::Step, called.clone(), ""))?;
        let now = declared.steps.get(step as usize).map_or("", |s| s.name.as_str());
        if now != wanted {
            self.renamed("环节", &called, &format!("{}/{now}", declared.name));
        }
        let first = m.index.flows.get(flow as usize).ok_or("flow")?.first_step;
        let base = thread.vars.len() as u32;
        let values = self.values(&declared.vars, object(o, "values")?, "")?;
        thread.vars.extend(values);
        let (entered, stayed) = (int(o, "entered")?, int(o, "stayed")?);
        Ok(Frame { base, entered, stayed, ..Frame::entered(at, first + step, 0) })
    }

    /// The body of a limit outside any flow, with its variables.
    fn loose(&mut self, thread: &mut Thread, o: &Map<String, Json>, handler: &str) -> Read<Frame> {
        let m = self.m;
        let id = m.body_named(&self.names.carried(handler)).ok_or_else(|| self.gone(LostKind::Handler, "", handler))?;
        let vars = m.body_vars(id);
        let mut values = vec![Val::Unknown; vars.len()];
        for pair in list(o, "values")? {
            let (name, json) = (pair.get(0).and_then(Json::as_str).ok_or("values")?, pair.get(1).ok_or("values")?);
            match self.names.among(vars, name) {
                Some(at) => {
                    if let (Some(slot), Some(var)) = (values.get_mut(at as usize), vars.get(at as usize)) {
                        *slot = self.value(&var.slot, Some(json), name)?;
                    }
                }
                None if json.is_null() => {}
                None => self.lose(LostKind::Value, name, self.text_of(json))?,
            }
        }
        if values.is_empty() {
            return Err("values".into());
        }
        thread.vars.extend(values);
        Ok(Frame { handler: id, ..Frame::entered(0, NONE, 0) })
    }

    fn body(&mut self, thread: &Thread, o: &Map<String, Json>, handler: &str) -> Read<Frame> {
        let owner = small(o, "of")?;
        let scope = *thread.frames.get(owner as usize).filter(|f| f.handler == NONE).ok_or("of")?;
        let scope = Frame { due: NEVER, ..scope };
        let now = self.names.carried(handler);
        if let Some(id) = self.m.body_named(&now) {
            return Ok(Frame { handler: id, ..scope });
        }
        let (flow, step) = self.m.step(scope.step).ok_or("step")?;
        let home = if flag(o, "anytime") { Home::Flow(flow) } else { Home::Step(flow, step) };
        let answer = self.m.answers(home).into_iter().find(|a| a.name == now);
        let answer = answer.ok_or_else(|| self.gone(LostKind::Handler, self.here(&scope), handler));
        answer.map(|a| Frame { handler: a.id, ..scope })
    }
}
