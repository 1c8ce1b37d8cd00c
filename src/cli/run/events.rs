//! `run --events FILE`: a recorded list of events is played, effects come out as JSON lines. The integrator's reference.

use crate::cli::console::Console;
use crate::cli::failure::{Failure, Outcome, Verdict};
use crate::runtime::{Effect, EffectKind, Machine, Session, Start};
use serde_json::{Value as Json, json};
use std::sync::Arc;

/// Members of an effect that come first.
const FIRST: [&str; 7] = ["at", "effect", "case", "flow", "step", "file", "line"];

/// Plays a text of JSON lines. A first line `{"event":"start", …}` may name flow, arguments and parameters.
pub(crate) fn play(machine: &Arc<Machine>, mut start: Start, text: &str, console: &mut Console) -> Outcome {
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty()).peekable();
    match lines.peek().map(|line| serde_json::from_str::<Json>(line)) {
        Some(Ok(first)) if first.get("event").and_then(Json::as_str) == Some("start") => {
            begin(&mut start, &first, machine)?;
            lines.next();
        }
        Some(Ok(first)) => start.at = instant(machine, &first).unwrap_or(start.at),
        Some(Err(_)) | None => {}
    }
    let mut session = Session::new(machine.clone(), start).map_err(|e| Failure::Message(e.message()))?;
    let mut refused = print(&mut session, console)?;
    for line in lines {
        match machine.read_event(line) {
            Ok((at, event)) => {
                if let Err(error) = session.send(&event, at) {
                    session.report(error, at);
                }
            }
            Err(error) => {
                let at = serde_json::from_str::<Json>(line).ok().and_then(|json| instant(machine, &json));
                session.report(error, at.unwrap_or(session.now()));
            }
        }
        refused |= print(&mut session, console)?;
    }
    Ok(Verdict::findings_if(refused))
}

/// Takes what a `start` line says.
fn begin(start: &mut Start, line: &Json, machine: &Machine) -> Outcome<()> {
    let known = ["at", "event", "flow", "args", "params", "id"];
    if let Some(key) = line.as_object().and_then(|o| o.keys().find(|k| !known.contains(&k.as_str()))) {
        let (zh, en) = (format!("start 里没有“{key}”这一项"), format!("`start` has no member `{key}`"));
        return Err(Failure::new(zh, en));
    }
    let text = |key: &str| line.get(key).and_then(Json::as_str);
    if let Some(flow) = text("flow") {
        start.flow = Some(flow.into());
    }
    if let Some(id) = text("id") {
        start.id = id.into();
    }
    if let Some(args) = line.get("args") {
        start.args = args.clone();
    }
    // What the command line gives goes before what the file says.
    if let Some(Json::Object(params)) = line.get("params") {
        let mut all = params.clone();
        if let Json::Object(given) = &start.params {
            all.extend(given.clone());
        }
        start.params = Json::Object(all);
    }
    start.at = instant(machine, line).unwrap_or(start.at);
    Ok(())
}

/// The instant of a line: ms, or a wall-clock time.
fn instant(machine: &Machine, line: &Json) -> Option<i64> {
    let at = line.get("at")?;
    machine.event_from_json(&json!({"at": at, "event": "advance"})).ok().map(|(at, _)| at)
}

/// Prints what the session did; whether it refused something.
fn print(session: &mut Session, console: &mut Console) -> Outcome<bool> {
    let effects: Vec<Effect> = session.take_effects();
    let mut refused = false;
    for effect in &effects {
        refused |= matches!(effect.kind, EffectKind::Error(_));
        console.line(&ordered(&session.effect_json(effect)))?;
    }
    Ok(refused)
}

/// An object with the members a reader looks for first in front.
fn ordered(effect: &Json) -> String {
    let Json::Object(members) = effect else { return effect.to_string() };
    let first = FIRST.iter().filter_map(|key| members.get_key_value(*key));
    let rest = members.iter().filter(|(key, _)| !FIRST.contains(&key.as_str()));
    let all: Vec<String> = first.chain(rest).map(|(key, value)| format!("{}:{value}", Json::from(key.as_str()))).collect();
    format!("{{{}}}", all.join(","))
}
