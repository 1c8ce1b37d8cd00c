//! Programs made by hand, so that the runtime is tested apart from the compiler.

use huashu::program::{
    Actor, CompareOp, Event, EventKind, EventPattern, Expr, Flow, Handler, Limit, LimitBound, MatchMode, Modality, Op, Opt, Param, Pc,
    Program, Say, SayWords, Slot, SourceMap, SourcePlace, Step, Template, TemplatePart, Test, Type, Value, Wait, WaitArm,
};
use huashu::runtime::{Event as Happens, Machine, Session, Start};
use serde_json::Value as Json;
use std::sync::Arc;

/// A program in the making.
#[derive(Default)]
pub(crate) struct Make {
    pub(crate) p: Program,
}

impl Make {
    pub(crate) fn new() -> Self {
        let p = Program { edition: "2026".into(), package: "试".into(), zone: "Asia/Shanghai".into(), ..Program::default() };
        Self { p }
    }

    pub(crate) fn line(&mut self, text: &str) -> u32 {
        self.template(vec![TemplatePart::Plain(text.into())])
    }

    pub(crate) fn template(&mut self, parts: Vec<TemplatePart>) -> u32 {
        self.p.lines.push(Template { id: format!("l{}", self.p.lines.len()).into(), parts });
        self.p.lines.len() as u32 - 1
    }

    pub(crate) fn says(&mut self, text: &str) -> Say {
        let line = self.line(text);
        Say {
            modality: Modality::Must,
            words: vec![SayWords::Line(line, MatchMode::Gist)],
            pace: None,
            pause: None,
            promises: vec![],
            basis: vec![],
        }
    }

    pub(crate) fn say(&mut self, text: &str) -> Op {
        Op::Say(Box::new(self.says(text)))
    }

    pub(crate) fn tip(&mut self, text: &str) -> Op {
        Op::Tip(self.line(text))
    }

    pub(crate) fn label(&mut self, name: &str) -> u32 {
        if let Some(i) = self.p.labels.iter().position(|l| l == name) {
            return i as u32;
        }
        self.p.labels.push(name.into());
        self.p.labels.len() as u32 - 1
    }

    pub(crate) fn end(&mut self, name: &str) -> Op {
        self.p.results.push(name.into());
        Op::End(self.p.results.len() as u32 - 1)
    }

    pub(crate) fn code(&mut self, ops: Vec<Op>) -> Pc {
        self.p.code.extend(ops);
        self.p.code.len() as u32
    }

    pub(crate) fn next(&self) -> Pc {
        self.p.code.len() as u32
    }

    pub(crate) fn option(&mut self, label: &str, ops: Vec<Op>) -> Opt {
        let label = self.label(label);
        let body = self.next();
        self.code(ops);
        Opt { label, formerly: vec![], other: false, only: vec![], provided: None, acts: vec![], samples: vec![], body, basis: vec![] }
    }

    pub(crate) fn handler(&mut self, on: EventPattern, ops: Vec<Op>) -> Handler {
        let body = self.next();
        self.code(ops);
        Handler { on: vec![on], body }
    }

    pub(crate) fn step(&mut self, name: &str, ops: Vec<Op>) -> Step {
        let entry = self.next();
        self.code(ops);
        Step {
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
        }
    }

    pub(crate) fn flow(&mut self, name: &str, params: u32, vars: Vec<Param>, steps: Vec<Step>) -> u32 {
        self.p.flows.push(Flow {
            name: name.into(),
            formerly: vec![],
            params,
            vars,
            gives: None,
            case: false,
            by: None,
            measure: None,
            handlers: vec![],
            options: vec![],
            steps,
            basis: vec![],
            doc: None,
        });
        let flow = self.p.flows.len() as u32 - 1;
        if self.p.entries.is_empty() {
            self.p.entries.push(flow);
        }
        flow
    }

    pub(crate) fn event(&mut self, name: &str, params: Vec<Param>) -> u32 {
        self.p.events.push(Event { name: name.into(), formerly: vec![], params });
        self.p.events.len() as u32 - 1
    }

    pub(crate) fn machine(self) -> Arc<Machine> {
        let at = |i: usize| SourcePlace(0, i as u32 + 1, 1);
        let sources = SourceMap {
            files: vec!["试.hua".into()],
            code: (0..self.p.code.len()).map(at).collect(),
            flows: (0..self.p.flows.len()).map(at).collect(),
            steps: self.p.flows.iter().map(|f| (0..f.steps.len()).map(at).collect()).collect(),
            ..SourceMap::default()
        };
        Machine::new(self.p, sources).expect("a sound program")
    }
}

pub(crate) fn slot(ty: Type) -> Slot {
    Slot { ty, optional: false, range: None }
}

pub(crate) fn param(name: &str, ty: Type) -> Param {
    Param { name: name.into(), formerly: vec![], slot: slot(ty), default: None }
}

pub(crate) fn pattern(kind: EventKind) -> EventPattern {
    EventPattern { kind, actor: None, test: None, filter: None }
}

pub(crate) fn by(kind: EventKind, actor: Actor) -> EventPattern {
    EventPattern { kind, actor: Some(actor), test: None, filter: None }
}

pub(crate) fn beyond(kind: EventKind, ms: i64) -> EventPattern {
    EventPattern { kind, actor: None, test: Some(Test::Compare(CompareOp::Gt, Expr::Value(Value::Duration(ms)))), filter: None }
}

pub(crate) fn within(ms: i64) -> Limit {
    Limit { bound: LimitBound::Length(Expr::Value(Value::Duration(ms))), from: vec![], calendar: None, shift: None, retroactive: false }
}

pub(crate) fn wait(on: Vec<EventPattern>, limit: Option<Limit>, timeout: Option<Pc>, then: Pc) -> Op {
    Op::Wait(Box::new(Wait { on, arms: vec![], limit, timeout, then }))
}

pub(crate) fn arms(arms: Vec<(EventPattern, Pc)>, then: Pc) -> Op {
    let arms = arms.into_iter().map(|(on, body)| WaitArm { on: vec![on], body }).collect();
    Op::Wait(Box::new(Wait { on: vec![], arms, limit: None, timeout: None, then }))
}

pub(crate) fn begin(machine: &Arc<Machine>) -> Session {
    Session::new(Arc::clone(machine), Start::default()).expect("it begins")
}

/// Plays lines of events and gives every effect as a line.
pub(crate) fn play(machine: &Arc<Machine>, events: &str) -> String {
    let mut session = begin(machine);
    let mut out = drain(&mut session);
    for line in events.lines().map(str::trim).filter(|l| !l.is_empty()) {
        send(&mut session, line);
        out.push_str(&format!("> {line}\n"));
        out.push_str(&drain(&mut session));
    }
    out
}

/// Sends a line; a refusal is reported among the effects.
pub(crate) fn send(session: &mut Session, line: &str) {
    match session.machine().read_event(line) {
        Ok((at, event)) => {
            if let Err(error) = session.send(&event, at) {
                session.report(error, at);
            }
        }
        Err(error) => session.report(error, 0),
    }
}

pub(crate) fn drain(session: &mut Session) -> String {
    let text = session.effects().iter().map(|e| brief(&session.effect_json(e)) + "\n").collect();
    session.clear_effects();
    text
}

/// An effect in short: what does not change from one to the next is left out.
pub(crate) fn brief(json: &Json) -> String {
    let mut o = json.as_object().cloned().expect("an object");
    for key in ["file", "flow", "message_en"] {
        o.remove(key);
    }
    Json::Object(o).to_string()
}

pub(crate) fn choose(machine: &Machine, label: &str) -> Happens {
    Happens::Choose { option: machine.label(label).expect("a label"), case: None }
}
