//! Events as JSON: `{"at":0,"event":"ring","count":2}`.

use super::error::{ErrorKind, EventError};
use super::event::{Event, Who};
use super::json::leaf_of;
use super::machine::Machine;
use super::text::read_instant;
use super::told::Told;
use super::wire_told::TOLD;
use serde_json::{Map, Value as Json};
use smol_str::SmolStr;

/// Every event's name.
pub const EVENTS: [&str; 39] = [
    "incoming",
    "outgoing",
    "ring",
    "answer",
    "begin",
    "finish",
    "say",
    "choose",
    "fill",
    "submit",
    "host",
    "hangup",
    "call_ended",
    "mood",
    "hold",
    "resume",
    "mute",
    "unmute",
    "noise",
    "transfer",
    "erased",
    "advance",
    TOLD[0],
    TOLD[1],
    TOLD[2],
    TOLD[3],
    TOLD[4],
    TOLD[5],
    TOLD[6],
    TOLD[7],
    TOLD[8],
    TOLD[9],
    TOLD[10],
    TOLD[11],
    TOLD[12],
    TOLD[13],
    TOLD[14],
    TOLD[15],
    TOLD[16],
];

/// Moods of a program that declares none.
const MOODS: [&str; 4] = ["平静", "玩笑", "不满", "激动"];

impl Machine {
    /// Reads one line of events: its instant and what happens.
    pub fn read_event(&self, line: &str) -> Result<(i64, Event), EventError> {
        let json: Json = serde_json::from_str(line).map_err(|e| EventError::new(ErrorKind::BadEvent, e.to_string()))?;
        self.event_from_json(&json)
    }

    /// Reads an event: its instant and what happens.
    pub fn event_from_json(&self, json: &Json) -> Result<(i64, Event), EventError> {
        let o = json.as_object().ok_or_else(|| bad(json.to_string()))?;
        let at = self.at(o.get("at").ok_or_else(|| wants("at"))?, "at")?;
        Ok((at, self.event(o)?))
    }

    pub(crate) fn at(&self, json: &Json, key: &str) -> Result<i64, EventError> {
        let text = || json.as_str().and_then(|text| read_instant(self.zone, text));
        json.as_i64().or_else(text).ok_or_else(|| bad(format!("{key}: {json}")).expecting(["ms", "2026-10-01 18:00"]))
    }

    fn event(&self, o: &Map<String, Json>) -> Result<Event, EventError> {
        let name = text(o, "event")?;
        if !EVENTS.contains(&name.as_str()) {
            return Err(EventError::new(ErrorKind::UnknownEvent, name).expecting(EVENTS));
        }
        let known: &[&str] = match name.as_str() {
            "ring" => &["count"],
            "begin" | "finish" => &["who"],
            "say" => &["who", "text", "until", "from", "words", "guessed", "cut_in"],
            "choose" => &["option", "case"],
            "fill" => &["form", "field", "value", "case"],
            "submit" => &["form", "case"],
            "host" => &["name", "args", "id", "case"],
            "hangup" => &["by", "reason"],
            "incoming" | "outgoing" => &["number", "campaign", "zone"],
            "hold" | "resume" | "mute" | "unmute" => &["by"],
            "noise" => &["by", "kind"],
            "mood" => &["value"],
            "transfer" => &["target"],
            "erased" => &["form", "key"],
            other => super::wire_told::members(other).unwrap_or(&[]),
        };
        if let Some(key) = o.keys().find(|key| !["at", "event"].contains(&key.as_str()) && !known.contains(&key.as_str())) {
            return Err(bad(key.as_str()).expecting(known.iter().copied()));
        }
        Ok(match name.as_str() {
            "incoming" => Self::called_from(false, o),
            "outgoing" => Self::called_from(true, o),
            "ring" => Event::Ring(number(o, "count")?),
            "answer" => Event::Answer,
            "begin" => Event::Begin(self.who(o, "who")?),
            "finish" => Event::Finish(self.who(o, "who")?),
            "say" => {
                let until = o.get("until").filter(|u| !u.is_null()).map(|u| self.at(u, "until")).transpose()?;
                self.turn_from(self.who(o, "who")?, text(o, "text")?, until, o)?
            }
            "choose" => {
                let label = text(o, "option")?;
                let option = self.label(&label).ok_or_else(|| {
                    EventError::new(ErrorKind::NotOffered, label.clone()).expecting(self.program.labels.iter().map(SmolStr::new))
                })?;
                Event::Choose { option, case: optional_number(o, "case")? }
            }
            "fill" => Event::Fill {
                form: optional_text(o, "form")?,
                field: text(o, "field")?,
                value: o.get("value").cloned().ok_or_else(|| wants("value"))?,
                case: optional_number(o, "case")?,
            },
            "submit" => Event::Submit { form: optional_text(o, "form")?, case: optional_number(o, "case")? },
            "host" => {
                let args = o.get("args").cloned().unwrap_or(Json::Null);
                Event::Host { name: text(o, "name")?, args, id: optional_number(o, "id")?, case: optional_number(o, "case")? }
            }
            "hangup" => match optional_text(o, "reason")? {
                Some(reason) => Event::Told(Box::new(Told::HungUp(self.who(o, "by")?, reason))),
                None => Event::Hangup(self.who(o, "by")?),
            },
            "call_ended" => Event::CallEnded,
            "mood" => Event::Mood(self.mood(&text(o, "value")?)?),
            "hold" => Event::Hold(self.who(o, "by")?),
            "resume" => Event::Resume(self.who(o, "by")?),
            "mute" => Event::Mute(self.who(o, "by")?),
            "unmute" => Event::Unmute(self.who(o, "by")?),
            "noise" => Event::Noise { by: self.who(o, "by")?, kind: text(o, "kind")? },
            "transfer" => Event::Transfer(text(o, "target")?),
            told if TOLD.contains(&told) => self.told_from(told, o)?,
            "erased" => Event::Erased { form: text(o, "form")?, key: optional_text(o, "key")? },
            _ => Event::Advance,
        })
    }

    /// Who acts: a built-in name in either language, or a role's.
    pub fn who_named(&self, name: &str) -> Option<Who> {
        Some(match name {
            "customer" | "客户" | "顾客" => Who::Customer,
            "agent" | "话务员" | "坐席" => Who::Agent,
            "third" | "第三方" => Who::Third,
            "system" | "系统" => Who::System,
            _ => Who::Role(self.role(name)?),
        })
    }

    fn who(&self, o: &Map<String, Json>, key: &str) -> Result<Who, EventError> {
        let name = text(o, key)?;
        self.who_named(&name).ok_or_else(|| {
            let roles = self.program.roles.iter().map(|r| r.name.clone());
            EventError::new(ErrorKind::UnknownWho, name.clone())
                .expecting(["agent", "customer", "third", "system"].map(SmolStr::new).into_iter().chain(roles))
        })
    }

    /// The names of 情绪, in order.
    pub fn moods(&self) -> Vec<&str> {
        match self.index.mood.and_then(|t| self.program.taxonomies.get(t as usize)) {
            Some(taxonomy) => taxonomy.leaves.iter().map(|l| l.name.as_str()).collect(),
            None => MOODS.to_vec(),
        }
    }

    /// The leaf of a mood's name.
    pub fn mood(&self, name: &str) -> Result<u32, EventError> {
        let unknown = || EventError::new(ErrorKind::UnknownMood, name);
        match self.index.mood.and_then(|t| self.program.taxonomies.get(t as usize)) {
            Some(taxonomy) => leaf_of(taxonomy, name).ok_or_else(|| unknown().expecting(taxonomy.leaves.iter().map(|l| l.name.clone()))),
            None => MOODS.iter().position(|m| *m == name).map(|i| i as u32).ok_or_else(|| unknown().expecting(MOODS)),
        }
    }
}

fn bad(given: impl Into<SmolStr>) -> EventError {
    EventError::new(ErrorKind::BadEvent, given)
}

fn wants(key: &str) -> EventError {
    bad(key).expecting([key])
}

fn text(o: &Map<String, Json>, key: &str) -> Result<SmolStr, EventError> {
    match o.get(key) {
        Some(Json::String(text)) => Ok(SmolStr::new(text)),
        Some(other) => Err(bad(format!("{key}: {other}")).expecting([key])),
        None => Err(wants(key)),
    }
}

fn optional_text(o: &Map<String, Json>, key: &str) -> Result<Option<SmolStr>, EventError> {
    o.get(key).filter(|v| !v.is_null()).map(|_| text(o, key)).transpose()
}

fn number(o: &Map<String, Json>, key: &str) -> Result<u32, EventError> {
    let json = o.get(key).ok_or_else(|| wants(key))?;
    json.as_u64().and_then(|n| u32::try_from(n).ok()).ok_or_else(|| bad(format!("{key}: {json}")).expecting([key]))
}

fn optional_number(o: &Map<String, Json>, key: &str) -> Result<Option<u32>, EventError> {
    o.get(key).filter(|v| !v.is_null()).map(|_| number(o, key)).transpose()
}
