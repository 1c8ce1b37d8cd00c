//! The beginning of a session.

use super::error::EventError;
use super::fill::Refused;
use super::machine::Machine;
use super::observe::Watch;
use super::run::{FUEL, Run};
use super::session::Session;
use super::state::{Core, NEVER, State, Thread};
use super::value::{Records, Val};
use super::{
    eval::{Eval, Hand},
    json::leaf_of,
};
use crate::base::Message;
use crate::program::Param;
use serde_json::Value as Json;
use smol_str::SmolStr;
use std::cell::RefCell;
use std::sync::Arc;

/// How a session begins.
#[derive(Debug, Clone, Default)]
pub struct Start {
    /// The flow; the program's first entry where none is named.
    pub flow: Option<SmolStr>,
    /// The flow's arguments, by name or by position.
    pub args: Json,
    /// The session's parameters, by name.
    pub params: Json,
    /// The instant, ms since the epoch.
    pub at: i64,
    /// What the host calls the session.
    pub id: SmolStr,
}

/// Why a session does not begin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StartError {
    /// The program has no flow to start.
    NoFlow,
    /// No flow of this name: the flows there are.
    UnknownFlow(SmolStr, Vec<SmolStr>),
    /// A parameter or argument is missing: its name, what it takes.
    Missing(SmolStr, Vec<SmolStr>),
    /// A parameter or argument has a wrong value: its name, what was given, what it takes.
    Wrong(SmolStr, String, Vec<SmolStr>),
    /// A parameter or argument nobody declared: its name, those there are.
    Unknown(SmolStr, Vec<SmolStr>),
    /// The first step cannot be played.
    Refused(EventError),
}

impl StartError {
    /// The stable id.
    pub fn id(&self) -> &'static str {
        match self {
            Self::NoFlow => "no_flow",
            Self::UnknownFlow(..) => "unknown_flow",
            Self::Missing(..) => "missing_param",
            Self::Wrong(..) => "wrong_param",
            Self::Unknown(..) => "unknown_param",
            Self::Refused(error) => error.kind.id(),
        }
    }

    /// What is wrong, in both languages.
    pub fn message(&self) -> Message {
        let list = |names: &[SmolStr]| names.iter().map(SmolStr::as_str).collect::<Vec<_>>().join("、");
        match self {
            Self::NoFlow => Message::new("程序里没有可以开始的流程", "the program has no flow to start"),
            Self::UnknownFlow(name, all) => Message::new(
                format!("没有流程“{name}”，可以开始的有：{}", list(all)),
                format!("no flow `{name}`; there are: {}", list(all)),
            ),
            Self::Missing(name, wants) => {
                Message::new(format!("缺少参数“{name}”（{}）", list(wants)), format!("parameter `{name}` is missing ({})", list(wants)))
            }
            Self::Wrong(name, given, wants) => Message::new(
                format!("参数“{name}”不合要求：{given}，应为{}", list(wants)),
                format!("parameter `{name}` cannot be {given}; it takes {}", list(wants)),
            ),
            Self::Unknown(name, all) => {
                Message::new(format!("没有参数“{name}”，有：{}", list(all)), format!("no parameter `{name}`; there are: {}", list(all)))
            }
            Self::Refused(error) => error.message(),
        }
    }
}

impl Session {
    /// Begins a session: its flow is played until it waits.
    pub fn new(m: Arc<Machine>, start: Start) -> Result<Self, StartError> {
        let flow = entry(&m, start.flow.as_deref())?;
        let mut records = Records::default();
        let core = Core { now: start.at, due: NEVER, mood: first_mood(&m), ..Core::default() };
        let params = given(&m, &core, &mut records, &m.program.params, &start.params)?;
        let declared = m.program.flows.get(flow as usize).ok_or(StartError::NoFlow)?;
        let args = given(&m, &core, &mut records, declared.vars.get(..declared.params as usize).unwrap_or(&[]), &start.args)?;
        let threads = vec![Thread { flow, ..Thread::default() }];
        let st = State { core, params: params.into(), threads, records, turns: Vec::new() };
        let watch = m.rules.any().then(|| Box::new(Watch::new(&m, start.at, false)));
        let mut session = Self { m, st, out: Vec::new(), id: start.id, saved: None, watch };
        let begun = session.undoing(|run: &mut Run<'_>| {
            let entry = run.call(0, flow, args)?;
            run.go(0, entry)?;
            Ok::<(), Refused>(())
        });
        begun.map_err(StartError::Refused)?;
        session.judge().map_err(StartError::Refused)?;
        Ok(session)
    }

    /// A session in which nothing is played: what a recording says is judged, actions are not done.
    pub fn audit(m: Arc<Machine>, start: Start) -> Result<Self, StartError> {
        let mut records = Records::default();
        let core = Core { now: start.at, due: NEVER, mood: first_mood(&m), ..Core::default() };
        let params = given(&m, &core, &mut records, &m.program.params, &start.params)?;
        let st = State { core, params: params.into(), threads: Vec::new(), records, turns: Vec::new() };
        let watch = m.rules.any().then(|| Box::new(Watch::new(&m, start.at, true)));
        Ok(Self { m, st, out: Vec::new(), id: start.id, saved: None, watch })
    }
}

fn entry(m: &Machine, name: Option<&str>) -> Result<u32, StartError> {
    match name {
        None => m.program.entries.first().copied().or((!m.program.flows.is_empty()).then_some(0)).ok_or(StartError::NoFlow),
        Some(name) => m.flow(name).ok_or_else(|| StartError::UnknownFlow(name.into(), m.entries().cloned().collect())),
    }
}

/// The mood a call begins with: the calm one, else the first.
fn first_mood(m: &Machine) -> Option<u32> {
    let taxonomy = m.program.taxonomies.get(m.index.mood? as usize)?;
    ["平静", "正常"].iter().find_map(|name| leaf_of(taxonomy, name)).or((!taxonomy.leaves.is_empty()).then_some(0))
}

/// The values of declared places, from JSON by name or by position.
fn given(m: &Machine, core: &Core, records: &mut Records, declared: &[Param], json: &Json) -> Result<Vec<Val>, StartError> {
    let names = || declared.iter().map(|p| p.name.clone()).collect::<Vec<_>>();
    match json {
        Json::Object(o) => {
            if let Some(name) = o.keys().find(|name| !declared.iter().any(|p| p.name == name.as_str())) {
                return Err(StartError::Unknown(name.into(), names()));
            }
        }
        Json::Array(items) if items.len() > declared.len() => return Err(StartError::Unknown(items.len().to_string().into(), names())),
        Json::Null | Json::Array(_) => {}
        other => return Err(StartError::Wrong("".into(), other.to_string(), names())),
    }
    let mut values: Vec<Val> = Vec::with_capacity(declared.len());
    for (i, param) in declared.iter().enumerate() {
        let json = match json {
            Json::Object(o) => o.get(param.name.as_str()),
            Json::Array(items) => items.get(i),
            _ => None,
        };
        let mut fuel = FUEL;
        let done = values.clone();
        let faults = RefCell::default();
        let mut eval = Eval {
            m,
            core,
            params: &done,
            records,
            vars: &[],
            args: &[],
            events: &[],
            fuel: &mut fuel,
            depth: 0,
            calendar: m.program.calendar,
            faults: &faults,
            hand: Hand::default(),
        };
        let value = match (json, &param.default) {
            (Some(json), _) => eval
                .read_slot(&param.slot, json)
                .ok_or_else(|| StartError::Wrong(param.name.clone(), json.to_string(), eval.wanted(&param.slot)))?,
            (None, Some(default)) => eval.eval(default),
            (None, None) if param.slot.optional => Val::Unknown,
            (None, None) => return Err(StartError::Missing(param.name.clone(), eval.wanted(&param.slot))),
        };
        values.push(value);
    }
    Ok(values)
}
