//! A session as one JSON value: names, absolute instants, the program's hash.

use super::freeze::{freeze, freeze_slot};
use super::machine::Machine;
use super::migrate::Lost;
use super::observe::held;
use super::places::{Home, var_names};
use super::session::Session;
use super::state::{Frame, NEVER, NONE, Shelf, Shown, Thread, Who};
use crate::program::{Limit, Modality, Op};
use serde_json::{Map, Value as Json, json};

/// The version of the snapshot's shape.
pub(crate) const VERSION: u32 = 1;

impl Session {
    /// The whole session, effects not taken yet apart. [`Session::restore`] makes it again.
    pub fn snapshot(&self) -> Json {
        let m = &*self.m;
        let mut st = self.st.clone();
        let mut watch = self.watch.clone();
        st.collect(watch.iter_mut().flat_map(|w| held(&mut w.queue)));
        let core = st.core;
        let mood = core.mood.map(|leaf| match m.index.mood {
            Some(t) => Json::from(super::print::leaf_name(m, t, leaf)),
            None => Json::from(leaf),
        });
        let params = m.program.params.iter().zip(st.params.iter()).map(|(p, v)| (p.name.to_string(), freeze_slot(m, &p.slot, v)));
        let records = st.records.items.iter().map(|r| {
            let form = m.program.forms.get(r.form as usize);
            let fields = form.map_or(&[][..], |f| &f.fields);
            let values =
                fields.iter().zip(&r.values).filter(|(_, v)| v.is_known()).map(|(f, v)| (f.name.to_string(), freeze_slot(m, &f.slot, v)));
            json!({
                "form": form.map(|f| f.name.as_str()),
                "confirmed": r.confirmed,
                "values": values.collect::<Map<_, _>>(),
            })
        });
        let mut snapshot = json!({
            "snapshot": VERSION,
            "program": self.m.hash,
            "edition": self.m.program.edition,
            "id": self.id.as_str(),
            "begun": core.begun,
            "now": core.now,
            "done": core.done,
            "opened": core.opened,
            "line": {
                "rang": core.rang, "ring": core.ring, "picked": core.picked, "answered": core.answered, "over": core.over,
                "closed": core.closed,
                "mood": mood, "speaking": core.speaking, "held": core.held, "muted": core.muted, "silent": core.silent,
                "totals": core.totals, "spoken": core.spoken,
                "called": core.called.map(crate::base::calendar::zone::Zone::name),
            },
            "turns": st.turns.iter().map(|(at, who)| json!({"until": at, "who": m.who_name(*who)})).collect::<Vec<_>>(),
            "params": params.collect::<Map<_, _>>(),
            "records": records.collect::<Vec<_>>(),
            "limits": m.freeze_limits(&st.limits),
            "asides": core.asides,
            "follows": core.line.word(),
            "shared": core.shared,
            "audit": core.audit,
            "threads": st.threads.iter().map(|t| m.freeze_thread(t)).collect::<Vec<_>>(),
        });
        if let (Some(watch), Some(o)) = (watch, snapshot.as_object_mut()) {
            o.insert("rules".into(), watch.freeze(m));
        }
        if let (Some(lines), Some(o)) = (self.lines.as_ref().and_then(|lines| lines.freeze(m)), snapshot.as_object_mut()) {
            o.insert("lines".into(), lines);
        }
        snapshot
    }
}

impl Machine {
    fn freeze_thread(&self, thread: &Thread) -> Json {
        if let Some(shelf) = &thread.shelf {
            return self.freeze_shelf(shelf);
        }
        let flow_name = |f: u32| self.program.flows.get(f as usize).map(|f| f.name.as_str());
        let events = thread.events.iter().filter_map(|(event, args)| {
            let event = self.program.events.get(*event as usize)?;
            let args = event.params.iter().zip(args).map(|(p, v)| (p.name.to_string(), freeze_slot(self, &p.slot, v)));
            Some((event.name.to_string(), Json::Object(args.collect())))
        });
        let consents = thread.consents.iter().filter_map(|a| self.program.actions.get(*a as usize)).map(|a| a.name.as_str());
        json!({
            "case": thread.id,
            "flow": flow_name(thread.flow),
            "acting": thread.acting.and_then(|r| self.program.roles.get(r as usize)).map(|r| r.name.as_str()),
            "consents": consents.collect::<Vec<_>>(),
            "identified": thread.identified,
            "ended": thread.ended,
            "told": thread.told,
            "frames": (0..thread.frames.len()).filter_map(|i| self.freeze_frame(thread, i)).collect::<Vec<_>>(),
            "events": events.collect::<Map<_, _>>(),
            "shown": thread.shown.iter().flat_map(|s| self.freeze_shown(s)).collect::<Vec<_>>(),
        })
    }

    fn freeze_frame(&self, thread: &Thread, at: usize) -> Option<Json> {
        let frame = thread.frames.get(at)?;
        let (flow, step) = self.step(frame.step).unwrap_or((NONE, NONE));
        let (home, start) = self.frame_code(frame, (flow, step));
        let places = self.places(home, start);
        let named = |pc: u32| places.iter().find(|(_, p)| *p == pc).map(|(name, _)| name.to_string());
        let again =
            thread.again.iter().filter(|(f, ..)| *f as usize == at).filter_map(|(_, pc, times)| Some((named(*pc)?, Json::from(*times))));
        let mut o = Map::new();
        o.insert("wait".into(), named(frame.pc).into());
        if frame.due < NEVER {
            o.insert("due".into(), frame.due.into());
            o.insert("since".into(), frame.since.into());
            o.insert("limit".into(), self.limit_at(home, frame.pc).map(|(_, text)| text).into());
        }
        for (key, set) in [("unstarted", frame.unstarted), ("closed", frame.closed), ("answered", frame.answered)] {
            if set {
                o.insert(key.into(), true.into());
            }
        }
        if frame.awaits > 0 {
            o.insert("awaits".into(), frame.awaits.into());
        }
        let again: Map<_, _> = again.collect();
        if !again.is_empty() {
            o.insert("again".into(), Json::Object(again));
        }
        if frame.handler != NONE {
            o.insert("of".into(), frame.owner.into());
            o.insert("handler".into(), self.home_of(frame.handler).map(|a| a.name.to_string()).into());
            o.insert("anytime".into(), matches!(home, Home::Flow(_)).into());
            if let Some((_, key)) = thread.keys.iter().rev().find(|(f, _)| *f as usize == at) {
                o.insert("key".into(), key.as_str().into());
            }
            if let (Some((starter, case)), true) = (thread.aside, at == 0) {
                // The key and the other variables of a body outside any flow.
                let names = self.body_vars(frame.handler);
                let values = names.iter().zip(&thread.vars).map(|(p, v)| (p.name.to_string(), freeze(self, v)));
                o.insert("values".into(), Json::Array(values.map(|(name, v)| json!([name, v])).collect()));
                o.insert("starter".into(), (starter != NONE).then_some(starter).into());
                o.insert("case".into(), case.into());
            }
            return Some(Json::Object(o));
        }
        let (flow_name, step_name) = self.step_names(frame.step)?;
        o.insert("flow".into(), flow_name.into());
        o.insert("step".into(), step_name.into());
        o.insert("entered".into(), frame.entered.into());
        o.insert("stayed".into(), frame.stayed.into());
        let flow = self.program.flows.get(flow as usize)?;
        let names = var_names(&flow.vars);
        let values = names.iter().zip(&flow.vars).zip(thread.locals_of(frame)).filter(|(_, v)| v.is_known());
        o.insert(
            "values".into(),
            Json::Object(values.map(|((name, var), v)| (name.to_string(), freeze_slot(self, &var.slot, v))).collect()),
        );
        Some(Json::Object(o))
    }

    /// Whose code a frame runs, and where it begins: the step's, or that of what interrupted it.
    pub(crate) fn frame_code(&self, frame: &Frame, (flow, step): (u32, u32)) -> (Home, u32) {
        match self.home_of(frame.handler) {
            Some(answer) if frame.handler != NONE => (answer.home, answer.body),
            _ => (Home::Step(flow, step), self.entry_of(flow, step).unwrap_or(NONE)),
        }
    }

    /// What limits the wait at an operation, and how that is written.
    pub(crate) fn limit_at(&self, home: Home, pc: u32) -> Option<(&Limit, String)> {
        let limit = match self.program.code.get(pc as usize)? {
            Op::Wait(wait) => wait.limit.as_ref(),
            Op::Do(action) => action.limit.as_ref(),
            _ => None,
        };
        limit.map(|limit| (limit, self.speller_in(home).limit(limit)))
    }

    /// A thread that waits on the shelf is what it was, and what was lost.
    fn freeze_shelf(&self, shelf: &Shelf) -> Json {
        let mut was = shelf.was.clone();
        if let Some(o) = was.as_object_mut() {
            o.insert("lost".into(), shelf.lost.iter().map(Lost::to_json).collect());
        }
        was
    }

    fn freeze_shown(&self, shown: &Shown) -> Vec<Json> {
        let line = |modality: Modality, words: &[smol_str::SmolStr]| json!({"modality": modality, "words": words});
        match shown {
            Shown::Line(modality, words) => vec![line(*modality, words)],
            Shown::Tip(text) => vec![json!({"tip": text.as_str()})],
            Shown::Fixed(pc) => {
                let words = self.fixed_lines(*pc);
                match self.program.code.get(*pc as usize) {
                    Some(Op::Say(say)) => vec![line(say.modality, &words)],
                    _ => words.iter().map(|text| json!({"tip": text.as_str()})).collect(),
                }
            }
        }
    }

    /// The name of who acts, as events carry it.
    pub fn who_name(&self, who: Who) -> &str {
        match who {
            Who::Customer => "customer",
            Who::Agent => "agent",
            // 话务员 may be given clauses as a role; it is the agent all the same.
            Who::Role(role) if self.index.agent == Some(role) => "agent",
            Who::Third => "third",
            Who::System => "system",
            Who::Role(r) => self.program.roles.get(r as usize).map_or("", |r| &r.name),
        }
    }
}
