//! Whatever a host sends: sessions go on as they would have, refuse without a trace, and never fall over.

use super::files::{calls, compile, start};
use huashu::program::{Op, Type};
use huashu::runtime::{Effect, ErrorKind, Event, Machine, Session, Who};
use proptest::prelude::*;
use serde_json::{Value as Json, json};
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

/// Every script that is played here, with the first line of one of its calls.
fn machines() -> &'static [(Arc<Machine>, String)] {
    static ALL: OnceLock<Vec<(Arc<Machine>, String)>> = OnceLock::new();
    ALL.get_or_init(|| {
        let mut seen: Vec<PathBuf> = Vec::new();
        let mut all = Vec::new();
        for (script, events) in calls() {
            if !seen.contains(&script) {
                let text = std::fs::read_to_string(events).expect("events");
                all.push((compile(&script), text.lines().next().unwrap_or_default().to_owned()));
                seen.push(script);
            }
        }
        all
    })
}

/// Numbers from which a call is made: which script, then for each event what, which, how much later.
pub(crate) type Dice = (usize, Vec<(u8, u16, u32)>);

pub(crate) fn dice() -> impl Strategy<Value = Dice> {
    (any::<usize>(), prop::collection::vec((any::<u8>(), any::<u16>(), prop_oneof![Just(0u32), 0..20_000u32, 0..4_000_000u32]), 1..40))
}

pub(crate) fn open(which: usize) -> Session {
    let all = machines();
    let (machine, first) = &all[which % all.len()];
    start(machine, Some(first)).0
}

/// An event that has a chance to be taken: what is offered or asked now is chosen or filled more often than anything else.
fn event(session: &Session, what: u8, which: u16) -> Event {
    let m = session.machine();
    let (view, which) = (session.view(), which as usize);
    let threads: Vec<_> = view.call.iter().chain(&view.cases).collect();
    let pick = |n: usize| if n == 0 { 0 } else { which % n };
    let who = [Who::Customer, Who::Agent, Who::System, Who::Third][pick(4)];
    let labels: Vec<_> = threads.iter().flat_map(|t| &t.options).collect();
    let fields: Vec<_> = threads
        .iter()
        .flat_map(|t| t.form.iter().flat_map(|f| &f.fields).chain(&t.question))
        .map(|f| (f.name.clone(), f.takes.first().cloned().unwrap_or_default()))
        .collect();
    match what % 16 {
        0..=3 if !labels.is_empty() => Event::Choose { option: m.label(&labels[pick(labels.len())].label).expect("a label"), case: None },
        4..=7 if !fields.is_empty() => {
            let (field, takes) = fields[pick(fields.len())].clone();
            Event::Fill { form: None, field, value: guess(&takes, which), case: None }
        }
        8 | 9 => Event::Submit { form: None, case: None },
        10 if !m.program.events.is_empty() => {
            let event = &m.program.events[pick(m.program.events.len())];
            Event::Host { name: event.name.clone(), args: Json::Null, id: None, case: None }
        }
        11 | 12 if !m.program.actions.is_empty() => {
            let action = &m.program.actions[pick(m.program.actions.len())];
            let value = action.gives.as_ref().map_or(Json::Null, |slot| made(m, &slot.ty, which));
            Event::Host { name: action.name.clone(), args: json!({ "result": value }), id: None, case: None }
        }
        13 => [Event::Answer, Event::Begin(who), Event::Finish(who), Event::Hold(who), Event::Resume(who), Event::Ring(which as u32 % 7)]
            [pick(6)]
        .clone(),
        14 => Event::Say {
            who,
            text: ["好", "对不起", "不要了", "您好，公司"][pick(4)].into(),
            until: Some(session.now().saturating_add(which as i64)),
        },
        _ => match which % 9 {
            0 => Event::Hangup(who),
            1 => Event::CallEnded,
            2 => Event::Mood(which as u32 % 4),
            _ => Event::Choose { option: which as u32 % 50, case: None },
        },
    }
}

fn guess(takes: &str, which: usize) -> Json {
    match takes {
        t if t.starts_with("时刻") => json!("2026-03-06 10:00"),
        t if t.starts_with("日期") => json!("2026-03-06"),
        t if t.starts_with("手机号") => json!("13905740000"),
        t if t.starts_with("电话") => json!("0574-88888888"),
        t if t.starts_with("时长") => json!("1小时30分钟"),
        t if t.starts_with("整数") || t.starts_with('数') || t.starts_with("金额") => json!(which % 12),
        "" => Json::Null,
        other => json!(other),
    }
}

/// A value of a type, or now and then none.
fn made(m: &Machine, ty: &Type, which: usize) -> Json {
    match ty {
        Type::Bool => json!(which.is_multiple_of(2)),
        Type::Times | Type::Integer | Type::Number | Type::Money => json!(which % 4),
        Type::List(inner) => json!([made(m, inner, which)]),
        Type::Instant => json!("2026-03-06 15:00"),
        Type::Form(form) => {
            let form = &m.program.forms[*form as usize];
            let fields = form.fields.iter().filter(|f| f.derived.is_none());
            let leaf = |t: u32| json!(m.program.taxonomies[t as usize].leaves[0].name.as_str());
            let value = |ty: &Type| match ty {
                Type::Taxonomy(t) => leaf(*t),
                Type::Mobile => json!("13905740000"),
                Type::Date => json!("2026-03-06"),
                Type::Phone => json!("0574-88888888"),
                Type::Form(_) => Json::Null,
                other => made(m, other, which),
            };
            fields.map(|f| (f.name.to_string(), value(&f.slot.ty))).collect()
        }
        Type::Taxonomy(t) => json!(m.program.taxonomies[*t as usize].leaves[0].name.as_str()),
        _ => json!("某"),
    }
}

/// Plays the dice and gives the events that were sent, taken or not.
pub(crate) fn record(which: usize, dice: &[(u8, u16, u32)]) -> Vec<(i64, Event)> {
    let mut session = open(which);
    let mut at = session.now();
    let mut sent = Vec::new();
    for (what, choice, later) in dice {
        at += i64::from(*later);
        let event = event(&session, *what, *choice);
        let _ = session.send(&event, at);
        sent.push((at, event));
    }
    sent
}

fn log(session: &mut Session) -> Vec<Effect> {
    session.take_effects()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn restoring_after_any_event_equals_not_stopping((which, dice) in dice()) {
        let events = record(which, &dice);
        let mut whole = open(which);
        let mut stopped = open(which);
        log(&mut whole);
        for (at, event) in &events {
            let snapshot = stopped.snapshot();
            let text = snapshot.to_string();
            let read: Json = serde_json::from_str(&text).expect("a snapshot is JSON");
            stopped = Session::restore(Arc::clone(whole.machine()), &read).expect("our own snapshot");
            prop_assert_eq!(&snapshot, &stopped.snapshot());
            prop_assert_eq!(whole.next_deadline(), stopped.next_deadline());
            prop_assert_eq!(whole.view(), stopped.view());
            let (a, b) = (whole.send(event, *at), stopped.send(event, *at));
            prop_assert_eq!(a, b);
            prop_assert_eq!(log(&mut whole), log(&mut stopped));
        }
    }

    #[test]
    fn the_short_way_of_a_choice_is_the_long_way((which, dice) in dice(), labels in prop::collection::vec(0..6u32, 0..40)) {
        let choices = labels.iter().enumerate().map(|(i, l)| (i64::MAX / 2 + i as i64, Event::Choose { option: *l, case: None }));
        let (mut short, mut long) = (open(which), open(which));
        for (at, event) in record(which, &dice).into_iter().chain(choices) {
            // Naming the call itself asks for every thread in turn, and so for no short cut.
            let named = match &event {
                Event::Choose { option, .. } => Event::Choose { option: *option, case: Some(0) },
                other => other.clone(),
            };
            let call_over = short.view().call.is_none();
            let (a, b) = (short.send(&event, at), long.send(if call_over { &event } else { &named }, at));
            if a.is_ok() != b.is_ok() {
                // A case may take what the call does not offer.
                prop_assert!(!short.view().cases.is_empty());
                return Ok(());
            }
            prop_assert_eq!(log(&mut short), log(&mut long));
            prop_assert_eq!(short.snapshot(), long.snapshot());
            prop_assert_eq!(short.next_deadline(), long.next_deadline());
        }
    }

    #[test]
    fn any_polling_gives_the_same_log((which, dice) in dice(), pace in 1..5_000i64) {
        let events = record(which, &dice);
        let mut whole = open(which);
        let mut polled = open(which);
        for (at, event) in &events {
            let taken = whole.send(event, *at);
            let mut now = polled.now();
            let step = pace.max((at - now) / 50);
            while now + step <= *at {
                now += step;
                prop_assert_eq!(polled.advance(now), Ok(()));
            }
            prop_assert_eq!(taken, polled.send(event, *at));
        }
        prop_assert_eq!(log(&mut whole), log(&mut polled));
        // What is refused, too, is refused at its time: the clock stands alike, and so does what comes too late after it.
        prop_assert_eq!(whole.snapshot(), polled.snapshot());
        prop_assert_eq!(whole.now(), polled.now());
    }

    #[test]
    fn a_refused_event_changes_nothing((which, dice) in dice()) {
        let mut session = open(which);
        let mut at = session.now();
        for (what, choice, later) in &dice {
            at += i64::from(*later);
            prop_assert_eq!(session.advance(at), Ok(()));
            log(&mut session);
            let before = session.snapshot();
            let event = event(&session, *what, *choice);
            if let Err(error) = session.send(&event, at) {
                prop_assert_eq!(before, session.snapshot());
                prop_assert!(session.effects().is_empty());
                prop_assert!(!error.message().zh.is_empty());
            }
            let late = session.send(&Event::Answer, at - 1).expect_err("time does not go back");
            prop_assert_eq!(late.kind, ErrorKind::TimeGoesBack);
        }
    }

    #[test]
    fn every_effect_can_be_told_as_json((which, dice) in dice()) {
        let mut session = open(which);
        for (at, event) in record(which, &dice) {
            let _ = session.send(&event, at);
        }
        for effect in session.effects() {
            let json = session.effect_json(effect);
            prop_assert!(json.get("effect").is_some());
            let spoken = json.get("words").and_then(Json::as_array);
            prop_assert!(spoken.is_none_or(|w| !w.is_empty() && w.iter().all(|w| w.as_str().is_some_and(|w| !w.is_empty()))), "{}", json);
        }
    }

    #[test]
    fn a_damaged_snapshot_is_refused_or_played((which, dice) in dice(), holes in prop::collection::vec(any::<usize>(), 1..4)) {
        let events = record(which, &dice);
        let mut session = open(which);
        for (at, event) in &events {
            let _ = session.send(event, *at);
        }
        let mut snapshot = session.snapshot();
        for hole in holes {
            damage(&mut snapshot, hole);
        }
        if let Ok(mut session) = Session::restore(Arc::clone(session.machine()), &snapshot) {
            let mut at = session.now();
            for (what, choice, later) in &dice {
                at = at.saturating_add(i64::from(*later));
                let event = event(&session, *what, *choice);
                let _ = session.send(&event, at);
                session.clear_effects();
                session.snapshot();
            }
        }
    }
}

/// Changes one part somewhere below.
fn damage(json: &mut Json, mut hole: usize) {
    match json {
        Json::Object(o) if !o.is_empty() => {
            let at = hole % o.len();
            hole /= o.len();
            if let Some(inner) = o.values_mut().nth(at) {
                damage(inner, hole);
            }
        }
        Json::Array(items) if !items.is_empty() => {
            let at = hole % items.len();
            hole /= items.len();
            damage(&mut items[at], hole);
        }
        leaf => {
            *leaf = [Json::Null, json!(0), json!(-1), json!(i64::MAX), json!(i64::MIN), json!("歇"), json!([]), json!({}), json!(true)]
                [hole % 9]
                .clone();
        }
    }
}

#[test]
fn the_scripts_of_these_tests_wait_in_every_way() {
    let ops = machines().iter().flat_map(|(m, _)| &m.program.code);
    let kinds: std::collections::BTreeSet<&str> = ops
        .map(|op| match op {
            Op::Ask(_) => "ask",
            Op::Fill(_) => "fill",
            Op::Do(_) => "do",
            Op::Wait(_) => "wait",
            Op::Call(..) => "call",
            Op::Again(..) => "again",
            Op::Continue(_) | Op::Jump(_) => "go",
            Op::CloseHere(_) => "close",
            Op::OpenCase(..) => "case",
            Op::Branch(_) => "branch",
            Op::GotoFlow(..) => "flow",
            _ => "other",
        })
        .collect();
    let all = ["again", "ask", "branch", "call", "case", "close", "do", "fill", "flow", "go", "other", "wait"];
    assert_eq!(kinds.into_iter().collect::<Vec<_>>(), all);
}
