//! Snapshots carried over to another program. Beside each `old.hua` stand other versions of it; the line `migrate` in `events.jsonl` is where
//! the version changes.

mod diff;
mod elsewhere;
mod law;
mod promise;

use crate::runtime::files::{compile, start};
use crate::runtime::make::{drain, send};
use huashu::runtime::{LostKind, Machine, Migrated, RestoreError, Session};
use serde_json::Value as Json;
use std::path::{Path, PathBuf};
use std::sync::Arc;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/migrate")
}

/// Sorted entries of a folder.
fn entries(path: &Path) -> Vec<PathBuf> {
    let mut all: Vec<PathBuf> = std::fs::read_dir(path).expect("a folder").map(|e| e.expect("an entry").path()).collect();
    all.sort();
    all
}

/// The session of the old version where the version changes, and the lines after that.
fn stopped(case: &Path) -> (Session, Vec<String>) {
    let text = std::fs::read_to_string(case.join("events.jsonl")).expect("events");
    let mut lines = text.lines();
    let machine = compile(&case.join("old.hua"));
    let (mut session, headed) = start(&machine, text.lines().next());
    if headed {
        lines.next();
    }
    for line in lines.by_ref().take_while(|l| *l != "migrate") {
        send(&mut session, line);
    }
    let faults: Vec<String> =
        session.effects().iter().map(|e| session.effect_json(e).to_string()).filter(|e| e.contains("\"error\"")).collect();
    assert!(faults.is_empty(), "{}: {faults:#?}", case.display());
    session.clear_effects();
    (session, lines.map(str::to_owned).collect())
}

/// What a migration says, where the session stands, and how it goes on.
fn told(migrated: Migrated, rest: &[String]) -> String {
    let mut out = format!("kept {}\n", migrated.kept);
    for lost in &migrated.lost {
        let message = lost.message();
        out.push_str(&format!("lost {}: {}\n     {}\n", lost.kind.id(), message.zh, message.en));
    }
    for note in &migrated.notes {
        let message = note.message();
        out.push_str(&format!("note {}: {}\n     {}\n", note.kind.id(), message.zh, message.en));
    }
    let mut session = migrated.state;
    let view = serde_json::to_value(session.view()).expect("a view");
    for part in ["/call/step", "/call/due", "/call/values", "/shelved", "/timers", "/obligations"] {
        match view.pointer(part) {
            None | Some(Json::Null) => {}
            Some(Json::Array(all)) if all.is_empty() => {}
            Some(value) => out.push_str(&format!("{part} {value}\n")),
        }
    }
    for line in rest {
        send(&mut session, line);
        out.push_str(&format!("> {line}\n{}", drain(&mut session)));
    }
    let verdicts = session.verdicts();
    out.extend(verdicts.iter().map(|v| format!("{} {:?} broken {} unknown {}\n", v.rule, v.verdict, v.broken, v.unknown)));
    out
}

#[test]
fn snapshots_go_on_under_other_versions() {
    for case in entries(&folder()).into_iter().filter(|p| p.is_dir()) {
        let (session, rest) = stopped(&case);
        let snapshot: Json = serde_json::from_str(&session.snapshot().to_string()).expect("a snapshot is JSON");
        for version in entries(&case).into_iter().filter(|p| p.extension().is_some_and(|e| e == "hua") && !p.ends_with("old.hua")) {
            let machine = compile(&version);
            assert!(matches!(Session::restore(machine.clone(), &snapshot), Err(RestoreError::OtherProgram(_))));
            let migrated = Session::migrate(machine.clone(), &snapshot, true).expect("it goes on");
            // Without consent nothing is lost: the session does not go on at all.
            match Session::migrate(machine.clone(), &snapshot, false) {
                Ok(same) => assert!(migrated.lost.is_empty() && same.state.snapshot() == migrated.state.snapshot()),
                Err(refused) => assert_eq!(refused, RestoreError::Loses(migrated.lost.clone())),
            }
            // What was carried over is a session like any other: its own snapshot restores it.
            let again = Session::restore(machine, &migrated.state.snapshot()).expect("its own snapshot");
            assert_eq!(again.snapshot(), migrated.state.snapshot());
            let name = version.file_stem().and_then(|s| s.to_str()).expect("a name").to_owned();
            insta::with_settings!({ snapshot_path => &case, prepend_module_to_snapshot => false, omit_expression => true }, {
                insta::assert_snapshot!(name, told(migrated, &rest));
            });
        }
    }
}

/// What was put on the shelf stands where it stood when a program has the place again.
#[test]
fn the_shelf_gives_back_what_it_was_given() {
    let case = folder().join("step");
    let (session, _) = stopped(&case);
    let (old, gone): (Arc<Machine>, Arc<Machine>) = (session.machine().clone(), compile(&case.join("gone.hua")));
    let shelved = Session::migrate(gone, &session.snapshot(), true).expect("shelved");
    assert!(shelved.lost.iter().any(|l| l.kind == LostKind::Step));
    assert!(shelved.state.view().call.is_none() && shelved.state.view().shelved.len() == 1);
    let back = Session::migrate(old, &shelved.state.snapshot(), false).expect("nothing is lost");
    assert_eq!(back.state.view().call, session.view().call);
}
