//! What happened and is not settled yet, as a snapshot holds it.

use super::freeze::{freeze_named, step_names};
use super::trace::{Invoked, More, Note, Scene};
use crate::program::Param;
use crate::runtime::event::Who;
use crate::runtime::machine::Machine;
use crate::runtime::migrate::{LostKind, Read, Reader, Stop};
use crate::runtime::occur::Occur;
use crate::runtime::value::Val;
use serde_json::{Map, Value as Json, json};
use smol_str::SmolStr;
use std::sync::Arc;

/// A note.
pub(super) fn freeze_note(m: &Machine, note: &Note) -> Json {
    json!({"at": note.at, "seq": note.seq, "case": note.case, "timed": note.timed, "measure": note.measure, "more": note.more.as_deref(), "what": occur(m, &note.what),
        "scene": note.scene.as_deref().map(|s| scene(m, s))})
}

fn scene(m: &Machine, scene: &Scene) -> Json {
    let flows = scene.flows.iter().filter_map(|invoked| {
        let flow = m.program.flows.get(invoked.flow as usize)?;
        Some(json!([invoked.case, flow.name.as_str(), freeze_named(m, &flow.vars, &invoked.vars)]))
    });
    json!({"cases": scene.cases, "flows": flows.collect::<Vec<_>>()})
}

impl Reader<'_> {
    /// A note again.
    pub(super) fn note(&mut self, json: &Json) -> Read<Note> {
        let part = |key: &'static str| json.get(key).ok_or(Stop::Damaged("unsettled"));
        let damaged = |_| Stop::Damaged("unsettled");
        let measure: Option<u8> = serde_json::from_value(part("measure")?.clone()).map_err(damaged)?;
        let measure = match measure {
            Some(k) => Some(self.measures.get(usize::from(k)).copied().flatten().ok_or_else(|| self.gone(LostKind::Event, "计量", ""))?),
            None => None,
        };
        let more: Option<More> = serde_json::from_value(part("more")?.clone()).map_err(damaged)?;
        Ok(Note {
            at: part("at")?.as_i64().ok_or("unsettled")?,
            seq: serde_json::from_value(part("seq")?.clone()).map_err(damaged)?,
            case: serde_json::from_value(part("case")?.clone()).map_err(damaged)?,
            timed: part("timed")?.as_bool().ok_or("unsettled")?,
            measure,
            more: more.map(Arc::new),
            scene: self.scene(json.get("scene"))?.map(Arc::new),
            what: self.what(part("what")?)?,
        })
    }

    /// What a case knew then. A flow that is gone knows nothing any more.
    fn scene(&mut self, json: Option<&Json>) -> Read<Option<Scene>> {
        let Some(o) = json.filter(|j| !j.is_null()) else { return Ok(None) };
        let m = self.m;
        let damaged = |_| Stop::Damaged("scene");
        let mut flows = Vec::new();
        for json in o.get("flows").and_then(Json::as_array).ok_or("scene")? {
            let (case, name, given): (u32, String, Map<String, Json>) = serde_json::from_value(json.clone()).map_err(damaged)?;
            let flow = match self.names.flow(&name) {
                Some(flow) => flow,
                None if self.same => return Err("scene".into()),
                None => continue,
            };
            let vars = m.program.flows.get(flow as usize).map_or(&[][..], |f| &f.vars);
            flows.push(Invoked { case, flow, vars: self.values(vars, &given, &name)? });
        }
        let cases = o.get("cases").cloned().unwrap_or_default();
        Ok(Some(Scene { cases: serde_json::from_value(cases).map_err(damaged)?, flows }))
    }

    /// What happened, under the names it has now.
    fn what(&mut self, json: &Json) -> Read<Occur> {
        let read = self.known(json)?;
        let words = json.as_array().map_or(&[][..], Vec::as_slice).iter().filter_map(Json::as_str);
        read.ok_or_else(|| self.gone(LostKind::Event, words.collect::<Vec<_>>().join(" "), ""))
    }

    /// None for something that this program has no name for.
    fn known(&mut self, json: &Json) -> Read<Option<Occur>> {
        let (m, names) = (self.m, self.names);
        let p = &m.program;
        let text = |i: usize| json.get(i).and_then(Json::as_str).ok_or(Stop::Damaged("unsettled"));
        let number = |i: usize| json.get(i).and_then(Json::as_u64).and_then(|n| u32::try_from(n).ok()).ok_or(Stop::Damaged("unsettled"));
        let ms = |i: usize| json.get(i).and_then(Json::as_i64).ok_or(Stop::Damaged("unsettled"));
        let form = || text(1).map(|name| names.form(name));
        let field = || Ok::<_, Stop>(names.form(text(1)?).zip(Some(text(2)?)).and_then(|(f, name)| Some((f, names.field(f, name)?))));
        let moods = |name: &Json| match m.index.mood {
            Some(taxonomy) => names.leaf(taxonomy, name.as_str()?),
            None => m.moods().iter().position(|l| name.as_str() == Some(l)).map(|l| l as u32),
        };
        Ok(Some(match text(0)? {
            "incoming" => Occur::Incoming,
            "outgoing" => Occur::Outgoing,
            "ring" => Occur::Ring(number(1)?),
            "answer" => Occur::Answer,
            "begin" => Occur::Begin(self.who(text(1)?)?),
            "finish" => Occur::Finish(self.who(text(1)?)?),
            "says" => Occur::Says(self.who(text(1)?)?, SmolStr::new(text(2)?)),
            "noise" => Occur::Noise(self.who(text(1)?)?, SmolStr::new(text(2)?)),
            "hold" => Occur::Hold(self.who(text(1)?)?),
            "resume" => Occur::Resume(self.who(text(1)?)?),
            "mute" => Occur::Mute(self.who(text(1)?)?),
            "unmute" => Occur::Unmute(self.who(text(1)?)?),
            "transfer" => Occur::Transfer(SmolStr::new(text(1)?)),
            "transferred" => Occur::Transferred(json.get(1).and_then(Json::as_bool).ok_or("unsettled")?),
            "hang_up" => Occur::HangUp(self.who(text(1)?)?),
            "call_ended" => Occur::CallEnded,
            "mood" => {
                let (from, to) = (json.get(1).ok_or("unsettled")?, json.get(2).ok_or("unsettled")?);
                return Ok(moods(to).map(|to| Occur::Mood(moods(from), to)));
            }
            "chose" => return Ok(names.label(text(1)?).map(Occur::Chose)),
            "enter_value" => return Ok(field()?.map(|(f, i)| Occur::EnterValue(f, i))),
            "submit" => return Ok(form()?.map(Occur::Submit)),
            "complete" => return Ok(form()?.map(Occur::Complete)),
            "changed" => return Ok(field()?.map(|(f, i)| Occur::Changed(f, i))),
            "read_back" => return Ok(form()?.map(Occur::ReadBack)),
            "enter" => return Ok(self.step_of(json.get(1).ok_or("unsettled")?)?.map(|(f, s)| Occur::Enter(f, s))),
            "leave" => return Ok(self.step_of(json.get(1).ok_or("unsettled")?)?.map(|(f, s)| Occur::Leave(f, s))),
            "flow_in" => return Ok(names.flow(text(1)?).map(Occur::FlowIn)),
            "flow_out" => return Ok(names.flow(text(1)?).map(Occur::FlowOut)),
            "do" => {
                let Some(action) = names.action(text(1)?) else { return Ok(None) };
                let params = p.actions.get(action as usize).map_or(&[][..], |a| &a.params);
                Occur::Do(action, self.given(params, json.get(2))?)
            }
            "hand_over" => return Ok(names.role(text(1)?).map(Occur::HandOver)),
            "end" => Occur::End(match json.get(1).and_then(Json::as_str) {
                Some(name) => match p.results.iter().position(|r| r == name) {
                    Some(result) => Some(result as u32),
                    None => return Ok(None),
                },
                None => None,
            }),
            "close" => Occur::Close,
            "overdue" => {
                let opened = json.get(2).and_then(Json::as_i64).ok_or("unsettled")?;
                return Ok(names.deadline(text(1)?).map(|d| Occur::Overdue(d, opened)));
            }
            "declared" => {
                let Some(event) = names.event(text(1)?) else { return Ok(None) };
                let params = p.events.get(event as usize).map_or(&[][..], |e| &e.params);
                let named: Vec<String> = serde_json::from_value(json.get(3).cloned().unwrap_or_default()).map_err(|_| "unsettled")?;
                let named: Vec<u32> = named.iter().filter_map(|name| names.among(params, name)).collect();
                let given = (0..params.len() as u32).map(|i| named.contains(&i)).collect();
                Occur::Declared(event, self.given(params, json.get(2))?, given)
            }
            "no_reply" => Occur::NoReply(self.who(text(1)?)?),
            "silence" => Occur::Silence(number(1)? as u8, ms(2)?),
            "stay" => Occur::Stay(ms(1)?),
            "call_time" => Occur::CallTime(ms(1)?),
            "reply" => Occur::Reply(self.who(text(1)?)?, ms(2)?),
            "backchannel" => Occur::Backchannel(self.who(text(1)?)?),
            "talk_over" => Occur::TalkOver(self.who(text(1)?)?, ms(2)?),
            "cut_in" => Occur::CutIn(self.who(text(1)?)?, ms(2)?),
            "gap" => {
                let channels = json.get(2).and_then(|c| serde_json::from_value(c.clone()).ok());
                Occur::Gap(json.get(1).and_then(Json::as_i64), channels.ok_or("unsettled")?)
            }
            _ => return Err("unsettled".into()),
        }))
    }

    /// Arguments by name.
    fn given(&mut self, params: &[Param], json: Option<&Json>) -> Read<Vec<Val>> {
        self.values(params, json.and_then(Json::as_object).ok_or("unsettled")?, "")
    }
}

fn occur(m: &Machine, what: &Occur) -> Json {
    let p = &m.program;
    let who = |w: &Who| m.who_name(*w).to_owned();
    let form = |f: &u32| p.forms.get(*f as usize).map(|f| f.name.to_string());
    let field = |f: &u32, i: &u32| p.forms.get(*f as usize).and_then(|f| f.fields.get(*i as usize)).map(|f| f.name.to_string());
    let flow = |f: &u32| p.flows.get(*f as usize).map(|f| f.name.to_string());
    match what {
        Occur::Incoming => json!(["incoming"]),
        Occur::Outgoing => json!(["outgoing"]),
        Occur::Ring(n) => json!(["ring", n]),
        Occur::Answer => json!(["answer"]),
        Occur::Begin(w) => json!(["begin", who(w)]),
        Occur::Finish(w) => json!(["finish", who(w)]),
        Occur::Says(w, text) => json!(["says", who(w), text.as_str()]),
        Occur::Noise(w, kind) => json!(["noise", who(w), kind.as_str()]),
        Occur::Hold(w) => json!(["hold", who(w)]),
        Occur::Resume(w) => json!(["resume", who(w)]),
        Occur::Mute(w) => json!(["mute", who(w)]),
        Occur::Unmute(w) => json!(["unmute", who(w)]),
        Occur::Transfer(to) => json!(["transfer", to.as_str()]),
        Occur::Transferred(done) => json!(["transferred", done]),
        Occur::HangUp(w) => json!(["hang_up", who(w)]),
        Occur::CallEnded => json!(["call_ended"]),
        Occur::Mood(from, to) => json!(["mood", from.map(|f| m.moods().get(f as usize).cloned()), m.moods().get(*to as usize)]),
        Occur::Chose(label) => json!(["chose", m.label_name(*label)]),
        Occur::EnterValue(f, i) => json!(["enter_value", form(f), field(f, i)]),
        Occur::Submit(f) => json!(["submit", form(f)]),
        Occur::Complete(f) => json!(["complete", form(f)]),
        Occur::Changed(f, i) => json!(["changed", form(f), field(f, i)]),
        Occur::ReadBack(f) => json!(["read_back", form(f)]),
        Occur::Enter(f, s) => json!(["enter", step_names(m, *f, *s)]),
        Occur::Leave(f, s) => json!(["leave", step_names(m, *f, *s)]),
        Occur::FlowIn(f) => json!(["flow_in", flow(f)]),
        Occur::FlowOut(f) => json!(["flow_out", flow(f)]),
        Occur::Do(a, args) => {
            let action = p.actions.get(*a as usize);
            json!(["do", action.map(|a| a.name.as_str()), freeze_named(m, action.map_or(&[][..], |a| &a.params), args)])
        }
        Occur::HandOver(r) => json!(["hand_over", p.roles.get(*r as usize).map(|r| r.name.as_str())]),
        Occur::End(result) => json!(["end", result.and_then(|r| p.results.get(r as usize))]),
        Occur::Close => json!(["close"]),
        Occur::Overdue(d, opened) => json!(["overdue", p.deadlines.get(*d as usize).map(|d| d.name.as_str()), opened]),
        Occur::Declared(e, args, given) => {
            let event = p.events.get(*e as usize);
            let params = event.map_or(&[][..], |e| &e.params);
            let named: Vec<&str> = params.iter().zip(given).filter(|(_, g)| **g).map(|(p, _)| p.name.as_str()).collect();
            json!(["declared", event.map(|e| e.name.as_str()), freeze_named(m, params, args), named])
        }
        Occur::NoReply(w) => json!(["no_reply", who(w)]),
        Occur::Gap(until, channels) => json!(["gap", until, channels]),
        Occur::Silence(whose, ms) => json!(["silence", whose, ms]),
        Occur::Stay(ms) => json!(["stay", ms]),
        Occur::CallTime(ms) => json!(["call_time", ms]),
        Occur::Reply(w, ms) => json!(["reply", who(w), ms]),
        Occur::Backchannel(w) => json!(["backchannel", who(w)]),
        Occur::TalkOver(w, ms) => json!(["talk_over", who(w), ms]),
        Occur::CutIn(w, ms) => json!(["cut_in", who(w), ms]),
        // It is made when the turn's end is judged, and never waits.
        Occur::Turn(_) => Json::Null,
    }
}
