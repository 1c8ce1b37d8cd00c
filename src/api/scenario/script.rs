//! The lines of a scenario as events that a session takes.

use super::value::Values;
use crate::base::Message;
use crate::base::calendar::{Calendar, Fault, Reckoning};
use crate::runtime::{Called, Event, Machine, Marked, TALK_OVER, Told, Who};
use crate::sema::model::{
    Actor, BinaryOp, CompareOp, EventAtom, EventKind, Expr, ExprKind, Label, Line, LineSource, Mark, Model, Play, PlayKind, Test, Time,
    Value,
};
use serde_json::{Map, Value as Json, json};
use smol_str::SmolStr;
use std::sync::Arc;

/// What the lines of one scenario are read with.
pub(super) struct Script<'a> {
    pub(super) model: &'a Model,
    pub(super) machine: &'a Arc<Machine>,
    pub(super) values: Values<'a>,
    /// The calendar by which the scenario's times are read.
    pub(super) calendar: Calendar,
}

impl Script<'_> {
    /// The events of a line, in order; expectations have none.
    pub(super) fn events(&self, play: &Play, until: Option<i64>) -> Result<Vec<Event>, Message> {
        Ok(match &play.kind {
            PlayKind::Tick | PlayKind::Unfinished | PlayKind::Expect(_) => Vec::new(),
            PlayKind::Called(zone) => {
                let zone = self.values.words(zone).ok_or_else(unknown)?;
                vec![Event::Outgoing(Called { zone: Some(zone.into()), ..Called::default() })]
            }
            PlayKind::Gap(of) => vec![Event::Told(Box::new(Told::Gap(until, of.iter().map(|who| person(*who)).collect())))],
            PlayKind::Speech { who, tone, marks, text } => {
                let mut words = self.values.words(text).ok_or_else(unknown)?;
                if marks.contains(&Mark::Quoted) {
                    words = format!("「{words}」");
                }
                let mood = tone.as_ref().filter(|_| *who == Actor::Customer).and_then(|t| self.mood(t));
                let say = Event::Say { who: person(*who), text: words.into(), until };
                mood.map(Event::Mood).into_iter().chain([say]).collect()
            }
            PlayKind::Choose(label) => {
                let name = match label {
                    Label::Name(name) => name.as_str(),
                    Label::Other => "其他",
                };
                let none = || Message::new(format!("脚本里没有选项“{name}”"), format!("the script has no option `{name}`"));
                vec![Event::Choose { option: self.machine.label(name).ok_or_else(none)?, case: None }]
            }
            PlayKind::Enter { form, field, value } => {
                let form = form.and_then(|f| self.model.forms.get(f.index())).map(|f| f.name.clone());
                vec![Event::Fill { form, field: field.clone(), value: self.json(value)?, case: None }]
            }
            PlayKind::Submit(form) => {
                let form = self.model.forms.get(form.index()).map(|f| f.name.clone());
                vec![Event::Submit { form, case: None }]
            }
            PlayKind::Erased(form, key) => {
                let form = self.model.forms.get(form.index()).map(|f| f.name.clone()).unwrap_or_default();
                let key = key.as_ref().map(|key| self.json(key)).transpose()?;
                let key = key.map(|key| key.as_str().map_or_else(|| key.to_string(), str::to_owned).into());
                vec![Event::Erased { form, key }]
            }
            PlayKind::Host(event, args) => {
                let name = self.model.events.get(event.index()).map(|e| e.name.clone()).unwrap_or_default();
                let args: Vec<Json> = args.iter().map(|a| self.json(a)).collect::<Result<_, _>>()?;
                vec![Event::Host { name, args: Json::Array(args), id: None, case: None }]
            }
            PlayKind::Answer(action, value) => {
                let name = self.model.actions.get(action.index()).map(|a| a.name.clone()).unwrap_or_default();
                vec![answer(name, self.json(value)?, None)]
            }
            PlayKind::Event(atom) => vec![self.event(atom)?],
        })
    }

    /// The instant of a line that says when it is; `last` is that of the line before.
    pub(super) fn instant(&self, time: &Time, start: i64, last: i64) -> Result<i64, Message> {
        let out = || Message::new("这个时间超出了范围", "this time is out of range");
        match time {
            Time::Offset(ms) => start.checked_add(*ms).ok_or_else(out),
            Time::After(expr) => match self.values.length(expr).ok_or_else(unknown)? {
                Value::Civil(n, unit) => self.reckon(|r| r.plus(last, n, unit)),
                Value::Duration(ms) => last.checked_add(ms).ok_or_else(out),
                _ => Err(unknown()),
            },
            Time::At(expr) => {
                let (date, ms) = self.values.local(expr).ok_or_else(unknown)?;
                self.reckon(|r| r.instant(date, ms))
            }
            Time::Day(day, clock) => self.reckon(|r| r.on_day(last, *day, *clock)),
        }
    }

    /// Asks the scenario's calendar.
    pub(super) fn reckon(&self, ask: impl FnOnce(&Reckoning<'_>) -> Result<i64, Fault>) -> Result<i64, Message> {
        self.calendar.reckon(None).and_then(|r| ask(&r)).map_err(Fault::words)
    }

    /// A quoted line, or the first entry of a class.
    fn words_of(&self, line: &Line) -> Option<String> {
        match &line.source {
            LineSource::Text(text) => self.values.words(text),
            LineSource::Class(class, _) => {
                let (text, _) = self.model.phrases.get(class.index())?.entries.first()?;
                self.values.words(text)
            }
            LineSource::Var(_) | LineSource::Bad => None,
        }
    }

    fn json(&self, expr: &Expr) -> Result<Json, Message> {
        self.values.json(expr).ok_or_else(unknown)
    }

    fn mood(&self, name: &str) -> Option<u32> {
        let moods = &self.model.taxonomies.get(crate::sema::model::MOOD.index())?.leaves;
        moods.iter().position(|l| l.name == name || l.aliases.iter().any(|a| a == name)).map(|i| i as u32)
    }

    /// A number that a bound of a line holds for, as near to it as can be: `超过 3` is 4 and `不足 3` is 2.
    fn within(&self, test: &Test) -> Result<i64, Message> {
        let number = |e: &Expr| match self.values.length(e) {
            Some(Value::Duration(ms)) => Some(ms),
            Some(Value::Number(n)) => n.to_int(),
            _ => None,
        };
        let near = match test {
            Test::Compare(CompareOp::Gt, e) => number(e).and_then(|n| n.checked_add(1)),
            Test::Compare(CompareOp::Lt, e) => number(e).and_then(|n| n.checked_sub(1)),
            Test::Compare(CompareOp::Ge | CompareOp::Le | CompareOp::Eq, e) | Test::Within(e) => number(e),
            Test::Range(range) => range.low.as_deref().or(range.high.as_deref()).and_then(number),
            _ => None,
        };
        near.filter(|n| *n >= 0).ok_or_else(unknown)
    }

    /// How long it has lasted where a line marks it; nothing where the line does not say.
    fn marked_length(&self, atom: &EventAtom) -> Result<i64, Message> {
        atom.test.as_ref().map_or(Ok(0), |test| self.within(test))
    }

    /// What an action was done with, as far as a line says it.
    fn done_with(&self, action: crate::sema::model::ActionId, filter: Option<&Expr>) -> Result<Json, Message> {
        let mut args = Map::new();
        let mut todo: Vec<&Expr> = filter.into_iter().collect();
        while let Some(expr) = todo.pop() {
            match &expr.kind {
                ExprKind::Binary(BinaryOp::And, a, b) => todo.extend([&**a, &**b]),
                ExprKind::Test(own, test) => {
                    if let (ExprKind::Arg(at), Test::Compare(CompareOp::Eq, value)) = (&own.kind, &**test)
                        && let Some(param) = self.model.actions.get(action.index()).and_then(|a| a.params.get(*at as usize))
                    {
                        args.insert(param.name.to_string(), self.json(value)?);
                    }
                }
                _ => {}
            }
        }
        Ok(if args.is_empty() { Json::Null } else { Json::Object(args) })
    }

    fn event(&self, atom: &EventAtom) -> Result<Event, Message> {
        let who = || atom.actor.map_or(Who::Customer, person);
        let agent = || atom.actor.map_or(Who::Agent, person);
        Ok(match &atom.kind {
            EventKind::Incoming => Event::Incoming,
            EventKind::Outgoing => Event::Outgoing(Called::default()),
            EventKind::Ring => {
                let ring = atom.test.as_ref().map_or(Ok(1), |test| self.within(test))?;
                let none = || Message::new("没有这一声铃，铃从第 1 声数起", "there is no such ring; rings count from 1");
                Event::Ring(u32::try_from(ring).ok().filter(|n| *n > 0).ok_or_else(none)?)
            }
            EventKind::Answer => Event::Answer,
            EventKind::Begin => Event::Begin(who()),
            EventKind::Finish => Event::Finish(who()),
            EventKind::HangUp => Event::Hangup(who()),
            EventKind::CallEnded => Event::CallEnded,
            EventKind::Mood(leaves) => match leaves.as_slice() {
                [leaf] => Event::Mood(leaf.0),
                _ => return Err(unknown()),
            },
            EventKind::Hold => Event::Hold(agent()),
            EventKind::Resume => Event::Resume(agent()),
            EventKind::Mute => Event::Mute(agent()),
            EventKind::Unmute => Event::Unmute(agent()),
            EventKind::Noise(kind) => Event::Noise { by: agent(), kind: kind.clone().unwrap_or_default() },
            EventKind::Transfer(to) => Event::Transfer(to.clone().unwrap_or_default()),
            EventKind::NoReply => Event::Told(Box::new(Told::NoReply(agent()))),
            EventKind::Enter(flow, step) => Event::Told(Box::new(Told::Enter(flow.0, step.0))),
            EventKind::Leave(flow, step) => Event::Told(Box::new(Told::Leave(flow.0, step.0))),
            EventKind::CaseClosed => Event::Told(Box::new(Told::Close)),
            EventKind::Transferred(done) => Event::Told(Box::new(Told::Transferred(*done))),
            EventKind::ReadBack(form) => Event::Told(Box::new(Told::ReadBack(form.0))),
            EventKind::HandTo(role) => Event::Told(Box::new(Told::HandOver(role.0))),
            EventKind::Do(action) => Event::Told(Box::new(Told::Do(action.0, self.done_with(*action, atom.filter.as_ref())?))),
            EventKind::End(Some(result)) => {
                let known = self.machine.program.results.iter().position(|r| r == result.as_str());
                Event::Told(Box::new(Told::End(known.ok_or_else(unknown)? as u32)))
            }
            EventKind::Says(line) => Event::Say { who: agent(), text: self.words_of(line).ok_or_else(unknown)?.into(), until: None },
            EventKind::SaysForbidden(forbid) => {
                let entry = self.model.forbids.get(forbid.index()).and_then(|f| f.entries.first()).ok_or_else(unknown)?;
                Event::Say { who: agent(), text: entry.phrase.clone(), until: None }
            }
            EventKind::Declared(event, args) => {
                let name = self.model.events.get(event.index()).map(|e| e.name.clone()).unwrap_or_default();
                let args = args.iter().map(|a| a.as_ref().map_or(Ok(Json::Null), |a| self.json(a))).collect::<Result<_, _>>()?;
                Event::Host { name, args: Json::Array(args), id: None, case: None }
            }
            EventKind::Silence => marked(Marked::Silence(atom.actor.map(person), self.marked_length(atom)?)),
            EventKind::Stay => marked(Marked::Stay(self.marked_length(atom)?)),
            EventKind::CallTime => marked(Marked::CallTime(self.marked_length(atom)?)),
            EventKind::Reply => marked(Marked::Reply(agent(), self.marked_length(atom)?)),
            EventKind::TalkOver => {
                marked(Marked::TalkOver(agent(), if atom.test.is_some() { self.marked_length(atom)? } else { TALK_OVER }))
            }
            EventKind::CutIn => marked(Marked::CutIn(agent())),
            EventKind::Backchannel => marked(Marked::Backchannel(agent())),
            EventKind::MoodRise
            | EventKind::MoodFall
            | EventKind::Chose(_)
            | EventKind::EnterValue(..)
            | EventKind::Submit(_)
            | EventKind::Complete(_)
            | EventKind::Changed(..)
            | EventKind::End(None)
            | EventKind::Bad => {
                return Err(Message::new(
                    "这件事是机器自己推出来的，场景里写引起它的事：谁说了什么、过了多久、选了什么",
                    "the machine derives this event; write what leads to it: who said what, how much time passed, what was chosen",
                ));
            }
        })
    }
}

/// What a recording marks.
fn marked(what: Marked) -> Event {
    Event::Told(Box::new(Told::Marked(what)))
}

/// The answer to an action.
pub(super) fn answer(name: SmolStr, value: Json, id: Option<u32>) -> Event {
    Event::Host { name, args: json!({ "result": value }), id, case: None }
}

fn person(actor: Actor) -> Who {
    match actor {
        Actor::Customer => Who::Customer,
        Actor::Agent => Who::Agent,
        Actor::Third => Who::Third,
        Actor::System => Who::System,
        Actor::Role(role) => Who::Role(role.0),
    }
}

fn unknown() -> Message {
    Message::new("这个值在通话之前算不出来", "this value is not known before the call")
}
