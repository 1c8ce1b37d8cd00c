//! What happened and is not settled yet, as a snapshot holds it.

use super::freeze::{freeze_named, step_names};
use super::thaw::step_of;
use super::trace::{Invoked, More, Note, Scene};
use crate::program::Param;
use crate::runtime::event::Who;
use crate::runtime::freeze::{freeze, thaw};
use crate::runtime::machine::Machine;
use crate::runtime::occur::Occur;
use crate::runtime::value::Val;
use serde_json::{Value as Json, json};
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

fn thaw_scene(m: &Machine, json: &Json, records: usize) -> Option<Scene> {
    let invoked = |json: &Json| {
        let flow = m.flow(json.get(1)?.as_str()?)?;
        let declared = &m.program.flows.get(flow as usize)?.vars;
        let given = json.get(2)?.as_object()?;
        let value = |p: &Param| given.get(p.name.as_str()).map_or(Some(Val::Unknown), |v| thaw(m, &p.slot.ty, v, records, 16));
        let case = serde_json::from_value(json.get(0)?.clone()).ok()?;
        Some(Invoked { case, flow, vars: declared.iter().map(value).collect::<Option<_>>()? })
    };
    let flows = json.get("flows")?.as_array()?.iter().map(invoked).collect::<Option<_>>()?;
    Some(Scene { cases: serde_json::from_value(json.get("cases")?.clone()).ok()?, flows })
}

/// A note again.
pub(super) fn thaw_note(m: &Machine, json: &Json, records: usize) -> Option<Note> {
    let more: Option<More> = serde_json::from_value(json.get("more")?.clone()).ok()?;
    let scene = match json.get("scene") {
        None | Some(Json::Null) => None,
        Some(scene) => Some(Arc::new(thaw_scene(m, scene, records)?)),
    };
    Some(Note {
        at: json.get("at")?.as_i64()?,
        seq: serde_json::from_value(json.get("seq")?.clone()).ok()?,
        case: serde_json::from_value(json.get("case")?.clone()).ok()?,
        timed: json.get("timed")?.as_bool()?,
        measure: serde_json::from_value(json.get("measure")?.clone()).ok()?,
        more: more.map(Arc::new),
        scene,
        what: what(m, json.get("what")?, records)?,
    })
}

fn occur(m: &Machine, what: &Occur) -> Json {
    let p = &m.program;
    let who = |w: &Who| m.who_name(*w).to_owned();
    let form = |f: &u32| p.forms.get(*f as usize).map(|f| f.name.to_string());
    let field = |f: &u32, i: &u32| p.forms.get(*f as usize).and_then(|f| f.fields.get(*i as usize)).map(|f| f.name.to_string());
    let flow = |f: &u32| p.flows.get(*f as usize).map(|f| f.name.to_string());
    let values = |all: &[Val]| all.iter().map(|v| freeze(m, v)).collect::<Vec<_>>();
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
        Occur::Do(a, args) => json!(["do", p.actions.get(*a as usize).map(|a| a.name.as_str()), values(args)]),
        Occur::HandOver(r) => json!(["hand_over", p.roles.get(*r as usize).map(|r| r.name.as_str())]),
        Occur::End(result) => json!(["end", result.and_then(|r| p.results.get(r as usize))]),
        Occur::Close => json!(["close"]),
        Occur::Declared(e, args, given) => json!(["declared", p.events.get(*e as usize).map(|e| e.name.as_str()), values(args), given]),
        Occur::NoReply(w) => json!(["no_reply", who(w)]),
        Occur::Gap(until, channels) => json!(["gap", until, channels]),
        // These are made when they are judged, and never wait.
        Occur::Stay(_)
        | Occur::CallTime(_)
        | Occur::Silence(..)
        | Occur::Reply(..)
        | Occur::Backchannel(_)
        | Occur::TalkOver(..)
        | Occur::CutIn(_)
        | Occur::Turn(_) => Json::Null,
    }
}

fn what(m: &Machine, json: &Json, records: usize) -> Option<Occur> {
    let p = &m.program;
    let text = |i: usize| json.get(i).and_then(Json::as_str);
    let number = |i: usize| json.get(i).and_then(Json::as_u64).and_then(|n| u32::try_from(n).ok());
    let who = || m.who_named(text(1)?);
    let form = || p.forms.iter().position(|f| Some(f.name.as_str()) == text(1)).map(|f| f as u32);
    let field = || {
        let form = form()?;
        let at = p.forms.get(form as usize)?.fields.iter().position(|f| Some(f.name.as_str()) == text(2))?;
        Some((form, at as u32))
    };
    let mood = |name: &Json| m.moods().iter().position(|l| name.as_str().is_some_and(|n| n == *l)).map(|l| l as u32);
    let values = |i: usize, types: &[&crate::program::Type]| {
        let given = json.get(i)?.as_array()?;
        let all = types.iter().zip(given).map(|(ty, v)| thaw(m, ty, v, records, 16));
        all.collect::<Option<Vec<Val>>>().filter(|all| all.len() == types.len())
    };
    Some(match text(0)? {
        "incoming" => Occur::Incoming,
        "outgoing" => Occur::Outgoing,
        "ring" => Occur::Ring(number(1)?),
        "answer" => Occur::Answer,
        "begin" => Occur::Begin(who()?),
        "finish" => Occur::Finish(who()?),
        "says" => Occur::Says(who()?, SmolStr::new(text(2)?)),
        "noise" => Occur::Noise(who()?, SmolStr::new(text(2)?)),
        "hold" => Occur::Hold(who()?),
        "resume" => Occur::Resume(who()?),
        "mute" => Occur::Mute(who()?),
        "unmute" => Occur::Unmute(who()?),
        "transfer" => Occur::Transfer(SmolStr::new(text(1)?)),
        "transferred" => Occur::Transferred(json.get(1)?.as_bool()?),
        "hang_up" => Occur::HangUp(who()?),
        "call_ended" => Occur::CallEnded,
        "mood" => Occur::Mood(mood(json.get(1)?), mood(json.get(2)?)?),
        "chose" => Occur::Chose(m.label(text(1)?)?),
        "enter_value" => field().map(|(f, i)| Occur::EnterValue(f, i))?,
        "submit" => Occur::Submit(form()?),
        "complete" => Occur::Complete(form()?),
        "changed" => field().map(|(f, i)| Occur::Changed(f, i))?,
        "read_back" => Occur::ReadBack(form()?),
        "enter" => step_of(m, json.get(1)?).map(|(f, s)| Occur::Enter(f, s))?,
        "leave" => step_of(m, json.get(1)?).map(|(f, s)| Occur::Leave(f, s))?,
        "flow_in" => Occur::FlowIn(m.flow(text(1)?)?),
        "flow_out" => Occur::FlowOut(m.flow(text(1)?)?),
        "do" => {
            let action = p.actions.iter().position(|a| Some(a.name.as_str()) == text(1))?;
            let types: Vec<_> = p.actions.get(action)?.params.iter().map(|p| &p.slot.ty).collect();
            Occur::Do(action as u32, values(2, &types)?)
        }
        "hand_over" => Occur::HandOver(m.role(text(1)?)?),
        "end" => Occur::End(match text(1) {
            Some(name) => Some(p.results.iter().position(|r| r == name)? as u32),
            None => None,
        }),
        "close" => Occur::Close,
        "declared" => {
            let event = p.events.iter().position(|e| Some(e.name.as_str()) == text(1))?;
            let types: Vec<_> = p.events.get(event)?.params.iter().map(|p| &p.slot.ty).collect();
            let given: Vec<bool> = serde_json::from_value(json.get(3)?.clone()).ok()?;
            Occur::Declared(event as u32, values(2, &types)?, given)
        }
        "no_reply" => Occur::NoReply(who()?),
        "gap" => Occur::Gap(json.get(1)?.as_i64(), serde_json::from_value(json.get(2)?.clone()).ok()?),
        _ => return None,
    })
}
