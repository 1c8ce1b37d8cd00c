//! Plays a stream on the compiler's program and the runtime, and gives what is to be seen in the words of `flow`.

use super::script::limits::ROLES;
use super::script::{ANSWERS, EVENTS, Entry, Event, KEYS, OPTIONS, Script, Stream, WORDS, What, Who};
use super::stream::START;
use super::write::text;
use huashu::api::{Checked, Input, InputFile, InputPackage, build, check, understand};
use huashu::base::calendar::Fault;
use huashu::runtime::{self, Effect, EffectKind, Finding, Line, Machine, Session, Start, Verdict};
use serde_json::{Value as Json, json};
use std::sync::Arc;

/// Compiles a script, or says what the checker has against it.
pub fn compile(script: &Script) -> Result<Arc<Machine>, String> {
    let written = text(script);
    check(&input(&written)).map_err(|e| format!("{e:?}")).and_then(|checked| load(&checked, &written))
}

/// Compiles a script that is written already, and lets what it has to prove be.
pub fn compile_text(written: &str) -> Result<Arc<Machine>, String> {
    understand(&input(written)).map_err(|e| format!("{e:?}")).and_then(|checked| load(&checked, written))
}

fn input(written: &str) -> Input {
    let file = InputFile { name: "试.hua".into(), bytes: written.into() };
    let package = InputPackage { name: "试".into(), files: vec![file], ..InputPackage::default() };
    Input { package, today: Some((2026, 3, 5)), ..Input::default() }
}

fn load(checked: &Checked, written: &str) -> Result<Arc<Machine>, String> {
    let line = |d: &huashu::base::Diagnostic| checked.sources.get(d.span.file).map_or(0, |s| s.line_of(d.span.start as usize));
    let said = |d: &huashu::base::Diagnostic| {
        format!("{} {} {}", d.code.id, written.lines().nth(line(d) as usize - 1).unwrap_or(""), d.message.zh)
    };
    let faults = |found: &[huashu::base::Diagnostic]| found.iter().map(said).collect::<Vec<_>>().join("; ");
    let built = build(checked).map_err(|found| faults(&found))?;
    Machine::load(&built.bytes).map_err(|e| format!("{e:?}"))
}

/// Begins a call.
pub fn begin(script: &Script, machine: &Arc<Machine>, stream: &Stream) -> Session {
    let absent = stream.absent.iter().filter(|_| script.limits.any()).map(|role| ROLES[*role].into()).collect();
    let flow = if script.house { None } else { Some("主".into()) };
    let line = if script.house { Line::Organisation } else { Line::Flow };
    let start = Start { flow, line, at: START, params: json!({ "会员": stream.given }), absent, ..Start::default() };
    Session::new(machine.clone(), start).expect("it begins")
}

/// Plays a stream and gives what is to be seen of it, a line each.
pub fn play(script: &Script, machine: &Arc<Machine>, stream: &Stream) -> Vec<String> {
    let mut session = begin(script, machine, stream);
    for event in &stream.events {
        let sent = session.send(&told(machine, &event.what, event.at), event.at);
        if let Err(error) = sent {
            session.report(error, event.at);
        }
    }
    let effects = session.take_effects();
    let of_rules = |e: &&Effect| matches!(&e.kind, EffectKind::Finding(f) if matches!(**f, Finding::Rule(_)));
    // What ought to have been said is judged by the textbook in `tests/phrases`, not here.
    let of_lines = |e: &&Effect| matches!(&e.kind, EffectKind::Finding(f) if matches!(**f, Finding::Line(_)));
    let mut log: Vec<String> = Vec::new();
    // A case is seen by itself, behind the call.
    let cases = effects.iter().map(|e| e.case).max().filter(|_| script.case.is_some()).unwrap_or(0);
    for case in 0..=cases {
        let mine = effects.iter().filter(|e| e.case == case || script.case.is_none()).filter(|e| !of_rules(e) && !of_lines(e));
        let lines = mine.map(|e| seen(&session, e));
        log.extend(lines.map(|line| if case == 0 { line } else { format!("单{case} {line}") }));
    }
    let mut rules: Vec<String> = effects.iter().filter(of_rules).map(|e| found(machine, e)).collect();
    rules.sort();
    log.extend(rules);
    // While a line goes on the reference says no more than that it is open; what has a key is on a line without an end.
    let open = !stream.events.iter().any(|e| e.what == What::Ended);
    let gaps = stream.events.iter().any(|e| matches!(e.what, What::Gap(_)));
    log.extend(session.verdicts().iter().zip(&script.rules).map(|(v, rule)| match v.verdict {
        Verdict::Unknown | Verdict::Kept | Verdict::NotApplicable if open || gaps || rule.keyed => format!("{} 未定", v.rule),
        Verdict::Kept | Verdict::NotApplicable if rule.provided => format!("{} 未破", v.rule),
        verdict => format!("{} {}", v.rule, verdict.name()),
    }));
    if let Some(score) = session.score().filter(|_| !open && !gaps) {
        log.push(format!("得分 {} {:?}", score.high, score.passed));
    }
    log
}

/// An event in the runtime's words.
pub fn told(machine: &Machine, what: &What, at: i64) -> runtime::Event {
    use runtime::Event as E;
    let who = |who: &Who| match who {
        Who::Customer => runtime::Who::Customer,
        Who::Agent => runtime::Who::Agent,
    };
    let fill = |field: &str, value: Json| E::Fill { form: None, field: field.into(), value, case: None };
    let host = |name: &str, args: Json| E::Host { name: name.into(), args, id: None, case: None };
    match what {
        What::Host(event, key) => host(EVENTS[*event], json!([KEYS[*key]])),
        // A label that the script does not have is no label of the program either.
        What::Choose(label) => E::Choose { option: machine.label(OPTIONS[*label]).unwrap_or(u32::MAX), case: None },
        What::Reply(answer) => fill("答", json!(answer.map_or("寅", |a| ANSWERS[a]))),
        What::Enter(Entry::Text) => fill("名称", json!("某某")),
        What::Enter(Entry::Number) => fill("件数", json!(3)),
        What::Enter(Entry::Misfit) => fill("件数", json!(10)),
        What::Submit => E::Submit { form: None, case: None },
        What::Result(answer) => host("查", json!({ "result": ANSWERS[*answer] })),
        What::Answer => E::Answer,
        What::Say(w, words) => E::Say { who: who(w), text: WORDS[*words].into(), until: None },
        What::Begin(w) => E::Begin(who(w)),
        What::Finish(w) => E::Finish(who(w)),
        What::Mood(mood) => E::Mood(*mood as u32),
        What::Ring(n) => E::Ring(*n),
        What::Hangup(w) => E::Hangup(who(w)),
        What::Ended => E::CallEnded,
        What::Gap(ms) => E::Told(Box::new(runtime::Told::Gap(Some(at.saturating_add(*ms)), Vec::new()))),
        What::Hold(w) => E::Hold(who(w)),
        What::Resume(w) => E::Resume(who(w)),
        What::Promise(key, at) => host("约", json!([KEYS[*key], at])),
        What::Erased(key) => E::Erased { form: "单子".into(), key: Some(KEYS[*key].into()) },
        What::Advance | What::Entered(_) | What::Left(_) | What::Did(_) | What::Asked | What::Closed | What::HandedOver(_) => E::Advance,
    }
}

/// A time or an event in a report.
pub fn shown(event: &Event) -> String {
    format!("{} {:?}", event.at - START, event.what)
}

fn seen(session: &Session, effect: &Effect) -> String {
    let json = session.effect_json(effect);
    let word = |key: &str| json[key].as_str().unwrap_or("?").to_owned();
    let first = |key: &str| json[key][0].as_str().unwrap_or("?").to_owned();
    let what = match &effect.kind {
        EffectKind::Enter => format!("enter {}", word("step")),
        EffectKind::Leave => format!("leave {}", word("step")),
        EffectKind::Resume => format!("resume {}", word("step")),
        EffectKind::Say(_) => {
            let level = match json["modality"].as_str() {
                Some("must") => "必说",
                Some("should") => "应说",
                _ => "说",
            };
            format!("{level} {}", first("words"))
        }
        EffectKind::Tip(_) => format!("提示 {}", word("text")),
        EffectKind::Ask(_) => format!("问 {}", first("words")),
        EffectKind::Form => "登记".to_owned(),
        EffectKind::ReadBack(_) => "复述".to_owned(),
        EffectKind::Options(_) => {
            let one = |o: &Json| format!("{}{}", if o["disabled"].is_string() { "!" } else { "" }, o["option"].as_str().unwrap_or("?"));
            let all: Vec<String> = json["options"].as_array().into_iter().flatten().map(one).collect();
            format!("options {}", all.join(" "))
        }
        EffectKind::Do(done) => {
            let args: String = done.args.iter().map(|(_, v)| format!(" {}", plain(v))).collect();
            format!("做 {}{args}", word("action"))
        }
        EffectKind::Record(kept) => format!("记 {} {}", kept.0, plain(&kept.1)),
        EffectKind::Timer(due) => format!("timer {}", due - START),
        EffectKind::Expired => "timeout".to_owned(),
        EffectKind::Unhandled(_) => "unhandled".to_owned(),
        EffectKind::Finding(finding) => match &**finding {
            Finding::NoRow => "no_row".to_owned(),
            Finding::LimitBroken => "limit_broken".to_owned(),
            Finding::Calendar(_, Fault::MissingYear(_)) => "日历缺年".to_owned(),
            Finding::Overdue(_) | Finding::Missed(_) | Finding::ErasedEarly(_) => limit(&json),
            _ => format!("finding {json}"),
        },
        EffectKind::End(_) => format!("end {}", json["result"].as_str().unwrap_or("-")),
        EffectKind::Error(_) => "refused".to_owned(),
        EffectKind::Limit(_) => limit(&json),
        EffectKind::Open(_) => "立单".to_owned(),
    };
    format!("{} {what}", effect.at - START)
}

/// What is told of a limit.
fn limit(json: &Json) -> String {
    let word = |key: &str| json[key].as_str().unwrap_or_default();
    let key = match (word("kind"), word("key")) {
        (_, "") => String::new(),
        ("schedule", period) => format!(" {period}"),
        (_, key) => format!(" 号{key}"),
    };
    let due = json["due"].as_i64().map(|due| format!(" {}", due - START)).unwrap_or_default();
    let what = match (word("effect"), word("state"), word("finding")) {
        ("hand_over", ..) => format!("hand_over {}{due}", word("role")),
        ("timer", ..) => format!("timer{due}"),
        (_, "closed", _) => format!("closed {}", json["late"]),
        (_, "expired", _) => {
            let words = [("archive", "归档"), ("erase", "删除"), ("seal", "封存"), ("extend", "续存")];
            format!("expired {}", words.iter().find(|(id, _)| *id == word("action")).map_or("?", |w| w.1))
        }
        (_, "", finding) => finding.to_owned(),
        (_, state, _) => state.to_owned(),
    };
    format!("{}{key} {what}", word("limit"))
}

/// A finding of a rule.
fn found(machine: &Machine, effect: &Effect) -> String {
    let EffectKind::Finding(finding) = &effect.kind else { return String::new() };
    let Finding::Rule(found) = &**finding else { return String::new() };
    let rule = &machine.program.rules[found.rule as usize].name;
    let mut out = format!("{} {rule} {}", effect.at - START, found.reason.map_or("违规", |r| r.name()));
    if !found.key.is_empty() {
        out.push_str(&format!(" 号{}", found.key.trim_matches('"')));
    }
    for trigger in &found.triggers {
        out.push_str(&format!(" ←{}", trigger.at - START));
    }
    if let Some(event) = &found.event {
        let name = EVENTS.iter().find(|e| event.what.starts_with(**e)).unwrap_or(&"");
        out.push_str(&format!(" {name}@{}", event.at - START));
    }
    if let Some((from, to)) = found.missing {
        out.push_str(&format!(" 缺[{},{}]", from - START, to - START));
    }
    out
}

fn plain(value: &Json) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
