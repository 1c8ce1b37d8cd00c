//! Laws of carrying over: under the same program it is restoring, and names alone change nothing.

use crate::runtime::random::{dice, open, record};
use huashu::program::{Program, SourceMap};
use huashu::runtime::{Event, Machine, Session};
use proptest::prelude::*;
use serde_json::Value as Json;
use smol_str::{SmolStr, format_smolstr};
use std::sync::Arc;

/// Stands before every name that is new.
const NEW: char = '㊟';

/// The same program with other names, each with its former one. What the runtime knows by name keeps it.
fn renamed(program: &Program, seed: u64) -> Program {
    let mut p = program.clone();
    let chosen = |name: &str| name.bytes().fold(seed, |h, b| h.wrapping_mul(31).wrapping_add(u64::from(b))) % 3 != 0;
    let new = |name: &mut SmolStr, formerly: &mut Vec<SmolStr>| {
        if chosen(name) && !["情绪", "话务员"].contains(&name.as_str()) {
            formerly.push(name.clone());
            *name = format_smolstr!("{NEW}{name}");
        }
    };
    let forms: Vec<SmolStr> = p.forms.iter().map(|f| f.name.clone()).collect();
    p.forms.iter_mut().for_each(|x| new(&mut x.name, &mut x.formerly));
    p.actions.iter_mut().for_each(|x| new(&mut x.name, &mut x.formerly));
    p.events.iter_mut().for_each(|x| new(&mut x.name, &mut x.formerly));
    p.rules.iter_mut().for_each(|x| new(&mut x.name, &mut x.formerly));
    p.stretches.iter_mut().for_each(|x| new(&mut x.name, &mut x.formerly));
    p.phrases.iter_mut().for_each(|x| new(&mut x.name, &mut x.formerly));
    p.deadlines.iter_mut().for_each(|x| new(&mut x.name, &mut x.formerly));
    p.ladders.iter_mut().for_each(|x| new(&mut x.name, &mut x.formerly));
    p.schedules.iter_mut().for_each(|x| new(&mut x.name, &mut x.formerly));
    for flow in &mut p.flows {
        new(&mut flow.name, &mut flow.formerly);
        flow.steps.iter_mut().for_each(|x| new(&mut x.name, &mut x.formerly));
        // The current record of a form bears the form's name.
        for var in &mut flow.vars {
            if let Some(form) = forms.iter().position(|f| *f == var.name) {
                var.name = p.forms[form].name.clone();
            }
        }
    }
    for (label, name) in p.labels.iter_mut().enumerate() {
        if name != "其他" && chosen(name) {
            let old = SmolStr::new(&*name);
            *name = format!("{NEW}{name}");
            let steps = p.flows.iter_mut().flat_map(|f| f.options.iter_mut().chain(f.steps.iter_mut().flat_map(|s| &mut s.options)));
            steps.filter(|o| o.label as usize == label).for_each(|o| o.formerly.push(old.clone()));
        }
    }
    p
}

/// As a host that knows the new names sends it.
fn translated(event: &Event, old: &Machine, new: &Machine) -> Event {
    let Event::Host { name, args, id, case } = event else { return event.clone() };
    let at = |names: Vec<&SmolStr>, to: Vec<&SmolStr>| names.iter().position(|n| *n == name).map(|i| to[i].clone());
    let events = at(old.program.events.iter().map(|e| &e.name).collect(), new.program.events.iter().map(|e| &e.name).collect());
    let actions = at(old.program.actions.iter().map(|e| &e.name).collect(), new.program.actions.iter().map(|e| &e.name).collect());
    Event::Host { name: events.or(actions).unwrap_or_else(|| name.clone()), args: args.clone(), id: *id, case: *case }
}

/// What the host was told, without the marks of the new names and without places in the source, which the renamed program has none of.
/// Objects sort by name, so they are read and written again.
fn log(session: &mut Session) -> Vec<String> {
    let effects = session.take_effects();
    let told = effects.iter().map(|e| session.effect_json(e).to_string().replace(NEW, ""));
    let plain = |text: String| {
        let mut json: Json = serde_json::from_str(&text).expect("JSON");
        unplaced(&mut json);
        json.to_string()
    };
    told.map(plain).collect()
}

/// Takes the places in the source away, also of what stands inside.
pub(super) fn unplaced(json: &mut Json) {
    match json {
        Json::Object(o) => {
            ["file", "line"].iter().for_each(|key| drop(o.remove(*key)));
            o.values_mut().for_each(unplaced);
        }
        Json::Array(all) => all.iter_mut().for_each(unplaced),
        _ => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn under_the_same_program_it_is_restoring((which, dice) in dice()) {
        let events = record(which, &dice);
        let mut session = open(which);
        for (at, event) in &events {
            let _ = session.send(event, *at);
            let snapshot = session.snapshot();
            let restored = Session::restore(Arc::clone(session.machine()), &snapshot).expect("our own snapshot");
            let migrated = Session::migrate(Arc::clone(session.machine()), &snapshot, false).expect("our own snapshot");
            prop_assert!(migrated.lost.is_empty() && migrated.notes.is_empty());
            prop_assert_eq!(restored.snapshot(), migrated.state.snapshot());
        }
    }

    #[test]
    fn other_names_change_nothing((which, dice) in dice(), seed in any::<u64>(), stop in any::<prop::sample::Index>()) {
        let events = record(which, &dice);
        let mut session = open(which);
        let stop = stop.index(events.len());
        for (at, event) in &events[..stop] {
            let _ = session.send(event, *at);
        }
        let old = session.machine().clone();
        let new = Machine::new(renamed(&old.program, seed), SourceMap::default()).expect("a sound program");
        let migrated = Session::migrate(new.clone(), &session.snapshot(), false);
        let mut other = migrated.map_err(|e| TestCaseError::fail(format!("{e:?}")))?.state;
        session.clear_effects();
        for (at, event) in &events[stop..] {
            let (a, b) = (session.send(event, *at), other.send(&translated(event, &old, &new), *at));
            prop_assert_eq!(a.map_err(|e| e.kind), b.map_err(|e| e.kind));
            prop_assert_eq!(log(&mut session), log(&mut other));
            prop_assert_eq!(session.next_deadline(), other.next_deadline());
        }
    }
}
