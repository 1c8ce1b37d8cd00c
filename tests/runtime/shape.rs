//! The schema of effects: every effect of every call that is played in the tests keeps to it, and nothing else does.

use super::files::{calls, compile, start};
use huashu::api::EffectShape;
use serde_json::{Value as Json, json};
use std::collections::BTreeSet;

fn schema() -> Json {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("schema/effect.schema.json");
    let schema = EffectShape::schema();
    let text = serde_json::to_string_pretty(&schema).expect("JSON") + "\n";
    if std::env::var_os("HUASHU_BLESS").is_some() {
        std::fs::write(&path, &text).expect("written");
    }
    assert!(std::fs::read_to_string(&path).unwrap_or_default() == text, "HUASHU_BLESS=1 cargo test writes schema/effect.schema.json anew");
    schema
}

#[test]
fn the_effects_of_played_calls_keep_to_their_schema() {
    let schema = schema();
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    let mut seen = BTreeSet::new();
    for (script, events) in calls() {
        let machine = compile(&script);
        let text = std::fs::read_to_string(&events).expect("events");
        let (mut session, headed) = start(&machine, text.lines().next());
        let mut lines = text.lines().skip(usize::from(headed)).filter(|l| !l.trim().is_empty() && !l.starts_with("view "));
        loop {
            for effect in session.take_effects() {
                let told = session.effect_json(&effect);
                let wrong: Vec<String> = validator.iter_errors(&told).map(|e| e.to_string()).collect();
                assert!(wrong.is_empty(), "{}: {told}\n{wrong:?}", events.display());
                let name = |key: &str| told[key].as_str().unwrap_or_default().to_owned();
                if !seen.insert((name("effect"), name("finding"))) {
                    continue;
                }
                for (key, value) in [("at", json!("soon")), ("effect", json!("sing")), ("more", json!(1))] {
                    let mut other = told.clone();
                    other[key] = value;
                    assert!(!validator.is_valid(&other), "{other}");
                }
            }
            let Some(line) = lines.next() else { break };
            if let Ok((at, event)) = machine.read_event(line) {
                _ = session.send(&event, at);
            }
        }
    }
    for name in ["enter", "leave", "say", "tip", "ask", "form", "options", "do", "record", "timer", "open", "end", "limit", "hand_over"] {
        assert!(seen.contains(&(name.to_owned(), String::new())), "no call has `{name}`: {seen:?}");
    }
    for name in ["rule_broken", "line_missing", "overdue"] {
        assert!(seen.contains(&("finding".to_owned(), name.to_owned())), "no call has `{name}`: {seen:?}");
    }
}
