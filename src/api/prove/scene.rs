//! A counter-example as a 场景 that fails while the guarantee does not hold.

use super::written;
use crate::base::calendar::zone::ymd;
use crate::program::{Otherwise, Param, Program, Slot, Type};
use crate::prove::{Counterexample, Proof};
use crate::runtime::{EffectKind, Event, Line, Machine, Who};
use serde_json::Value as Json;
use std::sync::Arc;

/// 2026-01-05, a Monday, in days since 1970-01-01, and nine o'clock: when scenarios begin that say nothing of it.
const MONDAY: (i32, u32) = (20_458, 9 * 3_600_000);

/// What stands above lines that are only remarks.
const INCOMPLETE: &str = "# 下面带 # 的，场景里写不出来：把它补上，这个场景才会失败";

/// The lines of the scenario. What no scenario can say is left as a remark.
pub(super) fn lines(machine: &Arc<Machine>, proof: &Proof, call: &Counterexample) -> Vec<String> {
    let p = &machine.program;
    let name = p.rules.get(proof.rule as usize).map_or("", |r| r.name.as_str());
    let mut lines = vec![format!("场景 {name}守不住")];
    let mut add = |line: String| lines.push(format!("  {line}"));
    for (param, value) in named(&p.params, &call.params) {
        add(remarked(
            written::value(&param.slot, &dated(machine, &param.slot.ty, value)).map(|v| format!("设 {} = {v}", param.name)),
            &param.name,
        ));
    }
    if call.line == Line::Organisation {
        add("机构".to_owned());
    }
    begins(machine, call.start).into_iter().for_each(&mut add);
    if let Some(flow) = p.flows.iter().find(|f| f.name == call.flow) {
        let args = named(flow.vars.get(..flow.params as usize).unwrap_or(&[]), &call.args);
        let args: Option<Vec<String>> = args
            .iter()
            .map(|(param, v)| Some(format!("{}: {}", param.name, written::value(&param.slot, &dated(machine, &param.slot.ty, v))?)))
            .collect();
        let args = args.filter(|a| !a.is_empty()).map(|a| format!("({})", a.join(", "))).unwrap_or_default();
        add(format!("开始流程 {}{args}", flow.name));
    }
    for (at, event) in &call.moves {
        let time = offset(at - call.start);
        match event {
            None => add(time),
            Some(event) => {
                let line = of_event(machine, event).unwrap_or_else(|| format!("# {}", crate::api::narrate::event(machine, event).zh));
                add(if line.starts_with('#') { line } else { format!("{time} {line}") });
            }
        }
    }
    if call.undone.is_empty() {
        add(format!("期望 不违反 {name}"));
    }
    for otherwise in &call.undone {
        add(match otherwise {
            Otherwise::Do(action, _) => {
                let name = p.actions.get(*action as usize).map_or("", |a| a.name.as_str());
                // What was done before is not what is missing.
                match done(machine, call, *action) {
                    0 => format!("期望 做过 {name}"),
                    times => format!("期望 做过 {name} {}次", times + 1),
                }
            }
            Otherwise::Escalate(ladder) => {
                let first = p.ladders.get(*ladder as usize).and_then(|l| l.rungs.first());
                format!("期望 移交 {}", first.and_then(|r| p.roles.get(r.role as usize)).map_or("", |r| r.name.as_str()))
            }
        });
    }
    if lines.iter().any(|line| line.trim_start().starts_with('#')) {
        lines.insert(1, format!("  {INCOMPLETE}"));
    }
    lines
}

/// How often an action is done in a call.
fn done(machine: &Arc<Machine>, call: &Counterexample, action: u32) -> usize {
    let Some(mut session) = super::call::begun(machine, call) else { return 0 };
    for (at, event) in &call.moves {
        let went = match event {
            Some(event) => session.send(event, *at),
            None => session.advance(*at),
        };
        if went.is_err() {
            break;
        }
    }
    session.effects().iter().filter(|e| matches!(&e.kind, EffectKind::Do(done) if done.action == action)).count()
}

/// When it begins, where that is not when scenarios begin anyway.
fn begins(machine: &Machine, start: i64) -> Option<String> {
    let (date, ms) = machine.local(start)?;
    let (year, month, day) = ymd(date)?;
    let usual = MONDAY == (date, ms);
    (!usual).then(|| format!("开始 {year:04}-{month:02}-{day:02} {:02}:{:02}", ms / 3_600_000, ms / 60_000 % 60))
}

fn remarked(line: Option<String>, what: &str) -> String {
    line.unwrap_or_else(|| format!("# 给 {what} 一个值"))
}

/// `[h:]mm:ss[.fff]`
fn offset(ms: i64) -> String {
    let (h, m, s, f) = (ms / 3_600_000, ms / 60_000 % 60, ms / 1000 % 60, ms % 1000);
    let whole = if h > 0 { format!("{h}:{m:02}:{s:02}") } else { format!("{m:02}:{s:02}") };
    if f > 0 { format!("{whole}.{f:03}") } else { whole }
}

/// Values of declared places that are given, in their order.
fn named<'a>(params: &'a [Param], given: &'a Json) -> Vec<(&'a Param, &'a Json)> {
    params.iter().filter_map(|param| Some((param, given.get(param.name.as_str())?))).collect()
}

/// What a call is begun with, by name, as a reader says it.
pub(super) fn given(machine: &Machine, call: &Counterexample) -> Vec<(String, String)> {
    let p = &machine.program;
    let flow = p.flows.iter().find(|f| f.name == call.flow);
    let taken = flow.and_then(|f| f.vars.get(..f.params as usize)).unwrap_or(&[]);
    let all = named(&p.params, &call.params).into_iter().chain(named(taken, &call.args));
    all.filter_map(|(param, value)| Some((param.name.to_string(), written::value(&param.slot, &dated(machine, &param.slot.ty, value))?)))
        .collect()
}

/// An event whose lengths, instants and amounts are written as a reader says them.
pub(super) fn legible(machine: &Machine, event: &Event) -> Event {
    let p = &machine.program;
    let said = |slot: &Slot, value: &mut Json| {
        let measured = matches!(
            slot.ty,
            Type::Duration | Type::Instant | Type::Money | Type::Times | Type::Rings | Type::Chars | Type::Points | Type::Pace
        );
        if let Some(words) = written::value(slot, &dated(machine, &slot.ty, value)).filter(|_| measured && !value.is_null()) {
            *value = Json::from(words);
        }
    };
    let mut event = event.clone();
    match &mut event {
        Event::Fill { form, field, value, .. } => {
            if let Some(slot) = entered(p, form.as_deref(), field) {
                said(slot, value);
            }
        }
        Event::Host { name, args, .. } => {
            let params = p.events.iter().find(|e| e.name == *name).map_or(&[][..], |e| &e.params);
            for param in params {
                if let Some(value) = args.get_mut(param.name.as_str()) {
                    said(&param.slot, value);
                }
            }
        }
        _ => {}
    }
    event
}

/// Where a value is entered: a field of a form, or a variable that is asked for.
fn entered<'p>(p: &'p Program, form: Option<&str>, field: &str) -> Option<&'p Slot> {
    let of = |f: &&crate::program::Form| form.is_none_or(|name| f.name == name);
    let slots = p.forms.iter().filter(of).flat_map(|f| &f.fields).filter(|f| f.name == field).map(|f| &f.slot);
    let vars = p.flows.iter().flat_map(|f| &f.vars).filter(|v| v.name == field).map(|v| &v.slot);
    slots.chain(vars).next()
}

fn of_event(machine: &Machine, event: &Event) -> Option<String> {
    let p = &machine.program;
    Some(match event {
        Event::Incoming => "来电".to_owned(),
        Event::Outgoing(_) => "外呼".to_owned(),
        Event::Ring(n) => format!("振铃 {n}声"),
        Event::Answer => "接听".to_owned(),
        Event::Begin(who) => format!("{} 开口", person(p, *who)),
        Event::Finish(who) => format!("{} 说完", person(p, *who)),
        Event::Say { who, text, .. } => format!("{}: {text}", person(p, *who)),
        Event::Choose { option, .. } => format!("选项 {}", machine.label_name(*option)),
        Event::Fill { form, field, value, .. } => {
            let slot = entered(p, form.as_deref(), field)?;
            let value = written::value(slot, &dated(machine, &slot.ty, value))?;
            let of = form.as_ref().map(|f| format!("{f}.")).unwrap_or_default();
            format!("填 {of}{field} = {value}")
        }
        Event::Submit { form, .. } => format!("登记 {}", form.as_deref()?),
        Event::Host { case: Some(case), .. } if *case > 0 => return None,
        Event::Host { name, args, .. } => {
            if let Some(action) = p.actions.iter().find(|a| a.name == *name) {
                let slot = action.gives.as_ref()?;
                let value = written::value(slot, &dated(machine, &slot.ty, args.get("result")?))?;
                return Some(format!("事件 {name}({value})"));
            }
            let declared = p.events.iter().find(|e| e.name == *name)?;
            let args = named(&declared.params, args);
            let args: Option<Vec<String>> = args
                .iter()
                .map(|(param, v)| Some(format!("{}: {}", param.name, written::value(&param.slot, &dated(machine, &param.slot.ty, v))?)))
                .collect();
            format!("事件 {name}({})", args?.join(", "))
        }
        Event::Hangup(Who::Customer) => "客户挂机".to_owned(),
        Event::Hangup(Who::Agent) => "话务员挂机".to_owned(),
        Event::Hangup(who) => format!("{} 挂机", person(p, *who)),
        Event::CallEnded => "通话结束".to_owned(),
        Event::Mood(leaf) => format!("情绪 {}", machine.moods().get(*leaf as usize)?),
        Event::Hold(who) => format!("{} 保持", person(p, *who)),
        Event::Resume(who) => format!("{} 取回", person(p, *who)),
        Event::Mute(who) => format!("{} 静音", person(p, *who)),
        Event::Unmute(who) => format!("{} 取消静音", person(p, *who)),
        Event::Noise { by, kind } => format!("{} 杂音 {kind}", person(p, *by)),
        Event::Transfer(to) => format!("转接 {to}"),
        Event::Spoken(_) | Event::Told(_) | Event::Erased { .. } | Event::Advance => return None,
    })
}

/// An instant among values, as date and time.
fn dated(machine: &Machine, ty: &Type, value: &Json) -> Json {
    match (ty, value.as_i64()) {
        (Type::Instant, Some(at)) => machine.local(at).map_or(Json::Null, |(date, ms)| Json::from(written::instant(date, ms))),
        _ => value.clone(),
    }
}

fn person(p: &Program, who: Who) -> &str {
    match who {
        Who::Customer => "客户",
        Who::Agent => "话务员",
        Who::Third => "第三方",
        Who::System => "系统",
        Who::Role(r) => p.roles.get(r as usize).map_or("话务员", |r| r.name.as_str()),
    }
}
