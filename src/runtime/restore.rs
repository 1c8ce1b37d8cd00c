//! A session from its snapshot, under the program it was taken of.

use super::due::refresh;
use super::effect::Words;
use super::freeze::thaw;
use super::json::leaf_of;
use super::machine::Machine;
use super::observe::Watch;
use super::places::{Home, var_names};
use super::session::Session;
use super::snapshot::VERSION;
use super::start::Line;
use super::state::{Core, Frame, NEVER, NONE, Shown, State, Thread, Who};
use super::value::{Record, Records, Val};
use crate::base::Message;
use crate::base::calendar::zone::Zone;
use crate::base::limits::{CALL_DEPTH, OPEN_CASES};
use crate::program::{Modality, Type};
use serde_json::{Map, Value as Json};
use smol_str::SmolStr;
use std::sync::Arc;

/// Lists nested deeper than this are no snapshot of ours.
const DEPTH: u32 = 16;

/// Why a snapshot is not a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RestoreError {
    /// It was taken of another program: its hash.
    OtherProgram(String),
    /// A part is missing or names what is not there.
    Damaged(&'static str),
}

impl RestoreError {
    /// What is wrong, in both languages.
    pub fn message(&self) -> Message {
        match self {
            Self::OtherProgram(hash) => {
                Message::new(format!("快照属于另一个程序（{hash}）"), format!("the snapshot was taken of another program ({hash})"))
            }
            Self::Damaged(part) => Message::new(format!("快照已损坏：{part}"), format!("the snapshot is damaged: {part}")),
        }
    }
}

impl Session {
    /// Goes on where a snapshot was taken, as if it had never stopped.
    pub fn restore(m: Arc<Machine>, snapshot: &Json) -> Result<Self, RestoreError> {
        let o = snapshot.as_object().ok_or(RestoreError::Damaged("snapshot"))?;
        if o.get("snapshot").and_then(Json::as_u64) != Some(u64::from(VERSION)) {
            return Err(RestoreError::Damaged("snapshot"));
        }
        let hash = o.get("program").and_then(Json::as_str).ok_or(RestoreError::Damaged("program"))?;
        if hash != m.hash {
            return Err(RestoreError::OtherProgram(hash.to_owned()));
        }
        let mut reader = Reader { m: &m, records: 0 };
        let mut st = reader.state(o).map_err(RestoreError::Damaged)?;
        let records = reader.records;
        refresh(&m, &mut st);
        let id = o.get("id").and_then(Json::as_str).unwrap_or("").into();
        let watch = if m.rules.any() {
            let watch = o.get("rules").and_then(|rules| Watch::thaw(&m, rules, st.core.audit, records));
            Some(Box::new(watch.ok_or(RestoreError::Damaged("rules"))?))
        } else {
            None
        };
        Ok(Self { m, st, out: Vec::new(), id, saved: None, watch, run: 0 })
    }
}

struct Reader<'a> {
    m: &'a Machine,
    /// How many records the snapshot has.
    records: usize,
}

type Read<T> = Result<T, &'static str>;

impl Reader<'_> {
    fn state(&mut self, o: &Map<String, Json>) -> Read<State> {
        let records = list(o, "records")?;
        self.records = records.len().min(super::eval::RECORDS);
        let items = records.iter().map(|r| self.record(r)).collect::<Read<Vec<_>>>()?;
        let given = object(o, "params")?;
        let params = self.m.program.params.iter().map(|p| self.value(&p.slot.ty, given.get(p.name.as_str()))).collect::<Read<Vec<_>>>()?;
        let threads = list(o, "threads")?;
        if threads.is_empty() || threads.len() > 2 * OPEN_CASES + 1 {
            return Err("threads");
        }
        let threads = threads.iter().map(|t| self.thread(t)).collect::<Read<Vec<_>>>()?;
        let mut ids: Vec<u32> = threads.iter().map(|t| t.id).collect();
        ids.sort_unstable();
        let unlike = ids.windows(2).all(|w| matches!(w, [a, b] if a != b));
        if !unlike || threads.first().is_none_or(|t| t.id != 0) {
            return Err("threads");
        }
        let mut turns = Vec::new();
        for turn in list(o, "turns")? {
            let turn = turn.as_object().ok_or("turns")?;
            turns.push((int(turn, "until")?, self.who(turn)?));
        }
        turns.sort_by_key(|(at, _)| *at);
        let kept = items.len();
        let limits = self.m.thaw_limits(o.get("limits"), self.records)?;
        Ok(State { core: self.core(o)?, params: params.into(), threads, records: Records { items, kept }, limits, turns })
    }

    fn core(&self, o: &Map<String, Json>) -> Read<Core> {
        let line = object(o, "line")?;
        let maybe = |key: &str| line.get(key).and_then(Json::as_i64);
        let mood = match line.get("mood") {
            Some(Json::String(name)) => {
                let taxonomy = self.m.index.mood.and_then(|t| self.m.program.taxonomies.get(t as usize));
                Some(taxonomy.and_then(|t| leaf_of(t, name)).ok_or("mood")?)
            }
            other => other.and_then(Json::as_u64).and_then(|n| u32::try_from(n).ok()),
        };
        let bits = |key| small(line, key).and_then(|n| u8::try_from(n).map_err(|_| "line"));
        let silent = line.get("silent").and_then(Json::as_array).ok_or("silent")?;
        let since = |i: usize| silent.get(i).and_then(Json::as_i64);
        Ok(Core {
            now: int(o, "now")?,
            due: NEVER,
            done: small(o, "done")?,
            opened: small(o, "opened")?,
            asides: small(o, "asides")?,
            line: o.get("follows").and_then(Json::as_str).and_then(Line::of).ok_or("follows")?,
            shared: flag(o, "shared"),
            audit: flag(o, "audit"),
            rang: maybe("rang"),
            ring: small(line, "ring")?,
            picked: small(line, "picked")?,
            answered: maybe("answered"),
            over: maybe("over"),
            closed: flag(line, "closed"),
            measured: int(o, "now")?,
            mood,
            speaking: bits("speaking")?,
            held: flag(line, "held"),
            muted: bits("muted")?,
            silent: [since(0), since(1), since(2)],
            called: match line.get("called").and_then(Json::as_str) {
                Some(name) => Some(Zone::named(name).ok_or("called")?),
                None => None,
            },
        })
    }

    fn record(&self, json: &Json) -> Read<Record> {
        let o = json.as_object().ok_or("records")?;
        let name = o.get("form").and_then(Json::as_str).ok_or("form")?;
        let form = self.m.program.forms.iter().position(|f| f.name == name).ok_or("form")?;
        let given = object(o, "values")?;
        let fields = self.m.program.forms.get(form).map_or(&[][..], |f| &f.fields);
        let values = fields.iter().map(|f| self.value(&f.slot.ty, given.get(f.name.as_str()))).collect::<Read<Vec<_>>>()?;
        Ok(Record { form: form as u32, values, confirmed: flag(o, "confirmed") })
    }

    fn thread(&self, json: &Json) -> Read<Thread> {
        let o = json.as_object().ok_or("threads")?;
        let flow = match o.get("flow").and_then(Json::as_str) {
            Some(name) => self.m.flow(name).ok_or("flow")?,
            // A line without a flow, or a body outside any.
            None => NONE,
        };
        let acting = match o.get("acting").and_then(Json::as_str) {
            Some(name) => Some(self.m.role(name).ok_or("acting")?),
            None => None,
        };
        let mut thread =
            Thread { id: small(o, "case")?, flow, acting, ended: flag(o, "ended"), told: flag(o, "told"), ..Thread::default() };
        thread.identified = flag(o, "identified");
        // A session that was kept before consents were is one in which nobody agreed to anything.
        for name in o.get("consents").and_then(Json::as_array).into_iter().flatten() {
            let action = self.m.program.actions.iter().position(|a| name.as_str() == Some(a.name.as_str())).ok_or("consents")?;
            thread.agree(action as u32);
        }
        let frames = list(o, "frames")?;
        if frames.len() > 2 * CALL_DEPTH + 1 || (frames.is_empty() && !thread.ended) {
            return Err("frames");
        }
        for frame in frames {
            self.frame(&mut thread, frame)?;
        }
        for (name, args) in object(o, "events")? {
            let event = self.m.program.events.iter().position(|e| e.name == *name).ok_or("events")?;
            let params = self.m.program.events.get(event).map_or(&[][..], |e| &e.params);
            let args = params.iter().map(|p| self.value(&p.slot.ty, args.get(p.name.as_str()))).collect::<Read<Vec<_>>>()?;
            thread.events.push((event as u32, args));
        }
        thread.events.sort_by_key(|(event, _)| *event);
        thread.shown = list(o, "shown")?.iter().map(shown).collect::<Read<Vec<_>>>()?;
        Ok(thread)
    }

    fn frame(&self, thread: &mut Thread, json: &Json) -> Read<()> {
        let o = json.as_object().ok_or("frames")?;
        let at = thread.frames.len() as u32;
        let name = |key: &str| o.get(key).and_then(Json::as_str);
        let mut frame = match name("handler") {
            Some(handler) if at == 0 => self.loose(thread, o, handler)?,
            Some(handler) => self.body(thread, o, handler)?,
            None => self.invocation(thread, o, at)?,
        };
        if let Some(key) = name("key") {
            thread.keys.push((at, key.into()));
        }
        let (flow, step) = self.m.step(frame.step).or(thread.aside.map(|_| (NONE, NONE))).ok_or("step")?;
        let home = match self.m.home_of(frame.handler) {
            Some(answer) if frame.handler != NONE => answer.home,
            _ => Home::Step(flow, step),
        };
        let places = self.m.places(home);
        let find = |name: &str| places.iter().find(|(n, _)| n == name).map(|(_, pc)| *pc);
        frame.pc = find(name("wait").ok_or("wait")?).ok_or("wait")?;
        frame.due = o.get("due").and_then(Json::as_i64).unwrap_or(NEVER);
        frame.awaits = o.get("awaits").and_then(Json::as_u64).and_then(|n| u32::try_from(n).ok()).unwrap_or(0);
        (frame.unstarted, frame.closed, frame.answered) = (flag(o, "unstarted"), flag(o, "closed"), flag(o, "answered"));
        for (name, times) in o.get("again").and_then(Json::as_object).into_iter().flatten() {
            let times = times.as_u64().and_then(|n| u32::try_from(n).ok()).ok_or("again")?;
            thread.again.push((at, find(name).ok_or("again")?, times));
        }
        thread.frames.push(frame);
        Ok(())
    }

    fn invocation(&self, thread: &mut Thread, o: &Map<String, Json>, at: u32) -> Read<Frame> {
        let name = |key: &str| o.get(key).and_then(Json::as_str);
        let flow = self.m.flow(name("flow").ok_or("flow")?).ok_or("flow")?;
        let declared = self.m.program.flows.get(flow as usize).ok_or("flow")?;
        let wanted = name("step").ok_or("step")?;
        let step = declared.steps.iter().position(|s| s.name == wanted).ok_or("step")? as u32;
        let first = self.m.index.flows.get(flow as usize).ok_or("flow")?.first_step;
        let base = thread.vars.len() as u32;
        let given = object(o, "values")?;
        for (var, name) in declared.vars.iter().zip(var_names(&declared.vars)) {
            thread.vars.push(self.value(&var.slot.ty, given.get(name.as_str()))?);
        }
        let (entered, stayed) = (int(o, "entered")?, int(o, "stayed")?);
        Ok(Frame { owner: at, step: first + step, base, handler: NONE, entered, stayed, due: NEVER, ..blank() })
    }

    /// The body of a limit outside any flow, with its variables.
    fn loose(&self, thread: &mut Thread, o: &Map<String, Json>, handler: &str) -> Read<Frame> {
        let id = self.m.body_named(handler).ok_or("handler")?;
        let starter = o.get("starter").and_then(Json::as_u64).map_or(Ok(NONE), |n| u32::try_from(n).map_err(|_| "starter"))?;
        thread.aside = Some((starter, small(o, "case")?));
        let values = list(o, "values")?;
        for (i, var) in self.m.body_vars(id).iter().enumerate() {
            thread.vars.push(self.value(&var.slot.ty, values.get(i).and_then(|pair| pair.get(1)))?);
        }
        if thread.vars.is_empty() {
            return Err("values");
        }
        Ok(Frame { handler: id, ..blank() })
    }

    fn body(&self, thread: &Thread, o: &Map<String, Json>, handler: &str) -> Read<Frame> {
        let owner = small(o, "of")?;
        let scope = *thread.frames.get(owner as usize).filter(|f| f.handler == NONE).ok_or("of")?;
        if let Some(id) = self.m.body_named(handler) {
            return Ok(Frame { handler: id, ..scope });
        }
        let (flow, step) = self.m.step(scope.step).ok_or("step")?;
        let home = if flag(o, "anytime") { Home::Flow(flow) } else { Home::Step(flow, step) };
        let answer = self.m.answers(home).into_iter().find(|a| a.name == handler).ok_or("handler")?;
        Ok(Frame { handler: answer.id, ..scope })
    }

    fn value(&self, ty: &Type, json: Option<&Json>) -> Read<Val> {
        json.map_or(Ok(Val::Unknown), |json| thaw(self.m, ty, json, self.records, DEPTH).ok_or("value"))
    }

    fn who(&self, o: &Map<String, Json>) -> Read<Who> {
        o.get("who").and_then(Json::as_str).and_then(|name| self.m.who_named(name)).ok_or("who")
    }
}

fn blank() -> Frame {
    Frame {
        owner: 0,
        step: NONE,
        pc: NONE,
        base: 0,
        handler: NONE,
        awaits: 0,
        entered: 0,
        stayed: 0,
        due: NEVER,
        unstarted: false,
        closed: false,
        answered: false,
    }
}

fn shown(json: &Json) -> Read<Shown> {
    if let Some(text) = json.get("tip").and_then(Json::as_str) {
        return Ok(Shown::Tip(SmolStr::new(text)));
    }
    let modality: Modality = json.get("modality").and_then(|m| serde_json::from_value(m.clone()).ok()).ok_or("shown")?;
    let words = json.get("words").and_then(Json::as_array).ok_or("shown")?;
    let words: Option<Vec<SmolStr>> = words.iter().map(|w| w.as_str().map(SmolStr::new)).collect();
    Ok(Shown::Line(modality, Words::new(words.ok_or("shown")?)))
}

fn object<'a>(o: &'a Map<String, Json>, key: &'static str) -> Read<&'a Map<String, Json>> {
    o.get(key).and_then(Json::as_object).ok_or(key)
}

fn list<'a>(o: &'a Map<String, Json>, key: &'static str) -> Read<&'a [Json]> {
    o.get(key).and_then(Json::as_array).map(Vec::as_slice).ok_or(key)
}

fn int(o: &Map<String, Json>, key: &'static str) -> Read<i64> {
    o.get(key).and_then(Json::as_i64).ok_or(key)
}

fn small(o: &Map<String, Json>, key: &'static str) -> Read<u32> {
    o.get(key).and_then(Json::as_u64).and_then(|n| u32::try_from(n).ok()).ok_or(key)
}

fn flag(o: &Map<String, Json>, key: &str) -> bool {
    o.get(key).and_then(Json::as_bool).unwrap_or(false)
}
