//! A call told in words: what was given and what the machine did, a line each, for transcripts and logs.

use super::limits;
use crate::base::Message;
use crate::program::{Expr, Form, Modality, Op, Program, Template, TemplatePart};
use crate::runtime::{Effect, EffectKind, EndResult, ErrorKind, Event, EventError, Finding, Machine, Who};
use serde_json::{Map, Value as Json};

/// Characters of an argument or value that are shown.
const SHOWN: usize = 60;
/// Fields of a record that are shown.
const FIELDS: usize = 3;
/// Things that would have been taken, shown with a refusal.
const EXPECTED: usize = 8;

/// The package's name, and that it is a draft where it is one.
pub fn package(machine: &Machine) -> Message {
    let name = &machine.program.package;
    match machine.program.draft {
        true => Message::new(format!("{name}（草案）"), format!("{name} (draft)")),
        false => Message::new(name, name),
    }
}

/// An event in the words of a script.
pub fn event(machine: &Machine, event: &Event) -> Message {
    let both = |text: String| Message::new(text.clone(), text);
    match event {
        Event::Incoming => Message::new("来电", "incoming"),
        Event::Outgoing(_) => Message::new("外呼", "outgoing"),
        Event::Ring(n) => Message::new(format!("振铃 {n}声"), format!("ring {n}")),
        Event::Answer => Message::new("接听", "answer"),
        Event::Begin(who) => person(machine, *who, " 开口", " begins"),
        Event::Finish(who) => person(machine, *who, " 说完", " finishes"),
        Event::Say { who, text, .. } => {
            let name = person(machine, *who, "", "");
            Message::new(format!("{}：{text}", name.zh), format!("{}: {text}", name.en))
        }
        Event::Choose { option, .. } => {
            let label = machine.label_name(*option);
            Message::new(format!("选项 {label}"), format!("option {label}"))
        }
        Event::Fill { field, value, .. } => {
            let value = plain(machine, value);
            Message::new(format!("填 {field} = {value}"), format!("enter value {field} = {value}"))
        }
        Event::Submit { form, .. } => {
            let form = form.as_deref().map(|f| format!(" {f}")).unwrap_or_default();
            Message::new(format!("登记{form} 提交"), format!("submit{form}"))
        }
        Event::Host { name, args, case, .. } => {
            // What an action gives back is told as a value, so that it is not taken for something that happened by itself.
            if machine.program.actions.iter().any(|a| a.name == *name) {
                let value = plain(machine, result(args));
                return Message::new(format!("结果 {name} = {value}"), format!("result {name} = {value}"));
            }
            let args = arguments(machine, args);
            match case {
                Some(id) if *id > 0 => {
                    Message::new(format!("事件 {name}{args}（给工单{id}）"), format!("event {name}{args} (for case {id})"))
                }
                _ => Message::new(format!("事件 {name}{args}"), format!("event {name}{args}")),
            }
        }
        Event::Hangup(who) => person(machine, *who, "挂机", " hangs up"),
        Event::CallEnded => Message::new("通话结束", "call ended"),
        Event::Mood(leaf) => {
            let name = mood(machine, *leaf);
            Message::new(format!("情绪 {name}"), format!("mood {name}"))
        }
        Event::Hold(_) => Message::new("保持", "hold"),
        Event::Resume(_) => Message::new("取回", "resume"),
        Event::Mute(_) => Message::new("静音", "mute"),
        Event::Unmute(_) => Message::new("取消静音", "unmute"),
        Event::Noise { kind, .. } => Message::new(format!("杂音 {kind}"), format!("noise {kind}")),
        Event::Erased { form, key } => {
            let key = key.as_ref().map_or(String::new(), |k| format!("（{k}）"));
            Message::new(format!("删除 {form}{key}"), format!("erased {form}{key}"))
        }
        Event::Transfer(to) => Message::new(format!("转接 {to}"), format!("transfer {to}")),
        Event::Spoken(turn) => {
            let name = person(machine, turn.who, "", "");
            Message::new(format!("{}：{}", name.zh, turn.text), format!("{}: {}", name.en, turn.text))
        }
        Event::Told(told) => super::narrate_told::told(machine, told),
        Event::Advance => both(String::new()),
    }
}

/// An effect in a line; none for those that only say that something goes on.
pub fn effect(machine: &Machine, effect: &Effect) -> Option<Message> {
    let op = machine.program.code.get(effect.pc as usize);
    let told = match &effect.kind {
        EffectKind::Leave | EffectKind::Resume => return None,
        EffectKind::Enter => {
            let (flow, step) = machine.step_names(effect.step)?;
            Message::new(format!("环节 {step}（{flow}）"), format!("step {step} ({flow})"))
        }
        EffectKind::Say(_) => {
            let (zh, en) = match op {
                Some(Op::Say(say)) => modality(say.modality),
                _ => ("说", "say"),
            };
            said(zh, en, &words(machine, effect))
        }
        EffectKind::Ask(_) => said("问", "ask", &words(machine, effect)),
        EffectKind::Tip(_) => {
            let text = words(machine, effect).concat();
            Message::new(format!("提示 {text}"), format!("tip {text}"))
        }
        EffectKind::Form => {
            let Some(Op::Fill(fill)) = op else { return None };
            let form = machine.program.forms.get(fill.form as usize).map_or("", |f| f.name.as_str());
            Message::new(format!("登记 {form}"), format!("fill {form}"))
        }
        EffectKind::ReadBack(fields) => {
            let text = fields.iter().map(|(name, value)| format!("{name} {value}")).collect::<Vec<_>>().join("、");
            Message::new(format!("复述 {text}"), format!("read back {text}"))
        }
        EffectKind::Options(_) => return None,
        EffectKind::Do(done) => {
            let action = machine.program.actions.get(done.action as usize).map_or("", |a| a.name.as_str());
            let args = done.args.iter().map(|(n, v)| format!("{n}: {}", plain(machine, v))).collect::<Vec<_>>().join(", ");
            Message::new(format!("做 {action}({args})"), format!("do {action}({args})"))
        }
        // What somebody entered has been told as what was given.
        EffectKind::Record(_) if matches!(op, Some(Op::Fill(_) | Op::Ask(_))) => return None,
        EffectKind::Record(kept) => {
            let (name, value) = (&kept.0, plain(machine, &kept.1));
            Message::new(format!("记 {name} = {value}"), format!("set {name} = {value}"))
        }
        EffectKind::Timer(due) => {
            let at = clock(machine, *due);
            Message::new(format!("限时 到 {at}"), format!("limit until {at}"))
        }
        EffectKind::Expired => Message::new("超时", "timeout"),
        EffectKind::Limit(note) => limits::told(machine, note),
        EffectKind::Open(case) => {
            let flow = match op {
                Some(Op::OpenCase(flow, _)) => machine.program.flows.get(*flow as usize).map_or("", |f| f.name.as_str()),
                _ => "",
            };
            Message::new(format!("立单 {flow}（工单{case}）"), format!("open case {flow} (case {case})"))
        }
        EffectKind::Unhandled(given) => {
            let what = event(machine, given);
            Message::new(format!("{}：没有一处接住", what.zh), format!("{}: nothing takes it", what.en))
        }
        EffectKind::Finding(found) => finding(machine, effect, found),
        EffectKind::End(result) => end(machine, *result),
        EffectKind::Error(error) => error.message(),
    };
    Some(match effect.case {
        0 => told,
        n => Message::new(format!("工单{n} {}", told.zh), format!("case {n} {}", told.en)),
    })
}

/// Why an event was refused, and what would have been taken.
pub fn refusal(error: &EventError) -> Message {
    let why = error.message();
    let all: Vec<&str> = error.expected.iter().take(EXPECTED).map(|s| s.as_str()).collect();
    if all.is_empty() {
        return why;
    }
    let (zh, en) = match error.kind {
        ErrorKind::Disabled => ("要", "it needs"),
        ErrorKind::Incomplete => ("还缺", "missing"),
        _ => ("可以", "possible"),
    };
    Message::new(format!("{}；{zh}：{}", why.zh, all.join("、")), format!("{}; {en}: {}", why.en, all.join(", ")))
}

/// The words of a line, question or tip: one of them is said.
pub fn words(machine: &Machine, effect: &Effect) -> Vec<String> {
    match &effect.kind {
        EffectKind::Say(Some(words)) | EffectKind::Ask(Some(words)) | EffectKind::Tip(Some(words)) => {
            words.iter().map(ToString::to_string).collect()
        }
        EffectKind::Say(None) | EffectKind::Ask(None) | EffectKind::Tip(None) => {
            machine.fixed_lines(effect.pc).iter().map(ToString::to_string).collect()
        }
        _ => Vec::new(),
    }
}

/// A value as a person would write it, cut where it is long.
pub fn plain(machine: &Machine, value: &Json) -> String {
    let text = match value {
        Json::Null => "未知".to_owned(),
        Json::Bool(b) => if *b { "是" } else { "否" }.to_owned(),
        Json::Number(n) => n.to_string(),
        Json::String(text) => text.clone(),
        Json::Array(items) => items.iter().map(|i| plain(machine, i)).collect::<Vec<_>>().join("、"),
        Json::Object(fields) => {
            let known: Vec<String> = in_order(machine, fields).map(|(n, v)| format!("{n} {}", plain(machine, v))).collect();
            let more = if known.len() > FIELDS { "…" } else { "" };
            format!("〔{}{more}〕", known.iter().take(FIELDS).cloned().collect::<Vec<_>>().join("、"))
        }
    };
    match text.char_indices().nth(SHOWN) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or_default()),
        None => text,
    }
}

/// The known fields of a record, in the order of the first form that has them all.
fn in_order<'a>(machine: &Machine, record: &'a Map<String, Json>) -> impl Iterator<Item = (&'a String, &'a Json)> {
    let has_all = |f: &&Form| record.keys().all(|name| f.fields.iter().any(|field| field.name == name.as_str()));
    let form = machine.program.forms.iter().find(has_all);
    let place = |name: &str| form.and_then(|f| f.fields.iter().position(|field| field.name == name)).unwrap_or(usize::MAX);
    let mut known: Vec<(&String, &Json)> = record.iter().filter(|(_, v)| !v.is_null()).collect();
    known.sort_by_key(|(name, _)| place(name));
    known.into_iter()
}

/// A line of the program with its placeholders shown as `{…}`.
pub fn template(program: &Program, line: &Template) -> String {
    fn write(program: &Program, parts: &[TemplatePart], out: &mut String) {
        for part in parts {
            match part {
                TemplatePart::Plain(text) => out.push_str(text),
                TemplatePart::Key(inner) => write(program, inner, out),
                TemplatePart::Capture(name, _) => out.push_str(&format!("{{{name}}}")),
                TemplatePart::Gap => out.push('…'),
                TemplatePart::Value(Expr::Param(param), _) => {
                    let name = program.params.get(*param as usize).map_or("…", |p| p.name.as_str());
                    out.push_str(&format!("{{{name}}}"));
                }
                TemplatePart::Value(..) => out.push_str("{…}"),
            }
        }
    }
    let mut out = String::new();
    write(program, &line.parts, &mut out);
    out
}

/// An instant on the clock of the program's zone.
pub fn clock(machine: &Machine, at: i64) -> String {
    let Some((date, ms)) = machine.local(at) else { return at.to_string() };
    let day = chrono::NaiveDate::from_num_days_from_ce_opt(date.saturating_add(719_163));
    let day = day.map_or(String::new(), |d| d.format("%Y-%m-%d").to_string());
    let (h, m, s) = (ms / 3_600_000, ms / 60_000 % 60, ms / 1000 % 60);
    format!("{day} {h:02}:{m:02}:{s:02}")
}

/// How a call or case ended.
pub fn end(machine: &Machine, result: EndResult) -> Message {
    match machine.result_name(result) {
        Some(name) => Message::new(format!("结束 {name}"), format!("end {name}")),
        None => Message::new("结束", "end"),
    }
}

/// 必说, 应说, 说
pub fn modality(modality: Modality) -> (&'static str, &'static str) {
    match modality {
        Modality::Must => ("必说", "must say"),
        Modality::Should => ("应说", "should say"),
        Modality::May => ("说", "say"),
    }
}

fn others(n: usize) -> String {
    if n == 1 { "1 other".to_owned() } else { format!("{n} others") }
}

fn said(zh: &str, en: &str, words: &[String]) -> Message {
    let first = words.first().map_or("", String::as_str);
    match words.len() {
        0 | 1 => Message::new(format!("{zh} “{first}”"), format!("{en} “{first}”")),
        n => Message::new(format!("{zh} “{first}”（另有 {} 种说法）", n - 1), format!("{en} “{first}” (or {})", others(n - 1))),
    }
}

fn finding(machine: &Machine, effect: &Effect, finding: &Finding) -> Message {
    let action = |action: &u32| machine.program.actions.get(*action as usize).map_or("", |a| a.name.as_str());
    match finding {
        Finding::LimitBroken => Message::new("过了时限，记下，接着等", "the limit is broken; noted, the wait goes on"),
        Finding::NotProvided(done) => {
            let name = action(done);
            Message::new(format!("没有做 {name}：它的“仅当”不成立"), format!("{name} was not done: its condition does not hold"))
        }
        Finding::NoConsent(done) => {
            let name = action(done);
            Message::new(
                format!("没有做 {name}：做了收不回，客户还没有同意"),
                format!("{name} was not done: it cannot be undone, and the customer did not agree to it"),
            )
        }
        Finding::Overdue(note) => limits::of(machine, note, "违期", "overdue"),
        Finding::Missed(note) => limits::of(machine, note, "漏了", "missed"),
        Finding::ErasedEarly(note) => limits::of(machine, note, "没到期就删了", "erased before its time"),
        Finding::NotAllowed => Message::new("这个角色不能做这里的事", "this role may not do what is done here"),
        Finding::NoRow => Message::new("表里没有一行成立", "no row of the table holds"),
        Finding::Calendar(calendar, fault) => {
            let (name, why) = (machine.calendar_name(*calendar), fault.words());
            let of = if name.is_empty() { String::new() } else { format!("{name}：") };
            Message::new(format!("{of}{}，没有答案，不猜", why.zh), format!("{name}: {}; there is no answer, and none is guessed", why.en))
        }
        Finding::NoLength => Message::new("时限的长短还不知道，没有起算", "the limit's length is not known; it does not run"),
        Finding::Rule(found) => super::narrate_rule::found(machine, found),
        Finding::Line(found) => super::narrate_line::found(machine, effect, found),
    }
}

/// The value that answers an action: alone, in a list, or by its name.
fn result(args: &Json) -> &Json {
    match args {
        Json::Array(items) => items.first().unwrap_or(&Json::Null),
        Json::Object(fields) => fields.get("result").unwrap_or(args),
        other => other,
    }
}

fn arguments(machine: &Machine, args: &Json) -> String {
    match args {
        Json::Null => String::new(),
        Json::Array(items) if items.is_empty() => String::new(),
        Json::Array(items) => format!("({})", items.iter().map(|i| plain(machine, i)).collect::<Vec<_>>().join(", ")),
        Json::Object(fields) => match fields.get("result") {
            Some(result) if fields.len() == 1 => format!("({})", plain(machine, result)),
            _ => format!("({})", fields.iter().map(|(n, v)| format!("{n}: {}", plain(machine, v))).collect::<Vec<_>>().join(", ")),
        },
        other => format!("({})", plain(machine, other)),
    }
}

pub(super) fn person(machine: &Machine, who: Who, zh: &str, en: &str) -> Message {
    match who {
        Who::Customer => Message::new(format!("客户{zh}"), format!("customer{en}")),
        Who::Agent => Message::new(format!("话务员{zh}"), format!("agent{en}")),
        Who::Third => Message::new(format!("第三方{zh}"), format!("third party{en}")),
        Who::System => Message::new(format!("系统{zh}"), format!("system{en}")),
        Who::Role(role) => {
            let name = machine.program.roles.get(role as usize).map_or("", |r| r.name.as_str());
            Message::new(format!("{name}{zh}"), format!("{name}{en}"))
        }
    }
}

fn mood(machine: &Machine, leaf: u32) -> String {
    machine.moods().get(leaf as usize).map(ToString::to_string).unwrap_or_default()
}
