//! The call and its cases out of a snapshot. One that stood where the program has nothing is put on the shelf (搁置): it waits for
//! nothing, and is kept as it was for a program that has its place again. It never lands anywhere else.

use super::lost::{Lost, LostKind, RemarkKind};
use super::reader::{Read, Reader, Stop, flag, list, object, small};
use super::value::with_records;
use crate::base::limits::CALL_DEPTH;
use crate::program::Modality;
use crate::runtime::effect::Words;
use crate::runtime::state::{NONE, Shelf, Shown, Thread};
use serde_json::{Map, Value as Json};
use smol_str::SmolStr;
use std::sync::Arc;

/// How deep a shelved thread is kept, and how much of it.
const SHELF: (u32, u32) = (64, 100_000);

/// How much had been read and listed before a thread was tried.
struct Mark {
    kept: usize,
    lost: usize,
    notes: usize,
    recounts: usize,
    records: usize,
}

impl Reader<'_> {
    /// A call or case.
    pub(super) fn thread(&mut self, json: &Json, all: &[Json]) -> Read<Thread> {
        let o = json.as_object().ok_or("threads")?;
        let id = small(o, "case")?;
        let aside = starter(o)?;
        self.case = Some(aside.map_or(id, |(_, case)| case));
        let shelved = o.get("lost").and_then(Json::as_array);
        let mark = self.mark();
        let mut thread = Thread { id, flow: NONE, aside, ended: flag(o, "ended"), told: flag(o, "told"), ..Thread::default() };
        thread.identified = flag(o, "identified");
        self.clauses(&mut thread, o, shelved.is_some())?;
        match (self.placed(&mut thread, o), shelved) {
            (Ok(()), None) => Ok(thread),
            (Ok(()), Some(lost)) => {
                let at = lost.iter().find_map(Lost::of).map_or_else(String::new, |l| l.name);
                self.remark(RemarkKind::Returned, &at, "", "");
                Ok(thread)
            }
            // It lies on the shelf as before: nothing more is lost.
            (Err(Stop::Gone(_)), Some(lost)) => {
                self.rewind(&mark);
                let lost = lost.iter().map(Lost::of).collect::<Option<Vec<_>>>().ok_or("lost")?;
                let mut was = o.clone();
                was.remove("lost");
                Ok(self.shelve(thread, Json::Object(was), lost))
            }
            (Err(Stop::Gone(lost)), None) if !self.same => {
                self.rewind(&mark);
                let (depth, mut room) = SHELF;
                let was = with_records(json, all, depth, &mut room);
                self.lost.push((*lost).clone());
                Ok(self.shelve(thread, was, vec![*lost]))
            }
            (Err(stop), _) => Err(Stop::Damaged(stop.part())),
        }
    }

    fn shelve(&self, thread: Thread, was: Json, lost: Vec<Lost>) -> Thread {
        let Thread { id, aside, acting, consents, identified, told, .. } = thread;
        let shelf = Some(Arc::new(Shelf { was, lost }));
        Thread { id, flow: NONE, aside, acting, consents, identified, told, shelf, ..Thread::default() }
    }

    fn mark(&self) -> Mark {
        let (lost, notes, recounts) = (self.lost.len(), self.notes.len(), self.recounts.len());
        Mark { kept: self.kept, lost, notes, recounts, records: self.records.len() }
    }

    fn rewind(&mut self, mark: &Mark) {
        self.kept = mark.kept;
        self.lost.truncate(mark.lost);
        self.notes.truncate(mark.notes);
        self.recounts.truncate(mark.recounts);
        self.records.truncate(mark.records);
    }

    /// Who acts, and what the customer agreed to. Of a thread on the shelf it was told before what is gone.
    fn clauses(&mut self, thread: &mut Thread, o: &Map<String, Json>, shelved: bool) -> Read<()> {
        if let Some(name) = o.get("acting").and_then(Json::as_str).filter(|name| !shelved || self.names.role(name).is_some()) {
            let role = self.names.role(name).ok_or_else(|| self.gone(LostKind::Role, name, ""));
            thread.acting = self.without(role)?;
        }
        // A session that was kept before consents were is one in which nobody agreed to anything.
        for name in o.get("consents").and_then(Json::as_array).into_iter().flatten() {
            let name = name.as_str().ok_or("consents")?;
            if shelved && self.names.action(name).is_none() {
                continue;
            }
            let action = self.names.action(name).ok_or_else(|| self.gone(LostKind::Consent, name, ""));
            if let Some(action) = self.without(action)? {
                thread.agree(action);
            }
        }
        Ok(())
    }

    /// Where it stands, with everything it knows.
    fn placed(&mut self, thread: &mut Thread, o: &Map<String, Json>) -> Read<()> {
        if let Some(name) = o.get("flow").and_then(Json::as_str) {
            thread.flow = self.flow(name)?;
        }
        let frames = list(o, "frames")?;
        if frames.len() > 2 * CALL_DEPTH + 1 || (frames.is_empty() && !thread.ended) {
            return Err("frames".into());
        }
        for frame in frames {
            self.frame(thread, frame)?;
        }
        for (name, args) in object(o, "events")? {
            let args = args.as_object().ok_or("events")?;
            match self.names.event(name) {
                Some(event) => {
                    let m = self.m;
                    let params = m.program.events.get(event as usize).map_or(&[][..], |e| &e.params);
                    let args = self.values(params, args, name)?;
                    thread.events.push((event, args));
                }
                None if args.values().all(Json::is_null) && !self.same => {}
                None => self.lose(LostKind::Value, name, self.text_of(&Json::Object(args.clone())))?,
            }
        }
        thread.events.sort_by_key(|(event, _)| *event);
        thread.shown = list(o, "shown")?.iter().map(shown).collect::<Read<Vec<_>>>()?;
        Ok(())
    }

    /// A flow by name.
    pub(super) fn flow(&mut self, name: &str) -> Read<u32> {
        let flow = self.names.flow(name).ok_or_else(|| self.gone(LostKind::Flow, name, ""))?;
        let now = self.m.program.flows.get(flow as usize).map_or("", |f| f.name.as_str());
        self.renamed("流程", name, now);
        Ok(flow)
    }
}

/// The thread for which a limit's body runs outside any flow, and the case whose effects its own are.
fn starter(o: &Map<String, Json>) -> Read<Option<(u32, u32)>> {
    let first = o.get("frames").and_then(Json::as_array).and_then(|f| f.first()).and_then(Json::as_object);
    let Some(first) = first.filter(|f| f.contains_key("starter")) else { return Ok(None) };
    let starter = match first.get("starter") {
        Some(Json::Null) => NONE,
        _ => small(first, "starter")?,
    };
    Ok(Some((starter, small(first, "case")?)))
}

fn shown(json: &Json) -> Read<Shown> {
    if let Some(text) = json.get("tip").and_then(Json::as_str) {
        return Ok(Shown::Tip(SmolStr::new(text)));
    }
    let modality: Modality = json.get("modality").and_then(|m| serde_json::from_value(m.clone()).ok()).ok_or("shown")?;
    let words = json.get("words").and_then(Json::as_array).ok_or("shown")?;
    let words: Option<Vec<SmolStr>> = words.iter().map(|w| w.as_str().map(SmolStr::new)).collect();
    Ok(Shown::Line(modality, Words::new(words.ok_or("shown")?)))
}
