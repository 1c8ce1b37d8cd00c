//! The beginning of a session.

use super::error::EventError;
use super::eval::with_params;
use super::fill::Refused;
use super::json::leaf_of;
use super::limits::Limits;
use super::lines::Lines;
use super::machine::Machine;
use super::observe::Watch;
use super::run::Run;
use super::session::Session;
use super::state::{Core, NEVER, NONE, State, Thread};
use super::value::{Records, Val};
use crate::base::Message;
use crate::program::Param;
use serde_json::Value as Json;
use smol_str::SmolStr;
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
    /// What the session follows.
    pub line: Line,
    /// The host keeps sessions for the wider time lines as well: what lives on those is left to them.
    pub shared: bool,
    /// A recording: limits and rules judge what happened, no flow is played and nothing is done.
    pub audit: bool,
    /// Names of roles that nobody has: rungs that may be left out for want of somebody are passed by.
    pub absent: Vec<SmolStr>,
}

/// What a session follows: a flow, or a time line on which no flow runs and only limits, schedules and rules watch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Line {
    /// The flow that is started.
    #[default]
    Flow,
    /// 通话: a call without a flow.
    Call,
    /// 工单: a case without a flow.
    Case,
    /// 机构: everything, without end. 周期 are watched here.
    Organisation,
}

impl Line {
    const ALL: [(Self, &'static str); 4] =
        [(Self::Flow, "flow"), (Self::Call, "call"), (Self::Case, "case"), (Self::Organisation, "organisation")];

    /// Its word in data.
    pub fn word(self) -> &'static str {
        Self::ALL.iter().find(|(line, _)| *line == self).map_or("flow", |(_, word)| word)
    }

    /// The line of a word.
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, w)| *w == word).map(|(line, _)| *line)
    }
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
    /// A role that the program does not have.
    UnknownRole(SmolStr),
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
            Self::UnknownRole(_) => "unknown_role",
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
            Self::UnknownRole(name) => Message::new(format!("没有角色“{name}”"), format!("no role `{name}`")),
            Self::Refused(error) => error.message(),
        }
    }
}

impl Session {
    /// Begins a session: its flow, where there is one, is played until it waits.
    pub fn new(m: Arc<Machine>, start: Start) -> Result<Self, StartError> {
        // A recording plays no flow: it is a call that is over.
        let line = if start.audit && start.line == Line::Flow { Line::Call } else { start.line };
        let flow = match line {
            Line::Flow => Some(entry(&m, start.flow.as_deref())?),
            Line::Call | Line::Case | Line::Organisation => None,
        };
        let mut records = Records::default();
        let (shared, audit) = (start.shared, start.audit);
        let core = Core { now: start.at, begun: start.at, due: NEVER, mood: first_mood(&m), line, shared, audit, ..Core::default() };
        let params = given(&m, &core, &mut records, &m.program.params, &start.params)?;
        let declared = flow.and_then(|f| m.program.flows.get(f as usize));
        let takes = declared.and_then(|f| f.vars.get(..f.params as usize)).unwrap_or(&[]);
        let args = given(&m, &core, &mut records, takes, &start.args)?;
        let absent: Result<Vec<u32>, StartError> =
            start.absent.iter().map(|name| m.role(name).ok_or_else(|| StartError::UnknownRole(name.clone()))).collect();
        let limits = Limits { absent: absent?.into(), ..Limits::default() };
        // A line without a flow has a call that is over: cases and the host's events may still come.
        let threads = vec![Thread { flow: flow.unwrap_or(NONE), ended: flow.is_none(), ..Thread::default() }];
        let st = State { core, params: params.into(), threads, records, limits, turns: Vec::new() };
        let watch = m.rules.any().then(|| Box::new(Watch::new(&m, start.at, audit)));
        let lines = m.index.orders.then(Box::<Lines>::default);
        let hears = lines.is_some();
        let mut session = Self { m, st, out: Vec::new(), id: start.id, saved: None, watch, lines, hears, run: 0 };
        session.begin_rules();
        let begun = session.undoing(|run: &mut Run<'_>| {
            if line == Line::Organisation {
                run.begin_periods();
            }
            if let Some(flow) = flow {
                let entry = run.call(0, flow, args)?;
                run.go(0, entry)?;
            }
            Ok::<(), Refused>(())
        });
        begun.map_err(StartError::Refused)?;
        session.judge().map_err(StartError::Refused)?;
        Ok(session)
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
        let value = with_params(m, core, &values, records, |eval| match (json, &param.default) {
            (Some(json), _) => eval
                .read_slot(&param.slot, json)
                .ok_or_else(|| StartError::Wrong(param.name.clone(), json.to_string(), eval.wanted(&param.slot))),
            (None, Some(default)) => Ok(eval.eval(default)),
            // Of a recording nobody need know with what parameters the call was begun.
            (None, None) if param.slot.optional || core.audit => Ok(Val::Unknown),
            (None, None) => Err(StartError::Missing(param.name.clone(), eval.wanted(&param.slot))),
        })?;
        values.push(value);
    }
    Ok(values)
}
