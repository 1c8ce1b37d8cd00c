//! Rules, on programs made by hand: each sentence kept and broken, one tick before, at and after its bound.

mod patterns;
mod ranks;
mod restored;
mod talk;
mod whole;

use huashu::program::{Action, Event, Flow, Op, Param, Program, Rule, Slot, SourceMap, Step, Template, TemplatePart, Type};
use huashu::runtime::{EffectKind, Finding, Machine, Session, Start};
use serde_json::{Value as Json, json};
use std::sync::Arc;

/// A program with events 甲(0) and 乙(1) to 丁(3), each with a key; an action 办(0); a flow of two steps; and these rules.
pub(crate) fn program(rules: Json) -> Program {
    let key = Param { name: "号".into(), formerly: vec![], slot: Slot { ty: Type::Text, optional: true, range: None }, default: None };
    let number =
        Param { name: "数".into(), formerly: vec![], slot: Slot { ty: Type::Instant, optional: true, range: None }, default: None };
    let events =
        ["甲", "乙", "丙", "丁"].map(|name| Event { name: name.into(), formerly: vec![], params: vec![key.clone(), number.clone()] });
    let line = |text: &str| Template { id: text.into(), parts: vec![TemplatePart::Plain(text.into())] };
    let step = |name: &str, entry| Step {
        name: name.into(),
        formerly: vec![],
        entry,
        only: vec![],
        by: None,
        phase: None,
        options: vec![],
        handlers: vec![],
        basis: vec![],
        doc: None,
    };
    let flow = Flow {
        name: "来电".into(),
        formerly: vec![],
        params: 0,
        vars: vec![],
        gives: None,
        case: false,
        by: None,
        measure: None,
        handlers: vec![],
        options: vec![],
        steps: vec![step("一", 0), step("二", 1)],
        basis: vec![],
        doc: None,
    };
    Program {
        edition: "2026".into(),
        package: "试".into(),
        zone: "Asia/Shanghai".into(),
        events: events.to_vec(),
        actions: vec![Action {
            name: "办".into(),
            formerly: vec![],
            params: vec![key.clone()],
            gives: None,
            only: vec![],
            provided: None,
            irreversible: false,
            basis: vec![],
        }],
        lines: ["您好", "对不起", "再见", "请讲"].map(line).to_vec(),
        code: vec![Op::Rest, Op::Rest],
        flows: vec![flow],
        entries: vec![0],
        rules: serde_json::from_value::<Vec<Rule>>(rules).expect("rules"),
        ..Program::default()
    }
}

/// One rule of one sentence; what is given goes into the sentence.
pub(crate) fn rule(name: &str, pattern: Json, more: &[(&str, Json)]) -> Json {
    let mut sentence = json!({"pattern": pattern, "duty": "must"});
    for (key, value) in more {
        sentence[*key] = value.clone();
    }
    json!({"name": name, "sentences": [sentence]})
}

/// A declared event, by its number.
pub(crate) fn e(event: u32) -> Json {
    json!([{"event": {"kind": {"declared": [event, []]}}}])
}

/// As a trigger.
pub(crate) fn on(event: u32) -> Json {
    json!({"on": e(event)})
}

/// What someone says, as events.
pub(crate) fn says(actor: &str, line: u32) -> Json {
    json!([{"event": {"kind": {"says": {"line": [line, "gist"]}}, "actor": actor}}])
}

/// An event without arguments.
pub(crate) fn plain(kind: &str) -> Json {
    json!([{"event": {"kind": kind}}])
}

/// A length.
pub(crate) fn ms(ms: i64) -> Json {
    json!({"value": {"duration": ms}})
}

/// A number.
pub(crate) fn n(n: i64) -> Json {
    json!({"value": {"number": n * 1_000_000}})
}

pub(crate) fn machine(rules: Json) -> Arc<Machine> {
    Machine::new(program(rules), SourceMap::default()).expect("a sound program")
}

/// Judges a recording: a line an event, `10 甲` or `10 {"event":…}`; `?` for an instant nobody knows. Gives the findings, a line each.
pub(crate) fn audit(machine: &Arc<Machine>, events: &str) -> Session {
    let mut session = Session::new(machine.clone(), Start { audit: true, ..Start::default() }).expect("it begins");
    feed(&mut session, events);
    session
}

/// Feeds events to a session.
pub(crate) fn feed(session: &mut Session, events: &str) {
    for line in events.lines().map(str::trim).filter(|l| !l.is_empty()) {
        let (at, what) = line.split_once(' ').expect("an instant and an event");
        let untimed = at == "?";
        let at: i64 = if untimed { session.now() } else { at.parse().expect("an instant") };
        let json = event(at, what);
        let (at, event) = session.machine().event_from_json(&json).expect("an event");
        let sent = match &event {
            huashu::runtime::Event::Advance => session.advance(at),
            _ if untimed => session.send_untimed(&event),
            _ => session.send(&event, at),
        };
        sent.unwrap_or_else(|error| panic!("{line}: {error:?}"));
    }
}

fn event(at: i64, what: &str) -> Json {
    let mut json = if what.starts_with('{') {
        serde_json::from_str::<Json>(what).expect("JSON")
    } else if let Some((who, text)) = what.split_once(':') {
        let (text, until) = text.rsplit_once('-').unwrap_or((text, ""));
        let until = until.parse::<i64>().ok();
        json!({"event": "say", "who": who, "text": text, "until": until})
    } else {
        match what.split_once(' ') {
            Some((name, key)) if ["甲", "乙", "丙", "丁"].contains(&name) => json!({"event": "host", "name": name, "args": [key]}),
            Some((name, who)) if ["begin", "finish", "no_reply"].contains(&name) => json!({"event": name, "who": who}),
            Some((name, by)) if ["hangup", "mute", "unmute", "hold", "resume"].contains(&name) => json!({"event": name, "by": by}),
            Some(("noise", by)) => json!({"event": "noise", "by": by, "kind": "咳嗽"}),
            Some(("enter", step)) => json!({"event": "enter", "into": step}),
            Some(("ring", n)) => json!({"event": "ring", "count": n.parse::<u32>().expect("a number")}),
            Some(("gap", until)) => json!({"event": "gap", "until": until.parse::<i64>().expect("an instant")}),
            _ if ["甲", "乙", "丙", "丁"].contains(&what) => json!({"event": "host", "name": what}),
            _ => json!({"event": what}),
        }
    };
    json["at"] = at.into();
    json
}

/// The findings, a line each: when it was found, which rule, what.
pub(crate) fn findings(session: &Session) -> String {
    let mut out = String::new();
    for effect in session.effects() {
        match &effect.kind {
            EffectKind::Finding(finding) => {
                let Finding::Rule(found) = &**finding else { continue };
                let rule = &session.machine().program.rules[found.rule as usize].name;
                let how = found.reason.map_or("违规", |r| r.name());
                out.push_str(&format!("{} {rule} {how}", effect.at));
                if !found.key.is_empty() {
                    out.push_str(&format!(" [{}]", found.key));
                }
                for trigger in &found.triggers {
                    out.push_str(&format!(" ←{}@{}", trigger.what, trigger.at));
                }
                if let Some(event) = &found.event {
                    out.push_str(&format!(" {}@{}", event.what, event.at));
                }
                if let Some((from, to)) = found.missing {
                    out.push_str(&format!(" 缺[{from},{to}]"));
                }
                if let Some(observed) = found.observed {
                    out.push_str(&format!(" 实{observed}"));
                }
                out.push('\n');
            }
            EffectKind::Do(done) => out.push_str(&format!("{} 做{:?}\n", effect.at, done.args)),
            _ => {}
        }
    }
    for verdict in session.verdicts() {
        out.push_str(&format!("{}：{}\n", verdict.rule, verdict.verdict.name()));
    }
    out
}

/// The findings of one rule on a recording.
pub(crate) fn judged(rule: Json, events: &str) -> String {
    findings(&audit(&machine(json!([rule])), events))
}
