//! The state of the observers out of a snapshot. Nothing in it is trusted.

use super::freeze::{length_name, step_names, stretch_name};
use super::notes::thaw_note;
use super::state::{Grows, Inst, InstKey, PENDING, Pending, StretchState, Watch};
use crate::program::{Param, Type};
use crate::runtime::freeze::thaw;
use crate::runtime::json::leaf_of;
use crate::runtime::machine::Machine;
use crate::runtime::state::NEVER;
use crate::runtime::value::Val;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value as Json};
use smol_str::SmolStr;

/// How deep values are nested.
const DEPTH: u32 = 16;

impl Watch {
    /// Reads what [`Watch::freeze`] wrote; `records` is how many records the snapshot has.
    pub(crate) fn thaw(m: &Machine, json: &Json, audit: bool, records: usize) -> Option<Self> {
        let o = json.as_object()?;
        let mut w = Self::new(m, part(o, "begun")?, audit);
        w.settled = part(o, "settled")?;
        w.over = part(o, "over")?;
        w.seq = part(o, "seq")?;
        w.first = part(o, "first")?;
        w.open = part(o, "open")?;
        w.line = part(o, "line")?;
        w.gaps = part(o, "gaps")?;
        let talks: Vec<super::state::Talk> = part(o, "talks")?;
        if talks.len() != w.talks.len() {
            return None;
        }
        w.talks = talks;
        w.given = match o.get("at")? {
            Json::Null => None,
            at => Some(step_of(m, at)?),
        };
        for step in o.get("steps")?.as_array()? {
            let (f, s) = step_of(m, step.get(1)?)?;
            w.steps.push((small(step.get(0)?)?, f, s, step.get(2)?.as_i64()?));
        }
        for (name, state) in o.get("stretches")?.as_object()? {
            let at = m.rules.stretches.iter().position(|s| stretch_name(m, &s.of) == *name)?;
            let state = StretchState {
                since: state.get(0)?.as_i64(),
                seq: small(state.get(1)?)?,
                depth: small(state.get(2)?)?,
                timed: state.get(3)?.as_bool()?,
                last: state.get(4)?.as_i64(),
            };
            *w.stretches.get_mut(at)? = state;
        }
        for observer in o.get("observers")?.as_array()? {
            let observer = observer.as_object()?;
            let rule = observer.get("rule")?.as_str()?;
            let number: u32 = part(observer, "sentence")?;
            let rule = m.program.rules.iter().position(|r| r.name == rule)? as u32;
            let q = m.rules.place(rule, number.checked_sub(1)?)?;
            let (key, inst) = thaw_inst(m, observer, records)?;
            if inst.due < NEVER {
                w.due.insert((inst.due, q, key.clone()));
            }
            if inst.until < NEVER {
                w.periods.insert((inst.until, q, key.clone()));
            }
            w.instances.get_mut(q as usize)?.insert(key, inst);
        }
        for length in o.get("lengths")?.as_array()? {
            let name = length.get(0)?.as_str()?;
            let known = (0..m.rules.measures.len() as u8).flat_map(|k| {
                let patterns = (0..m.rules.lengths.len() as u32).map(move |place| Grows::Pattern(place, k));
                patterns.chain([Grows::Ring(k), Grows::Reply(0, k), Grows::Reply(1, k)])
            });
            let grows = known.into_iter().find(|grows| length_name(m, *grows).as_deref() == Some(name))?;
            w.lengths.insert((length.get(1)?.as_i64()?, grows, length.get(2)?.as_i64()?));
        }
        for (name, tally) in o.get("found")?.as_object()? {
            let at = m.program.rules.iter().position(|r| r.name == *name)?;
            *w.tally.get_mut(at)? = serde_json::from_value(tally.clone()).ok()?;
        }
        for did in o.get("did")?.as_array()? {
            let name = did.get(1)?.as_str()?;
            let action = m.program.actions.iter().position(|a| a.name == name)? as u32;
            w.done.push((did.get(0)?.as_i64()?, action, did.get(2)?.as_str()?.to_owned()));
        }
        for (name, items) in o.get("metrics")?.as_object()? {
            let at = m.program.metrics.iter().position(|x| x.name == *name)?;
            *w.items.get_mut(at)? = serde_json::from_value(items.clone()).ok()?;
        }
        w.queue = o.get("unsettled")?.as_array()?.iter().map(|n| thaw_note(m, n, records)).collect::<Option<_>>()?;
        w.queue.sort_by_key(|n| n.at);
        Some(w)
    }
}

fn thaw_inst(m: &Machine, o: &Map<String, Json>, records: usize) -> Option<(InstKey, Inst)> {
    let key = InstKey { key: SmolStr::new(o.get("key").and_then(Json::as_str).unwrap_or("")), case: part(o, "case")? };
    let value = match o.get("value") {
        Some(value) => thaw_key(m, value)?,
        None => crate::runtime::eval::whole(i64::from(key.case)),
    };
    let (from, seq): (i64, u32) = part(o, "from")?;
    let mut inst = Inst::new(value, from, seq);
    inst.state = part(o, "state")?;
    inst.count = part(o, "count")?;
    inst.since = part(o, "since")?;
    inst.timed = part(o, "timed")?;
    inst.total = part(o, "total")?;
    inst.due = o.get("due").and_then(Json::as_i64).unwrap_or(NEVER);
    inst.until = o.get("until").and_then(Json::as_i64).unwrap_or(NEVER);
    inst.merged = part(o, "merged")?;
    inst.event = part(o, "event")?;
    inst.found = part(o, "found")?;
    inst.points = part(o, "points")?;
    inst.args = thaw_args(m, o.get("args")?, records)?;
    let pending = o.get("pending")?.as_array()?;
    if pending.len() > PENDING {
        return None;
    }
    inst.pending = pending.iter().map(|p| thaw_pending(m, p.as_object()?, records)).collect::<Option<_>>()?;
    Some((key, inst))
}

fn thaw_pending(m: &Machine, o: &Map<String, Json>, records: usize) -> Option<Pending> {
    Some(Pending {
        at: part(o, "at")?,
        seq: part(o, "seq")?,
        timed: part(o, "timed")?,
        due: o.get("due")?.as_i64().unwrap_or(NEVER),
        least: part(o, "least")?,
        window: part(o, "window")?,
        counted: part(o, "counted")?,
        early: part(o, "early")?,
        what: part(o, "what")?,
        unknown: part(o, "unknown")?,
        args: thaw_args(m, o.get("args")?, records)?.pop(),
        did: match o.get("did") {
            Some(did) => Some(thaw_did(m, did, records)?),
            None => None,
        },
    })
}

fn thaw_args(m: &Machine, json: &Json, records: usize) -> Option<Vec<(u32, Vec<Val>)>> {
    json.as_array()?
        .iter()
        .map(|pair| {
            let name = pair.get(0)?.as_str()?;
            let event = m.program.events.iter().position(|e| e.name == name)?;
            let given = pair.get(1)?.as_object()?;
            Some((event as u32, thaw_named(m, &m.program.events.get(event)?.params, given, records)?))
        })
        .collect()
}

fn thaw_did(m: &Machine, json: &Json, records: usize) -> Option<(u32, Vec<Val>)> {
    let name = json.get(0)?.as_str()?;
    let action = m.program.actions.iter().position(|a| a.name == name)?;
    Some((action as u32, thaw_named(m, &m.program.actions.get(action)?.params, json.get(1)?.as_object()?, records)?))
}

fn thaw_named(m: &Machine, params: &[Param], given: &Map<String, Json>, records: usize) -> Option<Vec<Val>> {
    let values = params.iter().map(|p| match given.get(p.name.as_str()) {
        Some(json) => thaw(m, &p.slot.ty, json, records, DEPTH),
        None => Some(Val::Unknown),
    });
    values.collect()
}

fn thaw_key(m: &Machine, json: &Json) -> Option<Val> {
    if let (Some(of), Some(leaf)) = (json.get("of").and_then(Json::as_str), json.get("leaf").and_then(Json::as_str)) {
        let taxonomy = m.program.taxonomies.iter().position(|t| t.name == of)?;
        return Some(Val::Leaf(taxonomy as u32, leaf_of(m.program.taxonomies.get(taxonomy)?, leaf)?));
    }
    thaw(m, &Type::Text, json, 0, DEPTH)
}

/// Flow and step of their names.
pub(super) fn step_of(m: &Machine, json: &Json) -> Option<(u32, u32)> {
    let flow = m.flow(json.get(0)?.as_str()?)?;
    let name = json.get(1)?.as_str()?;
    let step = m.program.flows.get(flow as usize)?.steps.iter().position(|s| s.name == name)? as u32;
    (step_names(m, flow, step) == *json).then_some((flow, step))
}

/// A part by its name.
fn part<T: DeserializeOwned>(o: &Map<String, Json>, name: &str) -> Option<T> {
    serde_json::from_value(o.get(name)?.clone()).ok()
}

fn small(json: &Json) -> Option<u32> {
    json.as_u64().and_then(|n| u32::try_from(n).ok())
}
