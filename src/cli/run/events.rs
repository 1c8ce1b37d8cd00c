//! `run --events FILE`: a recorded list of events is played, effects come out as JSON lines. The integrator's reference.

use crate::base::Message;
use crate::cli::console::Console;
use crate::cli::failure::{Failure, Outcome, Verdict};
use crate::cli::{files, write};
use crate::runtime::{Effect, EffectKind, Lost, Machine, RestoreError, Session, Start};
use serde_json::{Value as Json, json};
use std::path::Path;
use std::sync::Arc;

/// Members of an effect that come first.
const FIRST: [&str; 7] = ["at", "effect", "case", "flow", "step", "file", "line"];

/// Snapshots to begin with and to end with.
pub(crate) struct Kept<'a> {
    /// Go on from here rather than begin.
    pub(crate) restore: Option<&'a Path>,
    /// What cannot be carried over may be lost.
    pub(crate) accept_loss: bool,
    /// Keep the session here at the end.
    pub(crate) snapshot: Option<&'a Path>,
}

/// Plays a text of JSON lines. A first line `{"event":"start", …}` may name flow, arguments and parameters.
pub(crate) fn play(machine: &Arc<Machine>, mut start: Start, text: &str, kept: &Kept<'_>, console: &mut Console) -> Outcome {
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty()).peekable();
    match lines.peek().map(|line| serde_json::from_str::<Json>(line)) {
        Some(Ok(first)) if first.get("event").and_then(Json::as_str) == Some("start") => {
            begin(&mut start, &first, machine)?;
            lines.next();
        }
        Some(Ok(first)) => start.at = instant(machine, &first).unwrap_or(start.at),
        Some(Err(_)) | None => {}
    }
    let mut session = match kept.restore {
        None => Session::new(machine.clone(), start).map_err(|e| Failure::Message(e.message()))?,
        Some(path) => match restored(machine, path, kept.accept_loss, console)? {
            Some(session) => session,
            None => return Ok(Verdict::Findings),
        },
    };
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
    if let Some(path) = kept.snapshot {
        write::whole(path, format!("{}\n", session.snapshot()).as_bytes())?;
    }
    Ok(Verdict::findings_if(refused))
}

/// A session from a snapshot. What a migration kept, lost and notes is the first line; without consent to a loss there is no session.
fn restored(machine: &Arc<Machine>, path: &Path, accept: bool, console: &mut Console) -> Outcome<Option<Session>> {
    let bad = |zh: &str, en: &str| Failure::new(format!("{}：{zh}", path.display()), format!("{}: {en}", path.display()));
    let json: Json = serde_json::from_slice(&files::read(path)?).map_err(|_| bad("不是快照", "not a snapshot"))?;
    match Session::migrate(machine.clone(), &json, accept) {
        Ok(migrated) => {
            if json.get("program").and_then(Json::as_str) != Some(machine.hash.as_str()) {
                let mut told = migrated.to_json();
                told["effect"] = "migrated".into();
                console.line(&ordered(&told))?;
            }
            Ok(Some(migrated.state))
        }
        Err(RestoreError::Loses(lost)) => {
            let lost: Vec<Json> = lost.iter().map(Lost::to_json).collect();
            console.line(&ordered(&json!({"effect": "not_migrated", "lost": lost})))?;
            let (zh, en) = (
                "有带不过去的，没有接着打；看过同意丢下就加 --accept-loss",
                "not carried over: something would be lost; --accept-loss consents",
            );
            console.complain(&Message::new(zh, en));
            Ok(None)
        }
        Err(other) => {
            let why = other.message();
            Err(bad(&why.zh, &why.en))
        }
    }
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
