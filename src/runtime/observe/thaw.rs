//! The state of the observers out of a snapshot. Nothing in it is trusted.

use super::begun::before;
use super::freeze::{length_name, step_names, stretch_name};
use super::state::{Gap, Grows, Inst, InstKey, PENDING, Pending, Ruling, StretchState, Talk, Watch};
use crate::program::{Measure, Type};
use crate::runtime::migrate::{LostKind, Read, Reader, RemarkKind, Stop, list, object, text};
use crate::runtime::state::{Core, NEVER, State};
use crate::runtime::value::Val;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value as Json};
use std::collections::BTreeMap;

/// How deep values are nested.
const DEPTH: u32 = 16;

/// Where a sentence of a snapshot stands now: by rule and number, from 1.
type Sentences = BTreeMap<(String, u32), Option<u32>>;

impl Reader<'_> {
    /// Reads what [`Watch::freeze`] wrote.
    pub(crate) fn observers(&mut self, json: &Json, st: &State) -> Read<Watch> {
        let (m, core) = (self.m, &st.core);
        let o = json.as_object().ok_or("rules")?;
        let mut w = Watch::new(m, part(o, "begun")?, core.audit);
        w.settled = part(o, "settled")?;
        w.over = part(o, "over")?;
        w.seq = part(o, "seq")?;
        w.first = part(o, "first")?;
        w.open = part(o, "open")?;
        w.line = part(o, "line")?;
        w.gaps = part(o, "gaps")?;
        self.talks(o, &mut w)?;
        w.given = match o.get("at").ok_or("at")? {
            Json::Null => None,
            at => self.step_of(at)?,
        };
        for step in list(o, "steps")? {
            let (case, at) = (step.get(0).and_then(number), step.get(2).and_then(Json::as_i64));
            let place = self.step_of(step.get(1).ok_or("steps")?)?;
            if let Some((f, s)) = place {
                w.steps.push((case.ok_or("steps")?, f, s, at.ok_or("steps")?));
            }
        }
        for note in list(o, "unsettled")? {
            let note = self.note(note);
            w.queue.extend(self.without(note)?);
        }
        w.queue.sort_by_key(|n| n.at);
        // Where a rule asked for the step before, it was followed as far as was judged; a snapshot from before that was said has it all the same.
        let followed = o.get("moves").and_then(Json::as_bool).unwrap_or(self.same || !w.steps.is_empty());
        if m.rules.moves && !w.audit && !followed {
            w.take_up_steps(m, st);
        }
        self.stretches(o, st, &mut w)?;
        let now = self.sentences(o, core, &mut w)?;
        for observer in list(o, "observers")? {
            self.observer(observer.as_object().ok_or("observers")?, &now, &mut w)?;
        }
        for ruling in list(o, "ruling")? {
            let o = ruling.as_object().ok_or("ruling")?;
            let key = InstKey { key: text(o, "key")?.into(), case: part(o, "case")? };
            let kept = Ruling { since: part(o, "since")?, args: self.remembered(o)? };
            if let Some(q) = now.get(&(text(o, "rule")?.to_owned(), part(o, "sentence")?)).copied().flatten() {
                w.ruling.insert((q, key), kept);
            }
        }
        // What waits for nothing under one key is not worth a word where something is owed under another.
        let lost = &self.lost;
        let owed = |name: &str| lost.iter().any(|l| l.kind == LostKind::Obligation && l.name == name);
        self.notes.retain(|n| n.kind != RemarkKind::Forgotten || !owed(&n.name));
        for length in list(o, "lengths")? {
            let name = length.get(0).and_then(Json::as_str).ok_or("lengths")?;
            let known = (0..m.rules.measures.len() as u8).flat_map(|k| {
                let patterns = (0..m.rules.lengths.len() as u32).map(move |place| Grows::Pattern(place, k));
                patterns.chain([Grows::Ring(k), Grows::Reply(0, k), Grows::Reply(1, k)])
            });
            let name = self.by_measure(name);
            let instant = |at: usize| length.get(at).and_then(Json::as_i64).ok_or(Stop::Damaged("lengths"));
            match known.into_iter().find(|grows| length_name(m, *grows) == name) {
                Some(grows) => drop(w.lengths.insert((instant(1)?, grows, instant(2)?))),
                // Nothing listens for it any more.
                None if !self.same => {}
                None => return Err("lengths".into()),
            }
        }
        self.tallies(o, &mut w)?;
        if let (Some(said), true) = (o.get("said").and_then(Json::as_array), w.said.is_some()) {
            w.said = Some(self.said(said)?);
        }
        Ok(w)
    }

    /// The rules of a session whose program has none any more.
    pub(crate) fn unwatched(&mut self, json: &Json) -> Read<()> {
        let o = json.as_object().ok_or("rules")?;
        object(o, "sentences")?.keys().try_for_each(|rule| self.lose(LostKind::Rule, rule, ""))
    }

    /// How turns are measured: what another measure had measured is measured anew.
    fn talks(&mut self, o: &Map<String, Json>, w: &mut Watch) -> Read<()> {
        let mut found = 0;
        for json in list(o, "talks")? {
            let pair: (Measure, Talk) = serde_json::from_value(json.clone()).map_err(|_| "talks")?;
            let at = self.m.rules.measures.iter().position(|m| *m == pair.0);
            if let Some(slot) = at.and_then(|at| w.talks.get_mut(at)) {
                *slot = pair.1;
                found += 1;
            }
            self.measures.push(at.and_then(|at| u8::try_from(at).ok()));
        }
        if found < w.talks.len() {
            if self.same {
                return Err("talks".into());
            }
            self.remark(RemarkKind::Measure, "", "", "");
        }
        Ok(())
    }

    /// The name of a length that grows by the measure it is derived by now; none for a measure that is gone.
    fn by_measure(&self, name: &str) -> Option<String> {
        let (what, measure) = name.split_once(" / ").unwrap_or((name, "0"));
        let now = self.measures.get(measure.parse::<usize>().ok()?).copied().flatten()?;
        Some(if now == 0 { what.to_owned() } else { format!("{what} / {now}") })
    }

    fn stretches(&mut self, o: &Map<String, Json>, st: &State, w: &mut Watch) -> Read<()> {
        let m = self.m;
        let mut known = vec![false; w.stretches.len()];
        for (name, state) in object(o, "stretches")? {
            let now = self.names.carried(name);
            let at = m.rules.stretches.iter().position(|s| stretch_name(m, &s.of) == now);
            let (since, seq, depth, timed, last) = serde_json::from_value(state.clone()).map_err(|_| "stretches")?;
            match at.and_then(|at| w.stretches.get_mut(at)) {
                Some(slot) => {
                    *slot = StretchState { since, seq, depth, timed, last };
                    at.and_then(|at| known.get_mut(at)).into_iter().for_each(|k| *k = true);
                }
                // One that is there and that no rule speaks of any more is no loss.
                None if !self.same && (since.is_none() || self.spells_stretch(&now)) => {}
                None => self.lose(LostKind::Stretch, name, "")?,
            }
        }
        w.look_around(m, st, |slot| known.get(slot) == Some(&false));
        Ok(())
    }

    fn spells_stretch(&self, text: &str) -> bool {
        let named = (0..self.m.program.stretches.len() as u32).map(crate::program::StretchRef::Named);
        !text.contains("情形「") || named.into_iter().any(|s| stretch_name(self.m, &s) == text)
    }

    /// Which sentence of this program each of the snapshot's is: one of the same rule that is written alike. A sentence that was not there
    /// is judged from now on.
    fn sentences(&mut self, o: &Map<String, Json>, core: &Core, w: &mut Watch) -> Read<Sentences> {
        let m = self.m;
        let mut now = Sentences::new();
        let mut taken = vec![false; m.rules.sentences.len()];
        let mut known = vec![false; m.program.rules.len()];
        for (rule, texts) in object(o, "sentences")? {
            let texts = texts.as_array().ok_or("sentences")?;
            let Some(at) = self.names.rule(rule) else {
                self.lose(LostKind::Rule, rule, "")?;
                continue;
            };
            let declared = m.program.rules.get(at as usize).ok_or("sentences")?;
            self.renamed("规则", rule, &declared.name);
            known.get_mut(at as usize).into_iter().for_each(|k| *k = true);
            let written: Vec<String> = declared.sentences.iter().map(|s| self.speller().sentence(s)).collect();
            for (n, text) in texts.iter().enumerate() {
                let text = self.names.carried(text.as_str().ok_or("sentences")?);
                // The one in the same place first: a rule may say the same thing twice.
                let order = std::iter::once(n).chain(0..written.len());
                let mut free = order.filter(|k| written.get(*k) == Some(&text)).filter_map(|k| m.rules.place(at, k as u32));
                let place = free.find(|q| taken.get(*q as usize) == Some(&false));
                place.and_then(|q| taken.get_mut(q as usize)).into_iter().for_each(|t| *t = true);
                if place.is_none() && self.same {
                    return Err("sentences".into());
                }
                now.insert((rule.clone(), n as u32 + 1), place);
            }
        }
        if self.same {
            return self.late(o, &now, w).map(|()| now);
        }
        for (r, rule) in m.program.rules.iter().enumerate() {
            let mine = || m.rules.sentences.iter().enumerate().filter(move |(_, s)| s.rule == r as u32);
            let new: Vec<u32> = mine().filter(|(q, _)| taken.get(*q) == Some(&false)).map(|(q, _)| q as u32).collect();
            if new.is_empty() {
                continue;
            }
            let changed = known.get(r) == Some(&true) && new.len() == mine().count();
            if !changed {
                self.remark(RemarkKind::Begins, &rule.name, "", "");
            }
            w.late.extend(new.into_iter().map(|q| (q, before(core, w))).collect::<Vec<_>>());
        }
        self.late(o, &now, w)?;
        Ok(now)
    }

    /// What was not judged from the beginning in the snapshot.
    fn late(&mut self, o: &Map<String, Json>, now: &Sentences, w: &mut Watch) -> Read<()> {
        for late in list(o, "late")? {
            let (rule, number, gap): (String, u32, Gap) = serde_json::from_value(late.clone()).map_err(|_| "late")?;
            if let Some(q) = now.get(&(rule, number)).copied().flatten() {
                w.late.insert(q, gap);
            }
        }
        Ok(())
    }

    /// One observer. That of a changed sentence is forgotten where it waits for nothing; what it waits for is told.
    fn observer(&mut self, o: &Map<String, Json>, now: &Sentences, w: &mut Watch) -> Read<()> {
        let rule = text(o, "rule")?;
        match now.get(&(rule.to_owned(), part(o, "sentence")?)) {
            Some(Some(q)) => {
                let inst = self.inst(o);
                let Some((key, inst)) = self.without(inst)? else { return Ok(()) };
                if inst.due < NEVER {
                    w.due.insert((inst.due, *q, key.clone()));
                }
                if inst.until < NEVER {
                    w.periods.insert((inst.until, *q, key.clone()));
                }
                w.instances.get_mut(*q as usize).ok_or("observers")?.insert(key, inst);
                Ok(())
            }
            None if self.same => Err("observers".into()),
            // The rule is gone, and told.
            None => Ok(()),
            Some(None) => {
                let pending = list(o, "pending")?;
                let name = self.names.rule(rule).and_then(|r| self.m.program.rules.get(r as usize)).map_or(rule, |r| r.name.as_str());
                if pending.is_empty() && o.get("due").is_none() {
                    if !self.notes.iter().any(|n| n.kind == RemarkKind::Forgotten && n.name == name) {
                        self.remark(RemarkKind::Forgotten, name, "", "");
                    }
                    return Ok(());
                }
                let what = |p: &Json| p.get("what").and_then(|w| w.get("what")).and_then(Json::as_str).unwrap_or_default().to_owned();
                let key = o.get("key").and_then(Json::as_str).map_or(String::new(), |key| format!("（{key}）"));
                let owed = pending.iter().map(|p| format!("{}{key}", what(p))).collect::<Vec<_>>();
                if owed.is_empty() {
                    return self.lose(LostKind::Obligation, name, key);
                }
                owed.into_iter().try_for_each(|owed| self.lose(LostKind::Obligation, name, owed))
            }
        }
    }

    fn tallies(&mut self, o: &Map<String, Json>, w: &mut Watch) -> Read<()> {
        let m = self.m;
        for (name, tally) in object(o, "found")? {
            let tally = serde_json::from_value(tally.clone()).map_err(|_| "found")?;
            match self.names.rule(name).and_then(|at| w.tally.get_mut(at as usize)) {
                Some(slot) => *slot = tally,
                None if self.same => return Err("found".into()),
                None => {}
            }
        }
        for did in list(o, "did")? {
            let (at, name, args): (i64, String, String) = serde_json::from_value(did.clone()).map_err(|_| "did")?;
            match self.names.action(&name) {
                Some(action) => w.done.push((at, action, args)),
                None if self.same => return Err("did".into()),
                None => {}
            }
        }
        for (name, items) in object(o, "metrics")? {
            let items = serde_json::from_value(items.clone()).map_err(|_| "metrics")?;
            match self.names.metric(name).and_then(|at| Some((w.items.get_mut(at as usize)?, m.program.metrics.get(at as usize)?))) {
                Some((slot, metric)) => {
                    *slot = items;
                    self.renamed("指标", name, &metric.name);
                }
                None => self.lose(LostKind::Metric, name, "")?,
            }
        }
        Ok(())
    }

    fn inst(&mut self, o: &Map<String, Json>) -> Read<(InstKey, Inst)> {
        let case: u32 = part(o, "case")?;
        let (mut key, value) = (InstKey { key: o.get("key").and_then(Json::as_str).unwrap_or("").into(), case }, o.get("value"));
        let value = match value {
            Some(json) => {
                let value = self.raw(&Type::Text, json, DEPTH)?;
                let value = value.ok_or_else(|| self.gone(LostKind::Value, "键", self.text_of(json)))?;
                if matches!(value, Val::Leaf(..) | Val::Role(_)) {
                    key.key = self.shown(&value).into();
                }
                value
            }
            None => crate::runtime::eval::whole(i64::from(case)),
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
        inst.rests = o.get("rests").and_then(Json::as_i64);
        inst.found = part(o, "found")?;
        inst.points = part(o, "points")?;
        inst.args = self.remembered(o)?;
        let pending = list(o, "pending")?;
        if pending.len() > PENDING {
            return Err("pending".into());
        }
        inst.pending = pending.iter().map(|p| self.pending(p.as_object().ok_or("pending")?)).collect::<Read<_>>()?;
        Ok((key, inst))
    }

    fn pending(&mut self, o: &Map<String, Json>) -> Read<Pending> {
        Ok(Pending {
            at: part(o, "at")?,
            seq: part(o, "seq")?,
            timed: part(o, "timed")?,
            due: o.get("due").ok_or("due")?.as_i64().unwrap_or(NEVER),
            least: part(o, "least")?,
            window: part(o, "window")?,
            counted: part(o, "counted")?,
            early: part(o, "early")?,
            what: part(o, "what")?,
            away: part(o, "away")?,
            unknown: part(o, "unknown")?,
            args: self.remembered(o)?.pop(),
            did: match o.get("did") {
                Some(did) => self.did(did)?,
                None => None,
            },
        })
    }

    /// Arguments that are remembered, by event. Those of an event that is gone nobody asks for.
    fn remembered(&mut self, o: &Map<String, Json>) -> Read<Vec<(u32, Vec<Val>)>> {
        let m = self.m;
        let mut all = Vec::new();
        for pair in list(o, "args")? {
            let name = pair.get(0).and_then(Json::as_str).ok_or("args")?;
            let given = pair.get(1).and_then(Json::as_object).ok_or("args")?;
            match self.names.event(name) {
                Some(event) => {
                    let params = m.program.events.get(event as usize).map_or(&[][..], |e| &e.params);
                    all.push((event, self.values(params, given, name)?));
                }
                None => self.lose(LostKind::Value, name, self.text_of(&Json::Object(given.clone())))?,
            }
        }
        Ok(all)
    }

    fn did(&mut self, json: &Json) -> Read<Option<(u32, Vec<Val>)>> {
        let m = self.m;
        let name = json.get(0).and_then(Json::as_str).ok_or("did")?;
        let given = json.get(1).and_then(Json::as_object).ok_or("did")?;
        let Some(action) = self.names.action(name) else {
            self.lose(LostKind::Value, name, self.text_of(&Json::Object(given.clone())))?;
            return Ok(None);
        };
        let params = m.program.actions.get(action as usize).map_or(&[][..], |a| &a.params);
        Ok(Some((action, self.values(params, given, name)?)))
    }

    /// Flow and step of their names; none where they are gone, which is told of what stands there.
    pub(super) fn step_of(&mut self, json: &Json) -> Read<Option<(u32, u32)>> {
        let name = |at: usize| json.get(at).and_then(Json::as_str).ok_or(Stop::Damaged("steps"));
        let (flow, step) = (name(0)?, name(1)?);
        let place = self.names.flow(flow).and_then(|f| Some((f, self.names.step(f, step)?)));
        match place {
            None if self.same => Err("steps".into()),
            Some((f, s)) if self.same && step_names(self.m, f, s) != *json => Err("steps".into()),
            place => Ok(place),
        }
    }
}

/// A part by its name.
fn part<T: DeserializeOwned>(o: &Map<String, Json>, name: &'static str) -> Read<T> {
    o.get(name).and_then(|json| serde_json::from_value(json.clone()).ok()).ok_or(Stop::Damaged(name))
}

fn number(json: &Json) -> Option<u32> {
    json.as_u64().and_then(|n| u32::try_from(n).ok())
}
