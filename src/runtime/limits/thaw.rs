//! Limits out of a snapshot. What is read is not counted anew but for 追溯.

use super::clock::Clock;
use super::freeze::STAGES;
use super::state::{Climb, Instance, Invocation, Kept, Key, Limits, OPEN, Occurrence, Stage};
use crate::program::{Limit, Type};
use crate::runtime::migrate::{LostKind, Read, Reader, Recount, RemarkKind, Stop, flag, int, list, object, small, text};
use crate::runtime::start::Line;
use crate::runtime::state::{NEVER, NONE};
use serde_json::{Map, Value as Json};

/// Lists nested deeper than this are no snapshot of ours.
const DEPTH: u32 = 16;

impl Reader<'_> {
    /// All limits.
    pub(crate) fn limits(&mut self, json: Option<&Json>) -> Read<Limits> {
        let Some(o) = json.and_then(Json::as_object) else { return Ok(Limits::default()) };
        let some = |key: &'static str| match o.get(key) {
            None => Ok(&[][..]),
            Some(Json::Array(items)) if items.len() <= OPEN => Ok(items.as_slice()),
            Some(_) => Err(Stop::Damaged(key)),
        };
        let mut limits = Limits::default();
        for json in some("deadlines")? {
            let x = self.instance(json.as_object().ok_or("deadlines")?);
            let Some(x) = self.without(x)? else { continue };
            let at = limits.deadline(x.deadline, &x.key.text, x.of).err().ok_or("deadlines")?;
            limits.deadlines.insert(at, x);
        }
        for json in some("ladders")? {
            let c = self.climb(json.as_object().ok_or("ladders")?);
            let Some(c) = self.without(c)? else { continue };
            let at = limits.ladder(c.ladder, &c.key.text, c.of).err().ok_or("ladders")?;
            limits.ladders.insert(at, c);
        }
        self.periods(some("schedules")?, &mut limits)?;
        for json in some("kept")? {
            let k = self.kept_record(json.as_object().ok_or("kept")?);
            let Some(k) = self.without(k)? else { continue };
            let at = limits.kept(k.retain, &k.key.text).err().ok_or("kept")?;
            limits.kept.insert(at, k);
        }
        let mut absent = Vec::new();
        for name in some("absent")? {
            let name = name.as_str().ok_or("absent")?;
            let role = self.names.role(name).ok_or_else(|| self.gone(LostKind::Role, name, ""));
            absent.extend(self.without(role)?);
        }
        limits.absent = absent.into();
        Ok(limits)
    }

    fn instance(&mut self, o: &Map<String, Json>) -> Read<Instance> {
        let m = self.m;
        let name = text(o, "name")?;
        let deadline = self.names.deadline(name).ok_or_else(|| self.gone(LostKind::Deadline, name, self.told_key(o)))?;
        let decl = m.program.deadlines.get(deadline as usize).ok_or("deadlines")?;
        self.renamed("期限", name, &decl.name);
        let (key, of) = (self.key(o)?, invocation(o)?);
        let clock = self.clock(o)?;
        let overdue = flag(o, "overdue");
        let held = strings(o, "pausing")?;
        let pausing = self.bits(&held, &decl.pauses.iter().map(|p| self.speller().pause(p)).collect::<Vec<_>>());
        for gone in pausing.1 {
            self.lose(LostKind::Pause, name, gone)?;
        }
        let id = || (deadline, key.clone(), of);
        if clock.paused.is_some() && pausing.0 == 0 && !self.same {
            let (deadline, key, of) = id();
            self.recounts.push(Recount::Resume { deadline, key, of });
        }
        let warned = strings(o, "warned")?;
        let warned = self.bits(&warned, &decl.warnings.iter().map(|w| self.speller().warning(decl, w)).collect::<Vec<_>>()).0;
        let unstarted = flag(o, "unstarted");
        if !overdue && !unstarted && self.counted_anew(name, o, &decl.limit, self.speller().in_flow(decl.flow).limit(&decl.limit)) {
            let (deadline, key, of) = id();
            self.recounts.push(Recount::Deadline { deadline, key, of });
        }
        let mut events = Vec::new();
        for (name, args) in object(o, "events")? {
            let Some(event) = self.names.event(name) else {
                self.lose(LostKind::Value, name, self.text_of(args))?;
                continue;
            };
            let params = m.program.events.get(event as usize).map_or(&[][..], |e| &e.params);
            events.push((event, self.values(params, args.as_object().ok_or("events")?, name)?));
        }
        Ok(Instance {
            deadline,
            key,
            of,
            opened: int(o, "opened")?,
            clock,
            pausing: pausing.0,
            warned,
            overdue,
            unstarted,
            rounds: small(o, "rounds")?,
            events,
        })
    }

    fn climb(&mut self, o: &Map<String, Json>) -> Read<Climb> {
        let m = self.m;
        let name = text(o, "name")?;
        let ladder = self.names.ladder(name).ok_or_else(|| self.gone(LostKind::Ladder, name, ""))?;
        let decl = m.program.ladders.get(ladder as usize).ok_or("ladders")?;
        self.renamed("升级", name, &decl.name);
        let role_name = text(o, "rung")?;
        let role = self.names.role(role_name);
        let rung = role.and_then(|role| decl.rungs.iter().position(|r| r.role == role));
        let rung = rung.ok_or_else(|| self.gone(LostKind::Rung, name, role_name))?;
        let starter = match o.get("starter") {
            Some(Json::Null) => NONE,
            _ => small(o, "starter")?,
        };
        let (key, of) = (self.key(o)?, invocation(o)?);
        let mut clock = self.clock(o)?;
        match decl.rungs.get(rung).and_then(|r| r.limit.as_ref()) {
            Some(limit) if clock.last.is_some() => {
                let now = self.speller().in_flow(decl.flow).limit(limit);
                if self.counted_anew(name, o, limit, now) {
                    self.recounts.push(Recount::Rung { ladder, key: key.clone(), of });
                }
            }
            Some(limit) => {
                let now = self.speller().in_flow(decl.flow).limit(limit);
                self.remark(RemarkKind::Unlimited, name, "", &now);
            }
            None if clock.last.is_some() => {
                clock = Clock::default();
                self.lose(LostKind::Timer, name, o.get("limit").and_then(Json::as_str).unwrap_or_default())?;
            }
            None => {}
        }
        Ok(Climb { ladder, key, of, starter, rung: rung as u32, opened: int(o, "opened")?, clock })
    }

    /// Whether a running limit is counted anew: only where its text has changed and says so.
    fn counted_anew(&mut self, name: &str, o: &Map<String, Json>, limit: &Limit, now: String) -> bool {
        let was = o.get("limit").and_then(Json::as_str).unwrap_or_default();
        if self.same || self.names.carried(was) == now {
            return false;
        }
        let kind = if limit.retroactive { RemarkKind::Recounted } else { RemarkKind::Kept };
        self.remark(kind, name, was, &now);
        limit.retroactive
    }

    fn periods(&mut self, all: &[Json], limits: &mut Limits) -> Read<()> {
        // A session that watches none goes on so; that of an organisation begins with those that are new.
        if all.is_empty() && (self.same || self.core.line != Line::Organisation) {
            return Ok(());
        }
        let m = self.m;
        let mut found: Vec<Option<&Map<String, Json>>> = vec![None; m.program.schedules.len()];
        for json in all {
            let o = json.as_object().ok_or("schedules")?;
            let name = text(o, "name")?;
            match self.names.schedule(name) {
                Some(at) => {
                    if let (Some(slot), Some(decl)) = (found.get_mut(at as usize), m.program.schedules.get(at as usize)) {
                        *slot = Some(o);
                        self.renamed("周期", name, &decl.name);
                    }
                }
                None => self.lose(LostKind::Schedule, name, "")?,
            }
        }
        for (i, (decl, o)) in m.program.schedules.iter().zip(found).enumerate() {
            let period = match o {
                Some(o) => self.period(o, i)?,
                None => None,
            };
            limits.schedules.push(match period {
                Some(period) => period,
                None if self.same => return Err("schedules".into()),
                None => {
                    self.remark(RemarkKind::Schedule, &decl.name, "", "");
                    self.recounts.push(Recount::Period(i));
                    Occurrence { stage: Stage::Left, opens: NEVER, last: NEVER, ends: NEVER, next: NEVER, ..Occurrence::default() }
                }
            });
        }
        Ok(())
    }

    /// The present period of a 周期; none where the duty that was next is gone.
    fn period(&mut self, o: &Map<String, Json>, at: usize) -> Read<Option<Occurrence>> {
        let m = self.m;
        let Some(decl) = m.program.schedules.get(at) else { return Ok(None) };
        let instant = |key: &'static str| o.get(key).map(|t| t.as_i64().unwrap_or(NEVER)).ok_or(Stop::Damaged(key));
        let duty = match o.get("duty") {
            Some(Json::String(duty)) => {
                let duty = self.names.carried(duty);
                let alike = o.get("alike").and_then(Json::as_u64).and_then(|n| usize::try_from(n).ok()).unwrap_or(0);
                let next =
                    (0..decl.duties.len()).filter(|i| decl.duties.get(*i).is_some_and(|d| self.speller().events(&d.on) == duty)).nth(alike);
                let Some(next) = next else {
                    self.lose(LostKind::Schedule, text(o, "name")?, duty)?;
                    return Ok(None);
                };
                next
            }
            Some(Json::Null) => decl.duties.len(),
            _ => return Err("duty".into()),
        };
        let stage = STAGES.iter().find(|(_, word)| o.get("stage").and_then(Json::as_str) == Some(word)).ok_or("stage")?.0;
        self.kept += 1;
        Ok(Some(Occurrence {
            period: text(o, "period")?.into(),
            stage,
            opens: instant("opens")?,
            last: instant("due")?,
            ends: instant("ends")?,
            next: instant("next")?,
            at: duty as u32,
            count: small(o, "count")?,
            items: small(o, "items")?,
        }))
    }

    fn kept_record(&mut self, o: &Map<String, Json>) -> Read<Kept> {
        let m = self.m;
        let name = text(o, "form")?;
        let from = self.names.carried(text(o, "from")?);
        let form = self.names.form(name);
        let mut kept = m.program.retains.iter();
        let retain = kept.position(|r| Some(r.form) == form && self.speller().keyed(&r.from) == from);
        let retain = retain.ok_or_else(|| self.gone(LostKind::Retain, name, ""))?;
        let decl = m.program.retains.get(retain).ok_or("kept")?;
        let held = strings(o, "pausing")?;
        let pausing = self.bits(&held, &decl.pauses.iter().map(|p| self.speller().pause(p)).collect::<Vec<_>>());
        for gone in pausing.1 {
            self.lose(LostKind::Pause, name, gone)?;
        }
        let key = self.key(o)?;
        let paused = o.get("paused_since").and_then(Json::as_i64);
        if paused.is_some() && pausing.0 == 0 && !self.same {
            self.recounts.push(Recount::Kept { retain: retain as u32, key: key.clone() });
        }
        Ok(Kept {
            retain: retain as u32,
            key,
            opened: int(o, "opened")?,
            paused,
            pausing: pausing.0,
            moved: int(o, "moved")?,
            rounds: small(o, "rounds")?,
            due: o.get("due").and_then(Json::as_i64),
        })
    }

    /// The bits of the parts that are named, and what is not among them any more.
    fn bits(&self, named: &[&str], parts: &[String]) -> (u32, Vec<String>) {
        let (mut bits, mut gone) = (0, Vec::new());
        for name in named {
            let now = self.names.carried(name);
            // Of several that are written alike each is one of its own.
            let mut alike = parts.iter().enumerate().filter(|(_, p)| **p == now).filter_map(|(n, _)| 1_u32.checked_shl(n as u32));
            match alike.find(|bit| bits & bit == 0) {
                Some(bit) => bits |= bit,
                None => gone.push((*name).to_owned()),
            }
        }
        (bits, gone)
    }

    /// A key in brackets, where there is one.
    fn told_key(&self, o: &Map<String, Json>) -> String {
        let key = o.get("key").filter(|key| !key.is_null() && key.as_str() != Some(""));
        key.map_or_else(String::new, |key| format!("（{}）", self.text_of(key)))
    }

    fn key(&mut self, o: &Map<String, Json>) -> Read<Key> {
        let json = o.get("key").ok_or("key")?;
        let val = self.raw(&Type::Text, json, DEPTH)?;
        let val = val.ok_or_else(|| self.gone(LostKind::Value, "键", self.text_of(json)))?;
        Ok(Key::of(self.m, val))
    }

    fn clock(&mut self, o: &Map<String, Json>) -> Read<Clock> {
        let o = object(o, "clock")?;
        let bound = self.raw(&Type::Duration, o.get("bound").ok_or("bound")?, DEPTH)?;
        Ok(Clock {
            bound: bound.ok_or("bound")?,
            start: int(o, "start")?,
            since: int(o, "since")?,
            used: int(o, "used")?,
            paused: o.get("paused_since").and_then(Json::as_i64),
            lost: o.get("lost").map_or(Ok(None), |lost| serde_json::from_value(lost.clone()).map_err(|_| "lost"))?,
            last: o.get("due").and_then(Json::as_i64),
        })
    }
}

fn invocation(o: &Map<String, Json>) -> Read<Invocation> {
    let part = |json: &Json| json.as_u64().and_then(|n| u32::try_from(n).ok());
    match o.get("of") {
        Some(Json::Null) => Ok(None),
        Some(Json::Array(pair)) => match pair.as_slice() {
            [a, b] => Ok(Some((part(a).ok_or("of")?, part(b).ok_or("of")?))),
            _ => Err("of".into()),
        },
        _ => Err("of".into()),
    }
}

fn strings<'j>(o: &'j Map<String, Json>, key: &'static str) -> Read<Vec<&'j str>> {
    list(o, key)?.iter().map(|t| t.as_str().ok_or(Stop::Damaged(key))).collect()
}
