//! Limits in a snapshot: by name, with absolute instants. What is read back is never counted anew.

use super::clock::Clock;
use super::state::{Climb, Instance, Kept, Key, Limits, OPEN, Occurrence, Stage};
use crate::program::Type;
use crate::runtime::freeze::{freeze, thaw};
use crate::runtime::machine::Machine;
use crate::runtime::state::{NEVER, NONE};
use crate::runtime::value::Val;
use serde_json::{Map, Value as Json, json};

/// Lists nested deeper than this are no snapshot of ours.
const DEPTH: u32 = 16;

type Read<T> = Result<T, &'static str>;

impl Machine {
    /// All limits as a snapshot holds them.
    pub(crate) fn freeze_limits(&self, limits: &Limits) -> Json {
        let name = |list: Option<&smol_str::SmolStr>| list.map(|n| n.to_string());
        let deadlines = limits.deadlines.iter().map(|x| {
            let events = x.events.iter().filter_map(|(e, args)| self.freeze_event(*e, args));
            json!({
                "name": name(self.program.deadlines.get(x.deadline as usize).map(|d| &d.name)),
                "key": freeze(self, &x.key.val), "of": x.of, "opened": x.opened, "clock": self.freeze_clock(&x.clock),
                "pausing": x.pausing, "warned": x.warned, "overdue": x.overdue, "unstarted": x.unstarted, "rounds": x.rounds,
                "events": events.collect::<Map<_, _>>(),
            })
        });
        let ladders = limits.ladders.iter().map(|c| {
            let decl = self.program.ladders.get(c.ladder as usize);
            let role = decl.and_then(|l| l.rungs.get(c.rung as usize)).and_then(|r| self.program.roles.get(r.role as usize));
            json!({
                "name": name(decl.map(|l| &l.name)), "key": freeze(self, &c.key.val), "of": c.of,
                "starter": (c.starter != NONE).then_some(c.starter), "rung": name(role.map(|r| &r.name)), "opened": c.opened,
                "clock": self.freeze_clock(&c.clock),
            })
        });
        let schedules = self.program.schedules.iter().zip(&limits.schedules).map(|(s, o)| {
            let at = |t: i64| (t < NEVER).then_some(t);
            json!({
                "name": s.name.as_str(), "period": o.period.as_str(), "stage": stage_word(o.stage), "opens": at(o.opens),
                "due": at(o.last), "ends": at(o.ends), "duty": o.at, "count": o.count, "items": o.items,
            })
        });
        let kept = limits.kept.iter().map(|k| {
            let form = self.program.retains.get(k.retain as usize).and_then(|r| self.program.forms.get(r.form as usize));
            let nth = self.program.retains.iter().take(k.retain as usize).filter(|r| Some(r.form) == self.form_of_retain(k.retain)).count();
            json!({
                "form": name(form.map(|f| &f.name)), "nth": nth, "key": freeze(self, &k.key.val), "opened": k.opened,
                "paused_since": k.paused, "pausing": k.pausing, "moved": k.moved, "rounds": k.rounds, "due": k.due,
            })
        });
        let absent = limits.absent.iter().filter_map(|r| self.program.roles.get(*r as usize)).map(|r| r.name.as_str());
        json!({
            "deadlines": deadlines.collect::<Vec<_>>(), "ladders": ladders.collect::<Vec<_>>(),
            "schedules": schedules.collect::<Vec<_>>(), "kept": kept.collect::<Vec<_>>(), "absent": absent.collect::<Vec<_>>(),
        })
    }

    fn form_of_retain(&self, retain: u32) -> Option<u32> {
        self.program.retains.get(retain as usize).map(|r| r.form)
    }

    fn freeze_event(&self, event: u32, args: &[Val]) -> Option<(String, Json)> {
        let event = self.program.events.get(event as usize)?;
        let args = event.params.iter().zip(args).map(|(p, v)| (p.name.to_string(), freeze(self, v)));
        Some((event.name.to_string(), Json::Object(args.collect())))
    }

    fn freeze_clock(&self, clock: &Clock) -> Json {
        json!({
            "bound": freeze(self, &clock.bound), "start": clock.start, "since": clock.since, "used": clock.used,
            "paused_since": clock.paused, "due": clock.last,
        })
    }

    /// Limits read back; `records` is how many records the snapshot has.
    pub(crate) fn thaw_limits(&self, json: Option<&Json>, records: usize) -> Read<Limits> {
        let Some(o) = json.and_then(Json::as_object) else { return Ok(Limits::default()) };
        let list = |key: &'static str| match o.get(key) {
            None => Ok(&[][..]),
            Some(Json::Array(items)) if items.len() <= OPEN => Ok(items.as_slice()),
            Some(_) => Err(key),
        };
        let mut limits = Limits::default();
        for json in list("deadlines")? {
            let x = self.thaw_deadline(json, records).ok_or("deadlines")?;
            let at = limits.deadline(x.deadline, &x.key.text, x.of).err().ok_or("deadlines")?;
            limits.deadlines.insert(at, x);
        }
        for json in list("ladders")? {
            let c = self.thaw_ladder(json, records).ok_or("ladders")?;
            let at = limits.ladder(c.ladder, &c.key.text, c.of).err().ok_or("ladders")?;
            limits.ladders.insert(at, c);
        }
        let schedules = list("schedules")?;
        if !schedules.is_empty() {
            for s in &self.program.schedules {
                let found = schedules.iter().find(|j| j.get("name").and_then(Json::as_str) == Some(s.name.as_str()));
                limits.schedules.push(found.and_then(thaw_period).ok_or("schedules")?);
            }
        }
        for json in list("kept")? {
            let k = self.thaw_kept(json, records).ok_or("kept")?;
            let at = limits.kept(k.retain, &k.key.text).err().ok_or("kept")?;
            limits.kept.insert(at, k);
        }
        let absent: Option<Vec<u32>> = list("absent")?.iter().map(|n| n.as_str().and_then(|n| self.role(n))).collect();
        limits.absent = absent.ok_or("absent")?.into();
        Ok(limits)
    }

    fn thaw_key(&self, json: &Json, records: usize) -> Option<Key> {
        let val = thaw(self, &Type::Text, json.get("key")?, records, DEPTH)?;
        Some(Key::of(self, val))
    }

    fn thaw_deadline(&self, json: &Json, records: usize) -> Option<Instance> {
        let o = json.as_object()?;
        let wanted = o.get("name")?.as_str()?;
        let deadline = self.program.deadlines.iter().position(|d| d.name == wanted)?;
        let mut events = Vec::new();
        for (name, args) in o.get("events")?.as_object()? {
            let event = self.program.events.iter().position(|e| e.name == *name)?;
            let params = &self.program.events.get(event)?.params;
            let value = |p: &crate::program::Param| match args.get(p.name.as_str()) {
                None => Some(Val::Unknown),
                Some(json) => thaw(self, &p.slot.ty, json, records, DEPTH),
            };
            let args: Option<Vec<Val>> = params.iter().map(value).collect();
            events.push((event as u32, args?));
        }
        Some(Instance {
            deadline: deadline as u32,
            key: self.thaw_key(json, records)?,
            of: invocation(o.get("of"))?,
            opened: o.get("opened")?.as_i64()?,
            clock: self.thaw_clock(o.get("clock")?, records)?,
            pausing: small(o, "pausing")?,
            warned: small(o, "warned")?,
            overdue: o.get("overdue")?.as_bool()?,
            unstarted: o.get("unstarted")?.as_bool()?,
            rounds: small(o, "rounds")?,
            events,
        })
    }

    fn thaw_ladder(&self, json: &Json, records: usize) -> Option<Climb> {
        let o = json.as_object()?;
        let wanted = o.get("name")?.as_str()?;
        let ladder = self.program.ladders.iter().position(|l| l.name == wanted)?;
        let role = self.role(o.get("rung")?.as_str()?)?;
        let rung = self.program.ladders.get(ladder)?.rungs.iter().position(|r| r.role == role)?;
        let starter = match o.get("starter")? {
            Json::Null => NONE,
            n => u32::try_from(n.as_u64()?).ok()?,
        };
        Some(Climb {
            ladder: ladder as u32,
            key: self.thaw_key(json, records)?,
            of: invocation(o.get("of"))?,
            starter,
            rung: rung as u32,
            opened: o.get("opened")?.as_i64()?,
            clock: self.thaw_clock(o.get("clock")?, records)?,
        })
    }

    fn thaw_kept(&self, json: &Json, records: usize) -> Option<Kept> {
        let o = json.as_object()?;
        let wanted = o.get("form")?.as_str()?;
        let form = self.program.forms.iter().position(|f| f.name == wanted)? as u32;
        let nth = usize::try_from(o.get("nth")?.as_u64()?).ok()?;
        let retain = self.program.retains.iter().enumerate().filter(|(_, r)| r.form == form).nth(nth)?.0;
        Some(Kept {
            retain: retain as u32,
            key: self.thaw_key(json, records)?,
            opened: o.get("opened")?.as_i64()?,
            paused: o.get("paused_since")?.as_i64(),
            pausing: small(o, "pausing")?,
            moved: o.get("moved")?.as_i64()?,
            rounds: small(o, "rounds")?,
            due: o.get("due")?.as_i64(),
        })
    }

    fn thaw_clock(&self, json: &Json, records: usize) -> Option<Clock> {
        let o = json.as_object()?;
        Some(Clock {
            bound: thaw(self, &Type::Duration, o.get("bound")?, records, DEPTH)?,
            start: o.get("start")?.as_i64()?,
            since: o.get("since")?.as_i64()?,
            used: o.get("used")?.as_i64()?,
            paused: o.get("paused_since")?.as_i64(),
            last: o.get("due")?.as_i64(),
        })
    }
}

fn thaw_period(json: &Json) -> Option<Occurrence> {
    let o = json.as_object()?;
    let at = |key: &str| o.get(key).map(|t| t.as_i64().unwrap_or(NEVER));
    Some(Occurrence {
        period: o.get("period")?.as_str()?.into(),
        stage: STAGES.iter().find(|(_, word)| o.get("stage").and_then(Json::as_str) == Some(word))?.0,
        opens: at("opens")?,
        last: at("due")?,
        ends: at("ends")?,
        at: small(o, "duty")?,
        count: small(o, "count")?,
        items: small(o, "items")?,
    })
}

const STAGES: [(Stage, &str); 5] =
    [(Stage::Waiting, "waiting"), (Stage::Open, "open"), (Stage::Kept, "kept"), (Stage::Missed, "missed"), (Stage::Left, "left")];

fn stage_word(stage: Stage) -> &'static str {
    STAGES.iter().find(|(s, _)| *s == stage).map_or("left", |(_, word)| word)
}

fn invocation(json: Option<&Json>) -> Option<Option<(u32, u32)>> {
    match json? {
        Json::Null => Some(None),
        Json::Array(pair) => {
            let [a, b] = pair.as_slice() else { return None };
            Some(Some((u32::try_from(a.as_u64()?).ok()?, u32::try_from(b.as_u64()?).ok()?)))
        }
        _ => None,
    }
}

fn small(o: &Map<String, Json>, key: &str) -> Option<u32> {
    u32::try_from(o.get(key)?.as_u64()?).ok()
}
