//! A program made to do harm: well sealed, and wrong inside. It is refused, or it plays and comes to an end of itself.

use super::seal::{current, document, written};
use huashu::program::decode;
use huashu::runtime::{Event, Machine, Session, Start, Who};
use proptest::prelude::*;
use serde_json::{Value as Json, json};
use std::sync::Arc;

/// Changes a number, a word or a list somewhere below.
fn damage(json: &mut Json, mut dice: u64) {
    match json {
        Json::Object(o) if !o.is_empty() => {
            let at = dice as usize % o.len();
            dice /= o.len() as u64;
            if let Some(inner) = o.values_mut().nth(at) {
                damage(inner, dice);
            }
        }
        Json::Array(items) if items.len() > 1 && dice.is_multiple_of(7) => {
            let at = dice as usize / 7 % items.len();
            items.swap(0, at);
        }
        Json::Array(items) if !items.is_empty() => {
            let at = dice as usize % items.len();
            dice /= items.len() as u64;
            damage(&mut items[at], dice);
        }
        Json::Number(n) => {
            let n = n.as_i64().unwrap_or(0);
            let other = [0, 1, n + 1, n - 1, n * 2, 7, i64::from(u32::MAX), -1, i64::MAX / 1000, 40];
            *json = json!(other[dice as usize % other.len()]);
        }
        Json::String(s) => *json = json!(["", "歇", s.as_str(), "goto", "rest"][dice as usize % 5]),
        Json::Bool(b) => *json = json!(!*b),
        _ => {}
    }
}

fn play(machine: &Arc<Machine>, dice: &[(u8, u32)]) {
    for flow in 0..machine.program.flows.len().min(4) {
        let start = Start { flow: Some(machine.program.flows[flow].name.clone()), params: params(), ..Start::default() };
        let Ok(mut session) = Session::new(Arc::clone(machine), start) else { continue };
        let mut at = 0;
        for (what, which) in dice {
            at += i64::from(*which % 100_000);
            let event = match what % 6 {
                0..=2 => Event::Choose { option: which % 20, case: None },
                3 => Event::Host {
                    name: ["占位", "查原单", "网店已接收"][*which as usize % 3].into(),
                    args: json!([true]),
                    id: None,
                    case: None,
                },
                4 => Event::Fill {
                    form: None,
                    field: ["手机", "称谓", "服务时间"][*which as usize % 3].into(),
                    value: json!("先生"),
                    case: None,
                },
                _ => [Event::Hangup(Who::Customer), Event::Answer, Event::Submit { form: None, case: None }][*which as usize % 3].clone(),
            };
            let _ = session.send(&event, at);
            let _ = session.advance(at + 1_000);
            at = session.now();
            session.effects().iter().for_each(|e| drop(session.effect_json(e)));
            session.clear_effects();
        }
        let snapshot = session.snapshot();
        let _ = Session::restore(Arc::clone(machine), &snapshot);
        let _ = session.view();
    }
}

fn params() -> Json {
    json!({"公司": "某某", "工号": "007", "来电号码": "13905740000"})
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_damaged_program_is_refused_or_comes_to_an_end(
        holes in prop::collection::vec(any::<u64>(), 1..4),
        dice in prop::collection::vec((any::<u8>(), any::<u32>()), 1..25),
    ) {
        let mut whole: Json = serde_json::from_slice(document()).expect("JSON");
        for hole in holes {
            damage(&mut whole["program"]["code"], hole);
            damage(&mut whole["program"], hole / 3);
        }
        let sealed = written(&current(), &whole["program"].to_string(), &whole["sources"].to_string());
        if decode(&sealed).is_ok() && let Ok(machine) = Machine::load(&sealed) {
            play(&machine, &dice);
        }
    }
}
