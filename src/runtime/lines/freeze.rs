//! Duties and what was said, as a snapshot holds them: each with its own words, so that it needs nothing of the program but its step.

use super::duty::{Duty, DutyKind, Ended, Hearing, Lines};
use super::talk::Turn;
use crate::base::phrase::{Amount, Choice, Closeness, Part, Wanted};
use crate::program::Pc;
use crate::runtime::machine::Machine;
use crate::runtime::migrate::{Read, Reader, Stop, flag, int, list, small, text};
use crate::runtime::places::Home;
use crate::runtime::state::NONE;
use serde_json::{Map, Value as Json, json};
use smol_str::SmolStr;

const HEARING: [(&str, Hearing); 3] = [("early", Hearing::Early), ("deaf", Hearing::Deaf), ("hears", Hearing::Hears)];
const CLOSENESS: [(&str, Closeness); 4] = [
    ("verbatim", Closeness::Verbatim),
    ("gist", Closeness::Gist),
    ("key_points", Closeness::KeyPoints),
    ("key_points_in_order", Closeness::KeyPointsInOrder),
];
const AMOUNT: [(&str, Amount); 3] = [("any", Amount::Any), ("all", Amount::All), ("in_order", Amount::InOrder)];

/// The name of something in a table.
fn name<T: PartialEq>(table: &[(&'static str, T)], of: &T) -> &'static str {
    table.iter().find(|(_, t)| t == of).map_or("", |(name, _)| name)
}

/// What a name in a table stands for.
fn named<T: Copy>(table: &[(&str, T)], o: &Map<String, Json>, key: &'static str) -> Read<T> {
    let name = text(o, key)?;
    table.iter().find(|(n, _)| *n == name).map(|(_, t)| *t).ok_or(Stop::Damaged(key))
}

impl Lines {
    /// As a snapshot holds it; none where nothing is to be held.
    pub(crate) fn freeze(&self, m: &Machine) -> Option<Json> {
        if *self == Self::default() {
            return None;
        }
        let duties = |all: &[Duty]| all.iter().map(|d| duty(m, d)).collect::<Json>();
        let ended = |e: &Ended| json!({"at": e.at, "seq": e.seq, "cut_off": e.cut_off, "duties": duties(&e.duties)});
        Some(json!({
            "hearing": name(&HEARING, &self.hearing),
            "open": duties(&self.open),
            "ended": self.ended.iter().map(ended).collect::<Json>(),
            "turns": freeze_turns(m, &self.turns),
            "speaking": self.speaking,
            "seq": self.seq,
        }))
    }
}

/// Turns as a snapshot holds them.
pub(crate) fn freeze_turns(m: &Machine, turns: &[Turn]) -> Json {
    let turn = |t: &Turn| json!({"who": m.who_name(t.who), "from": t.from, "until": t.until, "seq": t.seq, "text": t.text, "back": t.back});
    turns.iter().map(turn).collect()
}

fn duty(m: &Machine, duty: &Duty) -> Json {
    let none = Vec::new();
    let choices = duty.choices.iter().enumerate().map(|(i, choice)| {
        let ids = duty.ids.get(i).unwrap_or(&none);
        let lines =
            choice.lines.iter().enumerate().map(|(l, line)| json!({"id": ids.get(l), "parts": line.parts(), "folding": line.as_folding()}));
        json!({
            "mode": name(&CLOSENESS, &choice.closeness), "amount": name(&AMOUNT, &choice.amount), "open": choice.open,
            "lines": lines.collect::<Json>(),
        })
    });
    let mut json = json!({
        "case": duty.case, "step": m.step_names(duty.step), "at": duty.at, "seq": duty.seq, "modality": duty.modality,
        "read_back": duty.kind == DutyKind::ReadBack, "choices": choices.collect::<Json>(), "basis": duty.basis,
    });
    if let (Some(by), Some(o)) = (ordered_by(m, duty), json.as_object_mut()) {
        o.extend(by);
    }
    json
}

/// The statement that ordered a duty: its words, and the option or handler it stands in.
fn ordered_by(m: &Machine, duty: &Duty) -> Option<Map<String, Json>> {
    let answer = m.home_of(duty.handler).filter(|_| duty.handler != NONE);
    let (home, start) = match (&answer, m.step(duty.step)) {
        (Some(answer), _) => (answer.home, answer.body),
        (None, Some((flow, step))) => (Home::Step(flow, step), m.entry_of(flow, step)?),
        (None, None) => return None,
    };
    let (name, _) = m.orders(home, start).into_iter().find(|(_, pc)| *pc == duty.pc)?;
    let mut by = Map::new();
    by.insert("by".into(), name.as_str().into());
    if let Some(answer) = answer {
        by.insert("handler".into(), answer.name.as_str().into());
        by.insert("anytime".into(), matches!(home, Home::Flow(_)).into());
    }
    Some(by)
}

impl Reader<'_> {
    /// Duties and what was said, where the program orders anything.
    pub(crate) fn lines(&mut self, o: &Map<String, Json>) -> Read<Option<Lines>> {
        if !self.m.index.orders {
            return Ok(None);
        }
        let Some(o) = o.get("lines") else { return Ok(Some(Lines::default())) };
        let o = o.as_object().ok_or("lines")?;
        let turns = self.said(list(o, "turns")?)?;
        let mut ended = Vec::new();
        for json in list(o, "ended")? {
            let of = json.as_object().ok_or("ended")?;
            let duties = self.duties(list(of, "duties")?)?;
            ended.push(Ended { at: int(of, "at")?, seq: small(of, "seq")?, cut_off: flag(of, "cut_off"), duties });
        }
        Ok(Some(Lines {
            hearing: named(&HEARING, o, "hearing")?,
            open: self.duties(list(o, "open")?)?,
            ended,
            turns,
            speaking: o.get("speaking").and_then(Json::as_i64),
            seq: small(o, "seq")?,
        }))
    }

    /// Turns again, by their beginning.
    pub(crate) fn said(&mut self, all: &[Json]) -> Read<Vec<Turn>> {
        let mut turns = Vec::new();
        for turn in all {
            let turn = turn.as_object().ok_or("turns")?;
            let who = self.who(text(turn, "who")?);
            let Some(who) = self.without(who)? else { continue };
            let words = SmolStr::new(text(turn, "text")?);
            let (from, until) = (int(turn, "from")?, int(turn, "until")?);
            turns.push(Turn { who, from, until, seq: small(turn, "seq")?, text: words, back: flag(turn, "back") });
        }
        turns.sort_by_key(|turn| turn.from);
        Ok(turns)
    }

    /// The number that a step has now in the whole program.
    fn step_now(&self, flow: &str, step: &str) -> Option<u32> {
        let flow = self.names.flow(flow)?;
        let step = self.names.step(flow, step)?;
        Some(self.m.index.flows.get(flow as usize)?.first_step.saturating_add(step))
    }

    /// The statement that ordered a duty, as the program has it now: its option or handler, and its operation.
    fn ordered_by(&self, o: &Map<String, Json>, step: u32) -> Option<(u32, Pc)> {
        let m = self.m;
        let name = |key: &str| o.get(key).and_then(Json::as_str).map(|name| self.names.carried(name));
        let place = m.step(step);
        let answer = match (name("handler"), place) {
            (Some(handler), place) => Some(match (m.body_named(&handler), place) {
                (Some(body), _) => m.home_of(body)?,
                (None, Some((flow, step))) => {
                    let home = if flag(o, "anytime") { Home::Flow(flow) } else { Home::Step(flow, step) };
                    m.answers(home).into_iter().find(|a| a.name == handler)?
                }
                (None, None) => return None,
            }),
            (None, _) => None,
        };
        let (handler, home, start) = match (answer, place) {
            (Some(answer), _) => (answer.id, answer.home, answer.body),
            (None, Some((flow, step))) => (NONE, Home::Step(flow, step), m.entry_of(flow, step)?),
            (None, None) => return None,
        };
        let by = name("by")?;
        let (_, pc) = m.orders(home, start).into_iter().find(|(name, _)| *name == by)?;
        Some((handler, pc))
    }

    fn duties(&mut self, all: &[Json]) -> Read<Vec<Duty>> {
        all.iter().map(|json| self.duty(json.as_object().ok_or("duties")?)).collect()
    }

    fn duty(&mut self, o: &Map<String, Json>) -> Read<Duty> {
        let step: Option<(String, String)> = o.get("step").and_then(|s| serde_json::from_value(s.clone()).ok());
        let (mut choices, mut ids) = (Vec::new(), Vec::new());
        for choice in list(o, "choices")? {
            let choice = choice.as_object().ok_or("choices")?;
            let (mut lines, mut names) = (Vec::new(), Vec::new());
            for line in list(choice, "lines")? {
                let parts: Vec<Part> = line.get("parts").and_then(|p| serde_json::from_value(p.clone()).ok()).ok_or("parts")?;
                let folding = line.get("folding").and_then(|f| serde_json::from_value(f.clone()).ok()).ok_or("folding")?;
                lines.push(Wanted::folding(parts, folding));
                names.extend(line.get("id").and_then(Json::as_str).map(SmolStr::new));
            }
            let (closeness, amount) = (named(&CLOSENESS, choice, "mode")?, named(&AMOUNT, choice, "amount")?);
            choices.push(Choice { lines, closeness, amount, open: flag(choice, "open") });
            ids.push(names);
        }
        let read_back = flag(o, "read_back");
        // The words stay to be said although the step or the statement that ordered them is gone.
        let step = step.and_then(|(flow, step)| self.step_now(&flow, &step)).unwrap_or(NONE);
        let (handler, pc) = self.ordered_by(o, step).unwrap_or((NONE, NONE));
        Ok(Duty {
            case: small(o, "case")?,
            step,
            pc,
            handler,
            at: int(o, "at")?,
            seq: small(o, "seq")?,
            modality: o.get("modality").and_then(|m| serde_json::from_value(m.clone()).ok()).ok_or("modality")?,
            kind: if read_back { DutyKind::ReadBack } else { DutyKind::Say },
            choices,
            ids: if read_back { Vec::new() } else { ids },
            basis: o.get("basis").and_then(|b| serde_json::from_value(b.clone()).ok()).unwrap_or_default(),
        })
    }
}
