//! What happened in a call so far: for expectations, and for the transcript of one that fails.

use super::report::CallLine;
use crate::api::narrate;
use crate::base::{Lang, Message};
use crate::program::{Modality, Op, Say, SayWords, Severity};
use crate::runtime::{Effect, EffectKind, Event, Finding, LineFault, Machine, Showing, Told as Heard, Who};
use serde_json::Value as Json;
use smol_str::{SmolStr, format_smolstr};

/// What happened so far.
#[derive(Debug, Default)]
pub(super) struct Journal {
    /// The transcript.
    pub(super) call: Vec<Told>,
    /// Lines that the machine ordered.
    pub(super) said: Vec<Said>,
    /// Actions that were done.
    pub(super) did: Vec<Did>,
    /// Results of the call and of its cases.
    pub(super) ended: Vec<String>,
    /// Roles that a rung handed to.
    pub(super) handed: Vec<u32>,
    /// Breaches of rules and limits, and lines that were missed.
    pub(super) breaches: Vec<Breach>,
    /// What the agent's side was given to say, turn by turn, and whether each runs on from the one before.
    pub(super) heard: Vec<(SmolStr, bool)>,
    /// Nobody else spoke since the agent's side did.
    runs_on: bool,
    /// The steps that a recording is in, by flow.
    pub(super) steps: Vec<(u32, u32)>,
    start: i64,
}

/// A line of the transcript, in both languages.
#[derive(Debug)]
pub(super) struct Told {
    time: String,
    given: bool,
    text: Message,
}

/// A line that the machine ordered.
#[derive(Debug)]
pub(super) struct Said {
    /// Its alternatives, values put in.
    pub(super) words: Vec<String>,
    /// The classes it names.
    pub(super) classes: Vec<u32>,
}

/// A rule or limit that was broken, or a line that was missed.
#[derive(Debug, Clone)]
pub(super) struct Breach {
    /// The rule, 期限 or 周期; of a line `用语 名` for each class that would have done, and `环节 名` for the step.
    pub(super) name: SmolStr,
    /// Whether it is certain.
    pub(super) sure: bool,
    /// When it happened, or up to when it should have.
    pub(super) at: i64,
    /// How grave it is.
    pub(super) severity: Severity,
}

impl Breach {
    /// The breaches that an effect tells of; none for one that nobody is sure of, and for what the machine finds of itself.
    pub(super) fn of(machine: &Machine, effect: &Effect) -> Vec<Self> {
        let EffectKind::Finding(found) = &effect.kind else { return Vec::new() };
        let program = &machine.program;
        match &**found {
            Finding::Rule(f) if f.broken => {
                let at = f.event.as_ref().map(|e| e.at).or(f.missing.map(|(_, to)| to)).unwrap_or(effect.at);
                let rule = program.rules.get(f.rule as usize);
                rule.map(|rule| Self { name: rule.name.clone(), sure: true, at, severity: f.severity }).into_iter().collect()
            }
            Finding::Overdue(note) | Finding::Missed(note) | Finding::ErasedEarly(note) => {
                let deadline = matches!(**found, Finding::Overdue(_)).then(|| program.deadlines.get(note.of as usize)).flatten();
                let severity = deadline.and_then(|d| d.severity).unwrap_or_default();
                vec![Self { name: machine.limit_name(note.kind, note.of).into(), sure: true, at: effect.at, severity }]
            }
            Finding::Line(f) => {
                let severity = match f.modality {
                    Modality::Must => Severity::Ordinary,
                    Modality::Should => Severity::Minor,
                    Modality::May => return Vec::new(),
                };
                let sure = !matches!(f.fault, LineFault::Unknown(_));
                let named = |name| Self { name, sure, at: f.between.1, severity };
                let classes = say_of(machine, effect.pc).map(classes).unwrap_or_default();
                let classes = classes.into_iter().filter_map(|class| program.phrases.get(class as usize));
                let step = machine.step_names(effect.step).map(|(_, step)| format_smolstr!("环节 {step}"));
                classes.map(|class| format_smolstr!("用语 {}", class.name)).chain(step).map(named).collect()
            }
            _ => Vec::new(),
        }
    }
}

/// An action that was done.
#[derive(Debug)]
pub(super) struct Did {
    /// Which.
    pub(super) action: u32,
    /// By position.
    pub(super) args: Vec<Json>,
}

impl Journal {
    /// An empty one; times are counted from `start`.
    pub(super) fn new(start: i64) -> Self {
        Self { start, ..Self::default() }
    }

    /// Notes what the scenario did.
    pub(super) fn given(&mut self, machine: &Machine, at: i64, event: &Event) {
        let turn = match event {
            Event::Say { who, text, .. } => Some((*who, text)),
            Event::Spoken(turn) => Some((turn.who, &turn.text)),
            _ => None,
        };
        match turn {
            Some((Who::Agent | Who::Role(_), text)) => {
                let runs_on = std::mem::replace(&mut self.runs_on, true);
                self.heard.push((text.clone(), runs_on));
            }
            Some(_) => self.runs_on = false,
            None => {}
        }
        self.push(at, true, narrate::event(machine, event));
    }

    /// Notes what a recording tells of the machine: nobody plays it there.
    pub(super) fn recorded(&mut self, machine: &Machine, event: &Event) {
        let Event::Told(told) = event else { return };
        match &**told {
            Heard::Enter(flow, step) => self.steps.push((*flow, *step)),
            Heard::Leave(flow, step) => self.steps.retain(|at| *at != (*flow, *step)),
            Heard::Do(action, args) => {
                let params = machine.program.actions.get(*action as usize).map_or(&[][..], |a| &a.params);
                let args = params.iter().map(|p| args.get(p.name.as_str()).cloned().unwrap_or(Json::Null)).collect();
                self.did.push(Did { action: *action, args });
            }
            Heard::HandOver(role) => self.handed.push(*role),
            Heard::End(result) => self.ended.extend(machine.program.results.get(*result as usize).map(ToString::to_string)),
            _ => {}
        }
    }

    /// Notes what the machine did.
    pub(super) fn effect(&mut self, machine: &Machine, effect: &Effect) {
        if let Some(text) = narrate::effect(machine, effect) {
            self.push(effect.at, false, text);
        }
        match &effect.kind {
            EffectKind::Say(_) | EffectKind::Ask(_) => {
                let classes = say_of(machine, effect.pc).map(classes).unwrap_or_default();
                self.said.push(Said { words: narrate::words(machine, effect), classes });
            }
            EffectKind::Do(done) => {
                self.did.push(Did { action: done.action, args: done.args.iter().map(|(_, v)| v.clone()).collect() });
            }
            EffectKind::Limit(note) => {
                if let Showing::Rung(role, _) = note.state {
                    self.handed.push(role);
                }
            }
            EffectKind::Finding(_) => self.breaches.extend(Breach::of(machine, effect)),
            EffectKind::End(result) => self.ended.extend(machine.result_name(*result).map(str::to_owned)),
            _ => {}
        }
    }

    fn push(&mut self, at: i64, given: bool, text: Message) {
        self.call.push(Told { time: elapsed(at - self.start), given, text });
    }
}

impl Told {
    /// The line in one language.
    pub(super) fn line(&self, lang: Lang) -> CallLine {
        CallLine { time: self.time.clone(), given: self.given, text: self.text.get(lang).to_owned() }
    }
}

/// The line that an operation orders.
fn say_of(machine: &Machine, pc: u32) -> Option<&Say> {
    match machine.program.code.get(pc as usize)? {
        Op::Say(say) => Some(say),
        Op::Ask(ask) => Some(&ask.say),
        _ => None,
    }
}

fn classes(say: &Say) -> Vec<u32> {
    let class = |words: &SayWords| match words {
        SayWords::Class(class, ..) => Some(*class),
        SayWords::Line(..) | SayWords::ClassVar(_) => None,
    };
    say.words.iter().filter_map(class).collect()
}

/// `mm:ss`, with hours and ms only where there are any.
pub(super) fn elapsed(ms: i64) -> String {
    let (h, m, s, f) = (ms / 3_600_000, ms / 60_000 % 60, ms / 1000 % 60, ms % 1000);
    let whole = if h > 0 { format!("{h}:{m:02}:{s:02}") } else { format!("{m:02}:{s:02}") };
    if f > 0 { format!("{whole}.{f:03}") } else { whole }
}
