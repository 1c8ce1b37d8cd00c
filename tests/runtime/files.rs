//! Scripts beside this file, each played with the lines of events of the same name.

use super::make::{drain, send};
use huashu::api::{Input, InputFile, InputPackage, build, understand};
use huashu::runtime::{Line, Machine, Session, Start};
use serde_json::Value as Json;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A script file as a program ready to be played.
pub(crate) fn compile(path: &Path) -> Arc<Machine> {
    let name = path.file_name().and_then(|n| n.to_str()).expect("a name").to_owned();
    let bytes = std::fs::read(path).expect("a file");
    let package =
        InputPackage { name: name.trim_end_matches(".hua").into(), files: vec![InputFile { name, bytes }], ..InputPackage::default() };
    let checked = understand(&Input { package, ..Input::default() }).expect("a package");
    let line = |d: &huashu::base::Diagnostic| checked.sources.get(d.span.file).map_or(0, |s| s.line_of(d.span.start as usize));
    let told = |found: Vec<huashu::base::Diagnostic>| {
        found.iter().map(|d| format!("{}:{} {} {}", path.display(), line(d), d.code.id, d.message.zh)).collect::<Vec<_>>().join("\n")
    };
    let built = build(&checked).unwrap_or_else(|found| panic!("{}", told(found)));
    Machine::load(&built.bytes).expect("a sound document")
}

/// A session as the first line of a file of events begins it; without such a line, the first entry at 0.
pub(crate) fn start(machine: &Arc<Machine>, first: Option<&str>) -> (Session, bool) {
    let json: Option<Json> = first.and_then(|l| serde_json::from_str(l).ok());
    let head = json.as_ref().and_then(|j| j.get("start"));
    let text = |key: &str| head.and_then(|h| h.get(key)).and_then(Json::as_str).map(str::to_owned);
    let part = |key: &str| head.and_then(|h| h.get(key)).cloned().unwrap_or(Json::Null);
    let at = head.and_then(|h| h.get("at")).and_then(Json::as_str).map_or(0, |at| {
        let event = format!(r#"{{"at":"{at}","event":"advance"}}"#);
        machine.read_event(&event).expect("an instant").0
    });
    let line = text("line").and_then(|word: String| Line::of(&word)).unwrap_or_default();
    let (shared, audit) = (part("shared").as_bool().unwrap_or(false), part("audit").as_bool().unwrap_or(false));
    let absent = part("absent").as_array().into_iter().flatten().filter_map(|n| n.as_str().map(Into::into)).collect();
    let (args, params, id) = (part("args"), part("params"), part("id").as_str().unwrap_or_default().into());
    let start = Start { flow: part("flow").as_str().map(Into::into), args, params, at, id, line, shared, audit, absent };
    let session = Session::new(Arc::clone(machine), start).unwrap_or_else(|e| panic!("{}", e.message().zh));
    (session, head.is_some())
}

/// Every file of events with its script.
pub(crate) fn calls() -> Vec<(PathBuf, PathBuf)> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/runtime");
    let mut found: Vec<PathBuf> = std::fs::read_dir(&here).expect("a folder").map(|e| e.expect("an entry").path()).collect();
    found.retain(|p| p.extension().is_some_and(|e| e == "jsonl"));
    found.sort();
    let script = |p: &PathBuf| {
        let stem = p.file_stem().and_then(|s| s.to_str()).expect("a stem");
        let name = stem.split('.').next().expect("a name");
        match name.strip_prefix("examples-") {
            Some(example) => here.join("../examples").join(format!("{example}.hua")),
            None => here.join(format!("{name}.hua")),
        }
    };
    found.iter().map(|p| (script(p), p.clone())).collect()
}

#[test]
fn calls_are_played_as_their_scripts_say() {
    insta::with_settings!({ snapshot_path => ".", prepend_module_to_snapshot => false, omit_expression => true }, {
        for (script, events) in calls() {
            let machine = compile(&script);
            let text = std::fs::read_to_string(&events).expect("events");
            let (mut session, headed) = start(&machine, text.lines().next());
            let mut out = drain(&mut session);
            for line in text.lines().skip(usize::from(headed)).filter(|l| !l.trim().is_empty()) {
                // `view /call/form` shows a part of the view.
                if let Some(part) = line.strip_prefix("view ") {
                    let view = serde_json::to_value(session.view()).expect("a view");
                    out.push_str(&format!("> {line}\n{}\n", view.pointer(part).unwrap_or(&Json::Null)));
                    continue;
                }
                send(&mut session, line);
                out.push_str(&format!("> {line}\n"));
                out.push_str(&drain(&mut session));
            }
            insta::assert_snapshot!(events.file_stem().and_then(|s| s.to_str()).expect("a stem"), out);
        }
    });
}

/// The zone of the called number is part of the session: what is opened after a restore is counted by it as before.
#[test]
fn the_called_zone_survives_a_restore() {
    let machine = compile(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/runtime/calendar.hua"));
    let head = r#"{"start":{"at":"2026-02-13 17:30"}}"#;
    let (mut session, _) = start(&machine, Some(head));
    let (at, called) = machine.read_event(r#"{"at":"2026-02-13 17:30","event":"outgoing","zone":"America/New_York"}"#).expect("an event");
    session.send(&called, at).expect("taken");
    let mut restored = Session::restore(Arc::clone(&machine), &session.snapshot()).expect("a sound snapshot");
    let line = r#"{"at":"2026-02-13 17:30","event":"host","name":"派单","args":{"单":"甲","时间":"2026-02-24 01:00"}}"#;
    let (at, event) = machine.read_event(line).expect("an event");
    let mut told = Vec::new();
    for session in [&mut session, &mut restored] {
        session.take_effects();
        session.send(&event, at).expect("taken");
        told.push(session.take_effects().iter().map(|e| session.effect_json(e).to_string()).collect::<Vec<_>>());
    }
    assert_eq!(told[0], told[1]);
    assert!(told[0].iter().any(|e| e.contains("那边今天 2月13日，钟点 12:00")), "{:?}", told[0]);
}
