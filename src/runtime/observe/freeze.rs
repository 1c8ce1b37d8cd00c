//! The state of the observers as a snapshot holds it: by the names of rules, stretches, events and keys.

use super::notes::freeze_note;
use super::state::{Grows, Inst, InstKey, Pending, Ruling, Watch};
use crate::program::spell::{For, Speller};
use crate::program::{EventKind, Param, Rule, StretchRef};
use crate::runtime::freeze::{freeze_key, freeze_slot};
use crate::runtime::lines::freeze_turns;
use crate::runtime::machine::Machine;
use crate::runtime::pattern::silence_of;
use crate::runtime::state::NEVER;
use crate::runtime::value::Val;
use serde_json::{Map, Value as Json, json};

impl Watch {
    /// As a snapshot holds it.
    pub(crate) fn freeze(&self, m: &Machine) -> Json {
        let rule = |r: usize| m.program.rules.get(r).map_or("", |r| r.name.as_str());
        let tally = self.tally.iter().enumerate().filter(|(_, t)| **t != super::state::Tally::default());
        let stretches = m.rules.stretches.iter().zip(&self.stretches).filter(|(_, s)| s.depth > 0 || s.last.is_some());
        let mut instances = Vec::new();
        for (ix, all) in m.rules.sentences.iter().zip(&self.instances) {
            for (key, inst) in all {
                let mut frozen = freeze_inst(m, key, inst);
                frozen.insert("rule".into(), rule(ix.rule as usize).into());
                frozen.insert("sentence".into(), (ix.number + 1).into());
                instances.push(Json::Object(frozen));
            }
        }
        let metric = |i: usize| m.program.metrics.get(i).map_or("", |x| x.name.as_str());
        let mut frozen = json!({
            "settled": self.settled,
            "begun": self.begun,
            "over": self.over,
            "seq": self.seq,
            "first": self.first,
            "open": self.open,
            "line": self.line,
            "talks": m.rules.measures.iter().zip(&self.talks).map(|(measure, talk)| json!([measure, talk])).collect::<Vec<_>>(),
            "gaps": self.gaps,
            "sentences": m.sentence_texts(),
            "late": self.late.iter().filter_map(|(q, gap)| {
                let ix = m.rules.sentences.get(*q as usize)?;
                Some(json!([rule(ix.rule as usize), ix.number + 1, gap]))
            }).collect::<Vec<_>>(),
            "at": self.given.map(|(f, s)| step_names(m, f, s)),
            "moves": m.rules.moves,
            "steps": self.steps.iter().map(|(case, f, s, at)| json!([case, step_names(m, *f, *s), at])).collect::<Vec<_>>(),
            "stretches": stretches.map(|(ix, s)| (stretch_name(m, &ix.of), json!([s.since, s.seq, s.depth, s.timed, s.last])))
                .collect::<Map<_, _>>(),
            "observers": instances,
            "ruling": self.ruling.iter().filter_map(|((q, key), ruling)| freeze_ruling(m, *q, key, ruling)).collect::<Vec<_>>(),
            "lengths": self.lengths.iter().filter_map(|(due, grows, since)| Some(json!([length_name(m, *grows)?, due, since])))
                .collect::<Vec<_>>(),
            "found": tally.map(|(r, t)| (rule(r).to_owned(), json!(t))).collect::<Map<_, _>>(),
            "did": self.done.iter().map(|(at, action, args)| {
                json!([at, m.program.actions.get(*action as usize).map(|a| a.name.as_str()), args])
            }).collect::<Vec<_>>(),
            "metrics": self.items.iter().enumerate().filter(|(_, i)| !i.is_empty()).map(|(i, items)| (metric(i).to_owned(), json!(items)))
                .collect::<Map<_, _>>(),
            "unsettled": self.queue.iter().map(|n| freeze_note(m, n)).collect::<Vec<_>>(),
        });
        if let (Some(said), Some(o)) = (self.said.as_ref().filter(|s| !s.is_empty()), frozen.as_object_mut()) {
            o.insert("said".into(), freeze_turns(m, said));
        }
        frozen
    }
}

fn freeze_ruling(m: &Machine, q: u32, key: &InstKey, ruling: &Ruling) -> Option<Json> {
    let ix = m.rules.sentences.get(q as usize)?;
    let rule = m.program.rules.get(ix.rule as usize)?;
    (!ruling.is_idle()).then(|| {
        json!({
            "rule": rule.name.as_str(), "sentence": ix.number + 1, "key": key.key.as_str(), "case": key.case,
            "since": ruling.since, "args": freeze_args(m, &ruling.args),
        })
    })
}

fn freeze_inst(m: &Machine, key: &InstKey, inst: &Inst) -> Map<String, Json> {
    let mut o = Map::new();
    let mut put = |name: &str, value: Json| o.insert(name.into(), value);
    if !key.key.is_empty() {
        put("key", key.key.as_str().into());
        put("value", freeze_key(m, &inst.value));
    }
    put("case", key.case.into());
    put("from", json!([inst.from, inst.seq]));
    put("state", inst.state.into());
    put("count", inst.count.into());
    put("since", json!(inst.since));
    put("timed", inst.timed.into());
    put("total", inst.total.into());
    if inst.due < NEVER {
        put("due", inst.due.into());
    }
    if inst.until < NEVER {
        put("until", inst.until.into());
    }
    put("pending", inst.pending.iter().map(|p| freeze_pending(m, p)).collect());
    put("merged", inst.merged.into());
    put("event", json!(inst.event));
    put("args", freeze_args(m, &inst.args));
    if let Some(since) = inst.rests {
        put("rests", since.into());
    }
    put("found", inst.found.into());
    put("points", json!(inst.points));
    o
}

fn freeze_pending(m: &Machine, p: &Pending) -> Json {
    let args: Vec<(u32, Vec<Val>)> = p.args.iter().cloned().collect();
    let mut o = json!({
        "at": p.at, "seq": p.seq, "timed": p.timed, "due": (p.due < NEVER).then_some(p.due), "least": p.least, "window": p.window,
        "counted": p.counted, "early": p.early, "what": p.what, "away": p.away, "unknown": p.unknown, "args": freeze_args(m, &args),
    });
    if let (Some((action, args)), Some(o)) = (&p.did, o.as_object_mut())
        && let Some(action) = m.program.actions.get(*action as usize)
    {
        o.insert("did".into(), json!([action.name.as_str(), freeze_named(m, &action.params, args)]));
    }
    o
}

/// Values by the names of what holds them.
pub(super) fn freeze_named(m: &Machine, params: &[Param], args: &[Val]) -> Map<String, Json> {
    params.iter().zip(args).filter(|(_, v)| v.is_known()).map(|(p, v)| (p.name.to_string(), freeze_slot(m, &p.slot, v))).collect()
}

fn freeze_args(m: &Machine, all: &[(u32, Vec<Val>)]) -> Json {
    let named = all.iter().filter_map(|(event, args)| {
        let event = m.program.events.get(*event as usize)?;
        Some(json!([event.name.as_str(), freeze_named(m, &event.params, args)]))
    });
    named.collect()
}

/// Flow and step by name.
pub(super) fn step_names(m: &Machine, flow: u32, step: u32) -> Json {
    let flow = m.program.flows.get(flow as usize);
    let step = flow.and_then(|f| f.steps.get(step as usize));
    json!([flow.map(|f| f.name.as_str()), step.map(|s| s.name.as_str())])
}

/// A stretch by name.
pub(super) fn stretch_name(m: &Machine, of: &StretchRef) -> String {
    Speller::new(&m.program, For::Names).stretch(of)
}

impl Machine {
    /// Every sentence as it is written, by rule, so that a snapshot tells which of them another program has changed.
    fn sentence_texts(&self) -> Json {
        let speller = Speller::new(&self.program, For::Names);
        let texts = |r: &Rule| r.sentences.iter().map(|s| Json::from(speller.sentence(s))).collect::<Vec<_>>();
        self.program.rules.iter().filter(|r| !r.sentences.is_empty()).map(|r| (r.name.to_string(), Json::from(texts(r)))).collect()
    }
}

/// What grows, by name; a measure that is not the program's has its number.
pub(super) fn length_name(m: &Machine, grows: Grows) -> Option<String> {
    let (name, measure) = match grows {
        Grows::Ring(k) => ("rings".to_owned(), k),
        Grows::Reply(side, k) => (format!("reply {side}"), k),
        Grows::Pattern(place, k) => {
            let pattern = m.rules.lengths.get(place as usize)?;
            let name = match pattern.kind {
                EventKind::Silence => format!("silence {}", silence_of(pattern.actor.as_ref())),
                EventKind::CallTime => "call_time".to_owned(),
                EventKind::Stay => "stay".to_owned(),
                _ => "talk_over".to_owned(),
            };
            (name, k)
        }
    };
    Some(if measure == 0 { name } else { format!("{name} / {measure}") })
}
