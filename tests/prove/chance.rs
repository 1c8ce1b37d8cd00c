//! What was proved is never broken, however a call goes: the same programs played by chance.

use super::{cases, read};
use huashu::api::{self, Proved};
use huashu::base::Lang;
use huashu::runtime::{EffectKind, Event, Finding, Machine, Session, Start, Type, Who};
use serde_json::json;
use std::fmt::Write as _;
use std::sync::Arc;

/// Calls that are played of each script.
const CALLS: u64 = 150;
/// Events of each.
const EVENTS: usize = 30;
/// When every call begins.
const START: i64 = 1_767_574_800_000;

/// A small generator, so that a failure can be played again.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % n.max(1) as u64) as usize
    }
}

#[test]
fn what_is_proved_is_never_broken_by_chance() {
    let mut proved_of = 0;
    for (case, text) in cases() {
        let (checked, built) = read(&text);
        let report = api::prove(&checked, &built, |_| true).expect("a sound program").report(&checked, Lang::Zh);
        // Speech follows what is ordered, and calls what is assumed; chance does not.
        let proved: Vec<String> = report
            .guarantees
            .into_iter()
            .filter(|g| g.result == Proved::Proved && g.assumed.iter().all(|a| ["推时", "有历"].contains(&a.name.as_str())))
            .map(|g| g.name)
            .collect();
        proved_of += proved.len();
        let machine = Machine::proving(built.program).expect("a sound program");
        for seed in 1..=CALLS {
            let (broken, _) = told(&machine, seed);
            let wrong: Vec<_> = broken.iter().filter(|name| proved.contains(name)).collect();
            assert!(wrong.is_empty(), "{case}, call {seed}: {wrong:?}");
        }
    }
    assert!(proved_of > 20, "only {proved_of} proofs were put to the test");
}

/// The rules that one call breaks, and the call.
pub fn told(machine: &Arc<Machine>, seed: u64) -> (Vec<String>, String) {
    let mut told = String::new();
    let mut dice = Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
    let args = json!({"单": "甲"});
    let takes = machine.program.entries.first().and_then(|f| machine.program.flows.get(*f as usize)).is_some_and(|f| f.params > 0);
    let declared = &machine.program.params;
    let mut params = serde_json::Map::new();
    for param in declared {
        let value = match param.slot.ty {
            Type::Bool => json!(true),
            Type::Text => json!(["甲", "乙", "丙"][dice.below(3)]),
            // At either end, at what the scripts name, and beside it.
            Type::Duration => json!(["1秒", "1999毫秒", "2秒", "2001毫秒", "3秒", "4秒"][dice.below(6)]),
            _ => json!(1 + dice.below(9)),
        };
        if param.default.is_none() || dice.below(2) == 0 {
            params.insert(param.name.to_string(), value);
        }
    }
    let _ = writeln!(told, "{params:?}");
    let start = Start { args: if takes { args } else { json!(null) }, params: json!(params), at: START, ..Start::default() };
    let mut session = Session::new(Arc::clone(machine), start).expect("a call that begins");
    for _ in 0..EVENTS {
        let at = when(&session, &mut dice);
        if session.advance(at).is_err() {
            // It goes round and round by itself.
            break;
        }
        for event in what(machine, &session, &mut dice) {
            let sent = session.send(&event, at);
            let _ = writeln!(told, "{} {event:?}{}", at - START, if sent.is_ok() { "" } else { " refused" });
        }
    }
    let at = session.now() + 60_000;
    let _ = session.advance(at);
    let _ = session.send(&Event::CallEnded, at);
    let name = |f: &huashu::runtime::RuleFinding| machine.program.rules.get(f.rule as usize).map(|r| r.name.to_string());
    let broken = session.effects().iter().filter_map(|e| match &e.kind {
        EffectKind::Finding(found) => match &**found {
            Finding::Rule(f) if f.broken => name(f),
            _ => None,
        },
        _ => None,
    });
    // Of 否则 the finding is what orders the remedy, not a broken promise; that is that it can come no more.
    let undone = session.withdrawn().iter().filter_map(|(rule, _)| machine.program.rules.get(*rule as usize)).map(|r| r.name.to_string());
    (broken.filter(|name| !remedied(machine, name)).chain(undone).collect(), told)
}

fn remedied(machine: &Machine, name: &str) -> bool {
    machine.program.rules.iter().any(|r| r.name == name && r.sentences.iter().any(|s| !s.otherwise.is_empty()))
}

/// At once, a little later, or next to the next thing that is due.
fn when(session: &Session, dice: &mut Dice) -> i64 {
    let now = session.now();
    let due = session.next_deadline().unwrap_or(now + 60_000);
    let at = match dice.below(6) {
        0 => now,
        1 => due - 1,
        2 => due,
        3 => due + 1,
        4 => now + dice.below(60_000) as i64,
        _ => now + dice.below((due - now).max(1) as usize + 1) as i64,
    };
    at.max(now)
}

/// One of the things that can be done.
fn what(machine: &Machine, session: &Session, dice: &mut Dice) -> Vec<Event> {
    let view = session.view();
    let mut all: Vec<Vec<Event>> = Vec::new();
    for thread in view.call.iter().chain(&view.cases) {
        let case = Some(thread.case);
        let labels = thread.options.iter().filter_map(|o| machine.label(&o.label));
        all.extend(labels.map(|option| vec![Event::Choose { option, case }]));
        if let Some(form) = &thread.form {
            let fill = |name: &str, value: serde_json::Value| Event::Fill { form: None, field: name.into(), value, case };
            let mut events: Vec<Event> = Vec::new();
            for field in form.fields.iter().filter(|f| f.entered) {
                let leaves: Vec<&str> = field.takes.iter().map(|t| t.as_str()).collect();
                let value = if field.closed {
                    json!(leaves.get(dice.below(leaves.len())).copied())
                } else {
                    json!([0, 1, 100, 150, 200, 300, 499, 500, 501, 9_000][dice.below(10)])
                };
                events.push(fill(&field.name, value));
                if !field.closed {
                    events.push(fill(&field.name, json!(["甲", "急", "要退，急"][dice.below(3)])));
                }
            }
            events.push(Event::Submit { form: None, case });
            all.push(events);
        }
    }
    for event in &machine.program.events {
        let near = [-5_000, -1, 0, 1, 999, 1_000, 2_000, 2_001, 3_000, 9_000];
        let args = event.params.iter().map(|p| match p.slot.ty {
            Type::Instant => (p.name.to_string(), json!(session.now() + near[dice.below(10)])),
            _ => (p.name.to_string(), json!(["甲", "甲", "乙", "特"][dice.below(4)])),
        });
        let args: serde_json::Value = args.collect::<serde_json::Map<_, _>>().into();
        all.push(vec![Event::Host { name: event.name.clone(), args, id: None, case: None }]);
    }
    if dice.below(8) == 0 {
        return vec![Event::Mood(dice.below(machine.moods().len()) as u32)];
    }
    let called = machine.program.flows.iter().all(|f| !f.case);
    if called && dice.below(10) == 0 {
        return vec![Event::Hangup(Who::Customer)];
    }
    let at = dice.below(all.len());
    if all.is_empty() { Vec::new() } else { all.swap_remove(at) }
}
