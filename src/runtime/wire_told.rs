//! Turns with all that is known of them, and what a recording tells, as JSON.

use super::error::{ErrorKind, EventError};
use super::event::{Called, Event, Who};
use super::machine::Machine;
use super::told::{Marked, Told, Turn, Word};
use serde_json::{Map, Value as Json};
use smol_str::SmolStr;

/// Their names.
pub(crate) const TOLD: [&str; 17] = [
    "silence",
    "stay",
    "call_time",
    "reply",
    "talk_over",
    "cut_in",
    "backchannel",
    "no_reply",
    "gap",
    "enter",
    "leave",
    "do",
    "hand_over",
    "end",
    "close",
    "transferred",
    "read_back",
];

/// The members of each.
pub(crate) fn members(name: &str) -> Option<&'static [&'static str]> {
    Some(match name {
        "silence" | "reply" | "talk_over" => &["who", "ms"],
        "stay" | "call_time" => &["ms"],
        "no_reply" | "cut_in" | "backchannel" => &["who"],
        "gap" => &["until", "of"],
        "enter" | "leave" => &["in", "into"],
        "do" => &["action", "args"],
        "hand_over" => &["role"],
        "end" => &["result"],
        "close" => &[],
        "transferred" => &["done"],
        "read_back" => &["form"],
        _ => return None,
    })
}

type Object = Map<String, Json>;

impl Machine {
    /// What a recording tells, by its name.
    pub(crate) fn told_from(&self, name: &str, o: &Object) -> Result<Event, EventError> {
        let p = &self.program;
        let text = |key: &str| o.get(key).and_then(Json::as_str).unwrap_or_default();
        let unknown = |given: &str, all: Vec<SmolStr>| EventError::new(ErrorKind::BadEvent, given).expecting(all);
        let ms = || o.get("ms").map_or(Ok(0), |ms| self.length_of(ms));
        let told = match name {
            "silence" => {
                let who = o.get("who").filter(|w| !w.is_null()).map(|_| self.who_of(o, "who")).transpose()?;
                Told::Marked(Marked::Silence(who, ms()?))
            }
            "stay" => Told::Marked(Marked::Stay(ms()?)),
            "call_time" => Told::Marked(Marked::CallTime(ms()?)),
            "reply" => Told::Marked(Marked::Reply(self.who_of(o, "who")?, ms()?)),
            "talk_over" => {
                let ms = o.get("ms").map_or(Ok(super::observe::TALK_OVER), |ms| self.length_of(ms))?;
                Told::Marked(Marked::TalkOver(self.who_of(o, "who")?, ms))
            }
            "cut_in" => Told::Marked(Marked::CutIn(self.who_of(o, "who")?)),
            "backchannel" => Told::Marked(Marked::Backchannel(self.who_of(o, "who")?)),
            "no_reply" => Told::NoReply(self.who_of(o, "who")?),
            "gap" => {
                let until = o.get("until").filter(|u| !u.is_null()).map(|u| self.at(u, "until")).transpose()?;
                let of = o.get("of").and_then(Json::as_array).map_or(&[][..], Vec::as_slice);
                let of = of.iter().map(|w| self.who_at(w.as_str().unwrap_or_default())).collect::<Result<Vec<_>, _>>()?;
                Told::Gap(until, of)
            }
            "enter" | "leave" => {
                let (flow, step) = self.step_named(text("in"), text("into"))?;
                if name == "enter" { Told::Enter(flow, step) } else { Told::Leave(flow, step) }
            }
            "do" => {
                let all = || p.actions.iter().map(|a| a.name.clone()).collect();
                let action = p.actions.iter().position(|a| a.name == text("action")).ok_or_else(|| unknown(text("action"), all()))?;
                Told::Do(action as u32, o.get("args").cloned().unwrap_or(Json::Null))
            }
            "hand_over" => {
                let all = || p.roles.iter().map(|r| r.name.clone()).collect();
                Told::HandOver(self.role(text("role")).ok_or_else(|| unknown(text("role"), all()))?)
            }
            "end" => {
                let all = || p.results.iter().map(SmolStr::new).collect();
                let result = p.results.iter().position(|r| r == text("result")).ok_or_else(|| unknown(text("result"), all()))?;
                Told::End(result as u32)
            }
            "transferred" => Told::Transferred(o.get("done").and_then(Json::as_bool).unwrap_or(true)),
            "read_back" => {
                let all = || p.forms.iter().map(|f| f.name.clone()).collect();
                let form = p.forms.iter().position(|f| f.name == text("form")).ok_or_else(|| unknown(text("form"), all()))?;
                Told::ReadBack(form as u32)
            }
            _ => Told::Close,
        };
        Ok(Event::Told(Box::new(told)))
    }

    /// A turn, with its words' times where they are given.
    pub(crate) fn turn_from(&self, who: Who, text: SmolStr, until: Option<i64>, o: &Object) -> Result<Event, EventError> {
        let flag = |key: &str| o.get(key).and_then(Json::as_bool).unwrap_or(false);
        let from = o.get("from").filter(|u| !u.is_null()).map(|u| self.at(u, "from")).transpose()?;
        let (guessed, cut_in) = (flag("guessed"), flag("cut_in"));
        let given = o.get("words").and_then(Json::as_array);
        if from.is_none() && given.is_none() && !guessed && !cut_in {
            return Ok(Event::Say { who, text, until });
        }
        let mut words = Vec::new();
        for word in given.into_iter().flatten() {
            let bad = || EventError::new(ErrorKind::BadEvent, word.to_string()).expecting(["[\"…\", ms, ms]"]);
            let [Json::String(text), from, until] = word.as_array().map_or(&[][..], Vec::as_slice) else { return Err(bad()) };
            words.push(Word { text: text.into(), from: self.at(from, "words")?, until: self.at(until, "words")? });
        }
        Ok(Event::Spoken(Box::new(Turn { who, text, from, until, words, guessed, cut_in })))
    }

    /// A call that comes or goes, with what is known of it.
    pub(crate) fn called_from(outgoing: bool, o: &Object) -> Event {
        let text = |key: &str| o.get(key).and_then(Json::as_str).map(SmolStr::new);
        let called = Called { zone: text("zone"), number: text("number"), campaign: text("campaign") };
        match (outgoing, called == Called::default()) {
            (true, _) => Event::Outgoing(called),
            (false, true) => Event::Incoming,
            (false, false) => Event::Told(Box::new(Told::Incoming(called))),
        }
    }

    /// How long something has lasted, in ms.
    fn length_of(&self, ms: &Json) -> Result<i64, EventError> {
        let bad = || EventError::new(ErrorKind::BadEvent, ms.to_string()).expecting(["ms"]);
        ms.as_i64().filter(|ms| *ms >= 0).ok_or_else(bad)
    }

    /// A step by its name, and its flow's where it is given.
    fn step_named(&self, flow: &str, step: &str) -> Result<(u32, u32), EventError> {
        let flows = self.program.flows.iter().enumerate().filter(|(_, f)| flow.is_empty() || f.name == flow);
        let mut found = flows.filter_map(|(f, decl)| decl.steps.iter().position(|s| s.name == step).map(|s| (f as u32, s as u32)));
        found.next().ok_or_else(|| {
            let all = self.program.flows.iter().flat_map(|f| f.steps.iter().map(|s| s.name.clone()));
            EventError::new(ErrorKind::BadEvent, step).expecting(all)
        })
    }

    fn who_of(&self, o: &Object, key: &str) -> Result<Who, EventError> {
        self.who_at(o.get(key).and_then(Json::as_str).unwrap_or_default())
    }

    fn who_at(&self, name: &str) -> Result<Who, EventError> {
        self.who_named(name).ok_or_else(|| EventError::new(ErrorKind::UnknownWho, name).expecting(["agent", "customer", "third", "system"]))
    }
}
